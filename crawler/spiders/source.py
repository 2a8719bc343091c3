"""The spider: one class for every source. It asks listings, follows their links and reads what answers."""

from collections.abc import AsyncIterator
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure as TwistedFailure

from crawler.archive import Link
from crawler.configuration import NO_CONTACT
from crawler.discover import ListingPage, first_page, older_than, read_listing, start_urls
from crawler.extract import Tree, extract, tree_of
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.identity import definition_digest
from crawler.model.reading import Hint, Page, Refusal
from crawler.model.source import Listing, Source
from crawler.spiders.documents import Documents, StoppedError
from crawler.spiders.found import Found
from crawler.spiders.pages import page_of, stored_page
from crawler.spiders.requisites import Requisites
from crawler.spiders.run import ArchiveRun, run_of
from crawler.wire.crawl import client_options

BARREN = 3  # listing pages in a row without a link that is new in this run, after which a listing is at its end
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
        for url, listing in start_urls(self.source):
            yield self._ask_listing(url, listing, barren=0)
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

    def _ask_listing(self, url: str, listing: Listing, barren: int) -> Request:
        self.log_book.listing_opened()
        return Request(
            url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            dont_filter=True,
            priority=_LISTINGS_FIRST,
            meta={"conditional": True},
            cb_kwargs={"asked": url, "listing": listing, "barren": barren},
        )

    async def parse_listing(
        self, response: Response, asked: str, listing: Listing, barren: int
    ) -> AsyncIterator[Request]:
        """A listing page: its new links are asked, and the next page until there is nothing new."""
        try:
            async for request in self._follow_listing(response, asked, listing, barren):
                yield request
        finally:
            self.log_book.listing_closed()

    async def _follow_listing(
        self, response: Response, asked: str, listing: Listing, barren: int
    ) -> AsyncIterator[Request]:
        book = self.log_book
        first = first_page(asked, listing)
        if response.status != 200:
            if first:  # a later page that is not there is only the end
                book.listing_failed(asked, Failure("http.status", f"the listing answered {response.status}"))
            return
        found = read_listing(page_of(response, None), self.source, listing)
        if isinstance(found, Refusal):
            if first:
                book.listing_failed(asked, found.reason)
            return
        book.listing_read()
        wanted = [(url, hint) for url, hint in found.links if not self._too_old(hint, listing)]
        links = await book.add_links(wanted)
        ask = set(links)
        for request in await self._ask(self._within_limit([link for link in wanted if link[0] in ask])):
            yield request
        barren = 0 if links.new else barren + 1
        if found.next is not None and self._goes_on(found, len(wanted), barren):
            yield self._ask_listing(found.next, listing, barren)

    def _too_old(self, hint: Hint, listing: Listing) -> bool:
        return self.since is not None and older_than(hint, listing, self.source, self.since) is True

    def _goes_on(self, found: ListingPage, wanted: int, barren: int) -> bool:
        if barren >= BARREN or (self.limit is not None and self.log_book.asked >= self.limit):
            return False
        return wanted > 0 or not found.links or self.since is None

    def listing_failed(self, failure: TwistedFailure) -> None:
        """A listing that did not answer whole."""
        self.log_book.listing_failed(failure.request.url, self.log_book.reason_of(failure))  # type: ignore[attr-defined]
        self.log_book.listing_closed()

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
            if isinstance(tree, Tree):
                book.note(reading, page, tree)
            if isinstance(reading, Refusal):
                await book.refused(asked, page, aliases, capture, reading)
                return
            needed = self._requisites.of_page(tree, page.url) if isinstance(tree, Tree) else ()
            del tree  # large, and the statement takes its time to be committed
            definition = definition_digest(self.definition)
            yield Found(self.source, asked, page.url, aliases, capture, reading, page.hint, definition)
            for request in await self._requisites.ask(needed):
                yield request

    async def statement_failed(self, failure: TwistedFailure) -> None:
        """A statement's page that did not answer whole, or that may not be asked for."""
        await self.log_book.failed(failure.request.meta["asked"], self.log_book.reason_of(failure))  # type: ignore[attr-defined]
