"""What a page says of itself for machines: JSON-LD, ``<meta>``, microdata."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from crawler.extract.text import squeeze

# Types of schema.org that are a text with a date; a WebPage's dates are the page's, not the statement's.
_ARTICLES: Final = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "pressrelease",
    "report", "blogposting", "specialannouncement", "governmentannouncement", "advertisercontentarticle",
})  # fmt: skip
# dc.date and its like are left out: many systems put the time of creation or of the last change there.
_DATES: Final = (
    "article:published_time", "article:published", "og:article:published_time", "dcterms.issued", "dc.date.issued",
    "datepublished", "pubdate", "publishdate", "publish-date", "publication_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_TITLES: Final = ("og:title", "dcterms.title", "dc.title", "twitter:title")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of the page about itself, and where: ``json-ld`` or ``meta``."""

    text: str
    method: str


@dataclass(frozen=True, slots=True)
class Markup:
    """Everything the page says, in order of weight."""

    titles: tuple[Said, ...]
    dates: tuple[Said, ...]
    site_names: tuple[str, ...]


def read_markup(root: etree._Element) -> Markup:
    """Read it. Never raises: JSON-LD that is not JSON is passed over."""
    metas = _metas(root)
    articles = [item for item in _json_ld(root) if _is_article(item)]
    titles = [Said(text, "json-ld") for item in articles if (text := _string(item.get("headline")))]
    titles += [Said(metas[name], "meta") for name in _TITLES if name in metas]
    dates = [Said(text, "json-ld") for item in articles if (text := _string(item.get("datePublished")))]
    dates += [Said(metas[name], "meta") for name in _DATES if name in metas]
    dates += [Said(text, "meta") for text in _microdata(root)]
    names = [metas[name] for name in ("og:site_name", "application-name", "dcterms.publisher") if name in metas]
    return Markup(tuple(titles), tuple(dates), tuple(names))


def _metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = squeeze(meta.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _microdata(root: etree._Element) -> Iterator[str]:
    for element in root.iter("time", "span", "abbr"):
        if (element.get("itemprop") or "").lower() == "datepublished":
            stated = squeeze(element.get("datetime") or element.get("content") or "".join(element.itertext()))
            if stated:
                yield stated


def _json_ld(root: etree._Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not script.text:
            continue
        try:
            value = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(value)


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a document's top, its lists and its ``@graph``."""
    if isinstance(value, list):
        for item in value[:200]:
            if isinstance(item, dict):
                yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        if isinstance(value.get("@graph"), list):
            yield from _objects(value["@graph"])


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.rpartition("/")[2].lower() in _ARTICLES for name in names)


def _string(value: object) -> str | None:
    return squeeze(value) or None if isinstance(value, str) else None
