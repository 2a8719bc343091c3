"""What two texts have in common beside their words: days, names, numbers, the reference number."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from crawler.works.numbering import has_year, number_key
from crawler.works.text import Text
from crawler.works.words import words_of

_SAYING: Final = 4  # words of a title that says more than what kind of text it is
APART: Final = 2  # days between the publications of one statement: from measured clusters


@dataclass(frozen=True)
class Shared:
    """Of two texts, in either order."""

    one: Text
    other: Text

    @cached_property
    def apart(self) -> int | None:
        """Days between their publications; ``None`` where one of them is not stated."""
        if self.one.day is None or self.other.day is None:
            return None
        return abs((self.one.day - self.other.day).days)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names, as they sound."""
        return self.one.names & self.other.names

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers in the text that are no year and no part of a day that it names."""
        return self._numbers(self.one) & self._numbers(self.other)

    @cached_property
    def counted(self) -> float:
        """The share of the numbers of the text with fewer that the other has too; 0 where one has none."""
        fewer = min(len(self._numbers(self.one)), len(self._numbers(self.other)))
        return len(self.numbers) / fewer if fewer else 0.0

    @property
    def other_numbers(self) -> bool:
        """Whether both state several numbers, and hardly one together."""
        fewer = min(len(self._numbers(self.one)), len(self._numbers(self.other)))
        return fewer >= 2 and self.counted < 0.5

    @cached_property
    def days(self) -> frozenset[str]:
        """Days that both speak of, or on which one was published and the other speaks of."""
        return self._days(self.one) & self._days(self.other)

    @cached_property
    def named(self) -> float:
        """The share of the names of the text with fewer that the other has too; 0 where one has none."""
        fewer = min(len(self.one.names), len(self.other.names))
        return len(self.names) / fewer if fewer else 0.0

    @property
    def title(self) -> bool:
        """Whether they have the same title, and one that says something."""
        mine, others = (words_of(text.title or "") for text in (self.one, self.other))
        return mine == others and len(mine) >= _SAYING

    @cached_property
    def number(self) -> str | None:
        """Their reference number, where both bear the same."""
        key = self._keys[0]
        return self.one.number if key is not None and key == self._keys[1] else None

    @property
    def one_number(self) -> str | None:
        """The number, where it is of one sequence: of one source and with its year, or of these days."""
        of_one_year = has_year(self._keys[0] or "") and self.one.source == self.other.source
        return self.number if self.near or of_one_year else None

    @property
    def other_number(self) -> bool:
        """Whether both bear a number with its year, of one source, and not the same."""
        mine, others = self._keys
        return (
            self.one.source == self.other.source
            and mine is not None
            and others is not None
            and mine != others
            and has_year(mine)
            and has_year(others)
        )

    @property
    def near(self) -> bool:
        """Whether both were published within :data:`APART` days."""
        return self.apart is not None and self.apart <= APART

    @property
    def far(self) -> bool:
        """Whether they are known not to have been."""
        return self.apart is not None and self.apart > APART

    @property
    def other_days(self) -> bool:
        """Whether both speak of days, and of none together."""
        return bool(self.one.days and self.other.days) and not self.days

    def when(self) -> str:
        """The evidence of the day, in words; empty where there is none."""
        if self.near:
            mine, others = sorted(str(day) for day in (self.one.day, self.other.day))
            return f"published {mine}" if mine == others else f"published {mine} and {others}"
        if self.days and not self.far:
            published = {text.published[5:] for text in (self.one, self.other) if text.published}
            return f"both speak of {_in_words(min(self.days & published or self.days))}"
        return ""

    @cached_property
    def _keys(self) -> tuple[str | None, str | None]:
        mine, others = (text.number and number_key(text.number) for text in (self.one, self.other))
        return mine or None, others or None

    @staticmethod
    def _numbers(text: Text) -> frozenset[str]:
        of_dates = {part.lstrip("0") for day in text.days for part in day.split("-")}
        years = {number for number in text.numbers if len(number) == 4 and number[:2] in {"19", "20"}}
        return text.numbers - of_dates - years

    @staticmethod
    def _days(text: Text) -> frozenset[str]:
        return text.days | ({text.published[5:]} if text.published else set())


def _in_words(day: str) -> str:
    return date(2000, int(day[:2]), int(day[3:])).strftime("%d %B").lstrip("0")
