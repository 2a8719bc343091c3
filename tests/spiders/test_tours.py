"""Tours: which pages of a listing are asked in one run after another, on a real archive and without a network."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.discover import starts
from crawler.model.failure import Failure
from crawler.model.run import Run
from crawler.model.source import Listing, Site, Source, Watch
from crawler.spiders.tours import Tour
from tests.discover.pages import page

URL = "https://mfa.example/news"
COUNTED = {"items": "li", "date": "time", "pagination": {"kind": "page"}}
DAY = timedelta(days=1)


@dataclass
class Press:
    """A listing of ``numbers``, newest first, ``size`` on a page, as a run meets it. Nothing is read of its statements:
    what is asked counts as failed, so a test sees what the walks alone bring.
    """

    folder: Path
    numbers: list[int] = field(default_factory=list)
    size: int = 2
    fields: dict[str, Any] = field(default_factory=lambda: dict(COUNTED))
    watch: Watch = field(default_factory=Watch)
    now: datetime = datetime(2026, 6, 20, 9, tzinfo=UTC)
    broken: set[str] = field(default_factory=set)  # addresses that answer 500
    stop_after: int | None = None  # pages, after which the process ends
    answer: Callable[[str], str | None] | None = None

    def time(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    @property
    def source(self) -> Source:
        return Source(
            id="xx_press",
            name="Press",
            country="XX",
            languages=("en",),
            timezone="UTC",
            sites=(Site(host="mfa.example"),),
            listings=(Listing.model_validate({"url": URL, **self.fields}),),
            watch=self.watch,
        )

    def run(self, later: timedelta = timedelta(), **how: Any) -> tuple[list[str], set[int], bool]:
        """One run so much later: the pages asked, the numbers that it asks for, whether every page was read."""
        self.now += later
        return asyncio.run(self._run(**how))

    async def _run(
        self, *, since: date | None = None, full: bool = False, limit: int | None = None
    ) -> tuple[list[str], set[int], bool]:
        pages: list[str] = []
        found: set[int] = set()
        archive = await Archive.open(self.folder, clock=self.time, min_free=0)
        try:
            run = (await archive.begin_run(self.source, "")).run
            ((start, listing),) = starts(self.source, self.now.date())
            tour = await Tour.begin(
                archive, self.time, self.source, listing, start, self.now.date(), since=since, full=full
            )
            while True:
                if limit is not None and len(found) >= limit:
                    tour.cut()
                if (ask := await tour.take()) is None:
                    break
                pages.append(ask.url.removeprefix(URL))
                assert len(pages) < 100, pages
                if ask.url.removeprefix(URL) in self.broken:
                    await tour.lost(ask, Failure("net.timeout", "no answer"))
                    continue
                body = self.body(ask.url.removeprefix(URL))
                step = tour.walk.read(page(body or "gone", ask.url), ask, 200 if body else 404)
                everything = full or since is not None
                links = await archive.list_links(
                    run.id, "xx_press", step.links, everything=everything, mark=tour.mark, since=tour.since
                )
                found |= {int(url.rpartition("/")[2]) for url in links}
                await self.settle(archive, run, list(links))
                await tour.noted(step, links)
                if self.stop_after is not None and len(pages) >= self.stop_after:
                    return pages, found, False
            await archive.end_run(run.model_copy(update={"outcome": "ok"}))
            return pages, found, tour.whole
        finally:
            await archive.close()

    async def settle(self, archive: Archive, run: Run, urls: list[str]) -> None:
        """As if each had been read, but for what a crawl would say of it."""
        await archive.in_flight(run.id, "xx_press", urls)

    def body(self, path: str) -> str | None:
        if self.answer is not None:
            return self.answer(path)
        number = int(path.partition("page=")[2] or 1)
        shown = self.numbers[(number - 1) * self.size : number * self.size]
        return items(*shown) if shown else None


def items(*numbers: int) -> str:
    return "".join(f'<li><a href="/s/{n}">Number {n}</a> <time>2026-0{1 + n % 5}-10</time></li>' for n in numbers)


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "archive", list(range(20, 0, -1)))


def test_the_first_run_walks_the_whole_and_the_next_reads_the_first_page(press: Press) -> None:
    pages, found, whole = press.run()
    assert pages == ["", *(f"?page={n}" for n in range(2, 12))]
    assert (found, whole) == (set(range(1, 21)), True)
    assert press.run(timedelta(hours=6))[0] == [""]


def test_after_weeks_the_front_is_read_as_far_as_it_shows_anything_new(press: Press) -> None:
    press.run()
    press.numbers = [*range(27, 20, -1), *press.numbers]
    pages, found, _ = press.run(timedelta(days=2))
    assert pages == ["", "?page=2", "?page=3", "?page=4", "?page=5"], "four with something new, and one without"
    assert found >= set(range(21, 28))


def test_pinned_items_and_a_known_one_between_new_ones_do_not_end_the_front(press: Press) -> None:
    press.run()
    press.numbers = [3, 24, 5, 23, 22, 7, 21, 20, *press.numbers]
    pages, found, _ = press.run(timedelta(hours=6))
    assert found >= {21, 22, 23, 24}
    assert pages == ["", "?page=2", "?page=3", "?page=4", "?page=5"]


@pytest.mark.parametrize("stop_after", [1, 2, 3])
def test_what_a_killed_run_was_catching_up_with_is_caught_up_by_the_next(press: Press, stop_after: int) -> None:
    """Its first pages are known by then: the next run must not take that for the end of what is new."""
    press.run()
    press.numbers = [*range(27, 20, -1), *press.numbers]
    press.stop_after = stop_after
    _, before, _ = press.run(timedelta(days=3))
    press.stop_after = None
    pages, after, _ = press.run(timedelta(days=3))
    assert before | after >= set(range(21, 28))
    assert pages[:5] == ["", "?page=2", "?page=3", "?page=4", "?page=5"]


def test_a_page_of_the_front_that_fails_is_caught_up_with_by_the_next(press: Press) -> None:
    press.run()
    press.numbers = [*range(27, 20, -1), *press.numbers]
    press.broken = {"?page=2"}
    assert press.run(DAY)[0] == ["", "?page=2"]
    press.broken = set()
    pages, found, _ = press.run(DAY)
    assert pages[:4] == ["", "?page=2", "?page=3", "?page=4"]
    assert found >= set(range(21, 26))


def test_a_backdated_statement_is_found_within_one_sweep(press: Press) -> None:
    """It never stands on the first page. Eight pages in thirty days: one every few days, none twice."""
    press.run()
    press.numbers.insert(13, 99)
    asked: list[str] = []
    found: set[int] = set()
    for _ in range(2 * 31):
        pages, new, _ = press.run(DAY)
        assert pages[0] == ""
        asked += pages[1:]
        found |= new - {20, 19}
        if 99 in new:
            break
    assert 99 in found
    assert len(asked) == len(set(asked)), "no page of the sweep is asked twice"
    assert len(asked) <= 8


def test_a_sweep_reads_every_page_once_in_its_days_and_then_begins_anew(press: Press) -> None:
    press.run()
    rounds: list[list[str]] = []
    for _ in range(2):
        asked: list[str] = []
        for _ in range(31):
            asked += press.run(DAY)[0][1:]
        rounds.append(asked)
    every = [f"?page={n}" for n in range(2, 12)]
    assert rounds == [every, every], "the first begins behind the first walk, so that no page waits for two"


def test_a_sweep_that_missed_weeks_makes_up_for_them_in_one_run(press: Press) -> None:
    press.run()
    press.run(timedelta(days=31))
    pages, _, _ = press.run(timedelta(days=16))
    assert pages == ["", *(f"?page={n}" for n in range(2, 6))], "half of its pages"


def test_a_sweep_survives_a_kill(press: Press) -> None:
    press.run()
    press.run(timedelta(days=31))
    press.stop_after = 3
    killed, _, _ = press.run(timedelta(days=16))
    press.stop_after = None
    pages, _, _ = press.run(timedelta(minutes=1))
    assert killed == ["", "?page=2", "?page=3"]
    assert pages == ["", "?page=4", "?page=5"]


def test_a_page_of_the_sweep_that_never_answers_does_not_stop_it_for_ever(press: Press) -> None:
    press.run()
    press.run(timedelta(days=31))
    press.broken = {"?page=3"}
    asked = [press.run(timedelta(days=6))[0][1:] for _ in range(5)]
    assert asked == [["?page=2"], ["?page=3"], ["?page=3"], ["?page=3"], [f"?page={n}" for n in range(4, 12)]]


def test_a_site_that_answers_every_page_with_its_last_ends_the_sweep(press: Press) -> None:
    press.answer = lambda path: items(2, 1) if path else items(4, 3)
    press.run()
    asked: list[str] = []
    for _ in range(40):
        asked += press.run(timedelta(days=2))[0][1:]
    assert "?page=5" in asked
    assert "?page=7" not in asked


def test_a_first_walk_that_was_cut_short_by_a_limit_is_made_whole_by_the_next(press: Press) -> None:
    assert press.run(limit=3)[0] == ["", "?page=2"]
    pages, found, whole = press.run(DAY)
    assert len(pages) == 11
    assert (found >= set(range(1, 17)), whole) == (True, True)


def test_a_run_back_to_a_day_keeps_nothing_of_how_far_it_came(press: Press) -> None:
    press.run(since=date(2026, 6, 1))
    assert len(press.run(DAY)[0]) == 11


def test_full_walks_the_whole_and_asks_for_what_is_known(press: Press) -> None:
    press.run()
    pages, found, whole = press.run(DAY, full=True)
    assert (len(pages), len(found), whole) == (11, 20, True)


def test_a_first_walk_one_of_whose_pages_never_answers_is_not_made_again_for_ever(press: Press) -> None:
    press.broken = {"?page=5"}
    lengths = [len(press.run(DAY)[0]) for _ in range(5)]
    assert lengths == [11, 11, 11, 1, 1], "what is behind that page is read all the same"


def test_an_archive_by_years_is_swept_year_by_year(press: Press) -> None:
    press.fields = {"url": f"{URL}/{{year}}", "items": "li", "date": "time", "period": {"unit": "year", "first": 2021}}
    years = {f"/{year}": items(year) for year in range(2021, 2027)}
    press.answer = years.get
    assert press.run()[0] == [f"/{year}" for year in range(2026, 2020, -1)]
    assert press.run(DAY)[0] == ["/2026"]
    years["/2023"] = items(2023, 1)
    asked: list[str] = []
    for _ in range(40):
        pages, found, _ = press.run(timedelta(days=2))
        asked += pages[1:]
        if 1 in found:
            break
    assert asked == ["/2025", "/2024", "/2023"]


def test_a_listing_whose_form_cannot_be_kept_is_swept_at_once_when_it_is_time(press: Press) -> None:
    press.fields = {
        "items": "li",
        "method": "POST",
        "form": {"state": "{page:state}", "page": "{n}"},
        "pagination": {"kind": "page", "start": 1},
    }
    form = '<form><input name=state value="a"></form>'
    press.answer = lambda path: form + items(2, 1)
    first = press.run()[0]
    assert press.run(DAY)[0] == ["", ""], "the form, and its first page"
    assert press.run(timedelta(days=31))[0] == first


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


def test_of_a_sitemap_index_only_what_changed_is_asked_for_and_now_and_then_the_rest(press: Press) -> None:
    press.fields = {"format": "sitemap"}
    changed = {"/a.xml": "2026-06-20T08:00:00Z", "/b.xml": "2026-05-01", "/c.xml": "2026-06-20", "/d.xml": ""}

    def answer(path: str) -> str:
        if path:
            return SITEMAP.format(f"<url><loc>https://mfa.example/s/{ord(path[1])}</loc></url>")
        said = "".join(
            f"<sitemap><loc>{URL}{name}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
            for name, day in changed.items()
        )
        return INDEX.format(said)

    press.answer = answer
    assert set(press.run()[0]) == {"", *changed}
    assert set(press.run(timedelta(hours=1))[0]) == {"", "/c.xml", "/d.xml"}, "that of today may have changed again"
    assert set(press.run(DAY)[0]) == {"", "/c.xml", "/d.xml"}
    assert set(press.run(DAY)[0]) == {"", "/d.xml"}
    changed["/b.xml"] = "2026-06-22T10:00:00Z"
    assert set(press.run(timedelta(hours=3))[0]) == {"", "/b.xml", "/d.xml"}
    assert set(press.run(timedelta(days=31))[0]) == {"", *changed}
