"""The WARC exporter: hands every exchange of a crawl to the archive before anybody reads it."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.archive import ArchiveError
from crawler.model.capture import Capture
from crawler.model.exchange import Exchange
from crawler.spiders.run import ArchiveRun, run_of


class WarcExporter:
    """The wire's sink (setting ``WIRE_SINK``) in a Scrapy crawl."""

    def __init__(self, run: ArchiveRun) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy asks for it."""
        return cls(run_of(crawler))

    async def store(self, exchange: Exchange) -> Capture | None:
        """Appends the exchange's records; a full or failing disk ends the crawl."""
        try:
            return await self._run.store(exchange)
        except ArchiveError as error:
            self._run.abort(error)
            raise

    async def late(self, capture: Capture, data: bytes) -> None:
        """Appends bytes that came after a capture on its idle connection."""
        try:
            await self._run.archive.late(capture, data)
        except ArchiveError as error:
            self._run.abort(error)
            raise
