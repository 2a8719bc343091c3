"""Where a crawl of a source starts: its listings, one for each host and language that they are written for."""

from collections.abc import Iterator, Sequence
from datetime import date

from crawler.discover.ask import Ask
from crawler.discover.forms import first_ask
from crawler.discover.periods import spans
from crawler.model.source import Listing, Site, Source


def starts(source: Source, today: date) -> list[tuple[Ask, Listing]]:
    """First pages of all listings, each once, with the listing as it holds there: host and language are filled in.

    ``today`` chooses the newest period of an archive by year or month.
    """
    found: dict[tuple[str, ...], tuple[Ask, Listing]] = {}
    for listing in source.listings:
        for filled in _filled(source, listing):
            ask = start_of(filled, today)
            found.setdefault((ask.method, ask.url, repr(ask.body)), (ask, filled))
    return list(found.values())


def start_of(listing: Listing, today: date) -> Ask:
    """The first ask of one listing whose host and language are filled in."""
    span = next(spans(listing.period, today, eras=by_era(listing)), None) if listing.period else None
    return first_ask(listing, span)


def by_era(listing: Listing) -> bool:
    """Whether a listing's addresses name an era."""
    following = listing.pagination.url if listing.pagination else None
    return any("{era}" in text for text in (listing.url, following or "", *listing.form.values()))


def languages_of(source: Source, site: Site | None, listing: Listing) -> Sequence[str]:
    """The languages that a listing has on a site: the listing's own, as far as the site speaks them."""
    spoken = (site.languages if site else ()) or source.languages
    if not listing.languages:
        return spoken
    if site and site.languages:
        return [language for language in listing.languages if language in site.languages]
    return listing.languages


def _filled(source: Source, listing: Listing) -> Iterator[Listing]:
    if "{host}" in listing.url:
        sites: list[Site | None] = [site for site in source.sites if _named(site, listing.sites)]
    else:
        sites = [source.site_of(listing.url)]
    spoken = any("{language}" in text for text in (listing.url, *listing.form.values()))
    for site in sites:
        for language in languages_of(source, site, listing) if spoken else [""]:
            yield _fill(listing, site.host if site else "", language)


def _named(site: Site, names: Sequence[str]) -> bool:
    return not names or site.role in names or site.host in names or any(alias in names for alias in site.aliases)


def _fill(listing: Listing, host: str, language: str) -> Listing:
    def fill(text: str) -> str:
        return text.replace("{host}", host).replace("{language}", language)

    pagination = listing.pagination
    if pagination and pagination.url:
        pagination = pagination.model_copy(update={"url": fill(pagination.url)})
    changed = {
        "url": fill(listing.url),
        "address": listing.address and fill(listing.address),
        "form": {name: fill(value) for name, value in listing.form.items()},
        "pagination": pagination,
    }
    return listing.model_copy(update=changed)
