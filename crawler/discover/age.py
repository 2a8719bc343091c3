"""The age of a listed item: whether its listing says that it is older than a crawl goes back."""

from datetime import UTC, date, datetime
from typing import Final

from crawler.extract.dates import Dating, read_date
from crawler.model.reading import Hint
from crawler.model.source import Listing, Source

# A listing's date is only compared here, so no capture bounds it. Two digits mean a year of this century: where that
# is wrong, an old statement is asked for once more, and none is missed.
_HORIZON: Final = datetime(2099, 12, 31, tzinfo=UTC)


def older_than(hint: Hint, listing: Listing, source: Source, since: date) -> bool | None:
    """Whether the listing dates the item before ``since``; ``None`` where it gives no date that can be read.

    A date stated to the month or year is older only if all of it is.
    """
    if hint.date is None:
        return None
    dating = Dating(
        captured=_HORIZON,
        languages=source.languages,
        order=listing.date_order,
        formats=listing.date_formats,
        timezone=source.timezone,
    )
    published, _ = read_date(hint.date, dating, "listing")
    if published is None:
        return None
    return published.date < since.isoformat()[: len(published.date)]
