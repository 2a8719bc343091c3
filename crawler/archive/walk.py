"""The walk: every record of a WARC file in order, with as much of it as the catalogue tells. Memory stays flat."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crawler.model.capture import Capture
from crawler.model.exchange import Head
from crawler.warc.build import NOT_HTTP
from crawler.warc.member import MemberReader, WarcError, next_member
from crawler.warc.record import RecordError, RecordReader
from crawler.wire.framing import split_message

_HEAD: Final = 4 * 1024 * 1024  # of a response's block: the wire takes no longer head
_JSON: Final = 256 * 1024 * 1024  # of a metadata record's block: a statement is never longer


@dataclass(frozen=True, slots=True)
class Seen:
    """One record. ``block`` is the whole of a metadata record's, the start of a response's, and empty of others'."""

    id: str
    type: str
    headers: dict[str, str]  # lower-case names, the last value of each
    block: bytes
    offset: int
    length: int

    def capture(self, warc: str) -> tuple[Capture, Head | None]:
        """What a response says of itself, and its HTTP head (none: not HTTP)."""
        head = None if self.headers.get("content-type") == NOT_HTTP else split_message([self.block]).head
        capture = Capture(
            warc=warc,
            offset=self.offset,
            length=self.length,
            record_id=self.id,
            payload_digest=self.headers.get("warc-payload-digest") or self.headers["warc-block-digest"],
            date=self.headers["warc-date"],
            status=None if head is None else head.status,
            ip=self.headers.get("warc-ip-address"),
        )
        return capture, head

    def payload(self) -> dict[str, Any]:
        """The JSON object of a metadata record."""
        found: dict[str, Any] = json.loads(self.block)
        return found


def walk(path: Path, end: int, broken: Callable[[int, str], None]) -> Iterator[Seen]:
    """The records before byte ``end``. ``broken(offset, sentence)`` hears of each that is not whole."""
    fd = os.open(path, os.O_RDONLY)
    try:
        offset = 0
        while offset < end:
            member = MemberReader(fd, offset, end)
            try:
                seen = _read(member, offset)
            except (WarcError, RecordError, KeyError) as error:
                broken(offset, error.sentence if isinstance(error, WarcError) else str(error))
                offset = next_member(fd, offset + 1, end) or end
                continue
            yield seen
            offset += seen.length
    finally:
        os.close(fd)


def _read(member: MemberReader, offset: int) -> Seen:
    record = RecordReader(member.pieces())
    wanted = _JSON if record.type == "metadata" else _HEAD if record.type == "response" else 0
    kept: list[bytes] = []
    for piece in record.block():
        if wanted > 0:
            kept.append(piece)
            wanted -= len(piece)
    headers = {name.lower(): value for name, value in record.headers}
    return Seen(record.id, record.type, headers, b"".join(kept), offset, member.length)
