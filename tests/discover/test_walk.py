"""A walk through a listing, without a network: what is asked next, and when nothing is."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crawler.discover import Walk, start_of
from crawler.model.failure import Failure
from crawler.model.source import Listing
from tests.discover.pages import page, source

TODAY = date(2026, 6, 20)
URL = "https://mfa.example/news"
Site = Callable[[str], str | int]


def items(*numbers: int, dated: str = "") -> str:
    return "".join(f'<li class=news><a href="/news/{n}">Number {n}</a> <time>{dated}</time></li>' for n in numbers)


def walk(site: Site, since: date | None = None, most: int = 40, **fields: Any) -> tuple[list[str], list[Failure], Walk]:
    """The addresses asked, in order, the problems told, and the walk at its end. Every link is new once."""
    listing = Listing.model_validate({"url": URL, "items": "li.news", "date": "time", **fields})
    way = Walk(source(), listing, start_of(listing, TODAY), TODAY, since)
    asked: list[str] = []
    problems: list[Failure] = []
    known: set[str] = set()
    while (ask := way.take()) is not None:
        asked.append(ask.url.removeprefix("https://mfa.example"))
        assert len(asked) <= most, asked
        answer = site(asked[-1])
        if answer == 0:
            way.lost(ask)
            continue
        status = answer if isinstance(answer, int) else 200
        body = answer if isinstance(answer, str) else "<p>error"
        step = way.read(page(body, ask.url), ask, status)
        problems += step.problems
        new = {url for url, _ in step.links} - known
        known |= new
        way.noted(step, len(new))
    return asked, problems, way


COUNTED = {"pagination": {"kind": "page"}}


def test_pages_are_asked_until_three_in_a_row_bring_nothing_new() -> None:
    def site(path: str) -> str:
        return items(*range(1, 4)) if path in ("/news", "/news?page=2") else items(1)

    asked, problems, _ = walk(site, **COUNTED)
    assert asked == ["/news", *(f"/news?page={n}" for n in (2, 3, 4))]
    assert not problems


@pytest.mark.parametrize("end", [404, 410, 400, "<p>No more"])
def test_a_page_that_is_not_there_is_the_end(end: str | int) -> None:
    asked, problems, way = walk(lambda path: end if "page=3" in path else items(len(path)), **COUNTED)
    assert asked == ["/news", "/news?page=2", "/news?page=3"]
    assert not problems
    assert way.verdict() is None


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_later_page_that_fails_is_no_end_but_a_problem(status: int) -> None:
    _, problems, _ = walk(lambda path: status if "page=2" in path else items(1), **COUNTED)
    assert [(problem.code, problem.sentence) for problem in problems] == [
        ("http.status", f"the listing answered {status}")
    ]


def test_a_wall_in_place_of_a_later_page_is_a_problem() -> None:
    wall = "<title>Just a moment...</title><p>Checking your browser before you go on"
    _, problems, _ = walk(lambda path: wall if "page=2" in path else items(1), **COUNTED)
    assert [problem.code for problem in problems] == ["blocked.challenge"]


def test_a_pager_that_goes_round_ends() -> None:
    round_about = {"/news": "/news/b", "/news/b": "/news/c", "/news/c": "/news"}
    asked, _, _ = walk(
        lambda path: items(len(path)) + f'<a class=next href="{round_about[path]}">more</a>',
        pagination={"kind": "next", "css": "a.next"},
    )
    assert asked == ["/news", "/news/b", "/news/c"]


def test_a_hub_is_walked_in_its_order_each_page_to_its_end() -> None:
    site = {
        "/news": items(1) + '<p class=y><a href="/2026">2026</a><p class=y><a href="/2025">2025</a>',
        "/2026": items(1, 2) + '<p class=y><a href="/2024">2024</a>',
        "/2026?page=2": items(3),
        "/2025": items(4),
    }
    asked, problems, _ = walk(lambda path: site.get(path, 404), hub="p.y", pagination={"kind": "page"})
    assert asked == ["/news", "/news?page=2", "/2026", "/2026?page=2", "/2026?page=3", "/2025", "/2025?page=2"]
    assert not problems


def test_a_hub_behind_a_hub_is_walked_too() -> None:
    site = {
        "/news": '<p class=y><a href="/2026">2026</a>',
        "/2026": "".join(f'<p class=y><a href="{path}">x</a>' for path in ("/2026/05", "/2026/04", "/news")),
        "/2026/05": items(1),
        "/2026/04": items(2),
    }
    asked, problems, way = walk(lambda path: site[path], hub="p.y")
    assert asked == ["/news", "/2026", "/2026/05", "/2026/04"]
    assert (problems, way.got) == ([], 2)


def test_a_page_of_a_hub_without_items_is_told_and_the_rest_is_walked() -> None:
    """Older years often have another markup: they must not be missed in silence."""
    hub = '<p class=y><a href="/2026">2026</a><p class=y><a href="/2003">2003</a><p class=y><a href="/2002">2002</a>'
    site = {"/news": hub, "/2026": items(1), "/2003": "<table><tr><td><a href=/news/9>x", "/2002": items(2)}
    asked, problems, _ = walk(lambda path: site[path], hub="p.y")
    assert asked == ["/news", "/2026", "/2003", "/2002"]
    assert [problem.code for problem in problems] == ["listing.empty"]


YEARS = {"url": "https://mfa.example/{year}", "period": {"unit": "year", "first": 2010}}


def test_periods_are_walked_newest_first_over_a_gap_until_nothing_is_found() -> None:
    there = {"/2026": items(1), "/2023": items(2)}
    asked, problems, way = walk(lambda path: there.get(path, 404), **YEARS)
    assert asked == [f"/{year}" for year in (2026, 2025, 2024, 2023, 2022, 2021, 2020)]
    assert (problems, way.verdict()) == ([], None)


def test_periods_end_with_the_first_year() -> None:
    short = {**YEARS, "period": {"unit": "year", "first": 2024}}
    asked, _, _ = walk(lambda path: items(int(path[1:])), **short)
    assert asked == ["/2026", "/2025", "/2024"]


def test_an_archive_without_anything_says_why() -> None:
    asked, problems, way = walk(lambda path: "<p>Nothing", **YEARS)
    assert (len(asked), problems) == (3, [])
    verdict = way.verdict()
    assert verdict is not None
    assert verdict.code == "listing.empty"


def test_a_period_that_fails_is_told_and_the_others_are_walked() -> None:
    there = {"/2026": items(1), "/2025": 503, "/2024": items(2)}
    asked, problems, _ = walk(lambda path: there.get(path, 404), **YEARS)
    assert asked[:3] == ["/2026", "/2025", "/2024"]
    assert [problem.code for problem in problems] == ["http.status"]


def test_a_page_that_never_answers_ends_its_part_alone() -> None:
    there = {"/2026": items(1), "/2025": 0, "/2024": items(2)}
    asked, _, way = walk(lambda path: there.get(path, 404), **YEARS)
    assert asked[:3] == ["/2026", "/2025", "/2024"]
    assert way.got == 2


def test_no_page_behind_the_day_that_a_crawl_goes_back_to() -> None:
    def site(path: str) -> str:
        number = int(path.partition("=")[2] or 1)
        return items(number, dated=f"{20 - number} March 2026")

    asked, _, _ = walk(site, date(2026, 3, 17), **COUNTED)
    assert asked == ["/news", "/news?page=2", "/news?page=3", "/news?page=4"]  # the first that is older ends it


def test_no_period_that_ended_before_the_day_that_a_crawl_goes_back_to() -> None:
    asked, _, _ = walk(lambda path: items(int(path[1:])), date(2025, 2, 1), **YEARS)
    assert asked == ["/2026", "/2025"]


def test_undated_items_end_no_crawl_that_goes_back_to_a_day() -> None:
    def site(path: str) -> str | int:
        number = int(path.partition("=")[2] or 1)
        return items(number) if number < 6 else 404

    asked, _, _ = walk(site, date(2026, 3, 17), **COUNTED)
    assert asked == ["/news", *(f"/news?page={n}" for n in range(2, 7))]


def sitemap(*urls: tuple[str, str]) -> str:
    return "<urlset>" + "".join(f"<url><loc>{u}</loc><lastmod>{d}</lastmod></url>" for u, d in urls) + "</urlset>"


def test_sitemaps_that_were_not_changed_since_are_not_asked_for() -> None:
    index = (
        "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
        "<sitemap><loc>/new.xml</loc><lastmod>2026-04-01</lastmod></sitemap>"
        "<sitemap><loc>/undated.xml</loc></sitemap></sitemapindex>"
    )
    site = {
        "/sitemap.xml": index,
        "/new.xml": sitemap(("/n/1", "2026-04-01"), ("/n/2", "2020-01-01")),
        "/undated.xml": sitemap(("/n/3", "2020-01-01")),
    }
    asked, problems, _ = walk(
        lambda path: site[path], date(2026, 3, 1), url="https://mfa.example/sitemap.xml", format="sitemap", items=None
    )
    assert asked == ["/sitemap.xml", "/new.xml", "/undated.xml"]
    assert not problems
