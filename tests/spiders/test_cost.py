"""What a run costs over an archive that nothing has changed in: it does not grow with what is archived."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from crawler.archive import absence, queue, visits
from crawler.model.source import Listing, Source
from tests.spiders.enlarged import enlarge
from tests.spiders.site import PressSite, Reply, page, run, source
from tests.spiders.test_watching import BASE, Office

QUESTIONS = {
    "retries": queue._RETRIES,
    "told": visits._NAMES_TOLD,
    "late": visits._NAMES_LATE,
    "all late": visits._ALL_LATE,
    "all else": visits._ALL_ELSE,
    "looked since": visits._LOOKED_SINCE,
    "owner": absence._AT,
}
_READ = 25  # statements that are really crawled
_DUE = 3


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that was crawled: of its statements three are of today, the others of long ago."""
    with PressSite({}).serve() as site:
        office = Office(site, tmp_path_factory.mktemp("cost") / "archive")
        office.per_page = 10
        day, office.now = office.now, office.now - timedelta(days=400)
        office.publish(*range(_READ - _DUE))
        office.now = day
        office.publish(*range(_READ - _DUE, _READ))
        office.crawl()
        yield office


class Steps:
    """Counts the steps of SQLite's machine, in hundreds, of every database that is opened while it counts."""

    def __init__(self) -> None:
        self.hundreds = 0

    @contextmanager
    def counting(self) -> Iterator["Steps"]:
        def more() -> int:
            self.hundreds += 1
            return 0

        def opened(connection: sqlite3.Connection, _record: Any) -> None:
            connection.set_progress_handler(more, 100)

        event.listen(Engine, "connect", opened)
        try:
            yield self
        finally:
            event.remove(Engine, "connect", opened)


def cost(crawled: Office, folder: Path, count: int) -> tuple[list[str], int]:
    """What a run over so many statements asks for, and the steps that its database takes."""
    office = Office(crawled.site, folder / str(count))
    office.numbers, office.days, office.per_page = crawled.numbers, crawled.days, crawled.per_page
    office.now = crawled.now
    shutil.copytree(crawled.archive, office.archive)
    enlarge(office.archive, count)
    before = lines(office.archive)
    with Steps().counting() as steps:
        run_, asked = office.crawl(timedelta(hours=4))
    assert lines(office.archive) == before, "no line is written"
    assert (run_.outcome, run_.looked, run_.unchanged, run_.published) == ("ok", _DUE, _DUE, 0)
    return asked, steps.hundreds


def lines(archive: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in archive.rglob("*.jsonl")}


@pytest.mark.parametrize("counts", [(1_000, 10_000)], ids=["1,000 and 10,000"])
def test_a_run_over_what_did_not_change_costs_its_listing_and_its_due_looks_however_large_the_archive(
    crawled: Office, tmp_path: Path, counts: tuple[int, int]
) -> None:
    small, large = (cost(crawled, tmp_path, count) for count in counts)
    assert sorted(small[0]) == sorted(large[0]) == ["/news", *sorted(f"/s/{n}" for n in range(_READ - _DUE, _READ))]
    assert small[1] > 0
    assert large[1] < small[1] * 1.25, "trees grow a level deeper, and that is all"


def test_a_listing_that_answers_as_before_is_not_registered_again_however_long_it_is(tmp_path: Path) -> None:
    taken = []
    for count in (5, 60):
        with PressSite({}).serve() as site:
            office = Office(site, tmp_path / str(count))
            office.per_page = count
            office.publish(*range(count))
            office.crawl()
            with Steps().counting() as steps:
                run_, asked = office.crawl(timedelta(minutes=5))
            assert (asked, run_.listed, run_.fresh, run_.outcome) == (["/news"], count, 0, "ok")
            taken.append(steps.hundreds)
            office.publish(count)  # one more: the page is another, and what is new on it is found
            run_, asked = office.crawl(timedelta(minutes=4))
            assert (run_.fresh, run_.published) == (1, 1)
    assert taken[1] < taken[0] * 1.25


class Mapped(Office):
    """An office whose one listing is a flat sitemap of all its statements, those of a large archive too."""

    def source(self) -> Source:
        return source(listings=(Listing(url=f"{BASE}/map.xml", format="sitemap"),), requisites={"fetch": False})

    def map(self, *addresses: str) -> None:
        told = "".join(f"<url><loc>{BASE}{url}</loc><lastmod>2025-01-01</lastmod></url>" for url in addresses)
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</urlset>'
        self.site.pages["/map.xml"] = Reply(body.encode(), "application/xml")


