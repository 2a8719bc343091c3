"""Verify, the lines: JSON Lines files and the manifest against the catalogue."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, select, text

from crawler.archive.damage import Damage
from crawler.archive.decided import decision_of
from crawler.archive.migrated import lines_lacking
from crawler.archive.outbox import sizes_of
from crawler.archive.places import CHANGES, DECISIONS, MANIFEST, REFUSED, STATEMENTS, statements_file
from crawler.archive.swap import Due
from crawler.archive.verify_changes import check_changes
from crawler.archive.verify_line import Line, check_capture, first_error
from crawler.catalogue.database import FILE
from crawler.catalogue.schema import captures, decisions, files, outbox, revisions
from crawler.model.capture import Capture
from crawler.model.decision import Decision, Suppressed, read_line
from crawler.model.statement import Statement

_HELD: Final = text("SELECT data FROM lines WHERE statement_id = :id AND revision = :revision AND reading = :reading")
_STRAYS: Final = text(
    "SELECT statement_id, revision, reading FROM lines EXCEPT SELECT statement_id, revision, reading FROM revisions"
    " WHERE statement_id NOT IN (SELECT id FROM statements WHERE suppressed IS NOT NULL) ORDER BY 1, 2, 3"
)


class Lines:
    """The lines of one snapshot. What was seen is kept in a temporary table, so memory does not grow with them."""

    def __init__(self, root: Path, connection: Connection) -> None:
        self._root = root
        self._connection = connection
        self._place = Due(root, connection)
        self._sizes = sizes_of(connection)
        self._decisions = {
            row.number: decision_of(row) for row in connection.execute(select(decisions).order_by(decisions.c.number))
        }
        self._kept = not lines_lacking(connection)
        connection.execute(
            text(
                "CREATE TEMP TABLE seen"
                " (id TEXT, revision INTEGER, reading INTEGER, PRIMARY KEY (id, revision, reading))"
            )
        )

    def damages(self, on_disk: list[str]) -> Iterator[Damage]:
        """``on_disk`` are the names under ``statements/``, listed before the snapshot was taken."""
        pending = set(self._connection.execute(select(outbox.c.file).distinct()).scalars())
        known = self._sizes.keys() | pending
        for name in on_disk:
            if name not in known:
                yield Damage(name, 0, "this file is in the archive, but the catalogue does not register it")
        for name in sorted(known):
            yield from self._size(name)
        for name in sorted(name for name in known if name.startswith(f"{STATEMENTS}/")):
            for line in self._lines(name):
                yield from self._statement(line)
        yield from self._missing()
        yield from check_changes(self._connection, self._lines(CHANGES), self._sizes.get(CHANGES, 0))
        yield from self._manifest()
        yield from self._decided()
        for line in self._lines(REFUSED):
            yield from self._refused(line)

    def _size(self, name: str) -> Iterator[Damage]:
        size = self._sizes.get(name, 0)
        path = self._place.path(name) or self._root / name
        found = path.stat().st_size if path.is_file() else 0
        if found < size:
            yield Damage(name, found, f"the file ends here, but {size} bytes of it are committed")

    def _lines(self, name: str) -> Iterator[Line]:
        path = self._place.path(name) or self._root / name
        size = self._sizes.get(name, 0)
        offset = number = 0
        if size and path.is_file():
            with path.open("rb") as file:
                while offset < size and (data := file.readline(size - offset)):
                    number += 1
                    yield Line(name, offset, number, data)
                    offset += len(data)
        rows = self._connection.execute(select(outbox.c.line).where(outbox.c.file == name).order_by(outbox.c.seq))
        for data in rows.scalars():
            yield Line(name, size, 0, data)

    def _statement(self, line: Line) -> Iterator[Damage]:
        try:
            statement = read_line(line.data)
        except ValidationError as error:
            yield line.damage(f"not a statement: {first_error(error)}")
            return
        if not line.data.endswith(b"\n"):
            yield line.damage("it has no end")
        date = line.file[-13:-6] if isinstance(statement, Suppressed) else statement.capture.date
        if line.file != statements_file(statement.source, date):
            yield line.damage(f"{statement.id} does not belong into this file")
        key = {"id": statement.id, "revision": statement.revision, "reading": statement.reading}
        this = f"{_nth(statement)} of {statement.id}"
        new = self._connection.execute(
            text("INSERT INTO seen VALUES (:id, :revision, :reading) ON CONFLICT DO NOTHING"), key
        )
        if not new.rowcount:
            yield line.damage(f"{this} has a line already")
            return
        if isinstance(statement, Suppressed):
            yield from self._told(line, statement.decision, statement.id)
        else:
            yield from check_capture(self._connection, line, statement.capture)
        row = self._connection.execute(
            select(revisions.c.line_sha256, revisions.c.record_id).where(
                revisions.c.statement_id == statement.id,
                revisions.c.revision == statement.revision,
                revisions.c.reading == statement.reading,
            )
        ).first()
        if row is None:
            yield line.damage(f"{this} is not in the catalogue")
        elif row.line_sha256 != hashlib.sha256(line.data).hexdigest():
            yield line.damage(f"{this} is not as it was written")
        elif self._kept and isinstance(statement, Statement):
            held = self._connection.execute(_HELD, {**key, "id": statement.id}).scalar()
            if held is None or _inflated(held) != line.data:
                yield line.damage(f"the catalogue holds another line of {this}, or none")

    def _missing(self) -> Iterator[Damage]:
        lacking = (
            select(revisions.c.statement_id, revisions.c.revision, revisions.c.reading, captures.c.date)
            .outerjoin(captures, captures.c.record_id == revisions.c.record_id)
            .where(
                text(
                    "NOT EXISTS (SELECT 1 FROM seen WHERE seen.id = revisions.statement_id"
                    " AND seen.revision = revisions.revision AND seen.reading = revisions.reading)"
                )
            )
            .order_by(revisions.c.statement_id, revisions.c.revision, revisions.c.reading)
        )
        for row in self._connection.execute(lacking):
            name = statements_file(row.statement_id.rpartition("-")[0], row.date or "unknown")
            sentence = f"the line of {_nth(row)} of {row.statement_id} is missing"
            yield Damage(name, self._sizes.get(name, 0), sentence)
        for row in self._connection.execute(_STRAYS):
            yield Damage(FILE, 0, f"it holds a line of {_nth(row)} of {row.statement_id}, which is not to be here")

    def _manifest(self) -> Iterator[Damage]:
        sealed = {
            row.name: row.sha256
            for row in self._connection.execute(select(files.c.name, files.c.sha256).where(files.c.sealed.is_(True)))
        }
        told: set[str] = set()
        for line in self._lines(MANIFEST):
            digest, _, name = line.data.decode("utf-8", "replace").rstrip("\n").partition("  ")
            if name in told:
                yield line.damage(f"{name} has a line already")
            elif name not in sealed:
                yield line.damage(f"{name} is not a sealed file of this archive")
            elif digest != sealed[name] or not line.data.endswith(b"\n"):
                yield line.damage(f"{name} was sealed with {sealed[name]}")
            told.add(name)
        for name in sorted(sealed.keys() - told):
            yield Damage(MANIFEST, self._sizes.get(MANIFEST, 0), f"the line of {name} is missing")

    def _decided(self) -> Iterator[Damage]:
        told: set[int] = set()
        for line in self._lines(DECISIONS):
            try:
                decision = Decision.model_validate_json(line.data)
            except ValidationError as error:
                yield line.damage(f"not a decision: {first_error(error)}")
                continue
            if decision.number in told:
                yield line.damage(f"the decision {decision.number} has a line already")
            elif self._decisions.get(decision.number) != decision or not line.data.endswith(b"\n"):
                yield line.damage(f"the decision {decision.number} is not as the catalogue has it")
            told.add(decision.number)
        for number in self._decisions.keys() - told:
            yield Damage(DECISIONS, self._sizes.get(DECISIONS, 0), f"the line of the decision {number} is missing")

    def _told(self, line: Line, number: int, statement_id: str | None) -> Iterator[Damage]:
        """Whether the decision is there that took a line away."""
        decision = self._decisions.get(number)
        if decision is None or decision.kind != "suppress" or statement_id not in (None, decision.id):
            yield line.damage(f"the decision {number} did not take it away")

    def _refused(self, line: Line) -> Iterator[Damage]:
        try:
            value = json.loads(line.data)
            if value.get("event") == "suppressed":
                yield from self._told(line, value["decision"], None)
                return
            capture = Capture.model_validate(value["capture"])
            complete = all(isinstance(value[name], str) for name in ("source", "run", "url", "code", "sentence"))
        except (ValueError, KeyError, TypeError) as error:
            yield line.damage(f"not a refusal: {str(error).splitlines()[0]}")
            return
        if not complete or not line.data.endswith(b"\n"):
            yield line.damage("not a whole refusal")
        yield from check_capture(self._connection, line, capture)


def _inflated(data: bytes) -> bytes | None:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return None


def _nth(line: Any) -> str:
    """Which line of a statement it is, in words."""
    again = f"reading {line.reading} of " if line.reading > 1 else ""
    return f"{again}revision {line.revision}"
