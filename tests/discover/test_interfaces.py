"""Answers of APIs, of our own writing: JSON by paths, WordPress, Plone and GOV.UK, and what stands in their place."""

import json
from typing import Any

import pytest

from crawler.discover import ListingPage, read_listing
from crawler.discover.govuk import govuk_items
from crawler.discover.item import Item, Items
from crawler.discover.json_listing import json_items
from crawler.discover.plone import plone_items
from crawler.discover.wordpress import wordpress_items
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Refusal
from crawler.model.source import Listing
from tests.discover.pages import CAPTURED, nexts, source

URL = "https://mfa.example/api"


def answer(value: Any, url: str = URL, **headers: str) -> Page:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    given = (("content-type", "application/json"), *((name.replace("_", "-"), text) for name, text in headers.items()))
    return Page(url, body, given, CAPTURED)


def by_paths(value: Any, **fields: Any) -> Items | Failure:
    return json_items(
        answer(value), Listing(**{"url": URL, "format": "json", "items": "hits", "link": "url", **fields})
    )


def only(found: Items | Failure) -> Item:
    assert isinstance(found, Items), found
    (item,) = found.items
    return item


def test_paths_reach_into_an_item() -> None:
    entry = {
        "url": "/n/1",
        "fields": {"head": [{"lang": "en", "text": "<b>One</b> &amp; two"}], "on": "2026-01-01"},
        "type": ["Speech", "News"],
        "lang": "en_GB",
    }
    assert only(
        by_paths({"hits": [entry]}, title="fields.head", date="fields.on", kind="type", language="lang")
    ) == Item("https://mfa.example/n/1", title="One & two", date="2026-01-01", kind="Speech", language="en-GB")


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (1767225600000, "2026-01-01T00:00:00+00:00"),
        (1767225600, "2026-01-01T00:00:00+00:00"),
        ("/Date(1767225600000)/", "2026-01-01T00:00:00+00:00"),
        ("/Date(1767225600000+0100)/", "2026-01-01T00:00:00+00:00"),
        (20260101, "20260101"),
        ("1 January 2026", "1 January 2026"),
        (None, None),
        (True, None),
        ({"value": "2026-01-01"}, "2026-01-01"),
    ],
)
def test_counted_moments_are_written_out_and_no_other_number_passes_for_one(value: Any, date: str | None) -> None:
    assert only(by_paths({"hits": [{"url": "/n/1", "d": value}]}, date="d")).date == date


def test_an_address_may_be_made_of_an_items_keys_and_is_not_where_one_is_missing() -> None:
    found = by_paths(
        {"hits": [{"id": 7, "slug": {"en": "a b"}}, {"id": 8}]},
        link=None,
        address="https://mfa.example/n/{id}/{slug.en}",
    )
    assert isinstance(found, Items)
    assert ([item.url for item in found.items], found.met) == (["https://mfa.example/n/7/a%20b"], 2)


def test_an_object_of_items_by_key_is_a_list_of_them() -> None:
    assert only(by_paths({"hits": {"17": {"url": "/n/1"}}})).url == "https://mfa.example/n/1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"other": []}', "listing.empty"),
        (b'{"hits": "none"}', "listing.empty"),
        (b"[", "listing.empty"),
        (b"", "listing.empty"),
        (b"<html><title>Not found</title></html>", "listing.empty"),
        (b"<html><title>Just a moment...</title><p>Checking your browser before</p></html>", "blocked.challenge"),
        (b"[" * 200_000, "content.too_deep"),
    ],
)
def test_what_is_no_answer_of_an_api_is_refused(body: bytes, code: str) -> None:
    found = by_paths(body)
    assert isinstance(found, Failure)
    assert found.code == code


@pytest.mark.parametrize(
    "body",
    [
        b")]}',\n" + b'{"hits": [{"url": "/n/1"}]}',
        b'cb({"hits": [{"url": "/n/1"}]});',
        b"while(1);" + b'{"hits": [{"url": "/n/1"}]}',
        b"\xef\xbb\xbf" + b'{"hits": [{"url": "/n/1"}]}',
        '{"hits": [{"url": "/n/1"}]}'.encode("utf-16"),
    ],
)
def test_guards_around_json_are_taken_off(body: bytes) -> None:
    assert only(by_paths(body)).url == "https://mfa.example/n/1"


def test_wordpress_posts() -> None:
    post = {
        "id": 5,
        "link": "https://mfa.example/2026/01/one/",
        "title": {"rendered": "One&#8217;s &amp; two"},
        "date": "2026-01-01T23:30:00",
        "date_gmt": "2026-01-01T20:30:00",
        "modified": "2026-01-02T09:00:00",
        "type": "post",
        "lang": "en",
        "translations": {"fr": "https://mfa.example/fr/un/", "en": 5},
        "excerpt": {"rendered": "<p>Short &hellip;</p>"},
        "_embedded": {
            "wp:term": [[{"taxonomy": "post_tag", "name": "x"}], [{"taxonomy": "category", "name": "Speeches"}]]
        },
    }
    found = wordpress_items(answer([post, {"id": 6}]))
    assert isinstance(found, Items)
    assert found.items == (
        Item(
            "https://mfa.example/2026/01/one/",
            title="One’s & two",
            date="2026-01-01T23:30:00",
            updated="2026-01-02T09:00:00",
            kind="Speeches",
            language="en",
            summary="Short …",
            alternates=(("fr", "https://mfa.example/fr/un/"),),
        ),
    )
    assert found.met == 2
    assert only(wordpress_items(answer([{**post, "type": "press_release", "_embedded": {}}]))).kind == "press_release"


