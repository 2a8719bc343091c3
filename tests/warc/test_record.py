"""What is written is read back the same, and what breaks the grammar cannot be written."""

import gzip
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.warc.member import HEAD_SIZE, HEADER
from crawler.warc.reader import ReadRecord, read_member
from crawler.warc.record import Record, RecordError, RecordReader, encode, new_record_id, parse_headers

from .samples import Bytes

ID = "<urn:uuid:00000000-0000-0000-0000-000000000001>"
DATE = ("WARC-Date", "2021-11-08T09:00:00.123456Z")
VALUES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in (*range(32), 127)]), min_size=1
).filter(lambda value: value == value.strip())
NAMES = st.from_regex(r"X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}", fullmatch=True)


def packed(record: Record) -> bytes:
    member = encode(record)
    data = b"".join(member.chunks())
    assert len(data) == member.size
    assert data == b"".join(member.chunks())  # readable more than once
    member.close()
    return data


def reread(folder: Path, data: bytes) -> ReadRecord:
    (folder / "one.warc.gz").write_bytes(b"before" + data + b"after")
    return read_member(folder / "one.warc.gz", 6, len(data))


@settings(deadline=None, max_examples=200)
@given(
    block=st.binary(max_size=5000),
    headers=st.lists(st.tuples(NAMES, VALUES), max_size=6, unique_by=lambda header: header[0].lower()),
    piece=st.integers(1, 700),
)
def test_record_is_read_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, block: bytes, headers: list[tuple[str, str]], piece: int
) -> None:
    record = Record(ID, "metadata", (DATE, *headers), block)
    data = packed(record)
    again = reread(tmp_path_factory.getbasetemp(), data)
    assert (again.id, again.type, again.block, again.length) == (ID, "metadata", block, len(data))
    for name, value in headers:
        assert again.headers[name.lower()] == (value,)
    assert zlib.decompress(data, 31) == zlib.decompress(
        packed(Record(ID, "metadata", record.headers, Bytes(block, piece))), 31
    )
    reader = RecordReader(_pieces(gzip.decompress(data), piece))
    assert b"".join(reader.block()) == block
    assert reader.headers[2:-1] == record.headers


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@given(value=st.text(min_size=1))
def test_no_value_can_add_or_end_a_header(value: str) -> None:
    try:
        record = Record(ID, "metadata", (DATE, ("X-Free", value)), b"")
    except RecordError:
        return
    head = zlib.decompress(packed(record), 31).partition(b"\r\n\r\n")[0]
    assert [name for name, _ in parse_headers(head)] == [
        "WARC-Type", "WARC-Record-ID", "WARC-Date", "X-Free", "Content-Length",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        ((("X", "a\r\nY: b"),), "cannot have the value"),
        ((("X", "a\nb"),), "cannot have the value"),
        ((("X", "a\x00b"),), "cannot have the value"),
        ((("X", " a"),), "cannot have the value"),
        ((("X", ""),), "cannot have the value"),
        ((("X", "\ud800"),), "not Unicode"),
        ((("X: Y", "a"),), "no name"),
        ((("", "a"),), "no name"),
        ((("Content-Length", "5"),), "occurs twice"),
        ((("warc-type", "response"),), "occurs twice"),
        ((("WARC-Record-ID", ID),), "occurs twice"),
        ((DATE,), "occurs twice"),
        ((("WARC-Target-URI", "no scheme"),), "cannot have the value"),
        ((("WARC-Target-URI", "http://a/b c"),), "cannot have the value"),
        ((("WARC-Block-Digest", "sha256:ABC"),), "cannot have the value"),
        ((("WARC-Refers-To", "urn:uuid:1"),), "cannot have the value"),
        ((("WARC-Truncated", "perhaps"),), "cannot have the value"),
    ],
)
def test_record_that_breaks_the_grammar_cannot_be_made(headers: tuple[tuple[str, str], ...], sentence: str) -> None:
    with pytest.raises(RecordError, match=sentence):
        Record(ID, "metadata", (DATE, *headers), b"")


def test_record_needs_a_date_a_known_type_an_id_and_a_response_an_address() -> None:
    with pytest.raises(RecordError, match="warc-date is missing"):
        Record(ID, "metadata", (), b"")
    with pytest.raises(RecordError, match="WARC-Date cannot have"):
        Record(ID, "metadata", (("WARC-Date", "2021-11-08T09:00:00Z"),), b"")
    with pytest.raises(RecordError, match="unknown WARC-Type 'page'"):
        Record(ID, "page", (DATE,), b"")
    with pytest.raises(RecordError, match="WARC-Record-ID cannot have"):
        Record("1234", "metadata", (DATE,), b"")
    with pytest.raises(RecordError, match="needs WARC-Target-URI"):
        Record(ID, "response", (DATE,), b"")


def test_concurrent_and_protocol_may_repeat() -> None:
    headers = (("WARC-Concurrent-To", ID), ("WARC-Concurrent-To", "<urn:x:2>"), ("WARC-Protocol", "a"))
    Record(ID, "metadata", (DATE, *headers, ("WARC-Protocol", "b")), b"")


def test_same_record_gives_the_same_bytes() -> None:
    record = Record(ID, "metadata", (DATE,), b"text " * 1000)
    assert packed(record) == packed(record)


def test_gzip_header_is_the_same_everywhere() -> None:
    data = packed(Record(ID, "metadata", (DATE,), b"x"))
    assert data.startswith(HEADER)
    assert HEADER[4:10] == b"\x00\x00\x00\x00\x00\xff"  # no time, no hint, unknown system
    assert HEAD_SIZE == 20


def test_block_that_is_not_as_long_as_it_says_is_refused() -> None:
    class Liar(Bytes):
        @property
        def size(self) -> int:
            return 7

    with pytest.raises(RecordError, match="has 3 bytes and not 7"):
        encode(Record(ID, "metadata", (DATE,), Liar(b"abc")))


def test_ids_are_fresh_and_well_formed() -> None:
    assert new_record_id() != new_record_id()
    Record(new_record_id(), "metadata", (DATE,), b"")


def test_folder_for_a_large_member_that_cannot_be_written_is_the_systems_error(tmp_path: Path) -> None:
    noise = random.Random(4).randbytes(5_000_000)
    with pytest.raises(FileNotFoundError):
        encode(Record(ID, "metadata", (DATE,), noise), tmp_path / "none")
    member = encode(Record(ID, "metadata", (DATE,), b"small"), tmp_path / "none")
    member.close()
