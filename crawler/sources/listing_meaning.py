"""The meaning of a listing: whether what it says fits its format, and every placeholder can be filled."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from crawler.sources.checks import Table, formats, hosts, paths, patterns, selectors, texts
from crawler.sources.lines import Path
from crawler.sources.shape import Finding, nearest, table_name

_ITEM: Final = ("items", "link", "title", "date", "kind", "language")  # CSS or JMESPath, as the format has it
_ONLY: Final = {"hub": ("html",), "address": ("json",), **dict.fromkeys(_ITEM, ("html", "json"))}
_EVERYWHERE: Final = ("host", "language", "n")
_OF_A_PERIOD: Final = ("year", "yy", "month", "mm", "era")
_PLACEHOLDER: Final = re.compile(r"\{([a-zA-Z_]+)\}")
_CARRIED: Final = re.compile(r"\{page:[^{}]+\}")
_ANY: Final = re.compile(r"\{[^{}]*\}")


def listing_findings(path: Path, listing: Table, data: Table) -> Iterator[Finding]:
    """Every problem of meaning in one table of ``[[listings]]``."""
    form = listing.get("format", "html")
    check = paths if form == "json" else selectors
    for key in (*_ITEM, "hub"):
        if form in _ONLY[key]:
            yield from check(listing, key, path)
    yield from patterns(listing, "urls", path)
    yield from formats(listing, path)
    yield from _fitting(path, listing, form)
    yield from _addresses(path, listing, data)
    yield from _form(path, listing)
    yield from _period(path, listing)
    pagination = listing.get("pagination")
    if isinstance(pagination, dict):
        yield from _pagination((*path, "pagination"), pagination, listing, data)


def _fitting(path: Path, listing: Table, form: object) -> Iterator[Finding]:
    """What a format needs, and what says nothing in it."""
    if not isinstance(form, str):
        return
    for key, where in _ONLY.items():
        if key in listing and form not in where:
            yield Finding((*path, key), f"'{key}' says nothing in a listing of format '{form}'")
    if form in ("html", "json") and "items" not in listing:
        what = "the CSS of one item" if form == "html" else "the JMESPath of the list of items"
        yield Finding(path, f"a listing of format '{form}' needs 'items', {what}")
    if form == "json" and "link" not in listing and "address" not in listing:
        yield Finding(path, "a listing of format 'json' needs 'link', the JMESPath of an item's address, or 'address'")
    if listing.get("method") == "POST" and form not in ("html", "json"):
        yield Finding((*path, "method"), f"a listing of format '{form}' is never asked for by POST")
    if "send" in listing and listing.get("method", "GET") == "GET":
        yield Finding((*path, "send"), "'send' says nothing without method = 'POST'")


def _addresses(path: Path, listing: Table, data: Table) -> Iterator[Finding]:
    counted = _counted(listing)
    for place, url in texts(listing, "url", path):
        yield from address_findings(place, url, listing, data)
        if "{n}" in url and not counted:
            yield Finding(place, "'{n}' in a listing's url needs a pagination of kind 'page' or 'offset'")


def address_findings(place: Path, url: str, listing: Table, data: Table) -> Iterator[Finding]:
    """What is wrong with an address that the listing asks for."""
    if wrong := _unknown(place, url, listing):
        yield wrong
        return
    try:
        parts = urlsplit(_ANY.sub("0", url.replace("{host}", "host.invalid")))
        host = parts.hostname
    except ValueError as error:
        yield Finding(place, f"not an address: {error}")
        return
    if parts.scheme not in ("http", "https") or not host:
        yield Finding(place, f"'{url}' is not an http or https address")
    elif "{host}" not in url and host not in hosts(data):
        yield Finding(place, f"no site has the host '{host}'", nearest(host, sorted(hosts(data))))


def _unknown(place: Path, text: str, listing: Table, names: re.Pattern[str] = _ANY) -> Finding | None:
    """The first placeholder that nothing fills."""
    period = listing.get("period")
    filled = (*_EVERYWHERE, *(_OF_A_PERIOD if isinstance(period, dict) else ()))
    for name in (found.strip("{}") for found in names.findall(text)):
        if name in _OF_A_PERIOD and name not in filled:
            return Finding(place, f"'{{{name}}}' needs a period, as in period = {{ unit = 'year', first = 2010 }}")
        if name in ("month", "mm") and isinstance(period, dict) and period.get("unit") == "year":
            return Finding(place, f"'{{{name}}}' needs a period of unit 'month'")
        if name not in filled:
            return Finding(place, f"unknown placeholder '{{{name}}}'", nearest(name, sorted(filled)))
    return None


def _form(path: Path, listing: Table) -> Iterator[Finding]:
    form = listing.get("form")
    for name, value in form.items() if isinstance(form, dict) else ():
        place = (*path, "form", name)
        if not isinstance(value, str):
            continue
        # A JSON value has braces of its own: only what looks like a name is one of ours.
        if wrong := _unknown(place, _CARRIED.sub("", value), listing, _PLACEHOLDER):
            yield wrong
        elif "{n}" in value and not _counted(listing):
            yield Finding(place, "'{n}' in a listing's form needs a pagination of kind 'page' or 'offset'")


def _period(path: Path, listing: Table) -> Iterator[Finding]:
    period = listing.get("period")
    if not isinstance(period, dict):
        return
    form = listing.get("form")
    given = [str(listing.get("url")), *(map(str, form.values()) if isinstance(form, dict) else ())]
    named = {name for text in given for name in _PLACEHOLDER.findall(text)} & set(_OF_A_PERIOD)
    if not named:
        names = ", ".join(f"{{{name}}}" for name in _OF_A_PERIOD)
        yield Finding((*path, "period"), f"a period needs its place in the listing's url or form: one of {names}")
    elif period.get("unit") == "month" and not named & {"month", "mm"}:
        yield Finding(
            (*path, "period"), "a period of unit 'month' needs '{month}' or '{mm}' in the listing's url or form"
        )


def _pagination(path: Path, pagination: Table, listing: Table, data: Table) -> Iterator[Finding]:
    kind, form = pagination.get("kind"), listing.get("format", "html")
    if form == "sitemap":
        yield Finding(path, "a listing of format 'sitemap' has no pagination: an index names its parts itself")
        return
    if kind == "next":
        yield from _next(path, pagination, form)
    elif kind in ("page", "offset"):
        for key in ("css", "path"):
            if key in pagination:
                yield Finding((*path, key), f"'{key}' says nothing in a pagination of kind '{kind}'")
        if pagination.get("parameter") == "":
            yield Finding((*path, "parameter"), "'parameter' must name a query parameter or a field of the form")
        if kind == "offset" and "step" not in pagination:
            yield Finding(path, "a pagination of kind 'offset' needs 'step', the number of items of a page")
        for place, url in texts(pagination, "url", path):
            if "{n}" not in url:
                yield Finding(place, "a pagination's url needs '{n}', where the page's number goes")
            yield from address_findings(place, url, listing, data)
    yield from selectors(pagination, "css", path)
    yield from paths(pagination, "path", path)


def _next(path: Path, pagination: Table, form: object) -> Iterator[Finding]:
    if form == "html" and "css" not in pagination:
        yield Finding(path, "a pagination of kind 'next' needs 'css', the link to the following page")
    if form == "json" and "path" not in pagination:
        yield Finding(path, "a pagination of kind 'next' needs 'path', the JMESPath of the following page's address")
    for key, where in (("css", "html"), ("path", "json")):
        if key in pagination and form != where:
            yield Finding((*path, key), f"'{key}' says nothing in {table_name(path)} of a listing of format '{form}'")
    for key in ("url", "parameter", "start", "step"):
        if key in pagination:
            yield Finding((*path, key), f"'{key}' says nothing in a pagination of kind 'next'")


def _counted(listing: Table) -> bool:
    pagination = listing.get("pagination")
    return isinstance(pagination, dict) and pagination.get("kind") in ("page", "offset")
