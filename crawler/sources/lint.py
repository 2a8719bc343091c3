"""The lint of a source: sound, but likely to disappoint. Remarks never stop a crawl."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crawler.model.source import Layout, Listing, Source

_HURRIED: Final = 1.0  # seconds: a public body's server is not ours to hurry


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning: which part of the source, and what about it."""

    place: str
    sentence: str


def check_source(source: Source) -> list[Remark]:
    """What an operator should know about a source before crawling it. Offline; the files are taken as sound."""
    return [*_whole(source), *_politeness(source), *_languages(source), *_listings(source), *_layouts(source)]


def _whole(source: Source) -> Iterator[Remark]:
    if not source.listings:
        yield Remark("listings", "there is none: only addresses given by hand are crawled")
    if not source.layouts:
        yield Remark("layouts", "there is none: every page is read by the generic reading")
    elif all(layout.until for layout in source.layouts):
        latest = max(layout.until for layout in source.layouts if layout.until)
        yield Remark("layouts", f"none is open: pages captured after {latest} are refused (layout.none)")


def _politeness(source: Source) -> Iterator[Remark]:
    politeness = source.politeness
    if politeness.delay < _HURRIED:
        yield Remark("politeness", f"a delay of {politeness.delay:g} s is short for a public body's server")
    if politeness.concurrency > 1:
        yield Remark("politeness", f"{politeness.concurrency} exchanges at once with one host are many")
    if politeness.tls != "verify":
        yield Remark("politeness", "certificates are not verified: what is archived may not be the ministry's")


def _languages(source: Source) -> Iterator[Remark]:
    for site in source.sites:
        for language in site.languages:
            if language not in source.languages:
                yield Remark(f"site {site.host}", f"speaks '{language}', which the source's languages leave out")
        if site.role == "mission" and not site.country:
            yield Remark(f"site {site.host}", "is a mission without the country where it stands")


def _listings(source: Source) -> Iterator[Remark]:
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    for listing in source.listings:
        place = f"listing {listing.url}"
        asked = listing.url, listing.sites, repr((listing.method, sorted(listing.form.items())))
        if asked in seen:
            yield Remark(place, "is given twice")
        seen.add(asked)
        yield from _listing(place, listing, source)


def _listing(place: str, listing: Listing, source: Source) -> Iterator[Remark]:
    if listing.format in ("html", "json") and not listing.date:
        yield Remark(place, "gives no date: --since cannot bound it")
    if not listing.urls:
        yield Remark(place, "names no urls: every link of an item within the source's sites counts as a statement")
    if listing.format in ("html", "json") and not (listing.pagination or listing.hub or listing.period):
        yield Remark(place, "has no pagination: only its first page is read")
    if any("{page:" in value for value in listing.form.values()) and not source.politeness.cookies:
        yield Remark(place, "carries fields of its page into the search, which often needs politeness.cookies = true")
    for language in listing.languages:
        if language not in source.languages:
            yield Remark(place, f"is asked in '{language}', which the source's languages leave out")
    if listing.languages and not any("{language}" in text for text in (listing.url, *listing.form.values())):
        yield Remark(place, "names languages, but its url has no {language}")
    if listing.sites and "{host}" not in listing.url:
        yield Remark(place, "names sites, but its url has no {host}")


def dated(listing: Listing) -> bool:
    """Whether a listing may say when an item was published; a sitemap says it only where it is one of news."""
    return listing.date is not None or listing.format in ("feed", "wordpress", "plone", "govuk")


def _layouts(source: Source) -> Iterator[Remark]:
    open_before: dict[tuple[tuple[str, ...], tuple[str, ...]], Layout] = {}
    for layout in source.layouts:
        place = f"layout {layout.id}"
        if not layout.date and not any(dated(listing) for listing in source.listings):
            yield Remark(place, "gives no date, and no listing does: its statements will have none")
        elif not layout.date:
            yield Remark(place, "gives no date: only the listing's can be taken")
        pages = (layout.sites, layout.urls)
        if earlier := open_before.get(pages):
            yield Remark(place, f"is never reached: '{earlier.id}' before it takes every page")
        if layout.until is None and layout.requires is None:
            open_before.setdefault(pages, layout)
    covered = {name for layout in source.layouts for name in layout.sites}
    if source.layouts and all(layout.sites for layout in source.layouts):
        for site in source.sites:
            if not covered & {site.role, site.host, *site.aliases}:
                yield Remark(f"site {site.host}", "has no layout: its pages are read by the generic reading")
