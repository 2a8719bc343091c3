"""The loose spider: keeps pages that belong to no source, and reads nothing into them."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.model.failure import Failure
from crawler.model.source import LOOSE, Politeness, Site, Source
from crawler.spiders.source import SourceSpider


def loose_spider(urls: tuple[str, ...]) -> type[SourceSpider]:
    """A spider that captures ``urls`` into the segments of ``_loose``."""
    hosts = sorted({urlsplit(url).hostname or "" for url in urls})
    source = Source.model_construct(  # not validated: its id is no ministry's
        id=LOOSE,
        name="captured outside a source",
        country="ZZ",
        languages=("und",),
        timezone="UTC",
        sites=tuple(Site.model_construct(host=host, role="main", aliases=(), languages=()) for host in hosts),
        listings=(),
        layouts=(),
        kinds={},
        politeness=Politeness(),
    )
    return type("Spider_loose", (LooseSpider,), {"name": LOOSE, "source": source})


class LooseSpider(SourceSpider):
    """Asks each of its ``urls`` once."""

    async def start(self) -> AsyncIterator[Any]:
        """The addresses given."""
        for url in self.urls:
            yield Request(url, callback=self.kept, errback=self.lost, dont_filter=True)

    def kept(self, response: Response) -> None:
        """A page answered whole, whatever it says."""
        if response.status >= 400:
            self.log_book.told(response.url, Failure("http.status", f"the server answered {response.status}"))
        else:
            self.log_book.run.captured += 1

    def lost(self, failure: TwistedFailure) -> None:
        """A page did not answer whole."""
        self.log_book.told(failure.request.url, self.log_book.reason_of(failure))  # type: ignore[attr-defined]
