"""What stands around a page's text: its frame, other columns, what is hidden, and teasers of other texts."""

from collections import defaultdict
from typing import Final

from crawler.extract.captions import captions
from crawler.extract.families import Family
from crawler.extract.outline import Outline

_HALF: Final = 0.5  # share of the page's prose: what holds as much is no frame, whatever it is called
_SOME: Final = 0.3
_ENOUGH: Final = 300  # characters of prose in one of several cards: it is the text
_TEASERS: Final = 3  # elements side by side with one name that make a list of teasers
_CARDS: Final = frozenset({"div", "article", "section", "dl", "tr"})
_TEASED: Final = 0.15  # share of a list of teasers that stands in its links
_TITLED: Final = 8  # characters of a link that is a title
_FRAMES: Final = frozenset({"header", "footer", "aside", "form"})
_NEVER: Final = frozenset({"html", "body"})
_SPEAKING: Final = frozenset({"none", "body", "lead"})


def left_out(
    outline: Outline, head: int | None, landmarks: list[int], family: Family | None, *, strict: bool
) -> tuple[list[bool], int]:
    """For each place, whether it is no text of the page: its frame, what is hidden, teasers of other texts; and how
    many teasers there are.

    ``head`` is the title's place. ``strict``: what is called another column is one, however long it is.
    """
    every = max(outline.total[0], 1)
    gone = outline.silent.copy()
    removed = {place for css in family.remove for place in outline.select(css)} if family else set()
    suspects = [
        place
        for place, (purpose, tag) in enumerate(zip(outline.purposes, outline.tags, strict=True))
        if purpose not in _SPEAKING or tag in _FRAMES or place in removed
    ]
    for place in suspects:
        if gone[place] or outline.tags[place] in _NEVER or (head is not None and place <= head < outline.ends[place]):
            continue
        if head is not None and outline.ends[place] <= head:
            is_gone = True  # menus and banners above the title
        elif place in removed:
            is_gone = outline.total[place] < _HALF * every
        else:
            is_gone = _is_frame(outline, place, landmarks, outline.total[place] / every, strict=strict)
        if is_gone:
            gone[place : outline.ends[place]] = [True] * (outline.ends[place] - place)
    for place in captions(outline):
        if not (head is not None and place <= head < outline.ends[place]) and outline.total[place] < _SOME * every:
            gone[place : outline.ends[place]] = [True] * (outline.ends[place] - place)
    return gone, _drop_teasers(outline, head, gone)


def _is_frame(outline: Outline, place: int, landmarks: list[int], share: float, *, strict: bool) -> bool:
    purpose, tag = outline.purposes[place], outline.tags[place]
    if purpose == "side" or tag in {"footer", "aside"}:
        return (strict or share < _HALF) and not _holds(outline, place, landmarks)
    if purpose == "hidden":
        return share < _SOME
    if purpose == "frame":
        return share < _HALF and not _holds(outline, place, landmarks)
    if tag == "form":
        return share < _HALF
    if tag == "header":
        return share < _HALF and not any(outline.within(place, other) for other in landmarks)
    return share < _SOME and outline.links[place] > _SOME * max(outline.text[place], 1)


def _drop_teasers(outline: Outline, head: int | None, gone: list[bool]) -> int:
    """Leaves out lists of teasers: elements of one name side by side that begin with a link, or are called cards."""
    count = 0
    rows: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for place, tag in enumerate(outline.tags):
        if tag in _CARDS and not gone[place] and outline.text[place]:
            rows[outline.parents[place], tag, outline.names[place]].append(place)
    for (_, _, name), places in rows.items():
        if len(places) < _TEASERS or any(head is not None and place <= head < outline.ends[place] for place in places):
            continue
        prose = [outline.total[place] for place in places]
        if max(prose) > _HALF * sum(prose) and max(prose) > _ENOUGH:
            continue  # one of them is the text
        text = sum(outline.text[place] for place in places)
        linked = sum(outline.links[place] for place in places) / text
        called = bool(name) and outline.purposes[places[0]] in {"aside", "frame"}
        if called or (linked > _TEASED and sum(outline.links[place] > _TITLED for place in places) >= len(places) - 1):
            count += len(places)
            for place in places:
                gone[place : outline.ends[place]] = [True] * (outline.ends[place] - place)
    return count


def _holds(outline: Outline, place: int, landmarks: list[int]) -> bool:
    """Whether a landmark with prose lies within."""
    return any(place < other < outline.ends[place] and outline.total[other] for other in landmarks)
