"""A source: a body that issues statements, described as data. One TOML file of ``crawler/sources`` is one of these."""

import re
from datetime import date
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

LOOSE: Final = "_loose"  # where captures outside any source go


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {value!r}") from error
    return value


def _many(value: Any) -> Any:
    return [value] if isinstance(value, (str, dict)) else value


Regex = Annotated[str, AfterValidator(_regex)]
Zone = Annotated[str, AfterValidator(_zone)]
SourceId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Politeness(_Data):
    """How gently the source's hosts are asked. Times in seconds, sizes in bytes."""

    delay: float = Field(2.0, ge=0, allow_inf_nan=False, description="pause between two exchanges with one host")
    concurrency: int = Field(1, ge=1, le=16, description="exchanges at once with one host")
    timeout: float = Field(60.0, gt=0, allow_inf_nan=False, description="total deadline of one exchange")
    max_size: int = Field(64 * 1024 * 1024, gt=0, description="an answer is cut beyond this")
    tls: Literal["verify", "archive-anyway"] = "verify"
    cookies: bool = False


class Site(_Data):
    """One host of a source."""

    host: Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]
    role: Literal["main", "mission"] = "main"
    aliases: tuple[str, ...] = Field((), description="other host names of the same site")
    name: str | None = None
    country: str | None = Field(None, description="where a mission stands")
    languages: tuple[Language, ...] = ()


class Rule(_Data):
    """One way to find a value in a page. The rules of a field are tried in order; the first that yields wins.

    ``css`` selects elements of the page and must match exactly one (``many``: one or more). Without ``css`` the rule
    reads ``of``: a field that was read before, or the address. ``attr`` takes an attribute in place of the text,
    ``pattern`` keeps the group named ``value`` (or the first group, or the whole match) of a regular expression;
    with ``template`` the match is expanded by it (``\\1/\\2``) instead.
    """

    css: str | None = None
    attr: str | None = None
    of: Literal["page", "title", "first_paragraph", "last_paragraph", "url", "listing"] = "page"
    pattern: Regex | None = None
    template: str | None = None
    many: bool = False


def _rules(value: Any) -> Any:
    many = _many(value)
    return [{"css": item} if isinstance(item, str) else item for item in many] if isinstance(many, list) else many


Rules = Annotated[tuple[Rule, ...], BeforeValidator(_rules)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_many)]


