"""Listings and feeds: how many items are found, and how many of them have a link, a title and a date that reads."""

from collections.abc import Mapping
from typing import Final

from crawler.discover import Item, Items, ListingPage, read_listing, starts
from crawler.discover.feeds import feed_items
from crawler.discover.sitemaps import sitemap_items
from crawler.extract.dates import Dating, read_date
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page
from crawler.model.source import Listing, Source
from tests.sources.test_verified import page_of
from tests.sources.verified import VERIFIED
from tests.truth.index import CAPTURED, Truth
from tests.truth.readers import read
from tests.truth.score import Answer

_LANGUAGES: Final = ("en", "ja", "de", "fr", "ru")


def read_items(truth: Truth, sources: Mapping[str, Source] | None) -> Answer:
    """By the source's own listing, or without a source. A listing that no format names is rightly refused there."""
    if sources is not None:
        return _by_source(truth, sources)
    if truth.kind not in {"feed", "sitemap"}:
        return read(truth.page(), None)
    page = page_of(truth)
    found = sitemap_items(page) if truth.kind == "sitemap" else feed_items(page)
    return _without(found, truth)


def source_of_listing(truth: Truth) -> tuple[str, str] | None:
    """The source's id and the address of its listing that a captured page is verified for."""
    for source, verified in VERIFIED.items():
        for url, file in verified.listings.items():
            if file == truth.file:
                return source, url
    return None


def _by_source(truth: Truth, sources: Mapping[str, Source]) -> Answer:
    known = source_of_listing(truth)
    if known is None:
        return Answer(refused="no shipped source has it for a listing")
    name, url = known
    page, source = page_of(truth), sources[name]
    listing = next(one for ask, one in starts(source, CAPTURED.date()) if ask.url == url)
    found = read_listing(Page(url, page.body, page.headers, page.captured), source, listing)
    if not isinstance(found, ListingPage):
        return Answer(refused=f"{found.reason.code}: {found.reason.sentence}")
    hints = [hint for _, hint in found.links]
    return Answer(
        items=found.items,
        linked=len(found.links),
        titled=sum(hint.title is not None for hint in hints),
        stated=sum(hint.date is not None for hint in hints),
        dated=sum(_is_dated(hint, source, listing) for hint in hints),
    )


def _without(found: Items | Failure, truth: Truth) -> Answer:
    if isinstance(found, Failure):
        # An empty feed is a finding and no list of items.
        return Answer(items=0 if truth.items == 0 else None, refused=f"{found.code}: {found.sentence}")
    items = found.items
    count = max(found.met, len(items) + len(found.children))
    return Answer(
        items=count,
        linked=len(items) + len(found.children),
        titled=sum(item.title is not None for item in items),
        stated=sum(item.date is not None for item in items),
        dated=sum(_is_read(item) for item in items),
    )


def _is_read(item: Item) -> bool:
    return item.date is not None and read_date(item.date, Dating(CAPTURED, _LANGUAGES), "listing")[0] is not None


def _is_dated(hint: Hint, source: Source, listing: Listing) -> bool:
    dating = Dating(
        captured=CAPTURED,
        languages=source.languages,
        order=listing.date_order or hint.order or source.date_order,
        formats=listing.date_formats,
        timezone=source.timezone,
    )
    return hint.date is not None and read_date(hint.date, dating, "listing")[0] is not None
