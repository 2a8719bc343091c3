"""Which of two numbers is the day: as country and language have it, or as a page's own dates prove."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from crawler.extract.dating import EARLIEST, Dating, Order
from crawler.extract.months import base_language, fold, weekday_names
from crawler.extract.text import squeeze

_MONTH_FIRST: Final = frozenset({"US", "PH", "PR", "GU", "AS", "MP", "VI", "UM", "FM", "MH", "PW"})
_DAY_FIRST_IN_ENGLISH: Final = frozenset({
    "GB", "IE", "AU", "NZ", "IN", "MT", "IM", "JE", "GG", "GI", "PK", "BD", "LK", "SG", "NG", "KE", "UG", "TZ", "ZM",
    "ZW", "BW", "MW", "FJ", "PG", "JM", "TT", "BB",
})  # fmt: skip
_DOTS_DAY_FIRST: Final = frozenset({  # where dates of numbers are written with dots, and no other way than day first
    "AL", "AM", "AT", "AZ", "BA", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "FI", "GE", "GR", "HR", "HU", "IL",
    "IS", "IT", "KG", "KZ", "LI", "LT", "LU", "LV", "MD", "ME", "MK", "NO", "PL", "RO", "RS", "RU", "SE", "SI", "SK",
    "TJ", "TM", "TR", "UA", "UZ", "XK",
})  # fmt: skip
_BOTH: Final = frozenset({"CA", "PA"})  # and whose English, French or Spanish does not tell
# Languages that write the year first: three numbers of two digits may begin with it, as with hyphens in any.
_SHORT_YEAR_FIRST: Final = frozenset(
    {"hu", "lt", "sv", "mn", "fa", "eu", "si", "ne", "zh", "ja", "ko", "eo", "af", "mg", "rw", "sd", "ps"}
)
_DAY_FIRST_LANGUAGES: Final = (  # not zh, ja, ko: where these put the year last, they do as others do
    "az ru be uk pl cs sk sl hr bs sr mk bg fr es pt it ro ca gl de lb nl sv da nb nn is fo lt lv et fi hu el sq eu"
    " ga gd cy br mt hy ka tr kk ky uz tk tt tg mn ar he fa ps ur hi mr ne bn as pa gu ta te ml kn si th lo km my id"
    " ms tet vi sw ha so rw mg rm la eo sd"
)
_DAY_FIRST: Final = frozenset(_DAY_FIRST_LANGUAGES.split())
_FEWEST: Final = 4  # items of a listing whose sequence proves something
_FUTURE: Final = 3  # days to come that are too many for a page's events: they are misread
_FAR: Final = timedelta(days=400)  # an event that is announced is nearer
_TRIPLE: Final = re.compile(r"(?<![\d./-])(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?!\d|[./-]\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")


def customary(dating: Dating, mark: str, year_digits: int) -> Order | None:
    """The order in which numbers parted by ``mark`` and ended by a year are written by such a country and language;
    ``None`` where both ways are seen, as in English outside the countries that are known for one."""
    language = base_language(dating.languages[0]) if dating.languages else "en"
    if year_digits == 2 and (mark == "-" or language in _SHORT_YEAR_FIRST):
        return None
    if dating.country in _MONTH_FIRST or dating.country in _BOTH:
        return "MDY" if language in {"en", "tl"} and dating.country in _MONTH_FIRST else None
    if mark == "." and dating.country in _DOTS_DAY_FIRST:
        return "DMY"
    if language == "en":
        return "DMY" if dating.country in _DAY_FIRST_IN_ENGLISH else None
    return "DMY" if language in _DAY_FIRST else None


def readings(first: int, second: int, last: int, digits: int, dating: Dating) -> dict[Order, date]:
    """Every order in which three numbers are a day. One soon after the capture counts: it may be that of an event, and
    the other reading is not proved by it. A year of two digits is of this century."""
    found: dict[Order, date] = {}
    orders: list[tuple[Order, int, int, int]] = [("DMY", last, second, first), ("MDY", last, first, second)]
    if digits == 2:
        orders.append(("YMD", first, second, last))
    for order, year, month, day in orders:
        if digits == 2:
            year += dating.captured.year // 100 * 100
        try:
            stated = date(year, month, day)
        except ValueError:
            continue
        if year >= EARLIEST and stated <= dating.last + _FAR:
            found[order] = stated
    return found


def order_of(texts: Iterable[str], dating: Dating) -> Order | None:
    """The order of numbers that several dates of one page or site prove, in the sequence of a listing: by a number
    above 12, a day that cannot be, a weekday's name, a listing that is sorted one way and jumps the other, or several
    days that lie after the capture one way and none the other. ``None`` where nothing proves it, or proofs contradict
    each other."""
    seen = [found for text in texts if (found := numbers_in(text, dating))]
    if not seen:
        return None
    orders: set[Order] = {"DMY", "MDY", "YMD"} if any("YMD" in found for found in seen) else {"DMY", "MDY"}
    for found in seen:
        if len(set(found.values())) > 1 or len(found) == 1:
            orders &= set(found)
    days = {order: [found[order] for found in seen if order in found] for order in orders}
    proofs: tuple[Callable[[list[date]], bool], ...] = (_is_sorted, lambda listed: not _is_ahead(listed, dating))
    for proves in proofs:
        if len(orders) > 1:
            proved = {order for order in orders if proves(days[order])}
            orders = proved if len(proved) == 1 else orders
    return orders.pop() if len(orders) == 1 else None


def numbers_in(text: str, dating: Dating) -> dict[Order, date]:
    """The readings of the first date of numbers in a text; a weekday beside it rules some out."""
    text = fold(squeeze(text[:1600]))
    match = _TRIPLE.search(text)
    if match is None:
        return {}
    found = readings(int(match[1]), int(match[3]), int(match[4]), len(match[4]), dating)
    if len(found) > 1:
        names = weekday_names(dating.languages)
        words = _WORD.findall(text)
        days = {names[word] for word in (*words, *map(" ".join, pairwise(words))) if word in names}
        if len(days) == 1:
            found = {order: day for order, day in found.items() if day.weekday() in days} or found
    return found


def _is_sorted(days: Sequence[date]) -> bool:
    different = len(set(days))
    return different >= _FEWEST and (sorted(days) == list(days) or sorted(days, reverse=True) == list(days))


def _is_ahead(days: Sequence[date], dating: Dating) -> bool:
    return len({day for day in days if day > dating.last}) >= _FUTURE
