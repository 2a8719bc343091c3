"""The date that a listing gives a link: read in the listing's order and formats, not in the page's."""

from dataclasses import replace

from crawler.extract.dates import Dating, read_date
from crawler.model.source import Source
from crawler.model.statement import Published


def read_listed(text: str, source: Source | None, dating: Dating) -> tuple[Published | None, str | None]:
    """As :func:`crawler.extract.dates.read_date`. Where a source's listings write dates in different orders, numbers
    alone are read only if they cannot be swapped."""
    dated = [listing for listing in source.listings if listing.date] if source else []
    if dated:
        orders = {listing.date_order for listing in dated}
        formats = tuple(dict.fromkeys(item for listing in dated for item in listing.date_formats))
        dating = replace(dating, order=orders.pop() if len(orders) == 1 else None, formats=formats)
    return read_date(text, dating, "listing")
