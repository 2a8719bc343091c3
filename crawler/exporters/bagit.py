"""The BagIt exporter: the whole archive as a bag (RFC 8493), for long-term storage.

The bag's ``data`` folder is an archive without its catalogue, as far as its WARC files are sealed: ``communique
rebuild`` makes the catalogue again. It is a copy for keeping, not for showing: what a decision suppresses is in it,
and so is ``decisions.jsonl``.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from crawler import __version__
from crawler.archive.copying import Unreadable, Wanted, copy_whole, hash_file
from crawler.archive.errors import ArchiveDamaged, StorageFailed
from crawler.archive.lock import unchanging
from crawler.archive.outbox import sizes_of
from crawler.archive.places import index_of
from crawler.archive.snapshot import read_snapshot
from crawler.archive.swap import expect_no_swap
from crawler.catalogue.schema import files, outbox
from crawler.model.clock import Clock, utc_now
from crawler.warc.disk import Disk, RealDisk, make_dirs, write_all

PART: Final = ".part"
_DECLARATION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True)
class Bagged:
    """What is in the bag. ``bytes`` are those of its payload; ``growing`` WARC files had to be left out."""

    files: int
    bytes: int
    growing: tuple[str, ...]


def export_bagit(root: Path, target: Path, *, link: bool = False, clock: Clock = utc_now) -> Bagged:
    """Make a bag of the archive at ``root`` in the folder ``target``, which is there only when it is whole.

    With ``link`` sealed WARC files are hard links to those of the archive, which nobody writes to any more. Every file
    is read and compared with the SHA-256 under which it was sealed.

    Raises ``FileExistsError`` (also where an earlier export was cut off), ``ArchiveDamaged`` where a file is not what
    was sealed, ``StorageFailed`` where the target cannot be written.
    """
    part = target.with_name(target.name + PART)
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    if part.exists():
        raise FileExistsError(f"{part} is there, of an export that was cut off: remove it first")
    if root.resolve() in (target.resolve(), *target.resolve().parents):
        raise FileExistsError(f"{target} is within the archive itself")
    disk = RealDisk()
    try:
        with unchanging(root), read_snapshot(root) as connection:
            expect_no_swap(connection, root)
            bagged = _Bag(root, part, disk, link=link).fill(connection, clock)
        disk.rename(part, target)
        disk.sync_dir(target.parent)
    except OSError as error:
        raise StorageFailed(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)  # a whole bag bears its own name by now
    return bagged


class _Bag:
    def __init__(self, root: Path, folder: Path, disk: Disk, *, link: bool) -> None:
        self._root = root
        self._folder = folder
        self._disk = disk
        self._link = link
        self._payload: dict[str, tuple[str, int]] = {}  # name in the bag to SHA-256 and size

    def fill(self, connection: Connection, clock: Clock) -> Bagged:
        """Everything; durable on return."""
        growing = []
        for row in connection.execute(select(files).order_by(files.c.serial, files.c.name)):
            if not row.sealed:
                growing.append(row.name)
                continue
            found = self._put(row.name, row.size, link=self._link)
            if found != row.sha256:
                raise ArchiveDamaged(f"{row.name}: its SHA-256 is {found}, but it was sealed with {row.sha256}")
            index = self._root / index_of(row.name)
            if index.is_file():
                self._put(index_of(row.name), index.stat().st_size)
        for name, size, tail in _lines(connection):
            self._put(name, size, tail)
        self._tags(clock)
        return Bagged(len(self._payload), sum(size for _, size in self._payload.values()), tuple(growing))

    def _put(self, name: str, size: int, tail: bytes = b"", *, link: bool = False) -> str:
        wanted, target = Wanted(self._root / name, size, tail), self._folder / "data" / name
        try:
            if link and wanted.path.stat().st_size == size:
                make_dirs(self._disk, target.parent)
                self._hard_link(wanted.path, target)
                (sha256,) = hash_file(target, size)
            else:
                sha256 = copy_whole(self._disk, wanted, target)
        except Unreadable as error:
            raise ArchiveDamaged(f"{name}, byte {error.offset}: {error}") from error
        except FileNotFoundError as error:
            raise ArchiveDamaged(f"{name} is missing") from error
        self._payload[name] = (sha256, wanted.length)
        return sha256

    @staticmethod
    def _hard_link(path: Path, target: Path) -> None:
        try:
            target.hardlink_to(path)
        except OSError as error:
            if error.errno in (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise StorageFailed(
                    f"{path} cannot be linked to {target} ({error.strerror}): leave out --link, and it is copied"
                ) from error
            raise

    def _tags(self, clock: Clock) -> None:
        oxum = f"{sum(size for _, size in self._payload.values())}.{len(self._payload)}"
        info = {
            "Bag-Software-Agent": f"Communique/{__version__}",
            "Bagging-Date": f"{clock():%Y-%m-%d}",
            "External-Description": "An archive of official statements: WARC files, JSON Lines, change log",
            "Payload-Oxum": oxum,
        }
        manifest = "".join(f"{sha256}  data/{name}\n" for name, (sha256, _) in sorted(self._payload.items()))
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()),
            "manifest-sha256.txt": manifest,
        }
        digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
        tags["tagmanifest-sha256.txt"] = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(digests.items()))
        make_dirs(self._disk, self._folder / "data")
        for name, text in tags.items():
            fd = self._disk.create(self._folder / name)
            try:
                write_all(self._disk, fd, text.encode())
                self._disk.fsync(fd)
            finally:
                self._disk.close(fd)
        for folder, _, _ in os.walk(self._folder):
            self._disk.sync_dir(Path(folder))


def _lines(connection: Connection) -> Iterator[tuple[str, int, bytes]]:
    """Name and committed size of every file of lines, and the lines that are committed and perhaps not in it yet."""
    sizes = sizes_of(connection)
    waiting: dict[str, bytes] = {}
    for row in connection.execute(select(outbox).order_by(outbox.c.seq)):
        waiting[row.file] = waiting.get(row.file, b"") + row.line
    for name in sorted(sizes.keys() | waiting.keys()):
        yield name, sizes.get(name, 0), waiting.get(name, b"")
