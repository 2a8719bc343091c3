"""The client: one request in, one exchange stored, one outcome out. Without Scrapy."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.model.capture import Capture
from crawler.model.clock import Clock, utc_now
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.wire.address import AddressPolicy
from crawler.wire.attempt import Attempt
from crawler.wire.coding import CodingError
from crawler.wire.connection import Connection
from crawler.wire.dial import Dialer, Trust
from crawler.wire.failing import ConnectError, NotAskedError
from crawler.wire.gate import GATES, Gates, HostGate
from crawler.wire.mapping import ConnectTo
from crawler.wire.pool import Pool
from crawler.wire.proxy import Proxies
from crawler.wire.request import Limits, Target, WireRequest, request_bytes
from crawler.wire.resolve import Getaddrinfo, Resolver
from crawler.wire.sink import Sink

_IDEMPOTENT: Final = ("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE")  # RFC 9110 §9.2.2
_STOPPED: Final = Failure("net.stopped", "the crawl was stopped")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request. ``exchange.failure`` says whether the answer may be used.

    ``payload`` is the transfer-decoded body, ``body`` the same without content coding; ``None`` where it is larger
    than the copy may be, ``body`` also where the exchange failed. ``by_close``: nothing declared where the body ends.
    """

    exchange: Exchange
    capture: Capture | None
    payload: bytes | None
    body: bytes | None
    by_close: bool


