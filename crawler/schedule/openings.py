"""Openings: when a source may be crawled at all, by the hours, days and quiet periods of its schedule, in its zone.

Instants are aware and in UTC; a day is one of the source's own calendar. An hour that a change of the clocks leaves out
begins when the clocks have moved on, one that it repeats begins with the first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from crawler.model.source import Quiet, Schedule

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HORIZON: Final = 800  # days that are looked at beside the quiet ones: more than any pattern of days and hours needs


class Opening(NamedTuple):
    """From ``start`` until just before ``end`` a run may begin. ``day`` is the day on which it opens."""

    start: datetime
    end: datetime
    day: date


def opening_at(schedule: Schedule, zone: ZoneInfo, moment: datetime) -> Opening | None:
    """The opening that ``moment`` lies in, or else the next one; none where the schedule never opens again."""
    return next((each for each in _openings(schedule, zone, moment) if each.end > moment), None)


def opening_of(schedule: Schedule, zone: ZoneInfo, day: date) -> Opening | None:
    """The opening of one day, or of the next that has one."""
    return next(_from(schedule, zone, day), None)


def quiet_on(schedule: Schedule, day: date) -> Quiet | None:
    """The quiet period that a day lies in."""
    return next((quiet for quiet in schedule.quiet if quiet.first <= day <= quiet.last), None)


def _openings(schedule: Schedule, zone: ZoneInfo, moment: datetime) -> Iterator[Opening]:
    # One day back: what opens in the evening may be open beyond midnight.
    return _from(schedule, zone, moment.astimezone(zone).date() - timedelta(days=1))


def _from(schedule: Schedule, zone: ZoneInfo, day: date) -> Iterator[Opening]:
    looked = 0
    try:
        while looked < _HORIZON:
            if (quiet := quiet_on(schedule, day)) is not None:
                day = quiet.last + timedelta(days=1)
                continue
            if not schedule.days or _DAYS[day.weekday()] in schedule.days:
                yield _opening(schedule, zone, day)
            day += timedelta(days=1)
            looked += 1
    except OverflowError:  # quiet until the end of the calendar
        return


def _opening(schedule: Schedule, zone: ZoneInfo, day: date) -> Opening:
    first, last = _minutes(schedule.hours)
    end = last if last > first else last + 24 * 60  # 22:00-06:00 goes beyond midnight
    return Opening(_instant(zone, day, first), _instant(zone, day, end), day)


def _minutes(hours: str | None) -> tuple[int, int]:
    """``08:00-20:00`` in minutes since midnight; 24:00 and what is beyond it is the end of the day."""
    if hours is None:
        return 0, 24 * 60
    first, last = (int(text[:2]) * 60 + int(text[3:]) for text in hours.split("-"))
    return first, min(last, 24 * 60)


def _instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    days, rest = divmod(minutes, 24 * 60)
    local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=zone)
    return local.astimezone(UTC)


def hours_between(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[int, int, float]]:
    """(weekday, hour, seconds) of every hour of the local clock that lies between two instants, in order."""
    marks = [start]
    mark = start.replace(minute=0, second=0, microsecond=0)
    while mark < end:
        # Some zones are off by a quarter of an hour: a mark every quarter meets every change of the local hour.
        mark += timedelta(minutes=15)
        if start < mark < end:
            marks.append(mark)
    for begun, ended in pairwise([*marks, end]):
        local = begun.astimezone(zone)
        yield local.weekday(), local.hour, (ended - begun).total_seconds()
