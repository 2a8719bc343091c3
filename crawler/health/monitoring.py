"""Monitoring: runs suites of spidermon on each run before it is judged, so that what they find counts in its outcome.

A Scrapy extension, on in our settings and idle unless ``SPIDERMON_ENABLED`` says otherwise. It takes the place of
spidermon's own extension, and heeds its settings: ``SPIDERMON_SPIDER_CLOSE_MONITORS``,
``SPIDERMON_SPIDER_CLOSE_EXPRESSION_MONITORS`` and ``SPIDERMON_SPIDER_OPEN_MONITORS`` with its expression form. Theirs
leaves the exit code at 0 whatever fails, and comes when the run is written already. Periodic monitors need Twisted's
reactor, which no crawl of ours has.
"""

import logging
from collections.abc import Sequence
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.model.failure import Failure
from crawler.spiders.run import ArchiveRun, run_ending

logger = logging.getLogger(__name__)

_TOO_LATE = (
    "SPIDERMON_ENGINE_STOP_MONITORS",
    "SPIDERMON_ENGINE_STOP_EXPRESSION_MONITORS",
    "SPIDERMON_PERIODIC_MONITORS",
)


class Monitoring:
    """See the module. A suite that cannot be loaded ends the crawl before its first request."""

    def __init__(self, crawler: Crawler) -> None:
        """Raises ``NotConfigured`` where monitors are not asked for, ``ValueError`` where they cannot be had."""
        if not crawler.settings.getbool("SPIDERMON_ENABLED"):
            raise NotConfigured
        if wrong := [name for name in _TOO_LATE if crawler.settings.get(name)]:
            raise ValueError(
                f"{wrong[0]}: these monitors come too late to count, or never: use SPIDERMON_SPIDER_CLOSE_MONITORS"
            )
        self.crawler = crawler
        self._theirs = _spidermon(crawler)
        self._failed: list[Failure] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy asks for it."""
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.ending, run_ending)
        return extension

    def opened(self, spider: Spider) -> None:
        """The monitors of the beginning; what fails is told at the end, when there is a run to tell it in."""
        self._run(spider, self._theirs.spider_opened_suites)

    def ending(self, spider: Spider, book: ArchiveRun) -> None:
        """The monitors of the end, with the run in ``data.run``; each that failed is a problem of the run."""
        self._theirs._add_field_coverage_to_stats()  # as their extension does
        self._run(spider, self._theirs.spider_closed_suites, run=book.run)
        for failure in self._failed:
            book.monitor_failed(failure)

    def _run(self, spider: Spider, suites: Sequence[Any], **more: Any) -> None:
        from spidermon.runners import MonitorRunner  # type: ignore[import-untyped]

        for suite in suites:
            try:
                # Not their runner for spiders: it logs by a method that Scrapy is to drop.
                result = MonitorRunner().run(suite, **{**self._theirs._generate_data_for_spider(spider), **more})
            except Exception as error:  # whatever is in a suite, the run goes into the archive
                logger.exception("%s could not be run", suite.name)
                self._fail(f"{suite.name} could not be run: {type(error).__name__}: {error}")
                continue
            for failed in result.monitors_failed_results:
                self._fail(f"{failed.item.name}: {_raised(failed.error)}")

    def _fail(self, sentence: str) -> None:
        self._failed.append(Failure("monitor.failed", sentence))


def _raised(trace: str) -> str:
    """The line of a traceback that names the error."""
    lines = [line for line in trace.splitlines() if line and not line.startswith((" ", "Traceback"))]
    return lines[0] if lines else trace.strip()


def _spidermon(crawler: Crawler) -> Any:
    """Their extension, which loads the suites, with no signal connected but the one that counts fields of items."""
    try:
        from spidermon.contrib.scrapy.extensions import Spidermon  # type: ignore[import-untyped]
    except ImportError as error:
        raise ValueError("monitors are asked for, but not installed: pip install 'communique[monitor]'") from error
    theirs = Spidermon.from_crawler(crawler)
    for method, signal in (
        (theirs.spider_opened, signals.spider_opened),
        (theirs.spider_closed, signals.spider_closed),
        (theirs.engine_stopped, signals.engine_stopped),
    ):
        crawler.signals.disconnect(method, signal)
    return theirs
