"""pywb over an archive: its program on loopback, with what it reads in a temporary folder."""

import json
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from crawler.archive.lock import unchanging
from crawler.archive.snapshot import read_snapshot
from crawler.replay import pywb_program
from crawler.replay.errors import ReplayError
from crawler.replay.find import Page, newest_pages
from crawler.replay.home import home_page
from crawler.replay.index import write_index, write_paths

_LISTED: Final = 1000  # statements on the first page
_GRACE: Final = 5.0  # seconds that the program may take to end


@dataclass(frozen=True, slots=True)
class Replay:
    """A running replay. ``address`` is its first page; ``captures`` is how many pages and files it can show."""

    address: str
    collection: str
    captures: int
    process: subprocess.Popen[str]

    def at(self, page: Page) -> str:
        """The address at which that capture is shown."""
        return f"{self.address}{page_path(self.collection, page)}"


def page_path(collection: str, page: Page) -> str:
    """The path of a capture, from the server's root on and without a slash before it."""
    return f"{collection}/{page.timestamp}/{page.url}"


@contextmanager
def pywb_replay(python: Path, root: Path, port: int = 0) -> Iterator[Replay]:
    """Run pywb over what one snapshot of the archive's catalogue knows. Reads only, also beside a crawl.

    ``python`` is that of :func:`crawler.replay.environment.pywb_python`; port 0 is any free one. When the context
    ends, the program has ended and its folder is gone; until then nothing can be erased from the archive.

    Raises :class:`ReplayError` where it does not start, and what :func:`crawler.archive.snapshot.read_snapshot` raises.
    """
    # Unchanging: what the index says of offsets has to hold as long as it is used.
    with unchanging(root), tempfile.TemporaryDirectory(prefix="communique-replay-") as name:
        folder = Path(name)
        collection = f"archive-{secrets.token_hex(8)}"
        with read_snapshot(root) as connection:  # not held any longer: it would hold up a crawl's checkpoints
            captures = _prepare(folder, connection, root, collection)
        process = _start(python, folder, port)
        try:
            yield Replay(f"http://127.0.0.1:{_listening(process, folder)}/", collection, captures, process)
        finally:
            process.terminate()
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _prepare(folder: Path, connection: Connection, root: Path, collection: str) -> int:
    (folder / "root").symlink_to(root.resolve())  # so that no odd character of the archive's path is in pywb's files
    captures = write_index(connection, folder / "index.cdxj")
    write_paths(connection, folder / "root", folder / "paths.txt")
    config = {
        "collections": {
            collection: {"index_paths": str(folder / "index.cdxj"), "archive_paths": str(folder / "paths.txt")}
        },
        "enable_auto_colls": False,
        "framed_replay": True,
        "ui": {"logo_home_url": "/"},
    }
    (folder / "config.yaml").write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML
    (folder / "collection").write_text(collection, encoding="ascii")
    listed, known = newest_pages(connection, _LISTED)
    page = home_page(root, collection, [(id_, page, page_path(collection, page)) for id_, page in listed], known)
    (folder / "index.html").write_text(page, encoding="utf-8")
    return captures


def _start(python: Path, folder: Path, port: int) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environ |= {
        # pywb asks its own parts over HTTP, and a library of it wants the suffix list of the web: it has to do without.
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "no_proxy": "localhost,127.0.0.1",
        "TLDEXTRACT_CACHE": str(folder / "suffixes"),
    }
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(python), "-I", pywb_program.__file__, str(folder), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environ,
            start_new_session=True,  # Ctrl-C is for us; we end it
        )


def _listening(process: subprocess.Popen[str], folder: Path) -> int:
    told = process.stdout.readline() if process.stdout is not None else ""
    if told.strip().isdigit():
        return int(told)
    process.wait()
    log = (folder / "log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise ReplayError(f"pywb did not start: {log[-1] if log else f'it ended with code {process.returncode}'}")
