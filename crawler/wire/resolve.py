"""Resolving: a host's addresses, each checked against the policy before anything is sent, kept for some minutes."""

import asyncio
import socket
import time
from collections.abc import Callable
from typing import Any, Final

from crawler.model.failure import Failure
from crawler.wire.address import AddressPolicy
from crawler.wire.failing import ConnectError

_KEPT: Final = 300.0  # seconds that an answer is used
_FAMILIES: Final = (socket.AF_INET6, socket.AF_INET)

Getaddrinfo = Callable[..., list[Any]]
SocketAddress = tuple[Any, ...]


class Resolver:
    """Looks names up in threads of the loop. One look-up a name at a time; failures are not kept.

    ``timeout``: seconds for one look-up. ``getaddrinfo`` as :func:`socket.getaddrinfo`.
    """

    def __init__(self, policy: AddressPolicy, timeout: float = 10.0, getaddrinfo: Getaddrinfo | None = None) -> None:
        self._policy = policy
        self._timeout = timeout
        self._getaddrinfo = getaddrinfo or socket.getaddrinfo
        self._answers: dict[str, tuple[float, list[tuple[int, str, int]]]] = {}
        self._running: dict[str, asyncio.Future[list[tuple[int, str, int]]]] = {}

    async def addresses(self, host: str, port: int, *, named: bool) -> list[tuple[int, SocketAddress]]:
        """``(family, socket address)`` of a host, IPv6 and IPv4 in turn, IPv6 first.

        ``named``: the operator named this host as a target, so its addresses may be anything. Raises
        :class:`ConnectError` with ``net.dns``, or ``address.forbidden`` where one of them is not allowed: a name
        that has public and private addresses at once is a trap, so none of them is asked.
        """
        found = await self._look_up(host)
        if not named:
            for _, address, _ in found:
                if not self._policy.allows(host, address):
                    sentence = f"{host} is at {address}, which is no public address; --allow-address {host} permits it"
                    raise ConnectError(Failure("address.forbidden", sentence))
        by_family = [[item for item in found if item[0] == family] for family in _FAMILIES]
        turns = [item for pair in zip(*by_family, strict=False) for item in pair]
        turns += [item for items in by_family for item in items[len(turns) // 2 :]]
        return [
            (family, (address, port, 0, scope) if family == socket.AF_INET6 else (address, port))
            for family, address, scope in turns
        ]

    def leave_to_proxy(self, host: str, *, named: bool) -> None:
        """Check a host that a proxy will look up. Raises :class:`ConnectError` with ``address.forbidden``."""
        if not named and not self._policy.allows_unseen(host):
            sentence = f"{host} is no public host, and the proxy would look it up; --allow-address {host} permits it"
            raise ConnectError(Failure("address.forbidden", sentence))

    async def _look_up(self, host: str) -> list[tuple[int, str, int]]:
        until, found = self._answers.get(host, (0.0, []))
        if time.monotonic() < until:
            return found
        running = self._running.get(host)
        if running is None:
            running = asyncio.ensure_future(self._ask(host))
            self._running[host] = running
            running.add_done_callback(lambda _: self._running.pop(host, None))
        return await asyncio.shield(running)

    async def _ask(self, host: str) -> list[tuple[int, str, int]]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout):
                rows = await loop.run_in_executor(None, self._resolve, host)
        except TimeoutError:
            sentence = f"the name {host} was not resolved within {self._timeout:g} s"
            raise ConnectError(Failure("net.dns", sentence)) from None
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise ConnectError(Failure("net.dns", f"the name {host} was not resolved: {reason}")) from error
        if not rows:
            raise ConnectError(Failure("net.dns", f"the name {host} has no address"))
        self._answers[host] = (time.monotonic() + _KEPT, rows)
        return rows

    def _resolve(self, host: str) -> list[tuple[int, str, int]]:
        rows: list[Any] = self._getaddrinfo(host, None, type=socket.SOCK_STREAM)
        answers = []
        for family, _, _, _, address in rows:
            if family in _FAMILIES:
                answers.append((int(family), str(address[0]), address[3] if family == socket.AF_INET6 else 0))
        return answers
