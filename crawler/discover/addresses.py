"""Addresses of listed statements: absolute as they would be requested, and what two spellings have in common."""

import re
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from crawler.model.identity import canonical_url

_LONGEST: Final = 8_000  # characters: RFC 9110 §4.1 asks servers to take as many


def absolute(base: str, href: str, charset: str = "utf-8") -> str | None:
    """The http address that a link leads to, as it would be requested; ``None`` for any other kind of link.

    Without fragment and user information. Path as UTF-8, query in the page's charset (WHATWG URL, 4.4).
    """
    href = re.sub(r"[\t\r\n]", "", href).strip()
    if not href or len(href) > _LONGEST:
        return None
    try:
        whole = re.match(r"(?i)https?://", href)  # nothing to join, and joining would drop an empty ";" at the end
        url = urldefrag(href if whole else urljoin(base, href)).url
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        netloc = parts.netloc.rpartition("@")[2]
        url = urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))
        canonical_url(url)
    except ValueError:
        return None
    try:
        return safe_url_string(url, encoding="utf-8" if charset.startswith("utf") else charset)
    except (LookupError, UnicodeEncodeError):  # a charset without a codec, or without this letter
        return safe_url_string(url)


def key_of(url: str) -> str | None:
    """What two links to one statement have in common: the canonical address without its scheme; ``None`` for none."""
    try:
        return canonical_url(url).partition("://")[2]
    except ValueError:
        return None
