"""The demo's press site serves what it says: hosts, status, encodings, validators, both states."""

import gzip
import socket
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import format_datetime
from http.client import HTTPConnection, HTTPMessage
from typing import NamedTuple

import pytest
from lxml import html

from crawler.demo.site import DemoSite
from crawler.demo.skins import charset, written_date
from crawler.demo.statements import MAIN, MISSION, Release

TODAY = date(2026, 6, 10)
PDF = "/files/lenn-river-treaty-summary.pdf"


class Reply(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite("before", today=lambda: TODAY).serve() as serving:
        yield serving


def ask(site: DemoSite, path: str, host: str = MAIN, method: str = "GET", **headers: str) -> Reply:
    connection = HTTPConnection("127.0.0.1", site.port)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": host, **names})
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


def releases(site: DemoSite) -> list[Release]:
    return [release for release in site.pages.press.releases if not release.walled and not release.document]


def test_every_page_holds_its_title_date_and_paragraphs_in_its_own_encoding(site: DemoSite) -> None:
    for release in releases(site):
        reply = ask(site, release.path, release.host)
        assert reply.status == 200
        text = reply.body.decode(charset(release))
        root = html.document_fromstring(text)
        shown = " ".join(root.text_content().split())
        for wanted in (release.title, *release.paragraphs, written_date(release.date, release.skin, release.language)):
            assert wanted in shown, release.url


def test_pages_are_as_large_as_real_ones(site: DemoSite) -> None:
    for release in releases(site):
        assert 8_000 <= len(ask(site, release.path, release.host).body) <= 30_000


def test_the_old_russian_pages_are_windows_1251_and_only_the_meta_element_says_so(site: DemoSite) -> None:
    old = [r for r in releases(site) if (r.skin, r.language) == ("old", "ru")]
    assert len(old) >= 2
    for release in old:
        reply = ask(site, release.path)
        assert reply.headers["Content-Type"] == "text/html"
        assert b"charset=windows-1251" in reply.body
        assert release.title.encode("windows-1251") in reply.body


def test_months_are_written_out_in_the_language_of_the_page() -> None:
    day = date(2026, 5, 1)
    assert [written_date(day, "new", language) for language in ("en", "fr", "ru")] == [
        "1 May 2026",
        "1er mai 2026",
        "1 мая 2026",
    ]
    assert written_date(day, "old", "ru") == "01.05.2026"
    assert written_date(day, "mission", "fr") == "2026-05-01"


def test_every_page_carries_todays_date_in_its_header(site: DemoSite) -> None:
    for path in ("/en/news/no1426-lenn-river-treaty", "/en/archive/2023/no4123.html", "/en/news"):
        assert b"Today is Wednesday, 10 June 2026" in ask(site, path).body
    assert "Сегодня среда, 10 июня 2026" in ask(site, "/ru/news").body.decode()


def test_listings_lead_to_every_release_by_their_next_links(site: DemoSite) -> None:
    found: set[str] = set()
    pages = 0
    for host, language in ((MAIN, "en"), (MAIN, "fr"), (MAIN, "ru"), (MISSION, "en"), (MISSION, "fr")):
        path: str | None = f"/{language}/news"
        while path:
            reply = ask(site, path, host)
            assert reply.headers["Transfer-Encoding"] == "chunked"
            root = html.document_fromstring(reply.body.decode())
            items = root.cssselect("article.news-item h2 a, ul.newslist li a")
            assert items
            found |= {f"http://{host}{item.get('href')}" for item in items}
            following = root.cssselect("nav.pager a[rel=next]")
            path = f"/{language}/news{following[0].get('href')}" if following else None
            pages += 1
    assert found == {release.url for release in site.pages.press.releases}
    assert pages == 8


@pytest.mark.parametrize("query", ["page=4", "page=0", "page=-1", "page=x", "page=²"])
def test_a_listing_page_that_is_not_there_is_a_404(site: DemoSite, query: str) -> None:
    path = "/en/news?" + query.replace("²", "%C2%B2")
    assert ask(site, path).status == 404


def test_hosts_are_told_apart_by_the_host_header(site: DemoSite) -> None:
    path = "/en/news/214/lenn-river-treaty"
    assert ask(site, path, MISSION).status == 200
    assert ask(site, path, MISSION.upper() + ":80").status == 200
    assert ask(site, path, MAIN).status == 404
    assert ask(site, path, "elsewhere.example").status == 421


def test_a_missing_page_is_a_404_in_the_sites_skin(site: DemoSite) -> None:
    reply = ask(site, "/fr/news/no1-nothing")
    assert reply.status == 404
    assert "Page introuvable" in reply.body.decode()


def test_robots_txt_keeps_crawlers_out_of_a_folder_that_the_listing_links_to(site: DemoSite) -> None:
    assert b"Disallow: /en/drafts/\n" in ask(site, "/robots.txt").body
    assert any(r.path.startswith("/en/drafts/") for r in site.pages.press.listed(MAIN, "en"))


def test_the_wall_answers_200_and_says_nothing_of_the_statement(site: DemoSite) -> None:
    (walled,) = [r for r in site.pages.press.releases if r.walled]
    reply = ask(site, walled.path)
    assert reply.status == 200
    assert b"Checking your browser" in reply.body
    assert walled.paragraphs[0].encode() not in reply.body


def test_gzip_is_sent_to_who_accepts_it_and_to_nobody_else(site: DemoSite) -> None:
    path = "/en/news/no1426-lenn-river-treaty"
    plain = ask(site, path)
    packed = ask(site, path, Accept_Encoding="br, gzip;q=0.8")
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert ask(site, path, Accept_Encoding="gzip;q=0, identity").headers["Content-Encoding"] is None


def test_a_current_copy_is_answered_304_without_a_body(site: DemoSite) -> None:
    path = "/en/news/no1226-coast-ferry"
    reply = ask(site, path)
    again = ask(site, path, If_None_Match=f'"other", W/{reply.headers["ETag"]}')
    assert (again.status, again.body) == (304, b"")
    assert ask(site, path, If_Modified_Since=reply.headers["Last-Modified"]).status == 304
    assert ask(site, path, If_Modified_Since="not a date").status == 200
    earlier = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
    assert ask(site, path, If_Modified_Since=earlier).status == 200
    # The entity tag goes before the date (RFC 9110 §13.2.2).
    assert ask(site, path, If_None_Match='"other"', If_Modified_Since=reply.headers["Last-Modified"]).status == 200


def test_the_silent_edit_shows_in_both_validators(site: DemoSite) -> None:
    path = "/en/news/no1226-coast-ferry"
    before = ask(site, path)
    site.become("after")
    after = ask(site, path, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
    assert b"120 crossings" in before.body
    assert b"84 crossings" in after.body
    assert b"compensated" not in after.body


def test_afterwards_one_page_is_gone_one_redirects_and_one_is_new(site: DemoSite) -> None:
    gone, moved, new = (
        "/en/news/no1126-visa-rules",
        "/en/news/no1525-consular-hours",
        "/en/news/no1526-gull-island-lighthouse",
    )
    assert [ask(site, path).status for path in (gone, moved, new)] == [200, 200, 404]
    site.become("after")
    assert [ask(site, path).status for path in (gone, moved, new)] == [404, 301, 200]
    location = ask(site, moved).headers["Location"]
    assert ask(site, location).status == 200
    listed = b"".join(ask(site, f"/en/news?page={n}").body for n in (1, 2, 3))
    assert gone.encode() not in listed
    assert f'href="{moved}"'.encode() not in listed
    assert location.encode() in listed


def test_the_document_is_a_pdf_and_is_linked(site: DemoSite) -> None:
    reply = ask(site, PDF, Accept_Encoding="gzip")
    assert reply.headers["Content-Type"] == "application/pdf"
    assert reply.headers["Content-Encoding"] is None
    assert reply.body.startswith(b"%PDF-1.4")
    assert f'href="{PDF}"'.encode() in ask(site, "/en/news/no1426-lenn-river-treaty").body


def test_what_a_page_needs_to_be_seen_is_there_on_both_hosts(site: DemoSite) -> None:
    page = html.document_fromstring(ask(site, "/en/news/no1426-lenn-river-treaty").body)
    needed = [
        *page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href"),
        *page.xpath("//img/@src"),
        "/assets/print.css",
        "/assets/waves.png",
    ]
    assert needed == [f"/assets/{name}" for name in ("site.css", "icon.png", "crest.svg", "print.css", "waves.png")]
    types = {ask(site, path, host).headers["Content-Type"] for path in needed for host in (MAIN, MISSION)}
    assert types == {"text/css; charset=utf-8", "image/png", "image/svg+xml"}
    assert b'@import "print.css"' in ask(site, "/assets/site.css").body
    assert b"url(waves.png)" in ask(site, "/assets/site.css").body


def test_images_are_png_that_a_checker_of_the_format_accepts(site: DemoSite) -> None:
    for name, size in (("waves.png", (48, 12)), ("icon.png", (32, 32))):
        body = ask(site, f"/assets/{name}").body
        position, kinds, rows = 8, [], b""
        while position < len(body):
            length, kind = struct.unpack(">I4s", body[position : position + 8])
            data = body[position + 8 : position + 8 + length]
            (crc,) = struct.unpack(">I", body[position + 8 + length : position + 12 + length])
            assert crc == zlib.crc32(kind + data)
            if kind == b"IHDR":
                assert struct.unpack(">II", data[:8]) == size
            rows += data if kind == b"IDAT" else b""
            kinds.append(kind)
            position += 12 + length
        assert kinds == [b"IHDR", b"IDAT", b"IEND"]
        assert len(zlib.decompress(rows)) == size[1] * (1 + 3 * size[0])


def test_one_release_is_a_pdf_that_the_listing_links(site: DemoSite) -> None:
    (release,) = [r for r in site.pages.press.releases if r.document]
    assert release.path.endswith(".pdf")
    reply = ask(site, release.path)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/pdf")
    listed = b"".join(ask(site, f"/en/news?page={n}").body for n in (1, 2, 3))
    assert f'href="{release.path}"'.encode() in listed


def test_head_has_the_headers_of_get_and_no_body(site: DemoSite) -> None:
    got = ask(site, "/en/news/no426-telephone-call")
    head = ask(site, "/en/news/no426-telephone-call", method="HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(got.body))
    assert head.headers["ETag"] == got.headers["ETag"]


def test_one_connection_carries_many_requests(site: DemoSite) -> None:
    connection = HTTPConnection("127.0.0.1", site.port)
    connection.connect()
    try:
        used = connection.sock
        for path in ("/en/news", "/nothing", PDF, "/", "/en/news"):
            connection.request("GET", path, headers={"Host": MAIN})
            connection.getresponse().read()
            assert connection.sock is used
    finally:
        connection.close()


def test_an_idle_client_does_not_hold_the_end_of_the_demo_up() -> None:
    with DemoSite("before").serve() as site:
        idle = socket.create_connection(("127.0.0.1", site.port))
        idle.sendall(f"GET /robots.txt HTTP/1.1\r\nHost: {MAIN}\r\n\r\n".encode())
        assert idle.recv(64).startswith(b"HTTP/1.1 200")
    idle.settimeout(10)
    while idle.recv(4096):
        pass
    idle.close()


def test_a_site_that_is_not_served_has_no_port() -> None:
    site = DemoSite("before")
    with pytest.raises(RuntimeError, match="not being served"):
        _ = site.port
