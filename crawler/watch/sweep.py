"""The sweep: a slow walk through all pages of a listing, spread over days and runs. Pure.

What is new stands on a listing's first page; a statement that was put in under an old date does not. So every page is
read once in ``watch.sweep`` days, a few in each run: as many as keep the position in step with time. Each run reads the
first pages anyway, and the sweep goes on behind them. What is added meanwhile pushes items towards the pages that are
still to come, so none is passed over; where items are taken away, one may slip to a page that was read already: it is
found in the next sweep at the latest.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

from crawler.model.source import Watch


@dataclass(frozen=True, slots=True)
class Sweep:
    """How far a listing's sweep is. ``listing`` names it within its source; times are UTC stamps.

    ``read`` counts the pages since ``begun``, ``pages`` those of the last whole walk (none: there was none);
    ``catching``: since when the front of the listing is being caught up with (none: nothing is missing there);
    ``pending`` is JSON of where to go on (``{}``: this sweep is at its end).
    """

    listing: str
    begun: str
    read: int = 0
    pages: int | None = None
    catching: str | None = None
    pending: str = "{}"


def pages_due(sweep: Sweep, watch: Watch, now: datetime) -> int:
    """How many further pages are to be read now, as long as there are any."""
    elapsed = now - datetime.fromisoformat(sweep.begun)
    pages = max(sweep.pages or 0, sweep.read + 1)
    return max(0, floor(pages * (elapsed / _length(watch))) - sweep.read)


def is_over(sweep: Sweep, watch: Watch, now: datetime) -> bool:
    """Whether the time of this sweep has passed, so that the next may begin; also where the clock was set back."""
    elapsed = now - datetime.fromisoformat(sweep.begun)
    return elapsed >= _length(watch) or elapsed < timedelta()


def _length(watch: Watch) -> timedelta:
    return timedelta(days=watch.sweep)
