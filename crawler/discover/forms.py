"""Forms: the address and the body that ask for one page of a listing, with every placeholder filled in."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from lxml import etree
from w3lib.url import add_or_replace_parameter

from crawler.discover.ask import FORM, JSON, Ask
from crawler.discover.periods import Span
from crawler.model.source import Listing

# {page:NAME} is the value of the field NAME in the form of the page that came before.
_PLACEHOLDER: Final = re.compile(r"\{(n|year|yy|month|mm|era|page:[^{}]+)\}")
_CARRIED: Final = re.compile(r"\{page:[^{}]+\}")


def carries(listing: Listing) -> bool:
    """Whether a search needs fields of the form's own page, as WebForms do: that page is asked for first."""
    return any(_CARRIED.search(value) for value in listing.form.values())


def counts(listing: Listing) -> bool:
    """Whether ``{n}`` is written into the address or the form; else a parameter carries the page's number."""
    return any("{n}" in text for text in (listing.url, *listing.form.values()))


def accepted(listing: Listing) -> str | None:
    """What an interface must be asked for, lest it answers as to a browser (Plone's is chosen by nothing else)."""
    return JSON if listing.format in ("json", "plone", "wordpress", "govuk") else None


def form_page(listing: Listing, span: Span | None) -> Ask:
    """The ask for the page that holds a search's form."""
    return Ask(fill(listing.url, _values(_start(listing), span)), period=span, form=True)


def first_ask(listing: Listing, span: Span | None = None, fields: Mapping[str, str] | None = None) -> Ask:
    """The ask for the first page of a listing or of one of its periods. ``fields`` are those of the form's page."""
    if fields is None and carries(listing):
        return form_page(listing, span)
    number = _start(listing)
    values = _values(number, span) | _prefixed(fields)
    ask = _ask(listing, fill(listing.url, values), _filled(listing, values), number, span, first=True)
    return replace(ask, fields=_carried(listing, fields))


def further_ask(
    listing: Listing, number: int, url: str, span: Span | None = None, fields: Mapping[str, str] | None = None
) -> Ask:
    """The ask for the page ``number``; ``url`` is where the page before it answered."""
    pagination = listing.pagination
    template = pagination.url if pagination and pagination.url else None
    values = _values(number, span) | _prefixed(fields)
    form = _filled(listing, values)
    written = template is not None or counts(listing)
    if template is not None or "{n}" in listing.url:
        url = fill(template or listing.url, values)
    elif listing.form:
        url = fill(listing.url, values)
    if not written and pagination is not None:
        if listing.form:
            form[pagination.parameter] = str(number)
        else:
            url = str(add_or_replace_parameter(url, pagination.parameter, str(number)))
    ask = _ask(listing, url, form, number, span, first=False)
    return replace(ask, fields=_carried(listing, fields))


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders filled; one that nothing is known of stays."""
    return _PLACEHOLDER.sub(lambda match: values.get(match.group(1), match.group()), text)


def fields_of(root: etree._Element) -> dict[str, str]:
    """The fields of a page's forms by name, the first of each: hidden ones, texts, what is chosen."""
    found: dict[str, str] = {}
    for element in root.iter("input", "select", "textarea"):
        name = element.get("name")
        if not name or name in found:
            continue
        if element.tag == "input":
            if (element.get("type") or "").lower() not in ("checkbox", "radio", "submit", "image", "button"):
                found[name] = element.get("value") or ""
        elif element.tag == "textarea":
            found[name] = "".join(str(text) for text in element.itertext())
        else:
            options = list(element.iter("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
            if chosen is not None:
                value = chosen.get("value")
                found[name] = value if value is not None else "".join(str(text) for text in chosen.itertext()).strip()
    return found


def missing_fields(listing: Listing, fields: Mapping[str, str]) -> list[str]:
    """The names of the form's fields that the page does not have."""
    return sorted(_named(listing) - fields.keys())


def _named(listing: Listing) -> set[str]:
    """The fields of the page's form that a search carries over."""
    return {name[6:-1] for value in listing.form.values() for name in _CARRIED.findall(value)}


def _carried(listing: Listing, fields: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple((name, fields[name]) for name in sorted(_named(listing)) if name in fields) if fields else ()


def json_body(form: Mapping[str, str]) -> bytes:
    """Fields as one JSON object. A value that is JSON itself (a number, true, a list, "a quoted text") is sent as that,
    any other as text."""
    return json.dumps({name: _json_value(value) for name, value in form.items()}, ensure_ascii=False).encode()


def _json_value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _ask(
    listing: Listing, url: str, form: dict[str, str], number: int | None, span: Span | None, *, first: bool
) -> Ask:
    if listing.method == "POST":
        body = json_body(form) if listing.send == "json" else urlencode(form).encode()
        kind = JSON if listing.send == "json" else FORM
        return Ask(url, "POST", body, kind, first=first, number=number, period=span, accept=accepted(listing))
    if form:
        bare, _, query = url.partition("?")
        url = f"{bare}?{'&'.join(part for part in (query, urlencode(form)) if part)}"
    return Ask(url, first=first, number=number, period=span, accept=accepted(listing))


def _filled(listing: Listing, values: Mapping[str, str]) -> dict[str, str]:
    return {name: fill(value, values) for name, value in listing.form.items()}


def _values(number: int | None, span: Span | None) -> dict[str, str]:
    return ({"n": str(number)} if number is not None else {}) | (span.values() if span else {})


def _prefixed(fields: Mapping[str, str] | None) -> dict[str, str]:
    return {f"page:{name}": value for name, value in (fields or {}).items()}


def _start(listing: Listing) -> int | None:
    pagination = listing.pagination
    return None if pagination is None or pagination.kind == "next" else pagination.start
