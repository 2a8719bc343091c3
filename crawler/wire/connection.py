"""A connection: one socket, one exchange at a time. What arrives between exchanges ends it."""

import asyncio
import select
from collections.abc import Callable
from typing import Final, cast

from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.wire.reception import Reception, Truncated

_LINGER: Final = 2.0  # seconds of silence after which broken framing is taken to have ended


class OpenConnections:
    """The connections that are open, and a way to wait for the last of them to close."""

    def __init__(self) -> None:
        self._open: set[Connection] = set()
        self._empty: asyncio.Future[None] | None = None

    def add(self, connection: "Connection") -> None:
        """It was opened."""
        self._open.add(connection)

    def discard(self, connection: "Connection") -> None:
        """It was lost."""
        self._open.discard(connection)
        if not self._open and self._empty is not None:
            self._empty.set_result(None)
            self._empty = None

    async def close(self) -> None:
        """Close all and wait until they are."""
        for connection in tuple(self._open):
            connection.close()
        if self._open:
            self._empty = self._empty or asyncio.get_running_loop().create_future()
            await asyncio.shield(self._empty)


class Connection(asyncio.Protocol):
    """One connection to a server, plain or TLS.

    ``late`` is called with the capture of the exchange before (a future) and bytes that came while no exchange was
    going on; the connection is then closed at once, so that they can never be taken for an answer.
    ``siblings``: holds the connection while it is open.
    """

    def __init__(
        self,
        late: Callable[[asyncio.Future[Capture | None], bytes], None],
        siblings: "OpenConnections",
    ) -> None:
        self._late = late
        self._siblings = siblings
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._cut: tuple[Truncated, Failure] | None = None
        self._reception: Reception | None = None
        self._held: list[bytes] = []  # received while the spool is being written
        self._writing = False
        self._ended = False  # no byte will come any more
        self._error: Exception | None = None
        self._linger: asyncio.TimerHandle | None = None
        self.capture: asyncio.Future[Capture | None] | None = None  # of the last exchange
        self.exchanges = 0
        self.idle_since = 0.0
        self.ip: str | None = None
        self.via: str | None = None  # the proxy, where there is one: host and port
        self.tls: tuple[str, str | None, bool] | None = None  # protocol, cipher suite, verified

    async def exchange(self, request: bytes, reception: Reception) -> None:
        """Send ``request`` and wait until ``reception`` has ended. To cancel this, use :meth:`cut`.

        Raises :class:`crawler.wire.spool.SpoolError`.
        """
        self.exchanges += 1
        self.capture = self._loop.create_future()
        self._reception = reception
        if self._ended:
            self._settle(reception)
        else:
            self._live.write(request)
        await asyncio.shield(reception.ended)

    def cut(self, truncated: Truncated, failure: Failure) -> None:
        """End the exchange now, if it has not ended, and the connection with it."""
        reception = self._reception
        if reception is None:
            return
        self._cut = (truncated, failure)
        if not self._writing:
            self._settle(reception)

    @property
    def reusable(self) -> bool:
        """Whether another exchange may go over this connection."""
        return not self._ended and self._transport is not None and not self._transport.is_closing()

    async def is_quiet(self) -> bool:
        """Whether nothing has arrived that the loop has not read yet: a byte that waits in the socket would be taken
        for the answer to the next request."""
        if not self.reusable:
            return False
        poll = select.poll()
        poll.register(self._live.get_extra_info("socket").fileno(), select.POLLIN)
        for _ in range(3):
            if not poll.poll(0):
                return self.reusable
            await asyncio.sleep(0)  # let the loop read it: bytes end the connection, a TLS ticket does not
        return False

    def close(self) -> None:
        """Close at once; unsent and unread bytes are dropped."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def _live(self) -> asyncio.Transport:
        if self._transport is None:
            raise RuntimeError("not connected")
        return self._transport

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._siblings.add(self)

    def data_received(self, data: bytes) -> None:
        reception = self._reception
        if reception is None:
            self._idle_bytes(data)
        elif self._writing:
            self._held.append(data)
        else:
            self._take(reception, data)

    def eof_received(self) -> None:
        self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc)
        self._siblings.discard(self)

    def _take(self, reception: Reception, data: bytes) -> None:
        reception.feed(data)
        if reception.waiting or reception.over:
            self._settle(reception)
        elif reception.broken:
            self._restart_linger()

    def _settle(self, reception: Reception) -> None:
        """Do what is due: write, end. The exchange is over when nothing is left to write."""
        if not reception.over and self._cut is not None:
            reception.cut(*self._cut)
        elif not reception.over and self._ended:
            reception.lost(self._error)
        if reception.waiting:
            self._write_behind(reception)
        elif reception.over:
            self._finish(reception)

    def _write_behind(self, reception: Reception) -> None:
        """Write what does not fit in memory in a thread; the socket rests meanwhile."""
        self._writing = True
        if not self._live.is_closing():
            self._live.pause_reading()
        writing = self._loop.run_in_executor(None, reception.write)
        writing.add_done_callback(lambda done: self._written(reception, done))

    def _written(self, reception: Reception, done: asyncio.Future[None]) -> None:
        self._writing = False
        if error := done.exception():
            self._reception = None
            self.close()
            reception.ended.set_exception(error)
            return
        held, self._held = b"".join(self._held), []
        if held and reception.over:
            reception.add_surplus(held)
        elif held:
            reception.feed(held)
        if reception.over or reception.waiting or self._cut is not None or self._ended:
            self._settle(reception)
        elif not self._live.is_closing():
            self._live.resume_reading()

    def _finish(self, reception: Reception) -> None:
        self._reception = None
        if self._linger:
            self._linger.cancel()
            self._linger = None
        if self._ended or not reception.reusable:
            self.close()
        elif not self._live.is_reading():
            self._live.resume_reading()
        self.idle_since = self._loop.time()
        reception.ended.set_result(None)

    def _end(self, error: Exception | None) -> None:
        self._ended = True
        self._error = self._error or error
        if self._reception is not None and not self._writing:
            self._settle(self._reception)

    def _idle_bytes(self, data: bytes) -> None:
        if self.capture is not None:
            self._late(self.capture, data)
        self.close()

    def _restart_linger(self) -> None:
        if self._linger:
            self._linger.cancel()
        silence = Failure("net.timeout", "the server went silent after it lost the framing")
        self._linger = self._loop.call_later(_LINGER, self.cut, "time", silence)
