"""WordPress's REST interface: posts as ``wp/v2/posts`` (or any type of post) lists them.

Source: developer.wordpress.org/rest-api. A page holds at most 100 posts; the header X-WP-TotalPages says how many pages
there are and X-WP-Total how many posts, and the page after the last answers 400 ``rest_post_invalid_page_number``.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.discover.item import Item, Items
from crawler.discover.json_text import parse_json
from crawler.discover.totals import total_of
from crawler.discover.words import address, language, summary, words
from crawler.model.failure import Failure
from crawler.model.reading import Page


def wordpress_items(page: Page) -> Items | Failure:
    """The posts of one page. ``date`` is the site's own, without time zone, as its pages show it."""
    data = parse_json(page)
    if isinstance(data, Failure):
        return data
    if not isinstance(data, list):
        said = f": {data.get('message')}" if isinstance(data, dict) and data.get("message") else ""
        return Failure("listing.empty", f"{page.url} is no list of posts{said}")
    items = [item for entry in data if isinstance(entry, dict) and (item := _item(entry, page.url))]
    total = total_of(page.header("x-wp-total"))
    return Items(items=tuple(items), met=len(data), more=bool(data) and _more(page), total=total)


def _item(entry: dict[str, Any], base: str) -> Item | None:
    url = address(entry.get("link") or words(entry.get("guid")), base)
    if url is None:
        return None
    return Item(
        url=url,
        title=words(entry.get("title")),
        date=words(entry.get("date") or entry.get("date_gmt")),
        updated=words(entry.get("modified") or entry.get("modified_gmt")),
        kind=_kind(entry),
        language=language(entry.get("lang") or entry.get("locale")),
        summary=summary(entry.get("excerpt")),
        alternates=tuple(_alternates(entry, base)),
    )


def _kind(entry: dict[str, Any]) -> str | None:
    """The first category where it was embedded; else a type of post of the site's own."""
    embedded = entry.get("_embedded")
    groups = embedded.get("wp:term") if isinstance(embedded, dict) else None
    for group in groups if isinstance(groups, list) else ():
        for term in group if isinstance(group, list) else ():
            if isinstance(term, dict) and term.get("taxonomy") == "category":
                return words(term.get("name"))
    kind = words(entry.get("type"))
    return None if kind in ("post", "page", "attachment") else kind


def _alternates(entry: dict[str, Any], base: str) -> list[tuple[str, str]]:
    """As the plugins for languages tell them: by code, or as a list of objects."""
    given = entry.get("translations") or entry.get("wpml_translations")
    pairs: list[tuple[Any, Any]] = []
    if isinstance(given, dict):
        pairs = list(given.items())
    elif isinstance(given, list):
        pairs = [(one.get("locale"), one.get("href")) for one in given if isinstance(one, dict)]
    found = []
    for code, value in pairs:
        spoken, url = language(code), address(value, base) if isinstance(value, str) else None
        if spoken and url and value.lower().startswith("http"):
            found.append((spoken, url))
    return found


def _more(page: Page) -> bool:
    """Whether there is a page after this one, as its header has it; without the header: until a page is empty."""
    total = page.header("x-wp-totalpages") or ""
    if not total.isdecimal():
        return True
    asked = parse_qs(urlsplit(page.url).query).get("page", ["1"])[-1]
    return not asked.isdecimal() or int(asked) < int(total)
