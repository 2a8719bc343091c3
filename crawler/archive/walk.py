"""The walk: every record of a WARC file in order, with as much of it as the catalogue tells. Memory stays flat."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from crawler.warc.member import MemberReader, WarcError, next_member
from crawler.warc.reader import ReadRecord
from crawler.warc.record import RecordError, RecordReader

# How much of a block is kept, by the record's type: a response's head (the wire takes no longer one), a whole finding.
_KEPT: Final = {"response": 4 * 1024 * 1024, "metadata": 256 * 1024 * 1024}


def walk(path: Path, end: int, broken: Callable[[int, str], None]) -> Iterator[ReadRecord]:
    """The records before byte ``end``. ``broken(offset, sentence)`` hears of each that is not whole.

    The block of a ``metadata`` record is whole, that of a ``response`` only its start, and that of others empty.
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
