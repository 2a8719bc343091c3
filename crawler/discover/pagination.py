"""Pagination: which page of a listing an address is, and the ask for the page after it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import parse_qs, unquote_plus, urlsplit

from w3lib.url import add_or_replace_parameter

from crawler.discover.addresses import key_of
from crawler.discover.ask import Ask
from crawler.discover.forms import accepted, counts, further_ask
from crawler.discover.item import Items
from crawler.model.reading import Page
from crawler.model.source import Listing

_PLACEHOLDER: Final = re.compile(r"\{(n|year|yy|month|mm|era)\}")
_VALUES: Final = {
    "n": r"(?P<n>\d{1,9})",
    "year": r"(?P<year>\d{4})",
    "yy": r"(?P<yy>\d{2})",
    "month": r"(?P<month>\d{1,2})",
    "mm": r"(?P<mm>\d{2})",
    "era": r"(?P<era>[mtshr]\d{2})",
}


class Counted(NamedTuple):
    """How an interface counts its pages. ``step`` 0: by the items that a page has."""

    parameter: str
    start: int
    step: int


OWN: Final = {"wordpress": Counted("page", 1, 1), "govuk": Counted("start", 0, 0)}


def next_page(
    url: str, listing: Listing, ask: Ask | None = None, fields: Mapping[str, str] | None = None
) -> Ask | None:
    """The ask for the page after that at ``url``, for listings whose pages are counted; ``None`` for all others.

    There is always a next page: that the listing has ended is seen on it, and the crawl has its own bounds. ``ask``
    is what the page was asked by; without it the address says which page it is.
    """
    number = ask.number if ask is not None and ask.number is not None else page_number(url, listing)
    if number is None or listing.pagination is None:
        return None
    span = ask.period if ask else None
    return further_ask(listing, number + listing.pagination.step, url, span, fields)


def following_page(
    page: Page, listing: Listing, ask: Ask, found: Items, fields: Mapping[str, str] | None
) -> Ask | None:
    """The ask for the page after ``page``, of any kind of pagination: as the answer names it, as the pages are
    counted, or as the interface that answered does it by itself."""
    if found.more is False:
        return None
    pagination = listing.pagination
    if pagination is not None and pagination.kind != "next":
        return next_page(page.url, listing, ask, fields)
    if found.next is not None:
        return Ask(found.next, first=False, depth=ask.depth, period=ask.period, accept=accepted(listing))
    own = OWN.get(listing.format)
    if pagination is not None or own is None or not found.more:
        return None
    value = parameter_of(page.url, own.parameter)
    number = int(value) if value and value.isdecimal() else own.start
    number += own.step or found.met
    url = str(add_or_replace_parameter(page.url, own.parameter, str(number)))
    return Ask(url, first=False, depth=ask.depth, period=ask.period, accept=accepted(listing))


def page_number(url: str, listing: Listing) -> int | None:
    """The value that the address of a page carries, or the first page's; ``None`` where pages are not counted."""
    pagination = listing.pagination
    if pagination is None or pagination.kind == "next":
        return None
    template = _template(listing)
    if template:
        found = matcher(template).search(url)
        return int(found.group("n")) if found else pagination.start
    value = parameter_of(url, pagination.parameter)
    return int(value) if value and value.isdecimal() else pagination.start


def parameter_of(url: str, name: str) -> str | None:
    """The last value of a query parameter."""
    values = parse_qs(urlsplit(url).query).get(name, [])
    return values[-1] if values else None


def first_page(url: str, listing: Listing) -> bool:
    """Whether ``url`` is the page that the listing (or one of its periods) starts with."""
    number = page_number(url, listing)
    if number is not None and listing.pagination is not None:
        return number == listing.pagination.start
    return listing.pagination is None or matcher(listing.url).search(url) is not None


def is_page(url: str, listing: Listing) -> bool:
    """Whether an address has the form of one of the listing's pages, whatever number or period it has."""
    templates = [listing.url, *([listing.pagination.url] if listing.pagination and listing.pagination.url else [])]
    if any(matcher(template).search(url) for template in templates):
        return True
    if listing.pagination is None or listing.pagination.kind == "next" or counts(listing):
        return False
    value = parameter_of(url, listing.pagination.parameter)
    if value is None or not value.isdecimal():
        return False
    bare = _without(url, listing.pagination.parameter)
    return matcher(listing.url).search(bare) is not None or key_of(bare) == key_of(listing.url)


def _without(url: str, parameter: str) -> str:
    front, _, query = url.partition("?")
    kept = [pair for pair in query.split("&") if unquote_plus(pair.partition("=")[0]) != parameter]
    return f"{front}?{'&'.join(kept)}" if kept else front


def _template(listing: Listing) -> str | None:
    following = listing.pagination.url if listing.pagination else None
    return following or (listing.url if "{n}" in listing.url else None)


@lru_cache(maxsize=1024)
def matcher(template: str) -> re.Pattern[str]:
    """Finds the values in an address, whatever scheme or alias of the host a redirect has led to."""
    tail = template.partition("://")[2].partition("/")[2].rstrip("/")
    parts = _PLACEHOLDER.split(tail)
    seen: set[str] = set()
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            seen.add(part)
            pattern += _VALUES[part]
    return re.compile(rf"^https?://[^/]+/{pattern}/?$")
