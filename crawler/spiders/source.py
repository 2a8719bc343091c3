"""The spider: one class for every source. It asks listings, follows their links and reads what answers."""

from collections.abc import AsyncIterator, Iterator
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
from crawler.discover import Ask, Walk, is_page, starts, translations
from crawler.extract import Tree, extract, tree_of
from crawler.model.capture import Capture
from crawler.model.clock import utc_now
from crawler.model.failure import Failure
from crawler.model.identity import definition_digest
from crawler.model.reading import Page, Refusal
from crawler.model.source import Listing, Source
from crawler.spiders.documents import Documents, StoppedError
from crawler.spiders.found import Found
from crawler.spiders.pages import page_of, stored_page
from crawler.spiders.requisites import Requisites
from crawler.spiders.run import ArchiveRun, run_of
from crawler.wire.crawl import client_options

_LISTINGS_FIRST = 10  # priority: what is listed bounds everything else


class SourceSpider(Spider):
    """Crawls one source into the archive.

    Arguments, as with ``scrapy crawl -a``: ``since=YYYY-MM-DD`` (listings are followed back to that day),
    ``limit=N`` (statements asked for at most), ``urls=A B`` (further addresses), ``only_urls=1`` (nothing but those).
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
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.since = date.fromisoformat(since) if since else None
        self.limit = int(limit) if limit else None
        self.urls = tuple(urls.split())
        self.only_urls = str(only_urls).lower() in {"1", "true", "yes"}

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
        return utc_now().astimezone(ZoneInfo(self.source.timezone)).date()

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
        if self.only_urls:
            return
        for ask, listing in starts(self.source, self._today):
            walk = Walk(self.source, listing, ask, self._today, self.since)
            for request in self._walk_on(walk):
                yield request
        await book.listings_read_through()
        for request in await self._ask(self._within_limit(await book.to_ask())):
            yield request

    def _within_limit(self, links: list[Link]) -> list[Link]:
        return links if self.limit is None else links[: max(0, self.limit - self.log_book.asked)]

    async def _ask(self, links: list[Link]) -> list[Request]:
        await self.log_book.ask([url for url, _ in links])
        return [
            Request(
                url,
                callback=self.parse_statement,
                errback=self.statement_failed,
                dont_filter=True,
                meta={"asked": url, "hint": hint, "conditional": True},
            )
            for url, hint in links
        ]

    def _walk_on(self, walk: Walk) -> Iterator[Request]:
        """The request for the listing's next page, or none at its end."""
        if self.limit is not None and self.log_book.asked >= self.limit:
            walk.end()
        ask = walk.take()
        if ask is None:
            if failure := walk.verdict():
                self.log_book.listing_failed(walk.start.url, failure)
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
            cb_kwargs={"ask": ask, "walk": walk},
        )

    def _conditional(self, ask: Ask) -> bool:
        """Whether a 304 could be of use. What is called the newest at an address that is also asked by POST may be what
        a search was answered with; and the fields of a form are good for one search.
        """
        return ask.method == "GET" and not ask.form and not any(is_page(ask.url, listing) for listing in self._posted)

    async def parse_listing(self, response: Response, ask: Ask, walk: Walk) -> AsyncIterator[Request]:
        """A listing page: its new links are asked, and the next page until there is nothing new."""
        book = self.log_book
        try:
            step = walk.read(page_of(response, None), ask, response.status)
            for failure in step.problems:
                book.listing_failed(ask.url, failure, doubtful=step.read)
            if step.read:
                book.listing_read()
            links = await book.add_links(list(step.links))
            new = set(links)
            for request in await self._ask(self._within_limit([link for link in step.links if link[0] in new])):
                yield request
            walk.noted(step, links.new)
            for request in self._walk_on(walk):
                yield request
        finally:
            book.listing_closed()

    async def listing_failed(self, failure: TwistedFailure) -> AsyncIterator[Request]:
        """A listing page that did not answer whole: what does not hang on it is asked all the same."""
        request: Request = failure.request  # type: ignore[attr-defined]
        book = self.log_book
        try:
            book.listing_failed(request.url, book.reason_of(failure))
            walk: Walk = request.cb_kwargs["walk"]
            walk.lost(request.cb_kwargs["ask"])
            for following in self._walk_on(walk):
                yield following
        finally:
            book.listing_closed()

    async def parse_statement(self, response: Response) -> AsyncIterator[Any]:
        """A statement's page, as it answered."""
        asked: str = response.meta["asked"]
        capture: Capture = response.meta["capture"]
        hops = tuple(url for url in response.meta.get("redirect_urls", ()) if url != response.url)
        page = page_of(response, response.meta.get("hint"))
        async for item in self._read(page, response.status, capture, asked=asked, aliases=hops):
            yield item

    async def _read(
        self, page: Page, status: int | None, capture: Capture, *, asked: str, aliases: tuple[str, ...]
    ) -> AsyncIterator[Found | Request]:
        book = self.log_book
        if status in (404, 410):
            await book.gone(asked, capture, status)
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
            book.note(reading, page, tree if isinstance(tree, Tree) else None)
            if isinstance(reading, Refusal):
                await book.refused(asked, page, aliases, capture, reading)
                return
            needed = self._requisites.of_page(tree, page.url) if isinstance(tree, Tree) else ()
            others = translations(tree.root, page, self.source) if isinstance(tree, Tree) else ()
            del tree  # large, and the statement takes its time to be committed
            definition = definition_digest(self.definition)
            yield Found(self.source, asked, page.url, aliases, capture, reading, page.hint, definition)
            for request in await self._requisites.ask(needed):
                yield request
            unasked = set(await book.add_links(others)) if others else ()
            for request in await self._ask(self._within_limit([link for link in others if link[0] in unasked])):
                yield request

    async def statement_failed(self, failure: TwistedFailure) -> None:
        """A statement's page that did not answer whole, or that may not be asked for."""
        await self.log_book.failed(failure.request.meta["asked"], self.log_book.reason_of(failure))  # type: ignore[attr-defined]
