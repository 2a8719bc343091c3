"""The pool: connections kept for the next exchange with the same server."""

import asyncio
from typing import Final

from crawler.model.capture import Capture
from crawler.wire.connection import Connection, OpenConnections
from crawler.wire.dial import Dialer
from crawler.wire.request import Target
from crawler.wire.sink import Sink

_IDLE: Final = 30.0  # seconds after which an idle connection is not used again: servers close them about then

Place = tuple[str, str, int]


class Pool:
    """Connections by scheme, host and port. Bytes that come over an idle one are handed to ``sink`` as late."""

    def __init__(self, dialer: Dialer, sink: Sink) -> None:
        self._dialer = dialer
        self._sink = sink
        self._idle: dict[Place, list[Connection]] = {}
        self._open = OpenConnections()
        self._late: set[asyncio.Task[None]] = set()

    async def take(self, target: Target, *, fresh: bool = False) -> Connection:
        """An idle connection, unless ``fresh``, or a new one. Raises :class:`crawler.wire.failing.ConnectError`."""
        idle = self._idle.get(_place(target), [])
        while idle and not fresh:
            connection = idle.pop()
            old = asyncio.get_running_loop().time() - connection.idle_since > _IDLE
            if not old and await connection.is_quiet():
                return connection
            connection.close()
        return await self._dialer.connect(target, self._make)

    def give(self, target: Target, connection: Connection) -> None:
        """Take a connection back after its exchange."""
        if connection.reusable:
            self._idle.setdefault(_place(target), []).append(connection)
        else:
            connection.close()

    async def close(self) -> None:
        """Close all connections, and hand over late bytes that wait for their capture."""
        self._idle.clear()
        await self._open.close()
        if self._late:
            await asyncio.gather(*self._late)

    def _make(self) -> Connection:
        return Connection(self._came_late, self._open)

    def _came_late(self, capture: asyncio.Future[Capture | None], data: bytes) -> None:
        task = asyncio.ensure_future(self._hand_over(capture, data))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _hand_over(self, capture: asyncio.Future[Capture | None], data: bytes) -> None:
        stored = await capture
        if stored is not None:
            await self._sink.late(stored, data)


def _place(target: Target) -> Place:
    return target.scheme, target.host, target.port
