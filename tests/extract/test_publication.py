"""The voices for a date that come from the address, the family and the listing."""

from datetime import UTC, datetime

import pytest

from crawler.extract import clean, extract
from crawler.extract.addresses import country_of
from crawler.extract.dating import Dating
from crawler.extract.listed import read_listed
from crawler.model.reading import Hint, Reading
from tests.extract.pages import PROSE, document, page, paragraphs_html, source

DATING = Dating(datetime(2024, 6, 1, tzinfo=UTC))
TITLE = "Statement on the opening of the northern crossing"


def read(body: str, head: str = "", **more: object) -> Reading:
    html = document(f"<main><h1>{TITLE}</h1>{body}</main>", title=TITLE, head=head)
    found = extract(page(html, **more), None)  # type: ignore[arg-type]
    assert isinstance(found, Reading), found
    return clean(found)


def date_of(reading: Reading) -> str | None:
    return reading.published.date if reading.published else None


def test_a_familys_template_shows_its_date() -> None:
    plone = '<meta name="generator" content="Plone - https://plone.org">'
    text = paragraphs_html(PROSE)
    byline = "<div id=byline><span class=documentPublished>published <span class=value>Nov 08, 2021</span></span></div>"
    assert date_of(read(f"{byline}<div id=content-core>{text}</div>", plone)) == "2021-11-08"
    other = '<ul><li><span class="documentPublished">published Nov 09, 2021</span></li></ul>'
    far = "<p>One more line of the page.</p>" * 20
    assert date_of(read(f"<div id=content-core>{text}</div>{far}<h2>More</h2>{other}", plone)) is None


def test_numbers_that_machines_turn_round() -> None:
    head = '<meta property="article:published_time" content="2019-05-08T05:30:00Z">'
    reading = read(f"<p class=date>05/08/2019</p>{paragraphs_html(PROSE)}", head, url="https://www.mfa.example.de/a")
    assert date_of(reading) == "2019-05-08"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://www.mfa.gov.au/news/a", "2021-12-05"),
        ("https://www.state.gov/news/a", "2021-05-12"),
        ("https://www.mfa.example/news/a", None),
    ],
)
def test_the_country_of_the_address_tells_day_from_month(url: str, day: str | None) -> None:
    assert date_of(read(f"<p class=date>05/12/2021</p>{paragraphs_html(PROSE)}", url=url)) == day


def test_the_listings_order_and_the_sources_are_used() -> None:
    body = f"<p class=date>05/12/2021</p>{paragraphs_html(PROSE)}"
    hint = Hint("https://www.mfa.example/news", order="MDY")
    assert date_of(read(body, hint=hint)) == "2021-05-12"
    html = document(f"<main><h1>{TITLE}</h1>{body}</main>", title=TITLE)
    layout = {"id": "x", "title": "h9", "body": "h9", "drafted": True}
    found = extract(page(html), source(layout, date_order="DMY"))
    assert isinstance(found, Reading)
    assert date_of(found) == "2021-12-05"


def test_a_sitemaps_last_change_is_never_the_date() -> None:
    hint = Hint("https://www.mfa.example/sitemap.xml", updated="2021-11-08")
    assert date_of(read(paragraphs_html(PROSE), hint=hint)) is None


@pytest.mark.parametrize(
    ("url", "country"),
    [("https://www.mfa.gov.az/en", "AZ"), ("https://www.gov.uk/a", "GB"), ("https://www.state.gov/", "US"),
     ("https://mfa.example/", None), ("https://ec.europa.eu/", None), ("https://10.0.0.1/", None), ("", None)],
)  # fmt: skip
def test_countries_of_addresses(url: str, country: str | None) -> None:
    assert country_of(url) == country


@pytest.mark.parametrize(
    ("shown", "zone", "told"),
    [
        ("Mon, 08 Nov 2021 21:30:00 GMT", "Asia/Baku", ("2021-11-09", "01:30:00", "Asia/Baku")),
        ("Mon, 08 Nov 2021 21:30:00 +0000", "Asia/Baku", ("2021-11-09", "01:30:00", "Asia/Baku")),
        ("2021-11-08T21:30:00Z", "Asia/Baku", ("2021-11-09", "01:30:00", "Asia/Baku")),
        ("2021-11-09T03:30+00:00", "America/Lima", ("2021-11-08", "22:30", "America/Lima")),
        ("2021-11-08T23:30:00+04:00", "Asia/Baku", ("2021-11-08", "23:30:00", "Asia/Baku")),
        ("2021-11-08T00:00:00Z", "America/Lima", ("2021-11-08", "00:00:00", "+00:00")),
        ("2021-11-08", "America/Lima", ("2021-11-08", None, None)),
        ("8 November 2021, 23:30 UTC", "Asia/Baku", ("2021-11-08", "23:30", "+00:00")),
    ],
)
def test_a_feeds_moment_is_told_on_the_ministrys_clock(
    shown: str, zone: str, told: tuple[str, str | None, str | None]
) -> None:
    found, problem = read_listed(Hint("https://www.mfa.example/feed", date=shown), source(timezone=zone), DATING)
    assert found, problem
    assert (found.date, found.time, found.timezone) == told
    assert (found.raw, found.method) == (shown, "listing")
    bare = read_listed(Hint("https://www.mfa.example/feed", date=shown), None, DATING)[0]
    assert bare
    assert bare.date == shown[:10] if shown[0] == "2" else bare.date == "2021-11-08"


def test_the_listings_proved_order_outweighs_what_its_source_declares() -> None:
    listings = [{"url": "https://www.mfa.example/news", "items": "li", "date": "time"}]
    for order, day in (("MDY", "2021-05-12"), ("DMY", "2021-12-05"), (None, None)):
        hint = Hint("https://www.mfa.example/news", date="05/12/2021", order=order)  # type: ignore[arg-type]
        for given in (None, source(listings=listings)):
            found = read_listed(hint, given, DATING)[0]
            assert (found.date if found else None) == day
    declared = source(listings=[{**listings[0], "date_order": "DMY"}])
    found = read_listed(Hint("https://www.mfa.example/news", date="05/12/2021"), declared, DATING)[0]
    assert found
    assert found.date == "2021-12-05"
    found = read_listed(
        Hint("https://www.mfa.example/news", date="05/12/2021"), source(listings=listings, date_order="MDY"), DATING
    )[0]
    assert found
    assert found.date == "2021-05-12"


def test_the_sources_country_tells_day_from_month() -> None:
    body = f"<p class=date>05/12/2021</p>{paragraphs_html(PROSE)}"
    html = document(f"<main><h1>{TITLE}</h1>{body}</main>", title=TITLE)
    layout = {"id": "x", "title": "h9", "body": "h9", "drafted": True}
    for country, day in (("AU", "2021-12-05"), ("US", "2021-05-12"), ("AZ", None)):
        found = extract(page(html), source(layout, country=country))
        assert isinstance(found, Reading)
        assert date_of(found) == day
