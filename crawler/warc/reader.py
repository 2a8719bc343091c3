"""The reader: records out of our WARC files, strictly. What is not whole is an error that names file and offset."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crawler.model.capture import Capture
from crawler.model.exchange import Head
from crawler.warc.build import FIELDS
from crawler.warc.member import MemberReader, WarcError
from crawler.warc.record import RecordError, RecordReader
from crawler.warc.segment import open_segment
from crawler.wire.framing import Message, split_message

ANSWERS: Final = frozenset(("response", "revisit"))  # types of records that are captures
# How much of a block is kept, by the record's type, where files are walked: a head (the wire takes no longer one), a
# whole finding, of others nothing.
_HEAD: Final = 4 * 1024 * 1024
KEPT: Final = {"request": _HEAD, "response": _HEAD, "revisit": _HEAD, "metadata": 256 * 1024 * 1024}


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One record as stored. ``headers`` have lower-case names, and every value in order of a name that repeats.

    ``offset`` and ``length`` are the bounds of its gzip member in the file, in bytes.
    """

    id: str
    type: str
    headers: Mapping[str, tuple[str, ...]]
    block: bytes
    offset: int
    length: int

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        values = self.headers.get(name)
        return values[0] if values else None


def read_member(path: Path, offset: int, length: int) -> ReadRecord:
    """The record whose member lies at exactly these bounds. The block is read into memory.

    Raises :class:`WarcError` (file, offset and reason in its text) where the bounds are not a member's or it is not
    whole, and ``OSError`` where the file cannot be read.
    """
    fd = open_segment(path)
    try:
        record = _read(fd, path, offset, offset + length)
        if record.length != length:
            raise WarcError(f"{path}: the member at {offset} has {record.length} bytes and not {length}", offset)
        return record
    finally:
        os.close(fd)


def read_records(path: Path, start: int = 0, end: int | None = None) -> Iterator[ReadRecord]:
    """Every record from the member at ``start`` on, in order, to ``end`` (none: the end of the file as it is now).

    Raises as :func:`read_member` does, at the first member that is not whole.
    """
    fd = open_segment(path)
    try:
        limit = os.fstat(fd).st_size if end is None else end
        while start < limit:
            record = _read(fd, path, start, limit)
            yield record
            start += record.length
    finally:
        os.close(fd)


def http_payload(record: ReadRecord, method: str = "GET") -> Message:
    """The HTTP message of a response: head, transfer-decoded payload, and what is wrong with its framing.

    A response that is not HTTP has no head, and its whole block is the payload. ``method`` is the request's; it matters
    only for what ``problem`` says of an answer to HEAD. A revisit has a head; its payload is in another record, and
    here it is empty. ``ValueError`` where the record is neither.
    """
    if record.type not in ANSWERS:
        raise ValueError(f"{record.id} is a {record.type} record, not a response")
    return split_message([record.block], "HEAD" if record.type == "revisit" else method)


def metadata_payload(record: ReadRecord) -> dict[str, Any]:
    """The JSON object of a ``metadata`` record of ours; ``["kind"]`` says what it tells.

    ``ValueError`` where the record is none.
    """
    if record.type != "metadata" or record.header("content-type") != FIELDS or not record.block.startswith(b"json: "):
        raise ValueError(f"byte {record.offset}: {record.id} is no metadata record of our writer")
    payload = json.loads(record.block.removeprefix(b"json: "))
    if not isinstance(payload, dict) or not isinstance(payload.get("kind"), str):
        raise ValueError(f"byte {record.offset}: {record.id} does not say of which kind it is")
    return payload


def to_capture(record: ReadRecord, warc: str) -> Capture:
    """The capture that a response or revisit record of the segment ``warc`` is.

    An answer that is not HTTP has no payload apart from its block, so its payload digest is the block's. Where the
    payload of a revisit lies its record does not say: only the archive knows where a record of that id is.
    """
    return capture_of(record, warc, http_payload(record).head if record.type in ANSWERS else None)


def capture_of(record: ReadRecord, warc: str, head: Head | None) -> Capture:
    """The same where the head of its message was read already."""
    digest = record.header("warc-payload-digest") or record.header("warc-block-digest")
    date = record.header("warc-date")
    if record.type not in ANSWERS or digest is None or date is None:
        raise ValueError(f"{warc}, byte {record.offset}: {record.id} is no response of our writer")
    return Capture(
        warc=warc,
        offset=record.offset,
        length=record.length,
        record_id=record.id,
        payload_digest=digest,
        date=date,
        status=None if head is None else head.status,
        ip=record.header("warc-ip-address"),
    )


def _read(fd: int, path: Path, offset: int, end: int) -> ReadRecord:
    member = MemberReader(fd, offset, end)
    try:
        record = RecordReader(member.pieces())
        block = b"".join(record.block())
    except (WarcError, RecordError) as error:
        raise WarcError(f"{path}, byte {offset}: {error}", offset) from error
    return as_read(record, block, offset, member.length)


def as_read(record: RecordReader, block: bytes, offset: int, length: int) -> ReadRecord:
    """A record whose block (or as much of it as is wanted) was read."""
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in record.headers:
        headers[name.lower()] = (*headers.get(name.lower(), ()), value)
    return ReadRecord(record.id, record.type, headers, block, offset, length)
