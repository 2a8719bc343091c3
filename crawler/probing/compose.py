"""The source that findings make: which listings it has, and what is told of where each came from."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from crawler.model.reading import Page
from crawler.model.source import Layout, Listing, Pagination, Politeness, Site, Source
from crawler.probing.fields import Fields
from crawler.probing.findings import Channel, Findings, Listed
from crawler.probing.front import code_of
from crawler.probing.items import domain_of

_POLITE: Final = 2.0  # seconds, the least
_COVERS: Final = 0.5  # share of a listing's items that an API must name to stand for it


@dataclass(frozen=True, slots=True)
class Composed:
    """A listing of the source, why it is one, and the pages of it that were seen, by language."""

    listing: Listing
    why: str
    pages: tuple[tuple[str | None, Page], ...]


def listings_of(found: Findings) -> list[Composed]:
    """The listings that the source is to have: those that go on to the last item, and as few as cover the site."""
    html = _merged(found)
    items = {row.url for listed in found.listings for row in listed.found.rows}
    apis = [channel for channel in found.channels if channel.format in {"wordpress", "plone", "govuk"}]
    whole = bool(html) and all(one.listing.pagination for one in html) and all(one.listing.date for one in html)
    if whole:
        return html
    covering = [
        channel
        for channel in apis
        if not items or channel.shared >= _COVERS * min(len(items), len(channel.items.items))
    ]
    if covering:
        rest = [one for one in html if one.listing.pagination]
        return [_of_channel(covering[0], found), *rest]
    if html and all(one.listing.pagination for one in html):
        return html
    others = [channel for channel in found.channels if channel.format == "feed" and (channel.shared or not items)][:2]
    others += [
        channel for channel in found.channels
        if channel.format == "sitemap" and found.patterns and (channel.shared or not items)
    ]  # fmt: skip
    return [*html, *(_of_channel(channel, found) for channel in others)]


def source_of(found: Findings, layout: Layout | None = None) -> Source:
    """The source as it would be written."""
    place = found.place
    return Source(
        id=found.id,
        name=found.name or found.host,
        country=place.country or "ZZ",
        languages=found.languages or ("en",),
        timezone=place.timezone or "UTC",
        sites=sites_of(found),
        listings=tuple(one.listing for one in listings_of(found)),
        layouts=(layout,) if layout else (),
        politeness=Politeness(delay=max(_POLITE, min(60.0, found.robots.delay or 0.0))),
        date_order=found.order,
    )


def sites_of(found: Findings) -> tuple[Site, ...]:
    """The hosts that statements lie on; one that only redirects is another's alias."""
    hosts: dict[str, None] = {found.host: None}
    for listed in found.listings:
        hosts.setdefault(urlsplit(listed.url).hostname or found.host)
        for row in listed.found.rows:
            hosts.setdefault(urlsplit(row.url).hostname or found.host)
    for channel in found.channels:
        if channel.format != "sitemap":
            for item in channel.items.items if channel.shared or not found.listings else ():
                if _under(urlsplit(item.url).hostname or "", found.host):
                    hosts.setdefault(urlsplit(item.url).hostname or found.host)
        hosts.setdefault(urlsplit(channel.url).hostname or found.host)
    return tuple(
        Site(host=host, aliases=found.aliases if host == found.host else ())
        for host in hosts
        if host not in found.aliases
    )


def _under(host: str, other: str) -> bool:
    return domain_of(host) == domain_of(other)


def _merged(found: Findings) -> list[Composed]:
    """Listings that differ in their language alone become one with ``{language}``."""
    groups: dict[tuple[str, str], list[Listed]] = {}
    for listed in found.listings:
        groups.setdefault((_without_language(listed), listed.found.css), []).append(listed)
    composed = []
    for (template, _), members in groups.items():
        first = members[0]
        codes = tuple(dict.fromkeys(one.language for one in members if one.language))
        together = len(codes) > 1 and "{language}" in template
        for one in [first] if together else members:
            fields = _agreed(members) if together else one.fields
            url = template if together else one.url
            data: dict[str, Any] = {
                "url": url,
                "languages": codes if together else (),
                "items": one.found.css,
                "link": fields.link,
                "title": fields.title,
                "date": fields.date,
                "kind": fields.kind,
                "urls": found.patterns,
                "pagination": _paged(one, template if together else None),
            }
            pages = [
                (m.language, page.page)
                for m in (members if together else [one])
                for page in (m.seen, m.second, m.deep)
                if page
            ]
            composed.append(Composed(Listing.model_validate(data), first.via, tuple(pages)))
    return composed


def _agreed(members: list[Listed]) -> Fields:
    """What holds in every language; a selector that one lacks is still right for the others."""
    first = members[0].fields
    for other in members[1:]:
        first = replace(
            first, title=first.title or other.fields.title, date=first.date or other.fields.date,
            kind=first.kind or other.fields.kind, link=first.link or other.fields.link,
        )  # fmt: skip
    return first


def _paged(one: Listed, template: str | None) -> Pagination | None:
    if one.pagination is None or one.pagination.url is None or template is None:
        return one.pagination
    return one.pagination.model_copy(update={"url": _language_out(one.pagination.url, one.language)})


def _without_language(listed: Listed) -> str:
    return _language_out(listed.url, listed.language)


def _language_out(url: str, language: str | None) -> str:
    """The address with ``{language}`` for the segment that names the language, where there is exactly that."""
    if language is None:
        return url
    parts = urlsplit(url)
    segments = parts.path.split("/")
    places = [index for index, segment in enumerate(segments) if segment == language and code_of(segment) == language]
    if len(places) != 1:
        return url
    segments[places[0]] = "{language}"
    return urlunsplit((parts.scheme, parts.netloc, "/".join(segments), parts.query, ""))


def _of_channel(channel: Channel, found: Findings) -> Composed:
    """A sitemap names all of a site: only addresses of the statements' form are taken from it."""
    urls = found.patterns if channel.format == "sitemap" else ()
    listing = Listing.model_validate({"url": channel.url, "format": channel.format, "urls": urls})
    return Composed(listing, channel.via, ((None, channel.page),))
