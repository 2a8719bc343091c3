"""The disk: every operation that durability depends on, behind one small protocol.

Segments, JSON Lines files and recovery touch the disk only through this, so that a test can fail, cut short or kill
each operation in turn. An operation either happens or raises the operating system's ``OSError``, unchanged.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

_PIECE: Final = 1024 * 1024


class Disk(Protocol):
    """File operations. An open descriptor's position is always the end of the file: what is written is added there."""

    def create(self, path: Path) -> int:
        """Make a new, empty file and return its descriptor. ``FileExistsError`` where there is one: never a reuse."""

    def reopen(self, path: Path) -> int:
        """Open an existing file for adding and return its descriptor. ``FileNotFoundError`` where there is none."""

    def write(self, fd: int, data: bytes | memoryview) -> int:
        """Add ``data`` and return how many bytes were taken: fewer than given is no error, and the caller goes on."""

    def fsync(self, fd: int) -> None:
        """Make all that was written durable. After an error the descriptor must not be trusted again."""

    def truncate(self, fd: int, size: int) -> None:
        """Cut the file to ``size`` bytes; writing goes on from there."""

    def close(self, fd: int) -> None:
        """Close the descriptor, without making anything durable."""

    def rename(self, src: Path, dst: Path) -> None:
        """Give a file another name, atomically; a file that has this name is replaced. Durable after ``sync_dir``."""

    def remove(self, path: Path) -> None:
        """Take a file's name away. Durable after ``sync_dir``. ``FileNotFoundError`` where there is none."""

    def make_dir(self, path: Path) -> None:
        """Make one folder in an existing one; no error where it is there. Durable after ``sync_dir`` of its parent."""

    def sync_dir(self, path: Path) -> None:
        """Make the names in a folder durable."""

    def read_from(self, path: Path, offset: int, length: int) -> bytes:
        """At most ``length`` bytes from ``offset``; fewer only where the file ends."""

    def size(self, path: Path) -> int:
        """Length of the file in bytes."""

    def exists(self, path: Path) -> bool:
        """Whether a file or folder has this name."""


class RealDisk:
    """The operating system's files (POSIX)."""

    def create(self, path: Path) -> int:
        """See :class:`Disk`."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)

    def reopen(self, path: Path) -> int:
        """See :class:`Disk`."""
        fd = os.open(path, os.O_RDWR)
        try:
            os.lseek(fd, 0, os.SEEK_END)
        except OSError:
            os.close(fd)
            raise
        return fd

    def write(self, fd: int, data: bytes | memoryview) -> int:
        """See :class:`Disk`."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """See :class:`Disk`."""
        os.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        """See :class:`Disk`."""
        os.ftruncate(fd, size)
        os.lseek(fd, size, os.SEEK_SET)

    def close(self, fd: int) -> None:
        """See :class:`Disk`."""
        os.close(fd)

    def rename(self, src: Path, dst: Path) -> None:
        """See :class:`Disk`."""
        os.replace(src, dst)  # noqa: PTH105 - as the other operations here, by os

    def remove(self, path: Path) -> None:
        """See :class:`Disk`."""
        path.unlink()

    def make_dir(self, path: Path) -> None:
        """See :class:`Disk`."""
        path.mkdir(exist_ok=True)

    def sync_dir(self, path: Path) -> None:
        """See :class:`Disk`."""
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def read_from(self, path: Path, offset: int, length: int) -> bytes:
        """See :class:`Disk`."""
        fd = os.open(path, os.O_RDONLY)
        try:
            pieces: list[bytes] = []
            while length > 0:
                piece = os.pread(fd, min(length, 64 * _PIECE), offset)
                if not piece:
                    break
                pieces.append(piece)
                offset += len(piece)
                length -= len(piece)
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)
        finally:
            os.close(fd)

    def size(self, path: Path) -> int:
        """See :class:`Disk`."""
        return path.stat().st_size

    def exists(self, path: Path) -> bool:
        """See :class:`Disk`."""
        return path.exists()


def make_dirs(disk: Disk, path: Path) -> None:
    """Make a folder and every missing one above it, each of them durable."""
    if disk.exists(path):
        return
    make_dirs(disk, path.parent)
    disk.make_dir(path)
    disk.sync_dir(path.parent)


def write_all(disk: Disk, fd: int, data: bytes) -> None:
    """Write every byte, however short each write falls."""
    rest = memoryview(data)
    while rest:
        taken = disk.write(fd, rest)
        if taken <= 0:
            raise OSError(f"the disk took none of {len(rest)} bytes and gave no reason")
        rest = rest[taken:]


def read_pieces(disk: Disk, path: Path, offset: int, end: int) -> Iterator[bytes]:
    """The bytes from ``offset`` to ``end`` in pieces of at most 1 MiB. ``EOFError`` where the file is shorter."""
    while offset < end:
        piece = disk.read_from(path, offset, min(_PIECE, end - offset))
        if not piece:
            raise EOFError(f"{path} ends at byte {offset}, but {end} were expected")
        yield piece
        offset += len(piece)
