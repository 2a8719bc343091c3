"""Listings of our own writing: each link once, in scope, with what the page says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover import ListingPage, read_listing
from crawler.discover.addresses import absolute
from crawler.model.identity import canonical_url
from crawler.model.reading import Hint, Refusal
from tests.discover.pages import listing, nexts, page, read, refused, source


def item(href: str, text: str = "A statement") -> str:
    return f'<li class="news"><a href="{href}">{text}</a></li>'


def urls(found: ListingPage) -> list[str]:
    return [url for url, _ in found.links]


def test_what_the_listing_says_travels_with_the_link() -> None:
    found = read(
        '<ul><li class=news><i class=kind>Press\u00a0 release</i><h3><a href="/news/1" hreflang=fr>Sta\u00adtement\n'
        " of the   Ministry</a></h3><time>8 November\t2021</time></li></ul>",
        title="h3",
        date="time",
        kind=".kind",
    )
    assert found.links == (
        (
            "https://mfa.example/news/1",
            Hint(
                listing="https://mfa.example/news",
                title="Statement of the Ministry",
                date="8 November 2021",
                kind="Press release",
                language="fr",
            ),
        ),
    )
    assert found.items == 1


def test_what_the_listing_does_not_say_is_none() -> None:
    found = read(item("/news/1", ""), title="h3", date="time", kind=".kind")
    assert found.links[0][1] == Hint(listing="https://mfa.example/news")


def test_an_element_that_shows_no_date_may_carry_one() -> None:
    found = read('<li class=news><a href=/news/1>x</a><time datetime="2021-11-08"></time>', date="time")
    assert found.links[0][1].date == "2021-11-08"


def test_links_are_relative_to_the_base_and_the_base_to_the_page() -> None:
    body = '<base href="/en/"><ul>' + item("news/1") + item("./news/2") + item("//mfa.example/x") + item("?id=3")
    assert urls(read(body)) == [
        "https://mfa.example/en/news/1",
        "https://mfa.example/en/news/2",
        "https://mfa.example/x",
        "https://mfa.example/en/?id=3",
    ]


def test_each_statement_is_listed_once_whatever_its_spelling() -> None:
    body = "".join(
        item(href)
        for href in (
            "/news/1",
            "https://mfa.example/news/1#top",
            "http://MFA.example:80/news/1?utm_source=home",
            "/x/../news/1",
            "/news/2",
        )
    )
    found = read(body)
    assert urls(found) == ["https://mfa.example/news/1", "https://mfa.example/news/2"]
    assert found.items == 5


def test_a_picture_before_the_headline_does_not_hide_the_title() -> None:
    body = (
        "<a class=n href=/news/1><img src=x></a><a class=n href=/news/1>Statement</a><a class=n href=/news/1>More</a>"
    )
    (link,) = read(body, items="a.n").links
    assert link[1].title == "Statement"


def test_a_picture_and_a_headline_in_one_item_are_one_link_with_a_title() -> None:
    body = "<li class=news><a href=/news/1><img src=x></a><a href=/news/1?utm_source=a>Statement</a><a href=/x>More</a>"
    assert [(url, hint.title) for url, hint in read(body).links] == [("https://mfa.example/news/1", "Statement")]


def test_an_item_with_a_link_to_its_section_first_still_gives_its_statement() -> None:
    body = '<li class=news><a href="/topics/visits">Visits</a> <a href="/news/1">Statement</a></li>'
    found = read(body, urls="/news/")
    assert [(url, hint.title) for url, hint in found.links] == [("https://mfa.example/news/1", "Statement")]


def test_the_link_selector_may_name_what_holds_the_link() -> None:
    body = '<li class=news><a href="/news/0">no</a><h3><a href="/news/1">yes</a></h3></li>'
    assert urls(read(body, link="h3")) == ["https://mfa.example/news/1"]
    assert urls(read(body, link="h3 a")) == ["https://mfa.example/news/1"]


@pytest.mark.parametrize(
    "href",
    [
        "#top",
        "",
        "   ",
        "/news",
        "https://mfa.example/news#x",
        "mailto:press@mfa.example",
        "javascript:void(0)",
        "tel:+1234",
        "data:text/html,x",
        "ftp://mfa.example/x",
        "file:///etc/passwd",
        "https://elsewhere.example/news/1",
        "https://mfa.example.evil.example/news/1",
        "http://127.0.0.1/news/1",
        "http://[::1",
        "http://mfa.example:99999/news/9",
        "/about/us",
    ],
)
def test_what_is_no_statement_of_the_source_is_left_out(href: str) -> None:
    found = read(item("/news/1") + item(href), urls="/news(/\\d+)?$")
    assert urls(found) == ["https://mfa.example/news/1"]
    assert found.items == 2


def test_sites_and_aliases_of_the_source_are_in_scope() -> None:
    body = item("https://www.mfa.example/news/1") + item("https://oslo.mfa.example/news/2")
    assert urls(read(body)) == ["https://www.mfa.example/news/1", "https://oslo.mfa.example/news/2"]


def test_credentials_in_a_link_are_not_sent_on() -> None:
    assert urls(read(item("https://user:secret@mfa.example/news/1"))) == ["https://mfa.example/news/1"]


@pytest.mark.parametrize("body", ["<p>Nothing here</p>", "<ul></ul>", "", "\x00\x01", "{}"])
def test_a_listing_without_items_raises_the_alarm(body: str) -> None:
    reason = refused(body).reason
    assert reason.code in ("listing.empty", "content.empty")
    assert refused("<p>Nothing here</p>").reason.sentence == (
        "the listing https://mfa.example/news has no items: nothing on it matches 'li.news'"
    )


def test_items_that_lead_nowhere_raise_the_alarm_on_the_first_page_alone() -> None:
    counted = {"pagination": {"kind": "page"}, "urls": "/news/\\d+$"}
    body = item("/agenda/7") + item("#x")
    reason = refused(body, **counted).reason
    assert reason.code == "listing.empty"
    assert "none of its 2 items" in reason.sentence
    assert "https://mfa.example/agenda/7" in reason.sentence
    later = read(body, url="https://mfa.example/news?page=3", **counted)
    assert later.links == ()
    assert nexts(later) == ["https://mfa.example/news?page=4"]


def test_a_later_page_without_items_is_refused_as_empty() -> None:
    found = refused("<p>No more</p>", url="https://mfa.example/news?page=9", pagination={"kind": "page"})
    assert found.reason.code == "listing.empty"


def test_a_wall_in_place_of_the_listing_is_called_a_wall() -> None:
    body = (
        "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script>"
        "<p>Enable JavaScript and cookies to continue</p></body></html>"
    )
    assert refused(body).reason.code == "blocked.challenge"


def test_a_page_that_declares_the_wrong_charset_keeps_its_letters() -> None:
    body = ('<meta charset="windows-1251">' + item("/news/1", "Заявление №\u00a01")).encode()
    found = read_listing(page(body, content_type="text/html"), source(), listing())
    assert isinstance(found, ListingPage)
    assert found.links[0][1].title == "Заявление № 1"


def test_a_page_in_its_declared_charset_is_read_and_its_queries_kept_in_it() -> None:
    body = ('<meta charset="windows-1251">' + item("/поиск?q=мид", "Заявление")).encode("cp1251")
    found = read_listing(page(body, content_type="text/html"), source(), listing())
    assert isinstance(found, ListingPage)
    assert found.links[0] == (
        "https://mfa.example/%D0%BF%D0%BE%D0%B8%D1%81%D0%BA?q=%EC%E8%E4",
        Hint(listing="https://mfa.example/news", title="Заявление"),
    )


def test_bytes_that_are_no_text_are_refused() -> None:
    found = read_listing(
        page(bytes(range(128, 256)) * 40, content_type="text/html; charset=utf-8"), source(), listing()
    )
    assert isinstance(found, Refusal)


def test_the_next_link_is_followed_within_the_source_only() -> None:
    following = {"pagination": {"kind": "next", "css": ".next"}}
    pager = '<p class=pager><a class=next href="{}">older</a></p>'
    assert nexts(read(item("/news/1") + pager.format("?from=10"), **following)) == ["https://mfa.example/news?from=10"]
    assert not read(item("/news/1") + pager.format("https://elsewhere.example/"), **following).next
    assert not read(item("/news/1") + pager.format("#"), **following).next
    assert not read(item("/news/1") + pager.format("javascript:more()"), **following).next
    assert not read(item("/news/1"), **following).next
    inside = '<li class=next><a href="/news/older">older</a></li>'
    assert nexts(read(item("/news/1") + inside, **following)) == ["https://mfa.example/news/older"]


def test_a_listing_without_pagination_ends() -> None:
    assert not read(item("/news/1")).next


@given(st.text(max_size=40))
def test_any_link_gives_a_sound_address_or_none(href: str) -> None:
    url = absolute("https://mfa.example/a/b", href)
    if url is not None:
        assert url.isascii()
        assert canonical_url(url)
        assert "#" not in url
        assert absolute("https://other.example/", url) == url


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(body: bytes) -> None:
    assert isinstance(read_listing(page(body), source(), listing()), Refusal)
