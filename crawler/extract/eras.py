"""Years that East Asia counts by eras: Japan's by reign, Taiwan's from the founding of the republic."""

from datetime import date
from typing import Final, NamedTuple


class _Era(NamedTuple):
    before: int  # the Gregorian year before its first
    first: date
    last: date


_ERAS: Final = {
    "令和": _Era(2018, date(2019, 5, 1), date.max),
    "平成": _Era(1988, date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": _Era(1925, date(1926, 12, 25), date(1989, 1, 7)),
    "大正": _Era(1911, date(1912, 7, 30), date(1926, 12, 24)),
    "明治": _Era(1867, date(1868, 10, 23), date(1912, 7, 29)),
    "民國": _Era(1911, date(1912, 1, 1), date.max),
}
ERAS: Final = {**{name: name for name in _ERAS}, "㋿": "令和", "㍻": "平成", "㍼": "昭和", "民国": "民國"}
LETTERS: Final = {"r": "令和", "h": "平成", "s": "昭和"}  # R8.1.30, in Japanese
REPUBLIC: Final = "民國"


def era_year(era: str, year: int) -> int:
    """The Gregorian year of an era's year."""
    return _ERAS[era].before + year


def in_era(era: str, day: date) -> bool:
    """Whether the era lasted on that day: a year counted beyond its end is a mistake or a plan."""
    return _ERAS[era].first <= day <= _ERAS[era].last
