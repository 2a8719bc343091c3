"""Text as it may be stored: no control characters, no lone surrogates, line ends and empty lines alike everywhere."""

import re
from typing import Final

_GONE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069\u00ad\u200b\ufeff]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ENDS: Final = re.compile("\r\n?|[\v\x1c-\x1e\x85\u2028]")
_PARAGRAPHS: Final = re.compile(" *\n(?: *\n)+")
_BLANKS: Final = re.compile("[^\\S\n]+")


def storable(text: str) -> str:
    """``text`` with ``\\n`` for every line end, one empty line between paragraphs, one space for any run of blanks."""
    text = _ENDS.sub("\n", text.replace("\f", "\n\n").replace("\u2029", "\n\n"))
    text = _GONE.sub("", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs are letters, halves none
    text = _BLANKS.sub(" ", text)
    return _PARAGRAPHS.sub("\n\n", "\n".join(line.strip(" ") for line in text.split("\n")))
