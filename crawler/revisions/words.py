"""Words: a text as the comparison sees it, without what a typesetter or a browser does to it."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

_INVISIBLE: Final = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
# Quotes and dashes that programs put in each other's place. The German „…“ and the French «…» are the same marks.
_SIGNS: Final = str.maketrans(
    dict.fromkeys("‘’‚‛`´ʹʻʼʽˈ′‵＇‹›", "'")
    | dict.fromkeys("“”„‟«»″‶〝〞〟＂「」『』", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)
_DOUBLED: Final = re.compile(r"''|--+")
_BLANKS: Final = re.compile(r"\s+")
_UNSPACED: Final = (  # scripts that part no words: each sign is compared by itself
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_ANY_UNSPACED: Final = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in _UNSPACED) + "]")
_AROUND: Final = re.compile(r"(?<=[^\w\s])\s+(?=\S)|(?<=\S)\s+(?=[^\w\s])")


class Word(NamedTuple):
    """A word or a sign, as it stands in ``text[start:end]``. ``key`` is what it is compared by."""

    key: str
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        """Whether it is punctuation: no letter and no digit."""
        return not any(char.isalnum() for char in self.key)

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit, of whatever script: 5, 1,000, 5th, ٥."""
        return self.key[0].isdigit()


def visible(text: str) -> str:
    """The text in NFC, without soft hyphens and other invisible signs, every run of blanks as one."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()


def folded(text: str) -> str:
    """What two texts have in common that differ in nothing but Unicode form, blanks, and the forms of quotes and
    dashes: NFKC (so that full-width digits, ligatures and ``…`` are what they stand for), one quote, one dash, no blank
    beside punctuation.
    """
    if text.isascii() and "''" not in text and "--" not in text and "`" not in text:
        plain = _BLANKS.sub(" ", text).strip()
    else:
        plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_INVISIBLE).translate(_SIGNS)
        plain = _BLANKS.sub(" ", plain).strip()
        plain = _DOUBLED.sub(lambda found: '"' if found[0] == "''" else "-", plain)
    return _AROUND.sub("", plain)


def words(text: str) -> list[Word]:
    """The words and signs of a text that is :func:`visible`. A number keeps the signs within it."""
    found: list[Word] = []
    for chunk in re.finditer(r"\S+", text):
        piece, start = chunk[0], chunk.start()
        if piece.isalnum() and not _ANY_UNSPACED.search(piece):
            found.append(Word(folded(piece), start, start + len(piece)))
        else:
            found += _parts(piece, start)
    return found


def _parts(piece: str, start: int) -> Iterator[Word]:
    place = 0
    while place < len(piece):
        end = place + 1
        if _is_core(piece[place]):
            if _ANY_UNSPACED.match(piece, place):
                while end < len(piece) and unicodedata.category(piece[end])[0] == "M":
                    end += 1
            else:
                end = _core_end(piece, end)
        key = folded(piece[place:end])
        if key:
            yield Word(key, start + place, start + end)
        place = end


def _core_end(piece: str, end: int) -> int:
    """Where the word ends: a sign is part of it where a letter or digit follows at once (O'Neill, 1,000, 438/23)."""
    while end < len(piece) and not _ANY_UNSPACED.match(piece, end):
        if _is_core(piece[end]):
            end += 1
        elif piece[end] not in "([{" and end + 1 < len(piece) and _joins(piece, end):
            end += 2
        else:
            break
    return end


def _joins(piece: str, place: int) -> bool:
    before, sign, after = piece[place - 1], piece[place], piece[place + 1]
    if _ANY_UNSPACED.match(after) or not _is_core(after):
        return False
    if sign.translate(_SIGNS) in "'-":
        return sign.translate(_SIGNS) == "'" or before.isdigit() == after.isdigit()
    return sign in ".,:/·٫٬" and before.isdigit() and after.isdigit()


def _is_core(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"
