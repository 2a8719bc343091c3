"""Sitemaps of our own writing: lists, indexes, news, languages, text and gzip."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover import ListingPage, read_listing
from crawler.discover.item import Child, Item, Items
from crawler.discover.sitemaps import sitemap_items
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal
from crawler.model.source import Listing
from tests.discover.pages import page, source

URL = "https://mfa.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{inner}</urlset>'


def index(inner: str) -> str:
    return f"<sitemapindex {SPACES}>{inner}</sitemapindex>"


def read(body: str | bytes, content_type: str = "application/xml") -> Items:
    found = sitemap_items(page(body, URL, content_type))
    assert isinstance(found, Items), found
    return found


def test_the_last_change_of_a_page_is_never_its_date() -> None:
    found = read(urlset("<url><loc> /n/1 </loc><lastmod>2026-01-02</lastmod><priority>0.5</priority></url>"))
    assert found.items == (Item("https://mfa.example/n/1", updated="2026-01-02"),)


def test_a_news_sitemap_says_title_date_and_language() -> None:
    news = (
        "<news:news><news:publication><news:name>MFA</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-01-01</news:publication_date><news:title>A &amp; B</news:title></news:news>"
    )
    found = read(urlset(f"<url><loc>/n/1</loc>{news}<lastmod>2026-01-02</lastmod></url>"))
    assert found.items == (
        Item("https://mfa.example/n/1", title="A & B", date="2026-01-01", updated="2026-01-02", language="en"),
    )


def test_languages_are_known_by_the_address_that_hreflang_gives_them() -> None:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="https://mfa.example/{path}"/>'
        for code, path in (("en", "n/1"), ("fr", "fr/1"), ("x-default", "n/1"))
    )
    found = read(urlset(f"<url><loc>https://mfa.example/n/1</loc>{links}</url>"))
    assert found.items == (
        Item("https://mfa.example/n/1", language="en", alternates=(("fr", "https://mfa.example/fr/1"),)),
    )


def test_images_and_videos_are_no_pages() -> None:
    image = "<image:image><image:loc>/i/1.jpg</image:loc></image:image>"
    found = read(urlset(f"<url>{image}<image:loc>/i/2.jpg</image:loc><loc>/n/1</loc></url>"))
    assert [item.url for item in found.items] == ["https://mfa.example/n/1"]


def test_an_index_names_its_sitemaps_the_newest_first() -> None:
    maps = (
        "<sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc><lastmod>2025-01-01</lastmod></sitemap>"
        "<sitemap><loc><![CDATA[/c.xml.gz]]></loc><lastmod>2026-01-01T10:00:00+00:00</lastmod></sitemap>"
    )
    assert read(index(maps)).children == (
        Child("https://mfa.example/c.xml.gz", "2026-01-01T10:00:00+00:00"),
        Child("https://mfa.example/b.xml", "2025-01-01"),
        Child("https://mfa.example/a.xml"),
    )


def test_gzip_is_unpacked_also_where_it_is_cut_off_or_packed_twice() -> None:
    body = urlset("<url><loc>/n/1</loc></url>" * 1).encode()
    assert read(gzip.compress(body), "application/x-gzip").met == 1
    assert read(gzip.compress(gzip.compress(body))).met == 1
    many = urlset("".join(f"<url><loc>/n/{n}</loc></url>" for n in range(500))).encode()
    cut = read(gzip.compress(many)[:-200])
    assert 0 < len(cut.items) < 500
    assert {item.url for item in cut.items} <= {f"https://mfa.example/n/{n}" for n in range(500)}


def test_a_gzip_bomb_is_refused() -> None:
    bomb = gzip.compress(b" " * (80 * 1024 * 1024))
    found = sitemap_items(page(bomb, URL))
    assert isinstance(found, Failure)
    assert found.code == "content.too_large"


def test_a_list_of_addresses_as_text_is_a_sitemap() -> None:
    found = read("\ufeffhttps://mfa.example/n/1\r\n\r\nhttps://mfa.example/n/2\n# no address\n", "text/plain")
    assert [item.url for item in found.items] == ["https://mfa.example/n/1", "https://mfa.example/n/2"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<html><title>404</title></html>", "listing.empty"),
        ("<rss><channel/></rss>", "listing.empty"),
        ("nothing", "listing.empty"),
        (
            '<!DOCTYPE urlset [<!ENTITY c SYSTEM "file:///etc/passwd">]><urlset><url><loc>&c;</loc></url></urlset>',
            "content.unsafe",
        ),
    ],
)
def test_what_is_no_sitemap_is_refused(body: str, code: str) -> None:
    found = sitemap_items(page(body, URL))
    assert isinstance(found, Failure)
    assert found.code == code


def test_caps_hold_and_are_told() -> None:
    long = read("<urlset>" + "<url><loc>/n/1</loc></url>" * 50_001 + "</urlset>")
    assert (len(long.items), long.left_out) == (50_000, "it holds 50,001 addresses, of which 50,000 are taken")
    wide = read("<sitemapindex>" + "<sitemap><loc>/a.xml</loc></sitemap>" * 1_001 + "</sitemapindex>")
    assert (len(wide.children), wide.left_out) == (1_000, "it holds 1,001 sitemaps, of which 1,000 are taken")


LISTING = Listing(url=URL, format="sitemap", urls=(r"/n/\d+$",))


def listed(body: str, **fields: object) -> ListingPage | Refusal:
    return read_listing(page(body, URL), source(**fields), LISTING)


def test_a_sitemaps_links_are_those_of_statements_with_what_it_says() -> None:
    other = '<xhtml:link rel="alternate" hreflang="{0}" href="/{0}/n/1"/>'
    body = urlset(
        f"<url><loc>/n/1</loc><lastmod>2026-01-02</lastmod>{other.format('fr')}{other.format('ja')}</url>"
        "<url><loc>/about</loc></url><url><loc>https://elsewhere.example/n/1</loc></url><url><loc>/fr/n/1</loc></url>"
    )
    found = listed(body)
    assert isinstance(found, ListingPage)
    assert found.links == (
        ("https://mfa.example/n/1", Hint(URL, updated="2026-01-02")),
        ("https://mfa.example/fr/n/1", Hint(URL)),
    )
    assert found.next == ()


def test_a_language_that_has_no_entry_of_its_own_is_listed_all_the_same() -> None:
    other = '<xhtml:link rel="alternate" hreflang="{0}" href="/{0}/n/1"/>'
    found = listed(urlset(f"<url><loc>/n/1</loc>{other.format('fr')}{other.format('ja')}</url>"))
    assert isinstance(found, ListingPage)
    assert found.links[1:] == (("https://mfa.example/fr/n/1", Hint(URL, language="fr")),)


def test_an_index_leads_to_its_sitemaps_within_the_source() -> None:
    found = listed(
        index("<sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>https://elsewhere.example/b.xml</loc></sitemap>")
    )
    assert isinstance(found, ListingPage)
    assert [(ask.url, ask.first, ask.depth) for ask in found.next] == [("https://mfa.example/a.xml", True, 1)]


def test_an_empty_sitemap_raises_the_alarm() -> None:
    found = listed(urlset(""))
    assert isinstance(found, Refusal)
    assert found.reason.code == "listing.empty"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(body: bytes) -> None:
    assert isinstance(sitemap_items(page(b"<urlset><url><loc>" + body, URL)), Items | Failure)
