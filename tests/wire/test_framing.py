"""Framing: the law that no byte is lost, whatever comes and in whatever portions."""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.wire.framing import MAX_HEAD, Framer, split_message
from crawler.wire.head import parse_head
from tests.wire.cases import CASES


@dataclass
class Read:
    """All that a framer tells of bytes fed in portions."""

    block: list[bytes] = field(default_factory=list)
    payload: list[bytes] = field(default_factory=list)

    def of(self, portions: list[bytes], method: str = "GET", *, end: bool = True) -> dict[str, object]:
        framer = Framer(method, self.block.append, self.payload.append)
        for portion in portions:
            framer.feed(portion)
        if end:
            framer.eof()
        return {
            "block": b"".join(self.block),
            "payload": b"".join(self.payload),
            "interim": framer.interim,
            "surplus": framer.surplus,
            "head": framer.head,
            "done": framer.done,
            "problem": framer.problem,
            "reusable": framer.reusable,
            "stop": framer.stop,
        }


def cut(data: bytes, places: list[int]) -> list[bytes]:
    bounds = [0, *sorted({place % (len(data) + 1) for place in places}), len(data)]
    return [data[start:end] for start, end in pairwise(bounds)]


_LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.0 404\n", b"\r\n", b"\n", b"\r", b"HTTP/",
        b"Content-Length: 3\r\n", b"Content-Length: 9\n", b"Transfer-Encoding: chunked\r\n", b"3\r\nabc\r\n", b"0\r\n",
        b"a;x=y\r\n0123456789\n", b"Connection: close\r\n", b" folded\r\n", b"abc", b"zz\r\n", b"\x00\xff",
        b"0\r\n\r\n",
        b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: gzip\r\n", b"HTTP/1.1 304 Not Modified\r\n\r\n",
    ]
)  # fmt: skip
_TRAFFIC = st.one_of(
    st.lists(_LINES, max_size=14).map(b"".join),
    st.sampled_from([b"".join(case.answer.portions) for case in CASES if len(case.answer.portions[0]) < 5000]),
    st.binary(max_size=60).map(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".__add__),
    st.binary(max_size=60),
)


@given(_TRAFFIC, st.lists(st.integers(0, 5000), max_size=12), st.sampled_from(["GET", "HEAD"]))
def test_any_portions_read_as_the_whole(data: bytes, places: list[int], method: str) -> None:
    assert Read().of(cut(data, places), method) == Read().of([data], method)


@given(_TRAFFIC, st.sampled_from(["GET", "HEAD"]))
def test_byte_by_byte_reads_as_the_whole(data: bytes, method: str) -> None:
    assert Read().of([data[n : n + 1] for n in range(len(data))], method) == Read().of([data], method)


@given(_TRAFFIC, st.lists(st.integers(0, 5000), max_size=12))
def test_no_byte_is_lost_or_moved(data: bytes, places: list[int]) -> None:
    told = Read().of(cut(data, places))
    assert isinstance(told["interim"], bytes)
    assert told["interim"] + told["block"] + told["surplus"] == data  # type: ignore[operator]


@given(_TRAFFIC)
def test_a_stored_block_reads_again_to_the_same_payload(data: bytes) -> None:
    told = Read().of([data])
    message = split_message([told["block"]])  # type: ignore[list-item]
    assert message.head == told["head"]
    assert message.payload == told["payload"]


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=6), st.lists(st.integers(0, 500), max_size=6))
def test_chunked_is_undone(chunks: list[bytes], places: list[int]) -> None:
    framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    told = Read().of(cut(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed, places), end=False)
    assert (told["payload"], told["done"], told["problem"]) == (b"".join(chunks), True, None)
    assert told["reusable"]


@given(st.binary(max_size=200))
def test_any_head_is_read_without_raising(data: bytes) -> None:
    parse_head(b"HTTP/1.1 200 OK\r\n" + data + b"\r\n\r\n")


def test_names_and_values_are_the_bytes_received() -> None:
    head = parse_head(
        b"HTTP/1.1 200 \xd0\x94\r\nX-a:  1\t\r\nbad line\r\n B\r\nFold: a\r\n\tb\r\nSp : \xff\r\nX-A:\r\n\r\n"
    )
    assert head is not None
    assert head.reason == b"\xd0\x94"
    assert head.headers == ((b"X-a", b"1"), (b"Fold", b"a b"), (b"Sp", b"\xff"), (b"X-A", b""))


@pytest.mark.parametrize(
    "line",
    [b"HTTP/1.1 20 OK", b"HTTP/1.1 2000 OK", b"HTTP/1.1 099 No", b"HTTP/x 200", b"ICY 200 OK", b"HTTP/1.1", b"<html>"],
)
def test_what_is_not_http_has_no_head(line: bytes) -> None:
    told = Read().of([line + b"\r\n\r\nbody"])
    assert told["head"] is None
    assert told["block"] == told["payload"] == line + b"\r\n\r\nbody"
    assert told["problem"].code == "http.garbage"  # type: ignore[attr-defined]


def test_a_switch_of_protocols_that_was_not_asked_for_ends_the_answer() -> None:
    told = Read().of([b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nother"])
    assert (told["surplus"], told["reusable"], told["done"]) == (b"other", False, True)


@pytest.mark.parametrize("value", [b"-1", b"1e3", b"abc", b"9" * 40, b"3 4"])
def test_a_length_that_is_none_leaves_the_end_to_the_close(value: bytes) -> None:
    told = Read().of([b"HTTP/1.1 200 OK\r\nContent-Length: " + value + b"\r\n\r\nabcdef"])
    assert (told["payload"], told["problem"], told["reusable"]) == (b"abcdef", None, False)


def test_a_transfer_coding_that_was_not_asked_for_is_no_good_answer() -> None:
    told = Read().of([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"])
    assert told["problem"].code == "http.decode"  # type: ignore[attr-defined]
    assert told["done"]


def test_endless_interim_answers_are_stopped() -> None:
    told = Read().of([b"HTTP/1.1 100 Continue\r\n\r\n" * (MAX_HEAD // 20)], end=False)
    assert told["stop"]
    assert told["problem"].code == "http.headers"  # type: ignore[attr-defined]


def test_endless_trailers_are_stopped() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    told = Read().of([head + b"X: y\r\n" * (MAX_HEAD // 4)])
    assert told["problem"].code == "http.badchunk"  # type: ignore[attr-defined]


def test_a_head_request_has_no_body_when_it_is_read_again() -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n"
    assert split_message([block], "HEAD").problem is None
    assert split_message([block]).problem == "http.underrun"
