"""A tick crawls what is due, whatever else goes wrong, and nothing else."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive, ArchiveBusy, ArchiveTooNew
from crawler.cli.crawl import overrides
from crawler.configuration import Configuration
from crawler.model.run import Run
from crawler.model.source import Listing, Schedule, Site, Source
from crawler.schedule import crawling, tick
from crawler.schedule.crawling import Job, crawl_while
from crawler.schedule.history import read_history
from crawler.schedule.tick import Ticker
from crawler.schedule.timetable import timetable
from crawler.sources import Sources
from crawler.sources.loader import SHIPPED, SourceFile
from crawler.spiders.loader import spider_of
from tests.catalogue.test_database import migrated
from tests.spiders.site import HOST, OTHER, PressSite, Reply, listing, page, source

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def other(**changes: Any) -> Source:
    """A second source, on a host of its own."""
    return source(
        id="yy_press",
        sites=(Site(host=OTHER),),
        listings=(Listing(url=f"http://{OTHER}/news", items="ul.news li", link="a", title="a", date="i"),),
        **changes,
    )


def known(*sources: Source, folder: Path = Path("mine")) -> Sources:
    return Sources({one.id: SourceFile(folder / f"{one.id}.toml", f"id = '{one.id}'\n", one) for one in sources})


def every(interval: str, **more: Any) -> Schedule:
    return Schedule(every=interval, jitter=0, **more)


class World:
    """A site with two hosts, an archive, and a clock that stands until it is moved."""

    def __init__(self, site: PressSite, root: Path) -> None:
        self.site = site
        self.root = root
        self.now = NOON
        self.ended: list[str] = []

    @property
    def settings(self) -> dict[str, Any]:
        found = Configuration(contact="tests@example.org", archive=self.root, min_free=0)
        network = {"connect_to": [f":80:127.0.0.1:{self.site.port}"]}
        return {**overrides(found, network), "WIRE_PAUSE": 0.01, "CLOCK": lambda: self.now}

    def ticker(self, sources: Sources, **more: Any) -> Ticker:
        return Ticker(sources, (), self.settings, clock=lambda: self.now, ended=self.note, **more)

    async def note(self, archive: Archive, run: Run) -> None:
        self.ended.append(run.source)

    def tick(self, sources: Sources) -> dict[str, str]:
        """Outcomes by source."""
        crawled = tick.tick(self.ticker(sources))
        assert crawled.error is None
        return {run.source: run.outcome for run in crawled.runs}

    def asked(self, host: str) -> int:
        return sum(count for url, count in self.site.asked.items() if url.startswith(f"http://{host}/"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    pages: dict[Any, Reply] = {}
    for host in (HOST, OTHER):
        pages |= {
            (host, "/news"): listing("/a", "/b"),
            (host, "/a"): page(f"A {host}"),
            (host, "/b"): page(f"B {host}"),
        }
    with PressSite(pages).serve() as site:
        yield World(site, tmp_path / "kept")


def test_what_is_due_is_crawled_and_the_rest_is_left_alone(world: World) -> None:
    sources = known(source(schedule=every("6h")), other(schedule=every("1h")))
    assert world.tick(sources) == {"xx_press": "ok", "yy_press": "ok"}
    assert sorted(world.ended) == ["xx_press", "yy_press"]
    asked = world.asked(HOST)
    world.now += HOUR
    assert world.tick(sources) == {"yy_press": "ok"}
    assert world.asked(HOST) == asked
    world.now += 5 * HOUR
    assert world.tick(sources) == {"xx_press": "ok", "yy_press": "ok"}


def test_where_nothing_is_due_nobody_is_asked_and_the_archive_is_not_opened(world: World) -> None:
    sources = known(source())
    world.tick(sources)
    asked = world.asked(HOST)

    async def beside() -> None:
        async with await Archive.open(world.root, min_free=0):  # held by another
            found = await world.ticker(sources).tick(asyncio.Event())
            assert found.runs == ()

    asyncio.run(beside())
    assert world.asked(HOST) == asked


def test_an_archive_that_another_holds_is_told(world: World) -> None:
    async def beside() -> None:
        async with await Archive.open(world.root, min_free=0):
            await world.ticker(known(source())).tick(asyncio.Event())

    with pytest.raises(ArchiveBusy):
        asyncio.run(beside())


def test_an_archive_of_an_older_program_is_brought_up_to_date_and_crawled(world: World) -> None:
    world.root.mkdir()
    migrated(world.root / "catalogue.sqlite", "r0002")
    with pytest.raises(ArchiveTooNew):
        read_history(world.root)
    assert world.tick(known(source())) == {"xx_press": "ok"}


def test_an_archive_of_a_newer_program_is_refused(world: World) -> None:
    world.tick(known(source()))
    with closing(sqlite3.connect(world.root / "catalogue.sqlite")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    with pytest.raises(ArchiveTooNew, match="r9999"):
        tick.tick(world.ticker(known(source())))


def test_a_source_that_fails_is_backed_off_and_the_others_are_not(world: World) -> None:
    sources = known(source(schedule=every("1h")), other(schedule=every("1h")))
    world.site.pages[HOST, "/robots.txt"] = Reply(status=503)
    seen: dict[str, list[int]] = {"xx_press": [], "yy_press": []}
    for hour in range(5):
        for name, outcome in world.tick(sources).items():
            seen[name].append(hour)
            assert outcome == ("failed" if name == "xx_press" else "ok")
        world.now += HOUR
    assert seen == {"xx_press": [0, 1, 3], "yy_press": list(range(5))}
    del world.site.pages[HOST, "/robots.txt"]
    world.now += 2 * HOUR
    assert world.tick(sources)["xx_press"] == "ok"
    world.now += HOUR
    assert world.tick(sources) == {"xx_press": "ok", "yy_press": "ok"}


def test_a_source_that_hangs_is_ended_told_and_gone_on_with_in_its_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling, "_GRACE", 0.0)
    open_again = threading.Event()
    world.site.pages[HOST, "/b"] = Reply(page("B").body, hold=open_again)
    sources = known(source(schedule=every("6h")), other())

    async def both() -> dict[str, Run]:
        jobs = [Job(spider_of(sources, "xx_press"), longest=0.5), Job(spider_of(sources, "yy_press"), longest=30.0)]
        crawled = await crawl_while(given_once(jobs), world.settings, asyncio.Event())
        return {run.source: run for run in crawled.runs}

    try:
        runs = asyncio.run(both())
    finally:
        open_again.set()
    assert runs["yy_press"].outcome == "ok"
    assert (runs["xx_press"].outcome, runs["xx_press"].reason) == ("interrupted", "stopped before its end (too long)")
    assert runs["xx_press"].extracted <= 1
    assert read_history(world.root)["xx_press"][0].too_long
    assert "xx_press" not in world.tick(sources)
    world.now += 6 * HOUR
    assert world.tick(sources)["xx_press"] == "ok"
    history = read_history(world.root)["xx_press"]
    assert [past.outcome for past in history] == ["ok"]  # one run, gone on with


def test_while_one_source_is_slow_another_that_becomes_due_is_crawled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tick, "_LOOK", 0.05)
    sources = known(source(schedule=every("6h")), other(schedule=every("1h")))
    world.tick(sources)
    world.now += 6 * HOUR
    slow = threading.Event()
    world.site.pages[HOST, "/news"] = Reply(listing("/a", "/b", "/c").body, hold=slow)
    world.site.pages[HOST, "/c"] = page("C")
    world.ended.clear()
    first = threading.Event()

    async def note(archive: Archive, run: Run) -> None:
        world.ended.append(run.source)
        if not first.is_set():  # the quick one is done; an hour later it is due again, and the slow one still runs
            first.set()
            world.now += HOUR
        else:
            slow.set()

    crawled = tick.tick(Ticker(sources, (), world.settings, clock=lambda: world.now, ended=note))
    assert world.ended == ["yy_press", "yy_press", "xx_press"]
    assert [run.outcome for run in crawled.runs] == ["ok", "ok", "ok"]


def test_a_host_is_asked_one_thing_at_a_time_however_many_sources_have_it(world: World) -> None:
    most = now_asked = 0
    news = threading.Condition()
    answer = world.site.answer

    def counting(request: Any) -> None:
        nonlocal now_asked, most
        with news:
            now_asked += 1
            most = max(most, now_asked)
            news.notify_all()
            news.wait_for(lambda: now_asked > 1, 0.1)  # gives a second one time to come before this is answered
            now_asked -= 1
        answer(request)

    world.site.answer = counting  # type: ignore[method-assign]
    twin = source(id="zz_press")
    assert world.tick(known(source(), twin)) == {"xx_press": "ok", "zz_press": "ok"}  # each would ask two at once
    assert most == 1


def test_a_source_that_leaves_no_run_behind_is_not_tried_over_and_over(world: World) -> None:
    sources = known(source())
    broken = {**world.settings, "SPIDERMON_ENABLED": True, "SPIDERMON_PERIODIC_MONITORS": {"x": 1}}  # cannot be had
    ticker = Ticker(sources, (), broken, clock=lambda: world.now)
    crawled = tick.tick(ticker)
    assert [run.outcome for run in crawled.runs] == ["failed"]
    assert "SPIDERMON_PERIODIC_MONITORS" in (crawled.runs[0].reason or "")
    assert tick.tick(ticker).runs == ()
    world.now += tick.AGAIN
    assert len(tick.tick(ticker).runs) == 1


def test_scheduled_are_the_sources_of_ones_own_folders_and_those_once_crawled(world: World) -> None:
    mine, shipped = known(source()), known(other(), folder=SHIPPED)
    both = Sources({**mine.files, **shipped.files})
    assert [row.source.id for row in timetable(world.root, both, (), NOON)] == ["xx_press"]
    assert [row.source.id for row in timetable(world.root, both, ("yy_press",), NOON)] == ["yy_press"]
    tick.tick(Ticker(both, ("yy_press",), world.settings, clock=lambda: world.now))
    assert [row.source.id for row in timetable(world.root, both, (), NOON)] == ["xx_press", "yy_press"]


def test_the_history_of_a_killed_run_says_when_it_was_heard_of_last(world: World) -> None:
    async def killed() -> None:
        async with await Archive.open(world.root, min_free=0, clock=lambda: NOON) as archive:
            await archive.begin_run(source(), "")

    asyncio.run(killed())
    past = read_history(world.root)["xx_press"][0]
    assert (past.outcome, past.started, past.ended, past.too_long) == ("running", NOON, None, False)


def given_once(jobs: list[Job]) -> Callable[[frozenset[str]], list[Job]]:
    left = [jobs]
    return lambda _busy: left.pop() if left else []
