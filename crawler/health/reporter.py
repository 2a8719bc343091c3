"""The reporter: after each run it looks at the whole archive, writes the metrics and tells whom it concerns."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from crawler.archive import Archive, ArchiveBusy, ArchiveError
from crawler.archive.incidents import read_incidents
from crawler.archive.snapshot import read_snapshot
from crawler.archive.status import Status, read_status
from crawler.catalogue.database import FILE
from crawler.health.alerts import Teller, is_pending
from crawler.health.channels import Channel
from crawler.health.metrics import write_metrics
from crawler.health.needs import Need, needs
from crawler.model.clock import Clock, utc_now
from crawler.model.run import Run

logger = logging.getLogger(__name__)

_AGAIN: Final = timedelta(minutes=5)  # before a channel that failed is tried again while nothing is crawled


class Reporter:
    """Reports on the archive at ``root`` to ``channels`` and into the file ``metrics``, where there are any.

    ``say`` takes a sentence for whatever could not be reported: that never ends a crawl.
    """

    def __init__(
        self,
        root: Path,
        channels: Sequence[Channel],
        metrics: Path | None,
        *,
        min_free: int,
        say: Callable[[str], None],
        clock: Clock = utc_now,
    ) -> None:
        self._root = root
        self._channels = channels
        self._metrics = metrics
        self._min_free = min_free
        self._say = say
        self._clock = clock
        self._teller = Teller(channels, say, clock)
        self._last: datetime | None = None

    @property
    def wanted(self) -> bool:
        """Whether there is anybody to report to."""
        return bool(self._channels) or self._metrics is not None

    async def ended(self, archive: Archive, run: Run) -> None:
        """A run has ended, and its archive is still open."""
        if not self.wanted:
            return
        try:
            found = await asyncio.to_thread(self._look)
            if self._metrics is not None:
                await asyncio.to_thread(self._write, self._metrics, *found)
            await self._teller.tell(archive, found[1])
        except ArchiveError as error:
            self._say(f"nobody could be told of the run of {run.source}: {error}")
        except Exception as error:  # a fault of ours here must not take the other sources' crawls down
            logger.exception("no report of %s", run.source)
            self._say(f"nobody could be told of the run of {run.source}: {type(error).__name__}: {error}")

    async def starved(self, opened: Callable[[], AbstractAsyncContextManager[Archive]]) -> None:
        """No crawl can begin, for the disk has too little room: that is told as well, with the archive that ``opened``
        opens all the same. What is noted of it takes a few kilobytes.
        """
        if not self.wanted or not (self._root / FILE).exists():
            return
        try:
            found = await asyncio.to_thread(self._look)
            if self._metrics is not None:
                await asyncio.to_thread(self._write, self._metrics, *found)
            if self._channels:
                async with opened() as archive:
                    await self._teller.tell(archive, found[1])
        except ArchiveError as error:
            self._say(f"nobody could be told that the disk has too little room: {error}")

    async def idle(self, opened: Callable[[], AbstractAsyncContextManager[Archive]]) -> None:
        """Nothing is crawled: what could not be delivered is tried again, with the archive that ``opened`` opens. Where
        another crawl holds it, it is left to that one.
        """
        now = self._clock()
        if self._last is not None and timedelta(0) <= now - self._last < _AGAIN:
            return
        self._last = now
        if not self._channels:
            return
        if await asyncio.to_thread(self._pending):
            with contextlib.suppress(ArchiveBusy):
                async with opened() as archive:
                    await self._teller.tell(archive, (await asyncio.to_thread(self._look))[1])

    def _look(self) -> tuple[Status, tuple[Need, ...]]:
        status = read_status(self._root, clock=self._clock, min_free=self._min_free)
        return status, needs(status)

    def _write(self, path: Path, status: Status, wanted: Sequence[Need]) -> None:
        try:
            write_metrics(path, status, wanted)
        except OSError as error:
            self._say(f"the metrics could not be written to {path}: {error.strerror}")
        except ImportError as error:
            self._say(str(error))

    def _pending(self) -> bool:
        if not (self._root / FILE).exists():
            return False
        with read_snapshot(self._root) as connection:
            return is_pending(read_incidents(connection), self._channels)
