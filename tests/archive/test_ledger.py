"""The completeness ledger of a real crawl: every address that was listed is accounted for once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler import settings
from crawler.archive.ledger import SourceLedger, read_ledger
from crawler.archive.status import read_status, status_text
from crawler.cli.main import main
from crawler.model.run import Run
from tests.spiders.site import HOST, PressSite, Reply, page, run, source

MONTHS = ("January", "February")


def listed(*links: tuple[str, str]) -> Reply:
    items = "".join(f"<li><a href={link}>A statement</a> <i>{date}</i></li>" for link, date in links)
    return Reply(f"<html lang=en><p>Showing 1-{len(links)} of 40</p><ul class=news>{items}</ul></html>".encode())


def numbered(number: int, month: int) -> Reply:
    """The page of a statement that says its number and date."""
    told = (
        f"<p>In release {number} the ministry tells of matter {number * 31} of {MONTHS[month - 1]}, at length.</p>" * 3
    )
    return page(f"Press Release No. {number}/2026", f"{told}<time datetime=2026-{month:02}-0{number}>{number}</time>")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Run]]:
    pages = {f"/s/{n}": numbered(n, 1 if n < 4 else 2) for n in (1, 2, 3, 5, 7)}
    links = [(f"/s/{n}", f"{n} {MONTHS[0 if n < 4 else 1]} 2026") for n in (1, 2, 3, 5, 7)]
    links += [
        ("/dead", "9 February 2026"),
        ("/broken", "10 February 2026"),
        ("/video", "11 January 2026"),
        ("/odd", "soon"),
    ]
    pages |= {
        "/news": listed(*links),
        "/broken": Reply(b"<html><p>oops</p></html>", status=500),
        "/video": Reply(b"<html lang=en><body><h1>Video</h1><div class=text></div></body></html>"),
        "/odd": Reply(b"<html><p>oops</p></html>", status=500),
    }
    path = tmp_path_factory.mktemp("ledger") / "archive"
    with PressSite(pages).serve() as site:
        crawled = run(site, path, source(), WIRE_RETRIES=0)
    return path, crawled.runs[0]


def only(path: Path, period: str = "month") -> SourceLedger:
    (found,) = read_ledger(path, period=period)  # type: ignore[arg-type]
    return found


def test_each_listed_address_is_counted_once_and_in_its_month(archive: tuple[Path, Run]) -> None:
    path, crawled = archive
    ledger = only(path)
    rows = {entry.period: entry for entry in ledger.published}
    assert sum(entry.listed for entry in rows.values()) == crawled.listed == 9
    january, february, undated = rows["2026-01"], rows["2026-02"], rows["undated"]
    assert (january.listed, january.extracted, january.refused, january.captured) == (4, 3, 1, 4)
    assert (february.listed, february.extracted, february.gone, february.failed) == (4, 2, 1, 1)
    assert (undated.listed, undated.failed) == (1, 1)
    assert [entry.missing for entry in (january, february, undated)] == [1, 2, 1]


def test_years_add_up_to_what_months_do(archive: tuple[Path, Run]) -> None:
    months, years = only(archive[0]), only(archive[0], "year")
    for name in ("listed", "captured", "extracted", "refused", "failed", "gone", "waiting", "withdrawn"):
        assert sum(getattr(entry, name) for entry in months.published) == sum(
            getattr(entry, name) for entry in years.published
        )
    assert [entry.period for entry in years.published] == ["2026", "undated"]


def test_runs_are_added_up_and_the_sites_own_count_stands_beside(archive: tuple[Path, Run]) -> None:
    path, crawled = archive
    ledger = only(path)
    (crawls,) = ledger.crawled
    assert (crawls.runs, crawls.ok, crawls.listed, crawls.captured) == (1, 0, 9, crawled.captured)
    assert ledger.counters == {f"http://{HOST}/news": 40}


def test_missing_numbers_are_told(archive: tuple[Path, Run]) -> None:
    assert [(gap.numbering, gap.first, gap.last) for gap in only(archive[0]).number_gaps] == [
        ("#/YEAR", 4, 4),
        ("#/YEAR", 6, 6),
    ]


def test_the_command_shows_it_to_people_and_to_programs(archive: tuple[Path, Run]) -> None:
    def ledger(*arguments: str) -> tuple[int, str]:
        ran = CliRunner().invoke(main, ["ledger", "--archive", str(archive[0]), *arguments])
        return ran.exit_code, ran.output

    code, text = ledger()
    assert code == 0
    assert "number 4 of 2026 missing (#/YEAR)" in text
    assert f"http://{HOST}/news says that it holds 40" in text
    code, text = ledger("xx_press", "--period", "year", "--json")
    assert code == 0
    assert json.loads(text)["published"][0]["period"] == "2026"
    code, text = ledger("xx_nobody")
    assert (code, "holds nothing of a source 'xx_nobody'" in text) == (2, True)


def test_status_shows_habit_rhythm_and_what_was_lost(archive: tuple[Path, Run]) -> None:
    status = read_status(archive[0], min_free=0)
    (one,) = status.sources
    assert (one.last_success, one.losing) == (None, False)
    assert one.failing_since == one.first_run
    assert one.fields["body"] == 1
    assert "disk         " in status_text(status)


def test_a_statement_that_is_lost_without_an_error_makes_the_run_no_success(tmp_path: Path) -> None:
    pipelines = {**settings.ITEM_PIPELINES, "tests.health.dropping.Dropping": 1}
    links = [(f"/s/{n}", f"{n} January 2026") for n in (1, 2, 3, 5)]
    pages = {"/news": listed(*links), **{link: numbered(int(link[3:]), 1) for link, _ in links}}
    with PressSite(pages).serve() as site:
        (lost,) = run(site, tmp_path / "archive", source(), ITEM_PIPELINES=pipelines).runs
        assert (lost.outcome, lost.left, lost.problems) == ("degraded", 1, [])
        assert lost.reason == "1 of the statements that it lists were not read"
        assert read_status(tmp_path / "archive").sources[0].last_success is None
        (mended,) = run(site, tmp_path / "archive", source()).runs
        assert (mended.outcome, mended.left, mended.published) == ("ok", 0, 1)
