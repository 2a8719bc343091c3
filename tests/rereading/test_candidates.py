"""Candidates: what a crawl would have read, and nothing else."""

from datetime import UTC, datetime

import pytest

from crawler.model.reading import Page
from crawler.model.source import Source
from crawler.rereading.candidates import Candidates, owner_of

HTML = (
    b'<ul><li><a href="/en/news/a-statement">A statement</a> <i>8 November 2021</i></li></ul>'
    b'<a class=n href="/en/news/older">x</a>'
)


def source(**more: object) -> Source:
    return Source.model_validate(
        {
            "id": "xx_mfa",
            "name": "A ministry",
            "country": "XX",
            "languages": ["en"],
            "timezone": "UTC",
            "sites": [{"host": "mfa.example", "aliases": ["www.mfa.example"]}],
            **more,
        }
    )


def listing(**more: object) -> dict[str, object]:
    return {"url": "https://{host}/en/news", "items": "li", "date": "i", **more}


COUNTED = {"kind": "page", "parameter": "page"}


def test_an_address_of_the_form_that_a_listing_states() -> None:
    mine = Candidates(source(listings=[listing(urls=[r"/en/news/\d+$"])]))
    assert mine.admits("http://www.mfa.example/en/news/5")
    assert not mine.admits("http://mfa.example/en/about")
    assert not mine.admits("http://elsewhere.example/en/news/5")


def test_an_address_of_the_form_that_a_layout_states() -> None:
    layouts = [
        {"id": "old", "urls": "/archive/", "title": "h1", "body": "p"},
        {"id": "new", "title": "h1", "body": "p"},
    ]
    mine = Candidates(source(listings=[listing()], layouts=layouts))
    assert mine.admits("http://mfa.example/archive/1.html")
    assert not mine.admits("http://mfa.example/en/vacancies")


@pytest.mark.parametrize("pagination", [None, COUNTED, {"kind": "next", "css": "a.n"}])
def test_a_listing_page_is_no_statement_and_admits_what_it_links(pagination: dict[str, str] | None) -> None:
    mine = Candidates(
        source(listings=[listing(url="https://{host}/x", urls=["/nothing/"]), listing(pagination=pagination)])
    )
    start = "https://mfa.example/en/news"
    assert not mine.admits(start)
    found = mine.listing_at("http://mfa.example/en/news")
    assert found is not None
    assert not mine.admits("https://mfa.example/en/news/a-statement")
    read, further = mine.read_listing(Page(start, HTML, (), datetime(2021, 11, 9, tzinfo=UTC)), found)
    assert read
    assert further == (pagination is not None and pagination["kind"] == "next")
    assert mine.admits("http://www.mfa.example/en/news/a-statement") is False  # another host name, another page
    assert mine.admits("http://mfa.example/en/news/a-statement")
    hint = mine.hint("http://mfa.example/en/news/a-statement")
    assert hint is not None
    assert (hint.date, hint.listing) == ("8 November 2021", start)


@pytest.mark.parametrize(
    ("pagination", "page"),
    [
        (COUNTED, "https://mfa.example/en/news?page=7"),
        ({**COUNTED, "url": "https://{host}/{language}/news/p{n}.html"}, "https://mfa.example/en/news/p7.html"),
    ],
)
def test_counted_pages_of_a_listing_are_known_for_listings(pagination: dict[str, str], page: str) -> None:
    one = {**listing(pagination=pagination), "url": "https://{host}/{language}/news"}
    mine = Candidates(source(listings=[one]))
    assert mine.listing_at(page) is not None
    assert not mine.admits(page)
    assert mine.listing_at("https://mfa.example/en/other?page=7") is None


def test_a_source_that_states_no_form_is_read_by_its_layouts_alone() -> None:
    mine = Candidates(source(listings=[listing()], layouts=[{"id": "all", "title": "h1", "body": "p"}]))
    assert mine.admits("http://mfa.example/whatever")
    assert not mine.admits("http://mfa.example/en/news")


def test_whose_page_it_is() -> None:
    mine = Candidates(source())
    assert owner_of("http://www.mfa.example/x", [mine]) is mine
    assert owner_of("http://www.mfa.example.evil.example/x", [mine]) is None
    assert not mine.admits("urn:text:http://mfa.example/")


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://mfa.example/{year}/{mm}", "period": {"unit": "month", "first": 2001}}, "/2013/07"),
        ({"url": "https://mfa.example/{era}.html", "period": {"unit": "year", "first": 2001}}, "/h25.html"),
        ({"url": "https://mfa.example/list", "method": "POST", "form": {"q": "x"}}, "/list"),
        (
            {"url": "https://mfa.example/wp-json/wp/v2/posts", "format": "wordpress", "items": None},
            "/wp-json/wp/v2/posts",
        ),
        ({"url": "https://mfa.example/feed", "format": "feed", "items": None}, "/feed"),
    ],
)
def test_the_pages_of_every_kind_of_listing_are_no_statements(fields: dict[str, object], url: str) -> None:
    mine = Candidates(source(listings=[listing(**fields)]))
    assert mine.listing_at(f"https://mfa.example{url}") is not None
    assert not mine.admits(f"http://www.mfa.example{url}")
    assert mine.admits("https://mfa.example/en/news/5")


def test_a_feed_and_the_sitemaps_of_an_index_admit_what_they_link() -> None:
    feeds = [
        listing(url="https://mfa.example/feed", format="feed", items=None, urls=["/nothing/"]),
        listing(url="https://mfa.example/sitemap.xml", format="sitemap", items=None),
    ]
    mine = Candidates(source(listings=feeds))
    index = b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"
    start, child = "https://mfa.example/sitemap.xml", "https://mfa.example/a.xml"
    found = mine.listing_at(start)
    assert found is not None
    assert mine.read_listing(Page(start, index, (), datetime.now(UTC)), found) == (True, True)
    found = mine.listing_at(child)
    assert found is not None
    urls = b"<urlset><url><loc>/en/x</loc><lastmod>2026-01-01</lastmod></url></urlset>"
    assert mine.read_listing(Page(child, urls, (), datetime.now(UTC)), found) == (True, False)
    hint = mine.hint("https://mfa.example/en/x")
    assert hint is not None
    assert (hint.listing, hint.updated, hint.date) == (child, "2026-01-01", None)
    assert mine.admits("https://mfa.example/en/x")
    assert not mine.admits("https://mfa.example/en/y")
