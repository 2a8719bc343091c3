"""Absence and return: what the archive tells of a statement that is gone, withdrawn by its publisher, or back again."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select, union

from crawler.archive.journal import storable
from crawler.archive.rows import capture_of
from crawler.archive.telling import Told
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import revisions, statements
from crawler.model.capture import Capture
from crawler.model.difference import Interval
from crawler.model.draft import Draft
from crawler.model.source import Watch
from crawler.watch.absence import is_withdrawn

_NEIGHBOURS = 200  # statements among which a witness is chosen

How = Literal["answer", "home", "soft"]

_STATE = Prepared(
    select(
        statements.c.url,
        statements.c.current,
        statements.c.last_seen,
        statements.c.gone_since,
        statements.c.gone_last,
        statements.c.gone_seen,
        statements.c.withdrawn,
        statements.c.suppressed,
    ).where(statements.c.id == bindparam("b_id"))
)
# Two questions, for with one SQLite goes through all statements of the source: each address has an index of its own.
_AT = Prepared(
    union(
        *(
            select(statements.c.id).where(
                statements.c.source == bindparam("b_source"),
                address == bindparam("b_url"),
                statements.c.moved_into.is_(None),
            )
            for address in (statements.c.url, statements.c.canonical_url)
        )
    )
)
_SHOWN_BY = (
    select(revisions.c.seen_to_record)
    .where(revisions.c.statement_id == bindparam("b_id"), revisions.c.revision == bindparam("b_revision"))
    .limit(1)
)


def owner_of(connection: Connection, source: str, addresses: Sequence[str]) -> str | None:
    """Id of the statement whose own address one of these is, the first first; ``None``: there is none.

    A statement that is known at an address by a redirect alone is not gone when the redirect is.
    """
    for url in addresses:
        row = _AT.run(connection, {"b_source": source, "b_url": storable(url)}).fetchone()
        if row is not None:
            return str(row[0])
    return None


def witness(
    connection: Connection, source: str, url: str, unlike: Collection[str], language: str | None = None
) -> str | None:
    """The address of a statement on the host of ``url`` that is not gone, and none of ``unlike``; ``None``: there is
    none. Of a few hundred neighbours of ``url`` in the order of addresses the one that was seen last: to look for it
    among all would cost the more the larger the archive is.
    """
    parts = urlsplit(url)
    start = f"{parts.scheme}://{parts.netloc}/"
    here = storable(url)
    for low, high, order in (
        (here, f"{start}\U0010ffff", statements.c.url),
        (start, here, statements.c.url.desc()),
    ):
        near = _near(connection, source, low, high, order, language, len(unlike) + _NEIGHBOURS)
        found = [row for row in near if row.url not in unlike]
        if found:
            return str(max(found, key=lambda row: row.last_seen).url)
    return None


def _near(
    connection: Connection,
    source: str,
    low: str,
    high: str,
    order: ColumnElement[Any],
    language: str | None,
    most: int,
) -> Sequence[Any]:
    return connection.execute(
        select(statements.c.url, statements.c.last_seen)
        .where(
            statements.c.source == source,
            statements.c.url.between(low, high),
            statements.c.gone_since.is_(None),
            statements.c.withdrawn.is_(None),
            statements.c.moved_into.is_(None),
            statements.c.suppressed.is_(None),
            *(() if language is None else (_speaks(language),)),
        )
        .order_by(order)
        .limit(most)
    ).all()


def _speaks(language: str) -> ColumnElement[bool]:
    return exists().where(
        revisions.c.statement_id == statements.c.id,
        revisions.c.revision == statements.c.current,
        revisions.c.language == language,
    )


def withdrawal(
    connection: Connection, statement_id: str, capture: Capture, how: How, watch: Watch
) -> tuple[bool, list[Told]]:
    """What is to be told once ``capture`` has shown a page gone; and whether the statement is called withdrawn, by that
    or from before. To be asked before the rows of this answer are written.
    """
    url, current, last_seen, since, _, seen, withdrawn, suppressed = _state(connection, statement_id)
    if withdrawn is not None or suppressed is not None or capture.date <= last_seen:
        return withdrawn is not None, []
    records = [*json.loads(seen or "[]"), capture.record_id]
    first = min(since or capture.date, capture.date)
    if not is_withdrawn(_moment(first), _moment(capture.date), len(records), watch):
        return False, []
    gone = [capture if record == capture.record_id else capture_of(connection, record) for record in records]
    found = sorted((item for item in gone if item is not None), key=lambda item: item.date)
    interval = Interval(after=last_shown(connection, statement_id, current), by=found[0])
    data = _withdrawn(how, interval, found, current)
    return True, [("withdrawn", statement_id, url, data)]


def standing(connection: Connection, draft: Draft, revision: int) -> list[Told]:
    """What a page that was read tells of whether its statement stands: that it is back, or that its publisher has
    withdrawn it by a notice. ``revision`` is the one that the draft shows. To be asked before its rows are written.
    """
    notice = draft.reading.notice
    row = _STATE.run(connection, {"b_id": draft.id}).fetchone()
    if row is None:
        return [] if notice is None else [_stated(draft, None, revision)]
    _, current, last_seen, _, gone_last, seen, withdrawn, _ = row
    date = draft.capture.date
    if date <= last_seen:
        return []
    before = last_shown(connection, draft.id, current)
    if notice is not None:
        return [] if withdrawn is not None else [_stated(draft, before, revision)]
    if withdrawn is None or date <= withdrawn or (gone_last is not None and date < gone_last):
        return []
    if gone_last is not None and (gone := capture_of(connection, json.loads(seen)[-1])) is not None:
        before = gone
    interval = Interval(after=before, by=draft.capture)
    data = {"revision": revision, "interval": interval.model_dump(mode="json"), "withdrawn": withdrawn}
    return [("restored", draft.id, draft.url, data)]


def last_shown(connection: Connection, statement_id: str, current: int) -> Capture | None:
    """The capture that showed a statement last; ``current`` is the revision that it showed."""
    record = connection.execute(_SHOWN_BY, {"b_id": statement_id, "b_revision": current}).scalar()
    return None if record is None else capture_of(connection, record)


def stated_again(connection: Connection, draft: Draft, revision: int) -> list[Told]:
    """What a new reading of the capture of ``revision`` tells: a notice that was not read as one before. From when on
    it stood there is not known.
    """
    _, current, _, _, _, _, withdrawn, _ = _state(connection, draft.id)
    if draft.reading.notice is None or withdrawn is not None or revision != current:
        return []
    return [_stated(draft, None, revision)]


def _stated(draft: Draft, before: Capture | None, revision: int) -> Told:
    interval = Interval(after=before, by=draft.capture)
    notice = draft.reading.notice
    data = _withdrawn("stated", interval, [draft.capture], revision)
    data["notice"] = notice and notice.model_dump(mode="json")
    return "withdrawn", draft.id, draft.url, data


def _withdrawn(how: str, interval: Interval, seen: list[Capture], revision: int) -> dict[str, Any]:
    return {
        "how": how,
        "interval": interval.model_dump(mode="json"),
        "seen": [item.model_dump(mode="json") for item in seen],
        "revision": revision,
        "notice": None,
    }


def _state(connection: Connection, statement_id: str) -> tuple[Any, ...]:
    row = _STATE.run(connection, {"b_id": statement_id}).fetchone()
    if row is None:
        raise ValueError(f"{statement_id} is no statement of this archive: it cannot be gone")
    return tuple(row)


def _moment(date: str) -> datetime:
    return datetime.fromisoformat(date)
