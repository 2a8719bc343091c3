"""Sentences: the units in which two texts are laid beside each other."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import Final, NamedTuple

from crawler.revisions.words import folded, visible

_END: Final = re.compile(r"""[.!?…।؟۔։](?:["'”’»›)\]]|\[\d+\])*\s+|[。！？｡](?:["”’」』）)\]])*\s*""")
_TITLE: Final = 40  # characters before a stop that are looked at
_LAST: Final = re.compile(r"([^\W_]+)\.$")
_MONTHS: Final = frozenset(
    {"May", "Mai", "Jun", "Jul", "Mei", "Máj", "Kas"}
)  # as short as a title, and often at an end


class Sentence(NamedTuple):
    """``paragraph`` counts from 0 in the whole text. Sentences of equal ``key`` say the same."""

    paragraph: int
    text: str
    key: str


def sentences(paragraphs: Sequence[str], left_out: Set[int] = frozenset()) -> list[Sentence]:
    """The sentences of a text, without the paragraphs ``left_out``. Where no sentence ends is known for no language;
    a stop that is taken for an end by mistake only makes the units smaller.
    """
    return [
        Sentence(place, piece, folded(piece))
        for place, paragraph in enumerate(paragraphs)
        if place not in left_out
        for piece in _pieces(visible(paragraph))
    ]


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for found in _END.finditer(text):
        if found[0][0] == "." and _is_abbreviated(text[max(start, found.start() - _TITLE) : found.start() + 1]):
            continue
        if found.end() < len(text) and text[found.end()].islower():
            continue
        yield text[start : found.end()].rstrip()
        start = found.end()
    if rest := text[start:].strip():
        yield rest


def _is_abbreviated(head: str) -> bool:
    """Whether it ends in an initial, in a day or a section (``5.``, ``IV.``), or in a title as Mr., Dr. and St."""
    found = _LAST.search(head)
    if found is None:
        return False
    word = found[1]
    if word.isdigit():
        return len(word) <= 2
    if len(word) == 1 or not word.strip("IVXLC"):
        return True
    return len(word) <= 3 and word[0].isupper() and word[1:].islower() and word not in _MONTHS
