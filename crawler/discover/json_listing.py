"""Search APIs that answer in JSON: where the items are, and what is in one, is said in JMESPath."""

import re
from functools import lru_cache
from typing import Any, Final

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from crawler.discover.item import Item, Items, left_out
from crawler.discover.json_text import parse_json
from crawler.discover.totals import total_in
from crawler.discover.words import address, language, moment, words
from crawler.model.failure import Failure
from crawler.model.reading import Page
from crawler.model.source import Listing

MOST: Final = 50_000  # items of one answer

_NAME: Final = re.compile(r"\{([^{}]+)\}")


def json_items(page: Page, listing: Listing) -> Items | Failure:
    """The items of an answer, by the paths of ``listing``; an answer whose list is not there is refused."""
    data = parse_json(page)
    if isinstance(data, Failure):
        return data
    return items_in(data, page.url, listing)


def items_in(data: Any, url: str, listing: Listing) -> Items | Failure:
    """The same, of a value already parsed."""
    found = search(listing.items or "@", data)
    if isinstance(found, dict):  # an object by key, as some APIs have it
        found = list(found.values())
    if not isinstance(found, list):
        return Failure("listing.empty", f"{url} has no list of items at '{listing.items or '@'}'")
    items = [item for entry in found[:MOST] if (item := _item(entry, url, listing))]
    following = None
    pagination = listing.pagination
    if pagination is not None and pagination.path:
        following = address(search(pagination.path, data), url)
    return Items(
        items=tuple(items),
        met=len(found),
        next=following,
        left_out=left_out(len(found), "items", MOST),
        total=total_in(data, len(found)),
    )


def search(path: str, data: Any) -> Any:
    """What a JMESPath finds; ``None`` where it does not apply to the value."""
    try:
        return _compiled(path).search(data)
    except JMESPathError:
        return None


def addressed(template: str, entry: Any) -> str | None:
    """An address template with ``{name}`` filled from the entry; ``None`` where a value is missing."""
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        found = words(search(match.group(1), entry))
        missing = missing or found is None
        return found or ""

    filled = _NAME.sub(value, template)
    return None if missing else filled


@lru_cache(maxsize=1024)
def _compiled(path: str) -> ParsedResult:
    return jmespath.compile(path)


def _item(entry: Any, base: str, listing: Listing) -> Item | None:
    if listing.address:
        url = address(addressed(listing.address, entry), base)
    else:
        url = address(search(listing.link, entry), base) if listing.link else None
    if url is None:
        return None

    def said(path: str | None) -> Any:
        return search(path, entry) if path else None

    return Item(
        url=url,
        title=words(said(listing.title)),
        date=moment(said(listing.date)),
        kind=words(said(listing.kind)),
        language=language(said(listing.language)),
    )
