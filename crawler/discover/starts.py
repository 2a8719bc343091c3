"""Where a crawl of a source starts: its listings, one for each host and language that they are written for."""

from collections.abc import Iterator, Sequence

from crawler.model.source import Listing, Site, Source


def start_urls(source: Source) -> list[tuple[str, Listing]]:
    """First pages of all listings, each once, with the listing as it holds there: its placeholders are filled in."""
    starts: dict[str, Listing] = {}
    for listing in source.listings:
        for filled in _filled(source, listing):
            first = str(filled.pagination.start) if filled.pagination else ""
            starts.setdefault(filled.url.replace("{n}", first), filled)
    return list(starts.items())


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
    for site in sites:
        languages = languages_of(source, site, listing) if "{language}" in listing.url else [""]
        for language in languages:
            yield _fill(listing, site.host if site else "", language)


def _named(site: Site, names: Sequence[str]) -> bool:
    return not names or site.role in names or site.host in names or any(alias in names for alias in site.aliases)


def _fill(listing: Listing, host: str, language: str) -> Listing:
    def fill(text: str) -> str:
        return text.replace("{host}", host).replace("{language}", language)

    pagination = listing.pagination
    if pagination and pagination.url:
        pagination = pagination.model_copy(update={"url": fill(pagination.url)})
    return listing.model_copy(update={"url": fill(listing.url), "pagination": pagination})
