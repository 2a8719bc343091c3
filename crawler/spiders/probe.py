"""The probe's spider: asks what a plan asks for, politely and into an archive, and hands back answers."""

import logging
from collections.abc import AsyncIterator
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.archive import ArchiveError
from crawler.discover.ask import Ask
from crawler.model.failure import Failure
from crawler.model.source import LOOSE, Politeness, Site, Source
from crawler.probing.asking import Answer, Plan
from crawler.spiders.pages import page_of
from crawler.spiders.source import SourceSpider
from crawler.wire.refusal import WireError

logger = logging.getLogger(__name__)

MOST: Final = 100  # requests of one probe: a site that leads on and on is not walked through


class ProbeSpider(SourceSpider):
    """Walks through one plan. ``result`` holds what it came to, ``broken`` the error that it ended with; neither where
    the crawl was stopped before its end.
    """

    plan: ClassVar[Plan[Any]]
    result: ClassVar[list[Any]]
    broken: ClassVar[list[Exception]]
    asked: ClassVar[list[Ask]]

    async def start(self) -> AsyncIterator[Any]:
        """The plan, from its first ask to its last."""
        plan = type(self).plan
        try:
            asks = next(plan)
            while True:
                asks = plan.send(tuple([await self._answer(ask) for ask in asks]))
        except StopIteration as end:
            self.result.append(end.value)
        except Exception as error:  # of this program: Scrapy would log it and go on with nothing
            logger.exception("the probe broke off")
            self.broken.append(error)
        if not self.result:  # an async generator, as Scrapy wants it, that has no item
            yield

    async def _answer(self, ask: Ask) -> Answer:
        if len(self.asked) >= MOST:
            return Answer(ask, failure=Failure("probe.enough", f"{MOST} requests are enough for one look at a site"))
        self.asked.append(ask)
        request = Request(
            ask.url,
            method=ask.method,
            body=ask.body,
            headers=ask.headers,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"robots": True} if urlsplit(ask.url).path == "/robots.txt" else {},
        )
        if self.crawler.engine is None:
            raise RuntimeError("there is no engine: the crawl has not begun")
        try:
            response = await self.crawler.engine.download_async(request)
        except WireError as error:
            return Answer(ask, failure=error.failure)
        except ArchiveError as error:
            self.log_book.abort(error)
            return Answer(ask, failure=Failure("net.stopped", str(error)))
        self.log_book.run.captured += 1
        return Answer(ask, response.status, page_of(response, None))


def probe_spider(plan: Plan[Any], url: str, politeness: Politeness | None = None) -> type[ProbeSpider]:
    """A spider class that walks through a plan; its exchanges go into the segments of ``_loose``."""
    source = Source.model_construct(  # not validated: its id is no ministry's
        id=LOOSE,
        name="a site that is looked at",
        country="ZZ",
        languages=("und",),
        timezone="UTC",
        sites=(Site.model_construct(host=urlsplit(url).hostname or "", role="main", aliases=(), languages=()),),
        listings=(),
        layouts=(),
        kinds={},
        politeness=politeness or Politeness(),
    )
    members = {"name": LOOSE, "source": source, "plan": plan, "result": [], "broken": [], "asked": []}
    return type("Spider_probe", (ProbeSpider,), members)
