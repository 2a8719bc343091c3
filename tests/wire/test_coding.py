"""Content coding: strict, and bounded."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.wire.coding import CodingError, codings, decode_body, decode_chunks

_RAW = zlib.compressobj(wbits=-15)
ENCODERS = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "x-gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=1),
    "zstd": zstandard.ZstdCompressor().compress,
}
NAMES = pytest.mark.parametrize("name", ENCODERS)


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


@given(st.binary(max_size=3000), st.lists(st.sampled_from(sorted(ENCODERS)), max_size=3), st.integers(1, 400))
def test_stacked_codings_come_off_whatever_the_portions(data: bytes, names: list[str], size: int) -> None:
    coded = data
    for name in names:
        coded = ENCODERS[name](coded)
    header = " , ".join(names).upper()
    assert decode_body(coded, header, 10_000) == data
    portions = [coded[n : n + size] for n in range(0, len(coded), size)]
    assert b"".join(decode_chunks(portions, header, 10_000)) == data


@NAMES
def test_a_cut_stream_is_told_at_every_place(name: str) -> None:
    coded = ENCODERS[name](b"A statement of the ministry. " * 20)
    for end in range(1, len(coded)):
        with pytest.raises(CodingError) as caught:
            decode_body(coded[:end], name, 10_000)
        assert caught.value.failure.code == "http.decode"


@NAMES
def test_what_is_no_stream_is_told(name: str) -> None:
    with pytest.raises(CodingError) as caught:
        decode_body(b"<html>not coded at all</html>", name, 10_000)
    assert caught.value.failure.code == "http.decode"


@NAMES
def test_a_bomb_is_stopped_in_bounded_memory(name: str) -> None:
    bomb = ENCODERS[name](b"\x00" * 200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(CodingError) as caught:
            for _ in decode_chunks([bomb], name, 150_000_000):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.failure.code == "http.maxsize"
    assert peak < 64 * 1024 * 1024


def test_a_body_at_the_bound_is_whole() -> None:
    coded = gzip.compress(b"x" * 1000)
    assert decode_body(coded, "gzip", 1000) == b"x" * 1000
    with pytest.raises(CodingError):
        decode_body(coded, "gzip", 999)


def test_bare_deflate_is_accepted() -> None:
    assert decode_body(raw_deflate(b"text" * 30), "deflate", 1000) == b"text" * 30


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@pytest.mark.parametrize("size", [1, 3, 7, 10_000])
def test_streams_may_follow_each_other_and_junk_may_follow_them(name: str, size: int) -> None:
    coded = ENCODERS[name](b"one ") + ENCODERS[name](b"two")
    for tail in (b"", b"\x00" * 9, b"junk"):
        portions = [(coded + tail)[n : n + size] for n in range(0, len(coded + tail), size)]
        assert b"".join(decode_chunks(portions, name, 1000)) == b"one two"


def test_a_second_stream_that_is_cut_is_told() -> None:
    with pytest.raises(CodingError):
        decode_body(gzip.compress(b"one") + gzip.compress(b"two")[:-3], "gzip", 1000)


def test_an_empty_body_needs_no_stream() -> None:
    assert decode_body(b"", "gzip", 10) == b""


@pytest.mark.parametrize("header", [None, "", "identity", "utf-8", "none", "8bit"])
def test_what_is_no_coding_changes_nothing(header: str | None) -> None:
    assert decode_body(b"text", header, 10) == b"text"


@pytest.mark.parametrize("header", ["compress", "x-compress", "gzip, dcb"])
def test_a_coding_that_was_not_asked_for_is_told(header: str) -> None:
    with pytest.raises(CodingError, match="not asked for"):
        codings(header)
