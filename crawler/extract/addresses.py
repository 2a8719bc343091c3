"""Addresses in pages: made absolute, http and https alone."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.extract.text import plain

_UNSEEN: Final = dict.fromkeys(map(ord, "\t\n\r"))  # browsers read an address without them (WHATWG URL, §4.4)
# Links within a host, nine of ten, need no joining: nothing in them to be resolved, or dropped when they are written.
_OF_THIS_HOST: Final = re.compile(
    r"/(?![/.])(?:(?!/\.)[!$&'()*+,\-./\w:=@~%])*(?:\?[!$&'()*+,\-./\w:=@~%?]+)?", re.ASCII
)
_BARE: Final = re.compile(r"(?:https?:)?/{2,}|https?:/?", re.IGNORECASE)


def absolute(href: str | None, base: str) -> str | None:
    """The http(s) address that ``href`` means on a page, without fragment; ``None`` for anything else."""
    if not href:
        return None
    href = plain(href.translate(_UNSEEN)).strip()
    if not href or href.startswith("#") or _BARE.fullmatch(href):
        return None
    if _OF_THIS_HOST.fullmatch(href) and (host := _host(base)):
        return f"{host}{href}"
    return _joined(href, base)


@lru_cache(maxsize=256)
def _host(base: str) -> str | None:
    """Scheme and host of an address, without the slash after them."""
    front = _joined("/", base)
    return front and front[:-1]


@lru_cache(maxsize=4096)
def _joined(href: str, base: str) -> str | None:
    try:
        joined = urljoin(base, href)
        parts = urlsplit(joined)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # "http://[", a port that is no number
        return None
    return joined.partition("#")[0].replace(" ", "%20") if usable else None


def base_of(root: etree._Element, url: str) -> str:
    """What links of the page are relative to: its ``<base href>``, else its own address."""
    for element in root.iter("base"):
        return absolute(element.get("href"), url) or url
    return url


_UNITED_STATES: Final = frozenset({"gov", "mil"})
_NO_COUNTRY: Final = frozenset({"eu", "io", "co", "tv", "me", "cc", "ws", "fm", "ai", "su"})  # sold to anyone


def country_of(url: str) -> str | None:
    """The country (ISO 3166-1 alpha-2) of an address's top-level domain; ``None`` where that names none."""
    last = (urlsplit(url).hostname or "").rpartition(".")[2].lower()
    if last in _UNITED_STATES:
        return "US"
    if len(last) != 2 or last in _NO_COUNTRY or not last.isalpha():
        return None
    return "GB" if last == "uk" else last.upper()
