"""The archive that a crawl's settings name, shared by all spiders of the process."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.archive import Archive, shared_archive
from crawler.wire.crawl import clock_of


def archive_for(settings: BaseSettings) -> AbstractAsyncContextManager[Archive]:
    """The archive of ``ARCHIVE_DIR``: opened by the first who enters, closed by the last who leaves."""
    return shared_archive(
        Path(settings["ARCHIVE_DIR"]),
        clock=clock_of(settings),
        operator=settings.get("OPERATOR"),
        user_agent=settings["USER_AGENT"],
        min_free=settings.getint("ARCHIVE_MIN_FREE"),
    )
