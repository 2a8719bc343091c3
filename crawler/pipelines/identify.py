"""Identify (200): which statement it is, by its canonical address and its text."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.model.draft import Draft
from crawler.model.identity import canonical_url, statement_digests, statement_id
from crawler.spiders.found import Found


@dataclass(frozen=True, slots=True)
class Identified:
    """A draft, and the address its run asked for."""

    draft: Draft
    asked: str


class IdentifyPipeline:
    """The id is made of source and canonical address; equal text elsewhere is another statement."""

    def process_item(self, item: Found) -> Identified:
        """The item as a draft."""
        return Identified(identify(item), item.asked)


def identify(found: Found) -> Draft:
    """The draft of a reading. ``also_at`` holds redirects to the page and its own address where it names another."""
    own = canonical_url(found.url)
    canonical = _named_by_page(found, own)
    aliases = {canonical_url(url) for url in found.aliases} | {own}
    digest, body_digest = statement_digests(found.reading.title, found.reading.body.text)
    site = found.source.site_of(found.url)
    return Draft(
        id=statement_id(found.source.id, canonical),
        source=found.source.id,
        ministry=found.source.name,
        country=found.source.country,
        site=site.host if site else (urlsplit(own).hostname or ""),
        url=found.url,
        canonical_url=canonical,
        also_at=tuple(sorted(aliases - {canonical})),
        reading=found.reading,
        capture=found.capture,
        digest=digest,
        body_digest=body_digest,
    )


def _named_by_page(found: Found, own: str) -> str:
    # A page's own word counts only within its host, and never for the front page: templates name that by mistake.
    if found.reading.canonical is None:
        return own
    try:
        named = canonical_url(found.reading.canonical)
    except ValueError:
        return own
    same_host = urlsplit(named).hostname == urlsplit(own).hostname
    return named if same_host and urlsplit(named).path.strip("/") else own
