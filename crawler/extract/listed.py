"""The date that a listing gives a link: read in the listing's order and formats, not in the page's."""

import re
from dataclasses import replace
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from crawler.extract.dates import Dating, read_date
from crawler.model.reading import Hint
from crawler.model.source import Source
from crawler.model.statement import Published

# RFC 3339 (Atom, sitemaps, JSON) and RFC 822 (RSS): a moment, with its zone.
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:[Zz]|[+-]\d\d:?\d\d)"
    r"|(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|Z|[+-]\d{4})"
)


def read_listed(hint: Hint, source: Source | None, dating: Dating) -> tuple[Published | None, str | None]:
    """As :func:`crawler.extract.dates.read_date`, of the hint's date. The order of its numbers is the one that the
    listing's other items proved, else the source's; where its listings write dates in different orders, numbers alone
    are read only if they cannot be swapped. A moment with its zone, as feeds have it, is told in the source's own: the
    evening in universal time may be the next day there.
    """
    dated = [listing for listing in source.listings if listing.date] if source else []
    order = hint.order or dating.order
    if source and dated:
        orders = {listing.date_order for listing in dated}
        declared = (orders.pop() or source.date_order) if len(orders) == 1 else None
        formats = tuple(dict.fromkeys(item for listing in dated for item in listing.date_formats))
        dating = replace(dating, formats=formats)
        order = hint.order or declared
    published, problem = read_date(hint.date or "", replace(dating, order=order), "listing")
    if published and source and _MOMENT.fullmatch(published.raw):
        published = _local(published, source.timezone)
    return published, problem


def _local(published: Published, zone: str) -> Published:
    """The same moment on the ministry's clock. Midnight is left alone: systems write it where they know a day only."""
    if published.time is None or published.timezone is None or published.timezone == zone:
        return published
    clock = time.fromisoformat(published.time)
    if clock == time.min:
        return published
    moment = datetime.fromisoformat(f"{published.date}T{clock.isoformat()}{published.timezone}")
    there = moment.astimezone(ZoneInfo(zone))
    return published.model_copy(
        update={
            "date": there.date().isoformat(),
            "time": there.strftime("%H:%M:%S" if published.precision == "second" else "%H:%M"),
            "timezone": zone,
        }
    )
