"""Keeping watch over a real server: what a crawl after the first asks for, and what it finds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.model.run import Run
from crawler.model.source import Listing, Pagination, Source, Watch
from tests.spiders.site import HOST, PressSite, Reply, page, run, source

BASE = f"http://{HOST}"
COUNTED = Listing(
    url=f"{BASE}/news",
    items="ul.news li",
    link="a",
    title="a",
    date="i",
    pagination=Pagination(kind="page"),
)


class Office:
    """A press office whose clock the test turns. ``numbers`` are its statements, the newest first on its listing."""

    def __init__(self, site: PressSite, archive: Path) -> None:
        self.site = site
        self.archive = archive
        self.now = datetime(2026, 6, 20, 9, tzinfo=UTC)
        self.numbers: list[int] = []
        self.days: dict[int, str] = {}  # on which each is said to have been published
        self.per_page = 3
        self.watch = Watch()

    def publish(self, *numbers: int) -> None:
        """At the front, the last of them first."""
        self.numbers = [*reversed(numbers), *self.numbers]
        self.days |= dict.fromkeys(numbers, f"{self.now:%d %B %Y}")
        self.write()

    def write(self) -> None:
        """The pages as they are now."""
        pages = [self.numbers[n : n + self.per_page] for n in range(0, len(self.numbers), self.per_page)] or [[]]
        for number, names in enumerate(pages, 1):
            items = "".join(
                f'<li><a href="/s/{name}">Statement {name}</a> <i>{self.days[name]}</i></li>' for name in names
            )
            more = Reply(f"<html lang=en><ul class=news>{items}</ul></html>".encode())
            self.site.pages["/news" if number == 1 else f"/news?page={number}"] = more
        for name in self.numbers:
            self.site.pages.setdefault(f"/s/{name}", page(f"Statement {name}", f"<p>It is number {name}.</p>"))

    def edit(self, number: int, words: str) -> None:
        """A statement's page says more."""
        self.site.pages[f"/s/{number}"] = page(f"Statement {number}", f"<p>It is number {number}. {words}</p>")

    def crawl(self, later: timedelta = timedelta(), **settings: Any) -> tuple[Run, list[str]]:
        """The run of a crawl so much later, and what it asked for, robots.txt apart."""
        self.now += later
        before = len(self.site.order)
        crawled = run(self.site, self.archive, self.source(), CLOCK=lambda: self.time(), **settings)
        asked = [url.removeprefix(BASE) for url in self.site.order[before:]]
        return crawled.runs[0], [path for path in asked if path != "/robots.txt"]

    def time(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def source(self) -> Source:
        return source(listings=(COUNTED,), watch=self.watch, requisites={"fetch": False})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with PressSite({}).serve() as site:
        yield Office(site, tmp_path / "archive")


def test_a_second_crawl_reads_the_front_and_nothing_else(office: Office) -> None:
    office.publish(*range(1, 13))
    first, asked = office.crawl()
    assert (first.published, first.fresh, first.whole) == (12, 12, True)
    assert len(asked) == 12 + 5, "four pages of the listing, and one behind the end"
    second, asked = office.crawl(timedelta(minutes=5))
    assert asked == ["/news"]
    assert (second.outcome, second.fresh, second.looked, second.listed) == ("ok", 0, 0, 3)


def test_an_edit_is_found_when_its_statement_is_due_and_a_304_is_asked_for_by_name(office: Office) -> None:
    office.publish(1, 2)
    office.crawl()
    office.edit(1, "It was mistaken.")
    run_, asked = office.crawl(timedelta(hours=8))
    assert sorted(asked) == ["/news", "/s/1", "/s/2"]
    assert (run_.looked, run_.revised, run_.unchanged) == (2, 1, 1)
    assert {f"{BASE}/s/1", f"{BASE}/s/2"} <= office.site.conditional
    run_, asked = office.crawl(timedelta(minutes=9))
    assert (run_.looked, asked) == (0, ["/news"]), "nothing is asked again within its pause"


def test_what_is_new_is_never_limited_by_the_budget_and_what_is_put_off_is_told(office: Office) -> None:
    office.watch = Watch(requests_per_run=2)
    office.publish(*range(1, 6))
    office.crawl()
    office.publish(*range(6, 14))
    run_, asked = office.crawl(timedelta(days=1))
    assert (run_.published, run_.looked, run_.put_off) == (8, 2, 3)
    assert sum(path.startswith("/s/") for path in asked) == 10


def test_a_title_that_changes_on_the_listing_is_looked_at_at_once(office: Office) -> None:
    office.publish(1, 2)
    office.crawl()
    office.crawl(timedelta(minutes=11))
    listing_ = office.site.pages["/news"].body.replace(b"Statement 1<", b"Statement one<")
    office.site.pages["/news"] = Reply(listing_)
    office.site.pages["/s/1"] = page("Statement one", "<p>It is number 1.</p>")
    run_, asked = office.crawl(timedelta(minutes=1))
    assert asked == ["/news", "/s/1"]
    assert run_.revised == 1


def test_full_asks_for_everything_and_since_for_what_is_listed_since(office: Office) -> None:
    office.publish(*range(1, 5))
    office.now += timedelta(days=2)
    office.publish(5, 6, 7)
    office.crawl()
    crawled = run(office.site, office.archive, office.source(), {"full": "1"}, CLOCK=lambda: office.time())
    assert (crawled.runs[0].unchanged, crawled.runs[0].whole, crawled.runs[0].looked) == (7, True, 7)
    before = len(office.site.order)
    crawled = run(office.site, office.archive, office.source(), {"since": "2026-06-21"}, CLOCK=lambda: office.time())
    asked = {url.removeprefix(f"{BASE}/s/") for url in office.site.order[before:] if "/s/" in url}
    assert asked == {"5", "6", "7"}


def test_an_outage_loses_nothing_and_a_known_statement_is_put_off(office: Office) -> None:
    office.publish(1, 2, 3)
    office.crawl()
    office.publish(4)
    for path in ("/s/1", "/s/4"):
        office.site.pages[path] = Reply(b"down", status=503)
    run_, _ = office.crawl(timedelta(hours=8), RETRY_ENABLED=False)
    assert (run_.failed, run_.unreachable, run_.unchanged) == (2, 1, 2)
    del office.site.pages["/s/1"], office.site.pages["/s/4"]
    office.publish(7, 8, 9)  # what failed stands on the second page by now
    run_, asked = office.crawl(timedelta(hours=1, minutes=1))
    assert {"/s/1", "/s/4"} <= set(asked)
    assert (run_.published, run_.failed) == (4, 0)


@pytest.mark.parametrize("status", [503, 403])
def test_a_site_that_is_down_is_not_asked_for_everything_that_is_due(office: Office, status: int) -> None:
    office.publish(1, 2, 3)
    office.crawl()
    before = dict(office.site.pages)
    wall = b"<title>Just a moment...</title><p>Checking your browser before you go on"
    office.site.pages |= dict.fromkeys(before, Reply(wall, status=status))
    run_, asked = office.crawl(timedelta(days=1), RETRY_ENABLED=False)
    assert len({path for path in asked if path != "/news"}) == 1
    assert (run_.looked, run_.put_off) == (1, 2)
    office.site.pages |= before
    run_, _ = office.crawl(timedelta(hours=2))
    assert (run_.looked, run_.unchanged) == (3, 3)
