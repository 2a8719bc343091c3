"""The dates that a page shows its readers, each with where it stands: that is what makes it the date of publication.

Near the title, in the text's first words, under its end: a date elsewhere is another statement's, an event's or the
day of the visit.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from crawler.extract.boxes import Boxes
from crawler.extract.date_labels import is_pure, label_of
from crawler.extract.datelines import is_date_line
from crawler.extract.dating import Dating
from crawler.extract.line_dates import LineDate, dates_in, is_marked, length_of
from crawler.extract.lines import Line
from crawler.model.statement import Published

Place = Literal["labelled", "marked", "beside", "loose", "dateline", "title", "signed", "time", "stamp"]

_ABOVE: Final = 6  # lines before the title that may hold its date
_BETWEEN: Final = 25  # lines between title and text
_INTO: Final = 3  # lines after a title that has no text
_INSIDE: Final = 30  # lines at either end of the text
_BELOW: Final = 14  # lines after the text
_PROSE: Final = 200  # characters: a paragraph of the text
_SENTENCE: Final = 80  # … or a shorter one
_SHORT: Final = 100  # … and of a line of metadata under it
_SIGNED: Final = 40
_ZONES: Final = ("between", "above", "inside", "below", "others")
_DIGIT: Final = re.compile(r"\d")
_COLON: Final = re.compile(r"[^\W\d_]\S*\s?[:：]\s*$")


@dataclass(frozen=True, slots=True)
class Shown:
    """One date on the page: ``labelled`` as the day of publication; ``marked`` as a date by its element's name, or
    ``beside`` the title; ``loose``: near it, with other things between; in the ``dateline`` of the text, in the
    ``title``, ``signed`` at the end; ``time``: in the only <time> of the page's text;
    ``stamp``: near the title, as machines write it."""

    published: Published
    place: Place
    line: int


def boxes_of(lines: Sequence[Line], title: int | None, text: range) -> Boxes:
    """What lines stand in, on a page with such a title and text."""
    prose = _first_sentence(lines, text)
    return Boxes(*(None if place is None else lines[place].element for place in (title, prose)))


def lines_about(lines: Sequence[Line], title: int | None, text: range) -> list[Line]:
    """The lines near title and text that may show the date."""
    return [lines[place] for place, zone in _zones(lines, title, text) if zone != "others"]


def shown_dates(
    lines: Sequence[Line], title: int | None, text: range, dating: Dating, boxes: Boxes, said: str = ""
) -> list[Shown]:
    """The dates near the title at line ``title`` and around the text, which takes up the lines ``text``. A date in the
    title's own words (``said``) is none of them."""
    prose = _first_sentence(lines, text)
    labelled: dict[str, list[Shown]] = defaultdict(list)
    bare: dict[str, list[Shown]] = defaultdict(list)
    for place, zone in _zones(lines, title, text):
        if not lines[place].dated and not _DIGIT.search(lines[place].text):
            continue
        found = list(dates_in(lines, place, dating, linked=zone == "between"))
        if not found or boxes.is_others(lines[place].element):
            continue
        marked = is_marked(lines[place])
        in_text = prose is not None and prose < place < text.stop
        for one in found:
            published, label, alone = one.published, one.label, one.alone
            if place == title and published.raw in said:
                continue
            if not _may_be_meant(lines, place, one, boxes, marked=marked, in_text=in_text):
                continue
            if one.machine:
                if label != "changed" and label != "other" and alone and zone in {"above", "between"}:
                    bare[zone].append(Shown(published, "stamp", place))
            elif label == "published" and (alone or marked or zone in {"above", "between"}):
                far = zone == "others" or (zone == "above" and (title is None or not _is_close(lines, place, title)))
                labelled[zone].append(Shown(published, "loose" if far else "labelled", place))
            elif label is None and zone == "below" and place == text.stop and is_date_line(lines[place].text):
                bare[zone].append(Shown(published, "signed", place))
            elif label is None and alone and (zone in {"above", "between"} or (zone == "below" and marked)):
                bare[zone].append(Shown(published, _rank(lines, place, title, zone, published, dating), place))
    if len({one.published.date for one in bare["below"]}) > 1:
        del bare["below"]  # a list of others
    for zone in ("between", "above"):  # nearest first; what stands further away than the next line is another's
        bare[zone] = [one for one in bare[zone] if abs(one.line - bare[zone][0].line) <= 1]
    if title is None and len({one.published.date for one in bare["between"] + bare["above"]}) > 1:
        del bare["between"], bare["above"]
    near = bare["between"] or bare["above"]
    if near:
        labelled = {zone: found for zone, found in labelled.items() if zone in {"between", "above"}}
    nearest = [next((found[zone] for zone in _ZONES if found.get(zone)), []) for found in (labelled, bare)]
    return nearest[0] + nearest[1]


