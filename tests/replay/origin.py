"""A press page with all that it needs to be seen, its server on loopback, and an archive of it."""

import os
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "press.example"
PAGE = f"http://{HOST}/statement"
COPY = f"http://{HOST}/copy"
HOSTILE = f"http://{HOST}/hostile"
TITLE = "On the floods"
TEXT = "The ministry regrets the floods."
OUTSIDE = "outside.example"  # what a page of bad will asks for


def png(size: int = 48) -> bytes:
    """A red square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc8\x1e\x1e" * size for _ in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


HTML = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>
<link rel="stylesheet" href="/style.css"></head>
<body><h1>{TITLE}</h1><p id="text">{TEXT}</p><img id="seal" src="img/seal.png" alt="seal">
<p id="script">not run</p><script src="/page.js"></script>
</body></html>
""".encode()

SCRIPT = b'document.getElementById("script").textContent = "run";'

# A page of bad will: it asks the world, looks at what is around it, and tries to leave.
BAD = f"""
new Image().src = "http://{OUTSIDE}/pixel.png";
fetch("http://{OUTSIDE}/fetched").catch(() => 0);
try {{ parent.document.title = "taken over"; }} catch (error) {{ document.body.dataset.parent = "out of reach"; }}
try {{ localStorage.setItem("a", "b"); }} catch (error) {{ document.body.dataset.storage = "out of reach"; }}
try {{ window.open("http://{OUTSIDE}/opened"); }} catch (error) {{ }}
""".encode()

ANSWERS = {
    "/statement": ("text/html; charset=utf-8", HTML),
    "/copy": ("text/html; charset=utf-8", HTML),
    "/hostile": (
        "text/html",
        HTML.replace(b"</body>", b'<script src="/bad.js"></script><iframe src="/frame.html"></iframe></body>'),
    ),
    "/bad.js": ("text/javascript", BAD),
    "/style.css": ("text/css", b"@import url(more.css); h1 { color: rgb(0, 0, 128); }"),
    "/more.css": ("text/css", b"#text { letter-spacing: 2px; }"),
    "/img/seal.png": ("image/png", png()),
    "/page.js": ("text/javascript", SCRIPT),
    "/frame.html": ("text/html", f'<p>inner</p><script>new Image().src = "//{OUTSIDE}/inner.png"</script>'.encode()),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        media_type, body = ANSWERS.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "seen=1; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[int]:
    """The origin's port, while it is there."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def capture(archive: Path, port: int, *urls: str) -> None:
    """Capture the addresses with the real command."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    command = [sys.executable, "-m", "crawler", "capture"]
    done = subprocess.run(
        [*command, *urls, "--archive", str(archive), "--delay", "0", "--connect-to", f"{HOST}:80:127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        env=environ | {"COMMUNIQUE_CONTACT": "tests@example.org"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
