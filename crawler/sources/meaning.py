"""The meaning of a source file: what its shape cannot say, such as selectors that compile and hosts that exist.

Reads the document itself and not the model, so that these problems are told together with those of shape. Whatever
has the wrong type is left to :mod:`crawler.sources.shape`.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from crawler.model.kind import KINDS
from crawler.sources.checks import Table, formats, hosts, patterns, selector, selectors, tables, texts
from crawler.sources.lines import Path
from crawler.sources.listing_meaning import listing_findings
from crawler.sources.shape import Finding, nearest, table_name

_RULES: Final = (
    *("title", "date", "body", "number", "kind", "language", "speakers"),
    *("tags", "translations", "attachments", "images"),
)


def meaning_findings(data: Table) -> Iterator[Finding]:
    """Every problem of meaning in a document, whatever its shape."""
    yield from _sites(data)
    for path, listing in tables(data, "listings"):
        yield from listing_findings(path, listing, data)
        yield from _site_names(listing, path, data)
    for path, layout in tables(data, "layouts"):
        yield from _layout(path, layout, data)
    yield from _layout_order(data)
    yield from _kinds(data)
    yield from patterns(data, "numbers", ())


def _kinds(data: Table) -> Iterator[Finding]:
    kinds = data.get("kinds")
    for raw, kind in kinds.items() if isinstance(kinds, dict) else ():
        if raw != raw.lower():
            yield Finding(("kinds", raw), f"'{raw}' in [kinds] is never found: raw kinds are lower case", raw.lower())
        if isinstance(kind, str) and kind not in KINDS:
            yield Finding(
                ("kinds", raw), f"'{kind}' is no kind; there are {', '.join(KINDS)}", nearest(kind, list(KINDS))
            )


def _sites(data: Table) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for path, site in tables(data, "sites"):
        for place, host in (*texts(site, "host", path), *texts(site, "aliases", path)):
            if host in seen:
                yield Finding(place, f"the host '{host}' is given twice")
            seen.setdefault(host, place)


def _layout(path: Path, layout: Table, data: Table) -> Iterator[Finding]:
    for key in _RULES:
        yield from _rules(layout, key, path)
    for key in ("requires", "remove"):
        yield from selectors(layout, key, path)
    for key in ("urls", "stop"):
        yield from patterns(layout, key, path)
    yield from formats(layout, path)
    yield from _site_names(layout, path, data)


def _rules(layout: Table, key: str, path: Path) -> Iterator[Finding]:
    value = layout.get(key)
    many = isinstance(value, list)
    for index, rule in enumerate(value if isinstance(value, list) else [value]):
        place = (*path, key, index) if many else (*path, key)
        if isinstance(rule, str):
            yield from selector(place, rule)
        elif isinstance(rule, dict):
            yield from selectors(rule, "css", place)
            if "css" not in rule and rule.get("of", "page") == "page":
                yield Finding(
                    place, f"a rule of '{key}' in {table_name(path)} needs 'css', or 'of' what was read before"
                )


def _layout_order(data: Table) -> Iterator[Finding]:
    """Ids once each; among layouts for the same pages the ends of their periods in order, the open one last."""
    ids: set[str] = set()
    last: dict[str, date] = {}
    for path, layout in tables(data, "layouts"):
        for place, name in texts(layout, "id", path):
            if name in ids:
                yield Finding(place, f"the layout id '{name}' is given twice")
            ids.add(name)
        until = layout.get("until", date.max)
        if not isinstance(until, date):
            continue
        until = until.date() if isinstance(until, datetime) else until
        pages = repr([sorted(text for _, text in texts(layout, key, path)) for key in ("sites", "urls")])
        before = last.get(pages)
        if before and until < before:
            end = "is open" if before == date.max else f"ends on {before}"
            yield Finding((*path, "until"), f"'until' is out of order: the layout before it for the same pages {end}")
        last[pages] = max(until, before or until)


def _site_names(table: Table, path: Path, data: Table) -> Iterator[Finding]:
    known = hosts(data) | {str(site.get("role", "main")) for _, site in tables(data, "sites")}
    for place, name in texts(table, "sites", path):
        if name not in known:
            yield Finding(place, f"no site has the host or role '{name}'", nearest(name, sorted(known)))
