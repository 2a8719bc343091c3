"""Revise (300): new, changed or known."""

from dataclasses import dataclass
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.model.statement import Statement
from crawler.pipelines.identify import Identified
from crawler.spiders.run import ArchiveRun, run_of


@dataclass(frozen=True, slots=True)
class Pending:
    """A statement that is written but not yet committed."""

    statement: Statement
    ticket: int


class RevisePipeline:
    """Asks the archive, which decides in one step whether the text is a new revision."""

    def __init__(self, run: ArchiveRun) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy asks for it."""
        return cls(run_of(crawler))

    async def process_item(self, item: Identified) -> Pending:
        """The new revision; drops a statement whose text is known."""
        revised = await self._run.revise(item.draft, item.asked)
        if revised.statement is None:
            raise DropItem(f"{item.draft.url} says what it said before")
        return Pending(revised.statement, revised.ticket)
