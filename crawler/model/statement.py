"""A statement: one line of ``statements/*.jsonl``. The JSON Schema that users hold is made from these types."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from crawler.model.capture import Capture
from crawler.model.difference import Difference

SCHEMA: Final = "communique-statement/1"
EXTRACTOR_VERSION: Final = "3"  # raised whenever the same bytes may read differently


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Published(_Frozen):
    """A date as the page states it. ``null`` parts are not stated; nothing is guessed."""

    date: str = Field(description="ISO 8601 calendar date, to the precision: 2021, 2021-11 or 2021-11-08")
    time: str | None = Field(None, description="local time HH:MM or HH:MM:SS, where stated")
    timezone: str | None = Field(None, description="IANA name or ±HH:MM; null where there is no time")
    precision: Literal["year", "month", "day", "minute", "second"]
    raw: str = Field(description="the text that was read")
    method: str = Field(
        description="how it was found: selector, json-ld, microdata, meta, json (an API's answer), document, listing,"
        " title, body, url, or heuristic (what the page shows)"
    )


class Part(_Frozen):
    """A stretch of a body that is a text of its own: the same statement in another language, or another statement."""

    first: int = Field(ge=0, description="its first paragraph, counted from 0")
    last: int = Field(ge=0, description="its last paragraph")
    language: str | None = None
    title: str | None = Field(None, description="its own heading, where it is another statement")


class Body(_Frozen):
    """The text: as one string, as paragraphs, and as sanitised HTML."""

    text: str = Field(description="the paragraphs, joined with an empty line")
    paragraphs: tuple[str, ...]
    html: str = Field(description="sanitised: structure and links only, no script, style or event handler")
    parts: tuple[Part, ...] = Field((), description="none: one text in one language")


class Translation(_Frozen):
    """The same statement in another language, as the page links it."""

    language: str
    url: str
    id: str | None = None


class Attachment(_Frozen):
    """A document that the page links. What is null is not known: the bytes were not fetched, or they hold no text that
    can be read; a warning of the extraction says which.
    """

    url: str
    name: str | None = None
    media_type: str | None = None
    size: int | None = Field(None, description="bytes of the document, content coding taken off")
    sha256: str | None = Field(None, description="hex, of those bytes: what the document is known by")
    capture: Capture | None = None
    text: str | None = Field(None, description="as a reader of the format extracted it")
    conversion: str | None = Field(None, description="id of the WARC conversion record that holds the text")


class Link(_Frozen):
    """Another statement that says the same, as known when the line was written."""

    kind: Literal["copy", "translation", "excerpt"]
    id: str
    url: str
    evidence: str
    score: float = Field(ge=0, le=1)


class Notice(_Frozen):
    """The publisher's own word that the statement does not hold any more."""

    kind: Literal["withdrawn"]
    date: Published | None = None
    text: str | None = None


class Note(_Frozen):
    """The publisher's own word on a change of the page."""

    date: str | None = Field(None, description="ISO 8601, as stated")
    text: str


class Evidence(_Frozen):
    """What a listing said of the page, as it said it."""

    listing: str
    title: str | None = None
    date: str | None = None
    kind: str | None = None
    language: str | None = None
    updated: str | None = Field(None, description="when the listing says that the page last changed")
    order: Literal["DMY", "MDY", "YMD"] | None = Field(
        None, description="order of numbers that the dates of this listing's page leave no doubt of"
    )


class Extraction(_Frozen):
    """Which program read the page, by which definition of the source, and how each field was found."""

    extractor: Literal["communique"] = "communique"
    version: str = EXTRACTOR_VERSION
    layout: str | None = Field(description="of the source; family.NAME: a well-known system's; null: read without one")
    charset: str
    fields: dict[str, str]
    warnings: tuple[str, ...]
    definition: str | None = Field(None, description="SHA-256, hex, of the source's definition that was in force")
    evidence: Evidence | None = Field(None, description="what the listing said that led to the page")


class Statement(_Frozen):
    """What one URL says in one language: one revision of it, with the capture that proves it."""

    schema_: Literal["communique-statement/1"] = Field(SCHEMA, alias="schema")
    id: str
    revision: int = Field(ge=1, description="which observed text of the statement, in the order of finding")
    reading: int = Field(1, ge=1, description="which reading of that text: a later extractor may read it anew")
    event: Literal["published", "revised", "reextracted"]
    source: str
    ministry: str
    country: str
    site: str
    url: str
    canonical_url: str
    also_at: tuple[str, ...]
    title: str | None
    number: str | None
    kind: str | None
    kind_raw: str | None
    language: str | None
    published: Published | None
    updated: Published | None
    body: Body
    speakers: tuple[str, ...]
    tags: tuple[str, ...]
    translations: tuple[Translation, ...]
    attachments: tuple[Attachment, ...]
    images: tuple[str, ...]
    links: tuple[Link, ...]
    notice: Notice | None = None
    notes: tuple[Note, ...] = Field((), description="the page's own change history, newest first")
    difference: Difference | None = Field(None, description="of a revised statement: what changed, and when")
    digest: str
    first_seen: str
    fetched_at: str
    capture: Capture
    extraction: Extraction

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
