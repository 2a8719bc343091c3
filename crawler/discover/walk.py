"""A walk through one listing: what is asked next, what is too old, and when it is at its end. Asks nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.discover.age import changed_before, older_than
from crawler.discover.ask import Ask
from crawler.discover.forms import first_ask
from crawler.discover.listing import ListingPage, read_listing
from crawler.discover.periods import EMPTY, Span, spans
from crawler.discover.starts import by_era
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Refusal
from crawler.model.source import Listing, Source

BARREN: Final = 3  # pages of one part in a row without a link that is new, after which the part is at its end
_END: Final = (400, 404, 410, 416, 422)  # what servers answer for a page behind the last
_NOTHING_THERE: Final = (404, 410)


@dataclass(frozen=True, slots=True)
class Step:
    """What one page gave: the ``links`` that are wanted, and what is wrong with it. ``read``: it had items."""

    links: tuple[tuple[str, Hint], ...] = ()
    problems: tuple[Failure, ...] = ()
    read: bool = False


class Walk:
    """The way through one listing, a page at a time.

    Its parts (pages of a hub, child sitemaps, years and months) are walked newest first, each until
    :data:`BARREN` of its pages in a row bring nothing new. ``since``: what the listing dates before that day is not
    wanted, and where a page holds nothing younger, what comes behind it is not asked for.

    Use: :meth:`take` an ask, ask, hand what answered to :meth:`read` (or :meth:`lost`), then say with :meth:`noted` how
    many of its links were new, and take the next.
    """

    def __init__(self, source: Source, listing: Listing, start: Ask, today: date, since: date | None = None) -> None:
        self.source = source
        self.listing = listing
        self.start = start
        self._since = since
        self._pending = [start]
        self._asked: set[object] = set()
        self._spans = self._periods(today)
        self._barren = 0
        self._empty = 0  # periods in a row
        self._held: Failure | None = None
        self.got = 0  # items so far
        self._page: ListingPage | None = None
        self._ask = start

    def take(self) -> Ask | None:
        """What is to be asked now, each once; ``None`` at the end."""
        while True:
            if not self._pending and not self._next_period():
                return None
            ask = self._pending.pop()
            if ask.key in self._asked or (self._since and changed_before(ask.changed, self._since)):
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
        if found.links:
            self._empty = 0
        wanted = tuple((url, hint) for url, hint in found.links if not self._too_old(hint))
        return Step(wanted, found.findings, read=found.items > 0)

    def lost(self, ask: Ask) -> None:
        """A page did not answer: its part ends here, the others are walked all the same."""
        self._ask, self._page = ask, None

    def noted(self, step: Step, new: int) -> None:
        """Say how many of the links were not known before in this run."""
        found, self._page = self._page, None
        if found is None:
            return
        following = found.next
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

    def _periods(self, today: date) -> Iterator[Span]:
        period = self.listing.period
        found = spans(period, today, eras=by_era(self.listing)) if period else iter(())
        next(found, None)  # the walk starts with it
        return found

    def _next_period(self) -> bool:
        """Put the ask for the period before on the way, unless the archive has begun after it."""
        period = self.listing.period
        if period is None or self._empty >= EMPTY[period.unit]:
            return False
        span = next(self._spans, None)
        if span is None or (self._since and span.last_day < self._since):
            return False
        self._pending.append(first_ask(self.listing, span))
        return True
