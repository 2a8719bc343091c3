"""The spider: one class for every source. It asks listings, follows their links and reads what answers."""

from collections.abc import AsyncIterator
from datetime import date
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure as TwistedFailure

from crawler.archive import Link
from crawler.configuration import NO_CONTACT
from crawler.discover import Ask, is_page, starts, translations
from crawler.extract import Tree, extract, tree_of
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.identity import definition_digest
from crawler.model.reading import Page, Refusal
from crawler.model.source import Listing, Source
from crawler.spiders.absences import Absence, absence_of, look
from crawler.spiders.documents import Documents, StoppedError
from crawler.spiders.found import Found
from crawler.spiders.held import Held
from crawler.spiders.moves import Moves
from crawler.spiders.pages import page_of, stored_page
from crawler.spiders.requisites import Requisites
from crawler.spiders.run import ArchiveRun, run_of
from crawler.spiders.tours import Tour
from crawler.wire.crawl import client_options, clock_of

_YES = {"1", "true", "yes"}
_WITNESSES = 5  # known statements that are looked at beside, to tell a relaunch from an edit, an outage from an absence
_LISTINGS_FIRST = 10  # priority: what is listed bounds everything else


class SourceSpider(Spider):
    """Crawls one source into the archive.

    Arguments, as with ``scrapy crawl -a``: ``since=YYYY-MM-DD`` (listings are followed back to that day),
    ``limit=N`` (statements asked for at most), ``urls=A B`` (further addresses), ``only_urls=1`` (nothing but those),
    ``full=1`` (every listing is walked to its end, and every statement asked for). Without ``full`` a source that was
    crawled before is watched: what is new on its listings is asked for, and known statements as their visits are due.
    """

    source: ClassVar[Source]
    definition: ClassVar[str] = ""  # the text of the source's file, for the archive

    def __init__(
        self,
        *args: Any,
        since: str | None = None,
        limit: str | int | None = None,
        urls: str = "",
        only_urls: str | bool = False,
        full: str | bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.since = date.fromisoformat(since) if since else None
        self.limit = int(limit) if limit else None
        self.urls = tuple(urls.split())
        self.only_urls = str(only_urls).lower() in _YES
        self.full = str(full).lower() in _YES

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The source's politeness over the project's settings; refuses a crawl that names no contact."""
        super().update_settings(settings)
        if not settings.get("CONTACT"):
            raise UsageError(NO_CONTACT, print_help=False)
        try:
            client_options(settings)
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error
        polite = cls.source.politeness
        for name, value in {
            "WIRE_DELAY": polite.delay,
            "WIRE_CONCURRENCY": polite.concurrency,
            "WIRE_TIMEOUT": polite.timeout,
            "WIRE_MAX_SIZE": polite.max_size,
            "WIRE_TLS": polite.tls,
            "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
            "COOKIES_ENABLED": polite.cookies,
        }.items():
            settings.set(name, value, priority="spider")

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self.crawler)

    @cached_property
    def _requisites(self) -> Requisites:
        return Requisites(self.crawler, self.source)

    @cached_property
    def _held(self) -> Held:
        return Held(self.log_book, self.source, self._documents)

    @cached_property
    def _moves(self) -> Moves:
        return Moves(self.log_book, self.source)

    @property
    def log_book(self) -> ArchiveRun:
        """The run that this spider writes into."""
        return run_of(self.crawler)

    @cached_property
    def _posted(self) -> list[Listing]:
        """The listings that are asked by POST."""
        return [listing for _, listing in starts(self.source, self._today) if listing.method == "POST"]

    @cached_property
    def _today(self) -> date:
        """The day in the ministry's time zone on which the crawl began."""
        return clock_of(self.crawler.settings)().astimezone(ZoneInfo(self.source.timezone)).date()

    def _is_listing(self, url: str) -> bool:
        """Whether this is a page of one of the source's listings."""
        return any(is_page(url, listing) for _, listing in starts(self.source, self._today))

    async def start(self) -> AsyncIterator[Any]:
        """Pages captured but never read, then listings, and once they are at their end what they did not show:
        known statements, and links that an earlier, broken run left unasked.
        """
        book = self.log_book
        for capture, url, hint in await book.unread():
            page, status = await stored_page(book.archive, capture, hint)
            async for item in self._read(page, status, capture, asked=url, aliases=()):
                yield item
        for request in await self._ask([(url, None) for url in self.urls]):
            yield request
        if not self.only_urls:
            async for request in self._listed():
                yield request
        async for item in self._judged():
            yield item

    async def _listed(self) -> AsyncIterator[Request]:
        """What the listings show, and what they did not."""
        book = self.log_book
        tours = [
            await Tour.begin(
                book.archive, book.now, self.source, listing, ask, self._today, since=self.since, full=self.full
            )
            for ask, listing in starts(self.source, self._today)
        ]
        for tour in tours:
            async for request in self._go_on(tour):
                yield request
        await book.listings_read_through()
        book.run.whole = bool(tours) and all(tour.whole for tour in tours)
        down = bool(tours) and all(tour.down for tour in tours)
        for request in await self._ask(self._within_limit(await book.to_ask(everything=self.full, down=down))):
            yield request

    async def _judged(self) -> AsyncIterator[Found | Request]:
        """What was held back, once every page of the run was looked at, and where need be some more."""
        book = self.log_book
        await book.pages.read_through()
        for _ in range(_WITNESSES):
            urls = [] if book.ending else await book.absences.witnesses()
            if not urls:
                break
            for request in await self._ask([(url, None) for url in urls]):
                yield request
            await book.pages.read_through()
        for _ in range(_WITNESSES):
            url = None if book.ending else await self._held.witness()
            if url is None:
                break
            for request in await self._ask([(url, None)]):
                yield request
            await book.pages.read_through()
        if not book.ending:  # else they stay unread, and are read from the archive at the next start
            async for found in self._held.released():
                yield found

    @property
    def _everything(self) -> bool:
        """Whether known statements are asked for because a listing shows them."""
        return self.full or self.since is not None

    def _within_limit(self, links: list[Link]) -> list[Link]:
        return links if self.limit is None else links[: max(0, self.limit - self.log_book.asked)]

    async def _ask(self, links: list[Link]) -> list[Request]:
        urls = [url for url, _ in links]
        self._moves.asked(urls)
        await self.log_book.ask(urls, everything=self.full)
        return [look(self, url, hint) for url, hint in links]

    async def _go_on(self, tour: Tour) -> AsyncIterator[Request]:
        """The request for the listing's next page, or none at its end."""
        if self.limit is not None and self.log_book.asked >= self.limit:
            tour.cut()
        ask = await tour.take()
        if ask is None:
            if failure := tour.walk.verdict():
                self.log_book.listing_failed(tour.walk.start.url, failure, listing=tour.walk.listing)
            return
        self.log_book.listing_opened()
        yield Request(
            ask.url,
            method=ask.method,
            body=ask.body,
            headers=ask.headers,
            callback=self.parse_listing,
            errback=self.listing_failed,
            dont_filter=True,
            priority=_LISTINGS_FIRST,
            meta={"conditional": self._conditional(ask)},
            cb_kwargs={"ask": ask, "tour": tour},
        )

    def _conditional(self, ask: Ask) -> bool:
        """Whether a 304 could be of use. What is called the newest at an address that is also asked by POST may be what
        a search was answered with; and the fields of a form are good for one search.
        """
        return ask.method == "GET" and not ask.form and not any(is_page(ask.url, listing) for listing in self._posted)

    async def parse_listing(self, response: Response, ask: Ask, tour: Tour) -> AsyncIterator[Request]:
        """A listing page: its new links are asked, and the next page until there is nothing new."""
        book = self.log_book
        try:
            step = tour.walk.read(page_of(response, None), ask, response.status)
            for failure in step.problems:
                book.listing_failed(
                    ask.url,
                    failure,
                    listing=tour.walk.listing,
                    capture=response.meta.get("capture"),
                    doubtful=step.read,
                )
            if step.read:
                book.listing_read(ask, step.total)
                book.absences.lists(response.url)
            links = await book.add_links(
                list(step.links),
                everything=self._everything,
                mark=tour.mark,
                since=tour.since,
                unlike=tour.unlike(ask, step.links),
            )
            new = set(links)
            for request in await self._ask(self._within_limit([link for link in step.links if link[0] in new])):
                yield request
            await tour.noted(step, links, response.status)
            async for request in self._go_on(tour):
                yield request
        finally:
            book.listing_closed()

    async def listing_failed(self, failure: TwistedFailure) -> AsyncIterator[Request]:
        """A listing page that did not answer whole: what does not hang on it is asked all the same."""
        request: Request = failure.request  # type: ignore[attr-defined]
        book = self.log_book
        try:
            tour: Tour = request.cb_kwargs["tour"]
            reason = book.reason_of(failure)
            book.listing_failed(request.url, reason, listing=tour.walk.listing)
            await tour.lost(request.cb_kwargs["ask"], reason)
            async for following in self._go_on(tour):
                yield following
        finally:
            book.listing_closed()

    async def parse_statement(self, response: Response) -> AsyncIterator[Any]:
        """A statement's page, as it answered."""
        asked: str = response.meta["asked"]
        capture: Capture = response.meta["capture"]
        hops = tuple(url for url in response.meta.get("redirect_urls", ()) if url != response.url)
        page = page_of(response, response.meta.get("hint"))
        self._moves.answers(asked, response.url)
        redirects = zip(response.meta.get("redirect_urls", ()), response.meta.get("redirects", ()), strict=True)
        self.log_book.absences.led(asked, redirects)
        try:
            async for item in self._read(page, response.status, capture, asked=asked, aliases=hops, live=True):
                yield item
            for found in self._moves.settled(asked):
                async for item in self._in_turn(found):
                    yield item
        finally:
            self.log_book.absences.read(asked)
            self.log_book.pages.closed()

    async def _in_turn(self, found: Found) -> AsyncIterator[Found | Request]:
        """What was found, once the former address that it may have was asked."""
        turn = await self._moves.turn(found)
        if turn.found is not None:
            yield turn.found
        elif turn.ask is not None:
            for request in await self._ask([(turn.ask, None)]):
                yield request

    async def _read(
        self,
        page: Page,
        status: int | None,
        capture: Capture,
        *,
        asked: str,
        aliases: tuple[str, ...],
        live: bool = False,
    ) -> AsyncIterator[Found | Request]:
        book = self.log_book
        if status in (404, 410):
            sentence = f"the server answered {status}"
            await book.absences.missing(Absence(asked, (*aliases, page.url), capture, "answer", sentence))
        elif status != 200:
            code = "blocked.forbidden" if status in (401, 403, 451) else "http.status"
            await book.failed(asked, Failure(code, f"the server answered {status}"))
        else:
            await book.captured(asked, page.url, capture)
            try:
                document = await self._documents.statement(page, capture, self.source)
            except StoppedError:  # the page stays unread, and is read from the archive at the next start
                return
            tree = tree_of(page) if document is None else None
            reading = document or extract(page, self.source, tree)
            if capture.payload is None:  # bytes that were there before say nothing of how pages are built now
                book.note(reading, page, tree if isinstance(tree, Tree) else None)
            if isinstance(reading, Refusal):
                how = absence_of(reading, redirected=bool(aliases), listing=self._is_listing(page.url))
                if how is not None and await book.is_known(asked, *aliases):
                    led_to = (*aliases, page.url)
                    await book.absences.missing(Absence(asked, led_to, capture, how, reading.reason.sentence))
                else:
                    await book.refused(asked, page, aliases, capture, reading)
                return
            needed = self._requisites.of_page(tree, page.url) if isinstance(tree, Tree) else ()
            others = translations(tree.root, page, self.source) if isinstance(tree, Tree) else ()
            del tree  # large, and the statement takes its time to be committed
            definition = definition_digest(self.definition)
            found = Found(self.source, asked, page.url, aliases, capture, reading, page.hint, definition)
            if live and not aliases:
                await book.absences.answers(page.url)
            if not await self._held.keeps(found):
                async for item in self._in_turn(found):
                    yield item
            for request in await self._requisites.ask(needed):
                yield request
            unasked = set(await book.add_links(others, everything=self._everything)) if others else ()
            for request in await self._ask(self._within_limit([link for link in others if link[0] in unasked])):
                yield request

    async def statement_failed(self, failure: TwistedFailure) -> AsyncIterator[Found | Request]:
        """A statement's page that did not answer whole, or that may not be asked for."""
        asked: str = failure.request.meta["asked"]  # type: ignore[attr-defined]
        try:
            await self.log_book.failed(asked, self.log_book.reason_of(failure))
            for found in self._moves.settled(asked):
                async for item in self._in_turn(found):
                    yield item
        finally:
            self.log_book.pages.closed()
