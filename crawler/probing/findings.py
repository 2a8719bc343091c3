"""What a probe has found: the facts from which a source file is drafted, and of which a report is made."""

from dataclasses import dataclass, field
from typing import Literal

from crawler.discover.item import Items
from crawler.extract.dating import Order
from crawler.extract.reader import Tree
from crawler.model.reading import Hint, Page, Reading, Refusal
from crawler.model.source import Layout, Pagination
from crawler.probing.fields import Fields
from crawler.probing.items import Repeated
from crawler.probing.places import Place


@dataclass(frozen=True, slots=True)
class Robots:
    """What robots.txt says. ``delay``: seconds that it asks for; ``found``: whether there is one."""

    found: bool
    delay: float | None
    sitemaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was fetched and parsed. ``base`` is what its links are relative to."""

    page: Page
    tree: Tree
    base: str

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.page.url


@dataclass(slots=True)
class Listed:
    """One listing of the site, in one language. ``second`` is its second page, once it has proved the pagination."""

    seen: Seen
    found: Repeated
    fields: Fields
    language: str | None
    via: str  # how it was found, as the end of a sentence
    pagination: Pagination | None = None
    how: str | None = None  # what the pagination was seen by
    second: Seen | None = None
    deep: Seen | None = None  # a page far behind it, where older statements stand
    more: bool = False  # there is more of it, though nothing that can be followed
    unproven: tuple[Pagination, str] | None = None  # what the page suggests, and why its second page proved nothing

    @property
    def url(self) -> str:
        """Its address."""
        return self.seen.url


@dataclass(frozen=True, slots=True)
class Channel:
    """Another way in which the site tells its statements: a feed, a sitemap or an API, and how many of the listings'
    items it names.
    """

    format: Literal["feed", "sitemap", "wordpress", "plone", "govuk"]
    url: str
    page: Page
    items: Items
    shared: int
    via: str


@dataclass(slots=True)
class Sample:
    """A statement that was read to try the source. ``failure``: why there is none, as a sentence."""

    url: str
    hint: Hint
    page: Page | None = None
    read: Reading | Refusal | None = None
    failure: str | None = None
    document: bool = False


@dataclass(slots=True)
class Findings:
    """All of it. ``stopped`` and ``remedy``: why the probe could not go on, and what a person can do."""

    asked: str
    host: str = ""
    aliases: tuple[str, ...] = ()
    name: str | None = None
    name_doubt: str | None = None
    place: Place = field(default_factory=lambda: Place(None, None, None))
    languages: tuple[str, ...] = ()
    family: str | None = None
    robots: Robots = Robots(found=False, delay=None, sitemaps=())
    listings: list[Listed] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    patterns: tuple[str, ...] = ()
    samples: list[Sample] = field(default_factory=list)
    layout: Layout | None = None
    order: Order | None = None
    source: str | None = None  # the TOML text
    id: str = ""
    stopped: str | None = None
    remedy: str | None = None
    sure: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
