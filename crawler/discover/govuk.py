"""GOV.UK: what its Search API finds, and the documents that a page of its Content API links.

Sources: docs.publishing.service.gov.uk, "Search API" (``api/search.json``: results, start, total) and "Content API"
(``api/content``: links, details).
"""

from typing import Any, Final

from crawler.discover.item import Item, Items
from crawler.discover.json_text import parse_json
from crawler.discover.totals import total_of
from crawler.discover.words import address, language, moment, summary, words
from crawler.model.failure import Failure
from crawler.model.reading import Page

# Lists of links that name other things than documents (content-schemas, links).
_OTHERS: Final = frozenset(
    {
        "available_translations",
        "child_taxons",
        "email_alert_signup",
        "facet_group",
        "facets",
        "field_of_operation",
        "government",
        "lead_organisations",
        "mainstream_browse_pages",
        "ministers",
        "ordered_child_organisations",
        "ordered_parent_organisations",
        "ordered_successor_organisations",
        "organisations",
        "original_primary_publishing_organisation",
        "parent",
        "people",
        "policy_areas",
        "primary_publishing_organisation",
        "role_appointments",
        "roles",
        "root_taxon",
        "speaker",
        "suggested_ordered_related_items",
        "supporting_organisations",
        "taxons",
        "topics",
        "world_locations",
        "worldwide_organisations",
    }
)


def govuk_items(page: Page) -> Items | Failure:
    """The results of a search, or the documents that a content item links."""
    data = parse_json(page)
    if isinstance(data, Failure):
        return data
    if not isinstance(data, dict):
        return Failure("listing.empty", f"{page.url} is no answer of GOV.UK's")
    results = data.get("results")
    if isinstance(results, list):
        items = [item for entry in results if isinstance(entry, dict) and (item := _result(entry, page.url))]
        total = total_of(data.get("total"))
        return Items(items=tuple(items), met=len(results), more=_more(data, len(results)), total=total)
    links, details = data.get("links"), data.get("details")
    if isinstance(links, dict) or isinstance(details, dict):
        given = [*_linked(links), *_featured(details)]
        found = {item.url: item for entry in reversed(given) if (item := _document(entry, page.url))}
        items = list(reversed(found.values()))
        return Items(
            items=tuple(items),
            met=len(given),
            title=words(data.get("title")),
            language=language(data.get("locale")),
        )
    return Failure("listing.empty", f"{page.url} has neither results nor links")


def _result(entry: dict[str, Any], base: str) -> Item | None:
    url = address(entry.get("link") or entry.get("_id"), base)
    if url is None:
        return None
    kinds = (entry.get(key) for key in ("content_store_document_type", "display_type", "format", "document_type"))
    return Item(
        url=url,
        title=words(entry.get("title")),
        date=moment(entry.get("public_timestamp")),
        kind=next((text for value in kinds if (text := words(value))), None),
        language=language(entry.get("locale")),
        summary=summary(entry.get("description")),
    )


def _more(data: dict[str, Any], results: int) -> bool:
    start, total = data.get("start"), data.get("total")
    if not results:
        return False
    return not isinstance(start, int) or not isinstance(total, int) or start + results < total


def _linked(links: Any) -> list[dict[str, Any]]:
    given = links if isinstance(links, dict) else {}
    return [
        entry
        for name, entries in given.items()
        if name not in _OTHERS and isinstance(entries, list)
        for entry in entries
        if isinstance(entry, dict) and entry.get("base_path")
    ]


def _featured(details: Any) -> list[dict[str, Any]]:
    given = details.get("ordered_featured_documents") if isinstance(details, dict) else None
    return [entry for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []


def _document(entry: dict[str, Any], base: str) -> Item | None:
    url = address(entry.get("web_url") or entry.get("base_path") or entry.get("href"), base)
    if url is None:
        return None
    return Item(
        url=url,
        title=words(entry.get("title")),
        date=moment(entry.get("first_published_at")),
        updated=moment(entry.get("public_updated_at")),
        kind=words(entry.get("document_type")),
        language=language(entry.get("locale")),
        summary=summary(entry.get("description") or entry.get("summary")),
    )
