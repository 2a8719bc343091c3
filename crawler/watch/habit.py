"""Habit: what the runs of a source are usually like, and whether one is otherwise."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from math import comb
from statistics import median
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from crawler.extract.health import small_ones
from crawler.model.run import Run

_ENOUGH: Final = 20  # pages: of fewer there is no habit
_IMPROBABLE: Final = 0.001
_FIRST: Final = 5  # pages that were all read, after which the first that is lost is no mere oddity
_PAUSES: Final = 5  # between runs: of fewer there is no cadence
_MOST: Final = 300  # pages that the law of chance is asked about; the shares of more are told apart by far less
_GRAVE: Final = 0.5  # share of pages lost that wants an explanation though nothing is known of the source


class Habit(BaseModel):
    """Medians of the runs that ended by themselves; null where there are too few."""

    model_config = ConfigDict(frozen=True)

    runs: int
    every: float | None = Field(description="seconds from the end of one run to that of the next")
    listed: float | None
    captured: float | None
    published: float | None
    lost: float | None = Field(description="share of new and changed pages that failed or were refused")


def habit(runs: Sequence[Run]) -> Habit:
    """Of the latest runs, newest first."""
    ends = sorted(datetime.fromisoformat(run.finished) for run in runs if run.finished)
    pauses = [(after - before).total_seconds() for before, after in pairwise(ends)]
    tried = sum(map(_tried, runs))
    return Habit(
        runs=len(runs),
        every=median(pauses) if len(pauses) >= _PAUSES else None,
        listed=_median([run.listed for run in runs]),
        captured=_median([run.captured for run in runs]),
        published=_median([run.published for run in runs]),
        lost=sum(map(_lost, runs)) / tried if tried else None,
    )


def loses_more(run: Run, before: Sequence[Run]) -> bool:
    """Whether more of its pages failed or were refused than chance explains, had the source stayed what it was.

    ``before`` are the runs before it, newest first. A run that asked for few pages is taken together with those before
    it. Binomial, with the share of the other runs: by chance alone fewer than one run in a thousand is told. Where too
    little is known of the source, half of the pages is too many, but not a single one.
    """
    if not _lost(run):
        return False
    count = small_ones(_tried(run), [_tried(one) for one in before])
    together, earlier = (run, *before[:count]), before[count:]
    lost, tried = sum(map(_lost, together)), sum(map(_tried, together))
    past, usual = sum(map(_tried, earlier)), sum(map(_lost, earlier))
    if past < _ENOUGH:
        return lost > 1 and lost > _GRAVE * tried
    if lost * past <= usual * tried:
        return False
    if tried > _MOST:
        lost, tried = round(lost * _MOST / tried), _MOST
    share = (usual + 1) / (past + 2)  # never quite certain, however long it went well
    at_least = sum(comb(tried, k) * share**k * (1 - share) ** (tried - k) for k in range(lost, tried + 1))
    return at_least < _IMPROBABLE


def loses_its_first(run: Run, before: Sequence[Run]) -> bool:
    """Whether it lost every page that was new, of a source that had lost none so far."""
    return bool(_lost(run)) and _lost(run) == _tried(run) and not any(map(_lost, before)) and _known(before)


def _known(runs: Sequence[Run]) -> bool:
    return sum(map(_tried, runs)) >= _FIRST


def _lost(run: Run) -> int:
    return run.failed + run.refused


def _tried(run: Run) -> int:
    """Pages that were new to the archive, or that it lost: what is as it was says nothing of how pages are now."""
    return run.published + run.revised + _lost(run)


def _median(values: Sequence[int]) -> float | None:
    return float(median(values)) if values else None
