"""Re-extraction: what would change is told, what changes is committed once, and nothing is taken back."""

import json
from pathlib import Path

import pytest

from crawler.archive.errors import ArchiveBusy, ArchiveError
from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.model.reading import Hint
from crawler.rereading.reextract import Wanted, reextract, survey
from crawler.rereading.report import ReextractReport, report_text
from tests.archive.test_rebuild import rows
from tests.rereading.shelf import DEFINITION, HOST, LINES, PROSE, Shelf, page

ALL = Wanted()
NUMBER = 'number = ".number"'
BARE_NUMBER = "number = { css = '.number', pattern = '^No (?P<value>.+)$' }"


def again(shelf: Shelf, wanted: Wanted = ALL, jobs: int = 1) -> ReextractReport:
    return reextract(shelf.root, shelf.sources, wanted, jobs=jobs, min_free=0, clock=shelf.clock, new_id=shelf.ids)


def test_what_reads_as_before_is_left_alone_to_the_byte(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), ("b", page("Two")))
    shelf.define(f"{DEFINITION}\n# a remark makes another definition, and no other statement\n")
    before = shelf.files()
    told = again(shelf).sources["xx_mfa"]
    assert (told.pages, told.unchanged, told.changed) == (2, 2, 0)
    assert shelf.files() == before


def test_a_dry_run_names_the_field_with_both_values_and_writes_nothing(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), ("b", page("Two", number="No 2")))
    shelf.change(NUMBER, BARE_NUMBER)
    before = shelf.files()
    report = survey(shelf.root, shelf.sources, ALL)
    assert shelf.files() == before
    told = report.sources["xx_mfa"]
    assert (told.changed, list(told.fields)) == (2, ["number"])
    sample = told.fields["number"].samples[0]
    assert (sample.url, sample.before, sample.after) == (f"{HOST}/a", "No 1", "1")
    text = report_text(report)
    assert "2 would change" in text
    assert "      - No 1\n      + 1" in text
    assert json.loads(report.model_dump_json())["sources"]["xx_mfa"]["fields"]["number"]["count"] == 2


def test_what_reads_differently_is_the_next_reading_and_the_earlier_one_stays(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    (first,) = shelf.lines()
    shelf.change(NUMBER, BARE_NUMBER)
    assert again(shelf).sources["xx_mfa"].changed == 1
    earlier, later = shelf.lines()
    assert earlier == first
    assert (later["id"], later["revision"], later["reading"], later["event"]) == (first["id"], 1, 2, "reextracted")
    assert (later["number"], later["first_seen"], later["capture"]) == ("1", first["first_seen"], first["capture"])
    assert later["extraction"]["definition"] != first["extraction"]["definition"]
    change = shelf.lines("changes.jsonl")[-1]
    assert (change["kind"], change["data"]["fields"], change["data"]["reading"]) == ("reextracted", ["number"], 2)
    assert list(verify(shelf.root)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_twice_in_a_row_changes_nothing(shelf: Shelf, jobs: int) -> None:
    shelf.keep(*((f"p{n}", page(f"Title {n}", number=f"No {n}")) for n in range(70)), ("refused", page("A", body="no")))
    shelf.change(NUMBER, BARE_NUMBER)
    shelf.change('body = ".text"', 'body = [".text", ".no"]')
    first = again(shelf, jobs=jobs).sources["xx_mfa"]
    assert (first.changed, first.read.count) == (70, 1)
    before = shelf.files()
    second = again(shelf, jobs=jobs).sources["xx_mfa"]
    assert (second.pages, second.unchanged, second.changed, second.read.count) == (71, 71, 0, 0)
    assert shelf.files() == before
    kept = rows(shelf.root)
    assert rebuild(shelf.root).damages == []
    assert rows(shelf.root) == kept


def test_a_page_that_was_refused_becomes_a_statement_with_what_the_listing_said(shelf: Shelf) -> None:
    shelf.keep(("a", page("", body="no")), hint=Hint(f"{HOST}/list", title="From the listing", date="9 November 2021"))
    assert shelf.lines() == []
    assert survey(shelf.root, shelf.sources, ALL).sources["xx_mfa"].still_refused == 1
    shelf.change('body = ".text"', 'body = ".no"')
    assert survey(shelf.root, shelf.sources, ALL).sources["xx_mfa"].read.count == 1
    again(shelf)
    (line,) = shelf.lines()
    assert (line["event"], line["title"], line["reading"]) == ("published", "From the listing", 1)
    assert line["extraction"]["evidence"]["listing"] == f"{HOST}/list"
    assert list(verify(shelf.root)) == []


def test_a_refused_page_that_says_what_is_known_is_news_once(shelf: Shelf) -> None:
    """It was refused between two captures that were read: the statement was there then too."""
    shelf.keep(("a", page("One")), day=8)
    shelf.keep(("a", page("One", body="no")), day=6)
    shelf.change('body = ".text"', 'body = [".text", ".no"]')
    assert survey(shelf.root, shelf.sources, ALL).sources["xx_mfa"].read.count == 0
    again(shelf)
    assert len(shelf.lines()) == 1
    before = shelf.files()
    again(shelf)
    assert shelf.files() == before


def test_what_would_be_refused_now_is_told_and_stays(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), ("b", page("Two")))
    shelf.change('body = ".text"', 'body = ".elsewhere"')
    before = shelf.files()
    report = again(shelf)
    assert report.refused == 2
    found = report.sources["xx_mfa"].refused["layout.mismatch"]
    assert (found.count, found.samples[0].url) == (2, f"{HOST}/a")
    assert ".elsewhere matched 0 elements" in found.samples[0].sentence
    assert shelf.files() == before


def test_the_layout_is_that_of_the_capture_date(shelf: Shelf) -> None:
    shelf.keep(("old", page("Old")), day=8)
    shelf.keep(("new", page("New")), day=20)
    shelf.change('id = "first"', 'id = "first"\nuntil = 2021-11-10')
    shelf.define(
        (shelf.sources_dir / "xx_mfa.toml").read_text()
        + DEFINITION[DEFINITION.index("[[layouts]]") :].replace('"first"', '"second"').replace('"h1"', '"title"')
    )
    again(shelf)
    told = [(line["url"], line["reading"], line["title"], line["extraction"]["layout"]) for line in shelf.lines()]
    assert told == [
        (f"{HOST}/old", 1, "Old", "first"),
        (f"{HOST}/new", 1, "New", "first"),
        (f"{HOST}/new", 2, "New | MFA", "second"),
    ]


def test_days_and_sources_choose_the_pages(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), day=8)
    shelf.keep(("b", page("Two")), day=9)
    shelf.keep(("c", page("Three")), day=10)
    shelf.change(NUMBER, BARE_NUMBER)
    assert survey(shelf.root, shelf.sources, Wanted(since="2021-11-09")).sources["xx_mfa"].pages == 2
    assert survey(shelf.root, shelf.sources, Wanted(until="2021-11-09")).sources["xx_mfa"].pages == 2
    assert survey(shelf.root, shelf.sources, Wanted(("another",))).sources == {}
    again(shelf, Wanted(since="2021-11-09", until="2021-11-09"))
    assert [line["url"] for line in shelf.lines() if line["reading"] == 2] == [f"{HOST}/b"]


