"""Words of a feed or an API: markup and entities out of a title, an address from whatever was written."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final

from crawler.discover.addresses import absolute
from crawler.extract.text import squeeze

# A number needs no semicolon (HTML, 13.2.5.80); a name does, lest "&copy" of a query becomes a sign.
_ENTITY: Final = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)")
MARKUP: Final = (  # tags of a text's own, none of which a feed or a sitemap has for itself
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|li|mark|ol|p|pre|q"
    r"|s|small|span|strong|sub|sup|table|tbody|td|th|time|tr|tt|u|ul|wbr)(?:\s[^<>]*)?/?>"
)
_TAG: Final = re.compile(MARKUP, re.IGNORECASE)
_SPACED: Final = re.compile(r"</?(?:br|p|div|li|tr|td|h[1-6])\b", re.IGNORECASE)
_MICROSOFT: Final = re.compile(r"^\\?/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?/$")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
LONGEST: Final = 2_000  # characters: no title, date or kind is longer, and no more is kept of a summary
_LOOKED_AT: Final = 4 * LONGEST  # … with the markup in it
# Seconds since 1970: from 1990 on, so that no ordinal number passes for a moment.
_EARLIEST: Final = 631_152_000
_LATEST: Final = 4_102_444_800


def words(value: Any) -> str | None:
    """A value as one line of text without markup; ``None`` where there is nothing to be read."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return next((text for text in map(words, value) if text), None)
    if isinstance(value, dict):
        return next(
            (text for key in ("rendered", "value", "title", "name", "text") if (text := words(value.get(key)))), None
        )
    return told(squeeze(_unmarked(str(value)[:_LOOKED_AT])))


def told(text: str) -> str | None:
    """A text that can be a title, a date or a kind; ``None`` for an empty one, and for one that is far too long."""
    return text if 0 < len(text) <= LONGEST else None


def summary(value: Any) -> str | None:
    """The same, cut to what a summary needs."""
    if isinstance(value, dict):
        value = value.get("rendered")
    return squeeze(_unmarked(value[:_LOOKED_AT]))[:LONGEST] or None if isinstance(value, str) else None


def moment(value: Any) -> str | None:
    """A date as it is written; a count of seconds or milliseconds since 1970 as ISO 8601 in UTC."""
    if isinstance(value, str) and (match := _MICROSOFT.match(value.strip())):
        return _counted(int(match.group(1)) / 1000)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _counted(value / 1000 if abs(value) > _LATEST else float(value)) or str(value)
    return words(value)


def language(value: Any) -> str | None:
    """A language's code (BCP 47), or ``None``."""
    text = words(value)
    if text is None or not _LANGUAGE.fullmatch(text):
        return None
    code, *rest = re.split("[-_]", text)
    return "-".join([code.lower(), *rest])


def address(value: Any, base: str) -> str | None:
    """The http address that a value means, or ``None``."""
    text = value if isinstance(value, str) else words(value)
    return absolute(base, text) if text else None


def _unmarked(text: str) -> str:
    """Feeds escape their titles once, twice or not at all: what is left of tags and entities goes."""
    for _ in range(2):
        if "<" in text:
            text = _without_comments(text)
            text = _TAG.sub(lambda match: " " if _SPACED.match(match.group()) else "", text)
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda match: unescape(match.group()), text)
    return text


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join((*kept, text[at:])) if kept else text


def _counted(seconds: float) -> str | None:
    if not _EARLIEST <= seconds < _LATEST:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()
