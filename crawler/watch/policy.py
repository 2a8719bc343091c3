"""The policy of visits: when a known statement, or an address that gave none, is asked again. Pure.

Ministries edit what is new: typing errors within minutes, names and numbers within hours, a sentence within days; what
has stood for months changes rarely. So the pause between two looks is a share of a statement's age (a quarter), from
``watch.quickest`` minutes for the newest to ``watch.slowest`` days for the oldest: a look costs the same whatever it
is at, and an edit is known within a quarter of the age that the statement had. An edit that was seen makes it new
again, and each one makes the pauses shorter: who has edited a text edits it again.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

from crawler.model.source import Watch

SHARE: Final = 0.25  # of the age
EDITS: Final = 3  # edits seen beyond which the pauses get no shorter
SPREAD: Final = 0.5  # of a pause: what was first seen in one run is not asked again in one run
RETRY: Final = timedelta(hours=1)  # after the first failure
GROWTH: Final = 4.0  # of the pause with each further failure
RETRY_KNOWN: Final = timedelta(days=1)  # the longest pause after failures of a known statement


def next_look(watch: Watch, now: datetime, since: datetime, *, edits: int = 0, spread: float = 0.0) -> datetime:
    """When a statement that was looked at ``now`` is due again: within ``quickest`` and ``slowest``, never earlier for
    an older one, never later for one that was edited more often. ``since``: see :func:`new_since`; ``spread`` in
    [0, 1): see :func:`spread_of`.
    """
    quickest = timedelta(minutes=watch.quickest)
    slowest = max(quickest, timedelta(days=watch.slowest))
    age = max(now - since, timedelta())
    pause = min(age * SHARE / (1 + min(max(edits, 0), EDITS)), slowest) * (1 - SPREAD * spread)
    return now + max(pause, quickest)


def new_since(first_seen: datetime, published: str | None, news: datetime | None = None) -> datetime:
    """From when on a statement's age is counted: the latest instant at which it may have been published, but never
    after it was seen; or the last ``news`` of it (an edit, that it was withdrawn).

    ``published`` is a date in ISO 8601, to the day, month or year. What cannot be read, or lies ahead, is as if it had
    been published when it was first seen.
    """
    since = first_seen
    if published is not None and (end := _end_of(published)) is not None:
        since = min(first_seen, end)
    return since if news is None else max(since, news)


def retry(watch: Watch, now: datetime, failures: int, *, known: bool) -> datetime:
    """When an address is tried again that gave nothing of use ``failures`` times in a row, the last time ``now``.

    ``known``: there is a statement at it, so it is worth a try a day.
    """
    slowest = max(timedelta(days=watch.slowest), timedelta(minutes=watch.quickest))
    pause = RETRY * GROWTH ** min(max(failures, 1) - 1, 10)
    return now + min(pause, RETRY_KNOWN if known else slowest, slowest)


def spread_of(statement_id: str) -> float:
    """A number in [0, 1) that is always the same for one statement, and evenly spread over many."""
    return int.from_bytes(hashlib.sha256(statement_id.encode()).digest()[:4], "big") / 2**32


def _end_of(date: str) -> datetime | None:
    """The end of a day, month or year, in UTC."""
    try:
        match date.count("-"):
            case 0:
                return datetime(int(date) + 1, 1, 1, tzinfo=UTC)
            case 1:
                year, month = (int(part) for part in date.split("-"))
                return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
            case _:
                return datetime.fromisoformat(date[:10]).replace(tzinfo=UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
