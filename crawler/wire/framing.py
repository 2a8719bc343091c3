"""Framing: where a response's head, body and end are, in bytes that come in any portions. Pure; never raises."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from crawler.model.exchange import Head
from crawler.model.failure import Failure
from crawler.wire.head import header_tokens, keeps_alive, parse_head

MAX_LINE: Final = 64 * 1024
MAX_HEAD: Final = 256 * 1024
MAX_LINES: Final = 2000
_MAX_CHUNK_LINE: Final = 16 * 1024

_END: Final = re.compile(rb"\n\r?\n")
_BLANK: Final = re.compile(rb"(?:\r?\n)*")
_LENGTH: Final = re.compile(rb"\d{1,18}")
_CHUNK: Final = re.compile(rb"[0-9A-Fa-f]{1,15}")

Take = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Message:
    """A stored block, read again. ``problem`` is a key of ``CODES`` where the message is not whole HTTP.

    Where the block is not HTTP, ``head`` is ``None`` and ``payload`` is all of it.
    """

    head: Head | None
    payload: bytes
    problem: str | None


def split_message(block: Iterable[bytes], method: str = "GET") -> Message:
    """Head and transfer-decoded payload of a response block, in pieces as stored. The method matters for ``HEAD``."""
    payload: list[bytes] = []
    framer = Framer(method, _drop, payload.append)
    for piece in block:
        framer.feed(piece)
    framer.eof()
    return Message(framer.head, b"".join(payload), framer.problem.code if framer.problem else None)


class Framer:
    """Reads one response to a request of ``method`` (RFC 9112 §6.3), tolerantly.

    ``feed`` takes bytes as they come and ``eof`` says that no more will. The final message goes to ``block`` byte for
    byte, its transfer-decoded body to ``payload``. The law: ``interim`` + what went to ``block`` + ``surplus`` are
    the bytes fed (after ``eof``), whatever they were.

    ``done``: the message has ended. ``problem``: why it is not a good one (``done`` or not). ``stop``: cut the
    connection, nothing more is wanted. ``broken``: the framing is lost, what still comes is kept as it is.
    ``reusable``: the connection may carry another exchange.
    """

    __slots__ = (
        "_block", "_buffer", "_expected", "_left", "_line", "_lines", "_method", "_payload", "_phase", "_seen",
        "_state", "_trailers", "broken", "by_close", "done", "head", "interim", "problem", "reusable", "stop",
        "surplus",
    )  # fmt: skip

    def __init__(self, method: str, block: Take, payload: Take) -> None:
        self.head: Head | None = None
        self.interim = b""
        self.surplus = b""
        self.problem: Failure | None = None
        self.done = self.stop = self.broken = self.reusable = False
        self.by_close = False  # the end of the body is the end of the connection
        self._method = method
        self._block = block
        self._payload = payload
        self._state = Framer._in_head  # a plain function: a bound one would be a cycle that keeps the bytes alive
        self._buffer = bytearray()  # head not yet whole
        self._seen = 0  # bytes of it that were searched for the end
        self._lines = 0
        self._left = 0  # bytes of body or chunk still to come
        self._expected: tuple[int, ...] = ()  # contradicting lengths: the body must end by the close at one of them
        self._phase = _SIZE
        self._line = b""  # chunk line not yet whole
        self._trailers = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        while data:
            if self.done:
                self.surplus += data
                self.reusable = False
                return
            data = self._state(self, data)

    def eof(self) -> None:
        """The peer sent its last byte."""
        if self.done:
            return
        self.reusable = False
        if self._state is Framer._in_head:
            if self._buffer:
                self._raw(bytes(self._buffer))
                self._buffer.clear()
            self.problem = Failure("net.reset", "the connection was closed before the head of the answer was whole")
        elif self._state is Framer._in_length:
            declared = self._expected[0]
            received = declared - self._left
            self.problem = Failure("http.underrun", f"the body ended after {received} of {declared} bytes")
        elif self._state is Framer._in_chunks:
            self.problem = Failure("http.underrun", "the connection was closed before the last chunk")
        elif self._expected and self._left not in self._expected:
            declared_all = ", ".join(map(str, self._expected))
            self.problem = Failure("http.underrun", f"lengths {declared_all} declared, {self._left} bytes received")
        else:
            self.done = True

    # States: each takes bytes and returns those that belong to the next state.

    def _in_head(self, data: bytes) -> bytes:
        buffer: bytes | bytearray = data
        if self._buffer:
            self._buffer += data
            buffer = self._buffer
        start = _BLANK.match(buffer).end()  # type: ignore[union-attr]  # it matches the empty string
        if not _could_be_http(buffer, start):
            return self._garbage(bytes(buffer), "the answer does not start with HTTP/")
        end = _END.search(buffer, max(start, self._seen - 2))
        if end is None:
            if buffer is data:
                self._buffer += data
            self._seen = len(buffer)
            self._lines += data.count(b"\n")
            longest = len(buffer) - buffer.rfind(b"\n") - 1
            if len(buffer) > MAX_HEAD or self._lines > MAX_LINES or longest > MAX_LINE:
                self._too_long(bytes(buffer))
            return b""
        raw, rest = bytes(buffer[: end.end()]), bytes(buffer[end.end() :])
        self._buffer.clear()
        self._seen = self._lines = 0
        if len(raw) > MAX_LINE and _exceeds(raw):
            self._too_long(raw + rest)
            return b""
        if raw.count(b"\n") > MAX_LINES:
            self._too_long(raw + rest)
            return b""
        head = parse_head(raw)
        if head is None:
            return self._garbage(raw + rest, "the status line is not HTTP")
        if head.status < 200 and head.status != 101:
            self.interim += raw
            if len(self.interim) > MAX_HEAD:
                self.problem = Failure("http.headers", f"more than {MAX_HEAD} bytes of interim responses")
                self.stop = True
                self._state = Framer._in_close
            return rest
        self._block(raw)
        self.head = head
        self._begin_body(head)
        return rest

    def _begin_body(self, head: Head) -> None:
        """RFC 9112 §6.3, rules 1 to 8, for the client's side."""
        self.reusable = keeps_alive(head)
        if self._method == "HEAD" or head.status in (204, 304):
            self.done = True
            return
        if head.status == 101:  # we never ask for another protocol; what follows is none of ours
            self.done, self.reusable = True, False
            return
        codings = header_tokens(head, b"transfer-encoding")
        lengths = header_tokens(head, b"content-length")
        foreign = [coding for coding in codings if coding not in (b"chunked", b"identity")]
        if foreign:
            name = foreign[0].decode("latin-1")
            self.problem = Failure("http.decode", f"the transfer coding {name!r} was not asked for")
        if codings and codings[-1] == b"chunked":
            self.reusable = self.reusable and not lengths and not foreign
            self._state = Framer._in_chunks
            return
        if lengths and not foreign and all(_LENGTH.fullmatch(length) for length in lengths):
            self._expected = tuple(dict.fromkeys(int(length) for length in lengths))
            if len(self._expected) == 1:
                self._left = self._expected[0]
                self.done = not self._left
                self._state = Framer._in_length
                return
        self.reusable = False
        self.by_close = True
        self._state = Framer._in_close

    def _in_length(self, data: bytes) -> bytes:
        left = self._left
        part = data if len(data) <= left else data[:left]
        self._raw(part)
        self._left = left - len(part)
        if self._left:
            return b""
        self.done = True
        return data[len(part) :]

    def _in_close(self, data: bytes) -> bytes:
        self._raw(data)
        self._left += len(data)
        return b""

    def _in_chunks(self, data: bytes) -> bytes:
        position, size = 0, len(data)
        while position < size:
            if self._phase == _DATA:
                end = min(size, position + self._left)
                self._payload(data[position:end])
                self._left -= end - position
                position = end
                if not self._left:
                    self._phase = _AFTER
                continue
            newline = data.find(b"\n", position)
            if newline < 0:
                self._line += data[position:]
                if len(self._line) > _MAX_CHUNK_LINE or (self._phase == _AFTER and self._line != b"\r"):
                    self._bad_chunk("no line end where one is due")
                break
            line = (self._line + data[position:newline]).removesuffix(b"\r")
            self._line = b""
            position = newline + 1
            if self._phase == _TRAILER and not line:
                self._block(data[:position])
                self.done = True
                return data[position:]
            if not self._chunk_line(line):
                break
        self._block(data)
        return b""

    def _chunk_line(self, line: bytes) -> bool:
        """RFC 9112 §7.1. False: the framing is broken."""
        if self._phase == _SIZE:
            digits = line.partition(b";")[0].strip(b" \t")
            if not _CHUNK.fullmatch(digits):
                return self._bad_chunk(f"{line[:40].decode('latin-1')!r} is no chunk size")
            self._left = int(digits, 16)
            self._phase = _DATA if self._left else _TRAILER
        elif self._phase == _AFTER:
            if line:
                return self._bad_chunk("the chunk is longer than its size")
            self._phase = _SIZE
        else:
            self._trailers += len(line) + 1
            if self._trailers > MAX_HEAD:
                return self._bad_chunk(f"more than {MAX_HEAD} bytes of trailers")
        return True

    def _in_broken(self, data: bytes) -> bytes:
        self._block(data)
        return b""

    def _bad_chunk(self, sentence: str) -> bool:
        self.problem = Failure("http.badchunk", sentence)
        self.broken = True
        self._state = Framer._in_broken
        return False

    def _garbage(self, data: bytes, sentence: str) -> bytes:
        self._buffer.clear()
        self.problem = Failure("http.garbage", sentence)
        self.broken = self.by_close = True
        self._raw(data)
        self._state = Framer._in_close
        return b""

    def _too_long(self, data: bytes) -> None:
        self._buffer.clear()
        limits = f"{MAX_LINE} bytes a line, {MAX_LINES} lines or {MAX_HEAD} bytes in all"
        self.problem = Failure("http.headers", f"the head of the answer is longer than {limits}")
        self.stop = True
        self._raw(data)
        self._state = Framer._in_close

    def _raw(self, data: bytes) -> None:
        self._block(data)
        self._payload(data)


_SIZE, _DATA, _AFTER, _TRAILER = range(4)


def _drop(_: bytes) -> None:
    """Takes a block that is not wanted."""


def _could_be_http(buffer: bytes | bytearray, start: int) -> bool:
    begin = bytes(buffer[start : start + 5]).rstrip(b"\r").upper()
    return b"HTTP/".startswith(begin)


def _exceeds(raw: bytes) -> bool:
    return len(raw) > MAX_HEAD or max(map(len, raw.split(b"\n"))) > MAX_LINE
