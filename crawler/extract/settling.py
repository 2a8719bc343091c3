"""The order of a page's numbers, settled by what else it says: a machine's moment, or the words of its text.

Of 09/10/2024 and a machine's 2024-10-08T22:00Z, or a text that says "on Wednesday 9 October", one order makes sense.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from crawler.extract.dating import Dating, Order
from crawler.extract.lexicon import signs
from crawler.extract.order import numbers_in

_BEGIN: Final = 4000  # characters of a text that are searched for days
_WINDOW: Final = 40  # … around a number
_NUMBER: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_DAYS: Final = "2[.D]{0,2}(?:(?: ?- ?| ?R ?)2[.D]{0,2})?"
_NAMED: Final = tuple(
    map(
        re.compile,
        (
            rf"(?<![2349][./:-])(?P<d>{_DAYS})[ ,'f]{{0,4}}(?P<m>M)[ ,f]{{0,3}}(?P<y>4)?",  # 9-10 December 2021
            rf"(?P<m>M)[ .]{{0,2}}(?P<d>{_DAYS})(?!:2)[ ,]{{0,3}}(?P<y>4)?",  # December 9-10, 2021
            r"(?:(?P<y>4) ?n ?)?(?P<m>2) ?g ?(?P<d>2) ?h",  # 12月9日
        ),
    )
)


def settled_order(shown: Iterable[str], moments: Iterable[date], said: str, dating: Dating) -> Order | None:
    """The order in which a shown date of numbers is the day of one of the machine's ``moments``, give or take one (two
    clocks), or a day that the text (``said``) names with its month's name. ``None`` where both orders are, or none."""
    days = list(moments)
    named: list[tuple[int | None, int, int]] | None = None
    proved: set[Order] = set()
    for text in shown:
        found = numbers_in(text, dating)
        if len(set(found.values())) < 2:
            continue
        fitting = {order for order, day in found.items() if any(abs(day - one) <= timedelta(days=1) for one in days)}
        if not fitting:
            named = list(_named_days(said, dating)) if named is None else named
            fitting = {
                order for order, day in found.items()
                if any((year or day.year, month, one) == (day.year, day.month, day.day) for year, month, one in named)
            }  # fmt: skip
        if len({found[order] for order in fitting}) == 1:
            proved |= fitting
    return proved.pop() if len(proved) == 1 else None


def _named_days(text: str, dating: Dating) -> Iterator[tuple[int | None, int, int]]:
    """Year (where it is said), month and day of every day that a text names, both ends of a range too."""
    end = 0
    for number in _NUMBER.finditer(text[:_BEGIN]):
        if number.start() < end:
            continue
        end = number.end() + _WINDOW
        part = text[max(0, number.start() - _WINDOW) : end]
        read = signs(part, dating.languages)
        for pattern in _NAMED:
            for match in pattern.finditer(read.codes):
                month = read.values[match.start("m")]
                year = read.values[match.start("y")] if match["y"] else None
                for place in range(*match.span("d")):
                    day = read.values[place]
                    if isinstance(month, int) and isinstance(day, int) and read.codes[place] == "2":
                        yield year if isinstance(year, int) else None, month, day
