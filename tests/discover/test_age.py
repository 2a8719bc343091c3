"""Whether a listed item is older than a crawl goes back: never on a guess."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crawler.discover import older_than
from crawler.model.reading import Hint
from tests.discover.pages import listing, source

SINCE = date(2021, 11, 8)


def age(text: str | None, **fields: Any) -> bool | None:
    return older_than(Hint("https://mfa.example/news", date=text), listing(**fields), source(), SINCE)


@pytest.mark.parametrize(
    ("text", "older"),
    [
        ("7 November 2021", True),
        ("8 November 2021", False),
        ("November 9, 2021", False),
        ("7 novembre 2021", True),
        ("2021-11-07", True),
        ("2021-11-08", False),
        ("Published: 7 November 2021", True),
        ("7 November 2021, 23:59", True),
        ("October 2021", True),
        ("November 2021", False),  # part of the month is younger
        ("2020", True),
        ("07.11.2021", None),  # which of the two is the day, nothing says
        ("07/11/21", None),
        ("13/10/2021", True),
        ("yesterday", None),
        ("31 February 2021", None),
        ("7 November 2021 – 9 November 2021", None),
        ("", None),
        (None, None),
    ],
)
def test_an_item_is_older_only_where_its_listing_says_so(text: str | None, older: bool | None) -> None:
    assert age(text) is older


def test_the_order_of_numbers_is_the_listings() -> None:
    assert age("11/09/2021", date_order="DMY") is True
    assert age("11/09/2021", date_order="MDY") is False


def test_the_order_that_the_listings_other_dates_prove_counts_where_it_declares_none() -> None:
    said = Hint("https://mfa.example/news", date="11/09/2021", order="DMY")
    assert older_than(said, listing(), source(), SINCE) is True
    assert older_than(replace(said, order="MDY"), listing(), source(), SINCE) is False
    assert older_than(said, listing(date_order="MDY"), source(), SINCE) is False
    assert older_than(replace(said, order=None), listing(), source(), SINCE) is None
    assert older_than(replace(said, order=None), listing(), source(date_order="DMY"), SINCE) is True


@pytest.mark.parametrize(
    ("changed", "older"),
    [
        ("2021-11-06T23:59:59+00:00", True),
        ("2021-11-07", None),  # may be the 8th where the ministry stands
        ("2021-11-08T00:00:00Z", None),
        ("2022", None),
        ("last week", None),
        (None, None),
    ],
)
def test_what_was_last_changed_before_that_day_was_published_before_it(changed: str | None, older: bool | None) -> None:
    assert older_than(Hint("https://mfa.example/sitemap.xml", updated=changed), listing(), source(), SINCE) is older


def test_a_date_of_publication_goes_before_that_of_the_last_change() -> None:
    said = Hint("https://mfa.example/rss", date="2021-11-09", updated="2020-01-01")
    assert older_than(said, listing(), source(), SINCE) is False


def test_own_formats_come_first() -> None:
    assert age("20211107", date_formats="%Y%m%d") is True
    assert age("20211108", date_formats="%Y%m%d") is False
