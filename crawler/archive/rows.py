"""Rows of captures, validators and conversions: what a record says of itself, alike at the commit and a rebuild."""

import hashlib
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.places import source_of
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import captures, conversions, validators
from crawler.model.capture import Capture, Place
from crawler.model.exchange import Head
from crawler.warc.cdxj import urlkey

EMPTY: Final = f"sha256:{hashlib.sha256(b'').hexdigest()}"
CAPTURE: Final = Prepared(insert(captures))
CONVERSION: Final = Prepared(insert(conversions))
_validator = upsert(validators)
VALIDATOR: Final = Prepared(
    _validator.on_conflict_do_update(
        index_elements=["source", "url"],
        set_={name: _validator.excluded[name] for name in ("etag", "last_modified", "record_id")},
    )
)
# A 304 may bring new validators for the same bytes (RFC 9111 §4.3.4); the record that holds these stays the same.
CONFIRMED: Final = Prepared(
    update(validators)
    .where(validators.c.source == bindparam("b_source"), validators.c.url == bindparam("b_url"))
    .values(
        etag=func.coalesce(bindparam("b_etag"), validators.c.etag),
        last_modified=func.coalesce(bindparam("b_modified"), validators.c.last_modified),
    )
)
holders = captures.alias("holder")  # of a revisit: the response that holds its payload
_HELD: Final = tuple(holders.c[name].label(f"holder_{name}") for name in ("record_id", "file", "offset", "length"))


def select_captures(*more: Any) -> Select[Any]:
    """Rows that :func:`to_capture` takes: ``captures``, each with where its payload lies, and the columns ``more``."""
    joined = captures.outerjoin(holders, holders.c.record_id == captures.c.refers_to)
    return select(captures, *_HELD, *more).select_from(joined)


def unresolved_revisits() -> Select[Any]:
    """Revisits that say which record holds their payload, where no response of the archive is that record or has it."""
    return (
        select(captures.c.file, captures.c.offset, captures.c.record_id, captures.c.refers_to)
        .select_from(captures.outerjoin(holders, holders.c.record_id == captures.c.refers_to))
        .where(
            captures.c.type == "revisit",
            captures.c.refers_to.is_not(None),
            or_(
                holders.c.record_id.is_(None),
                holders.c.type != "response",
                holders.c.payload_digest != captures.c.payload_digest,
            ),
        )
        .order_by(captures.c.file, captures.c.offset)
    )


def to_capture(row: Any) -> Capture:
    """The capture of a row of :func:`select_captures`."""
    payload = None
    if row.type == "revisit" and row.holder_record_id is not None:
        payload = Place(
            warc=row.holder_file, offset=row.holder_offset, length=row.holder_length, record_id=row.holder_record_id
        )
    return Capture(
        warc=row.file,
        offset=row.offset,
        length=row.length,
        record_id=row.record_id,
        payload_digest=row.payload_digest,
        date=row.date,
        status=row.status,
        ip=row.ip,
        payload=payload,
    )


def capture_of(connection: Connection, record_id: str) -> Capture | None:
    """The capture with this record id; ``None``: there is none."""
    row = connection.execute(select_captures().where(captures.c.record_id == record_id)).first()
    return None if row is None else to_capture(row)


def capture_row(
    capture: Capture,
    url: str,
    *,
    kind: str,
    head: Head | None,
    truncated: str | None,
    refers_to: str | None,
    span: tuple[int, int],
) -> dict[str, Any]:
    """The row of ``captures``. ``url``, ``kind`` and ``refers_to`` are the record's WARC-Target-URI, WARC-Type and
    WARC-Refers-To; ``truncated`` is why the answer was cut: never of a revisit, whose WARC-Truncated says only where
    the payload is. ``span`` is where its exchange begins and ends in the file, in bytes.
    """
    return {
        "record_id": capture.record_id,
        "file": capture.warc,
        "offset": capture.offset,
        "length": capture.length,
        "source": source_of(capture.warc),
        "url": url,
        "date": capture.date,
        "status": capture.status,
        "ip": capture.ip,
        "payload_digest": capture.payload_digest,
        "truncated": truncated,
        "type": kind,
        "refers_to": refers_to,
        "media_type": media_type(head),
        "urlkey": urlkey(url),
        "start": span[0],
        "stop": span[1],
    }


def media_type(head: Head | None) -> str | None:
    """Content-Type as the server said it, without parameters, lower case."""
    said = None if head is None else head.get("content-type")
    return (said or "").partition(";")[0].strip().lower() or None


def validator_row(capture: Capture, url: str, head: Head | None, truncated: str | None) -> dict[str, Any] | None:
    """The row of ``validators`` after a whole 200 that has a payload, or none: nothing else may be confirmed later.

    ``truncated`` is of the answer itself: that of a revisit, whose record is without the payload, is whole.
    """
    if head is None or head.status != 200 or truncated is not None or capture.payload_digest == EMPTY:
        return None
    return {
        "source": source_of(capture.warc),
        "url": url,
        "etag": head.get("etag"),
        "last_modified": head.get("last-modified"),
        "record_id": capture.record_id,
    }


def confirmed_row(capture: Capture, url: str, head: Head) -> dict[str, Any]:
    """What :data:`CONFIRMED` takes after a 304 that confirms what we have."""
    return {
        "b_source": source_of(capture.warc),
        "b_url": url,
        "b_etag": head.get("etag"),
        "b_modified": head.get("last-modified"),
    }


def conversion_row(
    *, record_id: str, file: str, offset: int, length: int, refers_to: str, payload_digest: str, reader: str
) -> dict[str, Any]:
    """The row of ``conversions``; ``payload_digest`` is that of the response ``refers_to``."""
    return {
        "record_id": record_id,
        "file": file,
        "offset": offset,
        "length": length,
        "refers_to": refers_to,
        "payload_digest": payload_digest,
        "reader": reader,
    }
