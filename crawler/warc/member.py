"""A member: one gzip stream that holds one record, framed so that every flipped byte of it shows.

A member is ordinary gzip (RFC 1952): every reader inflates it. Its header is always the same 16 bytes (no name, no
time, operating system "unknown"), then comes the CRC-32 of everything that follows the header, in an extra field
``CQ`` (RFC 1952 §2.3.1.1). It is needed because gzip's own CRC covers only the text: a flip in the padding bits of
the stream, or one that points a match at an equal string elsewhere, leaves the text as it was and goes unseen.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Final

from zlib_ng import zlib_ng

HEADER: Final = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\xff\x08\x00CQ\x04\x00"
HEAD_SIZE: Final = len(HEADER) + 4
_LEVEL: Final = 6  # pages of 80 KB: 0.281 of their size at 107 MB/s; level 9 saves 1 % and takes twice the time
_IN_MEMORY: Final = 4 * 1024 * 1024
_PIECE: Final = 1024 * 1024
_WINDOW: Final = 16 * 1024  # bytes asked of the file at once: what is read beyond a member's end is read again


class WarcError(ValueError):
    """The bytes are not what our writer writes. ``offset`` is where their member begins in its file."""

    def __init__(self, sentence: str, offset: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.offset = offset


class Member:
    """A compressed record, ready to be appended. ``size`` in bytes; readable more than once until closed.

    Beyond 4 MiB it lies in a temporary file that has no name.
    """

    def __init__(self, head: bytes, body: "SpooledTemporaryFile[bytes]", size: int) -> None:
        self.size = size
        self._head = head
        self._body = body

    def chunks(self) -> Iterator[bytes]:
        """The member's bytes from the start, in pieces of at most 1 MiB."""
        yield self._head
        self._body.seek(0)
        while piece := self._body.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Drop the bytes."""
        self._body.close()


def compress(pieces: Iterable[bytes], folder: Path | None = None) -> Member:
    """One member of all ``pieces`` in order. ``folder`` is where a large one is kept meanwhile (none: the system's)."""
    body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(  # noqa: SIM115 - the member owns and closes it
        _IN_MEMORY, dir=None if folder is None else str(folder)
    )
    try:
        stream = zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)
        inner = outer = taken = size = 0
        for piece in pieces:
            inner = zlib_ng.crc32(piece, inner)
            taken += len(piece)
            if packed := stream.compress(piece):
                outer = zlib_ng.crc32(packed, outer)
                size += body.write(packed)
        packed = stream.flush() + struct.pack("<II", inner, taken & 0xFFFFFFFF)
        outer = zlib_ng.crc32(packed, outer)
        size += body.write(packed)
        return Member(HEADER + struct.pack("<I", outer), body, HEAD_SIZE + size)
    except BaseException:
        body.close()
        raise


def framed(packed: bytes) -> bytes:
    """A member of our frame. ``packed`` is a raw deflate stream, then its CRC-32 and length (RFC 1952 §2.3.1)."""
    return HEADER + struct.pack("<I", zlib_ng.crc32(packed)) + packed


class MemberReader:
    """The member that begins at ``offset`` of an open file and must end at or before ``end``.

    ``pieces`` may be consumed once; only after its last piece is the member known to be whole, and ``length`` set.
    """

    def __init__(self, fd: int, offset: int, end: int) -> None:
        self.length = 0
        self._fd = fd
        self._offset = offset
        self._end = end

    def pieces(self) -> Iterator[bytes]:
        """The text of the member, in pieces of at most 1 MiB. Raises :class:`WarcError`."""
        window = self._read(self._offset)
        if not window.startswith(HEADER):
            raise self._error(
                "the file ends inside a gzip header"
                if HEADER.startswith(window)
                else "no gzip member of our writer begins here"
            )
        if len(window) < HEAD_SIZE:
            raise self._error("the file ends inside a gzip header")
        (expected,) = struct.unpack_from("<I", window, len(HEADER))
        stream = zlib_ng.decompressobj(zlib_ng.MAX_WBITS | 16)
        stream.decompress(window[:HEAD_SIZE])
        position = self._offset + HEAD_SIZE
        window = window[HEAD_SIZE:]
        checksum = 0
        while True:
            yield from self._inflate(stream, window)
            used = len(window) - len(stream.unused_data)
            checksum = zlib_ng.crc32(memoryview(window)[:used], checksum)
            position += used
            if stream.eof:
                break
            window = self._read(position)
            if not window:
                raise self._error("the file ends inside this gzip member")
        if checksum != expected:
            raise self._error("the compressed bytes do not match their checksum")
        self.length = position - self._offset

    def _inflate(self, stream: "zlib_ng._Decompress", data: bytes) -> Iterator[bytes]:
        while True:
            try:
                text = stream.decompress(data, _PIECE)
            except zlib_ng.error as error:  # type: ignore[misc]  # its stub calls it a value
                raise self._error(f"the gzip member is broken: {error}") from error
            if text:
                yield text
            data = stream.unconsumed_tail
            if stream.eof or (not data and len(text) < _PIECE):
                return

    def _read(self, position: int) -> bytes:
        return os.pread(self._fd, min(_WINDOW, self._end - position), position)

    def _error(self, sentence: str) -> WarcError:
        return WarcError(sentence, self._offset)


def next_member(fd: int, offset: int, end: int) -> int | None:
    """Where the next member of our writer begins, at ``offset`` or after it and before ``end``."""
    while offset < end:
        window = os.pread(fd, min(_PIECE, end - offset), offset)
        if (found := window.find(HEADER)) >= 0:
            return offset + found
        if len(window) < len(HEADER):
            return None
        offset += len(window) - len(HEADER) + 1
    return None
