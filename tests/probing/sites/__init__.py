"""Miniature ministries' sites of our own writing, answered without a network, and a crawl of them that is as pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from crawler.discover import Walk, starts
from crawler.discover.ask import Ask
from crawler.extract import extract
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.probing.asking import Answer, Plan
from tests.probing.posts import Post

NOW: Final = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)


@dataclass
class Site:
    """``pages`` maps the target of a request to its body; a target not there is a 404. ``posts`` are what a crawl must
    bring home, by the path (and query) of their pages.
    """

    host: str
    start: str
    pages: dict[str, str | bytes]
    posts: dict[str, Post]
    types: dict[str, str] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Failure] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where a probe begins."""
        return f"https://{self.host}{self.start}"

    def answer(self, ask: Ask) -> Answer:
        """What the site answers."""
        self.asked.append(ask.url)
        parts = urlsplit(ask.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if target in self.refused:
            return Answer(ask, failure=self.refused[target])
        if parts.hostname != self.host:
            return Answer(ask, failure=Failure("net.dns", f"{parts.hostname} does not exist"))
        if target in self.redirects:
            there = self.answer(Ask(urljoin(ask.url, self.redirects[target])))
            return Answer(ask, there.status, there.page, there.failure)
        body = self.pages.get(target)
        status = 404 if body is None else 200
        text = body if body is not None else "<!doctype html><title>Not found</title><p>Page not found</p>"
        data = text.encode() if isinstance(text, str) else text
        kind = self.types.get(target, "text/html; charset=utf-8")
        headers = (("content-type", kind), *self.headers.items())
        return Answer(ask, status, Page(ask.url, data, headers, NOW))


def walked(plan: Plan[Any], answer: Callable[[Ask], Answer]) -> Any:
    """What a plan comes to."""
    asks = next(plan)
    while True:
        try:
            asks = plan.send(tuple(answer(ask) for ask in asks))
        except StopIteration as end:
            return end.value


def crawled(source: Source, site: Site) -> dict[str, Reading | Refusal]:
    """Every statement that a crawl of the source reads, by the target of its page."""
    read: dict[str, Reading | Refusal] = {}
    for first, listing in starts(source, date(2026, 4, 2)):
        walk = Walk(source, listing, first, date(2026, 4, 2))
        while (ask := walk.take()) is not None:
            answer = site.answer(ask)
            if answer.page is None or answer.status is None:
                walk.lost(ask)
                continue
            step = walk.read(answer.page, ask, answer.status)
            new = 0
            for url, hint in step.links:
                parts = urlsplit(url)
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                if target in read:
                    continue
                new += 1
                page = site.answer(Ask(url)).good
                if page is not None:
                    read[target] = extract(Page(page.url, page.body, page.headers, page.captured, hint), source)
            walk.noted(step, new)
    return read


def paged(items: list[Any], size: int) -> list[list[Any]]:
    """Items in pages of a size."""
    return [items[start : start + size] for start in range(0, len(items), size)]
