"""Verify, the change log: cursors grow; it is what the catalogue has; what it names is there; each reading of each
revision was told once; and what the catalogue says of links, withdrawals and moves follows from it.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Connection, select, text

from crawler.archive.changes import captures_in, change_of
from crawler.archive.damage import Damage
from crawler.archive.decided import is_bare
from crawler.archive.places import CHANGES
from crawler.archive.verify_line import Line, check_capture, first_error
from crawler.catalogue.database import FILE
from crawler.catalogue.schema import captures, changes
from crawler.model.capture import Capture
from crawler.model.change import Change

_TABLES: Final = (
    "CREATE TEMP TABLE told_state (id TEXT PRIMARY KEY, withdrawn TEXT, moved_into TEXT)",
    "CREATE TEMP TABLE told_link (statement_id TEXT, other_id TEXT, kind TEXT,"
    " PRIMARY KEY (statement_id, other_id, kind))",
    "CREATE TEMP TABLE told_reading (id TEXT, revision INTEGER, reading INTEGER, cursor INTEGER,"
    " PRIMARY KEY (id, revision, reading))",
)
_WITHDRAWN: Final = text(
    "INSERT INTO told_state (id, withdrawn) VALUES (:id, :value)"
    " ON CONFLICT DO UPDATE SET withdrawn = excluded.withdrawn"
)
_INTO: Final = text(
    "INSERT INTO told_state (id, moved_into) VALUES (:id, :value)"
    " ON CONFLICT DO UPDATE SET moved_into = excluded.moved_into"
)
_LINK: Final = text("INSERT INTO told_link VALUES (:id, :other, :kind) ON CONFLICT DO NOTHING")
_UNLINK: Final = text(
    "DELETE FROM told_link WHERE kind = :kind"
    " AND ((statement_id = :id AND other_id = :other) OR (statement_id = :other AND other_id = :id))"
)
_READING: Final = text("INSERT INTO told_reading VALUES (:id, :revision, :reading, :cursor) ON CONFLICT DO NOTHING")
_HIDDEN: Final = "(SELECT id FROM statements WHERE suppressed IS NOT NULL)"
_STATES: Final = text(
    "SELECT s.id, s.withdrawn, t.withdrawn AS told_withdrawn, s.moved_into, t.moved_into AS told_into"
    " FROM statements AS s LEFT JOIN told_state AS t ON t.id = s.id"
    " WHERE s.suppressed IS NULL AND (s.withdrawn IS NOT t.withdrawn OR s.moved_into IS NOT t.moved_into) ORDER BY s.id"
)
_LINKS: Final = "SELECT statement_id, other_id, kind FROM {} WHERE statement_id NOT IN {} AND other_id NOT IN {}"
_KNOWN_LINKS: Final = "SELECT statement_id, other_id, kind FROM links"
_TOLD_LINKS: Final = _LINKS.format("told_link", _HIDDEN, _HIDDEN)
_KNOWN_READINGS: Final = (
    f"SELECT statement_id AS id, revision, reading FROM revisions WHERE statement_id NOT IN {_HIDDEN}"  # noqa: S608
)
_TOLD_READINGS: Final = f"SELECT id, revision, reading FROM told_reading WHERE id NOT IN {_HIDDEN}"  # noqa: S608


def check_changes(connection: Connection, lines: Iterable[Line], size: int) -> Iterator[Damage]:
    """``lines`` are those of ``changes.jsonl``, of which ``size`` bytes are committed. Memory does not grow with them:
    what was told is kept in temporary tables.
    """
    for table in _TABLES:
        connection.execute(text(table))
    yield from _lines(connection, lines, size)
    yield from _state(connection)


def _lines(connection: Connection, lines: Iterable[Line], size: int) -> Iterator[Damage]:
    rows = connection.execution_options(yield_per=1000).execute(select(changes).order_by(changes.c.cursor))
    last = 0
    for line in lines:
        try:
            change = Change.model_validate_json(line.data)
        except ValidationError as error:
            yield line.damage(f"not a change: {first_error(error)}")
            continue
        if change.cursor <= last:
            yield line.damage(f"the cursor {change.cursor} comes after {last}")
            continue
        last = change.cursor
        row = next(rows, None)
        while row is not None and row.cursor < change.cursor:
            yield line.damage(f"the change {row.cursor} is missing before it")
            row = next(rows, None)
        if row is None or row.cursor > change.cursor:
            yield line.damage(f"the change {change.cursor} is not in the catalogue")
            rows = chain([row], rows) if row is not None else rows  # type: ignore[assignment]
        elif change_of(row) != change:
            yield line.damage(f"the change {change.cursor} is not as it was written")
        yield from _named(connection, line, change)
        yield from _noted(connection, line, change)
    for row in rows:
        yield Damage(CHANGES, size, f"the line of the change {row.cursor} is missing")


def _named(connection: Connection, line: Line, change: Change) -> Iterator[Damage]:
    """Every capture that the change names."""
    for found in captures_in(change.data):
        if isinstance(found, str):
            known = select(captures.c.record_id).where(captures.c.record_id == found)
            if connection.execute(known).first() is None:
                yield line.damage(f"its capture {found} is not in the archive")
            continue
        try:
            capture = Capture.model_validate(found)
        except ValidationError as error:
            yield line.damage(f"not a capture: {first_error(error)}")
        else:
            yield from check_capture(connection, line, capture)


def _noted(connection: Connection, line: Line, change: Change) -> Iterator[Damage]:
    """What the catalogue is to say after it."""
    data = change.data
    if is_bare({"kind": change.kind, "data": data}):
        return
    try:
        if change.kind in ("published", "revised", "reextracted"):
            key = {"id": change.id, "revision": data["revision"], "reading": data.get("reading", 1)}
            if not connection.execute(_READING, {**key, "cursor": change.cursor}).rowcount:
                yield line.damage(f"reading {key['reading']} of revision {key['revision']} was told before")
        elif change.kind == "withdrawn":
            connection.execute(_WITHDRAWN, {"id": change.id, "value": data["interval"]["by"]["date"]})
        elif change.kind == "restored":
            connection.execute(_WITHDRAWN, {"id": change.id, "value": None})
        elif change.kind == "moved":
            connection.execute(_INTO, {"id": change.id, "value": data.get("into")})
        elif change.kind in ("linked", "unlinked"):
            pair = {"id": change.id, "other": data["linked"], "kind": data["link"]}
            connection.execute(_LINK if change.kind == "linked" else _UNLINK, pair)
    except (KeyError, TypeError) as error:
        yield line.damage(f"it does not say all of what became true: {error}")


def _state(connection: Connection) -> Iterator[Damage]:
    for row in connection.execute(_STATES):
        if row.withdrawn != row.told_withdrawn:
            said, told = (f"is withdrawn since {at}" if at else "stands" for at in (row.withdrawn, row.told_withdrawn))
            yield Damage(FILE, 0, f"{row.id} {said} here, but {told} after the changes")
        if row.moved_into != row.told_into:
            said, told = row.moved_into or "none", row.told_into or "none"
            yield Damage(FILE, 0, f"{row.id} has moved into {said} here, but into {told} after the changes")
    for here, there, sentence in (
        (_KNOWN_LINKS, _TOLD_LINKS, "{} is linked with {} as {} here, but not after the changes"),
        (_TOLD_LINKS, _KNOWN_LINKS, "{} is linked with {} as {} after the changes, but not here"),
    ):
        for pair in connection.execute(text(f"{here} EXCEPT {there} ORDER BY 1, 2, 3")):
            yield Damage(FILE, 0, sentence.format(*pair))
    for here, there, sentence in (
        (_KNOWN_READINGS, _TOLD_READINGS, "revision {1} of {0}, reading {2}, was never told"),
        (_TOLD_READINGS, _KNOWN_READINGS, "revision {1} of {0}, reading {2}, was told, but is not in the catalogue"),
    ):
        for reading in connection.execute(text(f"{here} EXCEPT {there} ORDER BY 1, 2, 3")):
            yield Damage(CHANGES, 0, sentence.format(*reading))
