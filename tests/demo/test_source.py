"""The demo's source file reads every page of the demo as the data says, and refuses what is no statement."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.demo.pages import Answer, Pages
from crawler.demo.play import HOSTS, SOURCE, connect_to, sources_dir
from crawler.demo.skins import labels
from crawler.demo.statements import MAIN, MISSION, Release, State
from crawler.discover import Ask, ListingPage, read_listing, starts
from crawler.documents import read_document
from crawler.extract import clean, extract, read_document_page
from crawler.model.document import DocumentText
from crawler.model.reading import Hint, Page, Reading, Refusal
from crawler.model.source import Source
from crawler.sources.loader import load_sources

TODAY = date(2026, 6, 10)


@pytest.fixture(scope="module")
def source() -> Source:
    return load_sources([sources_dir()])[SOURCE]


def pages(state: State = "before") -> Pages:
    return Pages(state, lambda: TODAY)


def page_of(url: str, answer: Answer) -> Page:
    return Page(url, answer.body, (("content-type", answer.media_type),), datetime(2026, 6, 10, 12, tzinfo=UTC))


def read(release: Release, source: Source, held: Pages) -> Reading | Refusal:
    found = extract(page_of(release.url, held.answer(release.host, release.path)), source)
    return clean(found) if isinstance(found, Reading) else found


def test_the_hosts_of_the_source_are_those_of_the_site(source: Source) -> None:
    assert {site.host for site in source.sites} == set(HOSTS) == {MAIN, MISSION}
    assert connect_to(8080) == [f"{host}:80:127.0.0.1:8080" for host in HOSTS]


@pytest.mark.parametrize("state", ["before", "after"])
def test_every_release_is_read_as_the_data_has_it(source: Source, state: State) -> None:
    held = pages(state)
    for release in held.press.releases:
        if release.walled or release.document:
            continue
        reading = read(release, source, held)
        assert isinstance(reading, Reading), (release.url, reading)
        assert reading.warnings == (), release.url
        assert reading.title == release.title, release.url
        assert reading.body.paragraphs == release.paragraphs, release.url
        assert reading.published is not None
        assert reading.published.date == release.date.isoformat(), release.url
        assert reading.published.precision == "day"
        assert reading.language == release.language
        assert reading.canonical in (None, release.url)
        if release.skin == "mission":
            assert reading.number is None
            assert reading.kind in (None, release.kind)  # this skin shows no kind: a title may say it
        else:
            assert (reading.number, reading.kind) == (release.number, release.kind)
            assert reading.kind_raw == labels(release.language)["kinds"][release.kind]


def test_pages_of_the_modern_skins_are_read_without_the_source_too() -> None:
    held = pages()
    for release in held.press.releases:
        if release.walled or release.document or release.skin == "old":
            continue
        found = extract(page_of(release.url, held.answer(release.host, release.path)), None)
        assert isinstance(found, Reading), (release.url, found)
        reading = clean(found)
        # A mission's masthead is the only h1, says what every <title> says, and has today's date below it.
        assert reading.title == release.title, release.url
        assert reading.published is not None, release.url
        assert reading.published.date == release.date.isoformat(), release.url
        assert reading.body.paragraphs == release.paragraphs, release.url


def test_translations_lead_to_the_same_release_and_only_there(source: Source) -> None:
    held = pages()
    for release in held.press.releases:
        if release.walled or release.document:
            continue
        reading = read(release, source, held)
        assert isinstance(reading, Reading)
        wanted = {(other.language, other.url) for other in held.press.translations(release)}
        assert {(found.language, found.url) for found in reading.translations} == wanted, release.url


def test_one_document_is_attached_and_the_share_box_is_none(source: Source) -> None:
    held = pages()
    found = [
        (release.path, attachment.url, attachment.media_type)
        for release in held.press.releases
        if isinstance(reading := read(release, source, held), Reading)
        for attachment in reading.attachments
    ]
    assert found == [
        (
            "/en/news/no1426-lenn-river-treaty",
            f"http://{MAIN}/files/lenn-river-treaty-summary.pdf",
            "application/pdf",
        )
    ]


def test_the_release_that_is_a_pdf_is_read_as_the_data_has_it(source: Source) -> None:
    held = pages()
    (release,) = [item for item in held.press.releases if item.document]
    answer = held.answer(release.host, release.path)
    hint = Hint(f"http://{MAIN}/en/news", release.title, "26 February 2026", "Press release")
    page = replace(page_of(release.url, answer), hint=hint)
    text = read_document([answer.body], answer.media_type, release.path)
    assert isinstance(text, DocumentText), text
    reading = read_document_page(page, text, source)
    assert isinstance(reading, Reading), reading
    reading = clean(reading)
    assert reading.warnings == ()
    assert (reading.title, reading.kind) == (release.title, "press_release")
    assert reading.body.paragraphs == release.paragraphs
    assert reading.published is not None
    assert (reading.published.date, reading.language) == (release.date.isoformat(), "en")
    assert text.title == release.title


def test_the_wall_is_refused_as_a_wall(source: Source) -> None:
    held = pages()
    (walled,) = [release for release in held.press.releases if release.walled]
    refusal = read(walled, source, held)
    assert isinstance(refusal, Refusal)
    assert refusal.reason.code == "blocked.challenge"


def test_a_missing_page_and_the_document_are_no_statements(source: Source) -> None:
    held = pages()
    for path in ("/en/news/no1-nothing", "/files/lenn-river-treaty-summary.pdf"):
        found = extract(page_of(f"http://{MAIN}{path}", held.answer(MAIN, path)), source)
        assert isinstance(found, Refusal), path


@pytest.mark.parametrize("state", ["before", "after"])
def test_the_listings_lead_to_every_release_with_its_title_and_date(source: Source, state: State) -> None:
    held = pages(state)
    found: dict[str, str | None] = {}
    for start, listing in starts(source, TODAY):
        ask: Ask | None = start
        while ask:
            host, target = ask.url.removeprefix("http://").split("/", 1)
            answer = held.answer(host, f"/{target}")
            listed = read_listing(page_of(ask.url, answer), source, listing, ask)
            assert isinstance(listed, ListingPage), listed
            for link, hint in listed.links:
                assert hint.date
                found[link] = hint.title
            ask = next(iter(listed.next), None)
    assert found == {release.url: release.title for release in held.press.releases}