def only_time(lines: Sequence[Line], title: int | None, text: range, dating: Dating, boxes: Boxes) -> Published | None:
    """The date of the ``<time>`` elements about the text, where all of them give the same one."""
    found: dict[str, Published] = {}
    for place in range(title or text.start, min(len(lines), text.stop + _BELOW)):
        line = lines[place]
        if place >= text.stop and (line.level or (line.is_link and len(line.text) > _SIGNED)):
            break  # other texts begin
        if not line.dated or line.frame or line.aside or line.is_link or boxes.is_others(line.element):
            continue
        dates = [one.published for one in dates_in(lines, place, dating) if one.label in {None, "published"}]
        if len(dates) != 1:
            return None
        found.setdefault(dates[0].date, dates[0])
    return next(iter(found.values())) if len(found) == 1 else None


def _is_metadata(line: Line, *, labelled: bool = False) -> bool:
    """Whether a line of the page's frame is in an element called a date, or (``labelled``) says itself when the text
    was published."""
    if not _DIGIT.search(line.text):
        return False
    return is_marked(line) or (labelled and len(line.text) <= _SHORT and label_of(line.text, "") == "published")


def _may_be_meant(
    lines: Sequence[Line], place: int, one: LineDate, boxes: Boxes, *, marked: bool, in_text: bool
) -> bool:
    """Not where it is an item of the text: in a cell of data, in a list, or behind a label of its own."""
    line = lines[place]
    row = boxes.data_row(line.element)
    if row is not None:
        above = lines[place - 1].element if place else None
        beside = above is not None and (above is row or row in above.iterancestors())
        return one.label == "published" and (beside or bool(one.before.strip()))
    if one.label == "published":
        return not (in_text and boxes.is_listed(line.element)) or is_pure(one.before)
    unknown = one.label is None and _COLON.search(one.before) is not None
    return not (in_text and (unknown or boxes.is_listed(line.element))) and not (unknown and not marked)


def _first_sentence(lines: Sequence[Line], text: range) -> int | None:
    """The first line of the text that reads as one."""
    return next(
        (place for place in text if length_of(lines[place].text) >= _SENTENCE and not lines[place].level
         and not lines[place].is_link), None
    )  # fmt: skip


def _zones(lines: Sequence[Line], title: int | None, text: range) -> Iterator[tuple[int, str]]:
    """The lines that may hold the date, and where they stand: above the title, between it and the text, in the text
    (where lines of metadata were taken for it) or below it."""
    if title is not None:
        yield title, "between"
        count = 0
        for place in range(title - 1, max(-1, title - 30), -1):
            if lines[place].frame and not _is_metadata(lines[place]):
                continue
            count += 1
            if count > _ABOVE or len(lines[place].text) > _PROSE:
                break
            yield place, "above"
    start = title + 1 if title is not None else max(0, text.start - _BETWEEN // 2)
    stop = min(len(lines), start + _BETWEEN, max(text.stop, start + _INTO))
    for place in range(start, stop):
        length = length_of(lines[place].text)
        if place >= text.start and length > _PROSE and not lines[place].level:
            stop = min(stop, place + _INTO)  # the date may stand under a lead
        if place < stop and length <= (_PROSE if place <= text.start else _SHORT):
            yield place, "between" if title is not None or place >= text.start else "above"
    inside = range(stop, text.stop)
    yield from ((place, "inside") for place in sorted({*inside[:_INSIDE], *inside[-_INSIDE:]}))
    count, others = 0, False
    for place in range(max(stop, text.stop), min(len(lines), text.stop + 3 * _BELOW)):
        others = others or lines[place].level > 0 or (lines[place].is_link and len(lines[place].text) > _SIGNED)
        if lines[place].frame and not _is_metadata(lines[place], labelled=not others):
            continue
        count += 1
        if count > _BELOW:
            break
        yield place, "others" if others else "below"


def _rank(
    lines: Sequence[Line], place: int, title: int | None, zone: str, published: Published, dating: Dating
) -> Place:
    """How firmly an unlabelled date belongs to the title."""
    if zone == "above":
        if _is_visit(published, dating):
            return "loose"
        if title is None:
            return "beside" if is_marked(lines[place]) and not lines[place].header else "loose"
        if not _is_close(lines, place, title):
            return "loose"
    return "marked" if is_marked(lines[place]) else "beside"


def _is_visit(published: Published, dating: Dating) -> bool:
    """Pages show the day of the visit above their text."""
    today = dating.captured.date()
    return abs(date.fromisoformat(published.date) - today) <= timedelta(days=1)


def _is_close(lines: Sequence[Line], place: int, title: int) -> bool:
    """Date and title stand in one box, and little else above the title does."""
    around = set(lines[place].element.iterancestors()) | {lines[place].element}
    shared = next(
        (item for item in (lines[title].element, *lines[title].element.iterancestors()) if item in around), None
    )
    if title - place == 1 and is_marked(lines[place]):
        return True
    if shared is None or shared.tag in {"body", "html"}:
        return False
    first = max(0, title - 1 - _ABOVE)
    return (
        any(line.element is not shared and shared not in line.element.iterancestors() for line in lines[first:title])
        or title <= _ABOVE
    )
