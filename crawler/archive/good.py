"""Good captures: the last ones of a source that were read well, to be held against what it gives now."""

import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

from sqlalchemy import Connection, func, or_, select

from crawler.archive.rows import select_captures, to_capture
from crawler.catalogue.schema import captures, lines, statements, urls
from crawler.model.capture import Capture
from crawler.model.statement import Statement
from crawler.warc.cdxj import urlkey

_WAITING: Final = ("pending", "in_flight", "captured")
_TRIED: Final = 60  # statements that are looked through for one that was read well


def capture_at(
    connection: Connection, source: str, url: str, *, since: str | None = None, until: str | None = None
) -> Capture | None:
    """The latest capture of an address that shows its page: from ``since`` on, or not younger than ``until``."""
    question = select_captures().where(
        captures.c.urlkey == urlkey(url),
        captures.c.url == url,
        captures.c.source == source,
        captures.c.truncated.is_(None),
        or_(captures.c.status == 200, captures.c.type == "revisit"),
    )
    if since is not None:
        question = question.where(captures.c.date >= since)
    if until is not None:
        question = question.where(captures.c.date <= until)
    row = connection.execute(question.order_by(captures.c.date.desc()).limit(1)).first()
    return None if row is None else to_capture(row)


def well_read(
    connection: Connection, source: str, *, before: str, field: str | None, layout: str | None, url: str | None
) -> Statement | None:
    """The last statement read before that moment from a page in which ``field`` was found (none: any).

    By ``layout``, where one is named. That of ``url`` itself if there is one, else the one that was seen last. Where
    the page was a document, nothing is told by it.
    """
    for line in islice(_lines(connection, source, url), _TRIED * 4):
        filled = line.extraction.fields
        if line.capture.date >= before or "document" in filled.values():
            continue
        if (field is None or field in filled) and (layout is None or layout == line.extraction.layout):
            return line
    return None


def left_open(connection: Connection, source: str) -> int:
    """How many addresses wait to be asked or read."""
    waiting = select(func.count()).where(urls.c.source == source, urls.c.state.in_(_WAITING))
    return int(connection.execute(waiting).scalar_one())


def _lines(connection: Connection, source: str, url: str | None) -> Iterator[Statement]:
    mine = select(statements.c.id).where(statements.c.source == source, statements.c.suppressed.is_(None))
    itself = connection.execute(mine.where(statements.c.url == url)).scalars().all() if url else []
    latest = connection.execute(mine.order_by(statements.c.last_seen.desc()).limit(_TRIED)).scalars().all()
    for statement_id in dict.fromkeys((*itself, *latest)):
        kept = select(lines.c.data).where(lines.c.statement_id == statement_id)
        for data in connection.execute(kept.order_by(lines.c.revision.desc(), lines.c.reading.desc())).scalars():
            yield Statement.model_validate_json(zlib.decompress(data))
