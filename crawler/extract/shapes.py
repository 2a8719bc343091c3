"""The forms of a date, in the signs of :mod:`crawler.extract.lexicon`: what stands where, in any language."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from crawler.extract.calendars import PERSIAN
from crawler.extract.lexicon import Signs

Kind = Literal["named", "numbers", "year-first", "range", "month", "yearless"]


class Shape(NamedTuple):
    """Where a date of a form stands: places of its signs; ``None`` where the form has no such part."""

    kind: Kind
    year: int | None
    month: int
    day: int | None
    start: int  # first sign
    end: int  # after the last
    other: int | None = None  # the month's second name, or the same year counted from another beginning
    era: int | None = None


# Groups: d day, m month, y year, o other, e era; a figure after the letter tells alternatives apart.
_MONTH: Final = r"(?P<m>M)(?:'? ?[/(-] ?(?P<o>M) ?\)?)?"
# No blank about a hyphen or a stroke, and no comma but after an ordinal: "Issue 8 - May 2021" and "No 8, May 2021" are
# no days.
_AFTER_DAY: Final = r"(?:D,|\.?[/-](?! ))?[ .'fDRgt]{0,6}(?:(?<=[fDR])-)?"
_AFTER_MONTH: Final = r"[ .,'/\-fgDYR]{0,8}"
_NOT_IN_NUMBER: Final = r"(?<![2349][./:])"
_ENDS: Final = r"(?![./-][2349](?!:2))(?! ?[./] ?4)"  # a time may follow a dash

_NAMED: Final = (
    rf"{_NOT_IN_NUMBER}(?P<d>2){_AFTER_DAY}{_MONTH}{_AFTER_MONTH}\(?(?P<y>4)",  # 8 November 2021
    rf"(?:^|(?<=W )|(?<=W, ))(?P<d>2), ?{_MONTH}[ ,]{{0,2}}(?P<y>4)",  # Monday 8, November 2021
    rf"{_MONTH}[ .,'fDt-]{{0,5}}(?P<d>2)(?: ?-?[DfR]{{1,2}})?[ .,'-]{{1,4}}[fY ]{{0,3}}(?P<y>4)",  # November 8, 2021
    rf"{_MONTH} (?P<d>2) 2:2(?::2)?(?: x?(?:[R-]4)?)? (?P<y>4)",  # Mon Nov 8 17:10:05 +0400 2021
    rf"(?<![-/.])(?P<y>4)[ .,'/fYDn-]{{0,8}}{_MONTH}[ .,'/fgDRt-]{{0,6}}(?P<d>2)(?![:.]2)(?! ?[(,]? ?4)",
    rf"(?<![-/.])(?P<y>4)[ 'f,]{{0,2}}[Y.-][YfD ,.-]{{0,5}}(?P<d>2)[ .'fDR-]{{0,5}}{_MONTH}(?![ ,.]{{0,3}}4)",
    rf"{_NOT_IN_NUMBER}(?P<d>2)[D.]?(?P<_>[./-]){_MONTH}\.?(?P=_)(?P<y>2)(?![:./-][2349])",  # 8-Nov-21
    rf"{_NOT_IN_NUMBER}(?P<d>2)[D.]?[ .-]{{0,2}}{_MONTH}[ .,-]{{0,3}}'(?P<y>2)(?!:2)",  # 8 Nov '21
    rf"{_MONTH}[ .]{{0,2}}(?P<d>2)D?[ ,]{{1,2}}'(?P<y>2)(?!:2)",
    rf"^[W ,.(]{{0,6}}(?P<d>2)[D.]?[ .]{{0,2}}{_MONTH}[ .]{{0,2}}(?P<y>2)[ .)Y]{{0,3}}$",  # nothing but 8 Nov 21
)
_MONTH_ONLY: Final = (
    rf"(?<!2)(?<!2[ .,'/fDR-])(?<!2[ .D][ fR]){_MONTH}{_AFTER_MONTH}\(?(?P<y>4)(?![./-]2)",
    rf"(?<![-/.2])(?P<y>4)[ .,'/fYDn-]{{0,8}}{_MONTH}(?![ .-]{{0,2}}[24])",
)
_EASTERN: Final = (
    r"(?P<e>E) ?(?P<y>[23]) ?n ?(?:\( ?(?P<o>4) ?n? ?\) ?)?(?P<m>2) ?g ?(?P<d>2) ?h",  # 令和3年(2021年)11月8日
    r"(?P<o>4) ?n? ?\( ?(?P<e>E) ?(?P<y>[23]) ?n? ?\) ?n? ?(?P<m>2) ?g ?(?P<d>2) ?h",  # 2021(令和3)年11月8日
    r"(?P<e>E) ?(?P<y>[23]) ?(?P<_>[./-]) ?(?P<m>2) ?(?P=_) ?(?P<d>2)",  # R3.11.8
)
_COUNTED: Final = (
    r"(?<!E)(?<!E )(?P<y>[34]) ?[nY],? ?(?P<m>2)[ fgY-]{0,4}g ?(?P<d>2)(?: ?h)?",  # 2021年11月8日
    r"(?P<d>2)[ ,/fD]{0,4}t ?(?P<m>2)[ ,/]{0,2}(?:[YfD] ?)?(?P<y>4)",  # ngày 8 tháng 11 năm 2021
)
_COUNTED_MONTH: Final = (
    r"(?<![-/.2])(?P<y>4) ?[nY] ?(?P<m>2) ?g(?! ?2)",
    r"(?<!2)(?<!2 )t ?(?P<m>2)[ ,/]{0,2}(?:[YfD] ?)?(?P<y>4)",
)
_YEAR_FIRST: Final = (rf"(?<![2349M][./:-])(?P<y>[34]) ?(?P<_>[./-]) ?(?P<m>2) ?(?P=_) ?(?P<d>2){_ENDS}",)
_NUMBERS: Final = (
    rf"(?<![2349M][./:-])(?P<d>2) ?(?P<_>[./-]) ?(?P<m>2) ?(?P=_) ?(?P<y>[24]){_ENDS}",
    r"(?<![2349][./:-])(?P<d>2)(?P<_>/)(?P<m>2)[ -](?P<y>4)(?![./:-])",  # 8/11-2021, in the north
)
_ROMAN: Final = (
    r"(?<![2349][./:-])(?P<d>2) ?(?P<_>[./-]) ?(?P<m>V) ?(?P=_) ?(?P<y>4)",
    r"(?<![2349][./:-])(?P<d>2)\.? (?P<m>V)\.? (?P<y>4)",
)
_WITHOUT_YEAR: Final = (
    rf"(?<![2349][./:-])(?P<d>2){_AFTER_DAY}{_MONTH}(?![ .,'/fgDYR-]{{0,8}}[2349])",
    rf"(?<![2349])(?<![2349][ .]){_MONTH}[ .,'fDt-]{{0,5}}(?P<d>2)(?![ .,D]{{0,2}}(?:[-R] ?)?[2349])(?!:2)",
    r"(?<![2349n])(?<![2349n] )(?P<m>2) ?g ?(?P<d>2) ?h",
)
_RANGES: Final = (
    r"M[ .,'fD]{0,4}2[.D]{0,2}(?: ?- ?| ?R ?|/)2[.D]{0,2}[ ,fY]{1,5}[42]",  # May 10-12, 2021
    r"2[ .'fDR]{0,4}M[ .,fYn4]{0,6}(?:-|R)[ fD]{0,3}(?:W[ ,.]{0,2})?2[ .'fDR]{0,4}M[ .,'fYD-]{0,6}4",  # 30 May - 2 June
    r"M[ .]{0,2}2[.D]{0,2}[ ,]{0,2}(?:-|R)[ f]{0,3}M[ .]{0,2}2[.D]{0,2}[ ,]{1,3}4",  # May 30 - June 2, 2021
    r"4[ .fY]{1,4}M[ .f]{0,3}2[.D]{0,2} ?- ?2(?![:.]2)",  # 2021 May 10-12
    r"4 ?n ?2 ?g ?2 ?h ?(?:\([^()]{1,3}\) ?)?(?:-|R) ?(?:2 ?g ?)?2 ?h",  # 2021年5月10日～12日
    r"2[./]2[./]? ?(?:-|R) ?2(?P<_>[./])2(?P=_)[42]",  # 10.05.-12.05.2021
    r"4(?P<_>[./]) ?2(?P=_) ?2\.? ?- ?(?:2[./] ?)?2(?![:.]2)",  # 2021.5.10-12
)


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


# Each kind with the signs one of which it needs. A month alone says nothing beside a day, and is sought last.
_FORMS: Final[tuple[tuple[Kind, frozenset[str], tuple[re.Pattern[str], ...]], ...]] = (
    ("range", frozenset("-R/"), _compiled(_RANGES)),
    ("year-first", frozenset("E"), _compiled(_EASTERN)),
    ("year-first", frozenset("gt"), _compiled(_COUNTED)),
    ("year-first", frozenset("./-"), _compiled(_YEAR_FIRST)),
    ("numbers", frozenset("./-"), _compiled(_NUMBERS)),
    ("named", frozenset("V"), _compiled(_ROMAN)),
    ("named", frozenset("M"), _compiled(_NAMED)),
    ("month", frozenset("M"), _compiled(_MONTH_ONLY)),
    ("month", frozenset("gt"), _compiled(_COUNTED_MONTH)),
)
_YEARLESS: Final = _compiled(_WITHOUT_YEAR)
# A day before the first one, joined to it, makes the date the end of a range; "17:10 - 8 May" does not.
_JOINED_YEARLESS: Final = re.compile(r"[2M][.D]{0,2}(?: ?- ?| ?R ?)(?:f ?)?$")
_JOINED: Final = re.compile(r"(?:^|[^:.])(2)[.D]{0,2}(?: ?- ?| ?R ?)(?:f ?)?$")


def shapes(signs: Signs) -> Iterator[Shape]:
    """Every date in the text, none within another, those that say most first."""
    codes = signs.codes
    taken = bytearray(len(codes))
    some = False
    for kind, needed, patterns in _FORMS:
        if needed.isdisjoint(codes) or (some and kind == "month"):
            continue
        for pattern in patterns:
            for match in pattern.finditer(codes):
                first, last = match.span()
                if 1 in taken[first:last]:
                    continue
                if kind == "range" and not _is_range(match, signs):
                    continue
                taken[first:last] = b"\1" * (last - first)
                some = True
                yield Shape("range", None, first, None, first, last) if kind == "range" else _shape(match, kind)


def yearless(signs: Signs) -> Iterator[Shape]:
    """Days and months without a year."""
    for pattern in _YEARLESS:
        for match in pattern.finditer(signs.codes):
            yield _shape(match, "yearless")


def ends_range(signs: Signs, shape: Shape) -> bool:
    """Whether a day stands before the date and is joined to it ("10-12 May 2021")."""
    before = signs.codes[max(0, shape.start - 12) : shape.start]
    if shape.kind == "yearless" and _JOINED_YEARLESS.search(before):
        return True
    if shape.day is None or shape.day > shape.month:
        return False
    match = _JOINED.search(before)
    if match is None:
        return False
    first, last = signs.values[shape.start - len(before) + match.start(1)], signs.values[shape.day]
    return isinstance(first, int) and isinstance(last, int) and 0 < first < last


def _is_range(match: re.Match[str], signs: Signs) -> bool:
    """Not where both ends are one day, in two languages or calendars, nor where what looks like the first is a time."""
    joint = re.search(r"[-R]", match.group())
    middle = match.start() + (joint.start() if joint else 0)
    ends = [
        [signs.values[place] for place in range(first, last) if signs.codes[place] in "2M"]
        for first, last in ((match.start(), middle), (middle, match.end()))
    ]
    if len(ends[0]) == 2 and sorted(map(str, ends[0])) == sorted(map(str, ends[1])):
        return False
    months = [signs.values[match.start() + place] for place, code in enumerate(match.group()) if code == "M"]
    if len({isinstance(month, int) and month > PERSIAN for month in months}) > 1:
        return False
    first = ends[0]
    is_time = "M" not in match.group() and len(first) == 2 and isinstance(first[1], int) and first[1] > 12
    return not is_time


def _shape(match: re.Match[str], kind: Kind) -> Shape:
    groups = match.re.groupindex
    place = {name: match.start(name) for name in groups if match.start(name) >= 0}
    first, last = match.span()
    return Shape(kind, place.get("y"), place["m"], place.get("d"), first, last, place.get("o"), place.get("e"))
