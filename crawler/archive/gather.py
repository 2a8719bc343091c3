"""The gathering: an empty catalogue is filled from the lines and the records of an archive. For :mod:`.rebuild`.

First every line is noted in temporary tables, then the WARC files are walked in the order in which they were begun
and their records applied as the commit applied them. Where a line and a record differ the line is taken; what a record
tells and no line does goes into the outbox.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, func, insert, select, text

from crawler.archive import journal
from crawler.archive.damage import Damage
from crawler.archive.decided import bare_change
from crawler.archive.decided_links import lost
from crawler.archive.foreign_rows import add_rows, is_foreign, resolved_of
from crawler.archive.gather_decisions import Decisions
from crawler.archive.places import (
    CHANGES,
    DECISIONS,
    MANIFEST,
    OPEN,
    REFUSED,
    STATEMENTS,
    serial_of,
    statements_file,
    warc_names,
)
from crawler.archive.recorded import apply_capture, apply_conversion, tell_conversions
from crawler.archive.rows import unresolved_revisits
from crawler.archive.segments import file_row, manifest_line
from crawler.archive.walk import groups, walk
from crawler.catalogue.schema import changes, files, outbox, projections
from crawler.model.change import Change
from crawler.model.decision import Suppressed, read_line
from crawler.model.identity import text_digest
from crawler.model.line import to_line
from crawler.warc.foreign import read_foreign
from crawler.warc.foreign_text import ForeignError
from crawler.warc.inventory import Tally, inventory
from crawler.warc.reader import ANSWERS, ReadRecord, metadata_payload

_TABLES = (
    "CREATE TEMP TABLE line (id TEXT, revision INTEGER, reading INTEGER, data BLOB, used INTEGER,"
    " PRIMARY KEY (id, revision, reading))",
    "CREATE TEMP TABLE change (cursor INTEGER, told INTEGER, data BLOB)",  # told: the file has it
    "CREATE TEMP TABLE refused (sha256 TEXT PRIMARY KEY)",
)


class Gathering:
    """One filling. ``damages`` are what was met on the way, ``adopted`` how many lines go into the outbox."""

    def __init__(self, root: Path, connection: Connection) -> None:
        """``connection`` is that of a new, empty catalogue."""
        self.damages: list[Damage] = []
        self.adopted = 0
        self._root = root
        self._connection = connection
        self._manifest: dict[str, str] = {}
        self._imports: dict[str, journal.Payload] = {}  # what is told of files of other makers, by their name

    def run(self) -> None:
        """Fill it; the caller commits."""
        for table in _TABLES:
            self._connection.execute(text(table))
        self._decisions = Decisions(self._lines(DECISIONS), lambda offset, told: self._damage(DECISIONS, offset, told))
        self._note_lines()
        for name, path in sorted(warc_names(self._root), key=lambda found: _order(found[0])):
            self._warc(name, path)
        self._references()
        self._lines_without_record()
        self._changes()
        self._decisions.apply(self._connection)
        self._links_decided()

    # The lines

    def _note_lines(self) -> None:
        for path in sorted((self._root / STATEMENTS).rglob("*.jsonl")):
            name = path.relative_to(self._root).as_posix()
            for offset, data in self._lines(name):
                self._note_statement(name, offset, data)
        for offset, data in self._lines(CHANGES):
            try:
                change = Change.model_validate_json(data)
            except ValidationError:
                self._damage(CHANGES, offset, "this line is not a change")
                continue
            self._note_change(change.cursor, data, told=True)
        for _, data in self._lines(REFUSED):
            self._connection.execute(text("INSERT OR IGNORE INTO refused VALUES (:hash)"), {"hash": _sha256(data)})
        for offset, data in self._lines(MANIFEST):
            digest, _, name = data.decode("utf-8", "replace").rstrip("\n").partition("  ")
            if len(digest) != 64 or not name:
                self._damage(MANIFEST, offset, "this line names no digest and file")
            else:
                self._manifest[name] = digest

    def _note_statement(self, name: str, offset: int, data: bytes) -> None:
        try:
            statement = read_line(data)
        except ValidationError:
            self._damage(name, offset, "this line is not a statement")
            return
        gone = isinstance(statement, Suppressed)
        if gone and statement.id not in self._decisions.numbers:
            self._damage(name, offset, f"the decision to suppress {statement.id} is lost")
        key = {"id": statement.id, "revision": statement.revision, "reading": statement.reading}
        row = {**key, "data": data, "used": gone or statement.id in self._decisions.numbers}
        add = text("INSERT INTO line VALUES (:id, :revision, :reading, :data, :used) ON CONFLICT DO NOTHING")
        if not self._connection.execute(add, row).rowcount:
            which = f"reading {statement.reading} of revision {statement.revision} of {statement.id}"
            self._damage(name, offset, f"{which} has a line already")

    def _note_changes(self, payload: journal.Payload) -> None:
        """What a record tells of changes: applied in the order of their cursors, when all of them are known."""
        for change in payload.get("changes", ()):
            number = None if change["kind"] == "decided" else self._decisions.numbers.get(change["id"])
            kept = change if number is None else bare_change(change, number)
            self._note_change(change["cursor"], to_line(kept), told=False)

    def _note_change(self, cursor: int, data: bytes, *, told: bool) -> None:
        add = text("INSERT INTO change VALUES (:cursor, :told, :data)")
        self._connection.execute(add, {"cursor": cursor, "told": int(told), "data": data})

    def _lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """The whole lines of a file, whose length is registered; a torn one after them is left to recovery."""
        path = self._root / name
        if not path.is_file():
            return
        offset = 0
        with path.open("rb") as file:
            for data in file:
                if not data.endswith(b"\n"):
                    break
                yield offset, data
                offset += len(data)
        self._connection.execute(insert(projections), {"name": name, "size": offset})

    # The records

    def _warc(self, name: str, path: Path) -> None:
        if is_foreign(name):
            self._foreign(name, path)
            return
        sealed = not path.name.endswith(OPEN)
        size = path.stat().st_size
        broken: list[tuple[int, str]] = []
        end, warcinfo_id = 0, None
        records = walk(path, size, lambda offset, sentence: broken.append((offset, sentence)))
        for group in groups(records, lambda: len(broken)):
            if not sealed and not group.whole:
                break  # an exchange that was cut off: what is there of it is left to recovery, like a torn member
            for record in group.records:
                warcinfo_id = warcinfo_id or (
                    record.id if record.type == "warcinfo" else record.header("warc-warcinfo-id")
                )
                end = record.offset + record.length
                self._record(name, record, group.span)
        for offset, sentence in broken:
            if sealed or offset < end:
                self._damage(name, offset, sentence)
        try:
            row = file_row(name, size if sealed else end, warcinfo_id or "")
        except (ValueError, IndexError):
            self._damage(name, 0, "this file does not bear a name of ours")
            return
        if warcinfo_id is None and not sealed:
            return  # nothing in it is whole: recovery puts it into the quarantine
        if sealed:
            self._seal(row, path)
        self._connection.execute(insert(files), row)

    def _foreign(self, name: str, path: Path) -> None:
        told = self._imports.get(name)
        if told is None:
            if name not in self._manifest:
                return  # copied, but its import was not committed: recovery puts it into the quarantine
            self._damage(name, 0, "the record of its import is lost: which responses its revisits equal is not known")
        try:
            for _ in add_rows(
                self._connection,
                name,
                inventory(read_foreign(path), Tally()),
                {} if told is None else resolved_of(told),
            ):
                pass
        except ForeignError as error:
            self._damage(name, error.offset, error.sentence)
        row = {**file_row(name, path.stat().st_size, ""), "warcinfo_id": None}
        self._seal(row, path)
        self._connection.execute(insert(files), row)

    def _seal(self, row: dict[str, object], path: Path) -> None:
        name = str(row["name"])
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if name not in self._manifest:
            self._adopt(MANIFEST, manifest_line(name, found))
        elif self._manifest[name] != found:
            self._damage(name, 0, f"its SHA-256 is {found}, but the manifest says {self._manifest[name]}")
        row.update(sealed=True, sha256=self._manifest.get(name, found))

    def _record(self, name: str, record: ReadRecord, span: tuple[int, int]) -> None:
        try:
            self._apply(name, record, span)
        except (ValueError, KeyError, TypeError, sqlite3.IntegrityError) as error:
            self._damage(name, record.offset, f"{record.id} cannot be understood: {error}")

    def _apply(self, name: str, record: ReadRecord, span: tuple[int, int]) -> None:
        if record.type in ANSWERS:
            apply_capture(self._connection, record, name, span)
        elif record.type == "conversion":
            apply_conversion(self._connection, record, name)
        elif record.type == "metadata":
            payload = metadata_payload(record)
            if payload["kind"] == journal.READING:
                self._reading(payload)
            elif payload["kind"] == journal.GONE:
                self._note_changes(payload)
                journal.apply_gone(self._connection, {**payload, "changes": []})
            elif payload["kind"] == journal.RUN:
                journal.apply_run(self._connection, payload["run"])
            elif payload["kind"] == journal.RELAUNCH:
                journal.apply_relaunch(self._connection, payload)
            elif payload["kind"] == journal.REFUSAL:
                self._refusal(payload)
            elif payload["kind"] == journal.IMPORT:
                self._imports[payload["file"]] = payload

    def _reading(self, payload: journal.Payload) -> None:
        told = payload.get("statement")
        self._note_changes(payload)
        if told is None:
            journal.apply_reading(self._connection, {**payload, "changes": []}, None)
            return
        key = {"id": payload["id"], "revision": payload["revision"], "reading": payload.get("reading", 1)}
        take = text(
            "UPDATE line SET used = 1 WHERE id = :id AND revision = :revision AND reading = :reading RETURNING data"
        )
        line = self._connection.execute(take, key).scalar()
        if payload["id"] in self._decisions.numbers:
            return
        if line is None:
            line = to_line(told)
            self._adopt(statements_file(told["source"], told["capture"]["date"]), line)
        statement = json.loads(line)
        body_digest = payload["body_digest"] if statement["body"] == told["body"] else _body_digest(statement)
        kept = {**payload, "statement": statement, "body_digest": body_digest, "changes": []}
        journal.apply_reading(self._connection, kept, line)

    def _refusal(self, payload: journal.Payload) -> None:
        if self._decisions.hides(payload):
            return
        line = to_line(journal.refused_line(payload))
        known = text("SELECT 1 FROM refused WHERE sha256 = :hash")
        if self._connection.execute(known, {"hash": _sha256(line)}).first() is None:
            self._adopt(REFUSED, line)

    def _references(self) -> None:
        """What refers to a record of any file: known only when all of them were walked."""
        for name, offset, record_id in tell_conversions(self._connection):
            self._damage(name, offset, f"the document that {record_id} was made of is not there")
        for row in self._connection.execute(unresolved_revisits()):
            self._damage(row.file, row.offset, f"the response that {row.record_id} refers to is not there")

    # What is left

    def _lines_without_record(self) -> None:
        """Lines whose record is lost: they still tell everything but the body's digest, which is made again."""
        rows = self._connection.execute(text("SELECT data FROM line WHERE NOT used ORDER BY id, revision, reading"))
        for data in rows.scalars():
            statement = json.loads(data)
            journal.apply_line(self._connection, statement, data, _body_digest(statement))

    def _changes(self) -> None:
        """Changes by cursor. One that only a record tells comes after all that were told, if need be renumbered."""
        last = 0
        rows = self._connection.execute(text("SELECT cursor, data FROM change WHERE told ORDER BY cursor, rowid"))
        for cursor, data in rows:
            if cursor == last:
                self._damage(CHANGES, 0, f"the cursor {cursor} is there twice")
                continue
            journal.apply_change(self._connection, json.loads(data))
            last = cursor
        lacking = text(
            "SELECT cursor, data FROM change WHERE NOT told AND cursor NOT IN (SELECT cursor FROM change WHERE told)"
            " ORDER BY cursor"
        )
        for cursor, data in self._connection.execute(lacking):
            last = max(last + 1, cursor)
            change = {**json.loads(data), "cursor": last}
            journal.apply_change(self._connection, change)
            self._adopt(CHANGES, to_line(change))

    def _links_decided(self) -> None:
        """What people decided of links, where the log that told it is lost."""
        last = self._connection.execute(select(func.coalesce(func.max(changes.c.cursor), 0))).scalar_one()
        for cursor, change in enumerate(lost(self._connection, self._decisions.of_links), last + 1):
            told = Change.model_validate({**change, "cursor": cursor}).model_dump(mode="json")
            journal.apply_change(self._connection, told)
            self._adopt(CHANGES, to_line(told))

    def _adopt(self, name: str, line: bytes) -> None:
        self._connection.execute(insert(outbox), {"file": name, "line": line})
        self.adopted += 1

    def _damage(self, name: str, offset: int, sentence: str) -> None:
        self.damages.append(Damage(name, offset, sentence))


def _order(name: str) -> tuple[int, str]:
    try:
        return serial_of(name), name
    except (ValueError, IndexError):
        return 0, name


def _body_digest(statement: dict[str, Any]) -> str:
    return text_digest([statement["body"]["text"]])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
