"""The run: opens the archive before a spider's first request, keeps its log book, and ends both with it."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.archive import Archive, ArchiveError, Links, Revised, StorageFailed
from crawler.extract.health import as_failure, drifts, note_reading
from crawler.extract.reader import Tree
from crawler.model.capture import Capture
from crawler.model.clock import stamp, utc_now
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Reading, Refusal
from crawler.model.run import Outcome, Problem, Run
from crawler.model.source import Source
from crawler.spiders.archives import archive_for
from crawler.spiders.pages import failure_of
from crawler.wire.spool import SpoolError

logger = logging.getLogger(__name__)

_STOPPED = "net.stopped"
_HABIT = 20  # earlier runs that a run is compared with


class ArchiveRun:
    """Scrapy extension: one run of one source in the archive of ``ARCHIVE_DIR``.

    The methods are called by the spider, the pipelines and the WARC exporter; each keeps the numbers of :attr:`run`
    and writes what happened into the archive.
    """

    archive: Archive
    run: Run

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._held = AsyncExitStack()
        self._asked: set[str] = set()
        self._listed: set[str] = set()
        self._listings_open = 0
        self._listings_done = asyncio.Event()
        self.error: ArchiveError | None = None
        self.last: tuple[Draft, Revised] | None = None  # what was read last, for who asked for one page
        self._listings_read = 0
        self._listings_failed = 0
        self._listings_doubted = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy asks for it."""
        # Answers too large for memory lie beside the WARC files until they are stored: one disk is full or not.
        crawler.settings.set("WIRE_SPOOL_DIR", crawler.settings["ARCHIVE_DIR"], priority="default")
        extension = cls(crawler)
        crawler.signals.connect(extension.open, signals.spider_opened)
        crawler.signals.connect(extension.close, signals.spider_closed)
        crawler.signals.connect(extension.spider_failed, signals.spider_error)
        crawler.signals.connect(extension.item_failed, signals.item_error)
        return extension

    async def open(self, spider: Spider) -> None:
        """Opens the archive (or shares the one this process holds) and begins or resumes the source's run."""
        self._source: Source = spider.source  # type: ignore[attr-defined]
        try:
            self.archive = await self._held.enter_async_context(archive_for(self.crawler.settings))
            start = await self.archive.begin_run(self._source, spider.definition)  # type: ignore[attr-defined]
        except ArchiveError as error:
            logger.error("%s", error)  # the sentence says it all; a traceback would say no more
            self.error = error
            await self._held.aclose()
            raise CloseSpider("archive") from None
        self.run = start.run
        if start.resumed:
            logger.info("%s: resuming the run begun at %s", self._source.id, self.run.started)

    async def close(self, spider: Spider, reason: str) -> None:
        """Ends the run: its record goes into the WARC, the segment is sealed, everything is committed."""
        if not hasattr(self, "run"):
            return
        self.run.finished = stamp(utc_now())
        try:
            if self.error is None:
                await self._tell_drift()
                self.run.outcome, self.run.reason = self._verdict(reason)
                await self.archive.end_run(self.run)
            await self._held.aclose()
        except ArchiveError as error:
            self.error = self.error or error
        if self.error is not None:
            self.run.outcome, self.run.reason = self._verdict(reason)

    async def _tell_drift(self) -> None:
        """Compares what the run's pages filled with the source's habits, once."""
        if not self.run.layouts or _drifted(self.run):
            return
        ended = await self.archive.ended_runs(self._source.id, _HABIT)
        # What a run was told to be drift is not its habit, until nothing else has been seen for long.
        sound = [run for run in ended if not _drifted(run)] or ended
        for drift in drifts(self.run.layouts, [run.layouts for run in sound], self._source.expect):
            self._problem(drift.url, as_failure(drift))

    def _verdict(self, reason: str) -> tuple[Outcome, str]:
        run = self.run
        if self.error is not None:
            return "failed", str(self.error)
        if reason != "finished":
            return "interrupted", f"stopped before its end ({reason})"
        if any(problem.code == "internal.error" for problem in run.problems):
            return "failed", "an error of this program, see the problems"
        if self._listings_failed and not self._listings_read:
            return "failed", "no listing could be read"
        if run.failed and not run.captured:
            return "failed", "no page could be fetched"
        if self._listings_failed:
            return "degraded", f"{self._listings_failed} of its listings could not be read"
        if self._listings_doubted:
            return "degraded", f"{self._listings_doubted} of its listings gave less than they should"
        if _drifted(run):
            return "degraded", "its pages fill fewer fields than they did, see the problems"
        if run.failed or run.refused:
            return "degraded", f"{run.failed} pages failed and {run.refused} were refused"
        if not run.captured and not run.gone:
            return "degraded", "nothing was found"
        return "ok", "finished"

    def abort(self, error: ArchiveError) -> None:
        """The archive can take no more: the crawl ends now, and says why."""
        if self.error is None:
            self.error = error
            engine = self.crawler.engine
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="archive"))

    # what goes into the archive

    async def store(self, exchange: Exchange) -> Capture | None:
        """An exchange, before anybody reads it."""
        self.run.exchanges += 1
        self.run.bytes += exchange.response.size if exchange.response is not None else 0
        return await self.archive.store(exchange)

    async def unread(self) -> list[tuple[Capture, str, Hint | None]]:
        """Captures that an earlier, broken run never read."""
        return await self.archive.unread(self.run.id, self._source.id)

    async def to_ask(self) -> list[tuple[str, Hint | None]]:
        """Known statements that no listing showed, and links left unasked by an earlier, broken run."""
        links = await self.archive.to_ask(self.run.id, self._source.id)
        return [(url, hint) for url, hint in links if url not in self._asked]

    async def add_links(self, links: Sequence[tuple[str, Hint | None]]) -> Links:
        """Registers what a listing shows; returns those to be asked, and how many are new in this run."""
        found = await self.archive.list_links(self.run.id, self._source.id, links)
        self._listed.update(url for url, _ in links)
        self.run.listed = len(self._listed)
        return found

    async def ask(self, urls: Sequence[str]) -> None:
        """Statements' pages are about to be asked for."""
        self._asked.update(urls)
        await self.archive.in_flight(self.run.id, self._source.id, urls)

    async def captured(self, asked: str, url: str, capture: Capture) -> None:
        """A statement's page answered whole, at ``url``."""
        self.run.captured += 1
        if asked != url:  # else the archive knew it when it stored the answer
            await self.archive.mark_captured(self.run.id, self._source.id, asked, capture)

    def note(self, result: Reading | Refusal, page: Page, tree: Tree | None) -> None:
        """Counts which fields a page filled, by its layout."""
        note_reading(self.run.layouts, result, page, self._source, tree)

    async def revise(self, draft: Draft, asked: str) -> Revised:
        """A page was read: new, changed or known."""
        self.run.extracted += 1
        revised = await self.archive.revise(self.run.id, draft, asked)
        setattr(self.run, revised.outcome, getattr(self.run, revised.outcome) + 1)
        self.last = (draft, revised)
        self.run.linked += revised.links
        return revised

    async def gone(self, url: str, capture: Capture, status: int) -> None:
        """The page is not there. Of a known statement that is news; of a link it is a dead link."""
        failure = Failure("http.gone", f"the server answered {status}")
        if await self.archive.gone(self.run.id, self._source.id, url, capture):
            self.run.gone += 1
        else:
            self.run.failed += 1
        self._problem(url, failure)

    async def refused(
        self, asked: str, page: Page, aliases: tuple[str, ...], capture: Capture, refusal: Refusal
    ) -> None:
        """The page is not read as a statement."""
        self.run.refused += 1
        self._problem(asked, refusal.reason)
        await self.archive.refuse(
            self.run.id, self._source.id, asked, capture, refusal, answered=page.url, aliases=aliases, hint=page.hint
        )

    async def failed(self, url: str, failure: Failure) -> None:
        """The page did not answer whole, or may not be asked for. One that was stopped by us is asked again later."""
        if failure.code == _STOPPED:
            return
        self.run.failed += 1
        self._problem(url, failure)
        await self.archive.fail(self.run.id, self._source.id, url, failure)

    # what only the log book knows

    @property
    def asked(self) -> int:
        """How many statements' pages were asked for."""
        return len(self._asked)

    def listing_opened(self) -> None:
        """A listing page is about to be asked for."""
        self._listings_open += 1

    def listing_closed(self) -> None:
        """A listing page was read, whatever it gave."""
        self._listings_open -= 1
        if not self._listings_open:
            self._listings_done.set()

    async def listings_read_through(self) -> None:
        """Returns once no listing page is left to be read."""
        if self._listings_open:
            await self._listings_done.wait()

    def listing_read(self) -> None:
        """A listing page gave items."""
        self._listings_read += 1

    def reason_of(self, failure: TwistedFailure) -> Failure:
        """Why a request came to nothing. Where the disk had no room for the answer, the crawl ends."""
        if isinstance(failure.value, SpoolError):
            self.no_room(str(failure.value))
        return failure_of(failure)

    def no_room(self, problem: str) -> None:
        """An answer cannot be written to a temporary file: the crawl ends."""
        self.abort(StorageFailed(f"{problem}. What was committed before is whole; free the storage and run again"))

    def listing_failed(self, url: str, failure: Failure, *, doubtful: bool = False) -> None:
        """A listing page gave none; ``doubtful``: it gave some, but not what it should."""
        if failure.code == _STOPPED:
            return
        self._listings_failed += not doubtful
        self._listings_doubted += doubtful
        self._problem(url, failure)

    def attachment(self, url: str, failure: Failure | None) -> None:
        """A document that a statement links came whole, or why it did not. The statement is published all the same."""
        if failure is None:
            self.run.attachments += 1
        else:
            self.run.attachments_failed += 1
            self._problem(url, failure)

    def requisite(self, url: str, failure: Failure | None) -> None:
        """A file that a page needs to be seen came whole, or not: there are many, and each is told in the archive."""
        if failure is None:
            self.run.requisites += 1
        elif failure.code == "internal.error":
            self._problem(url, failure)
        elif failure.code != _STOPPED:
            self.run.requisites_failed += 1

    def told(self, url: str, failure: Failure) -> None:
        """A page outside any source failed; the archive has its records, and no state to keep."""
        self.run.failed += 1
        self._problem(url, failure)

    def spider_failed(self, failure: TwistedFailure, response: Response, spider: Spider) -> None:
        """An exception nobody expected, in the spider."""
        self._unexpected(getattr(response, "url", None) or failure.request.url, failure)  # type: ignore[attr-defined]

    def item_failed(self, item: object, response: Response | None, spider: Spider, failure: TwistedFailure) -> None:
        """An exception nobody expected, in a pipeline."""
        self._unexpected(response.url if response is not None else "", failure)

    def _unexpected(self, url: str, failure: TwistedFailure) -> None:
        if isinstance(failure.value, ArchiveError):
            self.abort(failure.value)
        else:
            self._problem(url, Failure("internal.error", f"{type(failure.value).__name__}: {failure.value}"))

    def _problem(self, url: str, failure: Failure) -> None:
        self.run.problems.append(Problem(url=url, code=failure.code, sentence=failure.sentence))


def _drifted(run: Run) -> bool:
    return any(problem.code == "layout.drift" for problem in run.problems)


def run_of(crawler: Crawler) -> ArchiveRun:
    """The run of a crawler; every component of ours needs one."""
    run = crawler.get_extension(ArchiveRun)
    if run is None:
        raise RuntimeError("the extension crawler.spiders.run.ArchiveRun is not enabled: nothing would be kept")
    return run
