"""A tick: crawls the sources whose run is due, several at once, until none is; and the daemon, which waits and ticks.

Whatever is known of earlier runs stands in the catalogue, so that it does not matter who ticks, how often, and whether
the machine slept in between. While a tick lasts, sources that become due meanwhile are taken up too: one that is slow
does not keep the others waiting.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from crawler.archive import Archive, ArchiveBusy, ArchiveError, ArchiveTooNew, StorageFailed
from crawler.model.clock import Clock, utc_now
from crawler.model.run import Run
from crawler.schedule.cadence import longest
from crawler.schedule.crawling import Crawled, Ended, Job, Watch, crawl_while, settings_of, until_signal
from crawler.schedule.timetable import Row, timetable
from crawler.sources import Sources
from crawler.spiders.archives import archive_for
from crawler.spiders.loader import spider_of

AGAIN: Final = timedelta(
    minutes=5
)  # before a source that left no run behind, or an archive that is held, is tried again
_LOOK: Final = 30.0  # seconds after which a tick that lasts looks what else is due
_SLEEP: Final = 60.0  # seconds at most: clocks are set, machines sleep, and somebody else may crawl meanwhile
_GENTLY: Final = {"WIRE_CONCURRENCY": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}  # one request at a time to a host

Idle = Callable[
    [Callable[[], AbstractAsyncContextManager[Archive]]], Awaitable[None]
]  # is given what opens the archive
Told = Callable[[str], None]  # takes a sentence for the operator


class Ticker:
    """Ticks on one archive. ``overrides`` are Scrapy settings, ``ARCHIVE_DIR`` among them, as for
    :func:`crawler.schedule.crawling.crawl`; ``named`` as in :func:`crawler.schedule.timetable.timetable`.

    ``ended`` is told of each run that ended, with the archive still open, ``watch`` of what goes on, ``idle`` that
    nothing is due, ``starved`` that the disk has too little room for a crawl. Not for two ticks at once.
    """

    def __init__(
        self,
        sources: Sources,
        named: Sequence[str],
        overrides: Mapping[str, Any],
        *,
        clock: Clock = utc_now,
        watch: Watch | None = None,
        ended: Ended | None = None,
        idle: Idle | None = None,
        starved: Idle | None = None,
    ) -> None:
        self._root = Path(overrides["ARCHIVE_DIR"])
        self._sources = sources
        self._named = named
        self._overrides = {**overrides, **_GENTLY}
        self._clock = clock
        self._watch = watch
        self._ended = ended
        self._idle = idle
        self._starved = starved
        self._tried: dict[str, datetime] = {}

    def now(self) -> datetime:
        """What the ticker takes for now."""
        return self._clock()

    async def timetable(self) -> list[Row]:
        """Now. An archive of an older program is brought up to date for it, which takes the archive's lock."""
        try:
            return await asyncio.to_thread(self._rows)
        except ArchiveTooNew:
            async with self._opened():
                pass
            return await asyncio.to_thread(self._rows)

    async def tick(self, stop: asyncio.Event) -> Crawled:
        """Crawls what is due until nothing is, or ``stop`` is set. Where nothing is due the archive is not opened.

        Raises :class:`ArchiveError`: the archive cannot be read or opened, or is held by another crawl.
        """
        if not self.due(await self.timetable()):
            if self._idle is not None:
                await self._idle(self._opened)
            return Crawled((), None, None)
        try:
            return await crawl_while(
                self._more, self._overrides, stop, watch=self._watch, ended=self._ended, every=_LOOK
            )
        except StorageFailed:
            if self._starved is not None:
                await self._starved(lambda: without_minimum(self._overrides))
            raise

    def due(self, rows: Sequence[Row], busy: frozenset[str] = frozenset()) -> list[Row]:
        """Those of the timetable that are to be crawled now; not the ``busy``, and none that was tried just now."""
        now = self._clock()
        return [
            row
            for row in rows
            if row.next.due(now) and row.source.id not in busy and not self._just_tried(row.source.id, now)
        ]

    def _opened(self) -> AbstractAsyncContextManager[Archive]:
        return archive_for(settings_of(self._overrides))

    def _rows(self) -> list[Row]:
        return timetable(self._root, self._sources, self._named, self._clock())

    def _more(self, busy: frozenset[str]) -> list[Job]:
        rows = self.due(self._rows(), busy)
        self._tried.update((row.source.id, self._clock()) for row in rows)
        return [
            Job(spider_of(self._sources, row.source.id), longest=longest(row.source).total_seconds()) for row in rows
        ]

    def _just_tried(self, name: str, now: datetime) -> bool:
        tried = self._tried.get(name)
        return tried is not None and timedelta(0) <= now - tried < AGAIN


def without_minimum(overrides: Mapping[str, Any]) -> AbstractAsyncContextManager[Archive]:
    """The archive, however little room its disk has: for what must be noted then."""
    return archive_for(settings_of({**overrides, "ARCHIVE_MIN_FREE": 0}))


def tick(ticker: Ticker) -> Crawled:
    """One tick, until it is done or a signal ends it. Raises as :meth:`Ticker.tick` does."""

    async def once() -> Crawled:
        with until_signal() as stop:
            return await ticker.tick(stop)

    return asyncio.run(once())


def keep_watch(ticker: Ticker, tell: Told, after: Callable[[Crawled], None]) -> tuple[Run, ...]:
    """Ticks for ever, whenever something is due, until a signal ends it. Returns the runs that were broken off by it.

    ``after`` is given what came of each tick that crawled. An archive that is held, or whose storage fails, is told of
    once and tried again; any other :class:`ArchiveError` is raised, for a person must see to it.
    """

    async def until_told() -> tuple[Run, ...]:
        said = ""
        with until_signal() as stop:
            while not stop.is_set():
                error: ArchiveError | None = None
                try:
                    crawled = await ticker.tick(stop)
                    if crawled.runs or crawled.error:
                        after(crawled)
                    if crawled.stopped:
                        return tuple(run for run in crawled.runs if run.outcome == "interrupted")
                    error = crawled.error
                    pause = await _until_due(ticker)
                except (ArchiveBusy, StorageFailed) as caught:
                    error = caught
                    if str(error) != said:
                        tell(f"{error}; trying again every {AGAIN.seconds // 60} minutes")
                said = str(error) if error else ""
                await _pause(stop, AGAIN.total_seconds() if error else pause)
        return ()

    return asyncio.run(until_told())


async def _until_due(ticker: Ticker) -> float:
    """Seconds until the daemon looks again."""
    moments = [row.next.at for row in await ticker.timetable() if row.next.at is not None]
    left = (min(moments) - ticker.now()).total_seconds() if moments else _SLEEP
    return min(left, _SLEEP) if left > 0 else _SLEEP  # due, and not crawled: it was tried just now


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
