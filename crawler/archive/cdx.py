"""The index of captures: rows of the catalogue as CDXJ lines, for the file beside a segment, packages and people."""

from typing import Any

from sqlalchemy import Connection, Row, select

from crawler.archive.suppressed import shown
from crawler.catalogue.schema import captures
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
    """The index of the segment ``name``, sorted, without what is suppressed. It takes 400 bytes of memory a capture."""
    asked = select(captures).where(captures.c.file == name, shown(connection))
    return sort_lines(cdx_line(row).text() for row in connection.execute(asked))
