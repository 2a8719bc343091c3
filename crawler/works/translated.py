"""Translations: one statement in two languages, or worded twice in one."""

from collections.abc import Sequence
from typing import Final

from crawler.works.marks import place_of
from crawler.works.shared import Shared
from crawler.works.text import Text

Proof = tuple[str, float]  # evidence and score

_PATIENCE: Final = 31  # days within which a translation still comes that the page offers, or its number says
_LENGTHS: Final = 2.5  # times as long as the other a translation is at most
_DENSE: Final = {"zh": 3.0, "yue": 3.0, "ja": 2.2, "ko": 2.0}  # how much more a letter says
# Of the clusters that were measured: translations name 60% to 100% of the names of the one that has fewer, and half or
# more of the mentions in the same order; two statements of a ministry of a day, on one conflict, named up to 67%.
_NAMES: Final = 5
_NAMED: Final = 0.6
_MENTIONS: Final = 6
_IN_ORDER: Final = 0.5
_NUMBERS: Final = 4
_COUNTED: Final = 0.8
# And two wordings in one language have 34% to 56% of the pairs of words, other statements of these days up to 28%.
_WORDED: Final = 1 / 3
_NUMBERED: Final = 0.2  # of pairs, that a number needs beside it in one language: it may have been misread
_FEW_NAMES: Final = 3
_LONGEST: Final = 400  # mentions of which the order is compared


def translated(shared: Shared) -> Proof | None:
    """Why the two are one statement in two languages, or worded twice in one; ``None``: nothing proves it.

    Names alone prove nothing: a ministry speaks every day of the same persons and countries. A page's own offer, a
    number, an address say more, and even they must not be contradicted by days and must be borne out by the texts.
    """
    mine, others = shared.one.tongue, shared.other.tongue
    if mine is None or others is None or (shared.apart or 0) > _PATIENCE or not _as_long(shared):
        return None
    if mine == others:
        found = _reworded(shared)
    else:
        found = _offered(shared) or _numbered(shared) or _placed(shared) or _told(shared) or _counted(shared)
    return None if found is None or shared.other_number or shared.other_days else found


def _offered(shared: Shared) -> Proof | None:
    """The page of one offers the other as the same in its language."""
    from_one = shared.other.url in shared.one.translations
    from_other = shared.one.url in shared.other.translations
    if from_one and from_other and not shared.far:
        return _proof(shared, "each page offers the other as its translation", 1.0)
    if (from_one or from_other) and (shared.near or _borne_out(shared)):
        return _proof(shared, "one page offers the other as its translation", 0.95)
    return None


def _numbered(shared: Shared) -> Proof | None:
    """Both bear one number of one sequence."""
    if shared.one_number is None or not _borne_out(shared):
        return None
    return _proof(shared, f"the same number {shared.one_number}", 0.95)


def _placed(shared: Shared) -> Proof | None:
    """Their addresses differ in the language only, up to the page's number."""
    place = place_of(shared.one)
    if place is None or place != place_of(shared.other) or shared.far or not _borne_out(shared):
        return None
    return _proof(shared, "the same address but for its language", 0.9)


def _told(shared: Shared) -> Proof | None:
    """On one day they name the same persons and places, and in the same order."""
    if shared.far or len(shared.names) < _NAMES or shared.named < _NAMED:
        return None
    mine = [name for name in shared.one.mentioned if name in shared.names]
    others = [name for name in shared.other.mentioned if name in shared.names]
    if min(len(mine), len(others)) < _MENTIONS or _in_order(mine, others) < _IN_ORDER:
        return None
    if not shared.when() or shared.other_numbers:
        return None
    return _proof(shared, f"{len(shared.names)} names in common, in one order", round(0.5 + 0.4 * shared.named, 3))


def _counted(shared: Shared) -> Proof | None:
    """On one day they state the same numbers, where a script has no capitals to tell names by."""
    if not shared.near or (shared.one.names and shared.other.names) or len(shared.numbers) < _NUMBERS:
        return None
    if shared.counted < _COUNTED:
        return None
    return _proof(shared, f"{len(shared.numbers)} numbers in common", 0.8)


def _reworded(shared: Shared) -> Proof | None:
    """In one language on one day, and on another site: many of the words beside the same words, and the same names."""
    if shared.far or shared.one.site == shared.other.site:
        return None
    pairs = _pairs(shared.one, shared.other)
    if pairs >= _NUMBERED and shared.one_number is not None:
        return _numbered(shared)
    if pairs < _WORDED or len(shared.names) < _FEW_NAMES or shared.named < _NAMED:
        return None
    if not shared.when() or shared.other_numbers:
        return None
    why = f"{pairs:.0%} of its words beside the same words; {len(shared.names)} names in common"
    return _proof(shared, why, round(0.4 + 0.5 * pairs, 3))


def _pairs(one: Text, other: Text) -> float:
    fewer = min(len(one.pairs), len(other.pairs))
    return len(one.pairs & other.pairs) / fewer if fewer else 0.0


def _in_order(mine: Sequence[str], others: Sequence[str]) -> float:
    """The longest sequence that both have, to the longer of the two."""
    mine, others = mine[:_LONGEST], others[:_LONGEST]
    row = [0] * (len(others) + 1)
    for name in mine:
        before = 0
        for place, other in enumerate(others, start=1):
            before, row[place] = row[place], before + 1 if name == other else max(row[place], row[place - 1])
    return row[-1] / max(len(mine), len(others))


def _borne_out(shared: Shared) -> bool:
    """Whether anything in the texts speaks for it: names, numbers or days."""
    return len(shared.names) >= 2 or bool(shared.numbers) or bool(shared.days)


def _as_long(shared: Shared) -> bool:
    lengths = [len(text.body) * _DENSE.get(text.tongue or "", 1.0) for text in (shared.one, shared.other)]
    return min(lengths) * _LENGTHS >= max(lengths) > 0


def _proof(shared: Shared, why: str, score: float) -> Proof:
    return "; ".join(filter(None, (why, shared.when()))), score
