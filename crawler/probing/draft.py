"""The source file that a probe writes: plain TOML, each part with a comment on what it was inferred from."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from crawler.model.reading import Reading
from crawler.model.source import Layout, Listing, Pagination, Source
from crawler.probing.compose import Composed, listings_of, source_of
from crawler.probing.findings import Findings
from crawler.probing.places import country_name

_WIDTH: Final = 118


def draft(found: Findings) -> str:
    """The text of the source file. It reads as exactly the source that :func:`compose.source_of` gives."""
    source = source_of(found, found.layout)
    return "\n".join(_lines(found, source)) + "\n"


def _lines(found: Findings, source: Source) -> Iterator[str]:
    captured = next((listed.seen.page.captured for listed in found.listings), None)
    day = f" on {captured.date().isoformat()}" if captured else ""
    yield from _comment(
        f"Drafted by `communique probe {found.asked}`{day}. Look at what is marked LOOK, then run"
        f" `communique sources check {source.id}.toml --live`."
    )
    yield ""
    yield f"id = {_text(source.id)}"
    yield f"name = {_text(source.name)}" + (f"  # LOOK: {found.name_doubt}" if found.name_doubt else "")
    yield f"country = {_text(source.country)}  # {_country(found)}"
    yield f"languages = {_value(list(source.languages))}"
    yield f"timezone = {_text(source.timezone)}  # {_zone(found)}"
    if source.date_order:
        yield f"date_order = {_text(source.date_order)}  # the dates of listing and pages prove it together"
    yield ""
    yield "[politeness]"
    asked = found.robots.delay
    why = f"robots.txt asks for {asked:g}" if asked and asked >= source.politeness.delay else "between two requests"
    yield f"delay = {source.politeness.delay:g}  # seconds; {why}"
    for site in source.sites:
        yield ""
        yield "[[sites]]"
        yield f"host = {_text(site.host)}"
        if site.aliases:
            yield f"aliases = {_value(list(site.aliases))}  # it redirects to the host above"
    for composed in listings_of(found):
        yield ""
        yield from _listing(composed, found)
    yield ""
    yield from _others(found, source)
    if found.layout is not None:
        yield from _layout(found.layout)
    else:
        yield from _comment(_why_no_layout(found))


def _country(found: Findings) -> str:
    place = found.place
    if place.country is None:
        return "LOOK: ISO 3166-1; the address does not say it (ZZ: unknown)"
    name = country_name(place.country) or "by the address"
    return f"LOOK: {name}; {place.doubt}" if place.doubt else f"{name}, by the top-level domain"


def _zone(found: Findings) -> str:
    if found.place.timezone is None:
        return "LOOK: where the ministry is; the address does not say it"
    return f"LOOK: {found.place.doubt}" if found.place.doubt else "by the country"


def _listing(composed: Composed, found: Findings) -> Iterator[str]:
    listing = composed.listing
    yield from _comment(f"Found by {composed.why}.")
    yield "[[listings]]"
    yield f"url = {_text(listing.url)}"
    if listing.format != "html":
        yield f"format = {_text(listing.format)}"
    if listing.languages:
        yield f"languages = {_value(list(listing.languages))}"
    shares = _shares(listing, found)
    for key in ("items", "link", "title", "date", "kind"):
        value = getattr(listing, key)
        if value is not None:
            note = shares.get(key)
            yield f"{key} = {_text(value)}" + (f"  # {note}" if note else "")
    if listing.urls:
        yield f"urls = {_value(list(listing.urls))}  # the form of the items' addresses, and of no other link"
    if listing.pagination is not None:
        how = next((one.how for one in found.listings if one.how and one.found.css == listing.items), None)
        yield f"pagination = {_pagination(listing.pagination)}" + (
            f"  # by {how}; its second page was read" if how else ""
        )
    elif unproven := next((one.unproven for one in found.listings if one.unproven and one.url == listing.url), None):
        yield f"# pagination = {_pagination(unproven[0])}"
        yield from _comment(f"LOOK: the page suggests it, but it could not be proved: {unproven[1]}")
    elif listing.format == "html":
        more = any(one.more for one in found.listings if one.found.css == listing.items)
        yield from _comment(
            "LOOK: it has more pages than this one, but the way to them was not found." if more
            else "It shows no way to further pages: only this page is read."
        )  # fmt: skip


def _shares(listing: Listing, found: Findings) -> dict[str, str]:
    """What each selector of a listing was seen to do."""
    same = [one for one in found.listings if one.found.css == listing.items]
    if not same:
        return {}
    notes = {"items": f"{' and '.join(str(len(one.found.rows)) for one in same)} items"}
    for key in ("date", "kind", "title", "link"):
        shares = [share for one in same if (share := one.fields.shares.get(key)) is not None]
        if shares and min(shares) < 1:
            notes[key] = f"in {min(shares):.0%} of them"
    days = [day.date for one in same for day in one.fields.days if day is not None]
    if days:
        notes["date"] = f"{max(days)} to {min(days)}" + (f", {notes['date']}" if "date" in notes else "")
    return notes


def _others(found: Findings, source: Source) -> Iterator[str]:
    """What else the site offers, so that a person can choose otherwise."""
    taken = {listing.url for listing in source.listings}
    rest = [channel for channel in found.channels if channel.url not in taken]
    if rest:
        yield from _comment("It also offers, not needed here:")
        for channel in rest:
            names = f"names {channel.shared} of the items above"
            yield f"#   format = {_text(channel.format)}, url = {_text(channel.url)}: {names}"
        yield ""


def _layout(layout: Layout) -> Iterator[str]:
    yield from _comment(
        "Without it the pages that were read gave less than the listing says. Each selector matched exactly one element"
        " on every one of them. `drafted`: a page that it does not fit is read generically."
    )
    yield "[[layouts]]"
    yield f"id = {_text(layout.id)}"
    yield "drafted = true"
    for key in ("title", "date", "body"):
        rules = getattr(layout, key)
        if rules:
            yield f"{key} = {_text(rules[0].css)}"
    yield f"date_order = {_text(layout.date_order)}"


def _why_no_layout(found: Findings) -> str:
    read = [sample for sample in found.samples if isinstance(sample.read, Reading)]
    if not read:
        return "LOOK: no statement was read, so nobody knows yet whether a layout is needed."
    return f"No layout: the {len(read)} statements that were read need none" + (
        f" (the site is made with {found.family}, whose pages are known)." if found.family else "."
    )


def _pagination(pagination: Pagination) -> str:
    data = pagination.model_dump(exclude_none=True)
    if pagination.kind == "next":
        data = {"kind": "next", "css": pagination.css}
    elif pagination.url is not None:
        data.pop("parameter", None)
    if pagination.kind == "page" and pagination.step == 1:
        data.pop("step", None)
    return _value(data)


def _comment(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + 1 + len(word) > _WIDTH and line != "#":
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    """A TOML string: literal where a backslash would have to be doubled."""
    if "\\" in value and "'" not in value and not re.search(r"[\x00-\x1f\x7f]", value):
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
