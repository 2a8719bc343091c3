"""Real captured pages, read by the shipped sources: titles, dates and the ends of bodies equal what people found."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from crawler.extract import clean, extract
from crawler.model.identity import text_digest
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.sources import load_sources

SOURCES = {
    "mfa.gov.by": "by_mfa",
    "oag.ca.gov": "us_ca_oag",
    "ag.ny.gov": "us_ny_oag",
    "europarl.europa.eu": "eu_parliament_press",
}
CAPTURED = datetime(2026, 11, 1, tzinfo=UTC)
COUNT = 16  # articles of the four sites


@cache
def source_of(site: str) -> Source:
    return load_sources(None)[SOURCES[site]]


@cache
def index(shared: Path) -> tuple[dict[str, str], ...]:
    with (shared / "pages" / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t"))


def page_of(shared: Path, row: dict[str, str]) -> Page:
    body = (shared / "pages" / row["file"]).read_bytes()
    url = row["original_url"] or f"https://{row['site'] or 'unknown.example'}/news/{row['file']}"
    return Page(url, body, (("content-type", "text/html"),), CAPTURED)


def articles(shared: Path) -> list[dict[str, str]]:
    return [row for row in index(shared) if row["site"] in SOURCES and row["kind"] == "article"]


def read(shared: Path, row: dict[str, str]) -> Reading:
    found = extract(page_of(shared, row), source_of(row["site"]))
    assert isinstance(found, Reading), (row["file"], found)
    return clean(found)


def joined(text: str) -> str:
    """Without blanks: the truth's words are cut at every tag ("found here ."), a page's are not."""
    return "".join(text.split())


def test_every_article_of_the_four_sites_is_there(shared: Path) -> None:
    assert len(articles(shared)) == COUNT
    assert {row["site"] for row in articles(shared)} == set(SOURCES)


@pytest.mark.parametrize("number", range(COUNT))
def test_title_date_and_ends_of_the_body(shared: Path, number: int) -> None:
    row = articles(shared)[number]
    reading = read(shared, row)
    assert reading.title == row["title"]
    expected = None if row["date_iso"] in {"UNKNOWN", "NONE"} else row["date_iso"]
    assert (reading.published.date if reading.published else None) == expected
    assert reading.layout is not None
    assert reading.language == row["language"]
    if row["body_first10"]:
        assert joined(reading.body.text).startswith(joined(row["body_first10"])), row["file"]
        assert joined(reading.body.text).endswith(joined(row["body_last10"])), row["file"]
    assert reading.warnings == (() if expected else ("date: the page states none",))
    assert all(text.strip() for text in reading.body.paragraphs)


def test_two_addresses_with_one_text_read_the_same(shared: Path) -> None:
    first, second = (
        read(shared, row) for row in articles(shared) if row["file"].partition("/")[2][:6] in {"cf70e7", "dad927"}
    )
    assert first.body == second.body
    assert text_digest([first.title, first.body.text]) == text_digest([second.title, second.body.text])


def test_the_parliaments_time_number_kind_and_translations(shared: Path) -> None:
    row = next(row for row in articles(shared) if "20201217IPR94207" in row["file"])
    reading = read(shared, row)
    assert reading.published is not None
    assert (reading.published.time, reading.published.timezone) == ("17:10", "Europe/Brussels")
    assert (reading.number, reading.kind, reading.kind_raw) == ("20201217IPR94207", "press_release", "Press Releases")
    assert reading.tags == ("Plenary session", "TRAN")
    languages = [item.language for item in reading.translations]
    assert len(languages) == 23
    assert "en" not in languages
    assert [item.url.rpartition("/")[2] for item in reading.attachments] == ["20201217IPR94207_en.pdf"]


def test_documents_of_californias_releases_are_counted_as_people_count_them(shared: Path) -> None:
    for row in articles(shared):
        if row["site"] == "oag.ca.gov":
            assert len(read(shared, row).attachments) == int(row["attachments"]), row["file"]


def test_the_listing_of_a_site_is_no_statement_by_its_source_either(shared: Path) -> None:
    for row in index(shared):
        if row["site"] in SOURCES and row["kind"] == "listing":
            assert isinstance(extract(page_of(shared, row), source_of(row["site"])), Refusal), row["file"]


def test_generic_reading_of_all_articles_gives_no_false_date(shared: Path) -> None:
    titles, dates, missing = [], [], []
    for row in index(shared):
        if row["kind"] != "article":
            continue
        found = extract(page_of(shared, row), None)
        reading = clean(found) if isinstance(found, Reading) else None
        if isinstance(found, Reading):
            assert clean(replace(found, blocks=None)) == reading, row["file"]
        date = reading.published.date if reading and reading.published else None
        if row["title"] and (reading is None or reading.title != row["title"]):
            titles.append(row["file"])
        if row["date_iso"] in {"UNKNOWN", "NONE"}:
            assert date is None, row["file"]
        elif row["date_iso"]:
            dates += [row["file"]] if date not in {None, row["date_iso"]} else []
            missing += [row["file"]] if date is None else []
    assert dates == []
    assert len(missing) <= 1, missing
    assert len(titles) <= 4, titles


def test_generic_reading_takes_no_listing_or_feed_for_a_statement(shared: Path) -> None:
    for row in index(shared):
        if row["kind"] not in {"article", "api"}:
            assert isinstance(extract(page_of(shared, row), None), Refusal), row["file"]
