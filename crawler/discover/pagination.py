"""Pagination: the number of a listing's page, read from its address, and the address of the page after it."""

import re
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameter

from crawler.model.source import Listing


def next_page(url: str, listing: Listing) -> str | None:
    """The address of the page after ``url``, for listings whose pages are counted; ``None`` for all others.

    There is always a next page: that the listing has ended is seen on it, and the crawl has its own bounds.
    """
    number = page_number(url, listing)
    if number is None or listing.pagination is None:
        return None
    following = str(number + listing.pagination.step)
    template = _template(listing)
    if template:
        return template.replace("{n}", following)
    return str(add_or_replace_parameter(url, listing.pagination.parameter, following))


def page_number(url: str, listing: Listing) -> int | None:
    """The value that the address of a page carries, or the first page's; ``None`` where pages are not counted."""
    pagination = listing.pagination
    if pagination is None or pagination.kind == "next":
        return None
    template = _template(listing)
    if template:
        found = _matcher(template).search(url)
        return int(found.group(1)) if found else pagination.start
    values = parse_qs(urlsplit(url).query).get(pagination.parameter, [])
    return int(values[-1]) if values and values[-1].isdecimal() else pagination.start


def first_page(url: str, listing: Listing) -> bool:
    """Whether ``url`` is the page that the listing starts with."""
    number = page_number(url, listing)
    if number is not None and listing.pagination is not None:
        return number == listing.pagination.start
    return listing.pagination is None or _bare(url) == _bare(listing.url)


def _template(listing: Listing) -> str | None:
    following = listing.pagination.url if listing.pagination else None
    return following or (listing.url if "{n}" in listing.url else None)


def _matcher(template: str) -> re.Pattern[str]:
    """Finds the number, whatever scheme or alias of the host a redirect has led to."""
    tail = template.partition("://")[2].partition("/")[2].rstrip("/")
    before, _, after = tail.partition("{n}")
    return re.compile(rf"^https?://[^/]+/{re.escape(before)}(\d{{1,9}}){re.escape(after)}/?$")


def _bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/")
