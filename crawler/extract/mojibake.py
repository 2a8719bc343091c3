"""Mojibake: text that was read in the wrong charset before it came to the page. Flagged, and never repaired."""

import re
from collections.abc import Iterable
from typing import Final

_HIGH: Final = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0080-\u00bf"
_TWO: Final = "ÃÂÄÅÆÇÈÉÎÏÐÑØÙÚÛ"
_THREE: Final = "àáâãäåæçèéêëìíîï"
_AS_WESTERN: Final = re.compile(  # its first character by itself: so the others are passed over at once
    rf"[{_TWO}{_THREE}](?:(?<=[{_TWO}])[{_HIGH}]|(?<=[{_THREE}])[{_HIGH}]{{2}})"
    rf"(?:[{_TWO}][{_HIGH}]|[{_THREE}][{_HIGH}]{{2}})*"
)
_AS_CYRILLIC: Final = re.compile(
    r"(?:[РС][\u0402-\u040f\u0452-\u045f\u0490\u0491‚„…†‡€‰‹‘’“”•–—™›\u00a0-\u00bfА-яЁё]){4,}"
)
_CYRILLIC_AS_WESTERN: Final = re.compile(r"(?<![^\W\d_])[À-ÖØ-öø-ÿ]{4,}(?![^\W\d_])")
_AS_JAPANESE: Final = re.compile(r"(?:[縺繧繝][\u0020-\uffff]{1,2}){4,}")
_HIGH_SET: Final = frozenset("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ") | frozenset(map(chr, range(0x80, 0xC0)))
_MARKS: Final = frozenset("ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇІіґєјЅѕї‚„…†‡€‰°±µ¶·¬")
_ACCENTED: Final = frozenset(map(chr, range(0xC0, 0x100)))
_LOST: Final = "\ufffd"
_LOST_TWICE: Final = "锟斤拷"
_LOOKED_AT: Final = 200_000  # characters
_FEW: Final = 2  # sequences that are no accident
_MANY: Final = 8  # words of accented letters alone; no language of the West has them


def mojibake_in(text: str) -> str | None:
    """A warning where the text looks as if it had been decoded wrongly, with an example; else ``None``."""
    text = text[:_LOOKED_AT]
    if text.isascii():
        return None
    if lost := text.count(_LOST):
        place = text.index(_LOST)
        around = text[max(0, place - 12) : place + 12]
        return (
            f"text: {lost} characters were lost before or in decoding (U+FFFD), first at {around!r}; kept as they are"
        )
    if _LOST_TWICE in text:
        return f"text: {_LOST_TWICE!r} stands where characters were lost; kept as it is"
    for pattern, first, marks, codec, name in (
        (_AS_WESTERN, "ÃÂÄÅÐÑÎâãØÙ", _HIGH_SET, "cp1252", "windows-1252"),
        (_AS_CYRILLIC, "РС", _MARKS, "cp1251", "windows-1251"),
    ):
        if not _has(text, first) or not _has(text, marks):
            continue
        found = [match.group() for match in pattern.finditer(text)]
        spoiled = [item for item in found if _is_utf8(item, codec)]
        if len(spoiled) >= _FEW or any(len(item) > 7 for item in spoiled):
            return _told(spoiled, f"UTF-8 that was read as {name}")
    words = _CYRILLIC_AS_WESTERN.findall(text) if sum(char in text for char in _ACCENTED) >= _MANY else []
    if len(words) >= _MANY and sum(map(len, words)) * 2 > sum(map(str.isalpha, text)):
        return _told(words, "windows-1251 that was read as windows-1252")
    if _has(text, "縺繧繝") and (match := _AS_JAPANESE.search(text)):
        return _told([match.group()], "UTF-8 that was read as Shift_JIS")
    return None


def _has(text: str, chars: Iterable[str]) -> bool:
    return any(char in text for char in chars)


def _told(found: list[str], what: str) -> str:
    return f"text: looks like {what} ({found[0][:24]!r}, {len(found)} times); kept as it is"


def _is_utf8(spoiled: str, codec: str) -> bool:
    """Whether the sequence, encoded as it was misread, is the UTF-8 of letters or marks."""
    try:
        repaired = b"".join(_byte(char, codec) for char in spoiled).decode("utf-8")
    except UnicodeError:
        return False
    return len(repaired) < len(spoiled) and all(char.isprintable() and ord(char) > 0x7F for char in repaired)


def _byte(char: str, codec: str) -> bytes:
    try:
        return char.encode(codec)
    except UnicodeEncodeError:
        return char.encode("latin-1")  # bytes that the codec leaves out are read as controls