def mapped(crawled: Office, folder: Path, count: int) -> tuple[int, int]:
    """The steps of a run whose sitemap of so many statements is as it was, and of one in which one is new."""
    office = Mapped(crawled.site, folder / f"mapped {count}")
    office.numbers, office.days, office.now = crawled.numbers, crawled.days, crawled.now
    shutil.copytree(crawled.archive, office.archive)
    enlarge(office.archive, count)
    copies = ("", *(f"-{n}" for n in range(1, count // _READ)))
    addresses = [f"/s/{n}{copy}" for copy in copies for n in range(_READ)]
    office.map(*addresses)
    taken = []
    for later in (timedelta(hours=4), timedelta(minutes=1), timedelta(minutes=1)):
        with Steps().counting() as steps:
            run_, asked = office.crawl(later)
        taken.append(steps.hundreds)
        assert (run_.outcome, run_.listed) == ("ok", len(addresses))
        if len(taken) == 2:
            assert asked == ["/map.xml"]
            assert taken[1] < taken[0] / 2, "the first has registered all"
            addresses.append("/s/new")
            office.site.pages["/s/new"] = page("Statement new", "<p>It is the newest.</p>")
            office.map(*addresses)
    assert (asked[:2], run_.fresh, run_.published) == (["/map.xml", "/s/new"], 1, 1)
    return taken[1], taken[2]


@pytest.mark.parametrize("counts", [(1_000, 10_000)], ids=["1,000 and 10,000"])
def test_a_sitemap_of_the_whole_archive_costs_what_is_new_on_it(
    crawled: Office, tmp_path: Path, counts: tuple[int, int]
) -> None:
    small, large = (mapped(crawled, tmp_path, count) for count in counts)
    assert large[0] < small[0] * 1.25, "unchanged"
    assert large[1] < small[1] * 1.5, "one new link among thousands"


def test_what_gave_no_statement_is_tried_again_while_a_sitemap_shows_it_unchanged(tmp_path: Path) -> None:
    with PressSite({}).serve() as site:
        office = Mapped(site, tmp_path / "archive")
        office.publish(*range(30))
        site.pages["/s/late"] = Reply(b"not yet", status=404)
        office.map(*(f"/s/{n}" for n in range(30)), "/s/late")
        office.crawl()
        _, asked = office.crawl(timedelta(minutes=5))
        assert asked == ["/map.xml"]
        site.pages["/s/late"] = page("Statement late", "<p>Now it is there.</p>")
        published = [office.crawl(timedelta(days=3))[0].published for _ in range(3)]
        assert sum(published) == 1


def test_a_full_run_counts_the_known_statements_that_it_looked_at(tmp_path: Path) -> None:
    with PressSite({}).serve() as site:
        office = Office(site, tmp_path / "archive")
        office.publish(1, 2, 3, 4)
        assert office.crawl()[0].looked == 0
        office.publish(5)
        crawled = run(site, office.archive, office.source(), {"full": "1"}, CLOCK=lambda: office.time())
        assert (crawled.runs[0].looked, crawled.runs[0].published) == (4, 1)


@pytest.mark.parametrize("statistics", [False, True], ids=["without statistics", "after ANALYZE"])
def test_no_question_of_the_queue_goes_through_the_whole_archive(
    crawled: Office, tmp_path: Path, *, statistics: bool
) -> None:
    shutil.copytree(crawled.archive, tmp_path / "archive")
    enlarge(tmp_path / "archive", 1_000)
    with closing(sqlite3.connect(tmp_path / "archive" / "catalogue.sqlite")) as connection:
        if statistics:
            connection.execute("ANALYZE")
        plans = {
            name: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question.sql}", unset(question.sql))]
            for name, question in QUESTIONS.items()
        }
    for name, plan in plans.items():
        assert not [step for step in plan if re.match(r"SCAN (statements|visits|urls)", step)], (name, plan)
    assert any("urls_due" in step for step in plans["retries"]), plans


def unset(sql: str) -> dict[str, None]:
    return dict.fromkeys(re.findall(r":(\w+)", sql))
