"""The title of a page that has none for machines: the emphasised line directly above the date or the text.

Old pages are made by hand: their ``<title>`` names the ministry on all of them, headings are bold, coloured or in
capitals, and the only thing that tells a title from a letterhead is where it stands.
"""

import re
from collections.abc import Sequence
from typing import Final

from crawler.extract import labels
from crawler.extract.ends import is_label
from crawler.extract.lines import Line
from crawler.extract.outline import weight_of
from crawler.extract.site_names import SiteNames, is_general
from crawler.extract.tree import text_of

_SHORTEST: Final = 12  # weight of a title
_LONGEST: Final = 320  # characters of one
_ABOVE: Final = 5  # lines between a title and its text: date, number, readers, caption, kicker
_DATED: Final = 2  # … and its date
_SENTENCE: Final = 60  # weight of a line that may be a text's
_STOPS: Final = (".", "。", "।", "።", "۔", ":", "：")  # of sentences and labels
_ABBREVIATED: Final = re.compile(r"\s(?:[^\W\d_]{1,3}|[A-Z]{2,5})\.$")  # "Inc.", "Hk."
_LARGE: Final = frozenset({"3", "4", "5", "6", "7", "+1", "+2", "+3"})


def emphasised(lines: Sequence[Line], site: SiteNames) -> int | None:
    """The place of the line that is the title by its look and by where it stands, or ``None``."""
    best: tuple[float, int] | None = None
    begins = len(lines)  # where the first of them has its text: what is emphasised below stands within it
    for place, line in enumerate(lines):
        if place >= begins:
            break
        if not _may_be_title(line, site) or (text := text_after(lines, place)) is None:
            continue
        score = 2.0 * _is_emphasised(line) + 2.0 * _is_above_date(lines, place) - 0.3 * (text - place)
        if score >= 1.0 and (best is None or score > best[0]):
            best = (score, place)
            begins = min(begins, text)
    return best[1] if best else None


def _may_be_title(line: Line, site: SiteNames) -> bool:
    text = line.text
    if line.frame or line.header or line.is_link or line.dated or len(text) > _LONGEST:
        return False
    if weight_of(text) < _SHORTEST or (text.endswith(_STOPS) and not _ABBREVIATED.search(text)):
        return False
    return not (is_general(text) or site.is_chrome(text) or is_label(text) or labels.is_rights(text))


def text_after(lines: Sequence[Line], place: int) -> int | None:
    """Where the text begins whose title this may be: a sentence, few lines below, with nothing to click on between."""
    for other in range(place + 1, min(place + 2 + _ABOVE, len(lines))):
        line = lines[other]
        if line.frame:
            continue
        if line.is_link and weight_of(line.text) >= _SENTENCE / 2:
            return None
        if weight_of(line.text) >= _SENTENCE and not _is_emphasised(line) and not is_label(line.text):
            return other
    return None


def _is_emphasised(line: Line) -> bool:
    if line.bold or line.level or (line.text.isupper() and len(line.text.split()) > 1):
        return True
    for item in line.element.iter("font", "big", "center"):
        if item.tag != "font" or (item.get("size") or "") in _LARGE:
            return len(text_of(item)) <= 2 * len(line.text)  # it is the line's, and not the whole page's
    return False


def _is_above_date(lines: Sequence[Line], place: int) -> bool:
    return any(line.dated or labels.is_date_line(line.text) for line in lines[place + 1 : place + 1 + _DATED])
