"""A walk through one listing: what is asked next, what is too old, and when it is at its end. Asks nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, dropwhile
from math import inf
from typing import Any, Final

from crawler.discover.age import changed_before, older_than
from crawler.discover.ask import Ask, ask_from_json, ask_to_json
from crawler.discover.forms import carries, first_ask
from crawler.discover.listing import ListingPage, read_listing
from crawler.discover.pagination import next_page
from crawler.discover.periods import EMPTY, Span, spans
from crawler.discover.starts import by_era
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Refusal
from crawler.model.source import Listing, Source

BARREN: Final = 3  # pages of one part in a row without a link that is new, after which the part is at its end
_END: Final = (400, 404, 410, 416, 422)  # what servers answer for a page behind the last
_NOTHING_THERE: Final = (404, 410)

Maps = dict[str, tuple[str | None, str]]  # sitemap: what its index said of its last change, and the day it was read


@dataclass(frozen=True, slots=True)
class Step:
    """What one page gave: the ``links`` that are wanted, and what is wrong with it. ``read``: it had items.
    ``total``: how many the site says that the listing has."""

    links: tuple[tuple[str, Hint], ...] = ()
    problems: tuple[Failure, ...] = ()
    read: bool = False
    total: int | None = None


class Walk:
    """The way through one listing, a page at a time.

    Its parts (pages of a hub, child sitemaps, years and months) are walked newest first, each until
    :data:`BARREN` of its pages in a row bring nothing new. ``since``: what the listing dates before that day is not
    wanted, and where a page holds nothing younger, what comes behind it is not asked for.

    Use: :meth:`take` an ask, ask, hand what answered to :meth:`read` (or :meth:`lost`), then say with :meth:`noted` how
    many of its links were new, and take the next.

    ``front``: only what is new is wanted, and the walk halts behind the first page on which nothing is: :attr:`halted`.
    A page may have pinned items and others between what is new; so it is asked page by page, not item by item. Sitemaps
    have no order and are read whole: of an index those whose ``lastmod`` moved, or that were not read for ``again``
    days, by what :attr:`maps` remembers. :meth:`go_on` takes up what :meth:`rest` said, perhaps in an earlier run.
    """

    def __init__(
        self,
        source: Source,
        listing: Listing,
        start: Ask,
        today: date,
        since: date | None = None,
        *,
        front: bool = False,
        maps: Maps | None = None,
        again: float = inf,
    ) -> None:
        self.source = source
        self.listing = listing
        self.start = start
        self._since = since
        self._today = today
        self._front = front and listing.format != "sitemap"
        self._again = again
        self.maps: Maps = dict(maps or {}) if front else {}
        self.halted = False
        self._pending = [start]
        self._asked: set[object] = set()
        self._spans = self._periods(today)
        self._span = start.period
        self._barren = 0
        self._empty = 0  # periods in a row
        self._held: Failure | None = None
        self.got = 0  # items so far
        self._page: ListingPage | None = None
        self._ask = start

    def take(self) -> Ask | None:
        """What is to be asked now, each once; ``None`` at the end."""
        while True:
            if self.halted or (not self._pending and not self._next_period()):
                return None
            ask = self._pending.pop()
            if ask.key in self._asked or (self._since and changed_before(ask.changed, self._since)):
                continue
            if self._is_as_it_was(ask):
                continue
            self._asked.add(ask.key)
            if ask.first and not ask.form:
                self._barren = 0
            return ask

    def read(self, page: Page, ask: Ask, status: int) -> Step:
        """What a page that answered gives. A later page that is not there is only the end of its part."""
        self._ask, self._page = ask, None
        if status != 200:
            return self._refused(Failure("http.status", f"the listing answered {status}"), ask, status)
        found = read_listing(page, self.source, self.listing, ask)
        if isinstance(found, Refusal):
            return self._refused(found.reason, ask, status)
        self._page = found
        self.got += found.items
        if self.listing.format == "sitemap":
            self.maps[ask.url] = (ask.changed, self._today.isoformat())
        if found.links:
            self._empty = 0
        wanted = tuple((url, hint) for url, hint in found.links if not self._too_old(hint))
        return Step(wanted, found.findings, read=found.items > 0, total=found.total)

    def lost(self, ask: Ask) -> None:
        """A page did not answer: its part ends here, the others are walked all the same."""
        self._ask, self._page = ask, None

    def pass_over(self, ask: Ask) -> None:
        """A page did not answer, and where pages are counted the one behind it may: not for ever."""
        following = next_page(ask.url, self.listing, ask, dict(ask.fields))
        self._barren += 1
        if following is not None and self._barren < BARREN:
            self._pending.append(following)

    def noted(self, step: Step, new: int) -> None:
        """Say how many of the links were not known before in this run."""
        found, self._page = self._page, None
        if found is None:
            return
        following = found.next
        if self._front and found.items and not new:
            self.halted, new = True, 1  # the part goes on when the walk does
        self._barren = 0 if new or not found.items else self._barren + 1
        if self._barren >= BARREN:
            following = tuple(ask for ask in following if ask.first)
        if self._since and found.links and not step.links and self.listing.format != "sitemap":
            self.end()
            return
        self._pending += reversed(following)

    def end(self) -> None:
        """Nothing more is asked."""
        self._pending.clear()
        self._spans = iter(())

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be asked, halted or not: what is left was asked before."""
        return not any(ask.key not in self._asked for ask in self._pending) and not self._more_periods()

    def rest(self) -> dict[str, Any] | None:
        """Where the walk would go on, for another run: asks that are to come, the next last, and the period that it is
        at. ``None`` where that cannot be said, as a form's fields are good for one search only.
        """
        if carries(self.listing):
            return None
        asks = [ask_to_json(ask) for ask in self._pending]
        return {"asks": asks, "period": self._span, "barren": self._barren, "empty": self._empty}

    def go_on(self, rest: dict[str, Any]) -> None:
        """Goes on where the walk that said ``rest`` had come to, perhaps in another run, and is no front any more."""
        self.halted = self._front = False
        self._pending = [ask_from_json(ask) for ask in rest["asks"]]
        self._asked.clear()
        self._barren, self._empty = rest["barren"], rest["empty"]
        at = rest["period"] and Span(*rest["period"])
        if at is not None:
            self._spans = dropwhile(lambda span: span != at, self._periods(self._today, first=True))
            next(self._spans, None)
            self._span = at

    def _is_as_it_was(self, ask: Ask) -> bool:
        """Whether an index says that one of its sitemaps was not changed since it was read, some days ago at most. A
        ``lastmod`` that is only a day may be that of a further change on the day on which it was read.
        """
        changed, read = self.maps.get(ask.url, (None, ""))
        if not ask.depth or not changed or changed != ask.changed:
            return False
        lasting = (self._today - date.fromisoformat(read)).days
        return lasting < self._again and ("T" in changed or changed[:10] < read)

    def verdict(self) -> Failure | None:
        """At the end: why the listing gave nothing at all, where that was not told before."""
        return self._held if not self.got else None

    def _refused(self, failure: Failure, ask: Ask, status: int) -> Step:
        gone = status in (_NOTHING_THERE if ask.first else _END)
        if not ask.first and (gone or failure.code in ("listing.empty", "listing.browser")):
            return Step()
        quiet = ask.period is not None or (self.listing.format == "sitemap" and ask.depth > 0 and status == 200)
        if quiet and (gone or failure.code == "listing.empty"):
            self._empty += ask.period is not None
            self._held = self._held or failure
            return Step()
        return Step(problems=(failure,))

    def _too_old(self, hint: Hint) -> bool:
        return self._since is not None and older_than(hint, self.listing, self.source, self._since) is True

    def _periods(self, today: date, *, first: bool = False) -> Iterator[Span]:
        period = self.listing.period
        found = spans(period, today, eras=by_era(self.listing)) if period else iter(())
        if not first:
            next(found, None)  # the walk starts with it
        return found

    def _more_periods(self) -> bool:
        period = self.listing.period
        if period is None or self._empty >= EMPTY[period.unit]:
            return False
        span = next(self._spans, None)
        if span is None:
            return False
        self._spans = chain((span,), self._spans)
        return self._since is None or span.last_day >= self._since

    def _next_period(self) -> bool:
        """Put the ask for the period before on the way, unless the archive has begun after it."""
        if not self._more_periods():
            return False
        self._span = next(self._spans)
        self._pending.append(first_ask(self.listing, self._span))
        return True
