"""A draft: a cleaned, identified reading with its capture, before the archive says which revision it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.model.capture import Capture
from crawler.model.difference import Difference
from crawler.model.identity import canonical_url, statement_digests, statement_id
from crawler.model.reading import Hint, Reading, evidence_of
from crawler.model.source import Source
from crawler.model.statement import Evidence, Extraction, Link, Statement, Translation


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of a statement's line but what only the archive knows (revision, event, first seen, links)."""

    id: str
    source: str
    ministry: str
    country: str
    site: str
    url: str
    canonical_url: str
    also_at: tuple[str, ...]
    reading: Reading
    capture: Capture
    digest: str  # of title and body: decides whether this is a new revision
    body_digest: str  # of the body alone: finds copies under another title
    definition: str | None = None  # SHA-256, hex, of the source's TOML that it was read by
    evidence: Evidence | None = None  # what the listing said of the page

    def statement(
        self,
        *,
        revision: int,
        event: Literal["published", "revised", "reextracted"],
        first_seen: str,
        links: Sequence[Link],
        translations: Sequence[Translation] | None = None,
        nth: int = 1,
        difference: Difference | None = None,
    ) -> Statement:
        """The line's content, once the archive has decided; ``nth`` says which reading of that revision it is, and
        ``translations`` are the reading's with the ids of those that are known.
        """
        reading = self.reading
        return Statement(
            id=self.id,
            revision=revision,
            reading=nth,
            event=event,
            source=self.source,
            ministry=self.ministry,
            country=self.country,
            site=self.site,
            url=self.url,
            canonical_url=self.canonical_url,
            also_at=self.also_at,
            title=reading.title,
            number=reading.number,
            kind=reading.kind,
            kind_raw=reading.kind_raw,
            language=reading.language,
            published=reading.published,
            updated=reading.updated,
            body=reading.body,
            speakers=reading.speakers,
            tags=reading.tags,
            translations=reading.translations if translations is None else tuple(translations),
            attachments=reading.attachments,
            images=reading.images,
            links=tuple(links),
            notice=reading.notice,
            notes=reading.notes,
            difference=difference,
            digest=self.digest,
            first_seen=first_seen,
            fetched_at=self.capture.date,
            capture=self.capture,
            extraction=Extraction(
                layout=reading.layout,
                charset=reading.charset,
                fields=reading.fields,
                warnings=reading.warnings,
                definition=self.definition,
                evidence=self.evidence,
            ),
        )


def identify(
    source: Source,
    *,
    url: str,
    aliases: Iterable[str],
    capture: Capture,
    reading: Reading,
    definition: str | None,
    hint: Hint | None,
) -> Draft:
    """The draft of a clean reading of the page at ``url``. Pure: which statement it is depends on address and text.

    ``also_at`` holds the ``aliases`` (redirects to the page), and the page's own address where it names another.
    """
    own = canonical_url(url)
    canonical = _named_by_page(reading, own)
    digest, body_digest = statement_digests(reading.title, reading.body.text)
    site = source.site_of(url)
    return Draft(
        id=statement_id(source.id, canonical),
        source=source.id,
        ministry=source.name,
        country=source.country,
        site=site.host if site else (urlsplit(own).hostname or ""),
        url=url,
        canonical_url=canonical,
        also_at=tuple(sorted(({canonical_url(alias) for alias in aliases} | {own}) - {canonical})),
        reading=reading,
        capture=capture,
        digest=digest,
        body_digest=body_digest,
        definition=definition,
        evidence=evidence_of(hint),
    )


def _named_by_page(reading: Reading, own: str) -> str:
    # A page's own word counts only within its host, and never for the front page: templates name that by mistake.
    if reading.canonical is None:
        return own
    try:
        named = canonical_url(reading.canonical)
    except ValueError:
        return own
    same_host = urlsplit(named).hostname == urlsplit(own).hostname
    return named if same_host and urlsplit(named).path.strip("/") else own
