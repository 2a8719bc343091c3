"""Plain Scrapy, as most projects run it: ``python -m tests.bench.plain START_URL OUT.jsonl``.

Three fields by parsel's CSS selectors, JSON Lines out, 8 requests at once, no delay, no robots.txt, everything else as
Scrapy has it. It logs from INFO on only, as the other contenders do: the default DEBUG lines would cost it time.
"""

import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class PlainSpider(scrapy.Spider):
    """Follows the listing and reads title, date and body."""

    name = "plain"

    def parse(self, response: Any, /, *_: Any, **__: Any) -> Iterator[Any]:
        """A listing page: its articles, then the next page."""
        yield from response.follow_all(css="ul.items li.item a", callback=self.parse_article)
        yield from response.follow_all(css="nav.pager a[rel=next]", callback=self.parse)

    def parse_article(self, response: Any, /, *_: Any, **__: Any) -> dict[str, str | None]:
        """One article."""
        return {
            "url": response.url,
            "title": response.css("h1.release-title::text").get(),
            "date": response.css(".release-date::text").get(),
            "body": "".join(response.css(".release-body ::text").getall()),
        }


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 8,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "LOG_LEVEL": "INFO",
            "TELNETCONSOLE_ENABLED": False,
            "FEEDS": {sys.argv[2]: {"format": "jsonlines", "encoding": "utf8"}},
        }
    )
    process.crawl(PlainSpider, start_urls=[sys.argv[1]])
    process.start()
