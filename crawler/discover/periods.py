"""Periods: archives with one page a year or month, and the eras by which Japan counts its years."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from crawler.model.source import Period

# An era's letter, its first day, and the Gregorian year before its first year.
_ERAS: Final = (
    ("r", date(2019, 5, 1), 2018),
    ("h", date(1989, 1, 8), 1988),
    ("s", date(1926, 12, 25), 1925),
    ("t", date(1912, 7, 30), 1911),
    ("m", date(1868, 10, 23), 1867),
)
EMPTY: Final = {"year": 3, "month": 12}  # periods in a row without an item, after which an archive has begun


class Span(NamedTuple):
    """One page's period. ``month`` is 0 for a whole year; ``era`` is its letter and year, ``r08`` for 2026."""

    year: int
    month: int
    era: str

    @property
    def last_day(self) -> date:
        """The last day that a page of the period may tell of."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    def values(self) -> dict[str, str]:
        """What fills ``{year}``, ``{yy}``, ``{month}``, ``{mm}`` and ``{era}``."""
        found = {"year": str(self.year), "yy": f"{self.year % 100:02}", "era": self.era}
        return found | ({"month": str(self.month), "mm": f"{self.month:02}"} if self.month else {})


def spans(period: Period, today: date, *, eras: bool = False) -> Iterator[Span]:
    """The periods from today's back to the archive's first, newest first. ``eras``: a year in which one era followed
    another is there once for each."""
    for year in range(today.year, period.first - 1, -1):
        for month in _months(period, year, today):
            names = eras_of(year, month)
            for era in names if eras else names[:1]:
                yield Span(year, month, era)


def eras_of(year: int, month: int = 0) -> list[str]:
    """The Japanese eras of a year or month (0: the whole year), the later first."""
    first = date(year, month or 1, 1)
    last = Span(year, month, "").last_day
    found = []
    end = date.max
    for letter, begun, before in _ERAS:
        if begun <= last and first < end:
            found.append(f"{letter}{year - before:02}")
        end = begun
    return found or [""]


def _months(period: Period, year: int, today: date) -> Iterator[int]:
    if period.unit == "year":
        return iter((0,))
    return iter(range(today.month if year == today.year else 12, 0, -1))
