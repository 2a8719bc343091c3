"""The date of the last change, as the page states it: to its readers, or else for machines alone.

An edit of which the page says nothing is a silent one, so what it does say must be read. Nothing else is made of it:
systems move the machines' date whenever a page is saved.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from lxml import etree

from crawler.extract.boxes import Boxes
from crawler.extract.date_labels import label_of, says_changed
from crawler.extract.dates import mentions, read_date
from crawler.extract.dating import Dating
from crawler.extract.line_dates import dates_in
from crawler.extract.lines import Line
from crawler.extract.markup import Said
from crawler.extract.text import squeeze
from crawler.model.statement import Published

_LONGEST: Final = 160  # characters of a line that is a date and its label
_OUT: Final = 2  # elements about the text's in which it is looked for
_TEXTS: Final = 1000  # pieces of text there
_DIGIT: Final = re.compile(r"\d")
# Not the statement's: when somebody looked at it, or until when it holds.
_LOOKED: Final = re.compile(
    r"(?<![^\W_])(?:retrieved|accessed|printed|checked|as of|version of)(?![^\W_])", re.IGNORECASE
)
# What stands in a frame is the site's, but where it says that it is this page's.
_OF_PAGE: Final = re.compile(
    r"(?<![^\W_])(?:page|seite|página|pagina|страниц\w+|стран\w+|səhifə\w*|sayfa)(?![^\W_])", re.IGNORECASE
)


def updated_of(
    lines: Sequence[Line], said: Iterable[Said], boxes: Boxes, dating: Dating, published: Published | None
) -> Published | None:
    """The one day that the page shows as that of its last change; where it shows none, the one that it gives to
    machines. Two that differ say nothing, and neither does one before the day of publication.
    """
    shown = [
        one.published
        for place, line in enumerate(lines)
        if len(line.text) <= _LONGEST and _DIGIT.search(line.text) and _tells(line)
        if not boxes.is_others(line.element)
        for one in dates_in(lines, place, dating)
        if one.label == "changed"
    ]
    if shown:
        return _agreed(shown, published)
    return said_updated(
        [one for one in said if one.element is None or not boxes.is_others(one.element)], dating, published
    )


def updated_about(body: etree._Element, dating: Dating, published: Published | None) -> Published | None:
    """The one day that is shown as that of the last change beside the element of a text, or in it."""
    around = body
    for _ in range(_OUT):
        parent = around.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        around = parent
    found: list[Published] = []
    for text in islice(around.itertext(), _TEXTS):
        if len(text) > _LONGEST or not _DIGIT.search(text) or not says_changed(text) or _LOOKED.search(text):
            continue
        shown = squeeze(text)
        found += [
            one.published.model_copy(update={"method": "heuristic"})
            for one in mentions(shown, dating)
            if label_of(shown[: one.start], shown[one.end :]) == "changed"
        ]
    return _agreed(found, published) if found else None


def said_updated(said: Iterable[Said], dating: Dating, published: Published | None) -> Published | None:
    """The same of what is said for machines alone."""
    return _agreed([found for one in said if (found := read_date(one.text, dating, one.method)[0])], published)


def _tells(line: Line) -> bool:
    if _LOOKED.search(line.text) or (line.frame and not _OF_PAGE.search(line.text)):
        return False
    return says_changed(line.text) or says_changed(
        (line.element.get("class") or "").replace("-", " ").replace("_", " ")
    )


def _agreed(found: Sequence[Published], published: Published | None) -> Published | None:
    days = {one.date for one in found}
    if len(days) != 1 or len(found[0].date) < len("2021-11-08"):
        return None
    if published is not None and found[0].date < published.date[: len(found[0].date)]:
        return None
    return max(found, key=lambda one: len(one.time or ""))