class Client:
    """Fetches over HTTP/1.1 and hands every exchange to ``sink`` before it is seen.

    ``allow``: addresses, networks and hosts that may be asked though they are not public. ``connect_to``: as
    :class:`crawler.wire.mapping.ConnectTo`. ``proxies``: who is reached through a proxy.
    ``cacert`` and ``trust``: as :class:`crawler.wire.dial.Dialer`.
    ``delay``, ``concurrency``, ``pause``: seconds between exchanges with a host, exchanges at once, seconds of rest
    after a network failure; they hold for everybody in the process who asks that host.
    ``spool_dir``: where answers over 1 MiB lie until they are stored.
    Raises ``ValueError`` for a bad entry of ``allow`` or ``connect_to``.
    """

    def __init__(
        self,
        sink: Sink,
        *,
        spool_dir: Path | None = None,
        connect_to: Iterable[str] = (),
        proxies: Proxies | None = None,
        cacert: Path | None = None,
        trust: Trust = "verify",
        allow: Iterable[str] = (),
        delay: float = 2.0,
        concurrency: int = 1,
        pause: float = 1.0,
        limits: Limits | None = None,
        clock: Clock = utc_now,
        gates: Gates = GATES,
        getaddrinfo: Getaddrinfo | None = None,
    ) -> None:
        self._sink = sink
        self._spool_dir = spool_dir
        self._limits = limits or Limits()
        self._delay = delay
        self._concurrency = concurrency
        self._pause = pause
        self._clock = clock
        self._gates = gates
        self._joined: dict[str, HostGate] = {}
        resolver = Resolver(AddressPolicy(allow), min(10.0, self._limits.timeout), getaddrinfo)
        self._proxies = proxies or Proxies()
        self._pool = Pool(Dialer(resolver, ConnectTo(connect_to), cacert, trust, self._proxies), sink)
        self._busy: set[Connection] = set()
        self._dialling: set[asyncio.Timeout] = set()
        self._stopped = False
        self._stopping = asyncio.Event()

    async def fetch(self, request: WireRequest) -> Outcome:
        """Ask, store, and tell. Network and server failures are in the outcome, not raised.

        Raises ``ValueError`` for a request that cannot be sent, :class:`NotAskedError` where the host may not be asked
        now, :class:`crawler.wire.spool.SpoolError`, and whatever the sink raises.
        """
        target = Target.of(request.url)
        message = request_bytes(request, target)
        gate = self._gate(target.host)
        self._go_on()
        await gate.enter(self)
        failure: Failure | None = None
        retry_after: str | None = None
        try:
            self._go_on()  # it may have been stopped between its turn and now
            attempt = await self._attempt(request, target, message, fresh=False)
            if attempt.died_idle and request.method in _IDEMPOTENT:
                await self._store(attempt, attempt.failure)
                attempt = await self._attempt(request, target, message, fresh=True)
            failure = attempt.network_failure
            retry_after = attempt.retry_after
        finally:
            gate.leave(failure, retry_after)
        return await self._conclude(attempt)

    @property
    def limits(self) -> Limits:
        """Those of a request that brings none."""
        return self._limits

    async def stopped(self) -> None:
        """Returns once the client was told to stop."""
        await self._stopping.wait()

    def slow(self, host: str, delay: float) -> None:
        """Ask a host less often than was set. A lower delay changes nothing."""
        self._gate(host).slow(self, delay)

    def stop(self) -> None:
        """End every exchange now and ask nothing more: waiting and later requests raise :class:`NotAskedError`."""
        self._stopped = True
        self._stopping.set()
        for gate in self._joined.values():
            gate.dismiss(self)
        for dialling in tuple(self._dialling):
            dialling.reschedule(asyncio.get_running_loop().time())
        for connection in tuple(self._busy):
            connection.cut("disconnect", _STOPPED)

    async def close(self) -> None:
        """Stop, and close all connections."""
        self.stop()
        await self._pool.close()
        self._gates.quit(self)

    def _go_on(self) -> None:
        if self._stopped:
            raise NotAskedError(_STOPPED)

    def _gate(self, host: str) -> HostGate:
        gate = self._joined.get(host)
        if gate is None:
            gate = self._joined[host] = self._gates.gate(host)
            gate.join(self, self._delay, self._concurrency, self._pause)
        return gate

    async def _attempt(self, request: WireRequest, target: Target, message: bytes, *, fresh: bool) -> Attempt:
        """One exchange on one connection, however it ends."""
        limits = request.limits or self._limits
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limits.timeout
        attempt = Attempt(request, limits, self._clock())
        slow = Failure("net.timeout", f"no whole answer within {limits.timeout:g} s")
        try:
            async with asyncio.timeout_at(deadline) as dialling:
                self._dialling.add(dialling)
                try:
                    connection = await self._pool.take(target, fresh=fresh)
                finally:
                    self._dialling.discard(dialling)
        except ConnectError as error:
            return attempt.end(self._clock(), error.failure)
        except TimeoutError:
            if proxy := self._proxies.of(target.host):
                sentence = f"no connection to {target.host} through the proxy {proxy.name} within {limits.timeout:g} s"
                slow = Failure("net.proxy", sentence)
            return attempt.end(self._clock(), _STOPPED if self._stopped else slow)
        reception = attempt.on(connection, message, self._clock(), self._spool_dir)
        self._busy.add(connection)
        timer = loop.call_at(deadline, connection.cut, "time", slow)
        try:
            await connection.exchange(message, reception)
        except BaseException:
            connection.cut("disconnect", _STOPPED)
            reception.ended.add_done_callback(lambda _: attempt.settle(None))
            raise
        finally:
            timer.cancel()
            self._busy.discard(connection)
            self._pool.give(target, connection)
        return attempt.end(self._clock(), reception.failure)

    async def _conclude(self, attempt: Attempt) -> Outcome:
        failure, body = attempt.failure, None
        if failure is None:
            try:
                body = await attempt.body()
            except CodingError as error:
                failure = error.failure
        return await self._store(attempt, failure, body)

    async def _store(self, attempt: Attempt, failure: Failure | None, body: bytes | None = None) -> Outcome:
        exchange = attempt.exchange(failure)
        capture: Capture | None = None
        try:
            capture = await self._sink.store(exchange)
        finally:
            attempt.settle(capture)
        return Outcome(exchange, capture, attempt.payload, body, attempt.by_close)
