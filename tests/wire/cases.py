"""The acceptance cases that one response can show: what the server sends, and what must be made of it."""

import gzip
import zlib
from dataclasses import dataclass
from typing import Literal

import brotli

from tests.wire.rawserver import Answer

_PAGE = b"<html><title>Statement</title><p>No. 438/23</p></html>"


@dataclass(frozen=True)
class Case:
    """``answer`` is sent for ``method /name``. ``body``: what a reader gets; ``None``: a failure with ``code``."""

    name: str
    answer: Answer
    body: bytes | None
    status: int | None = 200
    code: str | None = None
    truncated: Literal["length", "time", "disconnect"] | None = None
    method: str = "GET"
    interim: bytes = b""
    surplus: bytes = b""
    flags: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"/{self.name}"


def _ok(headers: bytes = b"", body: bytes = _PAGE, first: bytes = b"HTTP/1.1 200 OK") -> Answer:
    return Answer(first + b"\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def _chunked(*chunks: bytes, trailers: bytes = b"", extension: bytes = b"", headers: bytes = b"") -> bytes:
    framed = b"".join(b"%X%s\r\n%s\r\n" % (len(chunk), extension, chunk) for chunk in chunks)
    head = b"HTTP/1.1 200 OK\r\n" + headers + b"Transfer-Encoding: chunked\r\n\r\n"
    return head + framed + b"0" + extension + b"\r\n" + trailers + b"\r\n"


_GZIPPED = gzip.compress(_PAGE * 50, mtime=0)
_CUT = _GZIPPED[:-20]
_103 = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
_100 = b"HTTP/1.1 100 Continue\r\n\r\n"
_SILENT = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

CASES: tuple[Case, ...] = (
    Case("01-reason", _ok(first="HTTP/1.1 200 Всё хорошо".encode()), _PAGE),
    Case("02-no-reason", _ok(first=b"HTTP/1.1 200"), _PAGE),
    Case("02-no-reason-blank", _ok(first=b"HTTP/1.1 200 "), _PAGE),
    Case("03-unknown-code", _ok(first=b"HTTP/1.1 299 Strange"), _PAGE, 299),
    Case("04-mixed-case", _ok(b"cOnTeNt-TyPe: text/html\r\nX-FOO: Bar\r\n"), _PAGE),
    Case("05-repeated", _ok(b"A: 1\r\nB:\r\nA:  2 \t\r\nB: x  y\r\nEmpty: \r\n"), _PAGE),
    Case("06-folded", _ok(b"X-Folded: one\r\n  two\r\n\tthree\r\n"), _PAGE),
    Case("07-high-bytes", _ok(b"X-Raw: \xe9\xff\x80 \xd0\x9c\r\n"), _PAGE),
    Case("08-no-colon", _ok(b"this is no header\r\nX-Spaced : yes\r\n: nameless\r\n"), _PAGE),
    Case("09-lf-only", Answer(b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(_PAGE) + _PAGE), _PAGE),
    Case("09-lf-only-chunks", Answer(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n"), b"abc"),
    Case(
        "10-extensions",
        Answer(_chunked(_PAGE, _PAGE, extension=b";a=b;c", trailers=b"X-T: 1\r\nX-U: 2\r\n")),
        _PAGE * 2,
    ),
    Case(
        "10-leading-zeros",
        Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0003 \r\nabc\r\n000\r\n\r\n"),
        b"abc",
    ),
    Case("11-gzip", _ok(b"Content-Encoding: gzip\r\n", _GZIPPED), _PAGE * 50),
    Case("11-br", _ok(b"Content-Encoding: br\r\n", brotli.compress(_PAGE * 50)), _PAGE * 50),
    Case("11-raw-deflate", _ok(b"Content-Encoding: deflate\r\n", zlib.compress(_PAGE)[2:-4]), _PAGE),
    Case(
        "12-gzip-chunks",
        Answer(_chunked(_GZIPPED[:9], _GZIPPED[9:], headers=b"Content-Encoding: gzip\r\n")),
        _PAGE * 50,
    ),
    Case("13-no-gzip", _ok(b"Content-Encoding: gzip\r\n"), None, code="http.decode"),
    Case("13-cut-gzip", _ok(b"Content-Encoding: gzip\r\n", _CUT), None, code="http.decode"),
    Case("14-204", Answer(b"HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n"), b"", 204),
    Case("14-304", Answer(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 90\r\n\r\n"), b"", 304),
    Case("14-head", Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n"), b"", method="HEAD"),
    Case("14-empty", Answer(_SILENT), b""),
    Case("15-by-close", Answer(b"HTTP/1.0 200 OK\r\n\r\n" + _PAGE, "close"), _PAGE, flags=("body.undeclared",)),
    Case("16-both", Answer(_chunked(b"abc", headers=b"Content-Length: 90\r\n")), b"abc"),
    Case("16-same-twice", Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), b"abc"),
    Case("16-list", Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc"), b"abc"),
    Case(
        "16-contradicting",
        Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 9\r\n\r\nabcd", "close"),
        None,
        code="http.underrun",
        truncated="disconnect",
    ),
    Case("17-100", Answer((_100, _SILENT)), b"", interim=_100),
    Case("17-100-103", Answer(_100 + _103 + _103 + _ok().portions[0]), _PAGE, interim=_100 + _103 + _103),
    Case(
        "18-garbage",
        Answer(b"\x00\x01SSH-2.0-OpenSSH_9.2\r\n\r\nHTTP/1.1 200 OK\r\n", "close"),
        None,
        None,
        "http.garbage",
    ),
    Case("18-not-quite", Answer(b"HTTP/1.1 OK\r\n\r\nabc", "close"), None, None, "http.garbage"),
    Case(
        "19-short",
        Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + _PAGE, "close"),
        None,
        code="http.underrun",
        truncated="disconnect",
    ),
    Case(
        "19-bad-chunk",
        Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\nmore", "close"),
        None,
        code="http.badchunk",
        truncated="disconnect",
    ),
    Case(
        "19-cut-chunk",
        Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n90\r\nabc", "close"),
        None,
        code="http.underrun",
        truncated="disconnect",
    ),
    Case(
        "19-reset",
        Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc", "reset"),
        None,
        code="net.reset",
        truncated="disconnect",
    ),
    Case("19-half-head", Answer(b"HTTP/1.1 200 OK\r\nContent-Le", "close"), None, None, "net.reset", "disconnect"),
    Case("21-surplus", Answer(_ok().portions[0] + b"extra"), _PAGE, surplus=b"extra", flags=("body.surplus",)),
    Case("24-many-bytes", _ok(body=bytes(range(256)) * 1200), bytes(range(256)) * 1200),
    Case("25-404", _ok(first=b"HTTP/1.1 404 Not Found"), _PAGE, 404),
)
