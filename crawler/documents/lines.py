"""Lines of a laid-out page made paragraphs again, as far as their places tell; where they do not, lines stay lines.

Two lines are one paragraph where the second follows at the usual distance, in the same size and column, and its first
word would not have fitted into the first line any more: nobody but the typesetter broke the line there.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

_FAR: Final = 1.35  # times the usual distance of lines: a paragraph begins
_TOO_FAR: Final = 3.0  # sizes: no two lines of one paragraph are so far apart
_OTHER_SIZE: Final = 1.12  # ratio of two sizes that are not the same
_INDENT: Final = 0.9  # sizes by which a first line stands further in than the lines around it
_HEADING: Final = 1.2  # times the size of the text: a heading
_LONGEST_HEADING: Final = 300  # characters
_SHORTEST_HEADING: Final = 20  # … below which it may as well be a letterhead
_ITEM: Final = re.compile(r"^(?:[-–—•·▪◦*]\s|\(?[0-9]{1,3}[.)]\s|\(?[a-zа-я][.)]\s|§)", re.IGNORECASE)
_LEADERS: Final = re.compile(r"(?:\. ?){5}\s*\w{0,6}\s*$")  # of a table of contents
_SENTENCE_END: Final = re.compile(r"[.!?:;…。！？]\W*$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Line(NamedTuple):
    """``left``, ``right`` and ``base`` are places on the page in points, upwards; ``size`` is that of its letters.

    ``broken``: it ends within a word, with the hyphen that was drawn there.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    broken: bool = False


def joined(pages: Sequence[Sequence[Line]]) -> str:
    """The text of pages: an empty line between paragraphs and between pages, a line end where a line was meant."""
    words = {word.casefold() for page in pages for line in page for word in _WORD.findall(line.text)}
    return "\n\n".join(text for page in pages if (text := _page(_whole(page), words)))


def heading_of(pages: Sequence[Sequence[Line]]) -> str | None:
    """The first lines of the first page, where they stand in the largest letters of it and the text in smaller ones."""
    lines = _whole(pages[0]) if pages else []
    if len(lines) < 2:
        return None
    text = _size_of_text(lines)
    largest = max(line.size for line in lines)
    if largest < text * _HEADING:
        return None
    start = next(index for index, line in enumerate(lines) if line.size >= largest * 0.99)
    end = start
    while end < len(lines) and lines[end].size >= largest * 0.99:
        end += 1
    if end == len(lines) or any(line.size >= largest * 0.99 for line in lines[end:]):
        return None  # no text follows, or there are several: none of them is the document's title for certain
    heading = " ".join(" ".join(line.text.split()) for line in lines[start:end])
    return heading if _SHORTEST_HEADING <= len(heading) <= _LONGEST_HEADING and len(heading.split()) > 2 else None


def _whole(page: Sequence[Line]) -> list[Line]:
    """The lines of a page that hold text; pieces that stand beside each other are one line."""
    lines: list[Line] = []
    for line in page:
        if not line.text.strip():
            continue
        before = lines[-1] if lines else None
        if before and abs(before.base - line.base) < 0.3 * line.size and line.left >= before.right - line.size:
            size = max(before.size, line.size)
            text = f"{before.text.rstrip()} {line.text.lstrip()}"
            lines[-1] = Line(text, before.left, line.right, before.base, size, line.broken)
        else:
            lines.append(line)
    return lines


def _size_of_text(lines: Sequence[Line]) -> float:
    """The size in which most letters stand."""
    sizes: dict[float, int] = {}
    for line in lines:
        sizes[round(line.size, 1)] = sizes.get(round(line.size, 1), 0) + len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size))


def _page(lines: Sequence[Line], words: set[str]) -> str:
    if not lines:
        return ""
    distance = _usual_distance(lines)
    parts = [lines[0].text.strip()]
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        text = line.text.strip()
        parting = _parting(lines, index, distance)
        if parting == " " and before.text.rstrip().endswith("-"):
            parts[-1], parting = _rejoined(parts[-1], text, words)
        parts += [parting, text]
    return "".join(parts)


def _usual_distance(lines: Sequence[Line]) -> float | None:
    """The distance between two lines of a paragraph in sizes: the commonest, the smaller of equals."""
    seen: dict[float, int] = {}
    for before, line in pairwise(lines):
        step = (before.base - line.base) / line.size
        if _same_size(before, line) and 0.5 < step < 3:
            seen[round(step, 1)] = seen.get(round(step, 1), 0) + 1
    return min(seen, key=lambda step: (-seen[step], step)) if seen else None


def _parting(lines: Sequence[Line], index: int, distance: float | None) -> str:
    before, line = lines[index - 1], lines[index]
    step = (before.base - line.base) / line.size
    if before.broken:
        return " "
    if abs(step) < 0.3:  # beside each other: a table, or a tabulator
        return " "
    if not _same_size(before, line) or step < 0 or step > _TOO_FAR:
        return "\n\n"
    column = _column(lines, index)
    left = median(item.left for item in column)
    right = _edge(column)
    if distance is not None and step > distance * _FAR:
        return " " if _goes_on(before, line) and not _had_room(before, line, right) else "\n\n"
    further_in = line.left > left + _INDENT * line.size and line.left > before.left + _INDENT * line.size
    if further_in and line.right > left + 0.5 * (right - left):
        return "\n\n"  # a first line; a short one may be centred
    if _ITEM.match(line.text.strip()) or _LEADERS.search(before.text):
        return "\n"
    return "\n" if _had_room(before, line, right) else " "


def _goes_on(before: Line, line: Line) -> bool:
    """Whether the second line is in the middle of the first one's sentence."""
    return not _SENTENCE_END.search(before.text) and line.text.strip()[:1].islower()


def _same_size(one: Line, other: Line) -> bool:
    return max(one.size, other.size) <= _OTHER_SIZE * min(one.size, other.size)


def _column(lines: Sequence[Line], index: int) -> list[Line]:
    """The lines of the page that begin about where this one or the one before does."""
    before, line = lines[index - 1], lines[index]
    near = 3 * line.size
    starts = min(before.left, line.left), max(before.left, line.left)
    return [item for item in lines if starts[0] - near <= item.left <= starts[1] + near and _same_size(item, line)]


def _edge(column: Sequence[Line]) -> float:
    """Where lines end at the right: not the very longest, which may be a heading over two columns."""
    ends = sorted(item.right for item in column)
    return ends[-1] if len(ends) < 10 else ends[int(len(ends) * 0.9)]


def _had_room(before: Line, line: Line, right: float) -> bool:
    """Whether the line's first word would have fitted into the line before: then its end was meant."""
    text = line.text.strip()
    first = text.split(maxsplit=1)[0] if text else ""
    if _spaceless(first):
        return right - before.right > 2 * line.size
    letter = (line.right - line.left) / max(len(text), 1)
    return right - before.right > letter * (len(first) + 2)


def _spaceless(text: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" for char in text[:2])


def _rejoined(before: str, after: str, words: set[str]) -> tuple[str, str]:
    """A word that was broken at a hyphen. It stays where the document writes it so elsewhere, or a capital follows."""
    head = re.search(r"([^\W\d_]+)-$", before)
    tail = re.match(r"[^\W\d_]+", after)
    if head is None or tail is None:
        return before, ""
    whole, hyphened = (head[1] + tail[0]).casefold(), f"{head[1]}-{tail[0]}".casefold()
    if whole not in words and (hyphened in words or not tail[0][0].islower()):
        return before, ""
    return before[:-1], ""
