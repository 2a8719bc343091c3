"""A segment: one WARC file while it grows, and its sealing.

While it is written its name on disk ends in ``.open``; sealing makes it durable, takes that ending away, and nothing
opens it for writing again. The segment knows nothing of the catalogue: which part of it is committed is the archive's
business.
"""

import errno
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crawler.warc.disk import Disk, make_dirs, read_pieces, write_all
from crawler.warc.member import Member
from crawler.warc.record import Record, encode

OPEN: Final = ".open"
_SOURCE: Final = re.compile(r"[a-z_][a-z0-9_]{0,40}")
_TOGETHER: Final = 4 * 1024 * 1024  # bytes that are joined into one write


def segment_name(source: str, moment: datetime, serial: int, machine: str) -> str:
    """``warc/az_mfa/2021/az_mfa-20211108090000123-00001-host.warc.gz``: the sealed name, relative to the archive.

    ``moment`` is aware; ``machine`` is the crawling machine's name: only letters, digits, dots and dashes of it stay.
    """
    if not _SOURCE.fullmatch(source):
        raise ValueError(f"{source!r} is no id of a source")
    if serial < 0:
        raise ValueError(f"a serial number cannot be {serial}")
    utc = moment.astimezone(UTC)
    stamp = f"{utc:%Y%m%d%H%M%S}{utc.microsecond // 1000:03d}"
    host = re.sub(r"[^A-Za-z0-9.-]+", "-", machine)[:64].strip("-.") or "machine"
    return f"warc/{source}/{utc:%Y}/{source}-{stamp}-{serial:05d}-{host}.warc.gz"


def segment_path(root: Path, name: str) -> Path:
    """Where the segment ``name`` lies now: under its own name once sealed, else with ``.open`` after it."""
    sealed = root / name
    return sealed if sealed.exists() else open_path(root, name)


def open_path(root: Path, name: str) -> Path:
    """Where the segment ``name`` lies while it is written."""
    return root / (name + OPEN)


def open_segment(path: Path) -> int:
    """A descriptor to read a segment with. One that was sealed since its open path was looked up is found all the same:
    sealing changes the name and no byte. ``OSError`` as the system has it.
    """
    try:
        return os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        if path.suffix != OPEN:
            raise
        return os.open(path.with_suffix(""), os.O_RDONLY)


class Segment:
    """One WARC file that grows. Not for two threads at once. Every ``OSError`` of the disk comes through unchanged.

    After a failed write only :meth:`truncate` makes it usable again; after a failed :meth:`sync` nothing does, because
    the system may have dropped what it could not write: close it, truncate to the committed size, and open it anew.
    """

    def __init__(self, disk: Disk, root: Path, name: str, fd: int, size: int) -> None:
        self.name = name
        self.size = size
        self._disk = disk
        self._root = root
        self._fd: int | None = fd
        self._torn = False
        self._distrusted = False

    @classmethod
    def create(cls, disk: Disk, root: Path, name: str, first: Record) -> "Segment":
        """A new segment whose first record (the warcinfo) is already durable: ``size`` is its length.

        ``FileExistsError`` where a file of this name is there, sealed or open.
        """
        path = open_path(root, name)
        if disk.exists(root / name):
            raise FileExistsError(errno.EEXIST, "a sealed segment has this name", str(root / name))
        make_dirs(disk, path.parent)
        member = encode(first)
        try:
            segment = cls(disk, root, name, disk.create(path), 0)
            try:
                segment.append([member])
                segment.sync()
                disk.sync_dir(path.parent)
            except BaseException:
                segment.close()
                raise
        finally:
            member.close()
        return segment

    @classmethod
    def reopen(cls, disk: Disk, root: Path, name: str, size: int) -> "Segment":
        """An unsealed segment of exactly ``size`` committed bytes, to be gone on with.

        ``FileNotFoundError`` where there is none; ``ValueError`` where it is longer or shorter: recovery comes first.
        """
        path = open_path(root, name)
        found = disk.size(path)
        if found != size:
            raise ValueError(f"{path} has {found} bytes and not the committed {size}: recover the archive first")
        return cls(disk, root, name, disk.reopen(path), size)

    @property
    def path(self) -> Path:
        """Where the file lies while it is written."""
        return open_path(self._root, self.name)

    def append(self, members: Sequence[Member]) -> list[tuple[int, int]]:
        """Add members, one after the other without a gap; returns (offset, length) of each, in order.

        They are in the file, not yet durable. Where it raises, none of them counts and :attr:`size` is as before.
        """
        fd = self._usable()
        bounds: list[tuple[int, int]] = []
        offset = self.size
        for member in members:
            bounds.append((offset, member.size))
            offset += member.size
        self._torn = True
        for joined in _joined(members):
            write_all(self._disk, fd, joined)
        self._torn = False
        self.size = offset
        return bounds

    def sync(self) -> None:
        """Make every appended member durable."""
        fd = self._usable()
        self._distrusted = True
        self._disk.fsync(fd)
        self._distrusted = False

    def truncate(self, size: int) -> None:
        """Cut off what lies after ``size``, of a failed or undone batch. Never lengthens the file."""
        if size > self.size:
            raise ValueError(f"{self.path} has {self.size} whole bytes: it cannot be cut to {size}")
        if self._fd is None:
            raise ValueError(f"{self.path} is closed")
        self._torn = True
        self._disk.truncate(self._fd, size)
        self._torn = False
        self.size = size

    def seal(self) -> str:
        """End the file: make it durable, give it its final name, return the SHA-256 of the whole as hex.

        In this order: fsync, hash (of what the disk gives back), close, rename, fsync of the folder.
        """
        self.sync()
        final = self._root / self.name
        if self._disk.exists(final):
            raise FileExistsError(errno.EEXIST, "a sealed segment has this name", str(final))
        digest = hashlib.sha256()
        for piece in read_pieces(self._disk, self.path, 0, self.size):
            digest.update(piece)
        self.close()
        self._disk.rename(self.path, final)
        self._disk.sync_dir(final.parent)
        return digest.hexdigest()

    def close(self) -> None:
        """Let go of the file, without making anything durable. May be called twice."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            self._disk.close(fd)

    def _usable(self) -> int:
        if self._fd is None:
            raise ValueError(f"{self.path} is closed")
        if self._distrusted:
            raise OSError(errno.EIO, "an earlier fsync of this file failed: it must be opened anew", str(self.path))
        if self._torn:
            raise OSError(errno.EIO, "an earlier write to this file failed: truncate it first", str(self.path))
        return self._fd


def _joined(members: Sequence[Member]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for member in members:
        for piece in member.chunks():
            waiting.append(piece)
            size += len(piece)
            if size >= _TOGETHER:
                yield b"".join(waiting)
                waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
