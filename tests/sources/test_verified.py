"""The shipped sources over real captured pages: every field that people found, and every item of every listing."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from crawler.discover import ListingPage, read_listing, starts
from crawler.extract import clean, extract
from crawler.extract.dates import Dating, read_date
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Listing, Source
from crawler.sources import SHIPPED, load_sources
from tests.sources.verified import DRAFTED, VERIFIED
from tests.truth.index import CAPTURED, Truth, read_index
from tests.truth.score import Answer, judge

SOURCES = load_sources()
ARTICLES = [
    (source, layout, file)
    for source, verified in VERIFIED.items()
    for layout, files in verified.layouts.items()
    for file in files
]
LISTINGS = [(source, url, file) for source, verified in VERIFIED.items() for url, file in verified.listings.items()]

# Saved by a test suite that had rewritten its links: what stood there.
MENDED = {"mfa.gov.by": "https://mfa.gov.by/en/press/statements/", "timor-leste.gov.tl": "http://timor-leste.gov.tl/"}
# Pages that call themselves nothing.
UNKINDED = {"jaraguadosul.sc.gov.br/arrombamento.html", "gov.uk-content-api/publication__withdrawn_publication.json"}
LEFT_OUT = {"kantei.go.jp/feed.xml": 1}  # items that name no address of their own
UNDATED = {"mfa.gov.by/listing.html"}  # the listing's element for the date is empty

# Releases that were saved without their address: where the site has such.
ADDRESSES = {"oag.state.va.us": "https://www.oag.state.va.us/media-center/news-releases/{name}"}
# Pages of institutions that no source is shipped for, and why.
WITHOUT = {
    "au-gov-rss": "the feeds are a third party's, not the governments' own",
    "misc": "a document without the page that it belongs to",
}


@cache
def rows(shared: Path) -> dict[str, Truth]:
    return {row.file: row for row in read_index(shared / "pages")}


def page_of(row: Truth) -> Page:
    """A page as its site served it."""
    page = row.page()
    host = row.file.partition("/")[0]
    body = page.body.replace(b"http://localhost/", MENDED[host].encode()) if host in MENDED else page.body
    url = ADDRESSES[host].format(name=row.path.stem) if host in ADDRESSES else page.url
    return Page(url, body, page.headers, page.captured)


def claims(source: Source, layout_id: str) -> bool:
    return any(layout.id == layout_id and not layout.drafted for layout in source.layouts)


@pytest.mark.parametrize("number", range(len(ARTICLES)))
def test_every_field_of_every_page(shared: Path, number: int) -> None:
    source_id, layout, file = ARTICLES[number]
    row, source = rows(shared)[file], SOURCES[source_id]
    found = extract(page_of(row), source)
    assert isinstance(found, Reading), (file, found)
    reading = clean(found)
    assert reading.layout == layout
    assert layout.startswith("family.") or claims(source, layout)
    stated = reading.published.date if reading.published else None
    answer = Answer(reading.title, stated, reading.body.text, reading.language)
    assert [one.told for one in judge(row, answer) if one.verdict != "right"] == []
    assert not [text for text in reading.warnings if re.match(r"title|body", text)], reading.warnings
    assert reading.kind is not None or file in UNKINDED, reading.kind_raw


def first_listing(source: Source, url: str, today: date) -> Listing:
    return next(listing for ask, listing in starts(source, today) if ask.url == url)


def read_first(shared: Path, source_id: str, url: str, file: str) -> tuple[ListingPage, Source, Listing]:
    page, source = page_of(rows(shared)[file]), SOURCES[source_id]
    listing = first_listing(source, url, page.captured.date())
    found = read_listing(Page(url, page.body, page.headers, page.captured), source, listing)
    assert isinstance(found, ListingPage), (file, found)
    return found, source, listing


@pytest.mark.parametrize("number", range(len(LISTINGS)))
def test_every_item_of_every_listing(shared: Path, number: int) -> None:
    source_id, url, file = LISTINGS[number]
    found, source, listing = read_first(shared, source_id, url, file)
    row = rows(shared)[file]
    assert row.items is None or found.items == row.items
    assert len(found.links) == found.items - LEFT_OUT.get(file, 0)
    assert all(hint.title for _, hint in found.links)
    assert found.findings == ()
    if file in UNDATED:
        assert not any(hint.date for _, hint in found.links)
        return
    dates = [hint.date or "" for _, hint in found.links]
    assert all(dates)
    if file == "mofa.go.jp/mofa.html":
        assert all(re.fullmatch(r"\d{1,2}月\d{1,2}日付", text) for text in dates)
        return
    days = [read_day(text, source, listing) for text in dates]
    assert sorted(days, reverse=True) == days or listing.format == "feed"
    assert max(days) < CAPTURED.date().isoformat()


def read_day(text: str, source: Source, listing: Listing) -> str:
    dating = Dating(
        captured=CAPTURED,
        languages=source.languages,
        order=listing.date_order or source.date_order,
        formats=listing.date_formats,
        timezone=source.timezone,
    )
    published, why = read_date(text, dating, "listing")
    assert published is not None, why
    assert published.precision != "year"
    return published.date[:10]


def test_the_headings_of_days_in_japans_list_hold_for_what_follows_them(shared: Path) -> None:
    found, _, _ = read_first(
        shared, "jp_mofa", "https://www.mofa.go.jp/mofaj/press/release/index.html", "mofa.go.jp/mofa.html"
    )
    days = [hint.date for _, hint in found.links]
    assert (days[:4], days[4]) == (["8月19日付"] * 4, "8月18日付")
    asked = [ask.url for ask in found.next]
    assert "https://www.mofa.go.jp/mofaj/press/release/7_12_index.html" in asked
    assert len(asked) == 8 + 12 * 5  # months of Reiwa 3 to 8 that are linked


def test_no_layout_takes_its_sites_listing_for_a_statement(shared: Path) -> None:
    for source_id, url, file in LISTINGS:
        page, source = page_of(rows(shared)[file]), SOURCES[source_id]
        if source.layouts:
            assert isinstance(extract(Page(url, page.body, page.headers, page.captured), source), Refusal), file


def institutions(shared: Path) -> Iterator[Truth]:
    """Articles, answers, listings and feeds of bodies that issue statements; news sites are none."""
    for row in rows(shared).values():
        site = row.file.partition("/")[0]
        if site not in {"encodings", "news-nonlatin", "sitemaps", *WITHOUT} and row.kind != "attachment":
            yield row


def test_no_page_of_an_institution_is_left_out(shared: Path) -> None:
    named = {file for _, _, file in ARTICLES} | {file for _, _, file in LISTINGS}
    hubs = {"coag.gov/listing_page_0.html", "atg.wa.gov/listing_page_0.html"}  # no item stands in them
    answers = {"gov.uk-content-api/topical_event__ebola-virus-government-response.json"}  # a subject, not a statement
    assert {row.file for row in institutions(shared)} == named | hubs | answers


def test_every_shipped_source_is_verified_or_says_that_it_is_drafted() -> None:
    assert set(SOURCES) == set(VERIFIED) | DRAFTED
    assert not set(VERIFIED) & DRAFTED
    for source_id, source in SOURCES.items():
        text = SHIPPED.joinpath(f"{source_id}.toml").read_text(encoding="utf-8")
        verified = VERIFIED.get(source_id)
        for layout in source.layouts:
            assert layout.drafted == (verified is None or layout.id not in verified.layouts), (source_id, layout.id)
        comments = re.findall(r"^# (Drafted|Verified)\b", text, re.MULTILINE)
        if verified is None or (source.layouts and not verified.layouts):
            assert "Verified" not in comments, source_id
