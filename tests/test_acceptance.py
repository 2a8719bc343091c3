"""The 35 acceptance cases of the wire and the records: each has a test of its name.

A case is tested by a function ``test_case_NN_…``, or, where one response shows it, by an entry ``NN-…`` of
``tests.wire.cases``, which ``tests/wire/test_cases.py`` plays over TCP, over TLS, through a proxy and in whole crawls.
Ground truth is what a raw server sent and received.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.wire.cases import CASES as ANSWERS

CASES = {
    1: "custom and non-ASCII reason",
    2: "no reason",
    3: "unknown code",
    4: "mixed-case names",
    5: "interleaved duplicates, empty values, inner and trailing spaces",
    6: "folded lines",
    7: "bytes ≥ 0x80 in values",
    8: "lines without a colon, space before the colon",
    9: "LF only",
    10: "chunk extensions and trailers, framing kept, payload digest of the dechunked body",
    11: "gzip and br untouched",
    12: "gzip in chunks",
    13: "invalid gzip: the record exact, the statement refused",
    14: "204, 304, HEAD, Content-Length 0",
    15: "HTTP/1.0 closed at the end, not truncated",
    16: "both Content-Length and Transfer-Encoding, duplicate Content-Length",
    17: "100 and 103",
    18: "garbage instead of HTTP: kept, the crawl goes on",
    19: "short body and broken chunk: kept, disconnect",
    20: "stall: time; maxsize: length",
    21: "late bytes never reach the next record",
    22: "three requests on one socket, three pairs",
    23: "reset of a reused socket: each attempt recorded",
    24: "request as the server received it: body, query, Host, cookies",
    25: "503 then 200, a 302 chain, robots.txt, all present and in order",
    26: "all of it over TLS",
    27: "through an HTTP proxy and CONNECT",
    28: "100 MB exact, in flat memory",
    29: "equal bodies at two URLs: a revisit that pywb replays",
    30: "a conditional 304: server-not-modified",
    31: "killed mid-record: the recovered prefix is whole",
    32: "every member decodes alone at its CDXJ offset, every reference resolves",
    33: "every block digest recomputes, IP = peer",
    34: "reactor on and off, Scrapy 2.19 and the newest: equal blocks",
    35: "throughput at least that of plain Scrapy",
}
_NAME = re.compile(r"test_case_(\d\d)_\w+")


@cache
def _tested() -> frozenset[int]:
    """The numbers of the cases that have a test."""
    return frozenset((*(int(answer.name[:2]) for answer in ANSWERS), *_named()))


def _named() -> Iterator[int]:
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (match := _NAME.fullmatch(node.name)):
                yield int(match[1])


@pytest.mark.parametrize("number", CASES, ids=lambda number: f"{number} {CASES[number]}")
def test_every_acceptance_case_has_a_test_of_its_name(number: int) -> None:
    assert number in _tested()


def test_no_test_is_named_for_a_case_that_there_is_not() -> None:
    assert _tested() <= set(CASES)
