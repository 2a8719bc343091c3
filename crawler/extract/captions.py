"""Captions: what stands beside a picture and describes it, and is no sentence of the text around it."""

import re
from typing import Final

from crawler.extract import labels
from crawler.extract.outline import Outline
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_NEAR: Final = 3  # generations between a picture and the box that it shares with its caption
_LONGEST: Final = 400  # characters of a caption
_DESCRIBED: Final = 20  # characters of a picture's description that are more than a name
_SAME: Final = 40  # first characters in which caption and description agree
_MORE: Final = 100  # characters by which a caption is longer: whose picture it is
_NAMED: Final = re.compile(
    r"(?:^|[^a-z])(?:im(?:g|age)|photo|picture|foto|bild|thumb(?:nail)?|caption|legenda?|leyenda)s?(?![a-z])",
)
_TEXT: Final = re.compile(r"text|txt|content|body|lead|intro")
_BOXES: Final = frozenset({"div", "p", "span", "figure", "table", "tbody", "tr", "td", "dl", "li", "center", "section"})


def captions(outline: Outline) -> list[int]:
    """The places of boxes that hold a picture and nothing but its caption: what describes the picture to those who
    cannot see it, what ends in its photographer, or what stands in a box that is called a picture."""
    found = []
    for place, tag in enumerate(outline.tags):
        if tag == "img" and (box := _box(outline, place)) is not None and _is_caption(outline, place, box):
            found.append(box)
    return found


def _box(outline: Outline, picture: int) -> int | None:
    """The nearest element around the picture in which text stands, where that is short."""
    place = picture
    for _ in range(_NEAR):
        place = outline.parents[place]
        if place <= 0 or outline.tags[place] not in _BOXES | {"a"}:
            return None
        if 0 < outline.text[place] <= _LONGEST and outline.tags[place] != "a":
            return place
        if outline.text[place]:
            return None
    return None


def _is_caption(outline: Outline, picture: int, box: int) -> bool:
    shown = squeeze(text_of(outline.elements[box]))
    said = squeeze(outline.elements[picture].get("alt") or "")
    if len(said) >= _DESCRIBED and len(shown) <= len(said) + _MORE:
        same = min(_SAME, len(said))
        if shown[:same].casefold() == said[:same].casefold():
            return True
    if labels.is_caption(shown):
        return True
    names = f"{outline.elements[box].get('class') or ''} {outline.elements[box].get('id') or ''}".lower()
    return _NAMED.search(names) is not None and _TEXT.search(names) is None
