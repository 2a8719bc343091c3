"""Dates as pages state them: precision, raw text and time zone kept, nothing guessed.

A false date is worse than none. Text that gives no date, two different ones, an impossible one, one that lies after
the capture, or one whose day and month could be swapped where no order is known, gives ``None`` and a sentence.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from crawler.extract.foreign_dates import read_foreign
from crawler.extract.months import fold, month_names
from crawler.extract.text import squeeze
from crawler.model.statement import Published

Order = Literal["DMY", "MDY", "YMD"]

_EARLIEST: Final = 1900
_AHEAD: Final = timedelta(hours=14)  # the earliest time zone: there it may be tomorrow already
_LONGEST: Final = 400  # characters that are searched: a date's place is short
_DIGITS: Final = {code: str(value) for code in range(0x10000) if (char := chr(code)).isdecimal()
                  for value in [int(char)] if not char.isascii()}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dating:
    """What is known beside the text: languages of month names, order of numbers (``None``: unknown), own formats
    (strptime), the zone that local times are in, and when the page was captured."""

    captured: datetime
    languages: tuple[str, ...] = ("en",)
    order: Order | None = None
    formats: tuple[str, ...] = ()
    timezone: str | None = None


class _Found(NamedTuple):
    year: int
    month: int
    day: int | None  # None: month alone
    start: int
    end: int


class _DoubtError(ValueError):
    """Why a text that looks like a date is not read as one."""


def read_date(raw: str, dating: Dating, method: str) -> tuple[Published | None, str | None]:
    """The one date that ``raw`` states, or why there is none: exactly one of the two is ``None``."""
    shown = squeeze(raw[: 4 * _LONGEST])
    try:
        published = _by_format(shown, dating, method) or _by_grammar(shown, dating, method)
    except _DoubtError as doubt:
        return None, f"{shown[:80]!r} {doubt}"
    return (published, None) if published else (None, f"{shown[:80]!r} states no date")


def _by_format(shown: str, dating: Dating, method: str) -> Published | None:
    for pattern in dating.formats:
        try:
            moment = datetime.strptime(shown, pattern)  # noqa: DTZ007 - a stated local time; its zone is kept beside
        except ValueError:
            continue
        day = moment.day if re.search(r"%[dejxcD]", pattern) else None
        stated = _iso(moment.year, moment.month, day, dating)
        if not re.search(r"%[HIXcT]", pattern):
            return Published(date=stated, precision="day" if day else "month", raw=shown, method=method)
        seconds = re.search(r"%[SXcT]", pattern) is not None
        zone = _offset(moment.strftime("%z")) if moment.tzinfo else dating.timezone
        clock = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
        precision: Literal["minute", "second"] = "second" if seconds else "minute"
        return Published(date=stated, time=clock, timezone=zone, precision=precision, raw=shown, method=method)
    return None


def _by_grammar(shown: str, dating: Dating, method: str) -> Published | None:
    text = fold(shown.translate(_DIGITS))[:_LONGEST]
    found = _find(text, dating)
    if not found:
        if re.fullmatch(r"\d{4}", text) and _EARLIEST <= int(text) <= dating.captured.year:
            return Published(date=text, precision="year", raw=shown, method=method)
        foreign = read_foreign(shown, dating.languages, dating.order)
        if foreign is None:
            return None
        stated = _iso(foreign.year, foreign.month, foreign.day, dating)
        return Published(date=stated, precision="day", raw=shown, method=method)
    different = {item[:3] for item in found}
    if len(different) > 1:
        raise _DoubtError("states several dates")
    first = found[0]
    stated = _iso(first.year, first.month, first.day, dating)
    if first.day is None:
        return Published(date=stated, precision="month", raw=shown, method=method)
    clock, zone, precision = _time_after(text[first.end :], dating)
    return Published(date=stated, time=clock, timezone=zone, precision=precision, raw=shown, method=method)


def _iso(year: int, month: int, day: int | None, dating: Dating) -> str:
    try:
        stated = date(year, month, 1 if day is None else day)
    except ValueError as error:
        raise _DoubtError("is an impossible date") from error
    if year < _EARLIEST:
        raise _DoubtError(f"is before {_EARLIEST}")
    if stated > (dating.captured.astimezone(UTC) + _AHEAD).date():
        raise _DoubtError("lies after the capture")
    return stated.isoformat() if day is not None else f"{year:04}-{month:02}"


_ISO: Final = re.compile(r"(?<![\d./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d]|[./-]\d)")
_NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?!\d|[./-]\d)")
_CJK: Final = re.compile(r"(?<!\d)(\d{4}) ?[年년] ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日일])?")


def _find(text: str, dating: Dating) -> list[_Found]:
    """Every date in folded text; one that lies within another is not counted."""
    found: list[_Found] = []

    def add(match: re.Match[str], year: int, month: int, day: int | None) -> None:
        if all(match.end() <= other.start or match.start() >= other.end for other in found):
            found.append(_Found(year, month, day, match.start(), match.end()))

    for match in _ISO.finditer(text):
        add(match, int(match[1]), int(match[3]), int(match[4]))
    for match in _CJK.finditer(text):
        add(match, int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    for match in _NUMERIC.finditer(text):
        day, month = _ordered(int(match[1]), int(match[3]), dating.order)
        add(match, _year(match[4], dating), month, day)
    if any(char.isalpha() for char in text):
        names = month_names(dating.languages)
        for pattern in _worded(dating.languages):
            for match in pattern.finditer(text):
                parts = match.groupdict()
                add(match, int(parts["year"]), names[parts["month"]], int(parts["day"]) if parts.get("day") else None)
    return sorted(found, key=lambda item: item.start)


def _ordered(first: int, second: int, order: Order | None) -> tuple[int, int]:
    """Day and month of two numbers. A known order is never bent to make an impossible date possible."""
    if order is None:
        if first > 12 >= second or first == second:
            return first, second
        if second > 12 >= first:
            return second, first
        raise _DoubtError("could be read with day or month first")
    return (second, first) if order == "MDY" else (first, second)


def _year(digits: str, dating: Dating) -> int:
    if len(digits) == 4:
        return int(digits)
    year = dating.captured.year // 100 * 100 + int(digits)
    return year if year <= dating.captured.year else year - 100


@lru_cache(maxsize=256)
def _worded(languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Dates with the month as a word, longest form first, so that "8 May 2021" is not read as "May 2021"."""
    names = "|".join(sorted(map(re.escape, month_names(languages)), key=len, reverse=True))
    month = rf"(?<![^\W\d_])(?P<month>{names})(?![^\W\d_])\.?"
    day = r"(?<![\d./:–—-])(?P<day>\d{1,2})(?!\d)"
    ordinal = r"(?:\s?(?:-?(?:st|nd|rd|th|er|ci|cı|cu|cü|i|ı|u|ü|го)\b)|[.ºª°])?"
    year = r"(?P<year>\d{4})(?!\d)"
    return (
        re.compile(rf"{day}{ordinal}[\s/-]*(?:de |of |del )?{month}[\s,/-]*(?:de |del )?{year}"),
        re.compile(rf"{month}[\s-]*{day}{ordinal}\s*,?\s*{year}"),
        re.compile(rf"(?<!\d){year}(?:-?c[iıuü] il(?:in|də)?|,|\.)?\s+{day}{ordinal}\s+{month}"),
        re.compile(rf"(?<!\d){year}(?:-?c[iıuü] il(?:in|də)?|,|\.)?\s+{month}\s+{day}(?!\s*[/.:]\d)"),
        re.compile(rf"{month}\s*,?\s*(?:de |del )?{year}"),
    )


