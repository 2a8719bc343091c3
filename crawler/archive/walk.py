"""The walk: every record of a WARC file in order, with as much of it as the catalogue tells. Memory stays flat."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.warc.member import MemberReader, WarcError, next_member
from crawler.warc.reader import ReadRecord
from crawler.warc.record import RecordError, RecordReader

# How much of a block is kept, by the record's type: a head (the wire takes no longer one), a whole finding.
_HEAD: Final = 4 * 1024 * 1024
_KEPT: Final = {"request": _HEAD, "response": _HEAD, "revisit": _HEAD, "metadata": 256 * 1024 * 1024}


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
    """The records that belong together: each names another of its group in WARC-Concurrent-To, or is named so.

    ``count_broken`` says how many records the walk has found broken by now.
    """
    group: list[ReadRecord] = []
    ids: set[str] = set()
    wanted: set[str] = set()
    breaks = 0
    for record in records:
        if count_broken() > breaks:  # what is wanted may have been broken: but this is behind it, so it was committed
            breaks = count_broken()
            wanted.clear()
        named = set(record.headers.get("warc-concurrent-to", ()))
        if group and record.id not in wanted and not named & ids:
            yield Group(group, whole=not wanted)
            group, ids, wanted = [], set(), set()
        group.append(record)
        ids.add(record.id)
        wanted |= named
        wanted -= ids
    if group:
        yield Group(group, whole=not wanted)


def _read(member: MemberReader, offset: int) -> ReadRecord:
    record = RecordReader(member.pieces())
    wanted = _KEPT.get(record.type, 0)
    kept: list[bytes] = []
    for piece in record.block():
        if wanted > 0:
            kept.append(piece)
            wanted -= len(piece)
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in record.headers:
        headers[name.lower()] = (*headers.get(name.lower(), ()), value)
    return ReadRecord(record.id, record.type, headers, b"".join(kept), offset, member.length)
