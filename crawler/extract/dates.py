"""Dates as pages state them: precision, raw text and time zone kept, nothing guessed.

A false date is worse than none. Text that gives no date, two different ones, a range, an impossible one, one that lies
after the capture, one whose weekday is another's, or one whose day and month could be swapped where neither order,
country, language nor weekday tells, gives ``None`` and a sentence.
"""

import re
import unicodedata
from datetime import datetime
from typing import Final, Literal, NamedTuple

from crawler.extract.clocks import Clock, clock_beside, offset_of
from crawler.extract.dating import EARLIEST, Dating, DoubtError, Order, possible
from crawler.extract.days import Found, find
from crawler.extract.lexicon import Signs, signs
from crawler.extract.months import fold
from crawler.extract.order import order_of
from crawler.extract.text import squeeze
from crawler.extract.url_dates import date_in_url
from crawler.model.statement import Published

__all__ = ["Dating", "Mention", "Order", "date_in_url", "mentions", "order_of", "read_date"]

_EARLIEST_FOR_MACHINES: Final = 1800  # an archive's interface gives true dates of the century before
_LONGEST: Final = 400  # characters that are searched: a date's place is short
_NUMBER: Final = re.compile(r"\d|[〇○一二三四五六七八九十元]")


class Mention(NamedTuple):
    """A date in a longer text, and where it stands there."""

    start: int
    end: int
    published: Published


def read_date(raw: str, dating: Dating, method: str) -> tuple[Published | None, str | None]:
    """The one date that ``raw`` states, or why there is none: exactly one of the two is ``None``."""
    raw = raw[: 4 * _LONGEST]
    if _NUMBER.search(raw) is None:
        return None, f"{squeeze(raw)[:80]!r} states no date"
    shown = squeeze(raw)
    try:
        published = (
            _by_format(shown, dating, method)
            or _by_machine(shown, dating, method)
            or _by_grammar(shown, dating, method)
        )
    except DoubtError as doubt:
        return None, f"{shown[:80]!r} {doubt}"
    return (published, None) if published else (None, f"{shown[:80]!r} states no date")


def _by_format(shown: str, dating: Dating, method: str) -> Published | None:
    for pattern in dating.formats:
        try:
            moment = datetime.strptime(shown, pattern)  # noqa: DTZ007 - a stated local time; its zone is kept beside
        except ValueError:
            continue
        has_day = re.search(r"%[dejxcD]", pattern) is not None
        stated = possible(moment.year, moment.month, moment.day if has_day else 1, dating).isoformat()
        if not re.search(r"%[HIXcT]", pattern):
            precision: Literal["day", "month"] = "day" if has_day else "month"
            return Published(date=stated[: 10 if has_day else 7], precision=precision, raw=shown, method=method)
        seconds = re.search(r"%[SXcT]", pattern) is not None
        zone = offset_of(moment.strftime("%z")) if moment.tzinfo else dating.timezone
        clock = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
        return Published(
            date=stated,
            time=clock,
            timezone=zone,
            precision="second" if seconds else "minute",
            raw=shown,
            method=method,
        )
    return None


_ISO: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[Tt](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?"
)


def _by_machine(shown: str, dating: Dating, method: str) -> Published | None:
    """ISO 8601 with its time, as machines write it: that its year is long past does not make it a misreading."""
    match = _ISO.fullmatch(shown)
    if match is None or int(match[4]) > 23 or int(match[5]) > 59:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    stated = possible(year, month, day, dating, _EARLIEST_FOR_MACHINES).isoformat()
    zone = dating.timezone if not match[7] else "+00:00" if match[7] in "Zz" else offset_of(match[7])
    time = ":".join(item for item in (match[4], match[5], match[6]) if item)
    precision: Literal["second", "minute"] = "second" if match[6] else "minute"
    return Published(date=stated, time=time, timezone=zone, precision=precision, raw=shown, method=method)


def _by_grammar(shown: str, dating: Dating, method: str) -> Published | None:
    text = shown[:_LONGEST]
    read = signs(text, dating.languages)
    found = _agreeing(find(text, read, dating))
    if not found:
        if re.fullmatch(r"\d{4}", text) and EARLIEST <= int(text) <= dating.captured.year:
            return Published(date=text, precision="year", raw=shown, method=method)
        return None
    spans = [(read.starts[item.first], read.ends[item.last - 1]) for item in found]
    clocks = [_clock(text, start, end, dating) for start, end in spans]
    best = next((place for place, clock in enumerate(clocks) if clock.time), 0)
    return _published(found[best], clocks[best], shown, method)


