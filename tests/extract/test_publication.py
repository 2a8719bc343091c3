"""The voices for a date that come from the address, the family and the listing."""

import pytest

from crawler.extract import clean, extract
from crawler.extract.addresses import country_of
from crawler.model.reading import Hint, Reading
from tests.extract.pages import PROSE, document, page, paragraphs_html, source

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
