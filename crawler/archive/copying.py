"""Copying: bytes of an archive's files into another folder, durable there, hashed on the way."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from crawler.archive.places import OPEN, sync_up
from crawler.warc.disk import Disk, make_dirs, write_all

_PIECE: Final = 1024 * 1024


class Unreadable(Exception):  # noqa: N818 - says the state, as the other errors here do
    """What is to be read is not there, is shorter than it must be, or the disk does not give it. ``offset`` is where,
    ``missing`` whether it is not there at all.
    """

    def __init__(self, sentence: str, offset: int, *, missing: bool = False) -> None:
        super().__init__(sentence)
        self.offset = offset
        self.missing = missing


class Wanted(NamedTuple):
    """The first ``size`` bytes of ``path``, and ``tail`` after them. A WARC file is found open or sealed."""

    path: Path
    size: int
    tail: bytes = b""

    @property
    def length(self) -> int:
        """Bytes in all."""
        return self.size + len(self.tail)

    def pieces(self, start: int = 0) -> Iterator[bytes]:
        """The bytes from ``start`` on. Raises :class:`Unreadable`."""
        if start < self.size:
            yield from _pieces(self.path, start, self.size)
        yield self.tail[max(start - self.size, 0) :]


def copy_whole(disk: Disk, wanted: Wanted, target: Path) -> str:
    """A new file of these bytes, durable but for its name; one that is there is replaced. Returns its SHA-256 (hex).

    ``Unreadable`` leaves what could be read there. ``OSError`` is of the disk that is written to.
    """
    if disk.exists(target):
        disk.remove(target)
    make_dirs(disk, target.parent)
    return _write(disk, disk.create(target), wanted.pieces())


def extend(disk: Disk, wanted: Wanted, target: Path, start: int) -> None:
    """Add what lies after byte ``start`` to a file whose first ``start`` bytes are these already; what an interrupted
    copy left after them is cut off first. Durable on return.
    """
    fd = disk.reopen(target)
    if disk.size(target) > start:
        disk.truncate(fd, start)
    _write(disk, fd, wanted.pieces(start))


def move(disk: Disk, root: Path, here: Path, there: Path) -> None:
    """Give a file its place in ``root``, durably."""
    make_dirs(disk, there.parent)
    disk.rename(here, there)
    sync_up(disk, root, there.parent)
    disk.sync_dir(here.parent)


def hash_file(path: Path, *sizes: int) -> list[str]:
    """SHA-256 (hex) of the first bytes of a file, for each of ``sizes`` in rising order. Raises :class:`Unreadable`."""
    digest = hashlib.sha256()
    found: list[str] = []
    start = 0
    for size in sizes:
        for piece in _pieces(path, start, size):
            digest.update(piece)
        found.append(digest.hexdigest())
        start = size
    return found


def _write(disk: Disk, fd: int, pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    try:
        for piece in pieces:
            digest.update(piece)
            write_all(disk, fd, piece)
        disk.fsync(fd)
    finally:
        with suppress(OSError):
            disk.close(fd)
    return digest.hexdigest()


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    offset = start
    try:
        fd = _open(path)
        try:
            while offset < end:
                piece = os.pread(fd, min(_PIECE, end - offset), offset)
                if not piece:
                    raise Unreadable(f"the file ends here, but {end} bytes of it are committed", offset)
                yield piece
                offset += len(piece)
        finally:
            os.close(fd)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        sentence = "it is not there" if missing else f"it cannot be read: {error.strerror or error}"
        raise Unreadable(sentence, offset, missing=missing) from error


def _open(path: Path) -> int:
    """Whatever it is called now: a WARC file changes its name once, when it is sealed."""
    names = (path, path.with_name(path.name + OPEN), path)
    for name in names[:-1]:
        with suppress(FileNotFoundError):
            return os.open(name, os.O_RDONLY)
    return os.open(names[-1], os.O_RDONLY)
