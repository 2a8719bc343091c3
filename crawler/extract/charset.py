"""The charset of a page: which one its bytes are in, and the text as UTF-8. The choice is kept with the reading.

Order: a byte order mark, then the bytes themselves where they are UTF-8 beyond ASCII (a contradicting declaration is
reported, as windows-1251 pages that are UTF-8 exist), then the header, then ``<meta>``, then detection.
"""

import re
from dataclasses import dataclass
from typing import Final

from w3lib.encoding import resolve_encoding

from crawler.extract.detection import plausibility

SUSPECT: Final = 0.005  # share of characters that could not be decoded: beyond it the text is reported
HOPELESS: Final = 0.1  # … and beyond this it is no text at all

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META: Final = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML: Final = re.compile(rb"^\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_META_WINDOW: Final = 65_536  # HTML asks for 1,024 bytes; archives of others inject scripts before the page's own head
_DETECT_WINDOW: Final = 131_072
_CHARACTERS: Final = 20  # beyond ASCII, that a broken page needs to be known as UTF-8


# Codecs whose name on the web is another (WHATWG Encoding, §4.2).
_LABELS: Final = {
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp874": "windows-874",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "big5hkscs": "big5",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    **{f"cp{number}": f"windows-{number}" for number in range(1250, 1259)},
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in range(2, 17)},
}


# Those of the same standard that are no relics of another system: detection would take a Turkish page for cp850.
_ON_THE_WEB: Final = (
    "utf_8", "cp1252", "cp1251", "cp1250", "cp1254", "cp1256", "cp1255", "cp1253", "cp1257", "cp1258", "cp874",
    "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "koi8_r", "koi8_u", "gb18030", "big5",
    "big5hkscs", "cp932", "shift_jis", "euc_jp", "iso2022_jp", "euc_kr", "cp949",
)  # fmt: skip


_LATIN: Final = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2")  # in general use first


def label(codec: str) -> str:
    """The charset's name on the web: ``windows-1251`` for Python's ``cp1251``."""
    return _LABELS.get(codec, codec)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text as UTF-8 bytes without NUL, the charset it was in, and the share of characters lost."""

    utf8: bytes
    charset: str
    lost: float
    warnings: tuple[str, ...]


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Decode a page. Never raises; what cannot be decoded becomes U+FFFD and is counted."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _replaced(body[len(mark) :], name, ())
    declared = _declared(body, content_type)
    escaped = b"\x1b" in body and b"\x1b$" in body  # one byte is found in a hundredth of the time of two
    if body.isascii() and not escaped and b"\x00" not in body:  # ISO-2022 and UTF-16 hide in seven bits
        return Decoded(body, label(declared[0]) if declared else "utf-8", 0.0, ())
    wide = _wide(body)
    if wide:
        return _replaced(body, wide, ())
    utf8 = None if body.isascii() else _as_utf8(body)
    if utf8 is not None:
        other = next((name for name in declared if name != "utf-8"), None)
        note = (f"charset: declared as {label(other)}, but the bytes are UTF-8",) if other else ()
        return _reported(Decoded(_without_nul(utf8.utf8), "utf-8", utf8.lost, note))
    return _best(body, declared)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Charsets that the header and the page name, in order of weight, as Python codecs; unknown names are none."""
    labels = [_HEADER.search(content_type or "")]
    head = body[:_META_WINDOW]
    found = [m.group(1) for m in labels if m]
    found += [m.group(1).decode("ascii") for m in (_META.search(head), _XML.match(head)) if m]
    names: list[str] = []
    for label in found:
        name = resolve_encoding(label)  # also widens gb2312 to gb18030 and latin-1 to cp1252, as browsers do
        if name and name.startswith("utf-16") and b"\x00" not in head:
            name = "utf-8"  # HTML, 13.2.3.3: a page whose <meta> could be read byte by byte is not UTF-16
        if name and name not in names:
            names.append(name)
    return names


def _best(body: bytes, declared: list[str]) -> Decoded:
    """The declared charset if it decodes nearly all; otherwise whatever loses least, with a word about it."""
    tried = [_replaced(body, name, ()) for name in declared]
    if tried and tried[0].lost <= SUSPECT:
        return _reported(tried[0])
    detected = _detect(body)
    tried += [_replaced(body, name, ()) for name in (detected, "cp1252") if name and name not in declared]
    best = min(tried, key=lambda item: item.lost)
    if declared and best.charset != label(declared[0]):
        note = f"charset: declared as {label(declared[0])}, which does not decode; read as {best.charset}"
        best = Decoded(best.utf8, best.charset, best.lost, (note,))
    return _reported(best)


def _reported(decoded: Decoded) -> Decoded:
    if decoded.lost <= SUSPECT:
        return decoded
    note = (
        f"charset: {decoded.lost:.1%} of the characters could not be decoded as {decoded.charset}; the text is suspect"
    )
    return Decoded(decoded.utf8, decoded.charset, decoded.lost, (*decoded.warnings, note))


def _replaced(body: bytes, name: str, warnings: tuple[str, ...]) -> Decoded:
    try:
        text = body.decode(name, "replace")
    except (LookupError, ValueError, TypeError):  # a codec that is no text encoding, or refuses to replace
        return Decoded(body.decode("utf-8", "replace").encode(), label(name), 1.0, warnings)
    already = body.count("�".encode()) if name == "utf-8" else 0  # stated by the page itself
    lost = (text.count("�") - already) / max(len(text), 1)
    return Decoded(_without_nul(text.encode("utf-8", "replace")), label(name), max(lost, 0.0), warnings)


def _as_utf8(body: bytes) -> Decoded | None:
    """The body as UTF-8, or ``None`` where it is not. A page with a few broken bytes among many characters still is:
    in any other charset hardly one character in twenty would make sense as UTF-8."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        broken = text.count("�") - body.count("�".encode())
        whole = len(text) - len(text.encode("ascii", "ignore")) - broken
        return _replaced(body, "utf-8", ()) if whole >= _CHARACTERS and broken * 20 <= whole else None
    return Decoded(body, "utf-8", 0.0, ())


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: markup makes every second byte a zero."""
    head = body[:2048]
    if head.count(0) * 3 < len(head):
        return None
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _detect(body: bytes) -> str | None:
    """Among the charsets that browsers know."""
    from charset_normalizer import from_bytes  # slow to import and rarely needed

    text = re.sub(rb"<(script|style)\b.*?</\1>|<[^>]*>", b" ", body[:_DETECT_WINDOW], flags=re.S | re.I)
    best = from_bytes(text, cp_isolation=list(_ON_THE_WEB)).best()
    if best is None:
        return None
    if best.encoding in _LATIN:  # alike but for a few letters: the words tell
        read = {name: text.decode(name, "replace") for name in _LATIN}
        name = max(_LATIN, key=lambda name: plausibility(read[name]) - read[name].count("\ufffd"))
        return resolve_encoding(name)
    return resolve_encoding(best.encoding)


def _without_nul(utf8: bytes) -> bytes:
    return utf8.replace(b"\x00", b"") if b"\x00" in utf8 else utf8
