"""Pages: the extractor's input, made from a Scrapy response or from the archive alike."""

import asyncio
from datetime import datetime
from pathlib import Path

from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.archive import Archive
from crawler.archive.page import read_page
from crawler.archive.stored import open_response
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page
from crawler.wire.coding import CodingError


def page_of(response: Response, hint: Hint | None) -> Page:
    """The page of a response whose body the wire has decoded already."""
    capture: Capture = response.meta["capture"]
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Page(response.url, response.body, headers, datetime.fromisoformat(capture.date), hint)


async def stored_page(archive: Archive, capture: Capture, hint: Hint | None) -> tuple[Page, int | None]:
    """The page of a capture, read back from its WARC record, and its status. Of one too large, without its body."""
    return await asyncio.to_thread(_stored, archive.path, capture, hint)


def _stored(root: Path, capture: Capture, hint: Hint | None) -> tuple[Page, int | None]:
    try:
        return read_page(root, capture, hint)
    except CodingError:  # the wire has found the coding whole: it unfolds to more than is handed on
        with open_response(root, capture) as found:
            return Page(found.url, b"", found.headers, datetime.fromisoformat(capture.date), hint), found.status


def failure_of(failure: TwistedFailure) -> Failure:
    """The reason that an exception of ours carries; anything else is an error of the program and says so."""
    reason = getattr(failure.value, "failure", None)
    if isinstance(reason, Failure):
        return reason
    return Failure("internal.error", f"{type(failure.value).__name__}: {failure.value}")
