"""Whether a listed item is older than a crawl goes back: never on a guess."""

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
        ("07.11.2021", True),
        ("Published: 7 November 2021", True),
        ("7 November 2021, 23:59", True),
        ("October 2021", True),
        ("November 2021", False),  # part of the month is younger
        ("2020", True),
        ("7 November 98", None),
        ("07/11/21", True),
        ("12/11/21", False),
        ("05/03/98", False),  # two digits: when in doubt, ask once more
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


def test_own_formats_come_first() -> None:
    assert age("20211107", date_formats="%Y%m%d") is True
    assert age("20211108", date_formats="%Y%m%d") is False