def _agreeing(found: list[Found]) -> list[Found]:
    """The dates, where all are the same one. One that could be read two ways agrees where one of them is that."""
    clear = [item for item in found if item.doubt is None]
    different = {item.stated for item in clear}
    for item in found:
        if item.doubt is not None and not (
            item.either
            and len(different) == 1
            and next(iter(different)) in [day.timetuple()[:3] for day in item.either]
        ):
            raise DoubtError(item.doubt)
    if len(different) > 1:
        days = {item.stated for item in clear if item.day is not None}
        if len(days) != 1 or any(item[:2] != next(iter(days))[:2] for item in different):
            raise DoubtError("states several dates")
        return [item for item in clear if item.day is not None]  # a month of its own says nothing against its day
    return clear


def _clock(text: str, start: int, end: int, dating: Dating) -> Clock:
    return clock_beside(fold(text[max(0, start - 60) : start]), fold(text[end : end + 80]), dating)


def _published(item: Found, clock: Clock, raw: str, method: str) -> Published:
    if item.day is None:
        return Published(date=f"{item.year:04}-{item.month:02}", precision="month", raw=raw, method=method)
    return Published(
        date=f"{item.year:04}-{item.month:02}-{item.day:02}",
        time=clock.time,
        timezone=clock.zone,
        precision=clock.precision,
        raw=raw,
        method=method,
    )


# Where a date may stand in a long text: about a year, three numbers, or an eastern month.
_ANCHOR: Final = re.compile(
    r"(?<!\d)\d{4}(?!\d)|\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{2}(?!\d)|['’`´]\d\d(?!\d)|[年月월]|\d[-/.]\w{3,9}[-/.]\d"
)
_ANY_NUMBER: Final = re.compile(r"\d{1,4}|[一二三四五六七八九十]")
_AROUND: Final = 60  # characters
_BEGIN: Final = 300_000  # characters of a text that are searched at its beginning, and at its end
_END: Final = 50_000
_LINE: Final = 100  # characters that are a line, not a text


def mentions(text: str, dating: Dating) -> list[Mention]:
    """All dates of a day in a text of any length, in its order, with their places in it; doubtful ones are left out.

    Of a text that is longer than a speech of many hours, the beginning and the end are searched.
    """
    if len(text) > _BEGIN + _END:
        return [*_mentions(text[:_BEGIN], 0, dating), *_mentions(text[-_END:], len(text) - _END, dating)]
    return _mentions(text, 0, dating)


def _mentions(text: str, before: int, dating: Dating) -> list[Mention]:
    clean, places = _cleaned(text)
    is_long = len(clean) > _LINE
    found: list[Mention] = []
    for first, last in _windows(clean, dating):
        part = clean[first:last]
        read = signs(part, dating.languages)
        for item in find(part, read, dating):
            if item.doubt is None and item.day is not None and not (is_long and _is_section(part, read, item)):
                start, end = read.starts[item.first], read.ends[item.last - 1]
                published = _published(item, _clock(part, start, end, dating), part[start:end], "body")
                found.append(Mention(before + places[first + start], before + places[first + end - 1] + 1, published))
    return found


def _is_section(text: str, read: Signs, item: Found) -> bool:
    """1.2.03 may number a paragraph: within a text, numbers need a whole year or strokes to be a date."""
    return (
        re.fullmatch(r"\d{1,2}[.-]\d{1,2}[.-]\d\d", text[read.starts[item.first] : read.ends[item.last - 1]])
        is not None
    )


def _windows(text: str, dating: Dating) -> list[tuple[int, int]]:
    """Stretches of the text that may hold a date, apart from each other, cut where no number or word is."""
    anchor = _ANCHOR if dating.year is None else _ANY_NUMBER
    windows: list[tuple[int, int]] = []
    for match in anchor.finditer(text):
        place = match.start()
        if windows and match.end() + _AROUND <= windows[-1][1]:
            continue
        first, last = max(0, place - _AROUND), min(len(text), match.end() + 2 * _AROUND)
        while first > 0 and place - first < 2 * _AROUND and not text[first - 1].isspace():
            first -= 1
        while last < len(text) and last - place < 3 * _AROUND and not text[last].isspace():
            last += 1
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
        else:
            windows.append((first, last))
    return windows


def _cleaned(text: str) -> tuple[str, range | list[int]]:
    """The text as :func:`read_date` sees one, and for each of its characters the place in ``text``."""
    if text.isascii() or (text.isprintable() and unicodedata.is_normalized("NFC", text)):
        return text, range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    for match in re.finditer(r".[\u0300-\u036f\u0653-\u0655]*", text, re.DOTALL):
        piece = match.group()
        shown = " " if piece.isspace() else squeeze(piece)
        pieces.append(shown)
        places += [match.start()] * len(shown)
    return "".join(pieces), places
