"""A listing page read: which statements it links, what it says of each, and where the listing goes on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from crawler.discover.addresses import key_of
from crawler.discover.age import page_order
from crawler.discover.ask import Ask
from crawler.discover.feeds import feed_items
from crawler.discover.forms import carries, fields_of, first_ask, missing_fields
from crawler.discover.govuk import govuk_items
from crawler.discover.html_listing import HtmlPage, html_page, items_on, linked, no_items
from crawler.discover.item import Item, Items
from crawler.discover.json_listing import json_items
from crawler.discover.pagination import first_page, following_page, page_number
from crawler.discover.plone import plone_items
from crawler.discover.sitemaps import sitemap_items
from crawler.discover.wordpress import wordpress_items
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Refusal
from crawler.model.source import Listing, Source

MOST: Final = 50_000  # links of one answer
MOST_PARTS: Final = 1_000  # pages of a hub, sitemaps of an index
_DEEPEST: Final = 4  # hubs or indexes behind each other


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one listing page gave. ``links`` are absolute, each once, in the order of the page.

    ``next`` is what is to be asked after it, in this order: its following page, then the parts that it names (pages of
    a hub, sitemaps of an index). ``items`` counts the items found, also those whose link is out of scope: items
    without links on a later page are no alarm. ``findings`` are what a person should know of the page all the same.
    ``total`` is how many items the site itself says that the listing has on all its pages.
    """

    links: tuple[tuple[str, Hint], ...]
    next: tuple[Ask, ...]
    items: int
    findings: tuple[Failure, ...] = ()
    total: int | None = None


def read_listing(page: Page, source: Source, listing: Listing, ask: Ask | None = None) -> ListingPage | Refusal:
    """The links of a listing page, or why there are none.

    ``listing`` is one that :func:`crawler.discover.starts.starts` gave, its placeholders filled in; ``ask`` is what the
    page was asked by: without it its address says which page it is. A page with no item at all is refused
    (``listing.empty``, or ``listing.browser`` where scripts make the items), and so is a first page none of whose links
    is a statement's address: either the site was rebuilt or something else answered. On a later page that is only the
    end, or a dull page.
    """
    if ask is None:
        ask = Ask(page.url, first=first_page(page.url, listing), number=page_number(page.url, listing))
    scope = _Scope(page, source, listing, ask)
    result = _of_html(scope) if listing.format == "html" or ask.form else _of_format(scope)
    return Refusal(result) if isinstance(result, Failure) else result


def items_of(page: Page, listing: Listing) -> Items | Failure:
    """The items of an answer in one of the known formats, or by JMESPath, in scope or not; ``met`` 0: it holds none."""
    return _read(page, listing)


def wanted_by(source: Source, listing: Listing) -> Callable[[str], bool]:
    """Says of an address whether ``listing`` may mean a statement by it: of the source, and of the form it asks for."""
    patterns = [re.compile(pattern) for pattern in listing.urls]

    def wanted(url: str) -> bool:
        fits = not patterns or any(pattern.search(url) for pattern in patterns)
        return fits and source.site_of(url) is not None

    return wanted