_TIME: Final = re.compile(
    r"^[\s,;|/·–—-]*(?:t|at|klo|kl\.?|um|в|à|às|a las|saat)?\s*"
    r"(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"(?![\d:])\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>z\b|utc\b|gmt\b|[+-]\d{2}:?\d{2}\b)?(?P<offset>[+-]\d{1,2}\b)?"
)


def _time_after(rest: str, dating: Dating) -> tuple[str | None, str | None, Literal["day", "minute", "second"]]:
    """The time that follows a date directly: local time, zone, and the precision that makes."""
    match = _TIME.match(rest)
    if match is None:
        return None, None, "day"
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None, None, "day"
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    clock = f"{hour:02}:{match['minute']}"
    if match["second"]:
        clock += f":{match['second']}"
    return clock, _zone(match, dating), "second" if match["second"] else "minute"


def _zone(match: re.Match[str], dating: Dating) -> str | None:
    stated, offset = match["zone"], match["offset"]
    if offset:  # "UTC+3"
        return f"{offset[0]}{int(offset[1:]):02}:00"
    if not stated:
        return dating.timezone
    return "+00:00" if stated in {"z", "utc", "gmt"} else _offset(stated)


def _offset(text: str) -> str:
    return text if ":" in text else f"{text[:3]}:{text[3:5]}"
