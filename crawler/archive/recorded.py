"""What the records of our own files say of themselves, as rows: for the rebuild that writes them and for the check that
compares them.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from crawler.archive.foreign_rows import is_foreign
from crawler.archive.places import warc_path
from crawler.archive.rows import (
    CAPTURE,
    CONFIRMED,
    CONVERSION,
    VALIDATOR,
    capture_row,
    confirmed_row,
    conversion_row,
    validator_row,
)
from crawler.catalogue.schema import captures, conversions, files
from crawler.model.capture import Capture
from crawler.model.exchange import Head
from crawler.warc.build import READER
from crawler.warc.reader import ReadRecord, capture_of, http_payload, read_member

Row = dict[str, Any]

_REVISIT = "revisit"


def recorded_capture(record: ReadRecord, name: str, span: tuple[int, int]) -> Row:
    """The row of ``captures`` of a response or revisit record in the file ``name``. ``span`` bounds its exchange.

    ``ValueError`` where it is no answer of our writer.
    """
    return _capture(record, name, span)[0]


def recorded_conversion(record: ReadRecord, name: str, payload_digest: str) -> Row:
    """The row of ``conversions`` of a conversion record; ``payload_digest`` is that of what it refers to.

    ``ValueError`` where the record does not say what it was made of, or by what.
    """
    refers_to, reader = record.header("warc-refers-to"), record.header(READER.lower())
    if refers_to is None or reader is None:
        raise ValueError(f"{record.id} is no conversion record of our writer")
    return conversion_row(
        record_id=record.id,
        file=name,
        offset=record.offset,
        length=record.length,
        refers_to=refers_to,
        payload_digest=payload_digest,
        reader=reader,
    )


def apply_capture(connection: Connection, record: ReadRecord, name: str, span: tuple[int, int]) -> None:
    """Write the rows of an answer, as the commit wrote them."""
    row, capture, head = _capture(record, name, span)
    CAPTURE.run(connection, row)
    _validate(connection, row, capture, head)


def tell_validators(connection: Connection, root: Path, source: str, url: str) -> None:
    """Write the row of ``validators`` of an address anew, from the captures of it that there are."""
    rows = (
        select(captures)
        .join(files, files.c.name == captures.c.file)
        .where(captures.c.source == source, captures.c.url == url)
        .order_by(files.c.serial, captures.c.offset)
    )
    for known in connection.execute(rows).all():
        if not is_foreign(known.file):
            record = read_member(warc_path(root, known.file), known.offset, known.length)
            _validate(connection, *_capture(record, known.file, (known.start, known.stop)))


def apply_conversion(connection: Connection, record: ReadRecord, name: str) -> None:
    """Write the row of a conversion; of what, :func:`tell_conversions` adds when every capture is known."""
    CONVERSION.run(connection, recorded_conversion(record, name, ""))


def tell_conversions(connection: Connection) -> list[tuple[str, int, str]]:
    """Tell the conversions what they are of. Returns (file, offset, id) of those whose document is not there."""
    digest = select(captures.c.payload_digest).where(captures.c.record_id == conversions.c.refers_to).scalar_subquery()
    known = conversions.c.refers_to.in_(select(captures.c.record_id))
    connection.execute(update(conversions).where(known).values(payload_digest=digest))
    lost = select(conversions.c.file, conversions.c.offset, conversions.c.record_id).where(~known)
    return [(row.file, row.offset, row.record_id) for row in connection.execute(lost)]


def _validate(connection: Connection, row: Row, capture: Capture, head: Head | None) -> None:
    if (validator := validator_row(capture, row["url"], head, row["truncated"])) is not None:
        VALIDATOR.run(connection, validator)
    elif row["type"] == _REVISIT and head is not None:
        CONFIRMED.run(connection, confirmed_row(capture, row["url"], head))


def _capture(record: ReadRecord, name: str, span: tuple[int, int]) -> tuple[Row, Capture, Head | None]:
    head = http_payload(record).head
    capture = capture_of(record, name, head)
    revisit = record.type == _REVISIT
    row = capture_row(
        capture,
        record.header("warc-target-uri") or "",
        kind=record.type,
        head=head,
        truncated=None if revisit else record.header("warc-truncated"),
        refers_to=record.header("warc-refers-to") if revisit else None,
        span=span,
    )
    return row, capture, head
