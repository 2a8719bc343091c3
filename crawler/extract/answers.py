"""Answers of content APIs that are statements themselves: GOV.UK, WordPress, Plone. JSON in, a reading out."""

import json
from typing import Any, Final

from crawler.extract.answer import Answer
from crawler.extract.govuk_answer import is_govuk, read_govuk
from crawler.extract.plone_answer import is_plone, read_plone
from crawler.extract.wordpress_answer import is_wordpress, read_wordpress
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source

_LARGEST: Final = 32 * 1024 * 1024  # bytes: the longest of statements has one
_NAMES: Final = frozenset({"title", "headline", "name", "link", "url", "href", "slug", "@id", "date"})
_LISTS: Final = ("results", "items", "data", "hits", "posts", "documents", "articles")


def read_answer(page: Page, source: Source | None) -> Reading | Refusal | None:
    """What a JSON answer says, or why it is no statement; ``None`` where the page is not JSON at all. Never raises.

    A list of posts, a search's results, a collection: ``content.listing``. An error in JSON: ``content.soft404``. JSON
    that none of the known systems writes: ``content.not_html``.
    """
    if not looks_like_json(page):
        return None
    if len(page.body) > _LARGEST:
        return Refusal(
            Failure("content.too_large", f"the answer has {len(page.body):,} bytes; at most {_LARGEST:,} are read")
        )
    try:
        value = json.loads(page.body)
    except (ValueError, RecursionError) as error:
        return Refusal(Failure("content.not_html", f"the page is JSON that cannot be parsed: {str(error)[:120]}"))
    if isinstance(value, list):
        return _list(value, page, source)
    if not isinstance(value, dict):
        return Refusal(Failure("content.not_html", "the page is JSON, but no object"))
    return _object(value, page, source)


def looks_like_json(page: Page) -> bool:
    """Whether the answer is JSON by its first character and its header, or by its first characters alone."""
    head = page.body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith((b"{", b"[")):
        return False
    media_type = (page.header("content-type") or "").partition(";")[0].strip().lower()
    if media_type in {"application/json", "text/json"} or media_type.endswith("+json"):
        return True
    rest = head[1:].lstrip()
    return rest.startswith((b'"', b"{")) and b"<html" not in head.lower() and not head.startswith(b"{\\rtf")


def _list(value: list[Any], page: Page, source: Source | None) -> Reading | Refusal:
    if len(value) == 1 and isinstance(value[0], dict) and is_wordpress(value[0]) and "slug=" in page.url:
        return _object(value[0], page, source)  # asked for by its name: a list of one
    if value and not any(isinstance(item, dict) and _NAMES & item.keys() for item in value[:20]):
        return Refusal(Failure("content.not_html", "the page is JSON, a list of what are no statements"))
    return Refusal(Failure("content.listing", f"the answer is a list of {len(value)} items, not a statement"))


def _object(value: dict[str, Any], page: Page, source: Source | None) -> Reading | Refusal:
    answer = Answer(value, page, source)
    if is_govuk(value):
        return read_govuk(answer)
    if is_wordpress(value):
        return read_wordpress(answer)
    if is_plone(value):
        return read_plone(answer)
    for name in _LISTS:
        if isinstance(value.get(name), list):
            return Refusal(Failure("content.listing", f"the answer is a list ('{name}'), not a statement"))
    if isinstance(value.get("message"), str) and isinstance(value.get("code", value.get("type")), str):
        return Refusal(Failure("content.soft404", f"the answer is an error: {value['message'][:100]!r}"))
    return Refusal(Failure("content.not_html", "the page is JSON that no system known here writes"))
