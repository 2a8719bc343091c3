"""Commit (900): nothing goes on to feeds before the archive has committed it."""

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.pipelines.revise import Pending
from crawler.spiders.run import ArchiveRun, run_of


class CommitPipeline:
    """Waits for the batch that holds the statement."""

    def __init__(self, run: ArchiveRun) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy asks for it."""
        return cls(run_of(crawler))

    async def process_item(self, item: Pending) -> dict[str, Any]:
        """The statement's line as a dictionary, with the keys that the archive's lines have."""
        await self._run.archive.committed(item.ticket)
        return item.statement.model_dump(mode="json")
