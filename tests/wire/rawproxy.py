"""A real HTTP proxy on loopback: opens tunnels, and keeps all that was said to it and all that went through it."""

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

OPENED: Final = b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy.example\r\n\r\n"


@dataclass
class Tunnel:
    """One connection to the proxy. ``asked``: the head that opened it; ``up``, ``down``: what went to the server and
    what came from it."""

    asked: bytes
    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)

    @property
    def place(self) -> str:
        """What was asked for: ``host:port``."""
        return self.asked.split(b" ", 2)[1].decode()


@dataclass
class Other:
    """What the proxy answers instead of a tunnel. ``then``: ``close``, ``reset``, or ``hold`` until it stops."""

    data: bytes = b""
    then: str = "close"


class RawProxy:
    """Looks hosts up in ``hosts`` (name to address), else uses them as they are. ``answer`` may say something else than
    yes to a tunnel that is asked for, by its number from 0; what it returns as bytes is sent before the tunnel opens.
    """

    def __init__(
        self,
        hosts: Mapping[str, str] | None = None,
        answer: Callable[[int, bytes], Other | bytes] = lambda _number, _head: OPENED,
    ) -> None:
        self.tunnels: list[Tunnel] = []
        self._hosts = dict(hosts or {})
        self._answer = answer
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def url(self, user: str = "") -> str:
        """The proxy's address."""
        return f"http://{user}{'@' if user else ''}127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for sock in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)
        for sock in self._sockets:
            sock.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, accepted)

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, client: socket.socket) -> None:
        self._sockets.append(client)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                head += (more := client.recv(65536))
                if not more:
                    break
            with self._lock:
                number = len(self.tunnels)
                tunnel = Tunnel(head)
                self.tunnels.append(tunnel)
            answer = self._answer(number, head)
            if isinstance(answer, Other):
                self._refuse(client, answer)
            else:
                self._open(client, tunnel, answer)
        client.close()

    def _refuse(self, client: socket.socket, answer: Other) -> None:
        client.sendall(answer.data)
        if answer.then == "hold":
            self._stopping.wait(60)
        elif answer.then == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _open(self, client: socket.socket, tunnel: Tunnel, answer: bytes) -> None:
        host, _, port = tunnel.place.rpartition(":")
        host = host.strip("[]")
        server = socket.create_connection((self._hosts.get(host, host), int(port)), timeout=60)
        self._sockets.append(server)
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(answer)
        with contextlib.suppress(OSError):
            _pass_on(client, server, tunnel)
        server.close()


def _pass_on(client: socket.socket, server: socket.socket, tunnel: Tunnel) -> None:
    """Hand bytes from one to the other until both have ended. A reset is handed on as one."""
    ways = {client: (server, tunnel.up), server: (client, tunnel.down)}
    while ways:
        for giver in select.select(list(ways), [], [])[0]:
            taker, kept = ways[giver]
            try:
                data = giver.recv(65536)
            except ConnectionResetError:
                taker.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if data:
                kept += data
                taker.sendall(data)
            else:
                del ways[giver]
                taker.shutdown(socket.SHUT_WR)
