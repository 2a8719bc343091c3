"""Plone's REST interface: what ``@search`` or a folder lists.

Source: plonerestapi.readthedocs.io, "Search", "Batching". An answer names its following page; further metadata
(``effective``, ``modified``, ``Language``) is there where it was asked for with ``metadata_fields``.
"""

from typing import Any

from crawler.discover.item import Item, Items
from crawler.discover.json_text import parse_json
from crawler.discover.totals import total_of
from crawler.discover.words import address, language, moment, summary, words
from crawler.model.failure import Failure
from crawler.model.reading import Page

_NEVER = ("1969", "1970", "1000", "2499")  # what the catalogue holds where nobody set a date


def plone_items(page: Page) -> Items | Failure:
    """The items of one batch; ``date`` is when they came into effect, which Plone shows as the day of publication."""
    data = parse_json(page)
    if isinstance(data, Failure):
        return data
    given = data.get("items") if isinstance(data, dict) else None
    if not isinstance(given, list):
        return Failure("listing.empty", f"{page.url} is no answer of Plone's: it has no list of items")
    items = [item for entry in given if isinstance(entry, dict) and (item := _item(entry, page.url))]
    batching = data.get("batching")
    following = address(batching.get("next"), page.url) if isinstance(batching, dict) else None
    total = total_of(data.get("items_total"))
    return Items(items=tuple(items), met=len(given), next=following, more=following is not None, total=total)


def _item(entry: dict[str, Any], base: str) -> Item | None:
    url = address(entry.get("getURL") or entry.get("@id"), base)
    if url is None:
        return None
    return Item(
        url=url,
        title=words(entry.get("title") or entry.get("Title")),
        date=next(filter(None, (_date(entry.get(key)) for key in ("effective", "EffectiveDate", "Date"))), None),
        updated=_date(entry.get("modified") or entry.get("ModificationDate")),
        kind=words(entry.get("type_title") or entry.get("@type") or entry.get("portal_type")),
        language=_language(entry.get("Language") or entry.get("language")),
        summary=summary(entry.get("description") or entry.get("Description")),
    )


def _language(value: Any) -> str | None:
    return language(value.get("token")) if isinstance(value, dict) else language(value)


def _date(value: Any) -> str | None:
    text = moment(value)
    return None if text is None or text == "None" or text.startswith(_NEVER) else text
