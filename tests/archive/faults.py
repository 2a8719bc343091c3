"""Disks and catalogues that fail on purpose: a kill, an error or a loss of power at any operation of your choice.

Every operation that changes something is a point, and so is each commit of the database. A killed process does
nothing more: whatever it tries after its end raises again.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from crawler.catalogue.database import Catalogue, open_catalogue
from crawler.catalogue.schema import files
from crawler.warc.disk import RealDisk


class Killed(BaseException):
    """The process is no more. Not an ``Exception``: nothing may handle it."""


@dataclass
class Fate:
    """What happens at which point. ``fail`` is called there, and ``part`` says how much of the operation is done."""

    at: int | None = None
    part: str = "none"  # none, half, most
    error: Callable[[], BaseException] = Killed
    lasting: bool = True  # whether every later operation fails too
    count: int = 0
    names: list[str] = field(default_factory=list)  # of the points that were passed

    @property
    def met(self) -> bool:
        """Whether the point was reached."""
        return self.at is not None and self.count > self.at

    def due(self, name: str) -> bool:
        """Count a point; whether it is the one."""
        self.names.append(name)
        self.count += 1
        if self.at is not None and self.lasting and self.count > self.at + 1:
            raise self.error()
        return self.count - 1 == self.at


class FatefulDisk(RealDisk):
    """The real disk until its fate strikes."""

    def __init__(self, fate: Fate) -> None:
        self.fate = fate
        self.paths: dict[int, Path] = {}

    def _point(self, name: str, operation: Callable[[], None]) -> None:
        if self.fate.due(name):
            if self.fate.part == "most":
                operation()
            raise self.fate.error()
        operation()

    def create(self, path: Path) -> int:
        fd = -1

        def operation() -> None:
            nonlocal fd
            fd = RealDisk.create(self, path)
            self.paths[fd] = path

        self._point(f"create {path.name}", operation)
        return fd

    def reopen(self, path: Path) -> int:
        fd = super().reopen(path)
        self.paths[fd] = path
        return fd

    def write(self, fd: int, data: bytes | memoryview) -> int:
        if self.fate.due(f"write {self.paths[fd].name}"):
            share = {"none": 0, "half": len(data) // 2, "most": len(data) - 1}[self.fate.part]
            super().write(fd, bytes(data)[:share])
            raise self.fate.error()
        return super().write(fd, data)

    def fsync(self, fd: int) -> None:
        self._point(f"fsync {self.paths[fd].name}", _nothing)

    def truncate(self, fd: int, size: int) -> None:
        self._point(f"truncate {self.paths[fd].name}", lambda: RealDisk.truncate(self, fd, size))

    def close(self, fd: int) -> None:
        self.paths.pop(fd, None)
        super().close(fd)

    def rename(self, src: Path, dst: Path) -> None:
        self._point(f"rename {src.name}", lambda: RealDisk.rename(self, src, dst))

    def remove(self, path: Path) -> None:
        self._point(f"remove {path.name}", lambda: RealDisk.remove(self, path))

    def make_dir(self, path: Path) -> None:
        self._point(f"make_dir {path.name}", lambda: RealDisk.make_dir(self, path))

    def sync_dir(self, path: Path) -> None:
        self._point(f"sync_dir {path.name}", _nothing)

    def bury(self) -> None:
        """The end of a process closes its files."""
        for fd in list(self.paths):
            self.close(fd)


class FatefulCatalogue(Catalogue):
    """The real database, whose commits are points too, and which notes what each of them made true."""

    disk: FatefulDisk
    root: Path
    promises: list[dict[str, bytes]]  # after each commit: WARC file to its committed bytes

    def commit(self) -> None:
        name = "commit"
        fate = self.disk.fate
        if fate.due(name):
            if fate.part != "none":
                super().commit()
                self._promise()
            raise self._error(fate)
        super().commit()
        self._promise()

    def _error(self, fate: Fate) -> BaseException:
        error = fate.error()
        return OperationalError("COMMIT", {}, error) if isinstance(error, OSError) else error

    def _promise(self) -> None:
        committed: dict[str, bytes] = {}
        for row in self.connection.execute(select(files)):
            for path in (self.root / row.name, self.root / f"{row.name}.open"):
                if path.exists():
                    committed[row.name] = path.read_bytes()[: row.size]
        self.promises.append(committed)


@dataclass
class Machine:
    """One start of the process on one disk."""

    root: Path
    fate: Fate
    disk: FatefulDisk = field(init=False)
    promises: list[dict[str, bytes]] = field(default_factory=list)
    opened: list[Catalogue] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.disk = self.make_disk()

    def make_disk(self) -> FatefulDisk:
        """Its disk."""
        return FatefulDisk(self.fate)

    def catalogue(self, path: Path) -> Catalogue:
        """Open the catalogue on it."""
        plain = open_catalogue(path)
        plain.__class__ = FatefulCatalogue
        assert isinstance(plain, FatefulCatalogue)
        plain.disk, plain.root, plain.promises = self.disk, self.root, self.promises
        plain.connection.connection.dbapi_connection.execute("ROLLBACK")
        plain.connection.connection.dbapi_connection.execute("PRAGMA synchronous=OFF")  # as above
        plain.connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE")
        self.opened.append(plain)
        return plain

    def bury(self) -> None:
        """End the process: open transactions are gone, descriptors closed, what was written stays in the files."""
        self.disk.bury()
        for catalogue in self.opened:
            catalogue.close()


class VolatileDisk(FatefulDisk):
    """A disk whose machine may lose power: what was not synced then may be lost, in part or whole.

    Files are known by their inode. ``contents`` is what is durable of each, ``names`` which names are durable in each
    folder. The database keeps itself (``synchronous=FULL``) and is left out, as is the lock.
    """

    def __init__(self, fate: Fate, root: Path) -> None:
        super().__init__(fate)
        self.root = root
        self.contents: dict[int, bytes] = {}
        self.names: dict[Path, dict[str, int]] = {}
        for folder, _, names in os.walk(root):  # what a start finds is durable: it survived until then
            here = Path(folder)
            self.names[here] = self._listing(here)
            for name in names:
                if not _own(name):
                    self.contents[(here / name).stat().st_ino] = (here / name).read_bytes()

    @staticmethod
    def _listing(folder: Path) -> dict[str, int]:
        return {path.name: path.stat().st_ino for path in folder.iterdir() if not _own(path.name)}

    def fsync(self, fd: int) -> None:
        super().fsync(fd)
        self.contents[os.fstat(fd).st_ino] = self.paths_of(fd).read_bytes()

    def paths_of(self, fd: int) -> Path:
        """Where a descriptor's file is now."""
        return self.paths[fd]

    def sync_dir(self, path: Path) -> None:
        super().sync_dir(path)
        self.names[path] = self._listing(path)

    def lose_power(self, random: Random) -> None:
        """Put the tree as a machine may find it that lost power now. ``random`` decides what of the unsynced stayed."""
        current = {path.stat().st_ino: path.read_bytes() for path in self.root.rglob("*") if path.is_file()}
        self._restore(self.root, random, current)

    def _restore(self, folder: Path, random: Random, current: dict[int, bytes]) -> None:
        there = self._listing(folder) if folder.is_dir() else {}
        durable = self.names.get(folder, {})
        wanted: dict[str, int] = dict(durable)
        # Each change of a name may have become durable on its own; a rename takes both names with it.
        moved = random.random() < 0.5
        if moved:
            wanted = {name: ino for name, ino in there.items() if name in durable or random.random() < 0.5}
            gone = {name: ino for name, ino in durable.items() if name not in there and ino not in wanted.values()}
            wanted.update(gone)
        for name, ino in there.items():
            path = folder / name
            if path.is_dir():
                if wanted.get(name) == ino:
                    self._restore(path, random, current)
                else:
                    _remove(path)
            elif wanted.get(name) != ino:
                path.unlink()
        for name, ino in wanted.items():
            path = folder / name
            if path.is_dir():
                continue
            kept = self.contents.get(ino, b"")
            now = current.get(ino, kept)
            if now.startswith(kept) and random.random() < 0.5:  # part of what followed reached the disk
                kept = now[: random.randint(len(kept), len(now))]
            path.write_bytes(kept)


def _nothing() -> None:
    """In place of a real fsync: whether it happened is what counts here, and it would only take time."""


def _own(name: str) -> bool:
    return name.startswith(("catalogue.sqlite", "archive.lock"))


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
