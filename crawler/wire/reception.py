"""A reception: what one attempt receives, spooled, hashed and framed."""

import asyncio
import hashlib
from typing import Literal

from crawler.model.exchange import Head
from crawler.model.failure import Failure
from crawler.wire.framing import Framer
from crawler.wire.spool import Spool

Truncated = Literal["length", "time", "disconnect"]


class Reception:
    """The answer to one request while it arrives. ``ended`` resolves when it is over, one way or another.

    ``max_size``: bytes received after which it is cut. ``copy``: bytes of payload that are kept for the reader; of a
    larger one none are (``payload`` is ``None``).

    Where the spool's file has to be written, bytes wait (``waiting``) for :meth:`write`, to be called in a thread;
    no other method may be called before that has returned.
    """

    __slots__ = (
        "_copied", "_copy", "_framer", "_fresh", "_hash", "_kept", "_max_size", "_parts", "_received",
        "ended", "failure", "over", "spool", "truncated", "waiting",
    )  # fmt: skip

    def __init__(self, method: str, spool: Spool, max_size: int, copy: int) -> None:
        self.spool = spool
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.over = False
        self.waiting = False
        self.truncated: Truncated | None = None
        self.failure: Failure | None = None
        self._parts: list[bytes] = []  # of the block, not yet spooled
        self._fresh: list[bytes] = []  # of the payload, not yet hashed
        self._framer = Framer(method, self._parts.append, self._fresh.append)
        self._hash = hashlib.sha256()
        self._kept: list[bytes] | None = []
        self._copied = 0
        self._copy = copy
        self._max_size = max_size
        self._received = 0

    @property
    def head(self) -> Head | None:
        return self._framer.head

    @property
    def interim(self) -> bytes:
        return self._framer.interim

    @property
    def surplus(self) -> bytes:
        return self._framer.surplus

    @property
    def by_close(self) -> bool:
        """The end of the body was the end of the connection: nothing declared its length."""
        return self._framer.by_close

    @property
    def broken(self) -> bool:
        """The framing is lost: what still comes is kept, but nothing says where it ends."""
        return self._framer.broken

    @property
    def reusable(self) -> bool:
        """The answer ended where it should and the server keeps the connection open."""
        return self._framer.reusable and self._framer.done and self.failure is None

    @property
    def received(self) -> int:
        """Bytes of any kind."""
        return self._received

    @property
    def payload(self) -> bytes | None:
        """The transfer-decoded body, as far as it came; ``None`` where it is larger than the copy may be."""
        return None if self._kept is None else b"".join(self._kept)

    @property
    def payload_digest(self) -> str:
        """``sha256:<hex>`` of the transfer-decoded body."""
        return f"sha256:{self._hash.hexdigest()}"

    def feed(self, data: bytes) -> None:
        """Take the next bytes; afterwards look at ``waiting`` and ``over``."""
        framer = self._framer
        self._received += len(data)
        framer.feed(data)
        if framer.done:
            self.over = True
            self.failure = framer.problem
        elif framer.stop:
            self._cut("length", framer.problem)
        elif self._received > self._max_size:
            self._cut("length", Failure("http.maxsize", f"more than {self._max_size} bytes came"))
        self._spool()

    def add_surplus(self, data: bytes) -> None:
        """Bytes that had already arrived when the message ended."""
        self._framer.surplus += data
        self._framer.reusable = self._framer.reusable and not data

    def lost(self, error: Exception | None) -> None:
        """The connection has ended: by ``error``, or in good order."""
        framer = self._framer
        before = framer.problem
        framer.eof()
        self.over = True
        self.failure = framer.problem
        if error is not None and not before:
            self.failure = Failure("net.reset", f"the connection was lost: {error}")
        if error is not None or not framer.done or (before and before.code == "http.badchunk"):
            self.truncated = "disconnect"
        self._spool()

    def cut(self, truncated: Truncated, failure: Failure) -> None:
        """We end it. A reason found before stays the reason."""
        self._cut(truncated, self._framer.problem or failure)
        self._spool()

    def write(self) -> None:
        """Spool and hash what waits. Raises :class:`crawler.wire.spool.SpoolError`."""
        for part in self._parts:
            self.spool.write(part)
        self._parts.clear()
        for part in self._fresh:
            self._hash.update(part)
        self._fresh.clear()
        self.waiting = False

    def _cut(self, truncated: Truncated, failure: Failure | None) -> None:
        self._framer.eof()
        self._framer.reusable = False
        self.over = True
        self.truncated = "disconnect" if failure and failure.code == "http.badchunk" else truncated
        self.failure = failure

    def _spool(self) -> None:
        if self._kept is not None:
            self._copied += sum(map(len, self._fresh))
            if self._copied > self._copy:
                self._kept = None
            else:
                self._kept += self._fresh
        if self.spool.in_memory_with(sum(map(len, self._parts))):
            self.write()
        else:
            self.waiting = True
