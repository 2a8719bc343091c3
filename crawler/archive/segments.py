"""The segments of an open archive: one growing WARC file a source, and which part of each is committed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, update

from crawler.archive.places import serial_of, source_of, sync_up
from crawler.catalogue.schema import files
from crawler.warc.disk import Disk
from crawler.warc.member import Member
from crawler.warc.record import Record, encode
from crawler.warc.segment import Segment

SEGMENT_SIZE = (
    1_000_000_000  # bytes after which a file is sealed: large to a reader's index, small to a copy that fails
)


@dataclass(slots=True)
class _Growing:
    segment: Segment
    warcinfo_id: str
    committed: int  # bytes that the database knows; 0: it does not know the file either

    @property
    def dirty(self) -> bool:
        return self.segment.size != self.committed


class Segments:
    """Where records go. Not for more than one thread at a time. ``OSError`` comes through unchanged."""

    def __init__(
        self,
        disk: Disk,
        root: Path,
        connection: Connection,
        *,
        name: Callable[[str, int], str],
        first: Callable[[str, str], Record],
    ) -> None:
        """``name(source, serial)`` names a new file and ``first(source, file name)`` is its warcinfo record."""
        self._disk = disk
        self._root = root
        self._connection = connection
        self._name = name
        self._first = first
        self._serial: int = connection.execute(select(func.coalesce(func.max(files.c.serial), 0))).scalar_one()
        self._left = {row.source: row for row in connection.execute(select(files).where(files.c.sealed.is_(False)))}
        self._growing: dict[str, _Growing] = {}

    def has(self, source: str) -> bool:
        """Whether the source has a file that grows, also one that an earlier process left."""
        return source in self._growing or source in self._left

    @property
    def growing(self) -> set[str]:
        """The sources that have a file which is not sealed."""
        return self._growing.keys() | self._left.keys()

    def warcinfo_id(self, source: str) -> str:
        """The warcinfo record of the file that the next record of the source goes to; begins that file if needed."""
        return self._of(source).warcinfo_id

    def new_serial(self) -> int:
        """The next number in the order of making, for a file that is not made here."""
        self._serial += 1
        return self._serial

    def append(self, source: str, records: Sequence[Record]) -> tuple[str, list[tuple[int, int]]]:
        """Add records in one write. Returns the file's name and (offset, length) of each. Not yet durable."""
        growing = self._of(source)
        members: list[Member] = []
        try:
            members.extend(encode(record, self._root) for record in records)
            return growing.segment.name, growing.segment.append(members)
        finally:
            for member in members:
                member.close()

    def full(self, source: str) -> bool:
        """Whether the source's file is large enough to be sealed."""
        growing = self._growing.get(source)
        return growing is not None and growing.segment.size >= SEGMENT_SIZE

    def sync(self) -> None:
        """Step 1 of a batch: all that was appended is durable on return."""
        for growing in self._growing.values():
            if growing.dirty:
                growing.segment.sync()

    def write_rows(self) -> None:
        """Step 2, inside the transaction: the new lengths."""
        for growing in self._growing.values():
            if not growing.dirty:
                continue
            segment = growing.segment
            if growing.committed:
                self._connection.execute(update(files).where(files.c.name == segment.name).values(size=segment.size))
            else:
                row = file_row(segment.name, segment.size, growing.warcinfo_id)
                self._connection.execute(insert(files), row)

    def committed(self) -> None:
        """After the transaction: its lengths are the committed ones."""
        for growing in self._growing.values():
            growing.committed = growing.segment.size

    def seal(self, source: str) -> tuple[str, str]:
        """End the source's file, all of which is committed. Returns its name and SHA-256 (hex), durable on the disk;
        the row of it is written inside the transaction that must follow.
        """
        growing = self._of(source)
        if growing.dirty:
            raise ValueError(f"{growing.segment.name} has bytes that are not committed: it cannot be sealed")
        digest = growing.segment.seal()
        del self._growing[source]
        seal_row(self._connection, growing.segment.name, digest)
        return growing.segment.name, digest

    def close(self) -> None:
        """Let go of every file, without making anything durable."""
        for growing in self._growing.values():
            with suppress(OSError):
                growing.segment.close()
        self._growing.clear()

    def undo(self) -> None:
        """Cut every file to its committed length, as far as the disk still lets that be; recovery does the rest."""
        for growing in self._growing.values():
            with suppress(OSError, ValueError):
                if growing.dirty and growing.committed:
                    growing.segment.truncate(growing.committed)

    def _of(self, source: str) -> _Growing:
        growing = self._growing.get(source)
        if growing is None:
            growing = self._growing[source] = self._reopened(source) or self._begun(source)
        return growing

    def _reopened(self, source: str) -> _Growing | None:
        row = self._left.get(source)
        if row is None:
            return None
        segment = Segment.reopen(self._disk, self._root, row.name, row.size)
        del self._left[source]
        return _Growing(segment, row.warcinfo_id, row.size)

    def _begun(self, source: str) -> _Growing:
        name = self._name(source, self.new_serial())
        first = self._first(source, name)
        segment = Segment.create(self._disk, self._root, name, first)
        sync_up(self._disk, self._root, (self._root / name).parent)
        return _Growing(segment, first.id, 0)


def file_row(name: str, size: int, warcinfo_id: str) -> dict[str, object]:
    """The row of a file that grows."""
    return {
        "name": name,
        "source": source_of(name),
        "serial": serial_of(name),
        "size": size,
        "sealed": False,
        "sha256": None,
        "warcinfo_id": warcinfo_id,
    }


def seal_row(connection: Connection, name: str, digest: str) -> None:
    """Inside a transaction: the file is sealed."""
    connection.execute(update(files).where(files.c.name == name).values(sealed=True, sha256=digest))


def manifest_line(name: str, digest: str) -> bytes:
    """The line of a sealed file in the manifest, as BagIt writes it (RFC 8493 §2.1.3)."""
    return f"{digest}  {name}\n".encode()
