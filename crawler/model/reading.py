"""A reading: what the extractor makes of one page, and its opposite, a refusal."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from crawler.model.failure import Failure
from crawler.model.statement import Attachment, Body, Evidence, Note, Notice, Published, Translation


@dataclass(frozen=True, slots=True)
class Hint:
    """What a listing says of a link: evidence that travels with it. Strings are as found, blanks collapsed."""

    listing: str  # address of the listing page
    title: str | None = None
    date: str | None = None
    kind: str | None = None
    language: str | None = None
    updated: str | None = None  # a sitemap's lastmod, a feed's updated: never the date of publication
    order: Literal["DMY", "MDY", "YMD"] | None = None  # of numbers in dates, as the listing's other items show it


def evidence_of(hint: Hint | None) -> Evidence | None:
    """A hint as a statement's line keeps it."""
    return None if hint is None else Evidence(**asdict(hint))


def hint_of(evidence: Evidence | None) -> Hint | None:
    """The hint that a line keeps."""
    return None if evidence is None else Hint(**evidence.model_dump())


@dataclass(frozen=True, slots=True)
class Page:
    """The extractor's input. ``body`` is the payload without content coding; header names are lower case."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    captured: datetime  # aware UTC; chooses the layout, never becomes a field
    hint: Hint | None = None

    def header(self, name: str) -> str | None:
        """First value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a statement as read from one page, without identity or provenance.

    ``fields`` says for each field that has a value how it was found (``selector``, ``json-ld``, ``meta``, ``listing``,
    ``heuristic``, ``url`` …). ``canonical`` is the page's own ``link rel=canonical``, absolute, unverified.
    ``blocks`` are the body as the extractor's own tokens, where it has just been read: they say what its HTML says, and
    save whoever cleans it from parsing that again.
    """

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
    canonical: str | None
    charset: str
    layout: str | None  # id of the layout; None: the generic reading
    fields: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    notice: Notice | None = None
    notes: tuple[Note, ...] = ()
    blocks: tuple[Any, ...] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The page is not read as a statement, and why."""

    reason: Failure
