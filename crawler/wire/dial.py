"""Dialling: from a host's addresses to a connection, IPv6 and IPv4 side by side or by a proxy, TLS verified."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from crawler.wire.connection import Connection
from crawler.wire.failing import ConnectError, connect_failure
from crawler.wire.mapping import ConnectTo
from crawler.wire.proxy import Proxies, Proxy, open_tunnel, proxy_failure
from crawler.wire.request import Target
from crawler.wire.resolve import Resolver, SocketAddress
from crawler.wire.tls import protocol_name, suite_name, tls_context

_STAGGER: Final = 0.25  # seconds before the next address is tried beside the last (RFC 8305 §5)

Trust = Literal["verify", "archive-anyway"]


class Dialer:
    """Makes connections, where ``proxies`` says so through a proxy, which then looks the host up: what it names is
    checked (:meth:`crawler.wire.address.AddressPolicy.allows_unseen`), and no peer's address is known of the server.

    ``cacert`` as in :func:`crawler.wire.tls.tls_context`.

    ``trust``: with ``archive-anyway`` a certificate that does not verify is accepted, and the connection says so;
    one that does verify is still reported as verified.
    """

    def __init__(
        self, resolver: Resolver, connect_to: ConnectTo, cacert: Path | None, trust: Trust, proxies: Proxies
    ) -> None:
        self._resolver = resolver
        self._proxies = proxies
        self._connect_to = connect_to
        self._cacert = cacert
        self._trust = trust
        self._unverified: set[tuple[str, int]] = set()  # where verifying failed and the operator said to go on

    async def connect(self, target: Target, make: Callable[[], Connection]) -> Connection:
        """A connection to the server of ``target``. Raises :class:`ConnectError`; the caller sets the deadline."""
        if target.scheme == "http":
            return await self._open(target, make, None)
        place = (target.host, target.port)
        verify = place not in self._unverified
        try:
            return await self._open(target, make, verify)
        except ConnectError as error:
            if error.failure.code != "tls.verify" or self._trust != "archive-anyway":
                raise
            self._unverified.add(place)
            return await self._open(target, make, False)

    async def _open(self, target: Target, make: Callable[[], Connection], verify: bool | None) -> Connection:
        host, port, named = self._connect_to.target(target.host, target.port)
        proxy = self._proxies.of(target.host)
        loop = asyncio.get_running_loop()
        place = f"{target.host}:{target.port}"
        try:
            if proxy is not None:
                self._resolver.leave_to_proxy(host, named=named)
                sock = await self._through(proxy, host, port)
            else:
                sock = await _race(await self._resolver.addresses(host, port, named=named))
            try:
                context = None if verify is None else tls_context(self._cacert, verify)
                name = None if context is None else target.host
                transport, connection = await loop.create_connection(make, sock=sock, ssl=context, server_hostname=name)
            except BaseException:
                sock.close()
                raise
        except OSError as error:
            raise ConnectError(connect_failure(error, place)) from error
        if proxy is not None:
            connection.via = proxy.name  # and no address: that of the peer is not the server's
        else:
            connection.ip = transport.get_extra_info("peername")[0].partition("%")[0]
        secure: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        if secure is not None:
            cipher = secure.cipher()
            suite = suite_name(cipher[0]) if cipher else None
            connection.tls = (protocol_name(secure.version()), suite, bool(verify))
        return connection

    async def _through(self, proxy: Proxy, host: str, port: int) -> socket.socket:
        """A socket that is a tunnel to the server."""
        try:
            sock = await _race(await self._resolver.addresses(proxy.host, proxy.port, named=True))
        except (OSError, ConnectError) as error:
            raise ConnectError(proxy_failure(error, proxy)) from error
        try:
            await open_tunnel(sock, proxy, host, port)
        except BaseException:
            sock.close()
            raise
        return sock


async def _race(addresses: list[tuple[int, SocketAddress]]) -> socket.socket:
    """A connected socket: each address in turn, the next one when the last has failed or is slow. The first wins."""
    if len(addresses) == 1:
        return await _connect(*addresses[0])
    pending: set[asyncio.Task[socket.socket]] = set()
    errors: list[OSError] = []
    queue = list(addresses)
    try:
        while queue or pending:
            if queue:
                pending.add(asyncio.ensure_future(_connect(*queue.pop(0))))
            done, pending = await asyncio.wait(
                pending, timeout=_STAGGER if queue else None, return_when=asyncio.FIRST_COMPLETED
            )
            winners = [task for task in done if task.exception() is None]
            errors += [error for task in done if isinstance(error := task.exception(), OSError)]
            if winners:
                for extra in winners[1:]:
                    extra.result().close()
                return winners[0].result()
    finally:
        for task in pending:
            task.cancel()
        for task in pending:
            with contextlib.suppress(OSError, asyncio.CancelledError):
                (await task).close()
    raise errors[0]


async def _connect(family: int, address: SocketAddress) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, address)
    except BaseException:
        sock.close()
        raise
    return sock