def test_pages_of_a_source_that_nobody_describes_are_counted_and_not_read(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    (shelf.sources_dir / "xx_mfa.toml").unlink()
    report = survey(shelf.root, shelf.sources, ALL)
    assert (report.sources, report.undefined) == ({}, {"xx_mfa": 1})
    assert "xx_mfa: 1 pages are not read: no source has this id" in report_text(report)


def test_every_revision_is_read_again_and_the_latest_stays_current(shelf: Shelf) -> None:
    shelf.keep(("a", page("One", PROSE)), day=8)
    shelf.keep(("a", page("One", PROSE * 2)), day=9)
    shelf.change(NUMBER, BARE_NUMBER)
    again(shelf)
    assert [(line["revision"], line["reading"], line["number"]) for line in shelf.lines()] == [
        (1, 1, "No 1"), (2, 1, "No 1"), (1, 2, "1"), (2, 2, "1"),
    ]  # fmt: skip
    shelf.keep(("a", page("One", PROSE * 2)), day=10)
    assert len(shelf.lines()) == 4


def test_a_second_reading_is_compared_with_the_one_before_it(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    shelf.change(NUMBER, BARE_NUMBER)
    again(shelf)
    shelf.change(BARE_NUMBER, NUMBER)
    again(shelf)
    assert [(line["reading"], line["number"]) for line in shelf.lines()] == [(1, "No 1"), (2, "1"), (3, "No 1")]


def test_bytes_that_are_not_what_they_were_are_named_and_the_rest_is_read(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), ("b", page("Two")))
    place = shelf.lines()[0]["capture"]
    path = shelf.root / place["warc"]
    data = bytearray(path.read_bytes())
    data[place["offset"] + place["length"] // 2] ^= 0x40
    path.write_bytes(data)
    report = survey(shelf.root, shelf.sources, ALL)
    told = report.sources["xx_mfa"]
    assert (told.unreadable.count, told.unchanged) == (1, 1)
    assert f"{LINES}, byte 0: " in told.unreadable.samples[0].sentence
    assert report.damaged


def test_a_line_that_is_none_is_named(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    path = shelf.root / LINES
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"{}\n{torn")
    report = survey(shelf.root, shelf.sources, ALL)
    assert [damage.partition(": ")[0] for damage in report.damages] == [f"{LINES}, byte {size}"]
    assert report.sources["xx_mfa"].unchanged == 1


def test_without_an_archive_or_beside_a_crawl_it_says_so(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        survey(tmp_path, shelf.sources, ALL)
    shelf.keep(("a", page("One")))
    core, lock = shelf.open()
    with pytest.raises(ArchiveBusy):
        again(shelf)
    assert survey(shelf.root, shelf.sources, ALL).sources["xx_mfa"].unchanged == 1
    core.close()
    lock.release()
