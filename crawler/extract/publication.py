"""The date of publication of a page without a layout: every voice on the page is heard, then they are weighed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from crawler.extract.boxes import Boxes
from crawler.extract.date_labels import label_of
from crawler.extract.datelines import dateline, in_title, is_day, last_line
from crawler.extract.dates import date_in_url, read_date
from crawler.extract.dating import Dating
from crawler.extract.families import Family
from crawler.extract.line_dates import moments_in
from crawler.extract.lines import Line
from crawler.extract.listed import read_listed
from crawler.extract.markup import Markup, Said
from crawler.extract.nodes import Nodes
from crawler.extract.paragraphs import Paragraph
from crawler.extract.settling import settled_order
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of
from crawler.extract.visible_dates import Shown, boxes_of, lines_about, only_time, shown_dates
from crawler.extract.weighing import Verdict, Voice, days_apart, weigh
from crawler.model.reading import Page
from crawler.model.source import Source
from crawler.model.statement import Published

# A day that is a part of the path: /2021/11/08/, /2021-11-08-title, /20211108_1.html, /t20211108_1.html. Numbers with
# letters glued to them count items: they are made when a text is begun.
_FILED: Final = re.compile(r"(?:[\d/_.-]+|t\d{8}[_-]?)$")
_ABOUT: Final = 6  # lines about title and text in which a template shows their date
_LINE: Final = 160  # characters of a line that is a date and its label
_AMBIGUOUS: Final = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2]) ?([/.-]) ?(?:0?[1-9]|1[0-2]) ?\1 ?\d{2,4}(?!\d)")
_NUMBERS: Final = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the page holds: its lines, which of them is the title (``None``: none is) and which are the text."""

    lines: Sequence[Line]
    title_line: int | None
    text_lines: range
    title: str | None
    paragraphs: Sequence[Paragraph]
    markup: Markup
    nodes: Nodes
    family: Family | None


def published_of(page: Page, source: Source | None, evidence: Evidence, dating: Dating) -> Verdict:
    """The date of publication, or why there is none. ``dating`` is for the page's own texts."""
    return weigh(list(_voices(page, source, evidence, settled(page, evidence, dating))))


def settled(page: Page, evidence: Evidence, dating: Dating) -> Dating:
    """``dating`` with what the page says beside its dates: the year, and the order of numbers where nothing proved
    one."""
    dating = replace(dating, year=_year_of(page))
    if dating.order is not None:
        return dating
    where = (evidence.lines, evidence.title_line, evidence.text_lines)
    about = lines_about(*where)
    shown = [line for line in about if len(line.parted) <= _LINE and _AMBIGUOUS.search(line.parted)]
    if not shown:
        return dating
    boxes = boxes_of(*where)
    numbers = [line.parted for line in shown if not boxes.is_teaser(line.element)]
    said = [one.text for one in (*evidence.markup.dates, *evidence.markup.weak)]
    said += [
        moment for line in about if line.dated and not boxes.is_teaser(line.element) for moment in moments_in(line)
    ]
    moments = [found for text in said if (found := read_date(text, dating, "meta")[0])]
    moments += [found] if (found := date_in_url(page.url, page.captured)) else []
    days = [date.fromisoformat(one.date) for one in moments if is_day(one)]
    words = "\n".join(item.text for item in evidence.paragraphs)
    return replace(dating, order=settled_order(numbers, days, words, dating))


def _voices(page: Page, source: Source | None, evidence: Evidence, dating: Dating) -> Iterator[Voice]:
    markup = evidence.markup
    where = (evidence.lines, evidence.title_line, evidence.text_lines)
    boxes = boxes_of(*where)
    shown = shown_dates(*where, dating, boxes, evidence.title or "")
    said = list(_said("said", markup.dates, dating, boxes))
    yield from (_turned(Voice(one.place, one.published), said) for one in _agreed(shown))
    if found := _of_family(evidence, dating, boxes):
        yield Voice("family", found)
    if found := in_title(evidence.title, dating):
        yield Voice("title", found)
    spoken = ["" if len(item.runs) > 1 or item.mark else item.text for item in evidence.paragraphs]
    found = dateline(spoken, dating)
    if found and found.date not in _disputed(shown):
        yield Voice("dateline", found)
    if found := last_line(spoken, dating):
        yield Voice("signed", found)
    if found := only_time(*where, dating, boxes):
        yield Voice("time", found)
    yield from said
    yield from _said("weak", markup.weak, dating, boxes)
    if page.hint and page.hint.date and (listed := read_listed(page.hint, source, dating)[0]):
        yield Voice("listed", listed)
    yield from _in_address(page)


