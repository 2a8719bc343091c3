"""Rhythm: in which hours of the week a source publishes, learned from when its runs found something new.

A statement that a run found came out at some time since the run before, so its weight is spread over the hours between
the two. Shares of weekdays and of hours are taken apart: 31 numbers are learned from a few dozen statements, the 168
hours of a week would need thousands.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from crawler.schedule.openings import hours_between

ENOUGH: Final = 20  # statements: with fewer nothing is learned
FASTEST: Final = 2.0  # times as often as the schedule says, in the hours in which most is published
SLOWEST: Final = 0.5  # and in those in which nothing is
_LONGEST: Final = timedelta(days=1)  # between two runs: what came out in a longer pause may have come at any hour
_MOST: Final = 50  # statements of one run that count: a flood is a relaunch or a catching up, no habit
_PRIOR: Final = 1.0  # statements that every hour and every weekday is given beforehand


class Found(NamedTuple):
    """``number`` new statements came out between two instants."""

    after: datetime
    by: datetime
    number: int


class Rhythm:
    """How fast time passes in each hour of the week, as a schedule counts it: 1 where nothing was learned."""

    def __init__(self, zone: ZoneInfo, days: Sequence[float], hours: Sequence[float]) -> None:
        """Use :func:`learn`. ``days`` and ``hours`` are rates whose product is the rate of an hour."""
        self._zone = zone
        self._days = tuple(days)
        self._hours = tuple(hours)

    def rate(self, weekday: int, hour: int) -> float:
        """Between :data:`SLOWEST` and :data:`FASTEST`."""
        return max(SLOWEST, min(FASTEST, self._days[weekday] * self._hours[hour]))

    def after(self, start: datetime, interval: timedelta) -> datetime:
        """When ``interval`` has passed since ``start``, counted at the rates of the hours between."""
        left = interval.total_seconds()
        end = start + interval / SLOWEST  # no later than that, whatever the rates
        moment = start
        for weekday, hour, seconds in hours_between(self._zone, start, end):
            rate = self.rate(weekday, hour)
            if seconds * rate >= left:
                return moment + timedelta(seconds=left / rate)
            left -= seconds * rate
            moment += timedelta(seconds=seconds)
        return end


def learn(zone: ZoneInfo, found: Iterable[Found]) -> Rhythm | None:
    """The rhythm of a source; none where too little was found to learn from."""
    days, hours, total = [_PRIOR] * 7, [_PRIOR] * 24, 0.0
    for one in found:
        length = one.by - one.after
        if not timedelta(0) < length <= _LONGEST or one.number <= 0:
            continue
        count = min(one.number, _MOST)
        total += count
        for weekday, hour, seconds in hours_between(zone, one.after, one.by):
            share = count * seconds / length.total_seconds()
            days[weekday] += share
            hours[hour] += share
    if total < ENOUGH:
        return None
    return Rhythm(zone, [7 * day / sum(days) for day in days], [24 * hour / sum(hours) for hour in hours])
