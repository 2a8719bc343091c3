"""Whoever is to be told hears of a source that breaks and mends, by way of real crawls."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive import StorageFailed
from crawler.archive.status import read_status
from crawler.cli.crawl import overrides
from crawler.configuration import Configuration
from crawler.health.channels import Webhook
from crawler.health.needs import needs
from crawler.health.reporter import Reporter
from crawler.model.run import Run
from crawler.model.source import Schedule
from crawler.schedule import tick
from crawler.schedule.tick import Ticker
from crawler.sources import Sources
from crawler.sources.loader import SourceFile
from tests.health.outlets import Hook
from tests.spiders.site import PressSite, Reply, listing, page, source


class Post:
    """A ministry that is crawled every hour, and the one who is told."""

    def __init__(self, site: PressSite, hook: Hook, folder: Path) -> None:
        self.site = site
        self.hook = hook
        self.root = folder / "kept"
        self.metrics = folder / "communique.prom"
        self.said: list[str] = []
        self.now = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
        one = source(schedule=Schedule(every="1h", jitter=0))
        sources = Sources({one.id: SourceFile(Path("mine/xx_press.toml"), "", one)})
        found = Configuration(contact="tests@example.org", archive=self.root, min_free=0)
        settings = {
            **overrides(found, {"connect_to": [f":80:127.0.0.1:{site.port}"]}),
            "WIRE_PAUSE": 0.01,
            "RETRY_ENABLED": False,
            "CLOCK": lambda: self.now,  # a function: Scrapy copies its settings, and with a method its object
        }
        self.settings, self.sources = settings, sources
        self.ticker = self.ticking()

    def ticking(self, *, min_free: int = 0) -> Ticker:
        """A ticker that needs so much room on the disk, and says so to who is told."""
        hook = Webhook(self.hook.url, "")
        reports = Reporter(self.root, [hook], self.metrics, min_free=min_free, say=self.said.append, clock=self.clock)
        return Ticker(
            self.sources,
            (),
            {**self.settings, "ARCHIVE_MIN_FREE": min_free},
            clock=self.clock,
            ended=reports.ended,
            idle=reports.idle,
            starved=reports.starved,
        )

    def clock(self) -> datetime:
        return self.now

    def after(self, **passed: float) -> list[str]:
        """What is told by a tick so much later."""
        self.now += timedelta(**passed)
        before = len(self.hook.came)
        assert tick.tick(self.ticker).error is None
        return self.hook.states()[before:]

    def break_it(self) -> None:
        self.site.pages["/news"] = Reply(b"<html lang=en><p>Nothing.</p></html>")

    def mend_it(self) -> None:
        self.site.pages["/news"] = listing("/a", "/b")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    pages = {"/news": listing("/a", "/b"), "/a": page("A"), "/b": page("B")}
    with PressSite(pages).serve() as site, Hook().serve() as hook:
        yield Post(site, hook, tmp_path)


def test_a_source_that_breaks_is_told_in_that_run_once_and_once_when_it_is_mended(post: Post) -> None:
    assert post.after() == []
    post.break_it()
    told = post.after(hours=1)
    assert len(told) == 1
    assert told[0].endswith(" open")
    assert post.after(hours=2) == []
    post.mend_it()
    assert post.after(hours=24) == [told[0].replace("open", "over")]
    assert post.after(hours=24) == []
    assert post.said == []


def test_what_could_not_be_delivered_is_tried_again_while_nothing_is_crawled(post: Post) -> None:
    post.after()
    post.break_it()
    post.hook.status = 503
    assert post.after(hours=1) == []
    post.hook.status = 200
    asked = sum(post.site.asked.values())
    told = post.after(minutes=10)
    assert [word.split()[1] for word in told] == ["open"]
    assert sum(post.site.asked.values()) == asked
    assert post.after(minutes=10) == []


def test_the_metrics_are_written_after_each_run_and_a_file_that_cannot_be_ends_no_crawl(post: Post) -> None:
    post.after()
    assert b'communique_last_run_published{source="xx_press"} 2.0' in post.metrics.read_bytes()
    post.metrics.unlink()
    post.metrics.mkdir()
    (post.metrics / "x").touch()
    assert post.after(hours=1) == []
    assert [str(post.metrics) in sentence for sentence in post.said] == [True]


def test_a_run_that_was_ended_for_its_length_wants_a_person(post: Post) -> None:
    post.after()
    status = read_status(post.root, min_free=0, clock=post.clock)
    late = Run(
        id="x",
        source="xx_press",
        started="2026-06-01T12:00:00.000000Z",
        outcome="interrupted",
        reason="stopped before its end (too long)",
    )
    held_up = status.model_copy(update={"sources": [status.sources[0].model_copy(update={"last_run": late})]})
    assert [need.kind for need in needs(held_up)] == ["too_long"]
    assert needs(status) == ()


def test_a_disk_without_room_is_told_though_no_crawl_begins_once_and_once_when_it_is_over(post: Post) -> None:
    assert post.after() == []
    post.ticker = post.ticking(min_free=2**60)
    for told in (1, 1):
        post.now += timedelta(hours=1)
        with pytest.raises(StorageFailed):
            tick.tick(post.ticker)
        assert post.hook.states() == ["disk open"] * told
        assert 'kind="disk"' in post.metrics.read_text()
    assert post.said == []
    post.ticker = post.ticking()
    assert post.after(hours=1) == ["disk over"]
