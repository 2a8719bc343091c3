"""Progress on standard error: a live table on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawler.cli.summary import size
from crawler.schedule.crawling import Watch
from crawler.spiders.run import ArchiveRun

_EVERY = 10.0  # seconds between plain lines


@contextmanager
def progress(*, quiet: bool) -> Iterator[Watch | None]:
    """A watcher for :func:`crawler.schedule.crawling.crawl`; none where ``quiet``."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with Live(console=Console(stderr=True), transient=True, refresh_per_second=4) as live:
            started = time.monotonic()
            yield lambda books: live.update(_table(books, time.monotonic() - started))
    else:
        yield _Lines()


def _table(books: Sequence[ArchiveRun], seconds: float) -> Table:
    table = Table("site", "exchanges", "pages", "statements", "received", "rate")
    for book in books:
        run = book.run
        table.add_row(
            run.source,
            str(run.exchanges),
            str(run.captured),
            str(run.extracted),
            size(run.bytes),
            f"{run.exchanges / max(seconds, 0.1):.1f}/s",
        )
    return table


class _Lines:
    def __init__(self) -> None:
        self._last = time.monotonic()
        self._started = self._last

    def __call__(self, books: Sequence[ArchiveRun]) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY:
            return
        self._last = now
        for book in books:
            run = book.run
            print(
                f"{run.source}: {run.exchanges} exchanges, {run.captured} pages, {run.extracted} statements,"
                f" {size(run.bytes)}, {run.exchanges / (now - self._started):.1f}/s",
                file=sys.stderr,
            )
