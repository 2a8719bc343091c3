"""Candidates: which of many captured pages a crawl would have read as statements, and by which source.

A file of another maker holds whole sites: front pages, listings, "About the ministry". Read as statements they would be
false ones. So a page is a candidate where one of these holds, and never because a layout might make something of it:

* its address has the form of a statement's: a listing's ``urls`` or a layout's ``urls`` match it;
* a listing page that is in the archive too links it, as a crawl would have followed it;
* a statement is known at its address.

A source that states no form at all leaves one more way: its layouts alone decide, and a generic reading never counts.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from crawler.discover import first_page, page_number, start_urls
from crawler.extract.layout import claims
from crawler.model.identity import canonical_url
from crawler.model.source import Listing, Source


class Candidates:
    """One source's."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._patterns = [re.compile(pattern) for listing in source.listings for pattern in listing.urls]
        self._layouts = [layout for layout in source.layouts if layout.urls]
        self._linked: set[str] = set()
        self._following: dict[str, Listing] = {}

    @property
    def stated(self) -> bool:
        """Whether the source says of which form the addresses of its statements are."""
        return bool(self._patterns or self._layouts)

    def link(self, urls: Iterable[str]) -> None:
        """Addresses that a listing page links."""
        self._linked.update(key for url in urls if (key := key_of(url)) is not None)

    def follow(self, url: str, listing: Listing) -> bool:
        """The address of a further page of a listing. Returns whether it was not known for one."""
        key = key_of(url)
        if key is None or self.listing_at(url) is not None:
            return False
        self._following[key] = listing
        return True

    def admits(self, url: str) -> bool:
        """Whether an address on one of the source's sites may be a statement's by what is known of it here."""
        if self.source.site_of(url) is None or self.listing_at(url) is not None:
            return False
        if key_of(url) in self._linked or not self.stated:
            return True
        return any(pattern.search(url) for pattern in self._patterns) or any(
            claims(layout, self.source, url) for layout in self._layouts
        )

    def listing_at(self, url: str) -> Listing | None:
        """The listing that has a page at this address."""
        key = key_of(url)
        if key is None:
            return None
        known = self._starts.get(key) or self._following.get(key)
        if known is not None:
            return known
        for listing in self._counted:
            number = page_number(url, listing)
            if number is not None and not first_page(url, listing) and _at(listing, number) == key:
                return listing
        return None

    @cached_property
    def _starts(self) -> dict[str, Listing]:
        keys = ((key_of(url), listing) for url, listing in start_urls(self.source))
        return {key: listing for key, listing in keys if key is not None}

    @cached_property
    def _counted(self) -> list[Listing]:
        return [listing for _, listing in start_urls(self.source) if listing.pagination is not None]


def key_of(url: str) -> str | None:
    """What the addresses of one page have in common: the canonical one without its scheme; ``None`` for no address."""
    try:
        return canonical_url(url).partition("://")[2]
    except ValueError:
        return None


def _at(listing: Listing, number: int) -> str | None:
    """The key of a counted listing's page."""
    pagination = listing.pagination
    if pagination is None:
        return None
    template = pagination.url or (listing.url if "{n}" in listing.url else None)
    if template is not None:
        return key_of(template.replace("{n}", str(number)))
    joint = "&" if "?" in listing.url else "?"
    return key_of(f"{listing.url}{joint}{pagination.parameter}={number}")
