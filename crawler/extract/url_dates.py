"""The date in an address: the day, month or year that its path is filed under."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from crawler.extract.dating import Dating
from crawler.extract.months import month_names
from crawler.model.statement import Published

_OLDEST: Final = 1990  # before it nothing was filed under addresses
_NUMBERED: Final = frozenset({"node", "id", "item", "post", "article", "detail", "view", "show", "page", "p", "nid"})


class _Part(NamedTuple):
    year: int
    month: int | None
    day: int | None
    raw: str


def date_in_url(url: str, captured: datetime) -> Published | None:
    """The one date by which an address's path is filed, to the precision that it has; ``None`` where there is none,
    where several contradict each other, or where the number may as well be anything else."""
    try:
        path = unquote(urlsplit(url).path)[:1000]
    except ValueError:
        return None
    last = Dating(captured).last
    parts = [part for part in _parts(path.strip("/").split("/")) if _can_be(part, last)]
    if not parts:
        return None
    best = max(parts, key=lambda part: (part.month is not None) + (part.day is not None))
    for part in parts:
        for mine, other in ((part.year, best.year), (part.month, best.month), (part.day, best.day)):
            if mine is not None and mine != other:
                return None
    stated = f"{best.year:04}" + (f"-{best.month:02}" if best.month else "") + (f"-{best.day:02}" if best.day else "")
    return Published(
        date=stated,
        precision="day" if best.day else "month" if best.month else "year",
        raw=best.raw,
        method="url",
    )


_YEAR: Final = r"(?P<y>(?:199|20\d)\d)"
_WHOLE: Final = re.compile(rf"{_YEAR}(?:(?P<s>[-_.]?)(?P<m>\d\d)(?:(?P=s)(?P<d>\d\d))?)?(?:\.\w{{2,5}})?")
_LEADING: Final = re.compile(
    rf"(?:[a-z]|[a-z]*_)?{_YEAR}(?P<s>[-_]?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?=[_.\-]|$|[a-z])", re.IGNORECASE
)
_SHORT: Final = re.compile(r"[a-z]?(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:[_-]\d{1,3}|[a-z])?(?:\.\w{2,5})?")
_NUMBER: Final = re.compile(r"(?P<m>\d\d?)")


def _parts(segments: list[str]) -> Iterator[_Part]:
    years = sorted({segment for segment in segments if re.fullmatch(_YEAR, segment)})
    for place, segment in enumerate(segments):
        before = segments[place - 1].lower() if place else ""
        is_last = place == len(segments) - 1
        match = _WHOLE.fullmatch(segment)
        short = _SHORT.fullmatch(segment)
        if short and (year := next((year for year in years if year.endswith(short["y"])), None)) and _is_day(short):
            yield _Part(int(year), int(short["m"]), int(short["d"]), segment)
        elif match and match["m"] is None:
            if not (is_last or before in _NUMBERED):
                yield _below(match["y"], segments[place + 1 :])
        elif match and match["d"] is None:
            if match["s"] or not is_last:  # 202111 as the last may be any number
                yield _Part(int(match["y"]), int(match["m"]), None, segment)
        elif (match or (match := _LEADING.match(segment))) and before not in _NUMBERED:
            yield _Part(int(match["y"]), int(match["m"]), int(match["d"]), match.group())


def _is_day(match: re.Match[str]) -> bool:
    return 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31


def _below(year: str, following: list[str]) -> _Part:
    """``/2021/11/08/`` and ``/2021/november/8/``: the last segment names the page and is no day."""
    month = _month(following[0]) if len(following) > 1 else None
    if month is None:
        return _Part(int(year), None, None, year)
    day = re.fullmatch(r"\d\d?", following[1]) if len(following) > 2 else None
    if day is None or not 1 <= int(day[0]) <= 31:
        return _Part(int(year), month, None, f"{year}/{following[0]}")
    return _Part(int(year), month, int(day[0]), f"{year}/{following[0]}/{day[0]}")


def _month(segment: str) -> int | None:
    if _NUMBER.fullmatch(segment):
        return int(segment) if 1 <= int(segment) <= 12 else None
    return month_names(("en",)).get(segment.lower()) if len(segment) > 2 else None


def _can_be(part: _Part, last: date) -> bool:
    try:
        stated = date(part.year, part.month or 1, part.day or 1)
    except ValueError:
        return False
    return part.year >= _OLDEST and stated <= last