class _Scope:
    """What one page is read for, and which of its links count."""

    def __init__(self, page: Page, source: Source, listing: Listing, ask: Ask) -> None:
        self.page = page
        self.source = source
        self.listing = listing
        self.ask = ask
        self.fits = wanted_by(source, listing)
        self.itself = {key_of(page.url), key_of(ask.url), key_of(listing.url)}
        self.passed_over: str | None = None

    def wanted(self, url: str, key: str) -> bool:
        """Whether a link may be a statement's; the first that may not be is kept, to be told."""
        if key in self.itself:
            return False
        if self.fits(url):
            return True
        self.passed_over = self.passed_over or url
        return False

    def links(self, found: Items) -> list[tuple[str, Hint]]:
        """Each address once, with what is said of it."""
        order = page_order(found.items, self.page, self.source, self.listing)
        spoken = found.language if found.language and _among(found.language, self.source.languages) else None
        links: dict[str, tuple[str, Hint]] = {}
        for item in (*found.items, *self._in_other_languages(found.items)):
            key = key_of(item.url)
            if key is None or key in links or not self.wanted(item.url, key):
                continue
            hint = Hint(
                listing=self.page.url,
                title=item.title,
                date=item.date,
                kind=item.kind,
                language=item.language or spoken,
                updated=item.updated,
                order=order if item.date else None,
            )
            links[key] = item.url, hint
            if len(links) >= MOST:
                break
        return list(links.values())

    def _in_other_languages(self, items: tuple[Item, ...]) -> Iterator[Item]:
        """The same texts in those languages that are asked for."""
        asked = self.listing.languages or self.source.languages
        for item in items:
            for language, url in item.alternates:
                if _among(language, asked):
                    yield Item(url=url, updated=item.updated, language=language)

    def page_of(self, found: Items, following: list[Ask], parts: list[Ask]) -> ListingPage | Failure:
        """The page, where its items lead to statements."""
        links = self.links(found)
        if not links and not parts and self.ask.first:
            seen = f", for example {self.passed_over}" if self.passed_over else ""
            why = f"none of its {found.met} items links to a statement's address{seen}"
            return Failure("listing.empty", f"the listing {self.page.url} has no items: {why}")
        findings = [Failure("content.too_large", f"the listing {self.page.url} is too long: {found.left_out}")] * bool(
            found.left_out
        )
        if not parts and (few := self._fewer(found)):
            findings.append(few)
        return ListingPage(tuple(links), (*following, *parts[:MOST_PARTS]), found.met, tuple(findings), found.total)

    def _fewer(self, found: Items) -> Failure | None:
        least = self.source.expect.items
        if least is None or found.met >= least or not self.ask.first or self.ask.depth or self.ask.period:
            return None
        return Failure(
            "listing.fewer",
            f"the listing {self.page.url} has {found.met} items; the source expects at least {least}",
        )


def _of_html(scope: _Scope) -> ListingPage | Failure:
    parsed = html_page(scope.page)
    if isinstance(parsed, Failure):
        return parsed
    listing, ask = scope.listing, scope.ask
    fields = dict(ask.fields) | fields_of(parsed.root) if carries(listing) else None
    if ask.form:
        return _of_form(scope, parsed, fields or {})
    found = items_on(parsed, listing, scope.wanted)
    empty = isinstance(found, Failure)
    parts = (
        _hub(scope, parsed) if listing.hub and ask.depth < _DEEPEST and (empty or not ask.depth) and ask.first else []
    )
    if isinstance(found, Failure):
        if not parts or found.code.startswith("blocked"):
            return found
        found = Items((), 0)
    following = following_page(scope.page, listing, ask, found, fields)
    if following is not None and scope.source.site_of(following.url) is None:
        following = None
    return scope.page_of(found, [following] if following else [], parts)


def _of_form(scope: _Scope, parsed: HtmlPage, fields: dict[str, str]) -> ListingPage | Failure:
    """The page of a search form: only what its fields hold is taken, and carried into the search."""
    if missing := missing_fields(scope.listing, fields):
        named = ", ".join(f"'{name}'" for name in missing)
        return no_items(parsed, f"its form has no field {named}")
    return ListingPage((), (first_ask(scope.listing, scope.ask.period, fields),), 0)


def _hub(scope: _Scope, parsed: HtmlPage) -> list[Ask]:
    urls = dict.fromkeys(linked(parsed, scope.listing.hub or ""))
    number = scope.ask.number
    return [
        Ask(url, number=number, depth=scope.ask.depth + 1)
        for url in urls
        if scope.source.site_of(url) is not None and key_of(url) not in scope.itself
    ]


def _of_format(scope: _Scope) -> ListingPage | Failure:
    found = _read(scope.page, scope.listing)
    if isinstance(found, Failure):
        return found
    parts = [
        Ask(child.url, depth=scope.ask.depth + 1, changed=child.updated)
        for child in found.children
        if scope.ask.depth < _DEEPEST and scope.source.site_of(child.url) is not None
    ]
    if not found.met and not parts:
        return Failure("listing.empty", f"the listing {scope.page.url} has no items")
    following = following_page(scope.page, scope.listing, scope.ask, found, dict(scope.ask.fields))
    if following is not None and scope.source.site_of(following.url) is None:
        following = None
    return scope.page_of(found, [following] if following else [], parts)


def _read(page: Page, listing: Listing) -> Items | Failure:
    match listing.format:
        case "feed":
            return feed_items(page)
        case "sitemap":
            return sitemap_items(page)
        case "wordpress":
            return wordpress_items(page)
        case "plone":
            return plone_items(page)
        case "govuk":
            return govuk_items(page)
        case _:
            return json_items(page, listing)


def _among(language: str, languages: tuple[str, ...]) -> bool:
    base = language.partition("-")[0].lower()
    return any(base == one.partition("-")[0].lower() for one in languages)
