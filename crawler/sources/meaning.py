"""The meaning of a source file: what its shape cannot say, such as selectors that compile and hosts that exist.

Reads the document itself and not the model, so that these problems are told together with those of shape. Whatever
has the wrong type is left to :mod:`crawler.sources.shape`.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from crawler.sources.lines import Path
from crawler.sources.shape import Finding, nearest, table_name

Table = dict[str, Any]

_RULES: Final = (
    *("title", "date", "body", "number", "kind", "language", "speakers"),
    *("tags", "translations", "attachments", "images"),
)
_FILLED: Final = {"host", "language", "n"}
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_MOMENT: Final = datetime(2021, 11, 8, 9, 30)  # noqa: DTZ001 (any moment: it only tries date formats)


def meaning_findings(data: Table) -> Iterator[Finding]:
    """Every problem of meaning in a document, whatever its shape."""
    yield from _sites(data)
    for path, listing in _tables(data, "listings"):
        yield from _listing(path, listing, data)
    for path, layout in _tables(data, "layouts"):
        yield from _layout(path, layout, data)
    yield from _layout_order(data)
    for raw in data.get("kinds", {}) if isinstance(data.get("kinds"), dict) else ():
        if raw != raw.lower():
            yield Finding(("kinds", raw), f"'{raw}' in [kinds] is never found: raw kinds are lower case", raw.lower())


def _sites(data: Table) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for path, site in _tables(data, "sites"):
        for place, host in (*_texts(site, "host", path), *_texts(site, "aliases", path)):
            if host in seen:
                yield Finding(place, f"the host '{host}' is given twice")
            seen.setdefault(host, place)


def _listing(path: Path, listing: Table, data: Table) -> Iterator[Finding]:
    for key in ("items", "link", "title", "date", "kind"):
        yield from _selectors(listing, key, path)
    yield from _patterns(listing, "urls", path)
    yield from _formats(listing, path)
    yield from _site_names(listing, path, data)
    for place, url in _texts(listing, "url", path):
        yield from _address(place, url, data)
    pagination = listing.get("pagination")
    if isinstance(pagination, dict):
        yield from _pagination((*path, "pagination"), pagination, data)
    for place, url in _texts(listing, "url", path):
        if "{n}" in url and not (isinstance(pagination, dict) and pagination.get("kind") in ("page", "offset")):
            yield Finding(place, "'{n}' in a listing's url needs a pagination of kind 'page' or 'offset'")


def _address(place: Path, url: str, data: Table) -> Iterator[Finding]:
    for name in _PLACEHOLDER.findall(url):
        if name not in _FILLED:
            yield Finding(place, f"unknown placeholder '{{{name}}}'", nearest(name, sorted(_FILLED)))
            return
    try:
        parts = urlsplit(_PLACEHOLDER.sub("0", url.replace("{host}", "host.invalid")))
        host = parts.hostname
    except ValueError as error:
        yield Finding(place, f"not an address: {error}")
        return
    if parts.scheme not in ("http", "https") or not host:
        yield Finding(place, f"'{url}' is not an http or https address")
    elif "{host}" not in url and host not in _hosts(data):
        yield Finding(place, f"no site has the host '{host}'", nearest(host, sorted(_hosts(data))))


def _pagination(path: Path, pagination: Table, data: Table) -> Iterator[Finding]:
    kind = pagination.get("kind")
    if kind == "next":
        if "css" not in pagination:
            yield Finding(path, "a pagination of kind 'next' needs 'css', the link to the following page")
        for key in ("url", "parameter", "start", "step"):
            if key in pagination:
                yield Finding((*path, key), f"'{key}' says nothing in a pagination of kind 'next'")
    elif kind in ("page", "offset"):
        if "css" in pagination:
            yield Finding((*path, "css"), f"'css' says nothing in a pagination of kind '{kind}'")
        if pagination.get("parameter") == "":
            yield Finding((*path, "parameter"), "'parameter' must name a query parameter")
        if kind == "offset" and "step" not in pagination:
            yield Finding(path, "a pagination of kind 'offset' needs 'step', the number of items of a page")
        for place, url in _texts(pagination, "url", path):
            if "{n}" not in url:
                yield Finding(place, "a pagination's url needs '{n}', where the page's number goes")
            yield from _address(place, url, data)
    yield from _selectors(pagination, "css", path)


def _layout(path: Path, layout: Table, data: Table) -> Iterator[Finding]:
    for key in _RULES:
        yield from _rules(layout, key, path)
    for key in ("requires", "remove"):
        yield from _selectors(layout, key, path)
    for key in ("urls", "stop"):
        yield from _patterns(layout, key, path)
    yield from _formats(layout, path)
    yield from _site_names(layout, path, data)


def _rules(layout: Table, key: str, path: Path) -> Iterator[Finding]:
    value = layout.get(key)
    many = isinstance(value, list)
    for index, rule in enumerate(value if isinstance(value, list) else [value]):
        place = (*path, key, index) if many else (*path, key)
        if isinstance(rule, str):
            yield from _selector(place, rule)
        elif isinstance(rule, dict):
            yield from _selectors(rule, "css", place)
            if "css" not in rule and rule.get("of", "page") == "page":
                yield Finding(
                    place, f"a rule of '{key}' in {table_name(path)} needs 'css', or 'of' what was read before"
                )


def _layout_order(data: Table) -> Iterator[Finding]:
    """Ids once each; among layouts for the same pages the ends of their periods in order, the open one last."""
    ids: set[str] = set()
    last: dict[str, date] = {}
    for path, layout in _tables(data, "layouts"):
        for place, name in _texts(layout, "id", path):
            if name in ids:
                yield Finding(place, f"the layout id '{name}' is given twice")
            ids.add(name)
        until = layout.get("until", date.max)
        if not isinstance(until, date):
            continue
        until = until.date() if isinstance(until, datetime) else until
        pages = repr([sorted(text for _, text in _texts(layout, key, path)) for key in ("sites", "urls")])
        before = last.get(pages)
        if before and until < before:
            end = "is open" if before == date.max else f"ends on {before}"
            yield Finding((*path, "until"), f"'until' is out of order: the layout before it for the same pages {end}")
        last[pages] = max(until, before or until)


def _site_names(table: Table, path: Path, data: Table) -> Iterator[Finding]:
    known = _hosts(data) | {str(site.get("role", "main")) for _, site in _tables(data, "sites")}
    for place, name in _texts(table, "sites", path):
        if name not in known:
            yield Finding(place, f"no site has the host or role '{name}'", nearest(name, sorted(known)))


def _selectors(table: Table, key: str, path: Path) -> Iterator[Finding]:
    for place, css in _texts(table, key, path):
        yield from _selector(place, css)


def _selector(place: Path, css: str) -> Iterator[Finding]:
    try:
        etree.XPath(HTMLTranslator().css_to_xpath(css))
    except (SelectorError, etree.XPathError, ValueError) as error:
        yield Finding(place, f"'{css}' is not a CSS selector: {error}")


def _patterns(table: Table, key: str, path: Path) -> Iterator[Finding]:
    for place, pattern in _texts(table, key, path):
        try:
            re.compile(pattern)
        except re.error as error:
            yield Finding(place, f"'{pattern}' is not a regular expression: {error}")


def _formats(table: Table, path: Path) -> Iterator[Finding]:
    for place, form in _texts(table, "date_formats", path):
        try:
            datetime.strptime(_MOMENT.strftime(form), form)  # noqa: DTZ007 (only tried)
        except ValueError as error:
            yield Finding(place, f"'{form}' is not a date format: {error}")


def _hosts(data: Table) -> set[str]:
    return {
        host
        for path, site in _tables(data, "sites")
        for key in ("host", "aliases")
        for _, host in _texts(site, key, path)
    }


def _tables(data: Table, key: str) -> Iterator[tuple[Path, Table]]:
    value = data.get(key)
    for index, table in enumerate(value if isinstance(value, list) else ()):
        if isinstance(table, dict):
            yield (key, index), table


def _texts(table: Table, key: str, path: Path) -> Iterator[tuple[Path, str]]:
    value = table.get(key)
    if isinstance(value, str):
        yield (*path, key), value
    elif isinstance(value, list):
        yield from (((*path, key, index), item) for index, item in enumerate(value) if isinstance(item, str))
