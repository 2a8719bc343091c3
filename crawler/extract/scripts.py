"""Which script a text is in, by its letters, and which languages that leaves."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

# First code point of a range, and the script of its letters; "" is nothing that tells a language.
_RANGES: Final = (
    (0x41, "latin"), (0x5B, ""), (0x61, "latin"), (0x7B, ""), (0xAA, "latin"), (0xAB, ""), (0xBA, "latin"),
    (0xBB, ""), (0xC0, "latin"), (0xD7, ""), (0xD8, "latin"), (0xF7, ""), (0xF8, "latin"), (0x2B0, ""),
    (0x370, "greek"), (0x400, "cyrillic"), (0x530, "armenian"), (0x590, "hebrew"), (0x600, "arabic"),
    (0x700, "syriac"), (0x750, "arabic"), (0x780, "thaana"), (0x7C0, ""), (0x8A0, "arabic"), (0x900, "devanagari"),
    (0x980, "bengali"), (0xA00, "gurmukhi"), (0xA80, "gujarati"), (0xB00, "oriya"), (0xB80, "tamil"),
    (0xC00, "telugu"), (0xC80, "kannada"), (0xD00, "malayalam"), (0xD80, "sinhala"), (0xE00, "thai"),
    (0xE80, "lao"), (0xF00, "tibetan"), (0x1000, "burmese"), (0x10A0, "georgian"), (0x1100, "hangul"),
    (0x1200, "ethiopic"), (0x13A0, ""), (0x1780, "khmer"), (0x1800, "mongolian"), (0x18B0, ""), (0x1C90, "georgian"),
    (0x1CC0, ""), (0x1E00, "latin"), (0x1F00, "greek"), (0x2000, ""), (0x3041, "kana"), (0x3100, ""),
    (0x3130, "hangul"), (0x3190, ""), (0x31F0, "kana"), (0x3200, ""), (0x3400, "han"), (0x4DC0, ""), (0x4E00, "han"),
    (0xA000, ""), (0xAC00, "hangul"), (0xD7B0, ""), (0xF900, "han"), (0xFB00, "latin"), (0xFB13, "armenian"),
    (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, ""), (0xFE70, "arabic"), (0xFEFF, ""), (0xFF66, "kana"),
    (0xFFA0, ""), (0x20000, "han"), (0x323B0, ""),
)  # fmt: skip
_STARTS: Final = [start for start, _ in _RANGES]
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalpha())

ONE_LANGUAGE: Final = {
    "greek": "el", "armenian": "hy", "georgian": "ka", "gurmukhi": "pa", "gujarati": "gu", "oriya": "or", "tamil": "ta",
    "telugu": "te", "kannada": "kn", "malayalam": "ml", "sinhala": "si", "thai": "th", "lao": "lo", "burmese": "my",
    "khmer": "km", "hangul": "ko", "thaana": "dv", "mongolian": "mn", "syriac": "syr",
}  # fmt: skip
_DENSE: Final = frozenset({"han", "kana", "hangul"})  # one of whose characters says as much as three letters


def scripts_in(text: str) -> dict[str, int]:
    """How many letters of each script a text has."""
    plain = text.encode("ascii", "ignore")  # most of nearly every text: its letters are counted all at once
    if len(plain) * 2 < len(text):
        return scripts_of(Counter(text))
    found = scripts_of(Counter(_NOT_ASCII.findall(text))) if len(plain) < len(text) else {}
    if count := len(plain.translate(None, _NO_LETTERS)):
        found["latin"] = found.get("latin", 0) + count
    return found


def scripts_of(letters: Mapping[str, int]) -> dict[str, int]:
    """The same of letters that are counted."""
    found: dict[str, int] = {}
    for char, count in letters.items():
        if script := _script_of(char):
            found[script] = found.get(script, 0) + count
    return found


@lru_cache(maxsize=8192)
def _script_of(char: str) -> str:
    return _RANGES[bisect_right(_STARTS, ord(char)) - 1][1] if char >= "A" else ""


def main_script(scripts: dict[str, int]) -> str | None:
    """The script that most of the text is in; ``cjk`` for Chinese characters, alone or with kana."""
    weighed: dict[str, int] = {}
    for script, count in scripts.items():
        name = "cjk" if script in {"han", "kana"} else script
        weighed[name] = weighed.get(name, 0) + (3 * count if script in _DENSE else count)
    return max(weighed, key=lambda name: weighed[name]) if weighed else None
