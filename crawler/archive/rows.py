"""Rows of captures and validators: what a response record says of itself, the same at the commit and at a rebuild."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.places import source_of
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import captures, validators
from crawler.model.capture import Capture
from crawler.model.exchange import Exchange, Head
from crawler.warc.record import Record

CAPTURE = Prepared(insert(captures))
_validator = upsert(validators)
VALIDATOR = Prepared(
    _validator.on_conflict_do_update(
        index_elements=["source", "url"],
        set_={name: _validator.excluded[name] for name in ("etag", "last_modified", "record_id")},
    )
)


def capture_of(exchange: Exchange, record: Record, warc: str, offset: int, length: int) -> Capture:
    """The capture that a response record is, just appended at these bounds."""
    values = dict(record.headers)
    return Capture(
        warc=warc,
        offset=offset,
        length=length,
        record_id=record.id,
        payload_digest=values.get("WARC-Payload-Digest", values["WARC-Block-Digest"]),
        date=values["WARC-Date"],
        status=None if exchange.head is None else exchange.head.status,
        ip=exchange.ip,
    )


def capture_row(capture: Capture, url: str, truncated: str | None) -> dict[str, Any]:
    """The row of ``captures``. ``url`` and ``truncated`` are WARC-Target-URI and WARC-Truncated."""
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
    }


def validator_row(capture: Capture, url: str, head: Head | None, truncated: str | None) -> dict[str, Any] | None:
    """The row of ``validators`` after a whole 200, or none: nothing else may be taken up with a condition later."""
    if head is None or head.status != 200 or truncated is not None:
        return None
    etag, last_modified = head.get("etag"), head.get("last-modified")
    return {
        "source": source_of(capture.warc),
        "url": url,
        "etag": etag,
        "last_modified": last_modified,
        "record_id": capture.record_id,
    }
