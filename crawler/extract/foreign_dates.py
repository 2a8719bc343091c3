"""Dates in languages that have no table of months here, by dateparser, and only where its answer can be checked.

dateparser is made to help out: it is given the languages and the order, may use nothing but absolute dates, and its
answer counts only where the year and the day that it names stand in the text as numbers.
"""

import re
from datetime import date
from typing import Final

from crawler.extract.months import KNOWN

_NUMBER: Final = re.compile(r"\d+")
_LONGEST: Final = 60


def read_foreign(shown: str, languages: tuple[str, ...], order: str | None) -> date | None:
    """The date of a short text that is nothing but a date in one of ``languages``; ``None`` where it is not certain."""
    asked = [code for code in dict.fromkeys(item.partition("-")[0] for item in languages) if code not in KNOWN]
    numbers = [int(number) for number in _NUMBER.findall(shown) if len(number) <= 4]
    worded = any(char.isalpha() for char in shown)
    if not asked or not worded or len(shown) > _LONGEST or not any(number >= 1900 for number in numbers):
        return None
    return _parse(shown, asked, order, numbers)


def _parse(shown: str, languages: list[str], order: str | None, numbers: list[int]) -> date | None:
    from dateparser import parse  # slow to import and rarely needed
    from dateparser.data.languages_info import language_order

    known = [code for code in languages if code in language_order]
    if not known:
        return None
    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "DATE_ORDER": order or "DMY",
        "NORMALIZE": True,
    }
    try:
        moment = parse(shown, languages=known, settings=settings)
    except (ValueError, OverflowError, RecursionError, re.error):  # seen for odd numbers and blanks
        return None
    if moment is None or moment.year not in numbers or moment.day not in numbers:
        return None
    return date(moment.year, moment.month, moment.day)
