"""Keeping watch over a simulated world: the crawl is run at each of its moments, and every request is written down."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, Final

from crawler.demo.life import Promise
from crawler.demo.pages import Answer
from crawler.demo.play import connect_to
from crawler.demo.server import serve
from crawler.demo.world import EMBASSY, PRESS, World
from crawler.model.change import Change
from crawler.model.clock import Clock
from crawler.model.run import Run
from crawler.model.source import Source

SOURCE: Final = "ardania"
HOSTS: Final = (PRESS, EMBASSY)
EVERY: Final = timedelta(hours=12)
_LATER: Final = timedelta(minutes=50)  # a run may begin so much later: the longest time between two is both together


def watched_dir() -> Path:
    """The folder with the simulated ministry's source file, for the loader."""
    return Path(str(files("crawler.demo"))) / "watched"


class SimulatedClock:
    """A clock that is set, and goes on by a millisecond at each look, so that no two instants are one."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._lock = threading.Lock()

    def set(self, now: datetime) -> None:
        """Put it forward. Raises ``ValueError`` where that is back."""
        with self._lock:
            if now < self.now:
                raise ValueError(f"time does not go back from {self.now} to {now}")
            self.now = now

    def __call__(self) -> datetime:
        """The instant, each a later one."""
        with self._lock:
            self.now += timedelta(milliseconds=1)
            return self.now


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server met it."""

    at: datetime
    host: str
    target: str
    status: int


@dataclass(slots=True)
class Watched:
    """What a watch has left: the moments of its runs, the runs, and every request."""

    rounds: tuple[datetime, ...]
    runs: list[Run] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


Crawl = Callable[[int, Clock], Run]  # crawls the source from the server on a port, at what a clock says


def settings(port: int, clock: Clock) -> dict[str, Any]:
    """What a crawl of the world is set to, over what an operator sets: where it is, and what time it is there."""
    return {
        "WIRE_CONNECT_TO": connect_to(port, HOSTS),
        "WIRE_PAUSE": 0,  # default 1 s, of real time, after a failure: a simulated outage would be waited for
        "CLOCK": clock,
        # default ours, which reads all sources there are: a job brings its own spider, a hundred and eighty times
        "SPIDER_LOADER_CLASS": "scrapy.spiderloader.DummySpiderLoader",
    }


def promise(source: Source) -> Promise:
    """What a watcher who crawls at the moments of :func:`rounds` owes a reader, by the source's policy."""
    return Promise.of(source, EVERY + _LATER)


def rounds(world: World) -> Iterator[datetime]:
    """The moments of the runs: two a day, some minutes late each, the last after the world's end."""
    random = Random(f"rounds {world.seed}")  # noqa: S311 - a play, no secret
    moment = world.start
    while moment <= world.end:
        yield moment + (random.uniform(0, 1) * _LATER if moment > world.start else timedelta())
        moment += EVERY


def watch(world: World, crawl: Crawl, told: Callable[[Run, datetime], None] | None = None) -> Watched:
    """Crawl at every moment of :func:`rounds`. What ``crawl`` raises goes through; ``told`` hears of each run."""
    clock = SimulatedClock(world.start)
    watched = Watched(tuple(rounds(world)))

    def answer(host: str, target: str) -> Answer:
        found = world.answer(host, target, clock.now)
        watched.asked.append(Asked(clock.now, host.rsplit(":", 1)[0].lower(), target, found.status))
        return found

    def now() -> datetime:  # Scrapy copies settings in depth: an object would be another clock in each copy
        return clock()

    with serve(answer) as port:
        for moment in watched.rounds:
            clock.set(moment)
            run = crawl(port, now)
            watched.runs.append(run)
            if told is not None:
                told(run, moment)
    return watched


def changes_of(archive: Path) -> Sequence[Change]:
    """The archive's change log, in order. Raises ``OSError`` and ``ValueError`` where it cannot be read."""
    with (archive / "changes.jsonl").open("rb") as lines:
        return [Change.model_validate_json(line) for line in lines]
