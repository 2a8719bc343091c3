"""A stored page: the extractor's input, read back out of the archive."""

from datetime import datetime
from pathlib import Path
from typing import Final

from crawler.archive.stored import StoredResponse, read_response
from crawler.model.capture import Capture
from crawler.model.reading import Hint, Page
from crawler.wire.coding import decode_body

LIMIT: Final = 16 * 1024 * 1024  # bytes of a decoded page; the wire's copy is capped alike


def read_page(root: Path, capture: Capture, hint: Hint | None) -> tuple[Page, int | None]:
    """The page of a capture, and its status (none: the answer was not HTTP).

    Raises ``ArchiveDamaged`` where the bytes are not there, and :class:`crawler.wire.coding.CodingError` where their
    content coding is broken.
    """
    stored = read_response(root, capture)
    return page_of(stored, stored.url, capture, hint), stored.status


def page_of(stored: StoredResponse, url: str, capture: Capture, hint: Hint | None, limit: int = LIMIT) -> Page:
    """The page of what was read, as the answer for ``url``. Raises :class:`crawler.wire.coding.CodingError`."""
    encoding = next((value for name, value in stored.headers if name == "content-encoding"), None)
    body = decode_body(stored.payload, encoding, limit)
    return Page(url, body, stored.headers, datetime.fromisoformat(capture.date), hint)
