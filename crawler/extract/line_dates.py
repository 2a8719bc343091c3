"""The days that one line of a page shows, what it says that they are, and whether hardly anything else stands there."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from crawler.extract.date_labels import Label, label_of
from crawler.extract.datelines import is_day, with_method
from crawler.extract.dates import Mention, mentions, read_date
from crawler.extract.dating import Dating
from crawler.extract.lines import Line
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of
from crawler.model.statement import Published

_LONGEST: Final = 160  # characters of a line that is a date with its label, place or author
_SENTENCE: Final = 400  # … of a sentence of metadata under a text
_WORDS: Final = 7  # words beside a date that has no label
_LABEL: Final = 40  # characters of a line that is the label of the next
_STOP: Final = re.compile(r"[.!?…。]\s*$")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # in writing without blanks
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
_CLOCK: Final = re.compile(r"^T\d\d:\d\d\S*")
_INLINE: Final = ("span", "em", "small", "time", "font", "b", "strong", "i")


class LineDate(NamedTuple):
    """A day in a line. ``alone``: but for its label, place or author it is the line's only matter; ``before``: the
    words that stand before it there; ``machine``: it is written as machines do, for a script to put into words."""

    published: Published
    label: Label | None
    alone: bool
    before: str
    machine: bool = False


def dates_in(lines: Sequence[Line], place: int, dating: Dating, *, linked: bool = False) -> Iterator[LineDate]:
    """The days in a line. A date in a link is another's, but where ``linked``: systems link it to the page itself."""
    line = lines[place]
    text = line.parted
    marked = is_marked(line)
    if length_of(text) > (_SENTENCE if marked else _LONGEST):
        text = _first_part(line)
        if not text:
            return
        marked = True
    days = _days(text, dating) if _DIGIT.search(text) else []
    if not days:
        if line.dated and (linked or not line.is_link) and (published := _of_attribute(line, dating)):
            yield LineDate(published, label_of(text, ""), True, "")
        return
    if not linked and line.linked > len(text) - 0.8 * (days[0].end - days[0].start):
        return
    found: list[tuple[Mention, Label | None, str]] = []
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
        found.append((one, label, before))
        end = one.end
    others = sum(label != "changed" for _, label, _ in found)
    for number, (one, label, before) in enumerate(found):
        shown = text
        if len(found) > 1 and number + 1 < len(found):  # the day of a change, which follows, is no part of it
            shown = text[: found[number + 1][0].start - len(found[number + 1][2])]
        alone = (len(found) == 1 or (others == 1 and number == 0)) and _is_alone(
            shown, one, 2 * _WORDS if marked else _WORDS
        )
        yield LineDate(with_method(one.published, "heuristic"), label, alone, before, _is_machines(text, one))


def is_marked(line: Line) -> bool:
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


def moments_in(line: Line) -> set[str]:
    """What the line's ``<time>`` elements say for machines."""
    return {value for item in line.element.iter("time") if (value := item.get("datetime"))} if line.dated else set()


def length_of(text: str) -> int:
    """Characters; one of a writing without blanks counts as two."""
    return len(text) + len(_WIDE.findall(text))


def _first_part(line: Line) -> str:
    """The date with which a long line begins, in an element of its own that is called one: its style sheet parts it
    from the text that follows."""
    element = line.element
    if (element.text or "").strip():
        return ""
    for item in element:
        text = squeeze(text_of(item)) if item.tag in _INLINE else ""
        if text:
            is_date = item.tag == "time" or _DATED.search(f"{item.get('class') or ''} {item.get('id') or ''}")
            return text if is_date and length_of(text) <= _LONGEST and line.text.startswith(text[:20]) else ""
        if (item.tail or "").strip():
            return ""
    return ""


def _days(text: str, dating: Dating) -> list[Mention]:
    """The mentions of days in a line, each day once; times for machines only where nothing else is shown."""
    found: list[Mention] = []
    every = mentions(text, dating)
    for one in [one for one in every if not _is_machines(text, one)] or every:
        if all(one.published.date != other.published.date for other in found):
            found.append(one)
    return found


def _is_machines(text: str, one: Mention) -> bool:
    return _MACHINE.match(text[one.start :].partition(" ")[0][10:]) is not None


def _label_above(text: str) -> Label | None:
    """What the line above says, where it is a label and no more."""
    if length_of(text) > _LABEL or len(_WORD.findall(text)) > 4 or len(_WIDE.findall(text)) > 6 or _DIGIT.search(text):
        return None
    label = label_of(text if text.endswith((":", "：")) else f"{text} :", "")
    return label if label != "other" or text.endswith((":", "：")) else None


def _is_alone(text: str, one: Mention, words: int) -> bool:
    rest = text[: one.start] + " " + _CLOCK.sub("", text[one.end :])
    if _STOP.search(text) and sum(word.islower() for word in _WORD.findall(rest)) > 2:
        return False  # a sentence
    return len(_WORD.findall(_WIDE.sub(" ", rest))) + len(_WIDE.findall(rest)) // 3 <= words and not re.search(
        r"[.!?]\s+\w+ \w+ \w+", rest
    )


def _of_attribute(line: Line, dating: Dating) -> Published | None:
    """What a ``<time>`` says for machines, where it shows its readers no numbers ("two days ago"). Numbers that are
    not understood may well be another day: many systems say the moment in universal time."""
    stated = moments_in(line)
    if len(stated) != 1:
        return None
    published = read_date(stated.pop(), dating, "heuristic")[0]
    if published is None or not is_day(published):
        return None
    is_local = published.time is None or published.timezone != "+00:00"
    return published if is_local or not _numbers_in(line.text) else None


def _numbers_in(text: str) -> bool:
    return len(re.findall(r"\d+", text)) > 1
