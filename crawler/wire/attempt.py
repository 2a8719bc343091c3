"""An attempt: one exchange on one connection, and what is made of it."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.model.capture import Capture
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.wire.coding import decode_chunks
from crawler.wire.connection import Connection
from crawler.wire.framing import Framer
from crawler.wire.reception import Reception
from crawler.wire.request import Limits, WireRequest
from crawler.wire.spool import Spool

_INLINE = 1024 * 1024  # bytes of body that are decoded without a thread


class Attempt:
    """What is known of one exchange, gathered while it happens: first :meth:`on`, then :meth:`end`."""

    def __init__(self, request: WireRequest, limits: Limits, started: datetime) -> None:
        self.failure: Failure | None = None
        self._request = request
        self._limits = limits
        self._started = self._finished = started
        self._message = b""
        self._connection: Connection | None = None
        self._reception: Reception | None = None
        self._reused = False
        self._captured: asyncio.Future[Capture | None] | None = None

    def on(self, connection: Connection, message: bytes, started: datetime, spool_dir: Path | None) -> Reception:
        """There is a connection, and ``message`` goes over it now."""
        self._connection = connection
        self._message = message
        self._started = started
        self._reused = connection.exchanges > 0
        spool = Spool(spool_dir)
        self._reception = Reception(self._request.method, spool, self._limits.max_size, self._limits.copy)
        return self._reception

    def end(self, finished: datetime, failure: Failure | None) -> "Attempt":
        """It is over."""
        self._finished = finished
        self.failure = failure
        if self._connection is not None:
            self._captured = self._connection.capture
        return self

    @property
    def died_idle(self) -> bool:
        """A kept connection was dead before the server could answer: the request may be repeated on a new one."""
        reset = self.failure is not None and self.failure.code == "net.reset"
        return reset and self._reused and self._reception is not None and not self._reception.received

    @property
    def network_failure(self) -> Failure | None:
        """The failure, where it says that the host cannot be reached well."""
        failure = self.failure
        if failure is None or failure.code == "net.stopped" or failure.code.partition(".")[0] not in ("net", "tls"):
            return None
        return failure if failure.code not in ("tls.verify", "net.proxy_denied") else None

    @property
    def retry_after(self) -> str | None:
        """The header of a 429 or 503 (RFC 6585 §4, RFC 9110 §15.6.4)."""
        head = self._reception.head if self._reception else None
        return head.get("retry-after") if head is not None and head.status in (429, 503) else None

    @property
    def payload(self) -> bytes | None:
        """The transfer-decoded body as far as it came; ``None`` where it is larger than the copy or there is none."""
        return self._reception.payload if self._reception else None

    @property
    def by_close(self) -> bool:
        """Nothing declared where the body ends."""
        return self._reception is not None and self._reception.by_close

    @property
    def encoding(self) -> str:
        """All content codings of the answer, in the order they were applied; empty: none."""
        head = self._reception.head if self._reception else None
        if head is None:
            return ""
        return ",".join(v.decode("latin-1") for k, v in head.headers if k.lower() == b"content-encoding")

    async def body(self) -> bytes | None:
        """The payload without content coding, ``None`` where it is larger than the copy; it is checked to its end.

        Raises :class:`crawler.wire.coding.CodingError`.
        """
        payload = self.payload
        if not self.encoding:
            return payload
        if payload is not None and len(payload) <= _INLINE:
            return self._unfold(payload)
        return await asyncio.to_thread(self._unfold, payload)

    def exchange(self, failure: Failure | None) -> Exchange:
        """The exchange as it is stored. ``failure`` may say more than was known when it ended."""
        reception, connection, request = self._reception, self._connection, self._request
        response = reception.spool if reception and reception.spool.size else None
        head = reception.head if reception else None
        tls = connection.tls if connection else None
        version = head.version.decode("ascii").lower() if head else "http/1.1"
        protocols = (version, tls[0]) if tls else (version,)
        return Exchange(
            url=request.url,
            method=request.method,
            source=request.source,
            request=self._message,
            response=response,
            head=head,
            block_digest=response.digest if response else None,
            payload_digest=reception.payload_digest if reception and response else None,
            interim=reception.interim if reception else b"",
            surplus=reception.surplus if reception else b"",
            started=self._started,
            finished=self._finished,
            ip=connection.ip if connection else None,
            protocols=protocols if connection else (),
            cipher=tls[1] if tls else None,
            tls_verified=tls[2] if tls else None,
            truncated=reception.truncated if reception and response else None,
            failure=failure,
            via=connection.via if connection else None,
        )

    def settle(self, capture: Capture | None) -> None:
        """It is stored: late bytes may now be told where they belong, and the block goes."""
        if self._captured is not None and not self._captured.done():
            self._captured.set_result(capture)
        if self._reception is not None:
            self._reception.spool.close()

    def _unfold(self, payload: bytes | None) -> bytes | None:
        pieces: Iterator[bytes] = iter((payload,)) if payload is not None else self._payload_again()
        kept: list[bytes] | None = []
        size = 0
        for piece in decode_chunks(pieces, self.encoding, self._limits.max_size):
            size += len(piece)
            if size > self._limits.copy:
                kept = None
            elif kept is not None:
                kept.append(piece)
        return None if kept is None else b"".join(kept)

    def _payload_again(self) -> Iterator[bytes]:
        """A payload that was too large to keep, read from the spool."""
        if self._reception is None:
            return
        fresh: list[bytes] = []
        framer = Framer(self._request.method, lambda _: None, fresh.append)
        for chunk in self._reception.spool.chunks():
            framer.feed(chunk)
            yield from fresh
            fresh.clear()
