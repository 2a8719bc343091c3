"""What a page links that leads a probe on: feeds, APIs, press pages, the same page in other languages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.extract.addresses import absolute
from crawler.extract.language import normal
from crawler.extract.text import squeeze
from crawler.probing.items import bare, domain_of
from crawler.probing.words import AUTONYMS, LANGUAGES, PRESS, PRESS_PATH, REGIONS_AS_LANGUAGES

_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml"}
)
_FEED_PATH: Final = re.compile(
    r"(?:^|/)(?:feed|rss|atom|rdf)(?:/|$)|\.(?:rss|rdf|atom)$|(?:rss|feed|atom)[^/]*\.xml$|/rss\.(?:php|aspx)$|rss=1",
    re.I,
)
_COMMENTS: Final = re.compile(r"comment|/wp-json/|oembed", re.IGNORECASE)
_LONGEST: Final = 60  # characters of a menu's entry
_MARKS: Final = re.compile(r"[\s»›>→•|]+$|^[\s»›>→•|]+|\s*\(\d+\)$")


@dataclass(frozen=True, slots=True)
class PressLink:
    """A link whose words or address mean press, news or statements; ``weight`` as in :mod:`crawler.probing.words`."""

    url: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Links:
    """``languages`` maps codes to the addresses of the page in them. ``wordpress`` and ``plone`` are the roots of their
    APIs, where the page names them or is made by them.
    """

    feeds: tuple[str, ...]
    press: tuple[PressLink, ...]
    languages: Mapping[str, str]
    wordpress: str | None
    plone: str | None


def links_of(root: etree._Element, url: str, base: str, utf8: bytes) -> Links:
    """What a page links."""
    return Links(
        tuple(dict.fromkeys(_feeds(root, url, base))),
        tuple(_press(root, url, base)),
        languages_of(root, url, base),
        next(_wordpress(root, base, utf8), None),
        _plone(root, base, utf8),
    )


def _feeds(root: etree._Element, url: str, base: str) -> Iterator[str]:
    host = domain_of(urlsplit(url).hostname or "")
    for link in root.iter("link"):
        feed = "alternate" in (link.get("rel") or "").lower() and (link.get("type") or "").lower() in _FEED_TYPES
        if feed and (address := absolute(link.get("href"), base)) and not _COMMENTS.search(address):
            yield address
    for anchor in root.iter("a"):
        address = absolute(anchor.get("href"), base)
        parts = urlsplit(address or "")
        if (
            address
            and _FEED_PATH.search(f"{parts.path}?{parts.query}".rstrip("?"))
            and domain_of(parts.hostname or "") == host
        ):
            yield address


def _press(root: etree._Element, url: str, base: str) -> list[PressLink]:
    """Links to press pages, the most telling first, each once."""
    host = domain_of(urlsplit(url).hostname or "")
    found: dict[str, PressLink] = {}
    for place, anchor in enumerate(root.iter("a")):
        address = absolute(anchor.get("href"), base)
        if address is None or bare(address) == bare(url) or domain_of(urlsplit(address).hostname or "") != host:
            continue
        if _FEED_PATH.search(urlsplit(address).path):
            continue
        text = _MARKS.sub("", squeeze(" ".join(anchor.itertext())) or squeeze(anchor.get("title") or ""))
        weight = _weight(text, urlsplit(address).path)
        if weight <= 0:
            continue
        weight -= 0.1 * min(place, 300) / 300  # of two alike, the first
        key = bare(address)
        if key not in found or found[key].weight < weight:
            found[key] = PressLink(address, text, weight)
    return sorted(found.values(), key=lambda link: -link.weight)


def _weight(text: str, path: str) -> float:
    if not text or len(text) > _LONGEST:
        return 0.0
    folded = text.casefold().strip(" :.…")
    weight = float(PRESS.get(folded, 0))
    if not weight:
        # "All press releases", "News & statements": a known word among few others says nearly as much.
        words = re.split(r"\s*(?:&|,|/|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b)\s*|\s*[-–|:]\s*", folded)
        weight = max((PRESS.get(word, 0) - 0.3 for word in words if word), default=0.0)
    if weight <= 0 and len(folded.split()) <= 4:
        held = (PRESS[word] - 0.6 for word in PRESS if len(word) > 4 and re.search(rf"\b{re.escape(word)}\b", folded))
        weight = max(held, default=0.0)
    last = path.rstrip("/").rpartition("/")[2]
    if PRESS_PATH.fullmatch(re.sub(r"\.\w{2,5}$", "", last)):
        weight = weight + 0.5 if weight > 0 else (0.8 if len(folded) <= 30 else 0.0)
    return weight


def languages_of(root: etree._Element, url: str, base: str) -> dict[str, str]:
    """The page in other languages: what it declares (``hreflang``), else links that are named like languages."""
    found: dict[str, str] = {}
    for link in root.iter("link", "a"):
        if code := normal(link.get("hreflang")):
            address = absolute(link.get("href"), base)
            if address and code != "x" and code.partition("-")[0] in LANGUAGES:
                found.setdefault(code, address)
    if len(found) > 1:
        return found
    host = domain_of(urlsplit(url).hostname or "")
    for anchor in root.iter("a"):
        address = absolute(anchor.get("href"), base)
        if not address or domain_of(urlsplit(address).hostname or "") != host:
            continue
        text = squeeze(" ".join(anchor.itertext())).casefold().strip(" |/[]()")
        if not text:
            image = next(iter(anchor.iter("img")), None)
            text = squeeze(anchor.get("title") or (image.get("alt") if image is not None else "") or "").casefold()
        code = AUTONYMS.get(text) or (code_of(text) if len(text) <= 3 else None)
        if code:
            found.setdefault(code, address)
    return found if len(found) > 1 or any(_in_address(code, link) for code, link in found.items()) else {}


def code_of(text: str) -> str | None:
    """The language that a short word of a switcher or an address stands for."""
    text = text.lower()
    return text if text in LANGUAGES else REGIONS_AS_LANGUAGES.get(text)


def _in_address(code: str, url: str) -> bool:
    parts = urlsplit(url)
    words = re.split(r"[/.?&=_-]", f"{parts.hostname}/{parts.path}?{parts.query}".lower())
    return any(code_of(word) == code for word in words if word)


def _wordpress(root: etree._Element, base: str, utf8: bytes) -> Iterator[str]:
    for link in root.iter("link"):
        if "https://api.w.org/" in (link.get("rel") or "").split() and (address := absolute(link.get("href"), base)):
            yield address
    if b"/wp-content/" in utf8 or b"/wp-includes/" in utf8:
        yield urljoin(base, "/wp-json/")


def _plone(root: etree._Element, base: str, utf8: bytes) -> str | None:
    """The root of a Plone site: what its pages say by ``data-portal-url`` or the folder of its resources."""
    for body in root.iter("body"):
        if address := absolute(body.get("data-portal-url"), base):
            return address.rstrip("/")
    match = re.search(rb"[\"'](https?://[^\"'\s]{1,200}?|)/\+\+(?:plone|resource|theme)\+\+", utf8)
    return urljoin(base, match.group(1).decode("latin-1") or "/").rstrip("/") if match else None
