"""The fewest requests with which all that happens in a simulated world can be known, by the promise of the policy.

Somebody who knows what will happen, and only has to see it in time, still has to ask at every run, of each host that
answers, robots.txt and the first page of its listing, and the further pages that hold what is new; every other page of
a listing once in the days of ``watch.sweep``; each statement once when it is found, and again whenever the longest
pause is over that :func:`crawler.watch.policy.next_look` allows (it is counted from the age of the statement or its
last edit), and with it its document, which may be swapped though the page stays as it was; a page that is gone as often
as ``watch.withdrawn_seen`` demands. An address that has moved costs two. Of a host that does not answer, robots.txt is
asked for; of one that answers with a wall, the listing too. Nothing else is counted: no retry, no second look without
need, no conditional request that nobody owes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.demo.watching import HOSTS
from crawler.demo.world import ON_A_PAGE, Address, World
from crawler.model.source import Source, Watch
from crawler.watch.policy import new_since, next_look


@dataclass(slots=True)
class Fewest:
    """The number, by what it is spent on."""

    robots: int = 0
    listings: int = 0  # first pages, and further ones with something new
    sweep: float = 0.0
    found: int = 0  # the first reading of each statement
    looks: int = 0
    absences: int = 0  # what confirms that a page is gone

    @property
    def total(self) -> int:
        """All of it."""
        return round(self.robots + self.listings + self.sweep + self.found + self.looks + self.absences)


def fewest(world: World, source: Source, moments: Sequence[datetime]) -> Fewest:
    """Count them, for runs at these moments."""
    count = Fewest()
    for host in HOSTS:
        _listings(count, world, source.watch, host, moments)
    places: dict[str, list[Address]] = defaultdict(list)
    for address in world.addresses:
        places[world.origins[address.url]].append(address)
    for addresses in places.values():
        _Statement(count, world, source.watch, addresses).through(moments)
    return count


def _listings(count: Fewest, world: World, watch: Watch, host: str, moments: Sequence[datetime]) -> None:
    met: set[str] = set()
    swept: datetime | None = None
    for moment in moments:
        count.robots += 1
        trouble = world.trouble(host, moment)
        if trouble in ("down", "busy"):
            continue
        count.listings += 1
        if trouble is not None:
            continue
        shown = [address.path for address, _ in world.listed(host, moment)]
        last = -(-len(shown) // ON_A_PAGE)
        if swept is None:
            count.listings += last - 1
        else:
            # What was put in behind the front is for the sweep to find: a page holds news if it follows one that does.
            page = 1
            while page < last and set(shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]).isdisjoint(met):
                page += 1
            count.listings += page - 1
            count.sweep += max(0, last - page) * ((moment - swept) / timedelta(days=watch.sweep))
        swept = moment
        met.update(shown)


class _Statement:
    """The looks at one statement."""

    def __init__(self, count: Fewest, world: World, watch: Watch, addresses: Sequence[Address]) -> None:
        self._count = count
        self._world = world
        self._watch = watch
        self._addresses = list(addresses)
        self._here = addresses[0]
        self._first: datetime | None = None
        self._news: datetime | None = None
        self._text: object = None
        self._edits = 0
        self._gone: list[datetime] = []
        self._due = addresses[0].versions[0].since

    def through(self, moments: Sequence[datetime]) -> None:
        """Look whenever it is due and the host answers."""
        for moment in moments:
            if moment >= self._due and self._world.trouble(self._here.host, moment) is None:
                self._look(moment)

    def _look(self, moment: datetime) -> None:
        version = self._here.at(moment)
        if version is not None and version.to is not None:
            self._count.looks += 1
            self._here = next(address for address in self._addresses if address.path == version.to)
            version = self._here.at(moment)
        if version is None or version.text is None:
            self._absent(moment)
            return
        edition = self._world.edition(self._here.host, version.text.annex_path, moment)
        text = (version.text, edition)
        if self._first is None:
            self._first, self._text = moment, text
            self._count.found += 1 + bool(edition)
        else:
            self._count.looks += 1 + bool(edition)
        if text != self._text:
            self._text, self._news = text, moment
            self._edits += 1
        self._gone.clear()
        since = new_since(self._first, version.text.date.isoformat(), self._news)
        self._due = next_look(self._watch, moment, since, edits=self._edits)

    def _absent(self, moment: datetime) -> None:
        if self._first is None:  # it was gone before anybody could see it
            return
        watch, known = self._watch, len(self._gone) >= self._watch.withdrawn_seen
        self._count.looks += known or not self._gone
        self._count.absences += bool(self._gone) and not known
        self._gone.append(moment)
        if len(self._gone) < watch.withdrawn_seen:
            self._due = moment + timedelta(days=watch.withdrawn_after) / (watch.withdrawn_seen - 1)
        else:
            self._news = self._gone[0]
            self._due = next_look(watch, moment, new_since(self._first, None, self._news), edits=self._edits)
