"""The answers of other makers: a head that says what the body is not, and what is believed then."""

import gzip
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.warc.foreign import opened, read_foreign_at
from crawler.warc.foreign_answer import DECHUNKED, DECODED, LONGER, NO_HTTP, ForeignAnswer
from tests.warc import makers

PAGE = makers.PAGE
LONG = PAGE * 2000


class Read:
    """An answer, read."""

    def __init__(self, folder: Path, block: bytes, *headers: str, kind: str = "response") -> None:
        path = folder / "a"
        data = makers.record(kind, block, *headers, name="a")
        path.write_bytes(data)
        with opened(path) as (fd, size):
            answer = ForeignAnswer(read_foreign_at(fd, 0, size))
            self.headers = dict(answer.headers())
            self.payload = b"".join(answer.payload())
        self.status = None if answer.head is None else answer.head.status
        self.notes = answer.notes
        self.problem = answer.problem


@pytest.mark.parametrize("line", ["HTTP/1.0 200 OK", "HTTP/1.1 200", "HTTP/2 200", "HTTP/2.0 200 OK", "HTTP/3 200 "])
def test_every_status_line_that_makers_write(tmp_path: Path, line: str) -> None:
    read = Read(tmp_path, makers.http(PAGE, status=line))
    assert (read.status, read.payload, read.notes) == (200, PAGE, [])


def test_a_head_of_lf_alone(tmp_path: Path) -> None:
    assert Read(tmp_path, makers.http(end=b"\n")).payload == PAGE


@pytest.mark.parametrize("body", [PAGE, LONG, b""])
def test_chunks_are_taken_off(tmp_path: Path, body: bytes) -> None:
    read = Read(tmp_path, makers.http(makers.chunked(body), "Transfer-Encoding: chunked"))
    assert (read.payload, read.notes, read.problem) == (body, [], None)


@pytest.mark.parametrize("body", [PAGE, LONG, b"cafe and more of it", b"beef\r\nis what is for dinner", b"a\nb\nc"])
def test_a_body_that_is_not_chunked_though_its_head_says_so(tmp_path: Path, body: bytes) -> None:
    read = Read(tmp_path, makers.http(body, "Transfer-Encoding: chunked"))
    assert (read.payload, read.notes, read.problem) == (body, [DECHUNKED], None)


def test_a_chunked_body_that_was_cut_is_a_problem(tmp_path: Path) -> None:
    read = Read(tmp_path, makers.http(makers.chunked(LONG)[:-5000], "Transfer-Encoding: chunked"))
    assert LONG.startswith(read.payload)
    assert read.problem == "http.underrun"
    short = Read(tmp_path, makers.http(b"ffff\r\nhello", "Transfer-Encoding: chunked"), "WARC-Truncated: length")
    assert (short.payload, short.problem) == (b"hello", "http.underrun")


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("chunks", [True, False])
def test_a_content_coding_that_is_there_stays(tmp_path: Path, coding: str, chunks: bool) -> None:
    body = CODINGS[coding](LONG)
    framed = makers.chunked(body) if chunks else body
    framing = "Transfer-Encoding: chunked" if chunks else f"Content-Length: {len(body)}"
    read = Read(tmp_path, makers.http(framed, f"Content-Encoding: {coding}", framing))
    assert (read.payload, read.headers["content-encoding"], read.notes, read.problem) == (body, coding, [], None)


@pytest.mark.parametrize("coding", [*CODINGS, "deflate"])
@pytest.mark.parametrize("body", [LONG, "Заявление ".encode() * 99, b"%PDF-1.4\n\x00\x01\xff", b"<p>\xef\xe5</p>"])
def test_a_content_coding_that_is_not_there_is_left_out_of_the_head(tmp_path: Path, coding: str, body: bytes) -> None:
    read = Read(tmp_path, makers.http(body, f"Content-Encoding: {coding}", "Content-Length: 17", "X-A: b"))
    assert (read.payload, read.notes, read.problem) == (body, [DECODED], None)
    assert read.headers == {"content-length": "17", "x-a": "b"}


def test_both_codings_taken_off_by_a_browser(tmp_path: Path) -> None:
    read = Read(tmp_path, makers.http(LONG, "Content-Encoding: br", "Transfer-Encoding: chunked", status="HTTP/2 200"))
    assert (read.payload, sorted(read.notes)) == (LONG, sorted([DECHUNKED, DECODED]))


def test_common_crawl_renames_what_it_took_off(tmp_path: Path) -> None:
    names = ("X-Crawler-Content-Encoding: gzip", "X-Crawler-Transfer-Encoding: chunked", f"Content-Length: {len(LONG)}")
    read = Read(tmp_path, makers.http(LONG, *names))
    assert (read.payload, read.notes, read.problem) == (LONG, [], None)


def test_a_body_longer_or_shorter_than_declared(tmp_path: Path) -> None:
    longer = Read(tmp_path, makers.http(PAGE, "Content-Length: 5"))
    assert (longer.payload, longer.notes, longer.problem) == (PAGE, [LONGER], None)
    shorter = Read(tmp_path, makers.http(PAGE, "Content-Length: 5000"))
    assert (shorter.payload, shorter.problem) == (PAGE, "http.underrun")
    packed = gzip.compress(LONG)
    cut = Read(tmp_path, makers.http(packed[:-9], "Content-Encoding: gzip", f"Content-Length: {len(packed)}"))
    assert cut.problem == "http.underrun"


def test_what_is_no_http_is_its_own_payload(tmp_path: Path) -> None:
    read = Read(tmp_path, PAGE)
    assert (read.status, read.payload, read.headers, read.notes) == (None, PAGE, {}, [NO_HTTP])


@pytest.mark.parametrize("head", [b"", makers.http(b""), makers.http(b"")[:-2], b"HTTP/1.1 304 Not Modified\r\n"])
def test_a_revisit_has_a_head_or_none(tmp_path: Path, head: bytes) -> None:
    read = Read(tmp_path, head, kind="revisit")
    assert (read.payload, read.notes, read.problem) == (b"", [], None)
    assert read.status == (None if not head else 304 if b"304" in head else 200)


@given(body=st.binary(max_size=2000), size=st.integers(1, 700))
def test_chunks_of_any_size(tmp_path_factory: pytest.TempPathFactory, body: bytes, size: int) -> None:
    block = makers.http(makers.chunked(body, size), "Transfer-Encoding: chunked")
    assert Read(tmp_path_factory.getbasetemp(), block).payload == body


@given(block=st.binary(max_size=400))
def test_no_block_is_a_crash(tmp_path_factory: pytest.TempPathFactory, block: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: br\r\n\r\n"
    assert Read(tmp_path_factory.getbasetemp(), block).payload is not None
    assert Read(tmp_path_factory.getbasetemp(), head + block).status == 200
