"""Gaps: which reference numbers of a source are missing from their sequence, and when it said nothing for oddly long.

A gap proves nothing: numbers are shared with papers that are never published. It says where to look.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

_DIGITS: Final = re.compile(r"\d+")
_SERIES: Final = 5  # numbers of one kind and year: of fewer there is no sequence
_DENSE: Final = 0.5  # share of a sequence that is there; where it is less, the numbers count something else as well
_STEP: Final = 50  # numbers missing in a row, after which it is another sequence
_PAUSES: Final = 20  # between days of publication: of fewer there is no habit
_LONG: Final = 3.0  # times the pause that nineteen of twenty do not reach
_WEEK: Final = 7  # days: no shorter pause is told, whatever the habit


class NumberGap(BaseModel):
    """Missing numbers of one kind of numbering and year: from ``first`` to ``last``, both included."""

    model_config = ConfigDict(frozen=True)

    numbering: str = Field(description="how such numbers are written, # for the number and YEAR for its year")
    year: int
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many are missing."""
        return self.last - self.first + 1


class DateGap(BaseModel):
    """Days without a statement, between two days with one: the ``first`` and the ``last`` of them."""

    model_config = ConfigDict(frozen=True)

    first: str
    last: str
    days: int
    usual: int = Field(description="days of silence that nineteen of twenty of its pauses do not exceed")


def number_gaps(numbers: Iterable[tuple[str, str | None]]) -> list[NumberGap]:
    """The gaps in the sequences of reference numbers, by kind of numbering and year.

    ``numbers`` are (number as stated, date of publication). A number that cannot be taken apart without doubt counts
    nowhere: neither as one that is there nor as a gap. Where a numbering begins anew with each year, each year is a
    sequence, and one after the first year lacks what is before its lowest number. Where it runs on (:func:`_runs_on`)
    all years are one sequence; a gap over the turn of a year is told of the year of the number behind it, for nothing
    says on which side it lies.
    """
    series: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for number, published in numbers:
        if (found := _parsed(number, published)) is not None:
            series[found[0]][found[1]].add(found[2])
    gaps: list[NumberGap] = []
    for numbering, years in sorted(series.items()):
        if _runs_on(years):
            year_of = {number: year for year, there in sorted(years.items()) for number in there}
            gaps += [
                NumberGap(numbering=numbering, year=year_of[after], first=before + 1, last=after - 1)
                for before, after in _leaps(_sequence(set(year_of)))
            ]
            continue
        for year, found_numbers in sorted(years.items()):
            there = _sequence(found_numbers)
            if not there:
                continue
            if year - 1 in years and 1 < there[0] <= len(there) * (1 - _DENSE) + 1 and _anew(years):
                there = [0, *there]
            gaps += [
                NumberGap(numbering=numbering, year=year, first=before + 1, last=after - 1)
                for before, after in _leaps(there)
            ]
    return gaps


def date_gaps(published: Iterable[date]) -> list[DateGap]:
    """The pauses that are far longer than the source's habit, oldest first."""
    days = sorted(set(published))
    silent = sorted((after - before).days - 1 for before, after in pairwise(days))
    if len(silent) < _PAUSES:
        return []
    usual = silent[int(len(silent) * 0.95)]
    return [
        DateGap(
            first=(before + timedelta(days=1)).isoformat(),
            last=(after - timedelta(days=1)).isoformat(),
            days=(after - before).days - 1,
            usual=usual,
        )
        for before, after in pairwise(days)
        if (after - before).days - 1 > max(_WEEK, _LONG * usual)
    ]


def _parsed(number: str, published: str | None) -> tuple[str, int, int] | None:
    """(kind of numbering, year, number); ``None`` where it is not clear which of its figures is the number.

    A figure that is the year of publication, of four digits or two, is the year; figures that are its day and month
    are those (``215-30-01-2022``). One more must be left. Without a year in it, it is that of the publication.
    """
    if published is None or len(published) < 4:
        return None
    year, *rest = (int(part) for part in published.split("-"))
    marks = list(_DIGITS.finditer(number))
    parts = [(match.start(), match.end(), int(match[0]), len(match[0])) for match in marks]
    years = [part for part in parts if part[2] == year or (part[3] == 2 and part[2] == year % 100)]
    left = [part for part in parts if part not in years[-1:]]
    if len(left) == 3 and len(rest) == 2 and sorted(part[2] for part in left[1:]) == sorted(rest):
        dated, left = left[1:], left[:1]
    else:
        dated = []
    if len(left) != 1 or left[0][3] > 6:
        return None
    written = list(number)
    for part, mark in [(left[0], "#"), *((one, "DATE") for one in dated), *((one, "YEAR") for one in years[-1:])]:
        written[part[0] : part[1]] = [mark] + [""] * (part[1] - part[0] - 1)
    return " ".join("".join(written).split()).lower().replace("year", "YEAR").replace("date", "DATE"), year, left[0][2]


def _densest(numbers: Sequence[int]) -> list[int]:
    """The longest stretch without a leap: what else is there was counted otherwise, or misread."""
    stretches: list[list[int]] = [[]]
    for number in numbers:
        if stretches[-1] and number - stretches[-1][-1] > _STEP:
            stretches.append([])
        stretches[-1].append(number)
    longest = max(stretches, key=len)
    return longest if longest and len(longest) >= _DENSE * (longest[-1] - longest[0] + 1) else []


def _sequence(numbers: Iterable[int]) -> list[int]:
    """The numbers that make a sequence, in order; none where there is no plain one."""
    there = sorted(numbers)
    if len(there) < _SERIES or len(there) < _DENSE * (there[-1] - there[0] + 1):
        there = _densest(there)
    return there if len(there) >= _SERIES else []


def _leaps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbours between which numbers are missing."""
    return [(before, after) for before, after in pairwise(numbers) if after - before > 1]


def _runs_on(years: Mapping[int, AbstractSet[int]]) -> bool:
    """Whether the numbers run on over the turn of the year.

    They do where no number is of two years, the middle number of each year is above that of the year before, and the
    lowest is near that year's highest: at most :data:`_STEP` numbers later for each year between. A numbering that
    begins anew gives the low numbers again, so that two years share them, unless the archive has almost none of one of
    the two. So a year whose lowest number is within its own count, as it is where a sequence from 1 is half there, may
    be counted for itself: then every year is, as nothing shows a gap between two that may have nothing to do with each
    other. The highest of one year may lie above the lowest of the next: papers are dated back over the turn.
    """
    if len(years) < 2:
        return False
    return all(
        not years[before] & years[after]
        and median(years[before]) < median(years[after])
        and len(years[after]) < min(years[after]) <= max(years[before]) + _STEP * (after - before)
        for before, after in pairwise(sorted(years))
    )


def _anew(years: Mapping[int, AbstractSet[int]]) -> bool:
    """Whether the numbering starts anew with each year: in one it is lower than in the year before."""
    return any(min(years[after]) < max(years[before]) for before, after in pairwise(sorted(years)))
