"""The verdict: whether two texts say the same, how, and on what evidence."""

from dataclasses import dataclass
from typing import Final, Literal

from crawler.works.overlap import Overlap, is_one_form, overlap
from crawler.works.shared import Shared
from crawler.works.text import Text
from crawler.works.translated import translated

Kind = Literal["copy", "translation", "excerpt"]

LONG: Final = 200  # characters of body from which on equality is no accident, whatever the title
_FEW: Final = 25  # words that a comparison needs: of fewer, a phrase of courtesy is half
# Measured on real texts, 5-word shingles: copies have J 0.73 to 0.99 and C 0.94 to 1, edited ones J 0.22 to 0.89 and C
# 0.45 to 1; another event told by the same template has J up to 0.19 and C up to 0.39.
_SAME: Final = 0.6
_WITHIN: Final = 0.9
_EDITED: Final = 0.2
_EDITED_WITHIN: Final = 0.45
_TITLED: Final = 0.6  # with the same title too, which a form has as well, but a form is told by what it is filled with
_LATER: Final = 31  # days within which an edited copy appears
_NAMED: Final = 0.5  # of the names of the text with fewer
_PART: Final = 0.3  # of the larger: what is shorter is an excerpt of it, and no copy


@dataclass(frozen=True, slots=True)
class Verdict:
    """``evidence`` is a sentence's part that says what was found; ``score`` is 1 for equal texts and less for less."""

    kind: Kind
    evidence: str
    score: float


def judge(one: Text, other: Text) -> Verdict | None:
    """Whether they say the same; ``None``: nothing shows it. The order of the two does not matter. Pure.

    Similarity decides only where texts of two events were never found: from J 0.6 or C 0.9 on, unless they are one form
    filled in twice or bear two numbers. Below, the day, the place of what is equal and the names must speak for it.
    """
    one, other = sorted((one, other), key=lambda text: (text.first_seen, text.id))
    if equal := _equal(one, other):
        return equal
    found, shared = overlap(one, other), Shared(one, other)
    return _copied(found, shared) or _of_other_words(shared)


def _equal(one: Text, other: Text) -> Verdict | None:
    if not one.words or one.words != other.words:
        return None
    if one.digest == other.digest:
        return Verdict("copy", "equal title and body", 1.0)
    return Verdict("copy", "equal body", 1.0) if len(one.body) >= LONG else None


def _copied(found: Overlap, shared: Shared) -> Verdict | None:
    if min(len(shared.one.words), len(shared.other.words)) < _FEW or shared.other_number:
        return None
    if found.containment < _EDITED_WITHIN:
        return None
    how = f"{found.containment:.0%} of the shorter text stands in the longer, {found.jaccard:.0%} of both is one"
    score = round(max(found.jaccard, found.containment * 0.95), 3)
    if found.jaccard >= _SAME or found.containment >= _WITHIN:
        if shared.one_number is None and is_one_form(shared.one, shared.other):
            return None
        kind: Kind = "excerpt" if found.size < _PART else "copy"
        return Verdict(kind, "; ".join(filter(None, (how, shared.when()))), score)
    if shared.other_days or (shared.apart or 0) > _LATER or is_one_form(shared.one, shared.other):
        return None
    if shared.one_number is not None:
        return Verdict("copy", f"the same number {shared.one_number}; {how}", score)
    if found.containment >= _TITLED and shared.title and shared.named >= _NAMED:
        return Verdict("copy", "; ".join(filter(None, ("the same title", how, shared.when()))), score)
    # What a site writes under each of its texts is its own: an edited copy stands on another, and begins alike.
    when = shared.when()
    if shared.one.site == shared.other.site or not when:
        return None
    if found.jaccard >= _EDITED and found.lead >= _EDITED_WITHIN and shared.named >= _NAMED:
        return Verdict("copy", f"{how}; {when}; {_names(shared)}", score)
    return None


def _of_other_words(shared: Shared) -> Verdict | None:
    proof = translated(shared)
    return None if proof is None else Verdict("translation", *proof)


def _names(shared: Shared) -> str:
    return f"{len(shared.names)} names in common"
