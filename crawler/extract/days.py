"""From the form of a date to the day that it names: years of other calendars counted over, doubts kept."""

import re
from datetime import date
from typing import Final, NamedTuple

from crawler.extract.calendars import LUNAR, LUNAR_LANGUAGES, PERSIAN, PERSIAN_LANGUAGES, persian, thai
from crawler.extract.dating import Dating, DoubtError, possible
from crawler.extract.eras import REPUBLIC, era_year, in_era
from crawler.extract.lexicon import Signs
from crawler.extract.months import base_language
from crawler.extract.order import customary, readings
from crawler.extract.shapes import Shape, ends_range, shapes, yearless

_ETHIOPIAN: Final = frozenset({"am", "ti", "om"})
_OTHER_YEARS: Final = range(1280, 1500)  # of the Persian and of the lunar calendar
_THAI_YEARS: Final = range(2400, 2700)
_RECENT: Final = 27  # years: two digits of a Thai year mean one of these, in either count
_MEMORY: Final = 50  # years: what two digits can mean
_SWAPPED: Final = "could be read with day or month first"
_LABEL: Final = re.compile(  # what follows is a number or a telephone, not a day
    r"(?:(?<![^\W_])(?:no|nos|nr|vol|issue|tel|fax|тел|факс|номер|sayı|ref)|№|n[°º]|#)\s?[.:]?\s?$", re.IGNORECASE
)
_NORTH: Final = frozenset({"sv", "da", "nb", "nn", "is", "fi", "fo"})
_BEFORE: Final = re.compile(r"W[.,)(' :fh-]{0,4}$")
_AFTER: Final = re.compile(r"[ ,(-]{0,3}W")
_EASTERN_DAY: Final = re.compile(r"\s?[(（〔［\[]\s?([月火水木金土日월화수목금토일])(?:曜日?|요일)?\s?[・·、)）〕］\]]")
_EASTERN_DAYS: Final = {char: day for days in ("月火水木金土日", "월화수목금토일") for day, char in enumerate(days)}


class Found(NamedTuple):
    """A date in a text. ``doubt`` says why it is none; ``either`` are the days that it can be, where they are known."""

    year: int
    month: int
    day: int | None  # None: a month alone
    first: int  # signs
    last: int
    doubt: str | None = None
    either: tuple[date, ...] = ()

    @property
    def stated(self) -> tuple[int, int, int | None]:
        return self.year, self.month, self.day


def find(text: str, signs: Signs, dating: Dating) -> list[Found]:
    """Every date in the text, in its order; where it states none with a year, those whose year ``dating`` knows."""
    found = [item for shape in shapes(signs) if (item := _found(text, signs, shape, dating)) is not None]
    if not found and dating.year is not None:
        found = [_found(text, signs, shape, dating) for shape in yearless(signs)]  # type: ignore[misc]
    return _without_lunar(sorted(found, key=lambda item: item.first))


def _found(text: str, signs: Signs, shape: Shape, dating: Dating) -> Found | None:
    if shape.kind != "month" and _LABEL.search(text, max(0, signs.starts[shape.start] - 8), signs.starts[shape.start]):
        return None
    try:
        item = _day(signs, shape, dating)
        if item is not None and item.doubt is None and item.day is not None:
            _check_weekday(text, signs, item)
    except DoubtError as doubt:
        return Found(0, 0, None, shape.start, shape.end, str(doubt))
    if item is not None and item.either and (named := _weekday_beside(text, signs, item)) is not None:
        fitting = [day for day in item.either if day.weekday() == named]
        if len(fitting) == 1:
            day = fitting[0]
            return Found(day.year, day.month, day.day, item.first, item.last)
    return item


