"""A small site of any content on loopback, crawled by the real crawler in this process, and what was asked of it."""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from crawler.cli.crawl import overrides
from crawler.configuration import Configuration
from crawler.model.source import Layout, Listing, Politeness, Rule, Site, Source
from crawler.schedule.crawling import Crawled, Job, crawl
from crawler.spiders.source import SourceSpider

HOST = "press.example"
OTHER = "cdn.example"
PROSE = "The ministry says, in a sentence that is long enough to be one, that the bridge is open. " * 3


@dataclass(frozen=True)
class Reply:
    """An answer. ``repeat`` sends the body so many times; ``headers`` come beside the usual ones."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    repeat: int = 1
    hold: threading.Event | None = None  # nothing is sent before it is set
    validators: bool = True


class PressSite:
    """Serves ``pages`` by (host, path) or path; ``asked`` counts, ``conditional`` names those with a condition."""

    def __init__(self, pages: Mapping[Any, Reply]) -> None:
        self.pages = dict(pages)
        self.asked: Counter[str] = Counter()
        self.order: list[str] = []
        self.conditional: set[str] = set()
        self.port = 0
        self._news = threading.Condition()

    def wait_for(self, url: str, seconds: float = 30) -> bool:
        """Returns once ``url`` was asked for; false after ``seconds``."""
        with self._news:
            return self._news.wait_for(lambda: self.asked[url] > 0, seconds)

    @contextmanager
    def serve(self) -> Iterator[Self]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self) -> None:
                site.answer(self)

            do_POST = do_GET  # noqa: N815  the name that http.server looks for

            def log_message(self, *args: object) -> None:
                """Nobody reads it."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_address[1]
            server.daemon_threads = True
            server.block_on_close = False
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        host = request.headers["Host"].partition(":")[0]
        url = f"http://{host}{request.path}"
        self.asked[url] += 1
        self.order.append(url)
        sent = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        with self._news:
            self._news.notify_all()
        reply = self.reply(request, host, sent) or Reply(b"none", status=404)
        if reply.hold is not None:
            reply.hold.wait(30)
        etag = f'"{hashlib.sha256(reply.body).hexdigest()[:12]}"'
        condition = request.headers["If-None-Match"]
        if condition:
            self.conditional.add(url)
        unchanged = condition == etag
        request.send_response(304 if unchanged else reply.status)
        if reply.status == 200 and reply.validators:
            request.send_header("ETag", etag)
        for name, value in reply.headers.items():
            request.send_header(name, value)
        if unchanged:
            request.end_headers()
            return
        request.send_header("Content-Type", reply.media_type)
        request.send_header("Content-Length", str(len(reply.body) * reply.repeat))
        request.end_headers()
        for _ in range(reply.repeat):
            request.wfile.write(reply.body)

    def reply(self, request: BaseHTTPRequestHandler, host: str, sent: bytes) -> Reply | None:
        """What is there; ``sent`` is the request's body."""
        return self.pages.get((host, request.path)) or self.pages.get(request.path)


def listing(*links: str) -> Reply:
    """A listing of links, each with a title and a date."""
    items = "".join(
        f'<li><a href="{link}">Statement {number}</a> <i>{number} June 2026</i></li>'
        for number, link in enumerate(links, 1)
    )
    return Reply(f"<html lang=en><ul class=news>{items}</ul></html>".encode())


def page(title: str, content: str = "", head: str = "") -> Reply:
    """A statement's page."""
    return Reply(
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f"<div class=text><p>{PROSE}</p>{content}</div></body></html>".encode()
    )


def source(**changes: Any) -> Source:
    """Of :data:`HOST`, with a listing at /news."""
    return Source(
        **{
            "id": "xx_press",
            "name": "Press",
            "country": "XX",
            "languages": ("en",),
            "timezone": "UTC",
            "sites": (Site(host=HOST),),
            "listings": (Listing(url=f"http://{HOST}/news", items="ul.news li", link="a", title="a", date="i"),),
            "layouts": (Layout(id="one", title=(Rule(css="h1"),), body=(Rule(css="div.text"),)),),
            "politeness": Politeness(delay=0, concurrency=2, timeout=20),
            **changes,
        }
    )


def run(
    site: PressSite, archive: Path, of: Source, arguments: Mapping[str, Any] | None = None, **settings: Any
) -> Crawled:
    """One crawl of the source, all its hosts being the site. ``arguments`` are the spider's."""
    found = Configuration(contact="tests@example.org", archive=archive, min_free=0)
    network = {"connect_to": [f":80:127.0.0.1:{site.port}"]}
    definition = f"id = 'xx_press'  # {hashlib.sha256(of.model_dump_json().encode()).hexdigest()}\n"
    spider = type("Spider_xx", (SourceSpider,), {"name": of.id, "source": of, "definition": definition})
    crawled = crawl([Job(spider, arguments or {})], {**overrides(found, network), "WIRE_PAUSE": 0.01, **settings})
    assert crawled.error is None, crawled.error
    return crawled


DEFINITION = f"""
id = "xx_press"
name = "Press"
country = "XX"
languages = ["en"]
timezone = "UTC"
[politeness]
delay = 0
[[sites]]
host = "{HOST}"
[[listings]]
url = "http://{HOST}/news"
items = "ul.news li"
link = "a"
title = "a"
date = "i"
[[layouts]]
id = "one"
title = "h1"
body = "div.text"
"""  # as source(), for the command
