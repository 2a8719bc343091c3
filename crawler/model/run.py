"""A run: one crawl of one source, told in numbers and reasons."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["running", "ok", "degraded", "failed", "interrupted"]

TOO_LONG: Final = "too long"  # in the reason of a run that was ended for having lasted longer than its source allows


class Problem(BaseModel):
    """One thing that went wrong: where, the code (:data:`crawler.model.failure.CODES`) and a sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    code: str
    sentence: str


class Missing(BaseModel):
    """An example of a field that a layout did not fill: the page, what its rules met, and what is read without it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    finding: str | None = None
    instead: str | None = None


class Filled(BaseModel):
    """How many pages one way of reading read, and how many of them filled each field."""

    model_config = ConfigDict(extra="forbid")

    pages: int = 0
    fields: dict[str, int] = Field(default_factory=dict)
    missing: dict[str, Missing] = Field(default_factory=dict)  # by field, the first example of the run


class Verdict(BaseModel):
    """Why a source gives less than it did, as the archive shows it: whose doing it is.

    ``site_changed``: today's program reads the last good capture as it did then, but not the new one.
    ``reading_changed``: it does not read the last good capture any more either. ``blocked``: a wall answers.
    ``unreachable``: nothing answers. ``silent``: all is well, and nothing new is said; ``chance`` is how often this
    source is so long silent. ``emptied``: its listings answer and hold nothing, or far less than they did.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["site_changed", "reading_changed", "blocked", "unreachable", "silent", "emptied"]
    sentence: str
    url: str | None = None
    good: str | None = None  # record id of the last good capture that was read again
    now: str | None = None  # and of the new one
    chance: float | None = None


class Run(BaseModel):
    """What one crawl of one source did. Written into the archive at its end, as a ``metadata`` record."""

    model_config = ConfigDict(extra="forbid")

    id: str
    source: str
    started: str
    finished: str | None = None
    outcome: Outcome = "running"
    reason: str | None = None
    limited: bool = False  # whether it was to ask for so many statements at most
    listings_read: int = 0  # pages of listings that gave items
    listings_failed: int = 0
    listings_doubted: int = 0  # that gave some, but not what they should
    listed: int = 0  # distinct statement links on the listings read
    left: int = 0  # of the links that are known, those that are neither read nor settled at the end
    exchanges: int = 0
    bytes: int = 0  # received
    captured: int = 0  # statement pages answered whole
    extracted: int = 0
    published: int = 0
    revised: int = 0
    unchanged: int = 0
    linked: int = 0
    unlinked: int = 0
    withdrawn: int = 0
    restored: int = 0
    moved: int = 0
    unreachable: int = 0  # known statements that did not answer, or answered with a wall: nothing is claimed of them
    fresh: int = 0  # addresses on the listings that no run had met before
    looked: int = 0  # known statements that were asked again
    put_off: int = 0  # known statements that were due and did not fit into the budget
    whole: bool = False  # whether every listing was walked to its end
    gone: int = 0
    refused: int = 0
    failed: int = 0
    attachments: int = 0  # documents of statements that answered whole
    attachments_failed: int = 0
    requisites: int = 0  # style sheets, images, fonts, scripts and icons of pages that answered whole
    requisites_failed: int = 0
    # By layout; "generic" for pages read without one, "document" for documents, "none" for pages that no layout fits.
    layouts: dict[str, Filled] = Field(default_factory=dict)
    counters: dict[str, int] = Field(default_factory=dict)  # by listing: how many the site itself says that it has
    templates: list[str] = Field(default_factory=list)  # digests of paragraphs that a relaunch put around texts
    verdicts: list[Verdict] = Field(default_factory=list)
    problems: list[Problem] = Field(default_factory=list)