def _day(signs: Signs, shape: Shape, dating: Dating) -> Found | None:
    if shape.kind == "range":
        raise DoubtError("states a range of days")
    month = _number(signs, shape.month)
    day = None if shape.day is None else _number(signs, shape.day)
    if shape.year is None:
        year, digits = dating.year or 0, 4
    else:
        year, digits = _number(signs, shape.year), int(signs.codes[shape.year])
    if shape.kind == "numbers":
        return _by_order(signs, shape, dating, month, year)
    if ends_range(signs, shape):
        raise DoubtError("states a range of days")
    if shape.era is not None or digits == 3:
        return _of_era(signs, shape, dating, year, month, day)
    if shape.other is not None and _number(signs, shape.other) != month:
        raise DoubtError("names two months")
    if digits == 2:
        year = _whole_year(year, signs, dating)
    return _of_calendar(signs, shape, dating, year, month, day)


def _by_order(signs: Signs, shape: Shape, dating: Dating, second: int, last: int) -> Found | None:
    """A date of three numbers whose last is the year, or, of two digits, perhaps the first."""
    assert shape.day is not None  # noqa: S101 - the form has one
    assert shape.year is not None  # noqa: S101
    first, digits = _number(signs, shape.day), int(signs.codes[shape.year])
    if digits == 4 and (last in _OTHER_YEARS or (last in _THAI_YEARS and _is_thai(signs, dating))):
        return _of_calendar(signs, shape, dating, last, second, first)
    mark = signs.codes[shape.day + 1 : shape.month].strip()
    if mark not in signs.codes[shape.month + 1 : shape.year] and _language(dating) not in _NORTH:
        return None  # 8/11-2021 is a date there, and a number elsewhere
    order = dating.order or customary(dating, mark, digits)
    if order == "YMD" and digits == 4:
        order = None
    if digits == 2 and mark == "." and signs.codes.endswith("x ", 0, shape.start):
        return Found(0, 0, None, shape.start, shape.end, "could be the number of a version")
    if digits == 2 and order is None and mark == "-":
        return Found(0, 0, None, shape.start, shape.end, "could be a telephone number")
    if digits == 2 and _is_thai(signs, dating):
        return _of_calendar(signs, shape, dating, _whole_year(last, signs, dating), second, first)
    if order is not None:
        year, month, day = {"DMY": (last, second, first), "MDY": (last, first, second), "YMD": (first, second, last)}[
            order
        ]
        year = year if digits == 4 else _whole_year(year, signs, dating)
        return _of_calendar(signs, shape, dating, year, month, day)
    can_be = readings(first, second, last, digits, dating)
    days = tuple(dict.fromkeys(can_be.values()))
    if len(days) > 1:
        return Found(0, 0, None, shape.start, shape.end, _SWAPPED, days)
    if not days:  # no reading is possible: say why of the first that is a day at all
        days = (_any_day(first, second, last, digits, dating),)
    return _of_calendar(signs, shape, dating, days[0].year, days[0].month, days[0].day)


def _any_day(first: int, second: int, last: int, digits: int, dating: Dating) -> date:
    month, day = (second, first) if second <= 12 else (first, second)
    year = last if digits == 4 else dating.captured.year // 100 * 100 - 100 + last
    return possible(year, month, day, dating)


def _of_calendar(signs: Signs, shape: Shape, dating: Dating, year: int, month: int, day: int | None) -> Found | None:
    """A day of the calendar that month, year and language tell."""
    calendar = _calendar(shape, dating, year, month)
    if calendar == LUNAR:
        return Found(year, month, day, shape.start, shape.end, "is a Hijri date, which differs by sighting")
    if calendar == PERSIAN:
        if day is None:
            raise DoubtError("is a month of the Persian year")
        try:
            stated = persian(year, month % PERSIAN, day)
        except ValueError as error:
            raise DoubtError("is an impossible date") from error
        year, month, day = stated.year, stated.month, stated.day
    elif year in _THAI_YEARS and _is_thai(signs, dating):
        counted = thai(year)
        if counted is None:
            raise DoubtError("is before the Thai year began in January")
        year = counted
    elif shape.kind in {"numbers", "year-first"} and _may_be_ethiopian(year, dating):
        raise DoubtError("may be of the Ethiopian calendar")
    possible(year, month, 1 if day is None else day, dating)
    return Found(year, month, day, shape.start, shape.end)


