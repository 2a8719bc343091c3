"""Revising: which revision of a statement a draft shows, by the date of its capture, and what that one has changed."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, bindparam, select

from crawler.archive.absence import last_shown
from crawler.archive.timeline import Seen, before, revision_at
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import captures, lines, revisions, statements, templates
from crawler.model.capture import Capture
from crawler.model.difference import Difference, Interval
from crawler.model.draft import Draft
from crawler.model.statement import Statement
from crawler.revisions import Changed, changed, compare

_KNOWN = Prepared(
    select(statements.c.revision, statements.c.current, statements.c.first_seen, statements.c.last_seen).where(
        statements.c.id == bindparam("b_id")
    )
)
_SEEN = Prepared(
    select(revisions.c.revision, revisions.c.digest, revisions.c.seen_from, revisions.c.seen_to)
    .where(revisions.c.statement_id == bindparam("b_id"))
    .order_by(revisions.c.revision, revisions.c.reading)
)
_BYTES = Prepared(
    select(captures.c.payload_digest)
    .join(revisions, revisions.c.record_id == captures.c.record_id)
    .where(revisions.c.statement_id == bindparam("b_id"), revisions.c.revision == bindparam("b_revision"))
)
NEWEST_LINE = Prepared(
    select(lines.c.data)
    .where(lines.c.statement_id == bindparam("b_id"), lines.c.revision == bindparam("b_revision"))
    .order_by(lines.c.reading.desc())
    .limit(1)
)
_TEMPLATES = Prepared(select(templates.c.digest).where(templates.c.source == bindparam("b_source")))


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of a draft."""

    outcome: Literal["published", "revised", "unchanged"]
    revision: int  # which one the draft shows
    current: int  # the one that the statement's latest capture shows, this one included
    first_seen: str
    within: bool = False  # whether it was seen before and after this date, or at it
    difference: Difference | None = None  # of a revision; none where nothing is known from before it


def known(connection: Connection, draft: Draft) -> Known:
    """What a draft is. It is laid beside the text that was seen last before its capture, not beside the digest of it:
    what has changed of the page alone is no revision, and a swapped document is one.
    """
    date = draft.capture.date
    row = _KNOWN.run(connection, {"b_id": draft.id}).fetchone()
    if row is None:
        return Known("published", 1, 1, date)
    newest, current, first_seen, last_seen = row
    first = min(first_seen, date)
    if date > last_seen:
        interval = Interval(after=last_shown(connection, draft.id, current), by=draft.capture)
        difference = _compared(connection, draft, current, interval)
        if difference is None:
            return Known("unchanged", current, current, first)
        return Known("revised", newest + 1, newest + 1, first, difference=difference)
    timeline = _timeline(connection, draft.id)
    shown = revision_at(timeline, date, draft.digest, _reads_alike(connection, draft))
    if shown is not None:
        within = any(item.revision == shown and item.start <= date <= item.end for item in timeline)
        return Known("unchanged", shown, current, first, within)
    now = newest + 1 if date >= last_seen else current
    return Known("revised", newest + 1, now, first, difference=_of_the_past(connection, draft, timeline))


def weigh(connection: Connection, draft: Draft) -> Changed | None:
    """What of a known statement's page differs from how it was seen last, where :func:`known` would say that it is
    revised; ``None`` where it would not.
    """
    found = known(connection, draft)
    if found.outcome != "revised" or found.difference is None:
        return None
    told = changed(_line(connection, draft.id, found.difference.since), draft)
    return replace(told, marks=told.marks - templates_of(connection, draft.source))


def _compared(connection: Connection, draft: Draft, revision: int, interval: Interval) -> Difference | None:
    return compare(
        _line(connection, draft.id, revision),
        draft,
        interval,
        templates_of(connection, draft.source),
        same_bytes=_same_bytes(connection, draft, revision),
    )


def _of_the_past(connection: Connection, draft: Draft, timeline: list[Seen]) -> Difference | None:
    """What a text that was seen between others has changed; none before the first."""
    date = draft.capture.date
    former = before(timeline, date)
    if former is None:
        return None
    earlier = _line(connection, draft.id, former.revision)
    shown: Capture | None = None
    if former.end < date:
        shown = last_shown(connection, draft.id, former.revision)
    elif earlier.capture.date < date:
        shown = earlier.capture
    return _compared(connection, draft, former.revision, Interval(after=shown, by=draft.capture))


def _reads_alike(connection: Connection, draft: Draft) -> Callable[[Seen], bool]:
    """Whether a revision whose digest is another one says the same for all that."""

    def alike(item: Seen) -> bool:
        interval = Interval(after=None, by=draft.capture)
        return _compared(connection, draft, item.revision, interval) is None

    return alike


def last_line(connection: Connection, statement_id: str) -> Statement | None:
    """The newest reading of what a statement's latest capture shows; ``None``: there is no such statement."""
    row = _KNOWN.run(connection, {"b_id": statement_id}).fetchone()
    return None if row is None else _line(connection, statement_id, row[1])


def _line(connection: Connection, statement_id: str, revision: int) -> Statement:
    row = NEWEST_LINE.run(connection, {"b_id": statement_id, "b_revision": revision}).fetchone()
    if row is None:
        raise ValueError(f"the line of revision {revision} of {statement_id} is not in the catalogue: rebuild it")
    return Statement.model_validate_json(zlib.decompress(row[0]))


def templates_of(connection: Connection, source: str) -> frozenset[str]:
    """Digests of what is the page's on all pages of a source (:mod:`crawler.revisions.templates`)."""
    return frozenset(digest for (digest,) in _TEMPLATES.run(connection, {"b_source": source}))


def _same_bytes(connection: Connection, draft: Draft, revision: int) -> bool:
    """Whether the draft was read from the very bytes that this revision was. Then the ministry has changed nothing of
    them: we read otherwise than before, which `reextract` tells and a crawl must not call a revision.
    """
    rows = _BYTES.run(connection, {"b_id": draft.id, "b_revision": revision})
    return draft.capture.payload_digest in {digest for (digest,) in rows}


def _timeline(connection: Connection, statement_id: str) -> list[Seen]:
    rows = _SEEN.run(connection, {"b_id": statement_id})
    return list({row[0]: Seen(*row) for row in rows}.values())  # the newest reading of each
