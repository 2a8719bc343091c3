"""A listing written as HTML: its items by CSS, and the links to its further pages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from crawler.discover.addresses import absolute, key_of
from crawler.discover.browser import needs_browser
from crawler.discover.date_headings import dates_above
from crawler.discover.item import Item, Items, left_out
from crawler.discover.totals import total_on
from crawler.discover.words import language, told
from crawler.extract.addresses import base_of
from crawler.extract.charset import HOPELESS, decode
from crawler.extract.text import squeeze
from crawler.extract.tree import parse, select, text_of
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.reading import Page
from crawler.model.source import Listing

MOST: Final = 50_000  # items of one page
_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")

Wanted = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A parsed page: ``base`` is what its links are relative to."""

    page: Page
    root: etree._Element
    base: str
    charset: str


def html_page(page: Page) -> HtmlPage | Failure:
    """The tree of a listing page, or why it cannot be read."""
    decoded = decode(page.body, page.header("content-type"))
    if decoded.lost > HOPELESS:
        return Failure("content.charset", f"the listing {page.url} cannot be decoded as {decoded.charset}")
    root = parse(decoded.utf8)
    if isinstance(root, Failure):
        return root
    return HtmlPage(page, root, base_of(root, page.url), decoded.charset)


def html_items(page: Page, listing: Listing, wanted: Wanted | None = None) -> Items | Failure:
    """The items of a page, by the selectors of ``listing``; a page where none matches is refused.

    ``wanted`` says of an address and its key whether it may be a statement's: an item's link is its first that may.
    """
    parsed = html_page(page)
    return parsed if isinstance(parsed, Failure) else items_on(parsed, listing, wanted)


def items_on(parsed: HtmlPage, listing: Listing, wanted: Wanted | None = None) -> Items | Failure:
    """The same, of a page that is parsed already."""
    elements = select(parsed.root, listing.items or "")
    if not elements:
        return no_items(parsed, f"nothing on it matches '{listing.items}'")
    items = _items(parsed, listing, elements[:MOST], wanted or (lambda url, key: True))
    following = None
    pagination = listing.pagination
    if pagination is not None and pagination.css:
        following = next(linked(parsed, pagination.css), None)
    return Items(
        items=tuple(items),
        met=len(elements),
        next=following,
        left_out=left_out(len(elements), "items", MOST),
        total=total_on(squeeze(text_of(parsed.root, frozenset(elements))), len(elements)),
    )


def no_items(parsed: HtmlPage, why: str) -> Failure:
    """Why a page has no items: a wall, a page that scripts fill, or what ``why`` says."""
    barred = wall(parsed.page, parsed.root)
    if barred:
        return barred
    url = parsed.page.url
    if sign := needs_browser(parsed.root):
        return Failure("listing.browser", f"the listing {url} has no items: {why}, and {sign}")
    return Failure("listing.empty", f"the listing {url} has no items: {why}")


def linked(parsed: HtmlPage, css: str) -> Iterator[str]:
    """The addresses that the elements of a selector lead to, this page's own left out: of an element without a link
    around or in it none, of one that holds several the first."""
    itself = key_of(parsed.page.url)
    for element in select(parsed.root, css):
        anchor = next(_anchors(element, None), None)
        href = anchor.get("href", "") if anchor is not None else element.get("value", "")
        url = absolute(parsed.base, href) if href and not href.strip().startswith("#") else None
        if url and key_of(url) != itself:
            yield url


def _items(parsed: HtmlPage, listing: Listing, elements: list[etree._Element], wanted: Wanted) -> list[Item]:
    found: dict[str, Item] = {}
    above = dates_above(parsed.root, elements, listing.date)
    for element in elements:
        chosen: str | None = None  # one item, one statement
        for anchor in _anchors(element, listing.link):
            url = absolute(parsed.base, anchor.get("href", ""), parsed.charset)
            key = key_of(url) if url else None
            if url is None or key is None or (key != chosen if chosen else not wanted(url, key)):
                continue
            chosen = key
            # A picture and a headline often link to one address: what the first does not say, the second may.
            found[key] = _joined(found.get(key), _item(url, element, anchor, listing, above.get(element)))
    return list(found.values())


def _item(
    url: str, element: etree._Element, anchor: etree._Element, listing: Listing, above: str | None = None
) -> Item:
    spoken = anchor.get("hreflang", "").strip()
    said = _text(element, listing.language) if listing.language else None
    return Item(
        url=url,
        title=_text(element, listing.title) if listing.title else told(squeeze(text_of(anchor))),
        date=_text(element, listing.date) or above,
        kind=_text(element, listing.kind),
        language=language(said) or (spoken if _CODE.fullmatch(spoken) else None),
    )


def _anchors(element: etree._Element, css: str | None) -> Iterator[etree._Element]:
    for start in select(element, css) if css else [element]:
        if start.get("href") is not None:
            yield start
        yield from (a for a in start.iterdescendants("a") if a.get("href") is not None)


def _text(element: etree._Element, css: str | None) -> str | None:
    """The text of the first match; where an element shows nothing, its machine-readable date."""
    for match in select(element, css) if css else ():
        if text := squeeze(text_of(match)) or squeeze(match.get("datetime", "")):
            return told(text)
    return None


def _joined(first: Item | None, second: Item) -> Item:
    if first is None:
        return second
    return replace(
        first,
        title=first.title or second.title,
        date=first.date or second.date,
        kind=first.kind or second.kind,
        language=first.language or second.language,
    )
