"""The outbox: lines that go into the JSON Lines files and the manifest after the commit that made them true.

A line is written as a row inside the transaction, appended to its file after it, and its row is deleted with the
next transaction. So a reader who follows a file never sees a line that later vanishes, and no kill loses one.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.places import sync_up
from crawler.catalogue.schema import outbox, projections
from crawler.warc.disk import Disk, make_dirs, write_all

_KEEP = upsert(projections)
_KEEP = _KEEP.on_conflict_do_update(index_elements=["name"], set_={"size": _KEEP.excluded.size})


class Outbox:
    """Lines on their way. Not for more than one thread at a time."""

    def __init__(self, disk: Disk, root: Path, connection: Connection) -> None:
        """``connection`` is the writer's; the files are as recovery left them."""
        self._disk = disk
        self._root = root
        self._connection = connection
        self._sizes: dict[str, int] = sizes_of(connection)
        self._last: int = connection.execute(select(func.coalesce(func.max(outbox.c.seq), 0))).scalar_one()
        self._lines: list[tuple[int, str, bytes]] = []  # since the last commit
        self._appended: dict[str, int] = {}  # sizes that no transaction knows yet
        self._through = 0  # the last line that is in its file

    def put(self, file: str, line: bytes) -> None:
        """One line for the file of this name, newline included."""
        self._last += 1
        self._lines.append((self._last, file, line))

    def measure(self) -> None:
        """Take the files for as long as the catalogue says: some were rewritten."""
        self._sizes = sizes_of(self._connection)

    @property
    def unmarked(self) -> bool:
        """Whether lines were appended that the database still takes for pending."""
        return bool(self._appended)

    def write_rows(self) -> None:
        """Inside the transaction: mark what was appended after the last one, and write what is to be appended next."""
        mark(self._connection, self._appended, self._through)
        if self._lines:
            rows = [{"seq": seq, "file": file, "line": line} for seq, file, line in self._lines]
            self._connection.execute(insert(outbox), rows)

    def append(self) -> None:
        """After the transaction: the lines of it into their files, durable on return."""
        self._appended = {}
        lines, self._lines = self._lines, []
        if not lines:
            return
        for name, data in gather((file, line) for _, file, line in lines).items():
            size = self._sizes.get(name, 0)
            add_to(self._disk, self._root, name, size, data)
            self._sizes[name] = self._appended[name] = size + len(data)
        self._through = lines[-1][0]


def sizes_of(connection: Connection) -> dict[str, int]:
    """How many bytes of each file are known to be on the disk."""
    return {row.name: row.size for row in connection.execute(select(projections))}


def gather(lines: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """What each file gets, lines in order."""
    pieces: dict[str, list[bytes]] = {}
    for file, line in lines:
        pieces.setdefault(file, []).append(line)
    return {file: b"".join(parts) for file, parts in pieces.items()}


def mark(connection: Connection, sizes: dict[str, int], through: int) -> None:
    """Inside a transaction: these files have these sizes, and every line up to ``through`` is in its file."""
    if sizes:
        connection.execute(_KEEP, [{"name": name, "size": size} for name, size in sizes.items()])
        connection.execute(delete(outbox).where(outbox.c.seq <= through))


def add_to(disk: Disk, root: Path, name: str, size: int, data: bytes) -> None:
    """Add whole lines to a file of ``size`` bytes (made where it is not there), durable on return.

    Where the disk fails the file is cut to ``size`` again if the disk still lets that be. ``ArchiveDamaged`` where
    the file has another size: somebody else wrote there.
    """
    path = root / name
    if disk.exists(path):
        found = disk.size(path)
        if found != size:
            raise ArchiveDamaged(f"{path} has {found} bytes, but {size} were written: another program changed it")
        fd = disk.reopen(path)
        fresh = False
    elif size:
        raise ArchiveDamaged(f"{path} is gone, and with it {size} bytes that were committed")
    else:
        make_dirs(disk, path.parent)
        fd = disk.create(path)
        fresh = True
    try:
        try:
            write_all(disk, fd, data)
            disk.fsync(fd)
        except OSError:
            with suppress(OSError):
                disk.truncate(fd, size)
            raise
    finally:
        disk.close(fd)
    if fresh:
        sync_up(disk, root, path.parent)
