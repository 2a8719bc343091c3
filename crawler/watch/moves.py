"""Moves: whether the page at a new address says what a statement said at its old one."""

import re
from typing import Final

_CJK: Final = "\u3040-\u30ff\u3400-\u9fff"  # written without blanks: each character counts as a word
_WORDS: Final = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_LENGTH: Final = 5  # words of a shingle
_ALIKE: Final = 0.6  # Jaccard
_WITHIN: Final = 0.9  # containment: a text that was shortened, or had more added than it was long …
_ENOUGH: Final = 20  # … and of so many shingles at least: a sentence of a template is in many texts


def says_the_same(before: str, after: str) -> bool:
    """Whether two texts are one, perhaps slightly edited.

    The bounds are those from which on a text elsewhere is a copy. Measured on real statements, another event told
    after the same template stays below 0.2 and 0.4; a redirect to such a text is none to the statement.
    """
    one, other = _shingles(before), _shingles(after)
    if not one or not other:
        return False
    both, shorter = len(one & other), min(len(one), len(other))
    return both / len(one | other) >= _ALIKE or (shorter >= _ENOUGH and both / shorter >= _WITHIN)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORDS.findall(text.casefold())
    if len(words) < _LENGTH:
        return {tuple(words)} if words else set()
    return {tuple(words[n : n + _LENGTH]) for n in range(len(words) - _LENGTH + 1)}
