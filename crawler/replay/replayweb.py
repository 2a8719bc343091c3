"""ReplayWeb.page over one WACZ: a server on loopback that gives the browser the viewer, and the package in ranges."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from crawler.replay.errors import ReplayError
from crawler.replay.find import Page
from crawler.warc.cdxj import timestamp

# Only this server may be asked, also by the viewer's service worker; what is shown comes out of the package.
_SELF: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_INDEX: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{name}</title>
<style>html, body, replay-web-page {{ display: block; height: 100%; margin: 0; }}</style>
<script src="/ui.js"></script>
</head>
<body>
<replay-web-page source="/{path}" replaybase="/replay/" embed="default" deepLink{where}></replay-web-page>
</body>
</html>
"""
# What the viewer's service worker answers too: it may not be there yet when the frame is loaded first.
_FRAME: Final = b"""<!doctype html>
<html><head><meta charset="utf-8"><script src="./ui.js"></script></head>
<body><replay-app-main></replay-app-main></body></html>
"""
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_PACKAGE: Final = "archive.wacz"
_PIECE: Final = 1024 * 1024


@contextmanager
def replayweb(viewer: Path, package: Path, page: Page | None = None, port: int = 0) -> Iterator[str]:
    """Serve until the context ends; the address to open. ``viewer`` is that of :func:`viewer_files`.

    Without ``page`` the viewer shows the list of the package's pages. Raises :class:`ReplayError`.
    """
    # Of a 304 the viewer would show the head, which is nothing: it is led to the page that was confirmed.
    where = "" if page is None else f' url="{escape(page.url)}" ts="{timestamp(page.received)}"'
    index = _INDEX.format(name=escape(package.name), path=_PACKAGE, where=where).encode()
    try:
        server = _Server(port, index, viewer, package)
    except OSError as error:
        raise ReplayError(f"port {port} cannot be listened on: {error.strerror}") from error
    except OverflowError as error:
        raise ReplayError(f"{port} is no port") from error
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="ReplayWeb.page", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # a browser keeps connections open; they end with the process
    block_on_close = False

    def __init__(self, port: int, index: bytes, viewer: Path, package: Path) -> None:
        self.index = index
        self.files = {
            "/ui.js": (viewer / "ui.js", "text/javascript; charset=utf-8"),
            # The browser gives a service worker the folder that its script lies in.
            "/replay/sw.js": (viewer / "sw.js", "text/javascript; charset=utf-8"),
            "/replay/ui.js": (viewer / "ui.js", "text/javascript; charset=utf-8"),
            f"/{_PACKAGE}": (package, "application/wacz"),
        }
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "communique"
    sys_version = ""
    timeout = 60.0
    server: _Server

    def do_GET(self) -> None:
        hosts = (f"127.0.0.1:{self.server.server_port}", f"localhost:{self.server.server_port}")
        if self.headers.get("Host") not in hosts:  # another name that leads here is somebody's attempt
            self._text(HTTPStatus.FORBIDDEN, b"This server answers to 127.0.0.1 only.\n", "text/plain")
            return
        path = self.path.partition("?")[0]
        if path in ("/", "/replay/"):
            body = self.server.index if path == "/" else _FRAME
            self._text(HTTPStatus.OK, body, "text/html; charset=utf-8")
        elif path in self.server.files:
            self._file(*self.server.files[path])
        else:
            self._text(HTTPStatus.NOT_FOUND, b"There is nothing here.\n", "text/plain")

    do_HEAD = do_GET  # noqa: N815  the name that http.server looks for

    def log_message(self, *args: object) -> None:
        """The terminal is the command's."""

    def _text(self, status: HTTPStatus, body: bytes, media_type: str) -> None:
        self._head(status, media_type, len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _file(self, path: Path, media_type: str) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            wanted = self.headers.get("Range")
            span = None if wanted is None else _span(wanted, size)
            if span is None:
                self._head(HTTPStatus.OK, media_type, size)
                span = (0, size)
            elif span[0] >= span[1]:
                self._head(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, media_type, 0, f"bytes */{size}")
                return
            else:
                told = f"bytes {span[0]}-{span[1] - 1}/{size}"
                self._head(HTTPStatus.PARTIAL_CONTENT, media_type, span[1] - span[0], told)
            if self.command == "HEAD":
                return
            file.seek(span[0])
            left = span[1] - span[0]
            while left and (piece := file.read(min(left, _PIECE))):
                self.wfile.write(piece)
                left -= len(piece)

    def _head(self, status: HTTPStatus, media_type: str, length: int, content_range: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(length))
        self.send_header("Accept-Ranges", "bytes")
        if content_range is not None:
            self.send_header("Content-Range", content_range)
        self.send_header("Content-Security-Policy", _SELF)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()


def _span(wanted: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; empty where nothing of it is there; none where the header is not one
    range of bytes and is therefore ignored (RFC 9110 §14.2).
    """
    found = _RANGE.fullmatch(wanted.replace(" ", ""))
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size
