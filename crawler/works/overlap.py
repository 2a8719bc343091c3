"""How much of two texts is the same, word for word."""

from typing import Final, NamedTuple

from crawler.works.names import sound_of
from crawler.works.text import Text
from crawler.works.words import words_of

_SLOTS: Final = 2  # places of a form that are filled in otherwise: one may be a correction
_FILLED: Final = 0.75  # share of words found in one text only that are names and numbers, in a form


class Overlap(NamedTuple):
    """Of the shingles of two texts: ``jaccard`` is shared to all, ``containment`` shared to those of the smaller,
    ``size`` the smaller to the larger, ``lead`` the share of the smaller's first half that the larger has.
    """

    jaccard: float
    containment: float
    size: float
    lead: float
    shared: int


def overlap(one: Text, other: Text) -> Overlap:
    """The overlap of two texts' bodies; all is 0 where one has no words."""
    smaller, larger = sorted((one, other), key=lambda text: len(text.shingles))
    shared = len(smaller.shingles & larger.shingles)
    if not shared:
        return Overlap(0.0, 0.0, 0.0, 0.0, 0)
    first = smaller.ordered[: max(1, len(smaller.ordered) // 2)]
    return Overlap(
        jaccard=shared / (len(smaller.shingles) + len(larger.shingles) - shared),
        containment=shared / len(smaller.shingles),
        size=len(smaller.shingles) / len(larger.shingles),
        lead=sum(shingle in larger.shingles for shingle in first) / len(first),
        shared=shared,
    )


def is_one_form(one: Text, other: Text) -> bool:
    """Whether two texts of which most is equal are one form, filled in twice: congratulations to two countries, the
    figures of two weeks. Then nearly all that only one of them has is names and numbers, several of them, on both
    sides; an editor's work leaves ordinary words, and mostly on one side. Or their titles are one form: the advice to
    travellers for two countries is the same for many paragraphs.
    """
    mine, others = set(one.words), set(other.words)
    in_texts = _slots(mine - others, others, one), _slots(others - mine, mine, other)
    if all(slots >= max(_SLOTS, _FILLED * differing) for slots, differing in in_texts):
        return True
    mine, others = set(words_of(one.title or "")), set(words_of(other.title or ""))
    in_titles = _slots(mine - others, others, one), _slots(others - mine, mine, other)
    return bool(mine & others) and all(slots == differing > 0 for slots, differing in in_titles)


def _slots(only: set[str], elsewhere: set[str], text: Text) -> tuple[int, int]:
    """Of the words that are not elsewhere: how many are names or numbers, and how many there are at all; a name that is
    elsewhere in another spelling is none of them.
    """
    sounds = {sound_of(word) for word in elsewhere}
    differing = [word for word in only if _is_number(word) or sound_of(word) not in sounds]
    return sum(_is_number(word) or sound_of(word) in text.names for word in differing), len(differing)


def _is_number(word: str) -> bool:
    return any(c.isdigit() for c in word)
