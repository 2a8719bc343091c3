"""The run: opens the archive before a spider's first request, keeps its log book, and ends both with it."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.archive import Archive, ArchiveError, Links, Revised, StorageFailed
from crawler.discover import Ask
from crawler.extract.health import note_reading
from crawler.extract.reader import Tree
from crawler.model.capture import Capture
from crawler.model.clock import stamp
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Reading, Refusal
from crawler.model.run import Outcome, Problem, Run
from crawler.model.source import Listing, Source
from crawler.spiders.absences import Absence, Absences
from crawler.spiders.archives import archive_for
from crawler.spiders.open_pages import OpenPages
from crawler.spiders.pages import failure_of
from crawler.spiders.triage import Triage
from crawler.watch.outcome import outcome_of
from crawler.wire.crawl import clock_of
from crawler.wire.spool import SpoolError

logger = logging.getLogger(__name__)

run_ending = object()  # a signal of Scrapy's, with ``spider`` and ``book``: the run is about to be judged and written

_STOPPED = "net.stopped"


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
        self._listings = OpenPages()
        self.pages = OpenPages()
        self._stopped = False
        self.error: ArchiveError | None = None
        self.last: tuple[Draft, Revised] | None = None  # what was read last, for who asked for one page
        self.absences = Absences(self)

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
        # What was to be left out is no fault of the run.
        self.run.limited = getattr(spider, "limit", None) is not None or getattr(spider, "only_urls", False)
        self.run.listings_read = self.run.listings_failed = self.run.listings_doubted = 0  # all are read anew
        self._triage = Triage(self.archive, self._source, self.run)
        if start.resumed:
            logger.info("%s: resuming the run begun at %s", self._source.id, self.run.started)

    async def close(self, spider: Spider, reason: str) -> None:
        """Ends the run: its record goes into the WARC, the segment is sealed, everything is committed."""
        if not hasattr(self, "run"):
            return
        now = clock_of(self.crawler.settings)()
        self.run.finished = stamp(now)
        try:
            if self.error is None:
                if reason == "finished":
                    await self.absences.give_up()
                    await self._triage.judge(now)
                self.crawler.signals.send_catch_log(run_ending, spider=spider, book=self)
                self.run.outcome, self.run.reason = self._verdict(reason)
                await self.archive.end_run(self.run)
            await self._held.aclose()
        except ArchiveError as error:
            self.error = self.error or error
        if self.error is not None:
            self.run.outcome, self.run.reason = self._verdict(reason)

    def _verdict(self, reason: str) -> tuple[Outcome, str]:
        if self.error is not None:
            return "failed", str(self.error)
        if reason != "finished":
            return "interrupted", f"stopped before its end ({reason})"
        return outcome_of(self.run)

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

    def now(self) -> datetime:
        """The time, as the crawl has it."""
        return clock_of(self.crawler.settings)()

    async def to_ask(self, *, everything: bool, down: bool = False) -> list[tuple[str, Hint | None]]:
        """Known statements that are due, or all with ``everything``, and links left unasked by an earlier, broken run.
        None that was asked already. Where no listing was to be reached, the site is ``down``: one statement is asked,
        lest it is only the listings, and the others stay due.
        """
        if everything:
            links = await self.archive.to_ask(self.run.id, self._source.id)
            return [(url, hint) for url, hint in links if url not in self._asked]
        looks = await self.archive.looks(self.run.id, self._source.id, most=1 if down else None)
        self.run.looked += len(looks.links)
        self.run.put_off = looks.put_off
        return [(url, hint) for url, hint in (*(() if down else looks.open), *looks.links) if url not in self._asked]

    async def add_links(
        self,
        links: Sequence[tuple[str, Hint | None]],
        *,
        everything: bool,
        mark: str | None = None,
        since: str | None = None,
        unlike: Sequence[tuple[str, Hint | None]] | None = None,
    ) -> Links:
        """Registers what a listing shows, where all of it was shown before only what is ``unlike``; returns those to be
        asked, and how many are new: see :meth:`crawler.archive.Archive.list_links`.
        """
        news = links if unlike is None else unlike
        found = await self.archive.list_links(
            self.run.id, self._source.id, news, everything=everything, mark=mark, since=since
        )
        if len(news) < len(links):
            same = {url for url, _ in links} - {url for url, _ in news}
            found.extend(sorted(same & await self.archive.retries(self._source.id)))
        self.run.fresh += found.fresh
        self._listed.update(url for url, _ in links)
        self.run.listed = len(self._listed)
        return found

    async def ask(self, urls: Sequence[str], *, everything: bool = False) -> None:
        """Statements' pages are about to be asked for; with ``everything`` also known ones that are not due."""
        if everything:
            self.run.looked += sum([await self.is_known(url) for url in urls if url not in self._asked])
        self._asked.update(urls)
        self.pages.opened(len(urls))
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
        for kind in ("linked", "unlinked", "withdrawn", "restored", "moved"):
            setattr(self.run, kind, getattr(self.run, kind) + revised.told.count(kind))
        return revised

    async def gone(self, absence: Absence) -> None:
        """A page is not there, though its site is. Of a known statement that is news; of a link it is a dead link."""
        found = await self.archive.gone(
            self.run.id,
            self._source.id,
            absence.asked,
            absence.capture,
            how=absence.how,
            led_to=absence.led_to,
        )
        if found.statement_id is None:
            self.run.failed += 1
        else:
            self.run.gone += 1
        self.run.withdrawn += found.told
        if found.told or not found.withdrawn:  # what is known to be withdrawn is no problem any more
            self._problem(absence.asked, Failure("http.gone", absence.sentence))

    async def refused(
        self, asked: str, page: Page, aliases: tuple[str, ...], capture: Capture, refusal: Refusal
    ) -> None:
        """The page is not read as a statement."""
        known = await self.is_known(asked, *aliases)
        self.run.unreachable += known
        self.run.refused += 1
        self._triage.page(page.url, refusal.reason, capture)
        self._problem(asked, refusal.reason)
        await self.archive.refuse(
            self.run.id, self._source.id, asked, capture, refusal, answered=page.url, aliases=aliases, hint=page.hint
        )

    async def failed(self, url: str, failure: Failure) -> None:
        """The page did not answer whole, or may not be asked for. One that was stopped by us is asked again later."""
        if failure.code == _STOPPED:
            self._stopped = True
            return
        known = await self.is_known(url)
        self.run.unreachable += known
        self.run.failed += 1
        self._triage.page(url, failure, None)
        self._problem(url, failure)
        await self.archive.fail(self.run.id, self._source.id, url, failure)

    async def is_known(self, *addresses: str) -> bool:
        """Whether a known statement is to be found at one of these."""
        return await self.archive.is_own_address(self._source.id, addresses)

    async def witness(self, url: str, language: str | None = None, unlike: Collection[str] | None = None) -> str | None:
        """The address of another known statement on the host of ``url`` that is none of ``unlike`` (default: that this
        run has not asked for), in this language where one is named.
        """
        unlike = self._asked if unlike is None else unlike
        return await self.archive.witness(self._source.id, url, unlike, language)

    # what only the log book knows

    @property
    def asked(self) -> int:
        """How many statements' pages were asked for."""
        return len(self._asked)

    def was_asked(self, url: str) -> bool:
        """Whether this run has asked for a statement's page."""
        return url in self._asked

    def listing_opened(self) -> None:
        """A listing page is about to be asked for."""
        self._listings.opened()

    def listing_closed(self) -> None:
        """A listing page was read, whatever it gave."""
        self._listings.closed()

    async def listings_read_through(self) -> None:
        """Returns once no listing page is left to be read."""
        await self._listings.read_through()

    @property
    def ending(self) -> bool:
        """Whether the run ends before it has come to its end."""
        engine = self.crawler.engine
        return self._stopped or self.error is not None or engine is None or not engine.running

    async def relaunched(self, templates: Sequence[str]) -> None:
        """These digests are the page's on all pages of the source, and no part of a statement."""
        await self.archive.relaunched(self.run.id, self._source.id, templates)
        self.run.templates = sorted({*self.run.templates, *templates})

    def listing_read(self, ask: Ask, total: int | None) -> None:
        """A listing page gave items; ``total`` is how many its site says that the listing has on all pages."""
        self.run.listings_read += 1
        if total is not None and ask.first:
            self.run.counters[ask.url] = total

    def reason_of(self, failure: TwistedFailure) -> Failure:
        """Why a request came to nothing. Where the disk had no room for the answer, the crawl ends."""
        if isinstance(failure.value, SpoolError):
            self.no_room(str(failure.value))
        return failure_of(failure)

    def no_room(self, problem: str) -> None:
        """An answer cannot be written to a temporary file: the crawl ends."""
        self.abort(StorageFailed(f"{problem}. What was committed before is whole; free the storage and run again"))

    def listing_failed(
        self,
        url: str,
        failure: Failure,
        *,
        listing: Listing | None = None,
        capture: Capture | None = None,
        doubtful: bool = False,
    ) -> None:
        """A page of ``listing`` gave none; ``doubtful``: it gave some, but not what it should. ``capture`` is of it."""
        if failure.code == _STOPPED:
            return
        self.run.listings_failed += not doubtful
        self.run.listings_doubted += doubtful
        if not doubtful:
            self._triage.listing(url, failure, capture, listing)
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

    def monitor_failed(self, failure: Failure) -> None:
        """A monitor found something wanting in the run."""
        self._problem("", failure)

    def told(self, url: str, failure: Failure) -> None:
        """A page outside any source failed; the archive has its records, and no state to keep."""
        self.run.failed += 1
        self._problem(url, failure)

    def spider_failed(self, failure: TwistedFailure, response: Response, spider: Spider) -> None:
        """An exception nobody expected, in the spider."""
        request = getattr(failure, "request", None)  # none: it was asking for nothing yet
        self._unexpected(getattr(response or request, "url", ""), failure)

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


def run_of(crawler: Crawler) -> ArchiveRun:
    """The run of a crawler; every component of ours needs one."""
    run = crawler.get_extension(ArchiveRun)
    if run is None:
        raise RuntimeError("the extension crawler.spiders.run.ArchiveRun is not enabled: nothing would be kept")
    return run
