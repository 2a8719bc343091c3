"""The filler: exactly as long as it must be, a record like any other, and nothing left of what was there."""

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.warc.filler import LONGEST, TooShort, filler, parts_of
from crawler.warc.member import MemberReader
from crawler.warc.reader import metadata_payload, read_member

WHEN = datetime(2026, 2, 3, tzinfo=UTC)
INFO = "<urn:uuid:00000000-0000-4000-8000-000000000001>"
ID = "<urn:uuid:00000000-0000-4000-8000-000000000002>"
LONG = {"kind": "erased", "decision": 7, "records": [{"type": "response", "id": ID}, {"type": "request", "id": INFO}]}
SHORT = {"kind": "erased", "decision": 7}


def fill(size: int, *, compressed: bool = True, info: str | None = INFO) -> bytes:
    return filler(size, [LONG, SHORT], date=WHEN, warcinfo_id=info, id=ID, compressed=compressed)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=480, max_value=200_000))
@example(65_535)
@example(65_536 + 500)
@example(LONGEST)
def test_a_member_is_exactly_as_long_as_it_must_be(size: int) -> None:
    data = fill(size)
    assert len(data) == size
    text = gzip.decompress(data)
    assert text.startswith(b"WARC/1.1\r\nWARC-Type: metadata\r\n")
    assert text.endswith(b"\r\n\r\n")


def test_every_length_from_the_shortest_on_is_possible() -> None:
    shortest = next(size for size in range(100, 600) if possible(size))
    assert shortest < 330, "the shortest finding of our own is longer"
    assert [size for size in range(shortest + 8, shortest + 300) if not possible(size)] == []


def possible(size: int) -> bool:
    try:
        return len(fill(size)) == size
    except TooShort:
        return False


def test_it_reads_as_a_finding_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(fill(100_000))
    record = read_member(path, 0, 100_000)
    assert metadata_payload(record) == LONG
    assert record.header("warc-warcinfo-id") == INFO
    fd = os.open(path, os.O_RDONLY)
    try:
        member = MemberReader(fd, 0, 100_000)
        assert sum(map(len, member.pieces())) > 90_000
        assert member.length == 100_000
    finally:
        os.close(fd)


def test_every_flipped_byte_of_it_shows(tmp_path: Path) -> None:
    data = bytearray(fill(700))
    path = tmp_path / "a.warc.gz"
    for place in range(700):
        data[place] ^= 1
        path.write_bytes(data)
        with pytest.raises(ValueError, match="byte 0"):
            read_member(path, 0, 700)
        data[place] ^= 1


def test_a_plain_record_is_exactly_as_long_too() -> None:
    for size in (*range(400, 700), *range(1150, 1400), 12_345, 100_000):
        data = fill(size, compressed=False, info=None)
        assert len(data) == size
        assert data.endswith(b"\r\n\r\n")


def test_where_less_fits_less_is_said() -> None:
    shortest = next(size for size in range(100, 600) if possible(size))
    assert b'"records"' not in gzip.decompress(fill(shortest))
    assert b'"records"' in gzip.decompress(fill(shortest + 200))


def test_what_is_too_short_is_said() -> None:
    with pytest.raises(TooShort, match="40 bytes"):
        fill(40)


@given(st.integers(min_value=1, max_value=10 * LONGEST))
def test_the_parts_of_a_long_one_make_up_the_whole(length: int) -> None:
    parts = parts_of(length)
    assert sum(parts) == length
    assert all(0 < part <= LONGEST for part in parts)
    assert len(parts) == 1 or min(parts) > LONGEST // 2 - 1
