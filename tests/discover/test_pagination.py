"""Counted pages: from address to number and on to the next address."""

from typing import Any

import pytest

from crawler.discover import first_page, next_page, page_number
from tests.discover.pages import listing

DRUPAL = {"pagination": {"kind": "page", "start": 0}}
OFFSET = {"pagination": {"kind": "offset", "parameter": "b_start:int", "start": 0, "step": 20}}
SEGMENT = {"pagination": {"kind": "page", "url": "https://mfa.example/news/{n}"}}
ZERO = {
    "url": "https://mfa.example/en/page/0",
    "pagination": {"kind": "page", "start": 0, "url": "https://mfa.example/en/page/{n}"},
}
SLASHED = {"pagination": {"kind": "page", "url": "https://mfa.example/news/page/{n}/"}}
INNER = {"url": "https://mfa.example/news/p{n}.html", "pagination": {"kind": "page"}}


@pytest.mark.parametrize(
    ("fields", "url", "number", "following"),
    [
        (DRUPAL, "https://mfa.example/news", 0, "https://mfa.example/news?page=1"),
        (DRUPAL, "https://mfa.example/news?page=1", 1, "https://mfa.example/news?page=2"),
        (DRUPAL, "https://mfa.example/news?kind=2&page=9", 9, "https://mfa.example/news?kind=2&page=10"),
        (DRUPAL, "https://mfa.example/news?page=last", 0, "https://mfa.example/news?page=1"),
        (OFFSET, "https://mfa.example/news", 0, "https://mfa.example/news?b_start%3Aint=20"),
        (OFFSET, "https://mfa.example/news?b_start%3Aint=20", 20, "https://mfa.example/news?b_start%3Aint=40"),
        (SEGMENT, "https://mfa.example/news", 1, "https://mfa.example/news/2"),
        (SEGMENT, "https://mfa.example/news/2", 2, "https://mfa.example/news/3"),
        (SEGMENT, "http://www.mfa.example/news/12/", 12, "https://mfa.example/news/13"),
        (SEGMENT, "https://mfa.example/news/2021/3", 1, "https://mfa.example/news/2"),
        (ZERO, "https://mfa.example/en/page/0", 0, "https://mfa.example/en/page/1"),
        (ZERO, "https://mfa.example/en/page/7", 7, "https://mfa.example/en/page/8"),
        (SLASHED, "https://mfa.example/news/page/4/", 4, "https://mfa.example/news/page/5/"),
        (SLASHED, "https://mfa.example/news/page/4", 4, "https://mfa.example/news/page/5/"),
        (INNER, "https://mfa.example/news/p1.html", 1, "https://mfa.example/news/p2.html"),
        (INNER, "https://mfa.example/news/p10.html", 10, "https://mfa.example/news/p11.html"),
    ],
)
def test_a_page_knows_its_number_and_the_next(fields: dict[str, Any], url: str, number: int, following: str) -> None:
    counted = listing(**fields)
    assert page_number(url, counted) == number
    ask = next_page(url, counted)
    assert ask is not None
    assert (ask.url, ask.first) == (following, False)
    assert page_number(following, counted) == number + (counted.pagination.step if counted.pagination else 0)
    assert first_page(url, counted) is (counted.pagination is not None and number == counted.pagination.start)


def test_pages_that_are_not_counted_have_no_number() -> None:
    linked = listing(pagination={"kind": "next", "css": "a.next"})
    assert page_number("https://mfa.example/news?page=2", linked) is None
    assert next_page("https://mfa.example/news?page=2", linked) is None
    assert next_page("https://mfa.example/news", listing()) is None
    assert first_page("http://mfa.example/news/", linked)
    assert not first_page("https://mfa.example/news?page=2", linked)
    assert first_page("https://mfa.example/whatever", listing())
