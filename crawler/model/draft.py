"""A draft: a cleaned, identified reading with its capture, before the archive says which revision it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.model.capture import Capture
from crawler.model.reading import Reading
from crawler.model.statement import Extraction, Link, Statement


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

    def statement(
        self, *, revision: int, event: Literal["published", "revised"], first_seen: str, links: Sequence[Link]
    ) -> Statement:
        """The line's content, once the archive has decided."""
        reading = self.reading
        return Statement(
            id=self.id,
            revision=revision,
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
            translations=reading.translations,
            attachments=reading.attachments,
            images=reading.images,
            links=tuple(links),
            digest=self.digest,
            first_seen=first_seen,
            fetched_at=self.capture.date,
            capture=self.capture,
            extraction=Extraction(
                layout=reading.layout,
                charset=reading.charset,
                fields=reading.fields,
                warnings=reading.warnings,
            ),
        )
