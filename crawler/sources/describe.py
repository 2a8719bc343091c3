"""Sources for people: what ``communique sources list``, ``show`` and ``check`` say, as text and as data."""

from collections.abc import Sequence
from typing import Any

from crawler.model.source import Listing, Source
from crawler.sources.lint import Remark, check_source, dated
from crawler.sources.loader import SHIPPED, Sources


def list_data(sources: Sources) -> list[dict[str, Any]]:
    """One object a source: id, name, country, languages, counts, and the file that it is read from."""
    return [
        {
            "id": source.id,
            "name": source.name,
            "country": source.country,
            "languages": list(source.languages),
            "sites": len(source.sites),
            "missions": sum(site.role == "mission" for site in source.sites),
            "listings": len(source.listings),
            "layouts": len(source.layouts),
            "file": str(sources.files[source.id].path),
            "shipped": sources.files[source.id].path.parent == SHIPPED,
        }
        for source in sources.values()
    ]


def list_text(sources: Sources) -> str:
    """A line a source, in columns; the notes of the loader below."""
    rows = [("ID", "COUNTRY", "LANGUAGES", "SITES", "NAME")]
    rows += [
        (source.id, source.country, _some(source.languages), str(len(source.sites)), source.name)
        for source in sources.values()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    return "\n".join([*lines, *(f"note: {note}" for note in sources.notes)])


def show_data(source: Source) -> dict[str, Any]:
    """Everything that the source's file says, defaults included."""
    return source.model_dump(mode="json")


def show_text(sources: Sources, source_id: str) -> str:
    """A source in words. Raises ``KeyError`` for an id that is not there."""
    source = sources[source_id]
    politeness = source.politeness
    lines = [
        f"{source.id}: {source.name}",
        f"  country    {source.country}, time zone {source.timezone}",
        f"  languages  {', '.join(source.languages)}",
        f"  file       {sources.files[source_id].path}",
        f"  politeness {politeness.delay:g} s between requests to a host, {politeness.concurrency} at once,"
        f" {politeness.timeout:g} s for an answer of at most {politeness.max_size:,} bytes, TLS {politeness.tls}",
        f"  sites      {len(source.sites)}",
    ]
    for site in source.sites:
        about = ", ".join(part for part in (site.name, site.country, " ".join(site.languages)) if part)
        lines.append(f"    {site.host} ({site.role})" + (f": {about}" if about else ""))
    lines.append(f"  listings   {len(source.listings)}")
    lines += [f"    {_listing(listing)}" for listing in source.listings]
    lines.append(f"  layouts    {len(source.layouts)}")
    for layout in source.layouts:
        period = f"until {layout.until}" if layout.until else "open"
        lines.append(f"    {layout.id}, {period}, for {' and '.join(layout.sites) or 'all sites'}")
    return "\n".join(lines)


def check_data(sources: Sources, ids: Sequence[str] = ()) -> list[dict[str, Any]]:
    """One object a source (all of them without ``ids``): its id and the remarks of the lint."""
    return [
        {"id": name, "remarks": [{"place": r.place, "sentence": r.sentence} for r in remarks]}
        for name, remarks in _checked(sources, ids)
    ]


def check_text(sources: Sources, ids: Sequence[str] = ()) -> str:
    """A line a source and a line a remark. Raises ``KeyError`` for an id that is not there."""
    lines = [f"note: {note}" for note in sources.notes]
    for name, remarks in _checked(sources, ids):
        lines.append(f"{name}: sound" + (f", remarks: {len(remarks)}" if remarks else ""))
        lines += [f"  {remark.place}: {remark.sentence}" for remark in remarks]
    return "\n".join(lines)


def _checked(sources: Sources, ids: Sequence[str]) -> list[tuple[str, list[Remark]]]:
    return [(name, check_source(sources[name])) for name in (ids or sources)]


def _listing(listing: Listing) -> str:
    if listing.pagination:
        pages = "from next to next" if listing.pagination.kind == "next" else "page by page"
    elif listing.format in ("wordpress", "plone", "govuk"):
        pages = "page by page"
    else:
        pages = "whole" if listing.format == "sitemap" else "one page"
    if listing.period:
        pages += f", for each {listing.period.unit} back to {listing.period.first}"
    if listing.hub:
        pages += ", of each part that its hub names"
    asked = f" ({listing.format}{', by POST' if listing.method == 'POST' else ''})"
    where = f" on {' and '.join(listing.sites)}" if listing.sites else ""
    return f"{listing.url}{asked}{where}, {pages}, {'with' if dated(listing) else 'without'} dates"


def _some(languages: Sequence[str]) -> str:
    shown = " ".join(languages[:4])
    return shown if len(languages) <= 4 else f"{shown} +{len(languages) - 4}"
