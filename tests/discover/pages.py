"""Listings and sources of our own writing."""

from datetime import UTC, date, datetime
from typing import Any

from crawler.discover import ListingPage, read_listing, starts
from crawler.model.reading import Page, Refusal
from crawler.model.source import Listing, Source

CAPTURED = datetime(2026, 2, 12, 8, 0, tzinfo=UTC)


def page(
    body: str | bytes, url: str = "https://mfa.example/news", content_type: str = "text/html; charset=utf-8"
) -> Page:
    """A listing as it was received."""
    data = body.encode() if isinstance(body, str) else body
    return Page(url, data, (("content-type", content_type),), CAPTURED)


def source(*listings: dict[str, Any], **fields: Any) -> Source:
    """A ministry with a main site and a mission."""
    return Source.model_validate(
        {
            "id": "xx_mfa",
            "name": "Ministry",
            "country": "XX",
            "languages": ["en", "fr"],
            "timezone": "Europe/Paris",
            "sites": [
                {"host": "mfa.example", "aliases": ["www.mfa.example"]},
                {"host": "oslo.mfa.example", "role": "mission"},
            ],
            "listings": list(listings),
            **fields,
        }
    )


def listing(**fields: Any) -> Listing:
    """A plain listing of list items."""
    return Listing.model_validate({"url": "https://mfa.example/news", "items": "li.news", **fields})


def read(body: str | bytes, *, url: str = "https://mfa.example/news", **fields: Any) -> ListingPage:
    """The page read, where it must not be refused."""
    found = read_listing(page(body, url), source(), listing(**fields))
    assert isinstance(found, ListingPage), found
    return found


def refused(body: str | bytes, *, url: str = "https://mfa.example/news", **fields: Any) -> Refusal:
    """The refusal of a page that must be refused."""
    found = read_listing(page(body, url), source(), listing(**fields))
    assert isinstance(found, Refusal), found
    return found


def first_pages(of: Source) -> list[tuple[str, Listing]]:
    """Addresses of the first pages of a source's listings, with the listing as it holds there."""
    return [(ask.url, filled) for ask, filled in starts(of, date(2026, 2, 12))]


def nexts(found: ListingPage) -> list[str]:
    """The addresses that a page leads on to."""
    return [ask.url for ask in found.next]
