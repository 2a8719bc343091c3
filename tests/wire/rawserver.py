"""A raw socket server, scripted byte for byte, that keeps the ground truth of all it received and sent."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Self


@dataclass
class Answer:
    """Bytes to send, in portions, and what happens to the connection afterwards.

    ``keep``: it waits for the next request; ``close``, ``reset``: it ends; ``drop``: it ends without TLS's goodbye;
    ``hold``: nothing more is sent or read until the server stops.
    """

    data: bytes | tuple[bytes, ...]
    then: Literal["keep", "close", "drop", "reset", "hold"] = "keep"
    pause: float = 0.0  # between portions

    @property
    def portions(self) -> tuple[bytes, ...]:
        return (self.data,) if isinstance(self.data, bytes) else self.data


@dataclass
class Told:
    """One request as it arrived, and all that was sent for it."""

    request: bytes
    sent: bytes = b""

    @property
    def path(self) -> str:
        return self.request.split(b" ", 2)[1].decode()


@dataclass
class Peer:
    """One connection."""

    socket: socket.socket
    told: list[Told] = field(default_factory=list)
    received: bytes = b""

    def read_request(self) -> bytes | None:
        """Head and body of the next request; ``None`` at the end."""
        message = b""
        while b"\r\n\r\n" not in message:
            message += (more := self._read())
            if not more:
                return None
        head, _, body = message.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += (more := self._read())
            message += more
            if not more:
                return None
        return message

    def send(self, data: bytes) -> None:
        if self.told:
            self.told[-1].sent += data  # first: the client may have it before this thread goes on
        self.socket.sendall(data)

    def _read(self) -> bytes:
        with contextlib.suppress(OSError):
            data = self.socket.recv(65536)
            self.received += data
            return data
        return b""


Script = Answer | Callable[[Peer], Answer | None]


class RawServer:
    """Answers by path. A list is used up one by one, its last answer stays; a function may send by itself.

    ``most_at_once``: the largest number of requests that were being answered at the same time.
    """

    def __init__(
        self,
        answers: Mapping[str, Script | list[Script]],
        tls: ssl.SSLContext | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        self.answers = {
            path: list(script) if isinstance(script, list) else [script] for path, script in answers.items()
        }
        self.peers: list[Peer] = []
        self.most_at_once = 0
        self._tls = tls
        self._at_once = 0
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._stopping = threading.Event()
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in self.peers:
            with contextlib.suppress(OSError):
                peer.socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for peer in self.peers:
            peer.socket.close()

    @property
    def told(self) -> list[Told]:
        """All requests, connection by connection."""
        return [told for peer in self.peers for told in peer.told]

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Block until something has happened here; for at most ten seconds."""
        until = time.monotonic() + 10
        while not true():
            if time.monotonic() > until:
                raise TimeoutError("what the test waits for has not happened")
            time.sleep(0.005)

    def url(self, path: str) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}{path}"

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(accepted,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, accepted: socket.socket) -> None:
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = Peer(accepted)
        with self._lock:
            self.peers.append(peer)
        with contextlib.suppress(OSError):
            if self._tls:
                peer.socket = self._tls.wrap_socket(accepted, server_side=True)
            while (request := peer.read_request()) is not None:
                peer.told.append(Told(request))
                if not self._answer(peer):
                    return
        with contextlib.suppress(OSError):
            peer.socket.close()

    def _answer(self, peer: Peer) -> bool:
        with self._lock:
            script = self.answers[peer.told[-1].path]
            step = script.pop(0) if len(script) > 1 else script[0]
        with self._counting:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        answering = True
        try:
            answer = step(peer) if callable(step) else step
            if answer is None:
                return True
            for number, portion in enumerate(answer.portions):
                if number and answer.pause:
                    time.sleep(answer.pause)
                if number < len(answer.portions) - 1:
                    peer.send(portion)
                    continue
                with self._counting:  # who has the last byte may ask again before this thread goes on
                    peer.send(portion)
                    self._at_once -= 1
                    answering = False
        finally:
            if answering:
                with self._counting:
                    self._at_once -= 1
        if answer.then == "hold":
            self._stopping.wait(60)
        elif answer.then == "reset":
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            _close_beneath_tls(peer.socket)
            return False
        elif answer.then == "drop":
            _close_beneath_tls(peer.socket)
        elif answer.then == "close":
            _end(peer.socket)
        return answer.then == "keep"


def _end(sock: socket.socket) -> None:
    if isinstance(sock, ssl.SSLSocket):
        with contextlib.suppress(OSError, ValueError):
            sock.unwrap()
    sock.close()


def _close_beneath_tls(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.close()
