"""A work: the statements of an archive that say the same, who was first, how long each took, what it changed."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, select

from crawler.archive.errors import ArchiveError
from crawler.archive.linking import decided_about, linked
from crawler.archive.snapshot import read_snapshot
from crawler.catalogue.schema import lines, statements
from crawler.model.difference import Edit
from crawler.model.statement import Link, Statement
from crawler.revisions import edits

MANY: Final = 500  # statements of a work that are shown: links may join very many
_LIKE: Final = frozenset({"copy", "excerpt"})


@dataclass(frozen=True, slots=True)
class Member:
    """One statement of a work. ``links`` are those it has with others of it, each with whether a person ``confirmed``
    it. ``took`` is how long after the first it was published by what both pages state (to the day unless both state
    time and zone; ``None``: not both state a day), ``seen_after`` how long after the first the archive saw it.
    ``edits`` are what it changed of the first, ``None`` where it is in another language or of other words.
    """

    statement: Statement
    withdrawn: str | None
    links: tuple[tuple[Link, bool], ...]
    took: timedelta | None
    to_the_day: bool
    seen_after: timedelta
    edits: tuple[Edit, ...] | None


@dataclass(frozen=True, slots=True)
class Work:
    """Its members, the first one first. ``stated``: their order is that of the days that the pages state; else of when
    the archive saw them. ``more``: so many that not all are here.
    """

    members: tuple[Member, ...]
    stated: bool
    more: bool


def work_of(root: Path, statement_id: str) -> Work:
    """The work that a statement belongs to; alone where nothing else says the same.

    Raises ``ArchiveError`` where there is no such archive or statement, ``ArchiveTooNew``, ``ArchiveDamaged``.
    """
    with read_snapshot(root) as connection:
        if _now(connection, statement_id) is None:
            raise ArchiveError(f"the archive {root} holds no statement {statement_id!r}, or it is suppressed")
        found: dict[str, tuple[Statement, str | None]] = {}
        links: dict[str, tuple[tuple[Link, bool], ...]] = {}
        waiting = [statement_id]
        while waiting and len(found) < MANY:
            id_ = waiting.pop(0)
            row = _now(connection, id_)
            if id_ in found or row is None:
                continue
            found[id_] = row
            known = linked(connection, id_)
            decided = decided_about(connection, id_)
            links[id_] = tuple((one, decided.get(one.id) == "confirm") for some in known.values() for one in some)
            waiting += [other for other in known if other not in found]
        return _ordered(found, links, more=bool(set(waiting) - found.keys()))


def _ordered(
    found: dict[str, tuple[Statement, str | None]], links: dict[str, tuple[tuple[Link, bool], ...]], *, more: bool
) -> Work:
    stated = all(_day(statement) for statement, _ in found.values())
    exact = all(_moment(statement) for statement, _ in found.values())

    def when(statement: Statement) -> tuple[str, str, str]:
        day = _day(statement) if stated else None
        moment = _moment(statement) if exact else None
        return (moment.isoformat() if moment else day or "", statement.first_seen, statement.id)

    statements_ = sorted((statement for statement, _ in found.values()), key=when)
    first = statements_[0]
    members = []
    for statement in statements_:
        took, to_the_day = _took(first, statement)
        members.append(
            Member(
                statement=statement,
                withdrawn=found[statement.id][1],
                links=tuple(one for one in links[statement.id] if one[0].id in found),
                took=took,
                to_the_day=to_the_day,
                seen_after=_instant(statement.first_seen) - _instant(first.first_seen),
                edits=_edits(first, statement, links[statement.id]),
            )
        )
    return Work(tuple(members), stated, more)


def _edits(first: Statement, other: Statement, links: Sequence[tuple[Link, bool]]) -> tuple[Edit, ...] | None:
    if first.id == other.id:
        return None
    of_first = {link.kind for link, _ in links if link.id == first.id}
    if not of_first & _LIKE and (of_first or first.language != other.language):
        return None
    return edits(first.body.paragraphs, other.body.paragraphs, other.language)


def _took(first: Statement, other: Statement) -> tuple[timedelta | None, bool]:
    before, after = _moment(first), _moment(other)
    if before and after:
        return after - before, False
    mine, others = _day(first), _day(other)
    if mine is None or others is None:
        return None, True
    return datetime.fromisoformat(others) - datetime.fromisoformat(mine), True


def _day(statement: Statement) -> str | None:
    published = statement.published
    return published.date if published is not None and len(published.date) == 10 else None


def _moment(statement: Statement) -> datetime | None:
    published = statement.published
    if published is None or published.time is None or published.timezone is None:
        return None
    local = datetime.fromisoformat(f"{published.date}T{published.time}")
    try:
        if published.timezone[:1] in "+-":
            return datetime.fromisoformat(f"{local.isoformat()}{published.timezone}").astimezone(UTC)
        return local.replace(tzinfo=ZoneInfo(published.timezone)).astimezone(UTC)
    except (ValueError, ZoneInfoNotFoundError):
        return None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _now(connection: Connection, statement_id: str) -> tuple[Statement, str | None] | None:
    row: Any = connection.execute(
        select(statements.c.first_seen, statements.c.withdrawn, lines.c.data)
        .join(lines, (lines.c.statement_id == statements.c.id) & (lines.c.revision == statements.c.current))
        .where(statements.c.id == statement_id, statements.c.suppressed.is_(None))
        .order_by(lines.c.reading.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    line = Statement.model_validate({**json.loads(zlib.decompress(row.data)), "first_seen": row.first_seen})
    return line, row.withdrawn
