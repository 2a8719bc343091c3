"""The history of a statement: its revisions, how long each was seen, what it changed, and what else became of it."""

import zlib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, or_, select

from crawler.archive.changes import change_of
from crawler.archive.errors import ArchiveError
from crawler.archive.journal import storable
from crawler.archive.revising import templates_of
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.snapshot import read_snapshot
from crawler.catalogue.schema import aliases, captures, changes, lines, revisions, statements
from crawler.model.capture import Capture
from crawler.model.change import Change
from crawler.model.difference import Difference, Interval
from crawler.model.identity import canonical_url
from crawler.model.reading import Reading
from crawler.model.statement import Published, Statement
from crawler.revisions import compare


class RevisionSeen(BaseModel):
    """One observed text, and the dates of the first and the last capture that showed it. ``difference``: what it
    changed; null: it was the first, or nothing is known from before it.
    """

    model_config = ConfigDict(frozen=True)

    revision: int
    readings: int = Field(description="how often it was read: a later program may read it anew")
    current: bool = Field(description="whether it is how the statement was seen last")
    title: str | None
    language: str | None
    published: Published | None
    digest: str
    seen_from: str
    seen_to: str
    capture: Capture
    difference: Difference | None


class History(BaseModel):
    """What is known of one statement. ``changes`` are all that were told of it, in order."""

    model_config = ConfigDict(frozen=True)

    id: str
    source: str
    url: str
    also_at: tuple[str, ...]
    first_seen: str
    last_seen: str
    withdrawn: str | None
    moved_into: str | None
    revisions: tuple[RevisionSeen, ...] = Field(description="in the order of the time at which they were seen first")
    changes: tuple[Change, ...]


class Laid(BaseModel):
    """Two revisions laid beside each other. ``difference`` null: they say the same."""

    model_config = ConfigDict(frozen=True)

    id: str
    url: str
    before: RevisionSeen | None
    after: RevisionSeen
    difference: Difference | None


def read_history(root: Path, name: str) -> History:
    """The history of the statement with the id ``name``, or at that address.

    Raises ``ArchiveError`` where there is none or a decision keeps it out, and what :func:`read_snapshot` raises.
    """
    with read_snapshot(root) as connection:
        return _history(connection, root, name)


def lay(root: Path, name: str, revision: int | None = None, since: int | None = None) -> Laid:
    """What ``revision`` (none: the one that was seen last) has changed, since the revision ``since`` (none: the one
    that was seen before it). Raises as :func:`read_history`, also where there is no such revision.
    """
    with read_snapshot(root) as connection:
        history = _history(connection, root, name)
        after = _chosen(history, revision)
        if since is None:
            if after.difference is None:
                return Laid(id=history.id, url=history.url, before=None, after=after, difference=None)
            since = after.difference.since
            return Laid(
                id=history.id,
                url=history.url,
                before=_chosen(history, since),
                after=after,
                difference=after.difference,
            )
        before = _chosen(history, since)
        old, new = _line(connection, history.id, since), _line(connection, history.id, after.revision)
        interval = Interval(after=_shown_last(connection, history.id, since), by=after.capture)
        difference = compare(old, reading_of(new), interval, templates_of(connection, history.source))
        return Laid(id=history.id, url=history.url, before=before, after=after, difference=difference)


def reading_of(line: Statement) -> Reading:
    """What a line says, as it was read."""
    return Reading(
        **{name: getattr(line, name) for name in _AS_READ},
        canonical=None,
        charset=line.extraction.charset,
        layout=line.extraction.layout,
        fields=line.extraction.fields,
        warnings=line.extraction.warnings,
    )


_AS_READ = (
    "title", "number", "kind", "kind_raw", "language", "published", "updated", "body", "speakers", "tags",
    "translations", "attachments", "images", "notice", "notes",
)  # fmt: skip


