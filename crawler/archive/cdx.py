"""The index of captures: rows of the catalogue as CDXJ lines, for the file beside a segment, packages and people."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from crawler.catalogue.schema import aliases, captures, revisions, statements
from crawler.warc.cdxj import REVISIT, CdxLine, sort_lines, timestamp


def cdx_line(row: Row[Any], *, offset: int | None = None, filename: str | None = None) -> CdxLine:
    """The line of one row of ``captures``. ``offset`` and ``filename`` are those of a copy of the record in another
    file; without them the record is named where it lies, in the segment's own name without its folders.
    """
    return CdxLine(
        urlkey=row.urlkey,
        timestamp=timestamp(row.date),
        url=row.url,
        mime=REVISIT if row.type == "revisit" else row.media_type,
        status=row.status,
        digest=row.payload_digest,
        length=row.length,
        offset=row.offset if offset is None else offset,
        filename=row.file.rpartition("/")[2] if filename is None else filename,
    )


def segment_lines(connection: Connection, name: str) -> list[str]:
    """The whole index of the segment ``name``, sorted. About 400 bytes of memory a capture."""
    rows: Iterator[Row[Any]] = iter(connection.execute(select(captures).where(captures.c.file == name)))
    return sort_lines(cdx_line(row).text() for row in rows)


def not_suppressed() -> ColumnElement[bool]:
    """The condition on ``captures``: it proves no statement that is suppressed, and is not of its address."""
    hidden = select(statements.c.id).where(statements.c.suppressed.is_not(None))
    addresses = (
        select(statements.c.url).where(statements.c.suppressed.is_not(None)),
        select(statements.c.canonical_url).where(statements.c.suppressed.is_not(None)),
        select(aliases.c.url).where(aliases.c.statement_id.in_(hidden)),
    )
    return and_(
        captures.c.record_id.not_in(select(revisions.c.record_id).where(revisions.c.statement_id.in_(hidden))),
        *(captures.c.url.not_in(some) for some in addresses),
    )
