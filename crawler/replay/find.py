"""What is asked for: an address or a statement's id becomes one capture of one address."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, and_, desc, func, or_, select

from crawler.catalogue.schema import aliases, captures, revisions, statements
from crawler.replay.errors import ReplayError
from crawler.replay.index import CONFIRMED, showable
from crawler.warc.cdxj import timestamp, urlkey

_FORMS: Final = ("%Y%m%d%H%M%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")

_CONFIRMS: Final = and_(captures.c.status == 304, CONFIRMED.c.record_id == captures.c.refers_to)
_RECEIVED: Final = func.coalesce(CONFIRMED.c.date, captures.c.date).label("received")


@dataclass(frozen=True, slots=True)
class Page:
    """One capture to be shown. ``date`` is its WARC-Date; ``received`` is that of the response that holds its bytes,
    which is another one where the capture is a 304.
    """

    url: str
    date: str
    received: str
    title: str | None = None

    @property
    def timestamp(self) -> str:
        """``20211108093000``, UTC."""
        return timestamp(self.date)


def parse_moment(text: str) -> datetime:
    """A day (its first second), a time, or 14 digits; UTC unless it says otherwise. ``ValueError``."""
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def find_page(connection: Connection, asked: str, *, at: datetime | None = None, revision: int | None = None) -> Page:
    """The capture of the address, or of the statement, ``asked`` for.

    Without ``at`` that is the newest whole page of an address, and what the statement's current revision was read
    from, or its ``revision``. With ``at`` it is the capture nearest to that moment. Raises :class:`ReplayError`.
    """
    if "://" in asked:
        if revision is not None:
            raise ReplayError("--revision is one of a statement: ask with its id instead of an address")
        return _of_url(connection, asked, at)
    row = connection.execute(select(statements).where(statements.c.id == asked)).one_or_none()
    if row is None:
        raise ReplayError(f"{asked!r} is neither an address with http:// or https:// nor the id of a statement here")
    if row.suppressed is not None:
        raise ReplayError(f"the statement {asked} is suppressed since {row.suppressed}: it is not shown")
    if at is not None:
        if revision is not None:
            raise ReplayError("--revision and --at are two ways to say when: give one of them")
        return _of_url(connection, row.url, at)
    wanted = revision or row.current
    found = connection.execute(
        select(captures.c.url, captures.c.date, _RECEIVED, revisions.c.title)
        .outerjoin(CONFIRMED, _CONFIRMS)
        .join(revisions, revisions.c.record_id == captures.c.record_id)
        .where(revisions.c.statement_id == asked, revisions.c.revision == wanted)
        .order_by(desc(revisions.c.reading))
    ).first()
    if found is None:
        raise ReplayError(f"the statement {asked} has no revision {wanted}, but 1 to {row.revision}")
    return Page(found.url, found.date, found.received, found.title)


def statement_of(connection: Connection, asked: str) -> str:
    """The id of the statement that ``asked`` is, or that is known at this address. Raises :class:`ReplayError`."""
    for question in (
        select(statements.c.id).where(statements.c.id == asked),
        select(statements.c.id).where(or_(statements.c.url == asked, statements.c.canonical_url == asked)),
        select(aliases.c.statement_id).where(aliases.c.url == asked),
    ):
        found: str | None = connection.execute(question).scalar()
        if found is not None:
            return found
    raise ReplayError(f"{asked} is no statement here, and packages are made of statements: use --engine pywb")


def newest_pages(connection: Connection, limit: int) -> tuple[list[tuple[str, Page]], int]:
    """(id, page) of the statements whose current text was captured last, newest first, and how many there are."""
    shown = statements.c.suppressed.is_(None)
    readings = revisions.alias()
    newest = (
        select(func.max(readings.c.reading))
        .where(readings.c.statement_id == statements.c.id, readings.c.revision == statements.c.current)
        .scalar_subquery()
    )
    asked = (
        select(statements.c.id, revisions.c.title, captures.c.url, captures.c.date, _RECEIVED)
        .select_from(statements)
        .join(
            revisions,
            and_(
                revisions.c.statement_id == statements.c.id,
                revisions.c.revision == statements.c.current,
                revisions.c.reading == newest,
            ),
        )
        .join(captures, captures.c.record_id == revisions.c.record_id)
        .outerjoin(CONFIRMED, _CONFIRMS)
        .where(shown)
        .order_by(desc(captures.c.date), statements.c.id)
        .limit(limit)
    )
    found = [(row.id, Page(row.url, row.date, row.received, row.title)) for row in connection.execute(asked)]
    known = connection.execute(select(func.count()).select_from(statements).where(shown)).scalar_one()
    return found, known


def _of_url(connection: Connection, url: str, at: datetime | None) -> Page:
    rows = connection.execute(
        select(captures.c.url, captures.c.date, captures.c.type, captures.c.status, captures.c.truncated, _RECEIVED)
        .outerjoin(CONFIRMED, _CONFIRMS)
        .where(captures.c.urlkey == urlkey(url), showable(connection))
        .order_by(captures.c.date)
    ).all()
    if not rows:
        raise ReplayError(f"{url} is not in this archive; `communique replay` without an address shows what is")
    if at is None:
        whole = [row for row in rows if row.type == "revisit" or (row.truncated is None and _is_page(row.status))]
        row = (whole or rows)[-1]
    else:
        moments = [datetime.fromisoformat(row.date) for row in rows]
        after = bisect_left(moments, at)
        near = range(max(after - 1, 0), min(after + 1, len(rows)))
        row = rows[min(near, key=lambda number: abs(moments[number] - at))]
    return Page(row.url, row.date, row.received)


def _is_page(status: int | None) -> bool:
    return status is None or 200 <= status < 300
