"""A ministry's newsroom on a raw server, whose answers a test scripts, and the real command that crawls it."""

import gzip
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from fastwarc.warc import ArchiveIterator

from tests.cli.conftest import environment
from tests.wire.rawserver import Answer, Peer, RawServer, Script

HOST = "press.example"
EVERYTHING = ("--since", "2000-01-01")  # every statement is asked for, due or not, and with conditions
_ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = f"""\
id = "newsroom"
name = "Ministry of Trials"
country = "XA"
languages = ["en"]
timezone = "Etc/UTC"

[politeness]
delay = 0

[requisites]
fetch = false

[[sites]]
host = "{HOST}"

[[listings]]
url = "http://{{host}}/news"
items = "li"
link = "a"
title = "a"
date = "time"

[[layouts]]
id = "only"
title = "h1"
date = "time"
body = ".text"
"""


def statement(number: int, text: str = "The Ministry has tried again.") -> bytes:
    """The page of a statement."""
    words = f"{text} This is said in statement {number}, and it is long enough to be one. " * 3
    return (
        f'<html lang="en"><head><title>Trial {number}</title></head><body><h1>Trial number {number}</h1>'
        f'<time>2026-05-{number:02}</time><div class="text"><p>{words}</p></div></body></html>'
    ).encode()


def listing(*numbers: int) -> bytes:
    """The page that lists statements."""
    items = "".join(f'<li><a href="/news/{n}">Trial number {n}</a> <time>2026-05-{n:02}</time></li>' for n in numbers)
    return f'<html lang="en"><head><title>News</title></head><body><ul>{items}</ul></body></html>'.encode()


@dataclass
class Page:
    """Answers as a server that knows conditions: 304 where the request names what the page has."""

    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    coding: str = ""  # gzip, chunked
    confirms: str | None = None  # the ETag that a 304 names; None: the page's own

    def __call__(self, peer: Peer) -> Answer:
        asked = headers(peer.told[-1].request)
        validators = (f"ETag: {self.etag}\r\n" if self.etag else "") + (
            f"Last-Modified: {self.last_modified}\r\n" if self.last_modified else ""
        )
        given = asked.get("if-none-match")
        same = given == self.etag if given else asked.get("if-modified-since", "none") == self.last_modified
        if same and (self.etag or self.last_modified):
            if self.confirms is not None:
                validators = f"ETag: {self.confirms}\r\n"
            return Answer(f"HTTP/1.1 304 Not Modified\r\n{validators}\r\n".encode("latin-1"))
        body, more = self.body, "Content-Type: text/html; charset=utf-8\r\n"
        if self.coding == "gzip":
            body, more = gzip.compress(body, mtime=0), more + "Content-Encoding: gzip\r\n"
        if self.coding == "chunked":
            body, more = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), more + "Transfer-Encoding: chunked\r\n"
        else:
            more += f"Content-Length: {len(body)}\r\n"
        return Answer(f"HTTP/1.1 200 OK\r\n{validators}{more}\r\n".encode("latin-1") + body)


def headers(request: bytes) -> dict[str, str]:
    """The headers of a request, names in lower case."""
    lines = request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


ROBOTS = Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\nUser-agent: *\nAllow: /\n\n")


class Newsroom:
    """The server, its source and an archive in ``folder``. ``answers`` may be exchanged between crawls."""

    def __init__(self, folder: Path, answers: Mapping[str, Script | list[Script]]) -> None:
        self.server = RawServer({"/robots.txt": ROBOTS, **answers})
        self.archive = folder / "archive"
        self._folder = folder
        (folder / "sources").mkdir()
        (folder / "sources" / "newsroom.toml").write_text(SOURCE)

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(*error)

    def become(self, **answers: Script) -> None:
        """Other pages from now on: ``n1=…`` is that of ``/news/1``."""
        for name, script in answers.items():
            self.server.answers[f"/news/{name[1:]}" if name[1:].isdigit() else f"/{name}"] = [script]

    def crawl(self, *more: str, mapped: bool = True, **extra: str) -> tuple[dict[str, Any], list[bytes]]:
        """One crawl: the run as its summary tells it, and the requests that came, robots.txt apart."""
        before = len(self.server.told)
        mapping = ["--connect-to", f"{HOST}:80:127.0.0.1:{self.server.port}"] if mapped else []
        ran = self.communique("crawl", "newsroom", "--json", *mapping, *more, **extra)
        assert "Traceback" not in ran.stderr, ran.stderr
        run: dict[str, Any] = json.loads(ran.stdout)["runs"][0]
        told = self.server.told[before:]
        return run, [each.request for each in told if each.path != "/robots.txt"]

    def communique(
        self, command: str, *arguments: str, module: tuple[str, ...] = ("crawler",), **extra: str
    ) -> "subprocess.CompletedProcess[str]":
        """The real command on this archive."""
        return subprocess.run(
            [
                *(sys.executable, "-m", *module, "--sources", str(self._folder / "sources"), command),
                *("--archive", str(self.archive), *arguments),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=self._folder,
            env=environment(self._folder, PYTHONPATH=str(_ROOT), **extra),
            check=False,
        )

    def records(self) -> list[tuple[dict[str, str], bytes]]:
        """The WARC records of the archive, in the order they were written, as (headers, block)."""
        found: list[tuple[dict[str, str], bytes]] = []
        for path in sorted(self.archive.glob("warc/newsroom/*/*.warc.gz")):
            with path.open("rb") as file:
                records = ArchiveIterator(file, parse_http=False)
                found += [(dict(record.headers.items()), record.reader.read()) for record in records]
        return found

    def files(self) -> dict[str, bytes]:
        """The lines of the archive: statements and changes."""
        paths = [self.archive / "changes.jsonl", *sorted(self.archive.glob("statements/*/*.jsonl"))]
        return {path.name: path.read_bytes() for path in paths}
