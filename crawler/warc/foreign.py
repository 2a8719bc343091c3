"""Foreign files: WARC and ARC as other makers write them (wget, Heritrix, Browsertrix, warcio, Common Crawl …).

Read tolerantly where only the spelling is odd, and never where bytes are missing or broken: then the place and the
reason are told. A record is read as it comes, in pieces, however large it is.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.warc.arc import arc_head
from crawler.warc.foreign_head import WARC, read_head
from crawler.warc.foreign_text import GZIP, ForeignError, Plain, Text, Unfolded

_PIECE: Final = 1024 * 1024
_MEMBER: Final = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")  # RFC 1952 §2.3: deflate, and no reserved flag
_RECORD: Final = re.compile(
    rb"(?<=\n)(?:WARC/[01]\.|[A-Za-z][A-Za-z0-9+.-]*:[^\n]{1,4096} \d{8,17} [^\n]{0,200}\d\r?\n)"
)
_OVERLAP: Final = 8192


class JoinedError(ForeignError):
    """A gzip member that does not hold exactly one record: no record of the file can be read alone."""


class ForeignRecord:
    """One record, its block not yet read. Only the latest of a file may be read.

    ``version`` is ``WARC/1.0`` and the like, or ``ARC``; ``type`` is lower case; ``headers`` have lower-case names,
    and those of ARC the names that WARC has for them. ``offset`` is where the gzip member begins, or in a file that is
    not compressed the record.
    """

    def __init__(self, text: Text, member: Unfolded | None, offset: int) -> None:
        self.offset = offset
        self.version, self.type, self.headers, self.size = read_head(text, offset)
        self._text = text
        self._member = member
        self._missing = self.size
        self._length: int | None = None

    @property
    def id(self) -> str | None:
        """WARC-Record-ID; ARC has none."""
        return self.header("warc-record-id")

    @property
    def uri(self) -> str:
        """The address it is of; empty where it is of none."""
        return self.header("warc-target-uri") or ""

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next(iter(self.headers.get(name, ())), None)

    def block(self) -> Iterator[bytes]:
        """The block in pieces of at most 1 MiB, once. Raises :class:`ForeignError` where it is not whole."""
        for piece in self._text.take(self._missing):
            self._missing -= len(piece)
            yield piece
        if self._missing:
            if self._member is not None and self._member.length:  # whole, so the record goes on in the next one
                raise JoinedError("the record goes on after its gzip member", self.offset)
            found = self.size - self._missing
            raise ForeignError(f"the record ends after {found} of {self.size} bytes (Content-Length)", self.offset)

    def finish(self) -> int:
        """Read what is left of the record; its length in the file: of the gzip member, or of the record to where the
        next one begins. Raises :class:`ForeignError` where it is not whole.
        """
        if self._length is None:
            for _ in self.block():
                pass
            self._text.skip_blank()
            if self._member is None:
                self._length = self._text.taken
            else:
                if self._text.peek(1):
                    raise JoinedError("the gzip member goes on after its first record", self.offset)
                self._length = self._member.length
        return self._length


@dataclass(frozen=True, slots=True)
class Skipped:
    """Bytes that cannot be read, and why."""

    offset: int
    length: int
    sentence: str


def read_foreign(path: Path, *, skipped: Callable[[Skipped], None] | None = None) -> Iterator[ForeignRecord]:
    """Every record of a file in order. Raises :class:`ForeignError` (:class:`JoinedError` where it is compressed, but
    not by the record) and ``OSError``.

    With ``skipped`` what is broken is told there, and the reading goes on with the next record that is whole.
    """
    with opened(path) as (fd, size):
        yield from read_records(fd, size, skipped=skipped)


def read_records(fd: int, size: int, *, skipped: Callable[[Skipped], None] | None = None) -> Iterator[ForeignRecord]:
    """The same for an open file of ``size`` bytes."""
    if not size:
        raise ForeignError("the file is empty", 0)
    compressed = is_compressed(fd)
    offset = 0
    while offset < size:
        try:
            if skipped is not None:
                record = _open(fd, offset, size, compressed)
                if record is not None:
                    record.finish()
            record = _open(fd, offset, size, compressed)
        except JoinedError:
            raise
        except ForeignError as error:
            if skipped is None:
                raise
            following = _next(fd, offset + 1, size, compressed)
            skipped(Skipped(offset, following - offset, error.sentence))
            offset = following
            continue
        if record is None:
            offset += _blank(fd, offset, size, compressed)
            continue
        yield record
        offset += record.finish()


def read_foreign_at(fd: int, offset: int, length: int) -> ForeignRecord:
    """The record at exactly these bounds of an open file. Its block is to be read (or :meth:`ForeignRecord.finish`
    called) while the file is open. Raises :class:`ForeignError`.
    """
    record = _open(fd, offset, offset + length, os.pread(fd, 2, offset) == GZIP)
    if record is None:
        raise ForeignError("no record begins here", offset)
    return record


@contextmanager
def opened(path: Path) -> Iterator[tuple[int, int]]:
    """A descriptor to read with, and the size of the file."""
    fd = os.open(path, os.O_RDONLY)
    try:
        yield fd, os.fstat(fd).st_size
    finally:
        os.close(fd)


def is_compressed(fd: int) -> bool:
    """Whether a file begins as gzip does."""
    return os.pread(fd, 2, 0) == GZIP


def format_of(fd: int) -> str:
    """``warc`` or ``arc``, by how the text of an open file begins. :class:`ForeignError` where it is neither."""
    end = os.fstat(fd).st_size
    pieces = (Unfolded(fd, 0, end) if is_compressed(fd) else Plain(fd, 0, end)).pieces()
    text = Text(pieces)
    text.skip_blank()
    if text.peek(len(WARC)) == WARC:
        return "warc"
    line = text.line(_OVERLAP)
    if arc_head(line) is None:
        raise ForeignError(f"neither WARC nor ARC: the text begins with {line[:40]!r}" if line else "it is empty", 0)
    return "arc"


def _open(fd: int, offset: int, end: int, compressed: bool) -> ForeignRecord | None:
    """The record that begins here; none where only blank lines, or an empty gzip member, do."""
    member = Unfolded(fd, offset, end) if compressed else None
    text = Text((member or Plain(fd, offset, end)).pieces())
    if (byte := text.peek(1)) and byte not in b"\r\n":
        return ForeignRecord(text, member, offset)
    text.skip_blank()
    if member is not None and text.peek(1):
        return ForeignRecord(text, member, offset)
    return None


def _blank(fd: int, offset: int, end: int, compressed: bool) -> int:
    member = Unfolded(fd, offset, end) if compressed else None
    text = Text((member or Plain(fd, offset, end)).pieces())
    text.skip_blank()
    return text.taken if member is None else member.length


def _next(fd: int, offset: int, end: int, compressed: bool) -> int:
    """Where the next record begins that has a whole head, at ``offset`` or after it; ``end`` where there is none."""
    pattern = _MEMBER if compressed else _RECORD
    start = max(0, offset - 1)
    while start < end:
        window = os.pread(fd, min(_PIECE, end - start), start)
        if not window:
            break
        for found in pattern.finditer(window):
            place = start + found.start()
            if place >= offset and _begins(fd, place, end, compressed):
                return place
        if start + len(window) >= end:
            break
        start += max(1, len(window) - _OVERLAP)
    return end


def _begins(fd: int, offset: int, end: int, compressed: bool) -> bool:
    try:
        return _open(fd, offset, end, compressed) is not None
    except ForeignError:
        return False
