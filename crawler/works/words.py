"""The words of a text as it is compared with others: without case, punctuation, invisible marks and layout."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final
from zlib import crc32

WIDTH: Final = 5  # words of a shingle: the ranges that the thresholds stand on were measured with it
_DENSE_WIDTH: Final = 9  # characters, where a script parts no words: about as much is said in them

# Han, kana, Thai, Lao, Burmese, Khmer: no blanks between words, so that each character is taken for one.
_DENSE: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Vowel signs of the scripts of India are no letters to `re`, but parts of words.
_SIGNS: Final = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0981-\u0dff\u1c00-\u1c4f"
_WORD: Final = re.compile(rf"[{_DENSE}]|(?:(?![{_DENSE}])[^\W_])(?:(?![{_DENSE}])[^\W_]|[{_SIGNS}])*")
_PLAIN_WORD: Final = re.compile("[a-z0-9]+")
_DENSE_WORD: Final = re.compile(rf"[{_DENSE}]")
# Soft hyphens, zero-width signs, and the points that Arabic and Hebrew may leave out.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0591-\u05c7\u0640\u064b-\u0652]")

_MASK: Final = (1 << 64) - 1
_FACTOR: Final = 0x9E3779B97F4A7C15
_MIX: Final = 0xBF58476D1CE4E5B9


def words_of(text: str) -> list[str]:
    """The words of a text in its order, folded (NFKC, case). Punctuation is none of them."""
    if text.isascii():
        return _PLAIN_WORD.findall(text.lower())
    return _WORD.findall(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold())


def shingles_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Every run of :data:`WIDTH` words, in the order of the text. A shorter text is one; one without words has none."""
    if not words:
        return []
    has_dense = max(words) >= "\u0e00"  # most texts have none, and need not be counted
    width = _DENSE_WIDTH if has_dense and 2 * sum(map(_is_dense, words)) > len(words) else WIDTH
    if len(words) <= width:
        return [tuple(words)]
    return list(zip(*(words[start:] for start in range(width)), strict=False))


def numbers_of(shingles: Sequence[tuple[str, ...]]) -> list[int]:
    """A 64-bit number for every shingle, the same in every process and for ever, as they are kept in catalogues."""
    codes: dict[str, int] = {}
    for word in {word for shingle in shingles for word in shingle}:
        codes[word] = crc32(word.encode("utf-8", "surrogatepass")) + 1
    return [mixed([codes[word] for word in shingle]) for shingle in shingles]


def mixed(numbers: Sequence[int]) -> int:
    """One evenly spread 64-bit number for a sequence of numbers below 2**64."""
    value = ((len(numbers) + 1) * _MIX) & _MASK  # no number that is small undoes it
    for number in numbers:
        value = ((value ^ number) * _FACTOR) & _MASK
        value ^= value >> 29
    value = (value * _MIX) & _MASK
    return value ^ (value >> 32)


def _is_dense(word: str) -> bool:
    return len(word) == 1 and _DENSE_WORD.match(word) is not None
