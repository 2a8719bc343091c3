"""The download handler: Scrapy asks, the wire answers. Public API of Scrapy only."""

import time
from ipaddress import ip_address
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.model.exchange import Head
from crawler.model.source import LOOSE
from crawler.wire.client import Outcome
from crawler.wire.crawl import forget, wire_client
from crawler.wire.failing import NotAskedError
from crawler.wire.refusal import wire_error
from crawler.wire.request import WireRequest


class WireDownloadHandler:
    """For ``DOWNLOAD_HANDLERS``, http and https alike. Works with the asyncio reactor and without a reactor.

    Before a response is handed on its exchange is stored, and ``request.meta["capture"]`` is its capture. The body is
    transfer- and content-decoded, ``Content-Encoding`` is gone from the headers. ``flags`` may hold ``body.surplus``
    (bytes came after the declared end), ``body.undeclared`` (the close was the end), ``body.not_copied`` (larger than
    ``WIRE_BODY_COPY``: it is in the archive, here it is empty) and ``tls.unverified``.

    ``request.meta["limits"]``: :class:`crawler.wire.request.Limits` of this one request, in place of the settings'.

    A failure raises a :class:`crawler.wire.refusal.WireError`. Settings: see :func:`crawler.wire.crawl.wire_client`.
    """

    lazy = False  # a wrong setting is told before the first request

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._client = wire_client(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Ask for one page. Raises :class:`crawler.wire.refusal.WireError`."""
        meta = request.meta
        meta["capture"] = None  # of this request: a redirect's or retry's predecessor left its own
        spider = self._crawler.spider
        source = meta.get("source") or (spider.name if spider else LOOSE)
        headers = tuple((name, value) for name, values in request.headers.items() for value in values)
        wire_request = WireRequest(request.url, request.method, headers, request.body, source, meta.get("limits"))
        begun = time.monotonic()
        try:
            outcome = await self._client.fetch(wire_request)
        except NotAskedError as error:
            raise wire_error(error.failure, None) from None
        meta["download_latency"] = time.monotonic() - begun
        meta["capture"] = outcome.capture
        exchange = outcome.exchange
        if exchange.failure is not None:
            raise wire_error(exchange.failure, outcome.capture)
        if exchange.head is None:
            raise RuntimeError(f"an answer without a head and without a failure: {request.url}")
        return _response(request.url, exchange.head, outcome)

    async def close(self) -> None:
        """Close the connections. The handlers of http and https share them; closing twice does nothing."""
        forget(self._crawler)
        await self._client.close()


def _response(url: str, head: Head, outcome: Outcome) -> Response:
    exchange = outcome.exchange
    headers = Headers((name, value) for name, value in head.headers if name.lower() != b"content-encoding")
    body = outcome.body
    flags = []
    if body is None:
        flags.append("body.not_copied")
    if exchange.surplus:
        flags.append("body.surplus")
    if outcome.by_close:
        flags.append("body.undeclared")
    if exchange.tls_verified is False:
        flags.append("tls.unverified")
    return responsetypes.from_args(headers=headers, url=url, body=body or b"")(
        url=url,
        status=head.status,
        headers=headers,
        body=body or b"",
        flags=flags,
        ip_address=ip_address(exchange.ip) if exchange.ip else None,
        protocol=head.version.decode("ascii"),
    )
