"""The cadence: when the next run of a source is to begin, from its schedule and from its runs so far. Pure.

The rules, in this order:

* A source that was never crawled is due at once.
* A run that was broken off is gone on with soon. One that was ended because it lasted too long waits for its turn.
* Otherwise the next run begins ``every`` after the last one began. Where ``every`` is in days or weeks, they are those
  of the calendar, and with ``hours`` the run begins when these open: it does not creep through the day.
* Each run that failed in a row, or was walled off, doubles that time, up to a day: a server that is down is not
  asked as often as one that answers. Other sources are not touched by it.
* A share of the interval, the jitter, is added: always the same one for a source and a day.
* What falls outside of the hours and days, or into a quiet period, begins with the next opening.

However many runs were missed, one makes up for all of them: the rules look only at the last run, never at a grid of
moments that went by. A last run that began in the future was told by a clock that was wrong: the source is due at once.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from crawler.model.run import Outcome
from crawler.model.source import Source
from crawler.schedule.openings import Opening, opening_at, opening_of, quiet_on
from crawler.schedule.rhythm import Found, Rhythm, learn

GO_ON: Final = timedelta(minutes=15)  # after which a run that was broken off is gone on with
LONGEST_PAUSE: Final = timedelta(days=1)  # however often it failed; or the interval, where that is longer
UNFINISHED: Final = ("running", "interrupted")
_UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class Past(NamedTuple):
    """A run that was, as far as the cadence is concerned. Instants are aware.

    ``ended``: when it was heard of last. ``too_long``: it was ended because it lasted longer than the schedule allows.
    ``walled``: the site did not answer it, or answered with a wall. ``published``: how many statements it found.
    """

    started: datetime
    ended: datetime | None
    outcome: Outcome
    too_long: bool = False
    walled: bool = False
    published: int = 0


class Next(NamedTuple):
    """When the next run begins, and why then. ``at`` is none where the schedule never opens again.

    An ``at`` that has passed says since when the run is due.
    """

    at: datetime | None
    why: str

    def due(self, now: datetime) -> bool:
        """Whether it is time."""
        return self.at is not None and self.at <= now


def next_start(source: Source, past: Sequence[Past], now: datetime) -> Next:
    """When the next run of ``source`` is to begin, after the runs ``past``, the latest first (by order of writing, not
    by date: a clock may have been wrong).

    ``now`` must be aware; where the run is due, but nothing may begin now, the answer is the next opening.
    """
    zone = ZoneInfo(source.timezone)
    due, why = _wanted(source, zone, past, now)
    closed = opening_at(source.schedule, zone, due)
    if closed is not None and closed.start > due:
        due, why = _opened(source, zone, closed, why, due, past)
    if closed is not None and due <= now:  # and nobody ran it: what counts is whether it may begin now
        closed = opening_at(source.schedule, zone, now)
        if closed is not None and closed.start > now:
            due, why = _opened(source, zone, closed, why, now, past)
    if closed is None:
        return Next(None, "its schedule leaves no day on which a run may begin")
    return Next(due, why)


def longest(source: Source) -> timedelta:
    """How long a run of the source may last."""
    return _length(source.schedule.longest)


def _opened(
    source: Source, zone: ZoneInfo, opening: Opening, why: str, wanted: datetime, past: Sequence[Past]
) -> tuple[datetime, str]:
    """When a run that was wanted at a closed time begins, and why then."""
    quiet = quiet_on(source.schedule, wanted.astimezone(zone).date())
    told = "; but not outside of its days and hours"
    if quiet is not None:
        told = f"; quiet until {quiet.last}" + (f" ({quiet.reason})" if quiet.reason else "")
    late = _jitter(source, opening.start, zone, opening) if past else timedelta(0)
    return opening.start + late, why.partition(";")[0] + told


def _wanted(source: Source, zone: ZoneInfo, past: Sequence[Past], now: datetime) -> tuple[datetime, str]:
    """When a run is wanted, whether it may begin then or not."""
    if not past:
        return now, "never crawled"
    last = past[0]
    every = _length(source.schedule.every)
    if last.started - now > every:
        return now, "its last run began in the future: a clock was wrong"
    if last.outcome in UNFINISHED and not last.too_long:
        heard = max(last.started, last.ended or last.started)
        heard = last.started if heard - now > every else heard
        return heard + min(every, GO_ON), "its last run was broken off"
    begun = last.started
    if last.outcome in UNFINISHED:  # it holds a place for long: the others come first
        begun = max(begun, last.ended or begun)
    failures = _failures(past)
    pause = max(every, min(every * 2 ** min(failures - 1, 16), LONGEST_PAUSE)) if failures else every
    why = f"every {source.schedule.every}"
    if pause > every:
        why += f", but {failures} runs in a row failed"
    due = _passed(source, zone, past, begun, pause)
    return due + _jitter(source, due, zone, opening_at(source.schedule, zone, due)), why


def _passed(source: Source, zone: ZoneInfo, past: Sequence[Past], begun: datetime, pause: timedelta) -> datetime:
    """When ``pause`` has passed since ``begun``, as the source counts time."""
    schedule = source.schedule
    if (rhythm := _rhythm(source, zone, past)) is not None:
        return rhythm.after(begun, pause)
    if schedule.every[-1] not in "dw":
        return begun + pause
    local = begun.astimezone(zone)
    day = local.date() + timedelta(days=pause.days)
    if schedule.hours is not None and (opening := opening_of(schedule, zone, day)) is not None:
        return opening.start
    return datetime.combine(day, local.time(), tzinfo=zone).astimezone(UTC)


def _rhythm(source: Source, zone: ZoneInfo, past: Sequence[Past]) -> Rhythm | None:
    if not source.schedule.learn:
        return None
    whole = [run for run in past if run.outcome in ("ok", "degraded")]
    return learn(zone, (Found(before.started, run.started, run.published) for run, before in pairwise(whole)))


def _failures(past: Sequence[Past]) -> int:
    """How many runs in a row came to nothing for the site's sake; those that were broken off say nothing."""
    count = 0
    for run in past:
        if run.outcome in UNFINISHED:
            continue
        if run.outcome != "failed" and not run.walled:
            break
        count += 1
    return count


def _jitter(source: Source, moment: datetime, zone: ZoneInfo, opening: Opening | None) -> timedelta:
    """How much later than at ``moment`` a run begins: never so much that it would miss the opening."""
    digest = hashlib.sha256(f"{source.id} {moment.astimezone(zone).date()}".encode()).digest()
    late = _length(source.schedule.every) * source.schedule.jitter * (int.from_bytes(digest[:6], "big") / 2**48)
    return late if opening is None else min(late, (opening.end - opening.start) / 4)


def _length(text: str) -> timedelta:
    """``30m``, ``6h``, ``1d``, ``1w`` as a time."""
    return int(text[:-1]) * _UNITS[text[-1]]
