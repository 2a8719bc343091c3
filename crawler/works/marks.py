"""Marks: numbers that two texts have in common where they may say the same, to be looked up in a table.

Every kind of sameness has its own. *Bands* of a MinHash of the whole text find texts of which most is equal, wherever
the differences stand. *Anchors*, the least shingle of every window, find one long run of words in texts of any length.
*Keys* find what is equal though no word is: a reference number, an address that a page offers as its translation, the
same path under another language, a name on a day. Marks only say what is to be compared; they prove nothing.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from rensa import RMinHash  # type: ignore[import-untyped]

from crawler.works.numbering import number_key
from crawler.works.text import Text, host_of
from crawler.works.words import mixed, numbers_of, shingles_of, words_of

BANDS: Final = 20
ROWS: Final = 3  # in a band: 99% of pairs with a Jaccard index of 0.6 share one, 1 in 50 of those with 0.1
_SEED: Final = 20211108  # never changed: marks of old and new texts must be alike
_WINDOW: Final = 40  # shingles: a shared run of 44 words has an anchor for certain
_ANCHORS: Final = 48  # of one text at most: a run of a very long one may be missed, a copy of it is not
_NAMES: Final = 12
_APART: Final = 2  # days: how far apart the same is published
_NUMERIC: Final = re.compile(r"\d{2,}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,4})?", re.IGNORECASE)


def marks_of(text: Text) -> frozenset[int]:
    """The marks that a text is kept under: signed 64-bit numbers, the same in every process and for ever."""
    return frozenset(map(_signed, {*_runs(text.body), *_keys(text, (0,))}))


def marks_sought(text: Text) -> frozenset[int]:
    """The marks under which texts that may say the same are kept: its own, those of its translations' addresses, and
    of the days about its own.
    """
    sought = {*_runs(text.body), *_keys(text, range(-_APART, _APART + 1))}
    sought |= {_hashed("at", url) for url in text.translations} | {_hashed("offered", text.url)}
    return frozenset(map(_signed, sought))


def signature_of(shingles: Sequence[int], size: int = BANDS * ROWS) -> list[int]:
    """The MinHash of shingles. An empty text has none to be compared by."""
    return list(RMinHash.digest_matrix_from_flat_token_hashes(shingles, [0, len(shingles)], size, _SEED).to_rows()[0])


def place_of(text: Text) -> str | None:
    """Host and path without what names the language and what follows a page's number: addresses of one page in several
    languages have it in common. ``None`` where nothing of the path names a language.
    """
    segments = [part for part in urlsplit(text.url).path.split("/") if part and part.lower() != "index.php"]
    if len(segments) < 2 or not _LANGUAGE.fullmatch(segments[0]):
        return None
    kept = segments[1:]
    numbered = next((place for place, part in enumerate(kept) if _NUMERIC.fullmatch(part)), None)
    return "/".join([host_of(text), *(kept if numbered is None else kept[: numbered + 1])])


@lru_cache(maxsize=16)  # a text is looked at twice: as it is read, and as its line
def _runs(body: str) -> frozenset[int]:
    """Bands and anchors."""
    ordered = numbers_of(shingles_of(words_of(body)))
    if not ordered:
        return frozenset()
    signature = signature_of(ordered)
    bands = (mixed([1, band, *signature[band * ROWS : (band + 1) * ROWS]]) for band in range(BANDS))
    return frozenset((*bands, *_anchors(ordered)))


def _anchors(ordered: Sequence[int]) -> list[int]:
    found: set[int] = set()
    least: deque[int] = deque()  # places of shingles, ever greater ones: the first is the window's least
    for place, value in enumerate(ordered):
        while least and ordered[least[-1]] >= value:
            least.pop()
        least.append(place)
        if least[0] <= place - _WINDOW:
            least.popleft()
        if place >= _WINDOW - 1:
            found.add(ordered[least[0]])
    return [mixed([2, value]) for value in sorted(found)[:_ANCHORS]]


def _keys(text: Text, about: Sequence[int]) -> Iterator[int]:
    yield _hashed("at", text.url)
    for url in text.translations:
        yield _hashed("offered", url)
    if place := place_of(text):
        yield _hashed("place", place)
    if text.number and (key := number_key(text.number)):
        yield _hashed("number", key)
    named = sorted(text.names | text.numbers, key=lambda name: (_hashed("name", name), name))[:_NAMES]
    for days in about if text.day else ():
        day = (text.day + timedelta(days)).isoformat() if text.day else ""
        yield from (_hashed("on", day, name) for name in named)
    for day in sorted(text.days)[:_APART]:
        yield from (_hashed("of", day, name) for name in named)


def _hashed(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest())


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number
