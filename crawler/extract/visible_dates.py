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

from lxml import etree

from crawler.extract.date_labels import Label, label_of
from crawler.extract.datelines import is_date_line, is_day, with_method
from crawler.extract.dates import Mention, mentions, read_date
from crawler.extract.dating import Dating
from crawler.extract.lines import Line
from crawler.model.statement import Published

Place = Literal["labelled", "marked", "beside", "loose", "dateline", "title", "signed", "time"]

_ABOVE: Final = 6  # lines before the title that may hold its date
_BETWEEN: Final = 25  # lines between title and text
_INTO: Final = 3  # lines after a title that has no text
_INSIDE: Final = 30  # lines at either end of the text
_BELOW: Final = 14  # lines after the text
_LONGEST: Final = 160  # characters of a line that is a date with its label, place or author
_SENTENCE: Final = 400  # … of a sentence of metadata under a text
_WORDS: Final = 7  # words beside a date that has no label
_PROSE: Final = 200  # characters: a paragraph of the text
_SHORT: Final = 100  # … and of a line of metadata under it
_SIGNED: Final = 40
_LABEL: Final = 40  # characters of a line that is the label of the next
_STOP: Final = re.compile(r"[.!?…。]\s*$")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # in writing without blanks
_ZONES: Final = ("between", "above", "inside", "below", "others")
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]+")
_DATED: Final = re.compile(
    r"(?<![a-z])(?:\w*date|datum|fecha|data|publi[sc]\w*|posted\w*|pubdate|timestamp|time|fecha\w*|dateline|submitted"
    r"|byline|\w*meta(?:data)?|post-?footer|entry-?footer)(?![a-z])",
    re.IGNORECASE,
)
_CHANGED_NAME: Final = re.compile(r"last[-_ ]?(?:upd|modif|chang)|aktualis", re.IGNORECASE)
_RANGE: Final = re.compile(
    r"^\s*(?:[-–—―]|to|until|till|through|bis|au|à|al|a|до|по|дан|~|〜|から|-dən|ilə)\s*$", re.IGNORECASE
)
_MACHINE: Final = re.compile(r"T\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Shown:
    """One date on the page: ``labelled`` as the day of publication; ``marked`` as a date by its element's name, or
    ``beside`` the title; ``loose``: near it, with other things between; in the ``dateline`` of the text, in the
    ``title``, ``signed`` at the end; ``time``: in the only <time> of the page's text."""

    published: Published
    place: Place
    line: int


def shown_dates(lines: Sequence[Line], title: int | None, text: range, dating: Dating, said: str = "") -> list[Shown]:
    """The dates near the title at line ``title`` and around the text, which takes up the lines ``text``. A date in the
    title's own words (``said``) is none of them."""
    labelled: dict[str, list[Shown]] = defaultdict(list)
    bare: dict[str, list[Shown]] = defaultdict(list)
    for place, zone in _zones(lines, title, text):
        if not lines[place].dated and not _DIGIT.search(lines[place].text):
            continue
        marked = _is_marked(lines[place])
        for published, label, alone in _dates_in(lines, place, dating, linked=zone == "between"):
            if place == title and published.raw in said:
                continue
            if label == "published" and (alone or marked or zone in {"above", "between"}):
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


def only_time(lines: Sequence[Line], title: int | None, text: range, dating: Dating) -> Published | None:
    """The date of the ``<time>`` elements about the text, where all of them give the same one."""
    found: dict[str, Published] = {}
    for place in range(title or text.start, min(len(lines), text.stop + _BELOW)):
        line = lines[place]
        if not line.dated or line.frame or line.aside or line.is_link:
            continue
        dates = [one for one, label, _ in _dates_in(lines, place, dating) if label in {None, "published"}]
        if len(dates) != 1:
            return None
        found.setdefault(dates[0].date, dates[0])
    return next(iter(found.values())) if len(found) == 1 else None


def _zones(lines: Sequence[Line], title: int | None, text: range) -> Iterator[tuple[int, str]]:
    """The lines that may hold the date, and where they stand: above the title, between it and the text, in the text
    (where lines of metadata were taken for it) or below it."""
    if title is not None:
        yield title, "between"
        count = 0
        for place in range(title - 1, max(-1, title - 30), -1):
            if lines[place].frame and not (_DIGIT.search(lines[place].text) and _is_marked(lines[place])):
                continue
            count += 1
            if count > _ABOVE or len(lines[place].text) > _PROSE:
                break
            yield place, "above"
    start = title + 1 if title is not None else max(0, text.start - _BETWEEN // 2)
    stop = min(len(lines), start + _BETWEEN, max(text.stop, start + _INTO))
    for place in range(start, stop):
        length = _length(lines[place].text)
        if place >= text.start and length > _PROSE and not lines[place].level:
            stop = min(stop, place + _INTO)  # the date may stand under a lead
        if place < stop and length <= (_PROSE if place <= text.start else _SHORT):
            yield place, "between" if title is not None or place >= text.start else "above"
    inside = range(stop, text.stop)
    yield from ((place, "inside") for place in sorted({*inside[:_INSIDE], *inside[-_INSIDE:]}))
    count, others = 0, False
    for place in range(max(stop, text.stop), min(len(lines), text.stop + 3 * _BELOW)):
        others = others or lines[place].level > 0 or (lines[place].is_link and len(lines[place].text) > _SIGNED)
        if lines[place].frame and not (_DIGIT.search(lines[place].text) and _is_marked(lines[place])):
            continue
        count += 1
        if count > _BELOW:
            break
        yield place, "others" if others else "below"


def _dates_in(
    lines: Sequence[Line], place: int, dating: Dating, *, linked: bool = False
) -> Iterator[tuple[Published, Label | None, bool]]:
    """The days in a line, what their labels say, and whether hardly anything else stands there. A date in a link is
    another's, but where ``linked``: systems link it to the page itself."""
    line = lines[place]
    text = line.parted
    marked = _is_marked(line)
    if _length(text) > (_SENTENCE if marked else _LONGEST):
        return
    days = _days(text, dating) if _DIGIT.search(text) else []
    if not days:
        if line.dated and (published := _of_attribute(line, dating)):
            yield published, label_of(text, ""), True
        return
    if not linked and line.linked > len(text) - 0.8 * (days[0].end - days[0].start):
        return
    end = 0
    for number, one in enumerate(days):
        following = days[number + 1].start if number + 1 < len(days) else len(text)
        if _RANGE.match(text[one.end : following]) and number + 1 < len(days):
            return  # from … to: an event
        before = text[end : one.start]
        label = label_of(before, text[one.end : following])
        if label is None and _CHANGED_NAME.search(line.element.get("class") or ""):
            label = "changed"
        if label is None and number == 0 and place and not _WORD.search(before):
            label = _label_above(lines[place - 1].text)
        yield (
            with_method(one.published, "heuristic"),
            label,
            len(days) == 1 and _is_alone(text, one, 2 * _WORDS if marked else _WORDS),
        )
        end = one.end


def _length(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _days(text: str, dating: Dating) -> list[Mention]:
    """The mentions of days in a line, each day once; times for machines are no part of what is shown."""
    found: list[Mention] = []
    for one in mentions(text, dating):
        is_machine = _MACHINE.match(text[one.start :].partition(" ")[0][10:])
        if not is_machine and all(one.published.date != other.published.date for other in found):
            found.append(one)
    return found


def _label_above(text: str) -> Label | None:
    """What the line above says, where it is a label and no more."""
    if _length(text) > _LABEL or len(_WORD.findall(text)) > 4 or len(_WIDE.findall(text)) > 6 or _DIGIT.search(text):
        return None
    label = label_of(text if text.endswith((":", "：")) else f"{text} :", "")
    return label if label != "other" or text.endswith((":", "：")) else None


def _is_alone(text: str, one: Mention, words: int) -> bool:
    rest = text[: one.start] + " " + text[one.end :]
    if _STOP.search(text) and sum(word.islower() for word in _WORD.findall(rest)) > 2:
        return False  # a sentence
    return len(_WORD.findall(_WIDE.sub(" ", rest))) + len(_WIDE.findall(rest)) // 3 <= words and not re.search(
        r"[.!?]\s+\w+ \w+ \w+", rest
    )


def _of_attribute(line: Line, dating: Dating) -> Published | None:
    """What a ``<time>`` says for machines, where its words cannot be read."""
    stated = {value for item in line.element.iter("time") if (value := item.get("datetime"))}
    if len(stated) != 1:
        return None
    published = read_date(stated.pop(), dating, "heuristic")[0]
    return published if published and is_day(published) else None


def _rank(
    lines: Sequence[Line], place: int, title: int | None, zone: str, published: Published, dating: Dating
) -> Place:
    """How firmly an unlabelled date belongs to the title."""
    if zone == "above":
        if _is_visit(published, dating):
            return "loose"
        if title is None:
            return "beside" if _is_marked(lines[place]) and not lines[place].header else "loose"
        if not _is_close(lines, place, title):
            return "loose"
    return "marked" if _is_marked(lines[place]) else "beside"


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
    if title - place == 1 and _is_marked(lines[place]):
        return True
    if shared is None or shared.tag in {"body", "html"}:
        return False
    first = max(0, title - 1 - _ABOVE)
    return (
        any(line.element is not shared and shared not in line.element.iterancestors() for line in lines[first:title])
        or title <= _ABOVE
    )


def _is_marked(line: Line) -> bool:
    """The line stands in a <time>, or in an element that is called a date."""
    if line.dated:
        return True
    element: etree._Element | None = line.element
    for _ in range(2):
        if element is None:
            return False
        if _DATED.search(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"):
            return True
        element = element.getparent()
    return any(_DATED.search(item.get("class") or "") for item in line.element.iter("span", "em", "small"))
