"""A stored response: out of the archive instead of over the network, whether its own record holds the bytes or, of a
revisit, the one that it refers to.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.foreign_rows import is_foreign
from crawler.archive.foreign_stored import open_foreign
from crawler.archive.places import warc_path
from crawler.model.capture import Capture, Place
from crawler.warc.member import MemberReader, WarcError
from crawler.warc.reader import as_read, capture_of, read_member
from crawler.warc.record import RecordError, RecordReader
from crawler.warc.segment import open_segment
from crawler.wire.framing import Framer

_NOT_MODIFIED = 304

Headers = tuple[tuple[str, str], ...]


class StoredResponse(NamedTuple):
    """``headers`` are (lower-case name, value) in order, as :class:`crawler.model.reading.Page` takes them; ``payload``
    has its transfer coding taken off, but not its content coding. No HTTP: no status and no headers.
    """

    url: str
    status: int | None
    headers: Headers
    payload: bytes


class OpenResponse(NamedTuple):
    """The same, its payload in pieces of at most 1 MiB, which can be taken once while it is open."""

    url: str
    status: int | None
    headers: Headers
    pieces: Iterator[bytes]


def read_response(root: Path, capture: Capture) -> StoredResponse:
    """The response at ``capture``. Raises ``ArchiveDamaged`` where the bytes there are not the ones that it names.

    Of a revisit with an equal payload, status and headers are its own; a 304 has those of the response it confirms.
    """
    with open_response(root, capture) as found:
        return StoredResponse(found.url, found.status, found.headers, b"".join(found.pieces))


def open_payload(root: Path, capture: Capture) -> Iterator[bytes]:
    """The payload at ``capture`` in pieces, in constant memory: transfer coding taken off, content coding not.

    Raises as :func:`read_response` does; that a member is whole is known only after the last piece.
    """
    with open_response(root, capture) as found:
        yield from found.pieces


@contextmanager
def open_response(root: Path, capture: Capture) -> Iterator[OpenResponse]:
    """The response at ``capture``, its payload not yet read. Raises as :func:`read_response` does."""
    with _opened(root, capture, capture.payload_digest) as own:
        if capture.payload is None:
            yield own
            return
        with _opened(root, capture.payload, capture.payload_digest) as held:
            if own.status in (None, _NOT_MODIFIED):
                yield OpenResponse(own.url, held.status, held.headers, held.pieces)
            else:
                yield OpenResponse(own.url, own.status, own.headers, held.pieces)


def read_text(root: Path, place: Place) -> str:
    """The text of the conversion record at ``place``. Raises ``ArchiveDamaged`` where it is not there."""
    try:
        record = read_member(warc_path(root, place.warc), place.offset, place.length)
        if record.id != place.record_id or record.type != "conversion":
            raise _other(place)
        return record.block.decode()
    except (WarcError, OSError, ValueError) as error:
        raise ArchiveDamaged(f"{place.record_id} cannot be read: {error}") from error


@contextmanager
def _opened(root: Path, place: Capture | Place, payload_digest: str) -> Iterator[OpenResponse]:
    if is_foreign(place.warc):
        with open_foreign(root, place) as found:
            yield OpenResponse(*found)
        return
    try:
        fd = open_segment(warc_path(root, place.warc))
    except OSError as error:
        raise ArchiveDamaged(f"{place.record_id} cannot be read: {error}") from error
    try:
        yield _message(fd, place, payload_digest)
    finally:
        os.close(fd)


def _message(fd: int, place: Capture | Place, payload_digest: str) -> OpenResponse:
    member = MemberReader(fd, place.offset, place.offset + place.length)
    parts: list[bytes] = []
    try:
        record = RecordReader(member.pieces())
        framer = Framer("HEAD" if record.type == "revisit" else "GET", _drop, parts.append)
        block = record.block()
        while framer.head is None and (piece := next(block, None)) is not None:
            framer.feed(piece)
        found = as_read(record, b"", place.offset, place.length)
        capture = capture_of(found, place.warc, framer.head)
    except (WarcError, RecordError, OSError, ValueError) as error:
        raise ArchiveDamaged(f"{place.record_id} cannot be read: {error}") from error
    if isinstance(place, Capture):
        if capture != place.model_copy(update={"payload": None}) or (record.type == "revisit") != bool(place.payload):
            raise _other(place)
    elif (capture.record_id, capture.payload_digest, record.type) != (place.record_id, payload_digest, "response"):
        raise _other(place)
    url = found.header("warc-target-uri") or ""
    if framer.head is None:
        return OpenResponse(url, None, (), _payload(member, block, framer, parts, place))
    heads = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in framer.head.headers)
    return OpenResponse(url, framer.head.status, heads, _payload(member, block, framer, parts, place))


def _payload(
    member: MemberReader, block: Iterator[bytes], framer: Framer, parts: list[bytes], place: Capture | Place
) -> Iterator[bytes]:
    try:
        yield from _taken(parts)
        for piece in block:
            framer.feed(piece)
            yield from _taken(parts)
        framer.eof()
        yield from _taken(parts)
    except (WarcError, RecordError, OSError) as error:
        raise ArchiveDamaged(f"{place.record_id} cannot be read: {error}") from error
    if member.length != place.length:
        raise ArchiveDamaged(
            f"{place.warc}, byte {place.offset}: the member there has {member.length} bytes and not {place.length}"
        )


def _taken(parts: list[bytes]) -> list[bytes]:
    taken = list(parts)
    parts.clear()
    return taken


def _other(place: Capture | Place) -> ArchiveDamaged:
    return ArchiveDamaged(f"{place.warc}, byte {place.offset}: the record there is not {place.record_id}")


def _drop(_: bytes) -> None:
    """Takes a block that is not wanted."""
