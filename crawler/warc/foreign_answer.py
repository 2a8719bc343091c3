"""The answer in a record of another maker: its head, and the payload as it was before any coding was claimed.

Makers differ in what they take off a body and in what they then leave in its head. wget, Heritrix and warcio keep the
body as received; browsers give it without transfer and content coding, and some recorders keep the head that says
otherwise. So a coding counts only where the body shows it. What was believed against the head is told in ``notes``.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from crawler.model.exchange import Head
from crawler.warc.foreign import ForeignRecord
from crawler.wire.framing import Framer
from crawler.wire.head import header_tokens, parse_head

_HTTP: Final = ("http:", "https:")
_HEAD_LIMIT: Final = 1024 * 1024
_SEEN: Final = 64 * 1024  # bytes of a body that are looked at before it is believed
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHUNKED: Final = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
_MAGIC: Final = {b"gzip": b"\x1f\x8b", b"x-gzip": b"\x1f\x8b", b"zstd": b"\x28\xb5\x2f\xfd"}
_MARKLESS: Final = (b"br", b"deflate")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")

Take = Callable[[bytes], object]

DECHUNKED: Final = "its head says chunked, but its body is not"
DECODED: Final = "its head names a content coding, but its body has none"
LONGER: Final = "its body is longer than its Content-Length"
NO_HTTP: Final = "it does not begin as HTTP does"


class ForeignAnswer:
    """The answer of a ``response`` or ``revisit`` record. Makes use of the record's block, once.

    ``head`` is ``None`` where the block is no HTTP message: then the payload is all of it. ``problem`` (a key of
    ``CODES``) says after :meth:`payload` why it is not whole.
    """

    def __init__(self, record: ForeignRecord, take: Take | None = None, raw: Take | None = None) -> None:
        """``take`` gets the whole block as it comes, ``raw`` the body with whatever transfer coding it has."""
        self.problem: str | None = None
        self.notes: list[str] = []
        self.coded = False
        self._raw = raw or _drop
        self._pieces = _tapped(record.block(), take or _drop)
        self._revisit = record.type == "revisit"
        self._truncated = record.header("warc-truncated") is not None
        self._first = b""
        self.head = self._read_head() if record.uri.lower().startswith(_HTTP) else None
        self._size = record.size - (self.head.length if self.head else 0)
        if self.head is None and record.size and not self._revisit:
            self.notes.append(NO_HTTP)
        self._plain = self._decoded()
        self._primed: list[bytes] = []

    def payload(self) -> Iterator[bytes]:
        """Without transfer coding, in pieces, once."""
        yield from self._primed
        yield from self._plain

    def headers(self) -> tuple[tuple[str, str], ...]:
        """(lower-case name, value), in order; of content codings only those that the payload has."""
        if self.head is None:
            return ()
        if not self._primed and (piece := next(self._plain, None)) is not None:
            self._primed.append(piece)
        found = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in self.head.headers)
        return tuple(item for item in found if item[0] != "content-encoding" or self.coded)

    def _decoded(self) -> Iterator[bytes]:
        while len(self._first) < min(_SEEN, self._size) and (piece := next(self._pieces, None)) is not None:
            self._first += piece
        if self.head is None:
            yield from self._body()
            return
        if self._is_chunked(self.head):
            yield from self._dechunked()
        else:
            self._judge_length(self.head)
            self.coded = self._is_coded(self.head, self._first)
            yield from self._body()

    def _read_head(self) -> Head | None:
        while (end := _HEAD_END.search(self._first)) is None:
            piece = next(self._pieces, None)
            if piece is None or len(self._first) > _HEAD_LIMIT:
                # A revisit's block may be a head without its empty line, and an answer may have had no more.
                head = parse_head(self._first + b"\r\n\r\n") if len(self._first) <= _HEAD_LIMIT else None
                if head is not None:
                    self._first = b""
                    return Head(head.version, head.status, head.reason, head.headers, head.length - 4)
                self._first += piece or b""
                return None
            self._first += piece
        head = parse_head(self._first[: end.end()])
        if head is not None:
            self._first = self._first[end.end() :]
        return head

    def _body(self) -> Iterator[bytes]:
        first, self._first = self._first, b""
        for piece in chain((first,) if first else (), self._pieces):
            self._raw(piece)
            yield piece

    def _is_chunked(self, head: Head) -> bool:
        if b"chunked" not in header_tokens(head, b"transfer-encoding") or not self._size:
            return False
        found = _CHUNK.match(self._first)
        if found is not None:
            end = found.end() + int(found[1], 16)
            if end <= len(self._first) - 1:
                return self._first[end : end + 1] in (b"\r", b"\n") or found[1].strip(b"0") == b""
            if end < self._size or self._truncated:
                return True
        self.notes.append(DECHUNKED)
        return False

    def _dechunked(self) -> Iterator[bytes]:
        plain: list[bytes] = []
        framer = Framer("GET", _drop, plain.append)
        framer.feed(_CHUNKED)
        begun = False
        for piece in self._body():
            framer.feed(piece)
            if plain:
                text = b"".join(plain)
                plain.clear()
                if not begun and self.head is not None:
                    begun, self.coded = True, self._is_coded(self.head, text)
                yield text
        framer.eof()
        if framer.problem is not None:
            self.problem = framer.problem.code

    def _judge_length(self, head: Head) -> None:
        lengths = {int(item) for item in header_tokens(head, b"content-length") if item.isdigit() and len(item) < 19}
        coded = bool(_codings(head))
        if not lengths or self._size in lengths or self._revisit:
            return
        if self._size > max(lengths):
            if not coded:
                self.notes.append(LONGER)
        elif not coded or self._is_coded(head, self._first, tell=False):
            self.problem = "http.underrun"  # also of an answer to HEAD: there is nothing to be read

    def _is_coded(self, head: Head, first: bytes, *, tell: bool = True) -> bool:
        names = _codings(head)
        if not names or not first:
            return False
        magic = _MAGIC.get(names[-1])
        coded = first.startswith(magic) if magic else not _is_text(first)
        if not coded and tell:
            self.notes.append(DECODED)
        return coded


def media_type_of(text: str | None) -> str | None:
    """A Content-Type without its parameters, lower case."""
    name = (text or "").partition(";")[0].strip().lower()
    return name or None


def _codings(head: Head) -> list[bytes]:
    return [name for name in header_tokens(head, b"content-encoding") if name in _MAGIC or name in _MARKLESS]


def _is_text(first: bytes) -> bool:
    """Whether bytes are plainly not compressed. Coded ones are not UTF-8 without a control character for long."""
    start = first[:512]
    if start.startswith(b"%PDF-"):
        return True
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 3:  # else a character that the window cut
            return start.lstrip()[:1] == b"<" and b">" in start
        text = start[: error.start].decode("utf-8")
    return _CONTROL.search(text) is None


def _tapped(pieces: Iterator[bytes], take: Take) -> Iterator[bytes]:
    for piece in pieces:
        take(piece)
        yield piece


def _drop(_: bytes) -> None:
    """Takes a block that is not wanted."""