class Layout(_Data):
    """How pages were built in a period. ``until`` is the last day (UTC) on which a capture may show it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
    until: date | None = None
    sites: Texts = Field((), description="hosts or roles (main, mission) that it holds for; none: all")
    urls: Texts = Field((), description="regular expressions, one of which the address must match; none: all")
    requires: str | None = Field(None, description="CSS that must match at least once, or the layout is passed over")
    drafted: bool = Field(False, description="made without a page at hand: where it does not fit, reading is generic")
    title: Rules
    date: Rules = ()
    date_order: Literal["DMY", "MDY", "YMD"] = "DMY"
    date_formats: Texts = Field((), description="strptime formats, tried before anything else")
    updated: Rules = Field((), description="the day of the last change; none: what is shown about the body")
    body: Rules
    remove: Texts = Field((), description="CSS of what is cut out of the body")
    stop: Texts = Field((), description="regular expressions: the body ends before a paragraph that matches")
    number: Rules = ()
    kind: Rules = ()
    language: Rules = ()
    speakers: Rules = ()
    tags: Rules = ()
    translations: Rules = ()
    attachments: Rules = ()
    images: Rules = ()


class Pagination(_Data):
    """How a listing goes on. ``page`` and ``offset`` set a query parameter, or a field of the form, or fill ``{n}``."""

    kind: Literal["page", "offset", "next"]
    url: str | None = Field(None, description="page, offset: address of the following pages, with {n} for the value")
    parameter: str = "page"
    start: int = Field(1, description="value of the first page, which is asked without it")
    step: int = Field(1, gt=0)
    css: str | None = Field(None, description="next, html: the link to the following page")
    path: str | None = Field(None, description="next, json: JMESPath of the following page's address")


class Period(_Data):
    """A listing with one page a year or month, newest first: ``{year}`` (2026), ``{yy}`` (26), ``{month}`` (3),
    ``{mm}`` (03) and ``{era}`` (r08: the Japanese era's letter and year) in its address or form are filled."""

    unit: Literal["year", "month"]
    first: int = Field(ge=1900, le=2999, description="the year with which the archive begins")


class Listing(_Data):
    """Where links come from. ``url`` may hold ``{host}`` and ``{language}``: one listing for each combination.

    ``format`` says what answers. ``html``: ``items`` and what is in an item are CSS. ``json``: they are JMESPath.
    ``feed`` (RSS, Atom, RDF), ``sitemap`` (also an index of them), ``wordpress`` (``wp/v2/posts``), ``plone``
    (``@search``) and ``govuk`` (``api/search.json``) are known formats and need none.
    """

    url: str
    format: Literal["html", "feed", "sitemap", "json", "wordpress", "plone", "govuk"] = "html"
    sites: Texts = Field((), description="hosts or roles that fill {host}; none: all")
    languages: Texts = ()
    method: Literal["GET", "POST"] = "GET"
    form: dict[str, str] = Field(
        default_factory=dict,
        description="fields of a search form; values may hold {n}, {language}, a period's, and {page:NAME}: the field "
        "NAME of the form on the listing's own page, which is asked for first and carried from page to page",
    )
    send: Literal["form", "json"] = Field(
        "form", description="POST: how the fields are sent; in json a value that is JSON itself is sent as that"
    )
    items: str | None = Field(None, description="html: CSS of one item; json: JMESPath of the list of items")
    link: str | None = Field(None, description="the link in an item; none, in html: the item, or its first link")
    address: str | None = Field(None, description="json: the statement's address, {name} filled from the item's keys")
    title: str | None = None
    date: str | None = None
    kind: str | None = None
    language: str | None = Field(None, description="html, json: where an item says its language")
    urls: Texts = Field((), description="regular expressions, one of which a link must match; none: any of the source")
    hub: str | None = Field(
        None, description="html: CSS of links to the pages that hold the items (a year, an era, a month), newest first"
    )
    period: Period | None = None
    date_order: Literal["DMY", "MDY", "YMD"] | None = Field(
        None, description="none: where the page's dates leave no doubt, else they are not read"
    )
    date_formats: Texts = ()
    pagination: Pagination | None = None


class Requisites(_Data):
    """What is captured so that a statement's page can be seen as it was: style sheets, images, fonts and so on."""

    fetch: bool = True
    hosts: Texts = Field(
        ("*",), description="hosts they may come from beside the source's own; *: any that a page names"
    )
    kinds: tuple[Literal["style", "image", "font", "script", "icon"], ...] = (
        "style",
        "image",
        "font",
        "script",
        "icon",
    )
    max_files: int = Field(200, ge=0, description="at most so many for one page, those of its style sheets included")
    max_size: int = Field(16 * 1024 * 1024, gt=0, description="bytes: a larger one is cut")
    again_after: float = Field(30.0, ge=0, allow_inf_nan=False, description="days after which one is asked for again")


class Attachments(_Data):
    """Documents that statements link. They are always fetched, whatever host of the web they lie on."""

    max_size: int = Field(512 * 1024 * 1024, gt=0, description="bytes: a larger one is cut, and has no text")
    timeout: float = Field(600.0, gt=0, allow_inf_nan=False, description="seconds: total deadline of one document")


class Expectations(_Data):
    """What a person knows of a healthy source; a run that stays below is degraded and says where."""

    fields: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(
        default_factory=dict, description="the least share of pages that fill a field, by the field's name"
    )
    items: int | None = Field(None, ge=1, description="the fewest items on the first page of a listing")


class Watch(_Data):
    """How often known statements are asked again, always conditionally. Ages are counted from the day of publication,
    or from the last edit that was seen."""

    requests_per_run: int = Field(200, ge=0, description="known statements asked again in one run at most")
    requests_per_day: int = Field(1000, ge=0, description="and in 24 hours")
    sweep: float = Field(30.0, gt=0, allow_inf_nan=False, description="days in which every page of a listing is read")
    slowest: float = Field(30.0, gt=0, allow_inf_nan=False, description="days after which the oldest is asked again")
    quickest: float = Field(10.0, gt=0, allow_inf_nan=False, description="minutes between two looks at the newest")
    withdrawn_after: float = Field(
        2.0, ge=0, allow_inf_nan=False, description="days over which a page must be seen gone to be called withdrawn"
    )
    withdrawn_seen: int = Field(3, ge=2, description="and how many times at least")


class Quiet(_Data):
    """A period in which nothing is crawled."""

    first: date
    last: date
    reason: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"begins on {self.first}, after its last day {self.last}")
        return self


class Schedule(_Data):
    """When the source is crawled. Hours and days are those of its time zone."""

    every: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}(m|h|d|w)$")] = Field("6h", description="30m, 6h, 1d, 1w")
    hours: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$")] | None = (
        Field(None, description="working hours, 08:00-20:00: outside of them no run begins")
    )
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(
        (), description="none: every day"
    )
    jitter: float = Field(0.1, ge=0, le=0.5, description="share of the interval by which a run may begin later")
    quiet: tuple[Quiet, ...] = ()
    learn: bool = Field(False, description="more often in the hours in which it has published, less often in others")
    longest: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}(m|h|d)$")] = Field(
        "12h", description="a run that lasts longer is ended, and gone on with by the next"
    )


class Source(_Data):
    """A ministry, its sites, where its links come from, and how its pages are read."""

    id: SourceId
    name: str
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
    languages: tuple[Language, ...] = Field(min_length=1)
    timezone: Zone
    sites: tuple[Site, ...] = Field(min_length=1)
    listings: tuple[Listing, ...] = ()
    layouts: tuple[Layout, ...] = ()
    date_order: Literal["DMY", "MDY", "YMD"] | None = Field(
        None, description="order of numbers in dates of pages without a layout; none: as language and page tell"
    )
    numbers: Texts = Field(
        (),
        description="regular expressions of a reference number, for title, text and address: group value, or groups"
        " number and year",
    )
    alternates: bool = Field(
        False, description="statements are also asked for in those of the source's languages that their pages link"
    )
    kinds: dict[str, str] = Field(default_factory=dict, description="raw kind, lower case, to the vocabulary")
    expect: Expectations = Expectations()
    watch: Watch = Watch()
    schedule: Schedule = Schedule()
    politeness: Politeness = Politeness()
    requisites: Requisites = Requisites()
    attachments: Attachments = Attachments()

    def site_of(self, url: str) -> Site | None:
        """The site whose host (or alias) an address has."""
        host = (urlsplit(url).hostname or "").lower()
        return next((s for s in self.sites if host == s.host or host in s.aliases), None)
