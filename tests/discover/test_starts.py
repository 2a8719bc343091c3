"""Start addresses: one for each host and language that a listing is written for."""

from crawler.discover import next_page
from tests.discover.pages import first_pages, source

ITEMS = {"items": "li"}


def starts(*listings: dict[str, object], **fields: object) -> list[str]:
    return [url for url, _ in first_pages(source(*listings, **fields))]


def test_placeholders_are_filled_for_each_site_and_language() -> None:
    assert starts({"url": "https://{host}/{language}/news", **ITEMS}) == [
        "https://mfa.example/en/news",
        "https://mfa.example/fr/news",
        "https://oslo.mfa.example/en/news",
        "https://oslo.mfa.example/fr/news",
    ]


def test_a_listing_for_a_role_or_host_is_asked_there_alone() -> None:
    assert starts({"url": "https://{host}/news", "sites": "mission", **ITEMS}) == ["https://oslo.mfa.example/news"]
    assert starts({"url": "https://{host}/news", "sites": ["www.mfa.example"], **ITEMS}) == ["https://mfa.example/news"]


def test_a_site_is_asked_in_its_own_languages() -> None:
    sites = [{"host": "mfa.example", "languages": ["en"]}, {"host": "oslo.mfa.example", "languages": ["no", "en"]}]
    every = {"url": "https://{host}/{language}/news", **ITEMS}
    assert starts(every, sites=sites) == [
        "https://mfa.example/en/news",
        "https://oslo.mfa.example/no/news",
        "https://oslo.mfa.example/en/news",
    ]
    assert starts({**every, "languages": ["no"]}, sites=sites) == ["https://oslo.mfa.example/no/news"]


def test_a_listing_with_one_host_takes_the_languages_of_that_site() -> None:
    sites = [{"host": "mfa.example", "languages": ["fr"]}]
    assert starts({"url": "https://mfa.example/{language}/x", **ITEMS}, sites=sites) == ["https://mfa.example/fr/x"]
    assert starts({"url": "https://mfa.example/{language}/x", "languages": ["en"], **ITEMS}) == [
        "https://mfa.example/en/x"
    ]


def test_one_address_is_asked_once() -> None:
    assert starts({"url": "https://mfa.example/news", **ITEMS}, {"url": "https://mfa.example/news", **ITEMS}) == [
        "https://mfa.example/news"
    ]


def test_the_listing_that_comes_with_a_start_is_filled_in_too() -> None:
    pagination = {"kind": "page", "start": 0, "url": "https://{host}/{language}/page/{n}"}
    filled = {"url": "https://{host}/{language}/page/{n}", "sites": "mission", "pagination": pagination, **ITEMS}
    (start, found), *_ = first_pages(source(filled))
    assert start == "https://oslo.mfa.example/en/page/0"
    following = next_page(start, found)
    assert following is not None
    assert following.url == "https://oslo.mfa.example/en/page/1"
