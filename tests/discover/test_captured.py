"""Real captured listings, read with the shipped sources."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.discover import ListingPage, older_than, read_listing
from crawler.model.reading import Page, Refusal
from crawler.sources import load_sources
from tests.discover.pages import first_pages, nexts

SOURCES = load_sources()
CAPTURED = datetime(2026, 2, 12, tzinfo=UTC)
# The Belarusian listing was saved by a test suite that had rewritten its links; on the site they stand below it.
REWRITTEN = (b"http://localhost/", b"https://mfa.gov.by/en/press/statements/")

LISTINGS = {
    "by_mfa": ("mfa.gov.by/listing.html", 5, "https://mfa.gov.by/en/press/statements/2"),
    "us_ca_oag": ("oag.ca.gov/listing_page_0.html", 30, "https://oag.ca.gov/media/news?page=1"),
    "us_ny_oag": ("ag.ny.gov/listing_page_0.html", 25, "https://ag.ny.gov/press-releases?page=1"),
}


def captured(shared: Path, source_id: str, *, mended: bool = True) -> ListingPage | Refusal:
    start, listing = first_pages(SOURCES[source_id])[0]
    body = (shared / "pages" / LISTINGS[source_id][0]).read_bytes()
    if mended:
        body = body.replace(*REWRITTEN)
    page = Page(start, body, (("content-type", "text/html"),), CAPTURED)
    return read_listing(page, SOURCES[source_id], listing)


@pytest.mark.parametrize("source_id", sorted(LISTINGS))
def test_every_item_of_a_captured_listing_is_found(shared: Path, source_id: str) -> None:
    found = captured(shared, source_id)
    assert isinstance(found, ListingPage)
    assert (len(found.links), found.items) == (LISTINGS[source_id][1],) * 2
    assert nexts(found) == [LISTINGS[source_id][2]]
    assert all(hint.title for _, hint in found.links)


def test_california_and_new_york_date_every_item(shared: Path) -> None:
    for source_id, first in (("us_ca_oag", "January 2, 2025"), ("us_ny_oag", "February 11, 2026")):
        found = captured(shared, source_id)
        assert isinstance(found, ListingPage)
        assert found.links[0][1].date == first
        _, listing = first_pages(SOURCES[source_id])[0]
        ages = [older_than(hint, listing, SOURCES[source_id], date(2020, 1, 1)) for _, hint in found.links]
        assert set(ages) == {False}
        later = [older_than(hint, listing, SOURCES[source_id], date(2027, 1, 1)) for _, hint in found.links]
        assert set(later) == {True}


def test_belarus_declares_the_wrong_charset_and_dates_nothing(shared: Path) -> None:
    found = captured(shared, "by_mfa")
    assert isinstance(found, ListingPage)
    assert [hint.date for _, hint in found.links] == [None] * 5
    assert found.links[0][0] == "https://mfa.gov.by/en/press/statements/bf7e69d3fec2c5f0.html"
    assert found.links[3][1].title == (
        "Statement by Minister of Foreign Affairs of the Republic of Belarus, V.Makei, at the Extraordinary Virtual "
        "Summit of the Heads of Governments of the Central European Initiative (May 15, 2020)"
    )


def test_links_that_lead_off_the_site_raise_the_alarm(shared: Path) -> None:
    found = captured(shared, "by_mfa", mended=False)
    assert isinstance(found, Refusal)
    assert found.reason.code == "listing.empty"
    assert "http://localhost/" in found.reason.sentence


def test_every_stored_article_of_the_four_sites_has_an_address_that_is_taken(shared: Path) -> None:
    hosts = {
        "mfa.gov.by": "by_mfa",
        "oag.ca.gov": "us_ca_oag",
        "ag.ny.gov": "us_ny_oag",
        "europarl.europa.eu": "eu_parliament_press",
    }
    seen = set()
    with (shared / "pages" / "INDEX.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            source = SOURCES.get(hosts.get(row["site"], ""))
            if source is None or row["kind"] != "article":
                continue
            body = f'<a class="tabs-content__item" href="{row["original_url"]}">x</a>'
            body += (
                f'<div class="views-row"><p class="views-field-title"><a href="{row["original_url"]}">x</a></p></div>'
            )
            body += f'<article class="ep-m_product"><a href="{row["original_url"]}">x</a></article>'
            start, listing = first_pages(source)[0]
            found = read_listing(Page(start, body.encode(), (), CAPTURED), source, listing)
            assert isinstance(found, ListingPage), row["original_url"]
            assert [url for url, _ in found.links] == [row["original_url"]]
            seen.add(source.id)
    assert seen == set(hosts.values())
