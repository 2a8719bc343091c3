"""Candidates: which of many captured pages a crawl would have read as statements, and by which source.

A file of another maker holds whole sites: front pages, listings, "About the ministry". Read as statements they would be
false ones. So a page is a candidate where one of these holds, and never because a layout might make something of it:

* its address has the form of a statement's: a listing's ``urls`` or a layout's ``urls`` match it;
* a listing page that came with it links it, as a crawl would have followed it;
* a statement is known at its address;
* the file is one of ours, and a record in it says that the page was read as a statement of this source.

A source that states no form at all leaves one more way: its layouts alone decide, and a generic reading never counts.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Final

from crawler.discover import Ask, ListingPage, first_page, is_page, page_number, read_listing, starts
from crawler.discover.addresses import key_of
from crawler.extract.layout import claims
from crawler.model.draft import Draft
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Refusal, hint_of
from crawler.model.source import Listing, Source
from crawler.rereading.own_readings import own_readings

_ANY_DAY: Final = date(2000, 1, 1)  # a listing's pages are known by their form here, whatever period they are of


class Candidates:
    """One source's. Grows as listing pages are read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._patterns = [re.compile(pattern) for listing in source.listings for pattern in listing.urls]
        self._layouts = [layout for layout in source.layouts if layout.urls]
        self._hints: dict[str, Hint] = {}
        self._following: dict[str, tuple[Ask, Listing]] = {}
        self._read: set[str] = set()  # what a file of ours says was read as a statement

    def admits(self, url: str) -> bool:
        """Whether an address on one of the source's sites may be a statement's by what is known of it here."""
        if self.source.site_of(url) is None or self.listing_at(url) is not None:
            return False
        if not self._stated or (key := key_of(url)) in self._hints or key in self._read:
            return True
        return any(pattern.search(url) for pattern in self._patterns) or any(
            claims(layout, self.source, url) for layout in self._layouts
        )

    def was_read(self, url: str, hint: Hint | None) -> None:
        """Note that a file of ours says that the page was read as a statement, and what a listing had said of it."""
        key = key_of(url)
        if key is not None:
            self._read.add(key)
            if hint is not None:
                self._hints.setdefault(key, hint)

    def hint(self, url: str) -> Hint | None:
        """What a listing page said of the page at this address."""
        return self._hints.get(key_of(url) or "")

    def judge(self, result: Draft | Refusal, url: str) -> Draft | Refusal:
        """The reading of a candidate, where it may count."""
        known = self._stated or key_of(url) in self._read or self.hint(url) is not None
        if known or isinstance(result, Refusal) or result.reading.layout is not None:
            return result
        return Refusal(Failure("layout.none", f"no layout of {self.source.id} fits {url}, and no listing links it"))

    def listing_at(self, url: str) -> Listing | None:
        """The listing that has a page at this address."""
        key = key_of(url)
        if key is None:
            return None
        known = self._following.get(key)
        if known is not None:
            return known[1]
        site, spelled = self.source.site_of(url), f"https://{key}"  # in one spelling, whatever noise is in the query
        return next(
            (
                listing
                for listing in self._listings
                if self.source.site_of(listing.url) == site and (is_page(url, listing) or is_page(spelled, listing))
            ),
            None,
        )

    def read_listing(self, page: Page, listing: Listing) -> tuple[bool, bool]:
        """Note what a listing page links and says. Returns whether it was one, and whether it named a further page
        that was not known for one.
        """
        known = self._following.get(key_of(page.url) or "")
        found = read_listing(page, self.source, listing, known[0] if known else _ask(page.url, listing))
        if not isinstance(found, ListingPage):
            return False, False
        for url, hint in found.links:
            if (key := key_of(url)) is not None:
                self._hints.setdefault(key, hint)
        further = False
        for ask in found.next:
            key = key_of(ask.url)
            if ask.method == "GET" and key is not None and self.listing_at(ask.url) is None:
                self._following[key] = ask, listing
                further = True
        return True, further

    @property
    def _stated(self) -> bool:
        """Whether the source says of which form the addresses of its statements are."""
        return bool(self._patterns or self._layouts)

    @cached_property
    def _listings(self) -> list[Listing]:
        """Those of the source, host and language filled in."""
        return [listing for _, listing in starts(self.source, _ANY_DAY)]


def owner_of(url: str, candidates: Iterable[Candidates]) -> Candidates | None:
    """The first source one of whose sites an address lies on."""
    return next((one for one in candidates if one.source.site_of(url) is not None), None)


def note_own_readings(fd: int, size: int, candidates: Iterable[Candidates]) -> None:
    """Note what a WARC file of ours, open at ``fd``, says was read as a statement."""
    owners = {one.source.id: one for one in candidates}
    for source, url, evidence in own_readings(fd, size):
        if source in owners:
            owners[source].was_read(url, hint_of(evidence))


def _ask(url: str, listing: Listing) -> Ask:
    """What a page of a listing was asked by, as far as its address says it."""
    return Ask(url, first=first_page(url, listing), number=page_number(url, listing))
