"""Requisites of a crawl: style sheets, images, fonts, scripts and icons of the pages that were read as statements.

They are asked for with the least haste, each once a run, and not again while the archive has a recent one. They are no
statements and decide nothing about the run; robots.txt and the gates of their hosts hold for them as for everything.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.discover.requisites import LARGEST, Requisite, style_requisites, tree_requisites
from crawler.extract import Tree
from crawler.model.clock import stamp
from crawler.model.failure import Failure
from crawler.model.source import Source
from crawler.spiders.run import ArchiveRun, run_of
from crawler.wire.crawl import clock_of
from crawler.wire.request import Limits

_LAST: Final = -10  # priority: behind listings and statements …
_SOON: Final = 5  # … but before further statements where many wait, so that they do not fill the memory
_MANY: Final = 2_000
_REMEMBERED: Final = 100_000  # addresses; of one that was forgotten, the archive knows that it is there
_INLINE: Final = 64 * 1024  # bytes that are searched without a thread


@dataclass(slots=True)
class _Budget:
    """How many files may still be asked for on account of one page."""

    left: int


class Requisites:
    """Those of one crawl of ``source``."""

    def __init__(self, crawler: Crawler, source: Source) -> None:
        self._crawler = crawler
        self._source = source
        self._rules = source.requisites
        self._clock = clock_of(crawler.settings)
        self._met: OrderedDict[str, None] = OrderedDict()
        self._waiting = 0

    def of_page(self, tree: Tree, url: str) -> tuple[Requisite, ...]:
        """What a page declares. It is asked for by :meth:`ask`, when nothing needs the tree any more."""
        if not self._rules.fetch or not self._rules.max_files:
            return ()
        return tree_requisites(tree.root, url, tree.decoded.charset)

    async def ask(self, found: Sequence[Requisite]) -> list[Request]:
        """The requests that a page gives rise to."""
        return await self._ask(found, _Budget(self._rules.max_files)) if found else []

    async def parse(self, response: Response, budget: _Budget, kind: str) -> AsyncIterator[Request]:
        """One that answered; a style sheet is searched for what it names in its turn."""
        self._waiting -= 1
        if response.status != 200:
            self._book.requisite(response.url, Failure("http.status", f"the server answered {response.status}"))
            return
        self._book.requisite(response.url, None)
        if kind == "style" and budget.left > 0:
            declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
            search = partial(style_requisites, response.body, response.url, declared)
            found = search() if len(response.body) <= _INLINE else await asyncio.to_thread(search)
            for request in await self._ask(found, budget):
                yield request

    def failed(self, failure: TwistedFailure) -> None:
        """One that did not answer whole, or may not be asked for."""
        self._waiting -= 1
        self._book.requisite(failure.request.url, self._book.reason_of(failure))  # type: ignore[attr-defined]

    async def _ask(self, found: Sequence[Requisite], budget: _Budget) -> list[Request]:
        wanted = [item for item in found if item.kind in self._rules.kinds and self._may_lie_there(item.url)]
        fresh = [item for item in wanted if item.url not in self._met]
        if not fresh:
            return []
        since = stamp(self._clock() - timedelta(days=self._rules.again_after))
        held = await self._book.archive.held_since([item.url for item in fresh], since)
        requests = []
        for item in fresh:
            if item.url in self._met:
                continue
            if item.url not in held:
                if not budget.left:
                    break
                budget.left -= 1
                requests.append(self._request(item, budget))
            self._remember(item.url)
        return requests

    def _request(self, item: Requisite, budget: _Budget) -> Request:
        self._waiting += 1
        copy = LARGEST if item.kind == "style" else 0
        return Request(
            item.url,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            priority=_SOON if self._waiting > _MANY else _LAST,
            meta={
                "conditional": True,
                "anywhere": "*" in self._rules.hosts,
                "dont_retry": True,  # the next run asks again for what the archive does not have
                "limits": Limits(self._source.politeness.timeout, self._rules.max_size, copy),
            },
            cb_kwargs={"budget": budget, "kind": item.kind},
        )

    def _remember(self, url: str) -> None:
        self._met[url] = None
        if len(self._met) > _REMEMBERED:
            self._met.popitem(last=False)

    def _may_lie_there(self, url: str) -> bool:
        hosts = self._rules.hosts
        return "*" in hosts or self._source.site_of(url) is not None or (urlsplit(url).hostname or "") in hosts

    @property
    def _book(self) -> ArchiveRun:
        return run_of(self._crawler)
