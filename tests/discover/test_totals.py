"""How many items a listing says that it has: read where it leaves no doubt, and never guessed."""

from datetime import UTC, datetime

import pytest

from crawler.discover.listing import ListingPage, read_listing
from crawler.discover.totals import total_in, total_of, total_on
from crawler.model.reading import Page
from crawler.model.source import Listing, Site, Source


@pytest.mark.parametrize(
    ("text", "met", "total"),
    [
        ("Showing 1-10 of 234 results", 10, 234),
        ("Results 21 – 30 of 1,234", 10, 1234),
        ("Treffer 11 bis 20 von 1.234", 10, 1234),
        ("Résultats 1 à 10 sur 1 234", 10, 1234),
        ("Показаны 1–10 из 98", 10, 98),
        ("عرض 1-10 من 55", 10, 55),
        ("Resultados 31-34 de 34", 4, 34),
        ("Showing 1-10 of 234 results", 12, None),  # twelve items were met: it is about something else
        ("10-12/2025, 1-3 of May", 3, None),
        ("Article 1-10 of 5", 10, None),
        ("1-10 of 234 news, 1-10 of 99 videos", 10, None),
        ("There are 234 results", 10, None),
    ],
)
def test_a_range_of_as_many_items_as_were_met_proves_the_total(text: str, met: int, total: int | None) -> None:
    assert total_on(text, met) == total


@pytest.mark.parametrize(
    ("data", "met", "total"),
    [
        ({"total": 40, "items": []}, 10, 40),
        ({"meta": {"totalCount": "40"}}, 10, 40),
        ({"hits": {"total": {"value": 40, "relation": "eq"}}}, 10, 40),
        ({"response": {"numFound": 40}}, 10, 40),
        ({"count": 40, "next": None, "results": []}, 10, 40),
        ({"count": 40}, 10, None),
        ({"total": 40, "page": {"totalElements": 39}}, 10, None),
        ({"total": 3}, 10, None),
        ({"total": True, "total_pages": 4}, 1, None),
        ([1, 2], 2, None),
    ],
)
def test_an_answer_states_its_total_by_a_known_name(data: object, met: int, total: int | None) -> None:
    assert total_in(data, met) == total


@pytest.mark.parametrize("stated", [None, "", "many", "-3", "²", -1, 10**9, True])
def test_a_total_that_is_no_count_is_none(stated: object) -> None:
    assert total_of(stated) is None


@pytest.mark.parametrize(
    ("listing", "body", "headers"),
    [
        pytest.param(
            Listing(url="https://x.example/wp-json/wp/v2/posts", format="wordpress"),
            '[{"link": "https://x.example/1"}]',
            (("x-wp-total", "77"),),
            id="wordpress",
        ),
        pytest.param(
            Listing(url="https://x.example/@search", format="plone"),
            '{"items": [{"@id": "https://x.example/1"}], "items_total": 77}',
            (),
            id="plone",
        ),
        pytest.param(
            Listing(url="https://x.example/api/search.json", format="govuk"),
            '{"results": [{"link": "/1"}], "start": 0, "total": 77}',
            (),
            id="govuk",
        ),
        pytest.param(
            Listing(url="https://x.example/api", format="json", items="rows", link="url"),
            '{"rows": [{"url": "/1"}], "pager": {"total_items": "77"}}',
            (),
            id="json",
        ),
        pytest.param(
            Listing(url="https://x.example/news", items="li", link="a"),
            "<html lang=en><p>Displaying 1 - 1 of 77</p><ul><li><a href=/1>One of 3-3 of 9 parts</a></li></ul></html>",
            (),
            id="html",
        ),
    ],
)
def test_every_format_tells_its_sites_own_count(
    listing: Listing, body: str, headers: tuple[tuple[str, str], ...]
) -> None:
    sites = (Site(host="x.example"),)
    source = Source(id="xx_x", name="X", country="XX", languages=("en",), timezone="UTC", sites=sites)
    page = Page(listing.url, body.encode(), headers, datetime(2026, 1, 1, tzinfo=UTC))
    found = read_listing(page, source, listing)
    assert isinstance(found, ListingPage)
    assert found.total == 77
