"""Classes: what kind of edit a place is. Rules that hold in any language; what none of them says is ``wording``.

1. *typo*: letters are the same but for case, marks and punctuation, or for where a word is parted; a word doubled by
   mistake; a word of four letters or more with one letter other (of eight or more: two, the first letter kept). Not so
   where both spellings stand elsewhere in the text: then both are words. A letter in a name makes another name (Iran,
   Iraq): it is a typo only where the text itself, elsewhere, writes it as it is written now.
2. *number*: the words that differ are numbers (digits of any script, names of months and days, and number words of
   some languages); how a number is written (1,000 or 1000) is a typo.
3. *name*: they are written with a capital where a sentence does not begin. In German and in scripts without
   capitals nothing is known of names.
4. *wording*: all else. The classes ``added`` and ``removed`` are of whole sentences, and are told by the alignment.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from crawler.extract.months import base_language, fold, month_names, weekday_names
from crawler.revisions.number_words import NUMBER_WORDS
from crawler.revisions.words import Word

Kind = Literal["typo", "number", "name", "wording"]

_NOUNS_HAVE_CAPITALS: Final = frozenset({"de", "lb", "nds", "ksh"})
_ONE_LETTER: Final = 4  # letters of a word from which on one of them may be a slip
_TWO_LETTERS: Final = 8
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,'·٬]\d{3})+")
_PARTICLES: Final = frozenset({
    "a", "al", "and", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
    "e", "el", "et", "i", "ibn", "in", "la", "le", "les", "of", "the", "ul", "van", "von", "y", "zu", "və", "ve", "и",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Usage:
    """How words are used in both texts, apart from the place that is judged."""

    language: str
    elsewhere: frozenset[str]  # words of what both texts share, case folded
    names: frozenset[str]  # words with a capital within sentences, as written
    common: frozenset[str]  # words without one, case folded


def kind_of(before: Sequence[Word], after: Sequence[Word], usage: Usage, initial: frozenset[Word]) -> Kind:
    """The class of a place where the words ``before`` became ``after``. ``initial`` are those that begin a sentence."""
    olds, news = _told_apart(before, after)
    if _letters(before) == _letters(after):
        return "typo"
    if not olds and not news:
        return "wording"  # the same words in another order
    dated = _dates(usage.language)
    if all(_is_dated(word, dated) for word in (*olds, *news)):
        return "typo" if _amounts(olds) == _amounts(news) else "number"
    if _is_doubled(before, after) or _is_slip(olds, news, usage, initial):
        return "typo"
    if _has_names(usage.language) and all(_is_name(word, usage, initial) for word in _without_particles(olds, news)):
        return "name"
    return "wording"


@lru_cache(maxsize=64)
def _dates(language: str) -> frozenset[str]:
    languages = (base_language(language),)
    known = {*month_names(languages), *weekday_names(languages)}
    return frozenset(known) | NUMBER_WORDS.get(languages[0], frozenset())


def _told_apart(before: Sequence[Word], after: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words, not the signs, that only one side has."""
    olds, news = [w for w in before if not w.is_sign], [w for w in after if not w.is_sign]
    shared = Counter(w.key for w in olds) & Counter(w.key for w in news)

    def own(words: Iterable[Word]) -> list[Word]:
        left = shared.copy()
        found = []
        for word in words:
            if left[word.key]:
                left[word.key] -= 1
            else:
                found.append(word)
        return found

    return own(olds), own(news)


def _letters(words: Sequence[Word]) -> str:
    """All letters and digits, without case and marks."""
    return "".join(_amount(word) if word.is_number else _bare(word.key) for word in words)


def _bare(key: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", key.casefold()) if char.isalnum())


def _is_dated(word: Word, dated: frozenset[str]) -> bool:
    return word.is_number or fold(word.key).strip(".") in dated


def _amounts(words: Sequence[Word]) -> list[str]:
    return [_amount(word) for word in words]


def _amount(word: Word) -> str:
    """A number in the digits of ASCII, without the signs that group them; a point that is none of these counts."""
    key = "".join(map(_digit, word.key.casefold()))
    return "".join(filter(str.isalnum, key)) if _GROUPED.fullmatch(key) else key


def _digit(char: str) -> str:
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


def _is_doubled(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether a word that stood twice in a row stands once, or the other way round."""
    return _once(before) == _once(after) and bool(_once(before))


def _once(words: Sequence[Word]) -> list[str]:
    keys = [word.key.casefold() for word in words]
    return [key for place, key in enumerate(keys) if place == 0 or key != keys[place - 1]]


def _is_slip(olds: Sequence[Word], news: Sequence[Word], usage: Usage, initial: frozenset[Word]) -> bool:
    return (
        len(olds) == len(news)
        and bool(olds)
        and all(_is_slip_of(old, new, usage, initial) for old, new in zip(olds, news, strict=True))
    )


def _is_slip_of(old: Word, new: Word, usage: Usage, initial: frozenset[Word]) -> bool:
    if old.is_number or new.is_number:
        return False
    one, other = old.key.casefold(), new.key.casefold()
    if one == other:
        return True
    shorter = min(len(one), len(other))
    allowed = 2 if shorter >= _TWO_LETTERS and one[0] == other[0] else 1 if shorter >= _ONE_LETTER else 0
    if not within(one, other, allowed):
        return False
    if _may_be_name(old, usage, initial) and _may_be_name(new, usage, initial):
        return other in usage.elsewhere and one not in usage.elsewhere
    return not (one in usage.elsewhere and other in usage.elsewhere)


def within(one: str, other: str, allowed: int) -> bool:
    """Whether at most ``allowed`` letters were put in, taken out, changed, or swapped with their neighbour."""
    if abs(len(one) - len(other)) > allowed:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        earlier, before, row = before, row, [i] + [0] * len(other)
        for j, sign in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != sign))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == sign:
                row[j] = min(row[j], earlier[j - 2] + 1)
    return row[-1] <= allowed


def _has_names(language: str) -> bool:
    return base_language(language) not in _NOUNS_HAVE_CAPITALS


def _is_name(word: Word, usage: Usage, initial: frozenset[Word]) -> bool:
    if not word.key[0].isupper():
        return False
    if word in initial:
        return word.key in usage.names and word.key.casefold() not in usage.common
    return word.key.casefold() not in usage.common


def _may_be_name(word: Word, usage: Usage, initial: frozenset[Word]) -> bool:
    """Less than that: a capital, and no lower-case use of it."""
    return (
        word.key[0].isupper()
        and (word in initial or _is_name(word, usage, initial))
        and (word.key.casefold() not in usage.common)
    )


def _without_particles(olds: Sequence[Word], news: Sequence[Word]) -> list[Word]:
    """The words that must be names. Particles alone are none."""
    every = [*olds, *news]
    return [word for word in every if word.key.casefold() not in _PARTICLES] or every