def _of_family(evidence: Evidence, dating: Dating, boxes: Boxes) -> Published | None:
    """What the recognised family's template shows as the date about the text, where that is one day."""
    if evidence.family is None:
        return None
    start = max(0, (evidence.title_line if evidence.title_line is not None else evidence.text_lines.start) - _ABOUT)
    near = {line.element for line in evidence.lines[start : evidence.text_lines.stop + _ABOUT]}
    for css in evidence.family.date:
        every = evidence.nodes.elements_of(css)
        found = [item for item in every if not near.isdisjoint((*item.iter(), item.getparent()))]
        texts = [squeeze(text_of(item)) or item.get("datetime") or "" for item in found if not boxes.is_teaser(item)]
        texts = [text for text in texts if label_of(text, "") not in {"changed", "other"}]
        read = [one for text in texts if (one := read_date(text, dating, "selector")[0])]
        if read and len(read) == len(texts):
            return read[0] if len({one.date for one in read}) == 1 else None
    return None


def _turned(shown: Voice, said: Sequence[Voice]) -> Voice:
    """Numbers that are the day said for machines once day and month are turned: so they are meant."""
    day = shown.published.date
    if len(day) != 10 or not said or not _NUMBERS.fullmatch(shown.published.raw):
        return shown
    turned = f"{day[:4]}-{day[8:]}-{day[5:7]}"
    if turned != said[0].published.date:
        return shown
    return Voice(shown.kind, shown.published.model_copy(update={"date": turned}))


def _agreed(shown: Sequence[Shown]) -> Iterator[Shown]:
    """Of each rank the one day that it gives: two labels or two lines that differ say nothing."""
    for place in dict.fromkeys(one.place for one in shown):
        same = [one for one in shown if one.place == place]
        if len({one.published.date for one in same}) == 1:
            yield same[0]


def _disputed(shown: Sequence[Shown]) -> set[str]:
    """The days that contradict each other though they stand equally near the title."""
    days = {one.published.date for one in shown if one.place in {"beside", "marked"}}
    return days if len(days) > 1 else set()


def _said(kind: str, dates: Sequence[Said], dating: Dating, boxes: Boxes) -> Iterator[Voice]:
    """What is said for machines of this text; nothing where it differs by more than two clocks do."""
    own = [
        said for said in dates
        if said.element is None or not boxes.is_others(said.element)
    ]  # fmt: skip
    read = [found for said in own if (found := read_date(said.text, dating, said.method)[0])]
    days = [found for found in read if found.precision not in {"year", "month"}]
    if days and all(days_apart(days[0], other) <= 1 for other in days[1:]):
        yield Voice(kind, days[0])


def _in_address(page: Page) -> Iterator[Voice]:
    """The day by which the address is filed; a number with letters around it counts for less."""
    found = date_in_url(page.url, page.captured)
    if found and found.precision not in {"year", "month"}:
        after = page.url.partition(found.raw)[2]
        yield Voice("url" if _FILED.match(found.raw) and not after[:1].isalpha() else "token", found)
    elif found and found.precision == "month":
        yield Voice("month", found)


def _year_of(page: Page) -> int | None:
    """The year that the address or the listing names, for dates that leave it out."""
    filed = date_in_url(page.url, page.captured)
    if filed:
        return int(filed.date[:4])
    years = set(map(int, _YEAR.findall(page.hint.date))) if page.hint and page.hint.date else set()
    return years.pop() if len(years) == 1 else None
