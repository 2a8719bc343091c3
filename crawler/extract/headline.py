"""The headline in a page's outline: where the title stands, and what belongs to it."""

import re
from typing import Final

from lxml import etree

from crawler.extract.outline import Outline
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_PARTS: Final = re.compile(r"\s+[|–—·»:/-]+\s+|\s*[|»·]\s*|:\s")
_SHORTEST: Final = 20  # characters of a part of a title that is looked for by itself
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKED: Final = frozenset({"strong", "b", "big", "font", "span", "u", "em", "i"})
_KICKER: Final = 40  # characters of a label that a heading holds besides its title
_STOPS: Final = (".", "!", "?", "。", "…", ":", "؟", "।")
_BRACKETS: Final = ("(", "（", "[")
_LONGEST: Final = 300
_QUOTES: Final = dict.fromkeys(map(ord, "\"'“”„‟‘’‚«»‹›「」『』"))


def place_of_title(outline: Outline, title: str) -> int | None:
    """The first element that shows the title; else a heading that holds it, or the one part of it beside the site's."""
    whole = _folded(title)
    wanted = {whole, *(part for part in map(squeeze, _PARTS.split(whole)) if len(part) >= _SHORTEST)}
    lengths = {len(text) + more for text in wanted for more in range(-2, 12)}
    second: int | None = None
    for place, length in enumerate(outline.text):
        if not length or outline.silent[place]:
            continue
        is_heading = outline.tags[place] in _HEADINGS
        if length not in lengths and not (is_heading and length < len(whole) + _KICKER):
            continue
        shown = _folded(text_of(outline.elements[place]))
        if shown == whole:
            return place
        holds = is_heading and len(whole) >= _SHORTEST and (shown.endswith(whole) or shown.startswith(whole))
        if second is None and (shown in wanted or holds):
            second = place
    return second if second is not None else _in_line(outline, whole)


def headline(outline: Outline, head: int) -> list[int]:
    """The title's place, and those of the sub-headlines in italics that stand centred below a centred title.

    Centred lines in upright letters are of the text: the heading of a judgment, a salutation.
    """
    block = head
    while outline.tags[block] in _MARKED and outline.parents[block] >= 0:
        block = outline.parents[block]
    if outline.tags[block] != "p" or not _is_centred(outline.elements[block]):
        return [head]
    rest = squeeze(text_of(outline.elements[block], frozenset({outline.elements[head]}))) if block != head else ""
    if rest.endswith(_STOPS) or rest.startswith(_BRACKETS) or (rest and not _is_slanted(outline.elements[block], rest)):
        return [head]
    found = [block]
    place = outline.ends[block]
    while place < outline.ends[outline.parents[block]]:
        text = squeeze(text_of(outline.elements[place]))
        centred = outline.tags[place] == "p" and _is_centred(outline.elements[place])
        if text and (not centred or len(text) > _LONGEST or text.endswith(_STOPS)):
            break
        if text and not _is_slanted(outline.elements[place], text):
            break
        found.append(place)
        place = outline.ends[place]
    return found


def _in_line(outline: Outline, whole: str) -> int | None:
    """The title as the first, marked words of a paragraph."""
    for place, element in enumerate(outline.elements):
        if outline.tags[place] in _MARKED and not outline.silent[place]:
            shown = text_of(element)
            if abs(len(shown) - len(whole)) < _KICKER and _folded(shown) == whole:
                return place
    return None


def _folded(text: str) -> str:
    return " ".join(squeeze(text).casefold().translate(_QUOTES).split())


def _is_centred(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    named = (element.get("class") or "").lower()
    return "text-align:center" in style or element.get("align") == "center" or "center" in named


def _is_slanted(element: etree._Element, text: str) -> bool:
    """Whether all of the text stands in italics."""
    slanted = [item for item in element.iter("em", "i") if item.find(".//em") is None and item.find(".//i") is None]
    return squeeze(" ".join(map(text_of, slanted))).replace(" ", "") == text.replace(" ", "")
