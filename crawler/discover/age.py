"""The age of a listed item: whether its listing says that it is older than a crawl goes back."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from crawler.discover.item import Item
from crawler.extract.dates import Dating, order_of, read_date
from crawler.extract.dating import Order
from crawler.model.reading import Hint, Page
from crawler.model.source import Listing, Source

# A listing's date is only compared here, so no capture bounds it. Two digits mean a year of this century: where that
# is wrong, an old statement is asked for once more, and none is missed.
_HORIZON: Final = datetime(2099, 12, 31, tzinfo=UTC)
_ZONES: Final = timedelta(days=1)  # a moment in UTC may be another day where the ministry stands
_MACHINE: Final = ("feed", "sitemap", "wordpress", "plone", "govuk")  # their dates leave no order to be found


def older_than(hint: Hint, listing: Listing, source: Source, since: date) -> bool | None:
    """Whether the listing dates the item before ``since``; ``None`` where it gives no date that can be read.

    A date stated to the month or year is older only if all of it is. An item without a date of publication that was
    last changed before that day was published before it.
    """
    if hint.date is None:
        return changed_before(hint.updated, since) or None
    dating = _dating(_HORIZON, source, listing, listing.date_order or hint.order or source.date_order)
    published, _ = read_date(hint.date, dating, "listing")
    if published is None:
        return None
    return published.date < since.isoformat()[: len(published.date)]


def changed_before(changed: str | None, since: date) -> bool:
    """Whether a moment in ISO 8601 lies before ``since``, wherever on earth that is."""
    try:
        return changed is not None and date.fromisoformat(changed[:10]) < since - _ZONES
    except ValueError:
        return False


def page_order(items: Iterable[Item], page: Page, source: Source, listing: Listing) -> Order | None:
    """The order of numbers in a listing's dates: as the source declares it, else as they prove it together."""
    if listing.date_order is not None or listing.format in _MACHINE:
        return listing.date_order
    texts = [item.date for item in items if item.date]
    return order_of(texts, _dating(page.captured, source, listing, None)) if texts else None


def _dating(captured: datetime, source: Source, listing: Listing, order: Order | None) -> Dating:
    return Dating(
        captured=captured,
        languages=source.languages,
        order=order,
        formats=listing.date_formats,
        timezone=source.timezone,
        country=source.country,
    )
