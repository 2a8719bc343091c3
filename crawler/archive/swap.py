"""The swap: new files take the place of old ones together with a transaction, all of them or none.

The new files lie whole and durable in ``rewriting/`` before the transaction that makes them true, and which notes that
they are due. After it each gets its name; the next transaction takes the note away. A kill in between is made good by
recovery, and until then a reader who asks here finds the right one. What lies there and is not due was never true.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from crawler.archive.errors import ArchiveError
from crawler.archive.indexes import write_index
from crawler.archive.places import index_of, sync_up
from crawler.catalogue.database import Catalogue
from crawler.catalogue.schema import meta
from crawler.warc.disk import Disk, make_dirs, write_all

FOLDER: Final = "rewriting"
_KEY: Final = "swap"
_PIECE: Final = 1024 * 1024


class Swap:
    """New files that are to take the place of old ones. Not yet promised: nothing has changed for anybody."""

    def __init__(self, disk: Disk, root: Path) -> None:
        self._disk = disk
        self._root = root
        self._names: list[str] = []

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """The new content of the file ``name``, durable on return."""
        here = _waiting(self._root, name)
        make_dirs(self._disk, here.parent)
        if self._disk.exists(here):
            self._disk.remove(here)
        fd = self._disk.create(here)
        try:
            for piece in _joined(pieces):
                write_all(self._disk, fd, piece)
            self._disk.fsync(fd)
        finally:
            self._disk.close(fd)
        self._disk.sync_dir(here.parent)
        self._names.append(name)

    def promise(self, connection: Connection, indexes: Iterable[str]) -> None:
        """Inside the transaction that makes the new files true. ``indexes`` are the names of sealed WARC files whose
        index is to be made anew.
        """
        told = {"files": self._names, "indexes": list(indexes)}
        if any(told.values()):
            connection.execute(insert(meta), {"key": _KEY, "value": json.dumps(told)})

    def path(self, name: str) -> Path:
        """Where the new content of ``name`` waits."""
        return _waiting(self._root, name)


def finish_swap(disk: Disk, root: Path, catalogue: Catalogue) -> None:
    """Give every file that is due its place, and note it. Anything else that waits is dropped: it was never true."""
    connection = catalogue.connection
    told = _due(connection)
    for name in told["files"]:
        here, there = _waiting(root, name), root / name
        if disk.exists(here):
            disk.rename(here, there)
        sync_up(disk, root, there.parent)
    for name in told["indexes"]:
        write_index(disk, root, connection, name)
    if told["files"] or told["indexes"]:
        if disk.exists(root / FOLDER):
            disk.sync_dir(root / FOLDER)
        connection.execute(delete(meta).where(meta.c.key == _KEY))
        catalogue.commit()
    for path in _left(root):
        disk.remove(path)


class Due:
    """For readers of one snapshot: where each file is, also between a transaction and the end of its swap."""

    def __init__(self, root: Path, connection: Connection) -> None:
        self._root = root
        told = _due(connection)
        self._names = frozenset(told["files"])
        self.indexes = frozenset(index_of(name) for name in told["indexes"])  # not to be relied on

    def path(self, name: str) -> Path | None:
        """Where the new content of ``name`` waits; none where it has its place."""
        if name not in self._names:
            return None
        here = _waiting(self._root, name)
        return here if here.is_file() else None


def is_due(connection: Connection) -> bool:
    """Whether the catalogue says that a swap is due."""
    return bool(_due(connection)["files"])


def expect_no_swap(connection: Connection, root: Path) -> None:
    """Raise ``ArchiveError`` where a suppression was cut off between its transaction and its end."""
    if is_due(connection):
        raise ArchiveError(
            f"a suppression in the archive {root} was cut off: `communique seal`, or the next crawl, completes it first"
        )


def _joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Few large pieces of many small ones."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _due(connection: Connection) -> dict[str, list[str]]:
    found = connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar()
    told: dict[str, list[str]] = {"files": [], "indexes": []} if found is None else json.loads(found)
    return told


def _waiting(root: Path, name: str) -> Path:
    return root / FOLDER / name.replace("/", "+")


def _left(root: Path) -> Iterator[Path]:
    yield from sorted(path for path in (root / FOLDER).glob("*") if path.is_file())
