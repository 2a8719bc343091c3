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
from crawler.extract.date_labels import says_changed
from crawler.extract.dates import read_date
from crawler.extract.dating import Dating
from crawler.extract.line_dates import dates_in
from crawler.extract.lines import Line, lines_of
from crawler.extract.markup import Said
from crawler.extract.visible_dates import boxes_of
from crawler.model.statement import Published

_LONGEST: Final = 160  # characters of a line that is a date and its label
_LABEL: Final = 40  # … of a line that is the label of the next
_OUT: Final = 2  # elements about the text's in which it is looked for
_TEXTS: Final = 1000  # pieces of text there
_DIGIT: Final = re.compile(r"\d")
# Not the page's last change: when somebody looked at it, until when it holds, or what else changed or was edited.
_LOOKED: Final = re.compile(
    r"(?<![^\W_])(?:retrieved|accessed|printed|checked|as of|version of|amend\w*|editor\w*|edition\w*|change of"
    r"|revision of|reviews?|updated? (?:to|from)|dəyişiklik\w*)(?![^\W_])",
    re.IGNORECASE,
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
        if len(line.text) <= _LONGEST and _DIGIT.search(line.text) and _tells(lines, place)
        if not boxes.is_others(line.element)
        for one in dates_in(lines, place, dating)
        if one.label == "changed"
    ]
    if shown:
        return _agreed(shown, published)
    return _said([one for one in said if one.element is None or not boxes.is_others(one.element)], dating, published)


def updated_about(
    body: etree._Element, said: Iterable[Said], dating: Dating, published: Published | None
) -> Published | None:
    """The same of a page whose text stands in ``body``: what is shown in it or beside it."""
    around = body
    for _ in range(_OUT):
        parent = around.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        around = parent
    lines: list[Line] = []
    inside = range(0)
    if _may_tell([text for text in islice(around.itertext(), _TEXTS) if not text.isspace()]):
        near, own = set(around.iter()), set(body.iter())
        lines = [line for line in lines_of(body.getroottree().getroot()) if line.element in near]
        places = [place for place, line in enumerate(lines) if line.element in own]
        inside = range(places[0], places[-1] + 1) if places else range(0)
    return updated_of(lines, said, boxes_of(lines, None, inside), dating, published)


def _may_tell(texts: Sequence[str]) -> bool:
    """Whether a short text with a number, or the one before it, speaks of a change: few pages are gone through."""
    dated = [place for place, text in enumerate(texts) if len(text) <= _LONGEST and _DIGIT.search(text)]
    labels = [place - 1 for place in dated if place and len(texts[place - 1]) <= _LONGEST]
    return any(says_changed(texts[place]) for place in (*dated, *labels))


def _said(said: Iterable[Said], dating: Dating, published: Published | None) -> Published | None:
    """The same of what is said for machines alone."""
    return _agreed([found for one in said if (found := read_date(one.text, dating, one.method)[0])], published)


def _tells(lines: Sequence[Line], place: int) -> bool:
    line = lines[place]
    if _LOOKED.search(line.text) or (line.frame and not _OF_PAGE.search(line.text)):
        return False
    above = lines[place - 1].text if place else ""
    return (
        says_changed(line.text)
        or says_changed((line.element.get("class") or "").replace("-", " ").replace("_", " "))
        or (len(above) <= _LABEL and not _DIGIT.search(above) and says_changed(above) and not _LOOKED.search(above))
    )


def _agreed(found: Sequence[Published], published: Published | None) -> Published | None:
    days = {one.date for one in found}
    if len(days) != 1 or len(found[0].date) < len("2021-11-08"):
        return None
    if published is not None and found[0].date < published.date[: len(found[0].date)]:
        return None
    return max(found, key=lambda one: len(one.time or ""))
