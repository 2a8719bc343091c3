"""A stored response: out of the archive instead of over the network."""

from pathlib import Path
from typing import NamedTuple

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.places import warc_path
from crawler.model.capture import Capture
from crawler.warc.member import WarcError
from crawler.warc.reader import http_payload, read_member, to_capture


class StoredResponse(NamedTuple):
    """``headers`` are (lower-case name, value) in order, as :class:`crawler.model.reading.Page` takes them; ``payload``
    has its transfer coding taken off, but not its content coding. No HTTP: no status and no headers.
    """

    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    payload: bytes


def read_response(root: Path, capture: Capture) -> StoredResponse:
    """The response at ``capture``. Raises ``ArchiveDamaged`` where the bytes there are not the ones that it names."""
    try:
        record = read_member(warc_path(root, capture.warc), capture.offset, capture.length)
        found = to_capture(record, capture.warc)
    except (WarcError, OSError, ValueError) as error:
        raise ArchiveDamaged(f"{capture.record_id} cannot be read: {error}") from error
    if found != capture:
        raise ArchiveDamaged(f"{capture.warc}, byte {capture.offset}: the record there is not {capture.record_id}")
    message = http_payload(record)
    url = record.header("warc-target-uri") or ""
    if message.head is None:
        return StoredResponse(url, None, (), message.payload)
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in message.head.headers)
    return StoredResponse(url, message.head.status, headers, message.payload)
