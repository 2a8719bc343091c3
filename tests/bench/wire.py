"""The wire alone: ``python -m tests.bench.wire plain|wire URL COUNT OUT.json [FOLDER]``.

One spider, which asks for COUNT pages of 2 KiB (``URL/1`` …) and hashes each; 8 requests at once, no delay. ``plain``
is Scrapy with everything as it has it. ``wire`` differs in two settings: our download handler, which keeps every
exchange in a WARC file in FOLDER, and no HttpCompressionMiddleware, whose work the handler does.
"""

import asyncio
import hashlib
import json
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self

import scrapy
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.model.capture import Capture
from crawler.model.exchange import Exchange
from crawler.warc.build import exchange_records, warcinfo_record
from crawler.warc.disk import RealDisk
from crawler.warc.record import encode, new_record_id
from crawler.warc.segment import Segment, segment_name

_BOTH: dict[str, Any] = {
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False,
}
_WIRE: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {"http": "crawler.wire.handler.WireDownloadHandler"},
    "DOWNLOADER_MIDDLEWARES": {"scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None},
    "WIRE_SINK": "tests.bench.wire.WarcSink",
    "WIRE_ALLOW_ADDRESS": ["127.0.0.1"],
    "WIRE_DELAY": 0,
    "WIRE_CONCURRENCY": 8,
}


class SmallSpider(scrapy.Spider):
    """Asks for pages and hashes what it is given."""

    name = "small"
    digests: ClassVar[dict[str, str]] = {}

    def __init__(self, url: str, count: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._count = count

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """All pages."""
        for number in range(1, self._count + 1):
            yield scrapy.Request(f"{self._url}/{number}")

    def parse(self, response: Any, /, *_: Any, **__: Any) -> None:
        """One page."""
        self.digests[response.url] = hashlib.sha256(response.body).hexdigest()


class WarcSink:
    """Writes every exchange into one WARC file, in a thread, as the archive does, and without a catalogue."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer = ThreadPoolExecutor(1)
        self._warcinfo_id = new_record_id()
        now = datetime.now(UTC)
        name = segment_name("bench", now, 1, "bench")
        first = warcinfo_record(
            id=self._warcinfo_id,
            date=now,
            filename=name,
            source="bench",
            definition="",
            operator=None,
            user_agent=None,
        )
        self._segment = Segment.create(RealDisk(), folder, name, first)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy asks for it."""
        sink = cls(Path(crawler.settings["BENCH_FOLDER"]))
        crawler.signals.connect(sink.seal, scrapy.signals.engine_stopped)
        return sink

    async def store(self, exchange: Exchange) -> Capture | None:
        """Appended on return."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self._write, exchange)
        return None

    async def late(self, capture: Capture, data: bytes) -> None:
        """Nothing comes late here."""
        raise RuntimeError("late bytes")

    def seal(self) -> None:
        """All is on the disk."""
        self._writer.shutdown()
        self._segment.seal()

    def _write(self, exchange: Exchange) -> None:
        records = exchange_records(exchange, warcinfo_id=self._warcinfo_id, new_id=new_record_id)
        members = [encode(record, self._folder) for record in records]
        self._segment.append(members)
        for member in members:
            member.close()


def main() -> None:
    """One contender's run."""
    kind, url, count, out, *folder = sys.argv[1:]
    more = {**_WIRE, "BENCH_FOLDER": folder[0]} if kind == "wire" else {}
    process = AsyncCrawlerProcess({**_BOTH, **more})
    process.crawl(SmallSpider, url=url, count=int(count))
    process.start()
    Path(out).write_text(json.dumps(SmallSpider.digests), encoding="utf-8")


if __name__ == "__main__":
    main()
