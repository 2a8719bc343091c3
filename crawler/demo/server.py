"""A small web server on loopback for the demo's sites: a thread a connection, conditional requests, gzip, chunks."""

import gzip
import hashlib
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from crawler.demo.pages import Answer

_CHUNK: Final = 4096
_IDLE: Final = 60.0  # seconds a connection may wait for its next request

Answering = Callable[[str, str], Answer]  # what a site answers to a Host header and a target


@contextmanager
def serve(answer: Answering, port: int = 0) -> Iterator[int]:
    """Serve until the context ends; then every connection is closed and the threads have ended. Yields the port.

    ``port`` is one of 127.0.0.1, 0 any that is free. Raises ``OSError`` where it is taken. ``answer`` is called in the
    threads of the connections.
    """
    server = _Server(answer, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="demo site")
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close waits for the connections' threads

    def __init__(self, answer: Answering, port: int) -> None:
        self.answer = answer
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the reading of every idle connection."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):  # the client hung up first
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news to the demo's terminal; anything else is."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ArdaniaPress/3.2"
    sys_version = ""
    timeout = _IDLE
    server: _Server

    def do_GET(self) -> None:
        answer = self.server.answer(self.headers.get("Host", ""), self.path)
        if answer.status:
            self._send(answer)
        else:
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815  the name that http.server looks for

    def log_message(self, *args: Any) -> None:
        """The demo's terminal belongs to the crawler."""

    def _send(self, answer: Answer) -> None:
        body = answer.body
        packed = (
            bool(body) and answer.media_type.startswith("text/") and _accepts_gzip(self.headers.get("Accept-Encoding"))
        )
        if packed:
            body = gzip.compress(body, 6, mtime=0)
        # A strong validator names one representation (RFC 9110 §8.8.3.3), so the coding is part of it.
        etag = f'"{answer.etag or hashlib.sha256(answer.body).hexdigest()[:16]}{"-gzip" if packed else ""}"'
        if answer.status == 200 and self._unchanged(etag, answer.modified):
            self.send_response(304)
            self.send_header("ETag", etag)
            self.send_header("Vary", "Accept-Encoding")
            self.end_headers()
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Vary", "Accept-Encoding")
        if answer.language:
            self.send_header("Content-Language", answer.language)
        if answer.location:
            self.send_header("Location", answer.location)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if answer.status == 200:
            self.send_header("ETag", etag)
            if answer.modified:
                self.send_header("Last-Modified", format_datetime(answer.modified, usegmt=True))
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"".join(_chunks(body)) if answer.chunked else body)

    def _unchanged(self, etag: str, modified: datetime | None) -> bool:
        """Whether the client's copy is current. If-None-Match goes before If-Modified-Since (RFC 9110 §13.2.2)."""
        if wanted := self.headers.get("If-None-Match"):
            return wanted.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in wanted.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None or modified is None:
            return False
        try:
            moment = parsedate_to_datetime(since)
        except ValueError:
            return False  # an invalid date is ignored (RFC 9110 §13.1.3)
        return modified <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _accepts_gzip(header: str | None) -> bool:
    for item in (header or "").lower().split(","):
        coding, _, parameters = item.partition(";")
        if coding.strip() in ("gzip", "*"):
            weight = parameters.replace(" ", "").removeprefix("q=")
            return weight.strip("0.") != "" if parameters.strip() else True
    return False


def _chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _CHUNK):
        piece = body[start : start + _CHUNK]
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"
