"""The gathering: an empty catalogue is filled from the lines and the records of an archive. For :mod:`.rebuild`.

First every line is noted in temporary tables, then the WARC files are walked in the order in which they were begun
and their records applied as the commit applied them. Where a line and a record differ the line is taken; what a record
tells and no line does goes into the outbox.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select, text

from crawler.archive import journal
from crawler.archive.damage import Damage
from crawler.archive.places import CHANGES, MANIFEST, OPEN, REFUSED, STATEMENTS, serial_of, statements_file, warc_names
from crawler.archive.rows import CAPTURE, VALIDATOR, capture_row, validator_row
from crawler.archive.segments import file_row, manifest_line
from crawler.archive.walk import walk
from crawler.catalogue.schema import files, outbox, projections, statements
from crawler.model.change import Change
from crawler.model.identity import text_digest
from crawler.model.line import to_line
from crawler.model.statement import Statement
from crawler.warc.reader import ReadRecord, http_payload, metadata_payload, to_capture

_TABLES = (
    "CREATE TEMP TABLE line (id TEXT, revision INTEGER, data BLOB, used INTEGER, PRIMARY KEY (id, revision))",
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

    def run(self) -> None:
        """Fill it; the caller commits."""
        for table in _TABLES:
            self._connection.execute(text(table))
        self._note_lines()
        for name, path in sorted(warc_names(self._root), key=lambda found: _order(found[0])):
            self._warc(name, path)
        self._lines_without_record()
        self._changes()

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
            statement = Statement.model_validate_json(data)
        except ValidationError:
            self._damage(name, offset, "this line is not a statement")
            return
        row = {"id": statement.id, "revision": statement.revision, "data": data}
        add = text("INSERT INTO line VALUES (:id, :revision, :data, 0) ON CONFLICT DO NOTHING")
        if not self._connection.execute(add, row).rowcount:
            self._damage(name, offset, f"revision {statement.revision} of {statement.id} has a line already")

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
        sealed = not path.name.endswith(OPEN)
        size = path.stat().st_size
        broken: list[tuple[int, str]] = []
        end, warcinfo_id = 0, None
        for group in _groups(walk(path, size, lambda offset, sentence: broken.append((offset, sentence))), broken):
            if not sealed and not group.whole:
                break  # an exchange that was cut off: what is there of it is left to recovery, like a torn member
            for record in group.records:
                warcinfo_id = warcinfo_id or (
                    record.id if record.type == "warcinfo" else record.header("warc-warcinfo-id")
                )
                end = record.offset + record.length
                self._record(name, record)
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

    def _seal(self, row: dict[str, object], path: Path) -> None:
        name = str(row["name"])
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if name not in self._manifest:
            self._adopt(MANIFEST, manifest_line(name, found))
        elif self._manifest[name] != found:
            self._damage(name, 0, f"its SHA-256 is {found}, but the manifest says {self._manifest[name]}")
        row.update(sealed=True, sha256=self._manifest.get(name, found))

    def _record(self, name: str, record: ReadRecord) -> None:
        try:
            self._apply(name, record)
        except (ValueError, KeyError, TypeError, sqlite3.IntegrityError) as error:
            self._damage(name, record.offset, f"{record.id} cannot be understood: {error}")

    def _apply(self, name: str, record: ReadRecord) -> None:
        if record.type == "response":
            capture = to_capture(record, name)
            target, truncated = record.header("warc-target-uri") or "", record.header("warc-truncated")
            CAPTURE.run(self._connection, capture_row(capture, target, truncated))
            row = validator_row(capture, target, http_payload(record).head, truncated)
            if row is not None:
                VALIDATOR.run(self._connection, row)
        elif record.type == "metadata":
            payload = metadata_payload(record)
            if payload["kind"] == journal.READING:
                self._reading(payload)
            elif payload["kind"] == journal.GONE:
                journal.apply_gone(self._connection, payload)
            elif payload["kind"] == journal.RUN:
                journal.apply_run(self._connection, payload["run"])
            elif payload["kind"] == journal.REFUSAL:
                self._refusal(payload)

    def _reading(self, payload: journal.Payload) -> None:
        told = payload.get("statement")
        if told is None:
            journal.apply_reading(self._connection, payload, None)
            return
        key = {"id": payload["id"], "revision": payload["revision"]}
        take = text("UPDATE line SET used = 1 WHERE id = :id AND revision = :revision RETURNING data")
        line = self._connection.execute(take, key).scalar()
        for change in payload["changes"]:
            self._note_change(change["cursor"], to_line(change), told=False)
        if line is None:
            line = to_line(told)
            self._adopt(statements_file(told["source"], told["capture"]["date"]), line)
        statement = json.loads(line)
        body_digest = payload["body_digest"] if statement["body"] == told["body"] else _body_digest(statement)
        kept = {**payload, "statement": statement, "body_digest": body_digest, "changes": []}
        journal.apply_reading(self._connection, kept, line)

    def _refusal(self, payload: journal.Payload) -> None:
        line = to_line(journal.refused_line(payload))
        known = text("SELECT 1 FROM refused WHERE sha256 = :hash")
        if self._connection.execute(known, {"hash": _sha256(line)}).first() is None:
            self._adopt(REFUSED, line)

    # What is left

    def _lines_without_record(self) -> None:
        """Lines whose record is lost: they still tell everything but the body's digest, which is made again."""
        rows = self._connection.execute(text("SELECT data FROM line WHERE NOT used ORDER BY id, revision"))
        for data in rows.scalars():
            statement = json.loads(data)
            newest = self._connection.execute(
                select(statements.c.revision).where(statements.c.id == statement["id"])
            ).scalar()
            if newest is None or newest < statement["revision"]:
                journal.apply_line(self._connection, statement, data, _body_digest(statement))
            else:
                journal.apply_revision(self._connection, statement, data, _body_digest(statement))

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

    def _adopt(self, name: str, line: bytes) -> None:
        self._connection.execute(insert(outbox), {"file": name, "line": line})
        self.adopted += 1

    def _damage(self, name: str, offset: int, sentence: str) -> None:
        self.damages.append(Damage(name, offset, sentence))


@dataclass(slots=True)
class _Group:
    records: list[ReadRecord]
    whole: bool  # every record that one of them names as concurrent is in the file


def _groups(records: Iterable[ReadRecord], broken: list[tuple[int, str]]) -> Iterator[_Group]:
    """Records that belong together, which a commit covered all or none of. ``broken`` grows as the walk goes on."""
    ids: set[str] = set()
    wanted: set[str] = set()
    group: list[ReadRecord] = []
    breaks = 0
    for record in records:
        if len(broken) > breaks:  # what is wanted may have been broken: but this is behind it, so it was committed
            breaks = len(broken)
            wanted.clear()
        ids.add(record.id)
        group.append(record)
        wanted.update(record.headers.get("warc-concurrent-to", ()))
        wanted -= ids
        if not wanted:
            yield _Group(group, whole=True)
            group = []
    if group:
        yield _Group(group, whole=False)


def _order(name: str) -> tuple[int, str]:
    try:
        return serial_of(name), name
    except (ValueError, IndexError):
        return 0, name


def _body_digest(statement: dict[str, Any]) -> str:
    return text_digest([statement["body"]["text"]])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
