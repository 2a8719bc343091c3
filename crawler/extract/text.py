"""The text of a page: one spelling for characters that look alike or do not show."""

import re
import unicodedata
from typing import Final

_GONE: Final = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x200B,  # zero-width space (U+200C and U+200D spell words in Persian and Indic scripts: they stay)
        0x2060,
        0xFEFF,
        0x180E,
        *range(0x202A, 0x202F),  # bidirectional embeddings and overrides
        *range(0x2066, 0x206A),
        *(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F)),
        *(code for code in range(0x7F, 0xA0) if code != 0x85),  # C1 controls; U+0085 is a line end
    ]
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """NFC, without soft hyphens, zero-width characters and controls; every run of blanks is one space.

    Blanks at the ends are kept as one space, so that pieces of a sentence can be joined.
    """
    if not text.isprintable() or "  " in text:  # printable: none of what is taken out, and no blank but the space
        text = _one_spaced(text)
        if not text.isprintable():
            text = _one_spaced(_SURROGATE.sub("�", text.translate(_GONE)))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """:func:`plain`, without blanks at the ends: the one spelling of a title, a date or a paragraph."""
    text = text.strip()
    if text.isascii() and text.isprintable() and "  " not in text:  # most texts
        return text
    return plain(text).strip()


def _one_spaced(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
