"""A whole Scrapy crawl in a process of its own: JSON of what to ask on standard input, JSON of what came on output."""

import base64
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.wire.gate import GATES
from tests.wire.memory import MemorySink

SETTINGS: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.wire.handler.WireDownloadHandler",
        "https": "crawler.wire.handler.WireDownloadHandler",
    },
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "crawler.wire.redirects.WireRedirectMiddleware": 600,
    },
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "ERROR",
    "USER_AGENT": "test",
    "WIRE_SINK": "tests.wire.memory.MemorySink",
    "WIRE_ALLOW_ADDRESS": ["127.0.0.0/8"],
    "WIRE_DELAY": 0,
    "WIRE_TIMEOUT": 10,
    "REDIRECT_MAX_TIMES": 10,
    "RETRY_ENABLED": False,
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
}


class Once(Spider):
    name = "once"

    def __init__(self, asks: list[dict[str, Any]], told: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._asks = asks
        self._told = told

    async def start(self) -> AsyncIterator[Request]:
        for ask in self._asks:
            yield Request(**ask, callback=self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response) -> None:
        capture = response.meta["capture"]
        self._told["pages"].append(
            {
                "url": response.url,
                "status": response.status,
                "body": base64.b64encode(response.body).decode(),
                "class": type(response).__name__,
                "flags": response.flags,
                "headers": [
                    (k.decode("latin-1"), [v.decode("latin-1") for v in vs]) for k, vs in response.headers.items()
                ],
                "ip": str(response.ip_address),
                "protocol": response.protocol,
                "capture": capture and capture.offset,
                "delay": GATES.gate("127.0.0.1").delay,
            }
        )

    def failed(self, failure: Failure) -> None:
        error: Any = failure.value
        response = getattr(error, "response", None)
        if response is not None:
            self.parse(response)
            return
        self._told["failures"].append(
            {
                "url": failure.request.url,  # type: ignore[attr-defined]
                "class": type(error).__name__,
                "code": error.failure.code if hasattr(error, "failure") else str(error),
                "capture": error.capture.offset if getattr(error, "capture", None) else None,
            }
        )


def main() -> None:
    order = json.load(sys.stdin)
    told: dict[str, Any] = {"pages": [], "failures": []}
    process = AsyncCrawlerProcess(SETTINGS | order["settings"])
    for asks in order["crawls"]:
        process.crawl(Once, asks=asks, told=told)
    sinks = MemorySink.built
    process.start()
    told["exchanges"] = [
        {
            "url": kept.exchange.url,
            "source": kept.exchange.source,
            "request": base64.b64encode(kept.exchange.request).decode(),
            "block": None if kept.block is None else base64.b64encode(kept.block).decode(),
            "code": kept.exchange.failure.code if kept.exchange.failure else None,
        }
        for sink in sinks
        for kept in sink.kept
    ]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