def _calendar(shape: Shape, dating: Dating, year: int, month: int) -> int:
    """:data:`PERSIAN`, :data:`LUNAR` or 0."""
    if month > PERSIAN:
        return LUNAR if month > LUNAR else PERSIAN
    if year not in _OTHER_YEARS or shape.kind == "named":
        return 0
    for language in map(base_language, dating.languages):
        if language in PERSIAN_LANGUAGES:
            return PERSIAN
        if language in LUNAR_LANGUAGES:
            return LUNAR
    return 0


def _is_thai(signs: Signs, dating: Dating) -> bool:
    return (
        "th" in signs.scripts or dating.country == "TH" or any(base_language(item) == "th" for item in dating.languages)
    )


def _may_be_ethiopian(year: int, dating: Dating) -> bool:
    """Years of that calendar are seven or eight behind: one that is nearly the present can only be ours."""
    return _language(dating) in _ETHIOPIAN and year < dating.captured.year - 6


def _language(dating: Dating) -> str:
    return base_language(dating.languages[0]) if dating.languages else "en"


def _of_era(signs: Signs, shape: Shape, dating: Dating, year: int, month: int, day: int | None) -> Found | None:
    if shape.era is None:  # three digits, which are a year in Taiwan only
        languages = {item.lower() for item in dating.languages}
        if dating.country != "TW" and not languages & {"zh-tw", "zh-hant", "zh-hant-tw"}:
            return None
        era = REPUBLIC
    else:
        era = str(signs.values[shape.era])
    counted = era_year(era, year)
    if shape.other is not None and _number(signs, shape.other) != counted:
        raise DoubtError("gives two different years")
    stated = possible(counted, month, 1 if day is None else day, dating)
    if not in_era(era, stated):
        raise DoubtError(f"lies outside the era {era}")
    return Found(counted, month, day, shape.start, shape.end)


def _whole_year(digits: int, signs: Signs, dating: Dating) -> int:
    """The past year that two digits mean. In Thai they may be of either count, and only the recent one is meant."""
    this = dating.captured.year
    year = this // 100 * 100 + digits
    year = year if year <= this else year - 100
    if not _is_thai(signs, dating):
        if this - year > _MEMORY:
            raise DoubtError("has a year of two digits that lies after the capture or too far back")
        return year
    buddhist = 2500 + digits - 543
    recent = [item for item in (year, buddhist) if this - _RECENT <= item <= this]
    if len(recent) != 1:
        raise DoubtError("has a year of two digits that could be of either count")
    return recent[0]


def _number(signs: Signs, place: int) -> int:
    value = signs.values[place]
    assert isinstance(value, int)  # noqa: S101 - forms are made of numbers and months at these places
    return value


def _check_weekday(text: str, signs: Signs, item: Found) -> None:
    named = _weekday_beside(text, signs, item)
    if named is not None and item.day is not None and date(item.year, item.month, item.day).weekday() != named:
        raise DoubtError("names a weekday that is not that of its date")


def _weekday_beside(text: str, signs: Signs, item: Found) -> int | None:
    """The weekday that stands just before or after the date."""
    before = _BEFORE.search(signs.codes, max(0, item.first - 6), item.first)
    if before:
        value = signs.values[before.start()]
        return value if isinstance(value, int) else None
    eastern = _EASTERN_DAY.match(text, signs.ends[item.last - 1])
    if eastern:
        return _EASTERN_DAYS[eastern[1]]
    after = _AFTER.match(signs.codes, item.last)
    value = signs.values[after.end() - 1] if after else None
    return value if isinstance(value, int) else None


def _without_lunar(found: list[Found]) -> list[Found]:
    """A lunar date beside one that can be counted says the same less certainly."""
    certain = [item for item in found if not (item.doubt or "").startswith("is a Hijri")]
    return certain or found
