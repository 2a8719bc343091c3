"""The benchmark's server, a process of its own: ``python -m tests.bench.server PAGES`` prints its port and serves.

Bare on purpose: one asyncio protocol, keep-alive, nothing but GET, so that what is measured is the client. At
``/-/usage`` it tells the processor seconds it has used itself.
"""

import asyncio
import json
import os
import sys

from tests.bench.pages import Pages


class _Connection(asyncio.Protocol):
    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._buffer[:end])
            del self._buffer[: end + 4]
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        path = head.split(b" ", 2)[1].decode("ascii")
        if path == "/-/usage":
            times = os.times()
            status, kind, body = b"200 OK", b"application/json", json.dumps(times.user + times.system).encode()
        elif (page := self._pages.render(path)) is not None:
            kind = b"text/plain" if path == "/robots.txt" else b"text/html; charset=utf-8"
            status, body = b"200 OK", page
        else:
            status, kind, body = b"404 Not Found", b"text/plain", b"not here\n"
        self._transport.writelines(
            (
                b"HTTP/1.1 %s\r\nServer: bench\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
                % (status, kind, len(body)),
                b"Cache-Control: no-cache\r\nConnection: keep-alive\r\n\r\n",
                body,
            )
        )
        if b"\nconnection: close" in head.lower():
            self._transport.close()


async def _serve(count: int) -> None:
    pages = Pages(count)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(pages), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
