"""A listing page read: which statements it links, what it says of each, and where the listing goes on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from lxml import etree
from w3lib.url import safe_url_string

from crawler.discover.pagination import first_page, next_page
from crawler.extract.addresses import base_of
from crawler.extract.charset import HOPELESS, decode
from crawler.extract.text import squeeze
from crawler.extract.tree import parse, select, text_of
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.identity import canonical_url
from crawler.model.reading import Hint, Page, Refusal
from crawler.model.source import Listing, Source

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one listing page gave. ``links`` are absolute, each once, in the order of the page.

    ``next`` is the address of the following page, ``None`` where there is none. ``items`` counts the items found,
    also those whose link is out of scope: items without links on a later page are no alarm.
    """

    links: tuple[tuple[str, Hint], ...]
    next: str | None
    items: int


def read_listing(page: Page, source: Source, listing: Listing) -> ListingPage | Refusal:
    """The links of a listing page, or why there are none.

    ``listing`` is one that :func:`crawler.discover.starts.start_urls` gave, its placeholders filled in. A page with no
    item at all is refused (``listing.empty``), and so is a first page none of whose links is a statement's address:
    either the site was rebuilt or something else answered. On a later page that is only the end, or a dull page.
    """
    decoded = decode(page.body, page.header("content-type"))
    if decoded.lost > HOPELESS:
        return Refusal(Failure("content.charset", f"the listing {page.url} cannot be decoded as {decoded.charset}"))
    root = parse(decoded.utf8)
    if isinstance(root, Failure):
        return Refusal(root)
    items = select(root, listing.items or "")
    if not items:
        barred = wall(page, root)
        return Refusal(barred) if barred else _empty(page, f"nothing on it matches '{listing.items}'")
    base = base_of(root, page.url)
    reader = _Reader(page, source, listing, base, decoded.charset)
    links = reader.links(items)
    if not links and first_page(page.url, listing):
        seen = f", for example {reader.passed_over}" if reader.passed_over else ""
        return _empty(page, f"none of its {len(items)} items links to a statement's address{seen}")
    return ListingPage(tuple(links), _next(root, base, page, source, listing), len(items))


class _Reader:
    """One pass over the items of one page."""

    def __init__(self, page: Page, source: Source, listing: Listing, base: str, charset: str) -> None:
        self.page = page
        self.source = source
        self.listing = listing
        self.base = base
        self.charset = charset
        self.patterns = [re.compile(pattern) for pattern in listing.urls]
        self.itself = {_key(page.url), _key(listing.url)}
        self.passed_over: str | None = None

    def links(self, items: list[etree._Element]) -> list[tuple[str, Hint]]:
        found: dict[str, tuple[str, Hint]] = {}
        for item in items:
            chosen: str | None = None  # one item, one statement
            for anchor in _anchors(item, self.listing.link):
                url = absolute(self.base, anchor.get("href", ""), self.charset)
                key = _key(url) if url else None
                if url is None or key is None or (key != chosen if chosen else not self.wanted(url, key)):
                    continue
                chosen = key
                first, said = found.get(key, (url, None))
                # A picture and a headline often link to one address: what the first does not say, the second may.
                found[key] = (first, _joined(said, self.hint(item, anchor)))
        return list(found.values())

    def wanted(self, url: str, key: str) -> bool:
        """Whether a link may be a statement's; the first that may not be is kept, to be told."""
        if key in self.itself:
            return False
        fits = not self.patterns or any(pattern.search(url) for pattern in self.patterns)
        if self.source.site_of(url) is not None and fits:
            return True
        self.passed_over = self.passed_over or url
        return False

    def hint(self, item: etree._Element, anchor: etree._Element) -> Hint:
        listing = self.listing
        language = anchor.get("hreflang", "").strip()
        return Hint(
            listing=self.page.url,
            title=_text(item, listing.title) if listing.title else squeeze(text_of(anchor)) or None,
            date=_text(item, listing.date),
            kind=_text(item, listing.kind),
            language=language if _LANGUAGE.fullmatch(language) else None,
        )


def absolute(base: str, href: str, charset: str = "utf-8") -> str | None:
    """The http address that a link leads to, as it would be requested; ``None`` for any other kind of link.

    Without fragment and user information. Path as UTF-8, query in the page's charset (WHATWG URL, 4.4).
    """
    href = re.sub(r"[\t\r\n]", "", href).strip()
    if not href:
        return None
    try:
        whole = re.match(r"(?i)https?://", href)  # nothing to join, and joining would drop an empty ";" at the end
        url = urldefrag(href if whole else urljoin(base, href)).url
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        netloc = parts.netloc.rpartition("@")[2]
        url = urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))
        canonical_url(url)
    except ValueError:
        return None
    try:
        return safe_url_string(url, encoding="utf-8" if charset.startswith("utf") else charset)
    except (LookupError, UnicodeEncodeError):  # a charset without a codec, or without this letter
        return safe_url_string(url)


def _anchors(item: etree._Element, css: str | None) -> Iterator[etree._Element]:
    for start in select(item, css) if css else [item]:
        if start.get("href") is not None:
            yield start
        yield from (a for a in start.iterdescendants("a") if a.get("href") is not None)


def _text(item: etree._Element, css: str | None) -> str | None:
    """The text of the first match; where an element shows nothing, its machine-readable date."""
    for element in select(item, css) if css else ():
        if text := squeeze(text_of(element)) or squeeze(element.get("datetime", "")):
            return text
    return None


def _joined(first: Hint | None, second: Hint) -> Hint:
    if first is None:
        return second
    return replace(
        first,
        title=first.title or second.title,
        date=first.date or second.date,
        kind=first.kind or second.kind,
        language=first.language or second.language,
    )


def _key(url: str) -> str | None:
    """What two links to one statement have in common: the canonical address without its scheme."""
    try:
        return canonical_url(url).partition("://")[2]
    except ValueError:
        return None


def _next(root: etree._Element, base: str, page: Page, source: Source, listing: Listing) -> str | None:
    pagination = listing.pagination
    if pagination is None:
        return None
    if pagination.kind != "next":
        return next_page(page.url, listing)
    for element in select(root, pagination.css or ""):
        anchor = next(_anchors(element, None), None)
        url = absolute(base, anchor.get("href", "")) if anchor is not None else None
        if url and source.site_of(url) and _key(url) != _key(page.url):
            return url
    return None


def _empty(page: Page, why: str) -> Refusal:
    return Refusal(Failure("listing.empty", f"the listing {page.url} has no items: {why}"))
