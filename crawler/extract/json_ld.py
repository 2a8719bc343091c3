"""JSON-LD: the objects of schema.org that a page holds, wherever they are nested, and broken ones as far as they go."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from lxml import etree

from crawler.extract.text import squeeze

# Types that are a text with a date; a WebPage's dates are the page's, not the statement's.
_ARTICLES: Final = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "pressrelease", "report", "blogposting", "socialmediaposting", "specialannouncement",
    "governmentannouncement", "advertisercontentarticle", "scholarlyarticle", "techarticle", "liveblogposting",
})  # fmt: skip
_PAGES: Final = frozenset({"webpage", "itempage", "collectionpage", "aboutpage"})
_NAMED: Final = frozenset({"website", "organization", "governmentorganization", "newsmediaorganization"})
# What leads on to the object that a page is about; lists of others and comments are not followed.
_LEADS: Final = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "about", "subjectOf")
_MOST: Final = 200  # objects of one script
_LONGEST: Final = 1_000_000  # characters of a script
_COMMENT: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)\s*$"
)
_COMMA: Final = re.compile(r",(\s*[}\]])")
_FIELD: Final = re.compile(r'"(@type|headline|datePublished)"\s*:\s*(?:\[\s*)?"((?:[^"\\]|\\.){1,500})"')


def objects_of(root: etree._Element) -> list[dict[str, Any]]:
    """The objects, in order. Never raises: of a script that is not JSON, type, headline and date are kept."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        text = script.text
        if not text or "ld+json" not in (script.get("type") or "").lower() or len(text) > _LONGEST:
            continue
        value = _parsed(_COMMENT.sub("", text))
        found += _objects(value, 0) if value is not None else _pieces(text)
    return found[:_MOST]


def is_article(item: dict[str, Any]) -> bool:
    """It is a text with a date of its own."""
    return not _ARTICLES.isdisjoint(_types(item))


def is_page(item: dict[str, Any]) -> bool:
    """It is the page around a text."""
    return not _PAGES.isdisjoint(_types(item))


def site_names_of(items: list[dict[str, Any]]) -> Iterator[str]:
    """Names of the site and of who publishes it."""
    for item in items:
        publisher = item.get("publisher")
        for one in (publisher, item if not _NAMED.isdisjoint(_types(item)) else None):
            if isinstance(one, dict) and (name := string(one.get("name"))):
                yield name


def string(value: object) -> str | None:
    """A string's one spelling: many systems escape it once too often."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    return squeeze(unescape(value)) or None if isinstance(value, str) else None


def _parsed(text: str) -> object:
    for attempt in (text, _COMMA.sub(r"\1", text).strip().rstrip(";")):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _pieces(text: str) -> list[dict[str, Any]]:
    """What can be told of a broken script: an object, if each of its fields is there just once."""
    fields: dict[str, Any] = {}
    for name, value in _FIELD.findall(text):
        if name != "@type" and name in fields:
            return []
        if name != "@type" or value.lower() in _ARTICLES:
            fields.setdefault(name, value.replace('\\"', '"').replace("\\/", "/"))
    return [fields] if "@type" in fields else []


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(value, list):
        for item in value[:_MOST]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _LEADS:
            if isinstance(value.get(name), (dict, list)):
                yield from _objects(value[name], depth + 1)


def _types(item: dict[str, Any]) -> set[str]:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {re.split(r"[/#:]", name)[-1].lower() for name in names if isinstance(name, str)}
