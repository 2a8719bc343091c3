"""Conditional requests: what the archive has is asked for only if it changed; if not, it is read from there."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.archive import Archive, ArchiveDamaged, ArchiveError
from crawler.archive.stored import OpenResponse, open_response
from crawler.model.capture import Capture
from crawler.model.source import LOOSE
from crawler.spiders.run import run_of
from crawler.wire.coding import CodingError, decode_chunks
from crawler.wire.request import Limits

_LONGEST: Final = 1024  # characters of a validator that are sent back: more than that could make a request too large
_CONDITIONS: Final = ("If-None-Match", "If-Modified-Since")

logger = logging.getLogger(__name__)


class ConditionalMiddleware:
    """A downloader middleware for GET requests with ``meta["conditional"]``.

    Where the archive knows what the server called its last whole answer (ETag, Last-Modified), the request names it
    (RFC 9110 §13.1). The 304 that comes is in the archive as what it is, a revisit; what is handed on is the page that
    it confirms: status 200, headers and body as they were stored, ``meta["capture"]`` the capture of the 304, flag
    ``not_modified`` (and ``body.not_copied`` where the body is larger than ``WIRE_BODY_COPY``).

    A 304 that confirms nothing we have is asked for once more without conditions; a second one is handed on as it is.
    Setting ``CONDITIONAL_REQUESTS``: off, everything is asked for in whole.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("CONDITIONAL_REQUESTS", True):
            raise NotConfigured("CONDITIONAL_REQUESTS is off")
        self._crawler = crawler
        self._limit = int(crawler.settings.getfloat("WIRE_BODY_COPY", Limits().copy))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Set the conditions for this very address; those of a redirect's or a retry's predecessor go.

        An archive that fails ends the crawl, and raises.
        """
        if request.meta.pop("conditions", False):
            for name in _CONDITIONS:
                request.headers.pop(name, None)
        if request.method != "GET" or not request.meta.get("conditional"):
            return
        try:
            known = await self._archive.validators(self._source_of(request), request.url)
        except ArchiveError as error:
            run_of(self._crawler).abort(error)
            raise
        if known is None:
            return
        for name, value in zip(_CONDITIONS, (known.etag, known.last_modified), strict=True):
            if value and len(value) <= _LONGEST:
                request.headers[name] = value.encode("latin-1")
                request.meta["conditions"] = True

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The stored page in place of the 304 that confirms it."""
        if response.status != 304:
            return response
        capture: Capture | None = request.meta.get("capture")
        if capture is not None and capture.payload is not None:
            try:
                return await asyncio.to_thread(self._stored, self._archive.path, capture, response)
            except (ArchiveDamaged, CodingError) as error:
                logger.error("%s was not modified, but what is stored of it cannot be read: %s", request.url, error)
        if request.meta.get("conditional") is False:
            return response
        meta = {**request.meta, "conditional": False}
        return request.replace(meta=meta, dont_filter=True)

    def _stored(self, root: Path, capture: Capture, answer: Response) -> Response:
        """The page that a 304 confirms. Raises ``ArchiveDamaged`` and :class:`CodingError`."""
        with open_response(root, capture) as found:
            body = self._body(found)
            headers = Headers(
                (name.encode("latin-1"), value.encode("latin-1"))
                for name, value in found.headers
                if name != "content-encoding"
            )
            flags = [*answer.flags, "not_modified", *(["body.not_copied"] if body is None else [])]
            return responsetypes.from_args(headers=headers, url=answer.url, body=body or b"")(
                url=answer.url,
                status=found.status or 0,
                headers=headers,
                body=body or b"",
                flags=flags,
                ip_address=answer.ip_address,
                protocol=answer.protocol,
            )

    def _body(self, found: OpenResponse) -> bytes | None:
        """Without content coding; ``None`` where it is larger than the wire would have handed on."""
        encoding = ",".join(value for name, value in found.headers if name == "content-encoding")
        pieces, size = [], 0
        for piece in decode_chunks(found.pieces, encoding, sys.maxsize):
            size += len(piece)
            if size > self._limit:
                return None
            pieces.append(piece)
        return b"".join(pieces)

    @property
    def _archive(self) -> Archive:
        return run_of(self._crawler).archive

    def _source_of(self, request: Request) -> str:
        """As the wire has it."""
        spider = self._crawler.spider
        return request.meta.get("source") or (spider.name if spider else LOOSE)
