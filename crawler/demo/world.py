"""The simulated world: what every address of two press sites answers at every moment. Pure; made by a plan."""

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit

from crawler.demo.grammar import Text
from crawler.demo.pages import Answer
from crawler.demo.pdf import make_pdf
from crawler.demo.truth import Nothing, Truth
from crawler.demo.views import View, render_gone, render_list, render_text, render_wall

PRESS: Final = "press.ardania.example"
EMBASSY: Final = "taldora.ardania.example"
LISTING: Final = "/en/news"
ON_A_PAGE: Final = 10

Gone = Literal["404", "410", "home", "soft"]
Trouble = Literal["down", "busy", "wall", "forbidden"]


@dataclass(frozen=True, slots=True)
class Version:
    """What an address answers from ``since`` on: a text, or in what way it is gone, or where it has moved ``to``.

    ``saves`` counts how often the ministry's system has saved the page without changing it.
    """

    since: datetime
    text: Text | None = None
    gone: Gone | None = None
    to: str | None = None
    saves: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    """One address, and its versions in the order of time. Before the first there is nothing."""

    host: str
    path: str
    versions: tuple[Version, ...]

    def at(self, moment: datetime) -> Version | None:
        """The version of a moment."""
        place = bisect_right(self.versions, moment, key=lambda version: version.since)
        return self.versions[place - 1] if place else None

    @property
    def url(self) -> str:
        """The whole address."""
        return f"http://{self.host}{self.path}"


@dataclass(frozen=True, slots=True)
class Weather:
    """A time in which a site does not answer as it should."""

    kind: Trouble
    hosts: tuple[str, ...]
    start: datetime
    end: datetime


@dataclass(frozen=True)
class World:
    """Two sites from ``start`` to ``end``, and the ledger of what happened on them."""

    seed: int
    start: datetime
    end: datetime
    addresses: Sequence[Address]
    annexes: Mapping[tuple[str, str], Sequence[datetime]]  # by host and path of a document, when its editions came
    weather: Sequence[Weather]
    relaunch: datetime
    truths: Sequence[Truth]
    nothings: Sequence[Nothing]
    origins: Mapping[str, str]  # of every address of a statement, the statement's first

    def answer(self, host: str, target: str, moment: datetime) -> Answer:
        """What the server of ``host`` answers to ``GET target`` at a moment."""
        host = host.rsplit(":", 1)[0].lower()
        if host not in (PRESS, EMBASSY):
            return Answer(421, b"This server holds no such site.\n", "text/plain; charset=utf-8")
        parts = urlsplit(target)
        view = self._view(host, moment)
        trouble = self.trouble(host, moment)
        if trouble == "down":
            return Answer(0, b"")
        if trouble == "busy":
            return Answer(503, b"The server is busy.\n", "text/plain; charset=utf-8")
        if trouble is not None and parts.path != "/robots.txt":
            return Answer(200 if trouble == "wall" else 403, render_wall(host, parts.path))
        if parts.path == "/robots.txt":
            return Answer(200, b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")
        if parts.path == LISTING:
            return self._listing(view, host, parts.query, moment)
        if parts.path.startswith("/files/"):
            return self._annex(host, parts.path, moment)
        return self._page(view, host, parts.path, moment)

    def trouble(self, host: str, moment: datetime) -> Trouble | None:
        """What keeps a host from answering as it should."""
        storms = (w for w in self.weather if host in w.hosts and w.start <= moment < w.end)
        return next((storm.kind for storm in storms), None)

    def listed(self, host: str, moment: datetime) -> list[tuple[Address, Text]]:
        """What the site's listing shows, the newest date first."""
        found = []
        for address in self._by_host[host]:
            version = address.at(moment)
            if version is not None and version.text is not None:
                found.append((address, version.text))
        # Of one day the one that was published last stands first, as systems that sort by an id have it.
        return sorted(found, key=lambda item: (item[1].date, item[0].versions[0].since, item[0].path), reverse=True)

    @cached_property
    def _by_host(self) -> Mapping[str, list[Address]]:
        found: dict[str, list[Address]] = defaultdict(list)
        for address in self.addresses:
            found[address.host].append(address)
        return found

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str], Address]:
        return {(address.host, address.path): address for address in self.addresses}

    def _view(self, host: str, moment: datetime) -> View:
        if host == EMBASSY:
            return "embassy"
        return "before" if moment < self.relaunch else "after"

    def _listing(self, view: View, host: str, query: str, moment: datetime) -> Answer:
        items = self.listed(host, moment)
        pages = max(1, -(-len(items) // ON_A_PAGE))
        asked = parse_qs(query).get("page", ["1"])[0]
        page = int(asked) if asked.isascii() and asked.isdigit() else 0
        if not 1 <= page <= pages:
            return self._missing(view, host, moment)
        shown = [(address.path, text) for address, text in items[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]]
        return Answer(200, render_list(view, host, shown, page, pages, moment))

    def _page(self, view: View, host: str, path: str, moment: datetime) -> Answer:
        address = self._by_place.get((host, path))
        version = address.at(moment) if address is not None else None
        if address is None or version is None:
            return self._missing(view, host, moment)
        if version.to is not None:
            return Answer(301, b"", location=version.to)
        if version.gone == "home":
            return Answer(302, b"", location=LISTING)
        if version.text is None:
            status = {"410": 410, "soft": 200}.get(version.gone or "", 404)
            return Answer(status, render_gone(view, host, moment))
        # The site makes a page anew when it was saved, and all of them every few days, whatever has changed on it.
        made = max(version.since, _cached_since(address, moment), self.relaunch if view == "after" else version.since)
        related = [(other.path, text) for other, text in self.listed(host, made)[:4] if other.path != path]
        body = render_text(view, address.url, version.text, related[:3], made)
        named = f"{version.since.isoformat()} {version.saves} {view} {made.isoformat()}"
        etag = hashlib.sha256(named.encode()).hexdigest()[:16]
        return Answer(200, body, modified=made.replace(microsecond=0), etag=etag)

    def _annex(self, host: str, path: str, moment: datetime) -> Answer:
        edition = self.edition(host, path, moment)
        if not edition:
            return self._missing(self._view(host, moment), host, moment)
        said = f"What is agreed in {path} stands as of edition {edition}, which goes before all others."
        return Answer(200, make_pdf(f"Annex, edition {edition}", (said,)), "application/pdf")

    def edition(self, host: str, path: str, moment: datetime) -> int:
        """Which edition of a document lies at an address at a moment; 0: there is none."""
        return bisect_right(self.annexes.get((host, path), ()), moment)

    def _missing(self, view: View, host: str, moment: datetime) -> Answer:
        return Answer(404, render_gone(view, host, moment))


def _cached_since(address: Address, moment: datetime) -> datetime:
    """When the site's cache made the page: every eight days, each page at an hour of its own."""
    own = int(hashlib.sha256(address.path.encode()).hexdigest()[:6], 16) % (8 * 24)
    first = datetime(2000, 1, 1, tzinfo=moment.tzinfo) + timedelta(hours=own)
    return moment - (moment - first) % timedelta(days=8)