def _history(connection: Connection, root: Path, name: str) -> History:
    row = connection.execute(select(statements).where(statements.c.id == _id(connection, root, name))).one()
    if row.suppressed is not None:
        raise ArchiveError(f"{row.id} was suppressed at {row.suppressed}: decisions.jsonl says why")
    told = select(changes).where(changes.c.statement_id == row.id).order_by(changes.c.cursor)
    also = select(aliases.c.url).where(aliases.c.statement_id == row.id).order_by(aliases.c.url)
    return History(
        id=row.id,
        source=row.source,
        url=row.url,
        also_at=tuple(connection.execute(also).scalars()),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        withdrawn=row.withdrawn,
        moved_into=row.moved_into,
        revisions=_revisions(connection, row),
        changes=tuple(change_of(one) for one in connection.execute(told)),
    )


def _id(connection: Connection, root: Path, name: str) -> str:
    found: str | None = connection.execute(select(statements.c.id).where(statements.c.id == name)).scalar()
    if found is not None:
        return found
    if "://" not in name:
        raise ArchiveError(f"{root} holds no statement {name}: give its id, or its address")
    try:
        names = [storable(name), storable(canonical_url(name))]
    except ValueError as error:
        raise ArchiveError(f"{name} is no address of a statement: {error}") from error
    at = select(statements.c.id).where(or_(statements.c.url.in_(names), statements.c.canonical_url.in_(names)))
    led = select(aliases.c.statement_id).where(aliases.c.url.in_(names))
    ids: list[str] = sorted({*connection.execute(at).scalars()} or {*connection.execute(led).scalars()})
    if len(ids) != 1:
        there = f"{len(ids)} statements at {name}: {', '.join(ids)}" if ids else f"no statement at {name}"
        raise ArchiveError(f"{root} holds {there}; give its id")
    return ids[0]


def _revisions(connection: Connection, row: Any) -> tuple[RevisionSeen, ...]:
    mine = select(revisions).where(revisions.c.statement_id == row.id)
    newest: dict[int, Any] = {}
    for one in connection.execute(mine.order_by(revisions.c.seen_from, revisions.c.revision, revisions.c.reading)):
        newest[one.revision] = one
    return tuple(_seen(connection, row, one) for one in newest.values())


def _seen(connection: Connection, row: Any, one: Any) -> RevisionSeen:
    line = _line(connection, row.id, one.revision)
    first = _line(connection, row.id, one.revision, reading=1)
    return RevisionSeen(
        revision=one.revision,
        readings=line.reading,
        current=one.revision == row.current,
        title=line.title,
        language=line.language,
        published=line.published,
        digest=line.digest,
        seen_from=one.seen_from,
        seen_to=one.seen_to,
        capture=line.capture,
        difference=first.difference,
    )


def _line(connection: Connection, statement_id: str, revision: int, reading: int | None = None) -> Statement:
    mine = select(lines.c.data).where(lines.c.statement_id == statement_id, lines.c.revision == revision)
    if reading is not None:
        mine = mine.where(lines.c.reading == reading)
    data = connection.execute(mine.order_by(lines.c.reading.desc()).limit(1)).scalar()
    if data is None:
        raise ArchiveError(
            f"the line of revision {revision} of {statement_id} is not in the catalogue; `communique rebuild` puts it"
            " there"
        )
    return Statement.model_validate_json(zlib.decompress(data))


def _shown_last(connection: Connection, statement_id: str, revision: int) -> Capture | None:
    record = select(revisions.c.seen_to_record).where(
        revisions.c.statement_id == statement_id, revisions.c.revision == revision
    )
    row = connection.execute(select_captures().where(captures.c.record_id.in_(record))).first()
    return None if row is None else to_capture(row)


def _chosen(history: History, revision: int | None) -> RevisionSeen:
    for one in history.revisions:
        if one.revision == revision or (revision is None and one.current):
            return one
    many = len(history.revisions)
    raise ArchiveError(f"{history.id} has no revision {revision}: it has {many}, numbered from 1")
