"""A source breaks, blocks, falls silent or is emptied: the run says which, and `status` tells each apart."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.archive.status import SourceStatus, read_status
from crawler.cli.main import main
from crawler.health.needs import Need, needs
from crawler.model.run import Verdict
from crawler.model.source import Layout, Listing, Politeness, Requisites, Rule, Site, Source
from tests.spiders.site import HOST, PressSite, Reply, run

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DAYS = 24
TEXTS = ("bridge", "harbour", "school", "orchard", "railway", "lighthouse", "museum", "forest", "archive", "river")


def statement(day: int, *, heading: str = "h1", text: str = "div.text") -> Reply:
    """The page of the statement of that day; ``heading`` and ``text`` are what a layout looks for."""
    tag, _, name = text.partition(".")
    word = TEXTS[day % len(TEXTS)]
    prose = f"On day {day} the minister opened the {word} of number {day * 7} and thanked all who had built it. " * 4
    return Reply(
        f"<!doctype html><html lang=en><head><title>Day {day}</title></head><body><nav><a href=/about>About</a></nav>"
        f"<{heading}>The {word} opens on day {day}</{heading}><time>{date(day)}</time>"
        f"<{tag} class={name}><p>{prose}</p></{tag}></body></html>".encode()
    )


def date(day: int) -> str:
    return (START + timedelta(days=day)).date().isoformat()


def listing(days: Iterator[int] | range, item: str = "li", frame: str = "ul") -> Reply:
    """The listing of these days, newest first."""
    items = "".join(
        f"<{item}><a href=/news/{day}>The {TEXTS[day % len(TEXTS)]} opens</a> <time>{date(day)}</time></{item}>"
        for day in reversed(list(days))
    )
    menu = "".join(f"<a href=/menu/{name}>{name}</a>" for name in ("about", "minister", "contact", "visa"))
    return Reply(
        f"<!doctype html><html lang=en><head><title>News</title></head><body><header><nav class=menu>{menu}</nav>"
        f"</header><main class=news><h1>News</h1><{frame} class=list>{items}</{frame}></main>"
        f"<footer class=foot><p class=legal>All rights are the ministry's.</p></footer></body></html>".encode()
    )


def source(**changes: Any) -> Source:
    return Source(
        **{
            "id": "xx_press",
            "name": "Press",
            "country": "XX",
            "languages": ("en",),
            "timezone": "UTC",
            "sites": (Site(host=HOST),),
            "listings": (Listing(url=f"http://{HOST}/news", items="ul.list li", link="a", title="a", date="time"),),
            "layouts": (
                Layout(id="one", title=(Rule(css="h1"),), date=(Rule(css="time"),), body=(Rule(css="div.text"),)),
            ),
            "politeness": Politeness(delay=0, concurrency=4, timeout=20),
            "requisites": Requisites(fetch=False),
            **changes,
        }
    )


@dataclass
class Watched:
    """A source that published a statement a day for :data:`DAYS` days, and was crawled on the last of them."""

    site: PressSite
    archive: Path
    now: datetime

    def crawl(self, of: Source | None = None, **settings: Any) -> SourceStatus:
        run(self.site, self.archive, of or source(), CLOCK=lambda: self.now, **settings)
        (found,) = read_status(self.archive, clock=lambda: self.now, min_free=0).sources
        return found

    def needs(self) -> list[Need]:
        return list(needs(read_status(self.archive, clock=lambda: self.now, min_free=0)))


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    days = range(DAYS)
    pages = {f"/news/{day}": statement(day) for day in days}
    with PressSite({"/news": listing(days), **pages}).serve() as site:
        found = Watched(site, tmp_path / "archive", START + timedelta(days=DAYS - 1))
        first = found.crawl()
        assert first.last_run is not None
        assert (first.last_run.outcome, first.last_run.published) == ("ok", DAYS), first.last_run
        assert found.needs() == []
        found.now += timedelta(days=1)
        yield found


def verdict(found: SourceStatus) -> Verdict:
    assert found.last_run is not None
    (one,) = found.last_run.verdicts
    return one


def publish(watched: Watched, *days: int, **form: str) -> None:
    """More statements, in the form given, at the top of the listing."""
    watched.site.pages |= {f"/news/{day}": statement(day, **form) for day in days}
    watched.site.pages["/news"] = listing(range(max(days) + 1))


def test_a_listing_that_is_written_otherwise_is_the_sites_doing(watched: Watched) -> None:
    watched.site.pages["/news"] = listing(range(DAYS), item="article", frame="section")
    told = verdict(watched.crawl())
    assert (told.kind, told.url) == ("site_changed", f"http://{HOST}/news")
    assert told.good
    assert told.now
    assert told.good != told.now
    assert [(need.kind, need.source) for need in watched.needs()] == [("site_changed", "xx_press")]


def test_a_listing_that_holds_nothing_is_emptied(watched: Watched) -> None:
    watched.site.pages["/news"] = listing(range(0))
    told = verdict(watched.crawl())
    assert told.kind == "emptied", told


def test_a_listing_behind_a_wall_is_blocked(watched: Watched) -> None:
    watched.site.pages["/news"] = Reply(
        b"<html><head><title>Just a moment...</title></head><body><p>Enable JavaScript and cookies to continue</p>"
        b"<script src=/cdn-cgi/challenge-platform/x.js></script></body></html>",
        status=403,
    )
    told = verdict(watched.crawl())
    assert told.kind == "blocked", told
    assert [need.kind for need in watched.needs()] == ["blocked"]


def test_pages_that_no_layout_fits_any_more_are_the_sites_doing(watched: Watched) -> None:
    publish(watched, DAYS, DAYS + 1, DAYS + 2, heading="h2", text="section.body")
    told = verdict(watched.crawl())
    assert told.kind == "site_changed", told
    assert [need.kind for need in watched.needs()] == ["site_changed"]


def test_one_new_page_tells_it_where_a_layout_has_always_fitted(watched: Watched) -> None:
    publish(watched, DAYS, text="section.body")
    assert verdict(watched.crawl()).kind == "site_changed"


def test_a_definition_that_reads_no_page_any_more_is_our_own_doing(watched: Watched) -> None:
    publish(watched, DAYS, DAYS + 1, DAYS + 2)
    layout = Layout(id="one", title=(Rule(css="h1"),), date=(Rule(css="time"),), body=(Rule(css="div.txet"),))
    told = verdict(watched.crawl(source(layouts=(layout,))))
    assert told.kind == "reading_changed", told


def test_a_listing_that_our_definition_reads_no_more_is_our_own_doing(watched: Watched) -> None:
    listings = (Listing(url=f"http://{HOST}/news", items="ul.tsil li", link="a", title="a", date="time"),)
    told = verdict(watched.crawl(source(listings=listings)))
    assert told.kind == "reading_changed", told


def test_a_source_that_says_nothing_for_long_is_silent(watched: Watched) -> None:
    assert watched.crawl().last_run.verdicts == []  # type: ignore[union-attr]
    watched.now += timedelta(days=12)
    found = watched.crawl()
    told = verdict(found)
    assert (told.kind, found.last_run.outcome) == ("silent", "ok")  # type: ignore[union-attr]
    assert told.chance is not None
    assert told.chance < 0.001
    assert [need.kind for need in watched.needs()] == ["silent"]


def test_a_host_that_does_not_answer_wants_a_person_when_it_stays_away(watched: Watched) -> None:
    watched.site.pages = {}
    gone = PressSite({})
    with gone.serve():
        pass
    found = Watched(gone, watched.archive, watched.now)
    told = verdict(found.crawl(WIRE_RETRIES=0))
    assert told.kind == "unreachable", told
    assert found.needs() == []  # it may be over in an hour
    found.now += timedelta(days=1, hours=1)
    assert verdict(found.crawl(WIRE_RETRIES=0)).kind == "unreachable"
    assert [need.kind for need in found.needs()] == ["unreachable"]


def test_the_command_tells_it_and_exits_with_6(watched: Watched) -> None:
    def status() -> tuple[int, Any]:
        ran = CliRunner().invoke(main, ["status", "--json", "--archive", str(watched.archive)])
        return ran.exit_code, json.loads(ran.stdout)

    watched.site.pages["/news"] = listing(range(0))
    watched.crawl()
    code, told = status()
    assert code == 6
    assert told["sources"][0]["last_run"]["verdicts"][0]["kind"] == "emptied"
    assert [need["key"] for need in told["needs"] if need["kind"] == "emptied"] == ["xx_press:emptied"]


def test_what_was_said_of_pages_stands_until_a_page_or_a_mended_definition_says_otherwise(watched: Watched) -> None:
    publish(watched, DAYS, DAYS + 1, DAYS + 2, heading="h2", text="section.body")
    assert verdict(watched.crawl()).kind == "site_changed"
    watched.now += timedelta(hours=6)
    found = watched.crawl()  # nothing new: the three pages are lost all the same
    assert (verdict(found).kind, found.last_run.outcome) == ("site_changed", "degraded")  # type: ignore[union-attr]
    assert [need.kind for need in watched.needs()] == ["site_changed"]
    watched.now += timedelta(hours=6)
    new = Layout(
        id="two",
        requires="section.body",
        title=(Rule(css="h2"),),
        date=(Rule(css="time"),),
        body=(Rule(css="section.body"),),
    )
    found = watched.crawl(source(layouts=(new, *source().layouts)))
    assert found.last_run is not None
    assert (found.last_run.outcome, found.last_run.verdicts) == ("ok", [])
    assert watched.needs() == []


def test_a_site_that_counts_far_less_than_before_is_emptied(watched: Watched) -> None:
    def counted(total: int) -> Reply:
        page = listing(range(DAYS))
        return Reply(page.body.replace(b"<h1>News</h1>", f"<h1>News</h1><p>1-{DAYS} of {total}</p>".encode()))

    watched.site.pages["/news"] = counted(4321)
    assert watched.crawl().last_run.verdicts == []  # type: ignore[union-attr]
    watched.site.pages["/news"] = counted(25)
    for _ in range(2):  # and it is told until it is as before
        watched.now += timedelta(hours=6)
        told = verdict(watched.crawl())
        assert told.kind == "emptied"
        assert told.sentence.endswith("says that it holds 25; it said 4,321 before")


def test_pages_behind_a_wall_are_told_though_the_listing_is_read(watched: Watched) -> None:
    publish(watched, DAYS, DAYS + 1, DAYS + 2)
    for day in (DAYS, DAYS + 1, DAYS + 2):
        watched.site.pages[f"/news/{day}"] = Reply(b"<html><h1>Forbidden</h1></html>", status=403)
    told = verdict(watched.crawl())
    assert told.kind == "blocked"
    assert told.sentence == "3 of 3 pages that gave nothing: the server answered 403"
