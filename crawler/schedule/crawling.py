"""Crawling: runs the spiders of a plan in one process, on one archive, until they end or are told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from crawler.archive import Archive, ArchiveError, Revised
from crawler.model.clock import stamp
from crawler.model.draft import Draft
from crawler.model.run import TOO_LONG, Run
from crawler.spiders.archives import archive_for
from crawler.spiders.run import ArchiveRun, run_of
from crawler.spiders.source import SourceSpider
from crawler.wire.crawl import clock_of, stop_all, stop_one

_AT_ONCE = 8  # sources crawled at the same time; each host still sees one request at a time
_GRACE = 3.0  # seconds that exchanges under way are given after a signal; the whole stop must take under 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One spider and its arguments. ``longest``: seconds after which it is ended, to be gone on with another time."""

    spider: type[SourceSpider]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class Crawled:
    """What came of a plan. ``last`` is the page read last, where one was; ``stopped``: a signal ended it."""

    runs: tuple[Run, ...]
    error: ArchiveError | None
    last: tuple[Draft, Revised] | None
    stopped: bool = False


Watch = Callable[[Sequence[ArchiveRun]], None]
More = Callable[[frozenset[str]], Sequence[Job]]  # given the names of the sources that are being crawled
Ended = Callable[[Archive, Run], Awaitable[None]]  # called with the archive still open


def crawl(
    jobs: Sequence[Job], overrides: Mapping[str, Any], watch: Watch | None = None, ended: Ended | None = None
) -> Crawled:
    """Runs the jobs, with settings over the project's. ``watch`` is called twice a second with the runs under way,
    ``ended`` with each run that ended.

    Raises :class:`ArchiveError` where the archive cannot be opened: before the first request.
    """
    left = list(jobs)

    def once(_busy: frozenset[str]) -> Sequence[Job]:
        now, left[:] = left[:], []
        return now

    async def all_of_them() -> Crawled:
        with until_signal() as stop:
            return await crawl_while(once, overrides, stop, watch=watch, ended=ended)

    return asyncio.run(all_of_them())


async def crawl_while(
    more: More,
    overrides: Mapping[str, Any],
    stop: asyncio.Event,
    *,
    watch: Watch | None = None,
    ended: Ended | None = None,
    every: float | None = None,
) -> Crawled:
    """Runs what ``more`` gives: at first, whenever a job has ended and, given it, ``every`` so many seconds, until it
    gives nothing more and all has ended, or ``stop`` is set. The archive is held as long.

    ``ended`` is told of each run that ended. Raises :class:`ArchiveError` where the archive cannot be opened.
    """
    return await _Crawl(settings_of(overrides), stop, watch, ended).run(more, every)


def settings_of(overrides: Mapping[str, Any]) -> Settings:
    """The project's settings, with ``overrides`` as from a command line."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    return settings


@contextlib.contextmanager
def until_signal() -> Iterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set, in place of what they do else. In the main thread, within a loop."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class _Crawl:
    def __init__(self, settings: Settings, stop: asyncio.Event, watch: Watch | None, ended: Ended | None) -> None:
        self._settings = settings
        self._stop = stop
        self._watch = watch
        self._ended = ended
        self._crawlers: list[Crawler] = []
        self._runs: list[tuple[int, Run]] = []
        self._error: ArchiveError | None = None
        self._last: tuple[Draft, Revised] | None = None

    async def run(self, more: More, every: float | None) -> Crawled:
        async with archive_for(self._settings) as archive:
            beside = [asyncio.create_task(self._keep_watch()), asyncio.create_task(self._end_when_told())]
            try:
                await self._all(archive, more, every)
            finally:
                for task in beside:
                    task.cancel()
        runs = tuple(run for _, run in sorted(self._runs, key=lambda pair: pair[0]))
        return Crawled(runs, self._error, self._last, self._stop.is_set())

    async def _all(self, archive: Archive, more: More, every: float | None) -> None:
        runner = AsyncCrawlerRunner(self._settings)
        places = asyncio.Semaphore(_AT_ONCE)
        tasks: dict[asyncio.Task[None], str] = {}
        number = 0
        while True:
            if not self._stop.is_set() and self._error is None:
                for job in await asyncio.to_thread(more, frozenset(tasks.values())):
                    tasks[asyncio.create_task(self._one(archive, runner, job, places, number))] = job.spider.name
                    number += 1
            if not tasks:
                return
            done, _ = await asyncio.wait(tasks, timeout=every, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del tasks[task]
                await task

    async def _one(
        self, archive: Archive, runner: AsyncCrawlerRunner, job: Job, places: asyncio.Semaphore, number: int
    ) -> None:
        async with places:
            if self._stop.is_set():
                return
            crawler = runner.create_crawler(job.spider)
            self._crawlers.append(crawler)
            limit = None if job.longest is None else asyncio.create_task(_end_late(crawler, job.longest))
            try:
                run = await self._crawled(runner, crawler, job)
            finally:
                if limit is not None:
                    limit.cancel()
                self._crawlers.remove(crawler)
            self._runs.append((number, run))
            if self._ended is not None:
                await self._ended(archive, run)

    async def _crawled(self, runner: AsyncCrawlerRunner, crawler: Crawler, job: Job) -> Run:
        error = ""
        try:
            await runner.crawl(crawler, **job.arguments)
        except Exception as caught:  # one source's fault must not take the others down
            logger.exception("%s ended with an error", job.spider.name)
            error = f"{type(caught).__name__}: {caught}"
        book = _book(crawler)
        if book is not None:
            self._error, self._last = self._error or book.error, self._last or book.last
        if book is None or not hasattr(book, "run"):
            now = stamp(clock_of(self._settings)())
            return Run(id="", source=job.spider.name, started=now, finished=now, outcome="failed", reason=error)
        if error and book.run.outcome in ("running", "ok"):
            book.run.outcome, book.run.reason = "failed", error
        return book.run

    async def _keep_watch(self) -> None:
        while self._watch is not None:
            books = [_book(crawler) for crawler in self._crawlers]
            self._watch([book for book in books if book is not None and hasattr(book, "run")])
            await asyncio.sleep(0.5)

    async def _end_when_told(self) -> None:
        await self._stop.wait()
        stopping = {asyncio.create_task(crawler.stop_async()) for crawler in self._crawlers}
        await asyncio.sleep(_GRACE)
        stop_all()
        if stopping:
            await asyncio.wait(stopping)


async def _end_late(crawler: Crawler, seconds: float) -> None:
    """Ends one crawl when its time is over; first gently, then its exchanges too."""
    await asyncio.sleep(seconds)
    logger.warning("%s is ended after %.0f seconds", crawler.spidercls.name, seconds)
    engine = crawler.engine
    closing = asyncio.create_task(engine.close_spider_async(reason=TOO_LONG)) if engine is not None else None
    await asyncio.sleep(_GRACE)
    stop_one(crawler)
    if closing is not None:
        with contextlib.suppress(RuntimeError):  # it had ended meanwhile
            await closing


def _book(crawler: Crawler) -> ArchiveRun | None:
    with contextlib.suppress(RuntimeError):
        return run_of(crawler)
    return None
