"""The walk: every record of a WARC file in order, with as much of it as the catalogue tells. Memory stays flat."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.warc.member import MemberReader, WarcError, next_member
from crawler.warc.reader import KEPT, ReadRecord, as_read
from crawler.warc.record import RecordError, RecordReader


@dataclass(slots=True)
class Group:
    """Records that were written at once: an exchange with what was found about it, or one record."""

    records: list[ReadRecord]
    whole: bool  # every record that one of them names as concurrent is there, or was and is broken

    @property
    def span(self) -> tuple[int, int]:
        """Where the group begins and ends in its file, in bytes."""
        last = self.records[-1]
        return self.records[0].offset, last.offset + last.length


def walk(path: Path, end: int, broken: Callable[[int, str], None]) -> Iterator[ReadRecord]:
    """The records before byte ``end``. ``broken(offset, sentence)`` hears of each that is not whole.

    The block of a ``metadata`` record is whole, that of a ``request``, ``response`` or ``revisit`` only its start, and
    that of others empty.
    """
    fd = os.open(path, os.O_RDONLY)
    try:
        offset = 0
        while offset < end:
            member = MemberReader(fd, offset, end)
            try:
                record = _read(member, offset)
            except (WarcError, RecordError) as error:
                broken(offset, error.sentence if isinstance(error, WarcError) else str(error))
                offset = next_member(fd, offset + 1, end) or end
                continue
            yield record
            offset += record.length
    finally:
        os.close(fd)


def groups(records: Iterable[ReadRecord], count_broken: Callable[[], int]) -> Iterator[Group]:
    """The groups of all ``records``. ``count_broken`` says how many the walk has found broken by now."""
    grouping = Grouping()
    breaks = 0
    for record in records:
        if count_broken() > breaks:
            breaks = count_broken()
            grouping.broken()
        if (group := grouping.add(record)) is not None:
            yield group
    if (group := grouping.end()) is not None:
        yield group


class Grouping:
    """The records that belong together: each names another of its group in WARC-Concurrent-To, or is named so."""

    def __init__(self) -> None:
        self._group: list[ReadRecord] = []
        self._ids: set[str] = set()
        self._wanted: set[str] = set()
        self._broken = False

    def broken(self) -> None:
        """A record that is not whole was passed: it may be one that is wanted. If another one follows, it was, and was
        committed, for nothing that was is behind what was not.
        """
        self._broken = True

    def add(self, record: ReadRecord) -> Group | None:
        """The next record; the group before it, where that is at its end."""
        if self._broken:
            self._broken = False
            self._wanted.clear()
        named = set(record.headers.get("warc-concurrent-to", ()))
        ended = None
        if self._group and record.id not in self._wanted and not named & self._ids:
            ended = self.end()
        self._group.append(record)
        self._ids.add(record.id)
        self._wanted |= named
        self._wanted -= self._ids
        return ended

    def end(self) -> Group | None:
        """The last group, where there is any."""
        group = Group(self._group, whole=not self._wanted) if self._group else None
        self._group, self._ids, self._wanted = [], set(), set()
        return group


def _read(member: MemberReader, offset: int) -> ReadRecord:
    record = RecordReader(member.pieces())
    wanted = KEPT.get(record.type, 0)
    kept: list[bytes] = []
    for piece in record.block():
        if wanted > 0:
            kept.append(piece)
            wanted -= len(piece)
    return as_read(record, b"".join(kept), offset, member.length)
