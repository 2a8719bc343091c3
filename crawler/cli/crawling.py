"""Crawling: runs the spiders of a plan in one process, on one archive, until they end or are told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from crawler.archive import ArchiveError, Revised
from crawler.model.clock import stamp, utc_now
from crawler.model.draft import Draft
from crawler.model.run import Run
from crawler.spiders.archives import archive_for
from crawler.spiders.run import ArchiveRun, run_of
from crawler.spiders.source import SourceSpider
from crawler.wire.crawl import stop_all

_AT_ONCE = 8  # sources crawled at the same time; each host still sees one request at a time
_GRACE = 3.0  # seconds that exchanges under way are given after a signal; the whole stop must take under 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One spider and its arguments."""

    spider: type[SourceSpider]
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crawled:
    """What came of a plan. ``last`` is the page read last, where one was."""

    runs: tuple[Run, ...]
    error: ArchiveError | None
    last: tuple[Draft, Revised] | None


Watch = Callable[[Sequence[ArchiveRun]], None]


def crawl(jobs: Sequence[Job], overrides: Mapping[str, Any], watch: Watch | None = None) -> Crawled:
    """Runs the jobs, with settings over the project's. ``watch`` is called twice a second with the runs under way.

    Raises :class:`ArchiveError` where the archive cannot be opened: before the first request.
    """
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    return asyncio.run(_Crawl(settings, watch).run(jobs))


class _Crawl:
    def __init__(self, settings: Settings, watch: Watch | None) -> None:
        self._settings = settings
        self._watch = watch
        self._crawlers: list[Crawler] = []
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, jobs: Sequence[Job]) -> Crawled:
        with self._signals():
            async with archive_for(self._settings):
                runner = AsyncCrawlerRunner(self._settings)
                places = asyncio.Semaphore(_AT_ONCE)
                watching = asyncio.create_task(self._keep_watch())
                runs = await asyncio.gather(*(self._one(runner, job, places) for job in jobs))
                watching.cancel()
        books = self._books()
        return Crawled(
            tuple(run for run in runs if run is not None),
            next((book.error for book in books if book.error), None),
            next((book.last for book in books if book.last), None),
        )

    async def _one(self, runner: AsyncCrawlerRunner, job: Job, places: asyncio.Semaphore) -> Run | None:
        async with places:
            if self._stopping:
                return None
            crawler = runner.create_crawler(job.spider)
            self._crawlers.append(crawler)
            error = ""
            try:
                await runner.crawl(crawler, **job.arguments)
            except Exception as caught:  # one source's fault must not take the others down
                logger.exception("%s ended with an error", job.spider.name)
                error = f"{type(caught).__name__}: {caught}"
            book = self._book(crawler)
            if book is None or not hasattr(book, "run"):
                now = stamp(utc_now())
                return Run(id="", source=job.spider.name, started=now, finished=now, outcome="failed", reason=error)
            if error and book.run.outcome in ("running", "ok"):
                book.run.outcome, book.run.reason = "failed", error
            return book.run

    @staticmethod
    def _book(crawler: Crawler) -> ArchiveRun | None:
        with contextlib.suppress(RuntimeError):
            return run_of(crawler)
        return None

    def _books(self) -> list[ArchiveRun]:
        return [book for crawler in self._crawlers if (book := self._book(crawler)) is not None]

    async def _keep_watch(self) -> None:
        while self._watch is not None:
            self._watch([book for book in self._books() if hasattr(book, "run")])
            await asyncio.sleep(0.5)

    @contextlib.contextmanager
    def _signals(self) -> Any:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            self._tasks = {asyncio.create_task(crawler.stop_async()) for crawler in self._crawlers}
            self._tasks.add(asyncio.create_task(self._abort_late()))

    async def _abort_late(self) -> None:
        await asyncio.sleep(_GRACE)
        stop_all()
