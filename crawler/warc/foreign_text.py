"""The text of a file of another maker: what a gzip member unfolds to, or the bytes as they lie, by lines and counts."""

import os
from collections.abc import Iterator
from typing import Final

from zlib_ng import zlib_ng

GZIP: Final = b"\x1f\x8b"
_ZLIB_ERROR: Final[type[Exception]] = zlib_ng.error  # type: ignore[assignment]  # its stub calls the class an instance
_PIECE: Final = 1024 * 1024
_WINDOW: Final = 16 * 1024  # bytes asked of the file at once: most records are small, and the next one begins anew
_BLANKS: Final = b"\r\n"


class ForeignError(ValueError):
    """The file is not whole, or not of a format that is read here. ``offset`` is the byte where what is wrong begins:
    that of the record, or of its gzip member.
    """

    def __init__(self, sentence: str, offset: int) -> None:
        super().__init__(f"byte {offset}: {sentence}")
        self.sentence = sentence
        self.offset = offset


class Text:
    """Bytes that come in pieces. ``taken`` counts those that were read. Memory: a piece and a line."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.taken = 0
        self._pieces = pieces
        self._buffer = b""
        self._at = 0

    def line(self, limit: int) -> bytes:
        """The next line with its end; without one where the text, or ``limit`` bytes, end before; empty at the end."""
        searched = 0
        while (end := self._buffer.find(b"\n", self._at + searched)) < 0:
            searched = len(self._buffer) - self._at
            if searched >= limit or not self._more():
                return self._cut(min(searched, limit))
        return self._cut(end + 1 - self._at)

    def take(self, size: int) -> Iterator[bytes]:
        """The next ``size`` bytes in pieces; fewer only where the text ends."""
        while size and (self._at < len(self._buffer) or self._more()):
            piece = self._cut(min(size, len(self._buffer) - self._at))
            size -= len(piece)
            yield piece

    def peek(self, size: int) -> bytes:
        """The next bytes without taking them; fewer than ``size`` only where the text ends."""
        while len(self._buffer) - self._at < size and self._more():
            pass
        return self._buffer[self._at : self._at + size]

    def skip_blank(self) -> None:
        """Take line ends, as many as there are."""
        while (byte := self.peek(1)) and byte in _BLANKS:
            rest = self._buffer[self._at :]
            self._cut(len(rest) - len(rest.lstrip(_BLANKS)))

    def _cut(self, size: int) -> bytes:
        piece = self._buffer[self._at : self._at + size]
        self._at += size
        self.taken += size
        return piece

    def _more(self) -> bool:
        for piece in self._pieces:
            if piece:
                self._buffer = self._buffer[self._at :] + piece
                self._at = 0
                return True
        return False


class Plain:
    """The bytes of an open file from ``offset`` to ``end``, as they lie."""

    def __init__(self, fd: int, offset: int, end: int) -> None:
        self._fd = fd
        self._offset = offset
        self._end = end

    def pieces(self) -> Iterator[bytes]:
        """In pieces that grow to 1 MiB."""
        position, size = self._offset, _WINDOW
        while piece := os.pread(self._fd, min(size, self._end - position), position):
            yield piece
            position += len(piece)
            size = min(size * 4, _PIECE)


class Unfolded:
    """The gzip member (RFC 1952) of whatever maker that begins at ``offset`` and must end at or before ``end``.

    Only after its last piece is the member known to be whole (its CRC-32 and length hold), and ``length`` set.
    """

    def __init__(self, fd: int, offset: int, end: int) -> None:
        self.length = 0
        self._fd = fd
        self._offset = offset
        self._end = end

    def pieces(self) -> Iterator[bytes]:
        """Its text in pieces of at most 1 MiB. Raises :class:`ForeignError`."""
        stream = zlib_ng.decompressobj(zlib_ng.MAX_WBITS | 16)
        position = self._offset
        while not stream.eof:
            window = os.pread(self._fd, min(_WINDOW, self._end - position), position)
            if not window:
                raise ForeignError("the file ends inside this gzip member", self._offset)
            if position == self._offset and not window.startswith(GZIP[: len(window)]):
                raise ForeignError("no gzip member begins here", self._offset)
            position += len(window)
            yield from self._inflate(stream, window)
        self.length = position - len(stream.unused_data) - self._offset

    def _inflate(self, stream: "zlib_ng._Decompress", data: bytes) -> Iterator[bytes]:
        while True:
            try:
                text = stream.decompress(data, _PIECE)
            except _ZLIB_ERROR as error:
                raise ForeignError(f"the gzip member is broken: {error}", self._offset) from error
            if text:
                yield text
            data = stream.unconsumed_tail
            if stream.eof or (not data and len(text) < _PIECE):
                return
