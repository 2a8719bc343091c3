"""Silence: how long a source has said nothing new, and how unusual that is for it."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

_UNUSUAL: Final = 0.05  # of so many pauses one is as long by chance
_LONGER: Final = 1.5  # and it is longer by so much than any before: a summer break comes every year
_TOLD: Final = 0.5  # what is more common than that is not worth a word
_HARDLY: Final = 0.0001  # and less than that nobody can tell apart
_ENOUGH: Final = 5  # pauses: of fewer there is no rhythm


class Silence(BaseModel):
    """The pause that lasts now. Lengths are in days."""

    model_config = ConfigDict(frozen=True)

    since: str = Field(description="the last day on which it published")
    days: int
    pauses: int = Field(description="between two days of publication before")
    usual: float | None = Field(description="days of such a pause, on average; null: there was none")
    longest: int | None
    chance: float | None = Field(description="how many of its pauses are so long; null: too few are known")

    @property
    def unusual(self) -> bool:
        """Whether somebody should look: it is longer by half than any before, and hardly chance."""
        if self.chance is None or self.longest is None:
            return False
        return self.chance <= _UNUSUAL and self.days > _LONGER * self.longest

    def sentence(self) -> str:
        """The same for people."""
        told = f"nothing new was published since {self.since}, for {self.days:,} day{'' if self.days == 1 else 's'}"
        if self.usual is None or self.longest is None:
            return told
        odds = ""
        if self.chance is not None and self.chance < _TOLD:
            one = "one" if self.chance >= _HARDLY else "hardly one"
            odds = f"; {one} in {1 / max(self.chance, _HARDLY):,.0f} is so long"
        return f"{told}; it pauses for {self.usual:,.1f} days on average, at the longest for {self.longest:,}{odds}"


def silence(published: Iterable[date], today: date) -> Silence | None:
    """The pause since the last of the days on which the source published; ``None`` where there is no such day.

    A day counts once, however much was published on it, and days to come do not count. The chance is the larger of two:
    the share of earlier pauses that were at least as long, and what is to be expected of a source that speaks by
    chance at the rate that was seen: after ``n`` pauses of ``T`` days together, one of ``s`` days or more follows with
    (T / (T + s)) ** n (the predictive distribution of an exponential one; with few pauses it promises little).
    """
    days = sorted({day for day in published if day <= today})
    if not days:
        return None
    pauses = [(after - before).days for before, after in pairwise(days)]
    lasting = (today - days[-1]).days
    whole = sum(pauses)
    chance = None
    if len(pauses) >= _ENOUGH:
        as_long = sum(pause >= lasting for pause in pauses) / len(pauses)
        chance = max(as_long, (whole / (whole + lasting)) ** len(pauses))
    return Silence(
        since=days[-1].isoformat(),
        days=lasting,
        pauses=len(pauses),
        usual=whole / len(pauses) if pauses else None,
        longest=max(pauses, default=None),
        chance=chance,
    )