@pytest.mark.parametrize(
    ("url", "headers", "posts", "following"),
    [
        (URL, {"x_wp_totalpages": "3"}, 1, [f"{URL}?page=2"]),
        (f"{URL}?per_page=5&page=2", {"x_wp_totalpages": "3"}, 1, [f"{URL}?per_page=5&page=3"]),
        (f"{URL}?page=3", {"x_wp_totalpages": "3"}, 1, []),
        (f"{URL}?page=3", {}, 1, [f"{URL}?page=4"]),
    ],
)
def test_wordpress_says_how_many_pages_there_are(
    url: str, headers: dict[str, str], posts: int, following: list[str]
) -> None:
    listing = Listing(url=URL, format="wordpress")
    found = read_listing(answer([{"link": "/n/1"}] * posts, url, **headers), source(), listing)
    assert isinstance(found, ListingPage)
    assert nexts(found) == following


def test_wordpress_says_why_it_has_no_posts() -> None:
    found = wordpress_items(answer({"code": "rest_forbidden", "message": "Sorry, not allowed."}))
    assert isinstance(found, Failure)
    assert found.sentence == "https://mfa.example/api is no list of posts: Sorry, not allowed."


def test_plone_items_and_their_next_batch() -> None:
    given = {
        "@id": "https://mfa.example/@search",
        "items_total": 12,
        "batching": {"next": "https://mfa.example/@search?b_start=10"},
        "items": [
            {
                "@id": "https://mfa.example/n/1",
                "@type": "News Item",
                "title": "One",
                "description": "Short",
                "effective": "2026-01-01T09:00:00+01:00",
                "modified": "2026-01-02T09:00:00+01:00",
                "Language": "de",
            },
            {"@id": "https://mfa.example/n/2", "title": "Two", "effective": "1969-12-31T00:00:00", "Date": "None"},
        ],
    }
    found = plone_items(answer(given))
    assert isinstance(found, Items)
    assert found.items == (
        Item(
            "https://mfa.example/n/1",
            title="One",
            date="2026-01-01T09:00:00+01:00",
            updated="2026-01-02T09:00:00+01:00",
            kind="News Item",
            language="de",
            summary="Short",
        ),
        Item("https://mfa.example/n/2", title="Two"),
    )
    listed = read_listing(answer(given), source(), Listing(url=URL, format="plone"))
    assert isinstance(listed, ListingPage)
    assert [(ask.url, ask.accept) for ask in listed.next] == [
        ("https://mfa.example/@search?b_start=10", "application/json")
    ]


def test_govuk_search_goes_on_until_its_total() -> None:
    listing = Listing(url="https://mfa.example/api/search.json?count=2", format="govuk")
    result = {
        "link": "/government/news/one",
        "title": "One",
        "public_timestamp": "2026-01-01T00:15:00Z",
        "content_store_document_type": "press_release",
        "format": "news",
        "description": "Short",
    }
    given = {"results": [result, {**result, "link": "/government/news/two"}], "start": 0, "total": 3}
    found = read_listing(answer(given, listing.url), source(), listing)
    assert isinstance(found, ListingPage)
    assert found.links[0] == (
        "https://mfa.example/government/news/one",
        Hint(listing.url, title="One", date="2026-01-01T00:15:00Z", kind="press_release"),
    )
    assert nexts(found) == ["https://mfa.example/api/search.json?count=2&start=2"]
    last = {"results": [result], "start": 2, "total": 3}
    found = read_listing(answer(last, nexts(found)[0]), source(), listing)
    assert isinstance(found, ListingPage)
    assert not found.next


def test_govuk_content_gives_the_documents_that_it_links_and_no_organisations() -> None:
    link = {
        "base_path": "/government/speeches/one",
        "title": "One",
        "document_type": "speech",
        "locale": "en",
        "public_updated_at": "2026-01-02T00:00:00Z",
        "web_url": "https://mfa.example/government/speeches/one",
    }
    given = {
        "title": "Collection",
        "locale": "en",
        "links": {
            "documents": [link, link],
            "organisations": [{**link, "base_path": "/government/organisations/x"}],
            "available_translations": [{**link, "base_path": "/government/collections/x"}],
        },
        "details": {"ordered_featured_documents": [{"href": "/government/news/two", "title": "Two"}]},
    }
    found = govuk_items(answer(given))
    assert isinstance(found, Items)
    assert found.items == (
        Item(
            "https://mfa.example/government/speeches/one",
            title="One",
            updated="2026-01-02T00:00:00Z",
            kind="speech",
            language="en",
        ),
        Item("https://mfa.example/government/news/two", title="Two"),
    )


@pytest.mark.parametrize("form", ["wordpress", "plone", "govuk", "json"])
def test_an_interface_that_has_no_items_raises_the_alarm(form: str) -> None:
    listing = Listing.model_validate({"url": URL, "format": form, "items": "items", "link": "url"})
    empty: Any = [] if form == "wordpress" else {"items": [], "results": []}
    found = read_listing(answer(empty), source(), listing)
    assert isinstance(found, Refusal)
    assert found.reason.code == "listing.empty"
