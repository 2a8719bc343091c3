"""Each way in which a ministry lists its statements, crawled to the last item by the real crawler on loopback."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from fastwarc.warc import ArchiveIterator

import crawler.spiders.source
from crawler.cli.crawl import overrides
from crawler.configuration import Configuration
from crawler.demo.pdf import make_pdf
from crawler.model.source import Expectations, Listing, Source
from crawler.schedule.crawling import Crawled, Job, crawl
from crawler.spiders.source import SourceSpider
from tests.spiders import offices
from tests.spiders.newsroom import ROBOTS, Page, statement
from tests.spiders.offices import BASE, Lister, Office, html, window
from tests.spiders.site import HOST, PressSite, Reply, page, run, source
from tests.wire.rawserver import Answer, Peer, RawServer

TOTAL = 13
ITEMS = {"items": "ul.news li", "link": "a", "title": "a", "date": "i"}


@pytest.fixture(autouse=True)
def _on_a_day_in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    """The crawl's own clock goes on; what is fixed is the day with which archives by period begin."""
    monkeypatch.setattr(SourceSpider, "_today", date(2026, 6, 25))


def listed(**fields: Any) -> Source:
    """A source with one listing."""
    return source(listings=(Listing(**{"url": f"{BASE}/press", **fields}),))


@dataclass(frozen=True)
class Way:
    """A listing as the source declares it, the office that answers, and how many of its answers a crawl needs."""

    lists: Lister
    pages: int
    listing: dict[str, Any] = field(default_factory=dict)


WAYS = {
    "pages counted by a parameter": Way(
        offices.drupal(TOTAL), 4, {**ITEMS, "pagination": {"kind": "page", "start": 0}}
    ),
    "offsets as Plone counts them": Way(
        offices.plone_html(TOTAL),
        5,
        {**ITEMS, "pagination": {"kind": "offset", "parameter": "b_start:int", "start": 0, "step": 4}},
    ),
    "a link to the next page": Way(
        offices.linked(TOTAL), 4, {**ITEMS, "pagination": {"kind": "next", "css": "a.older"}}
    ),
    "pages counted in the path": Way(
        offices.numbered_paths(TOTAL),
        4,
        {**ITEMS, "url": f"{BASE}/press/", "pagination": {"kind": "page", "url": f"{BASE}/press/page/{{n}}/"}},
    ),
    "pages as TRS names them": Way(
        offices.trs(TOTAL),
        4,
        {
            **ITEMS,
            "url": f"{BASE}/press/index.htm",
            "pagination": {"kind": "page", "start": 0, "url": f"{BASE}/press/index_{{n}}.htm"},
        },
    ),
    "an archive by month": Way(
        offices.by_month(TOTAL),
        20,  # eight months, and a year before them in which nothing is found
        {**ITEMS, "url": f"{BASE}/press/{{year}}/{{mm}}", "period": {"unit": "month", "first": 2024}},
    ),
    "a hub of era years": Way(offices.by_era(TOTAL), 3, {**ITEMS, "hub": "p.years"}),
    "a form that carries its state": Way(
        offices.web_forms(TOTAL),
        5,
        {
            **ITEMS,
            "method": "POST",
            "form": {"__VIEWSTATE": "{page:__VIEWSTATE}", "__EVENTTARGET": "grid", "__EVENTARGUMENT": "Page${n}"},
            "pagination": {"kind": "page"},
        },
    ),
    "a search by POST in JSON": Way(
        offices.posted_json(TOTAL),
        5,
        {
            "format": "json",
            "method": "POST",
            "send": "json",
            "form": {"type": "press", "paging": '{"from": {n}, "size": 4}'},
            "items": "hits.hits",
            "address": f"{BASE}/news/{{slug}}",
            "title": "headline.en",
            "date": "on",
            "pagination": {"kind": "offset", "start": 0, "step": 4},
        },
    ),
    "a search by GET in JSON": Way(
        offices.searched_json(TOTAL),
        4,
        {
            "url": f"{BASE}/api",
            "format": "json",
            "form": {"q": "press"},
            "items": "results",
            "link": "link",
            "title": "title",
            "pagination": {"kind": "next", "path": "next"},
        },
    ),
    "WordPress": Way(offices.wordpress(TOTAL), 3, {"url": f"{BASE}/wp-json/wp/v2/posts", "format": "wordpress"}),
    "Plone": Way(offices.plone(TOTAL), 3, {"url": f"{BASE}/@search", "format": "plone"}),
    "GOV.UK": Way(offices.govuk(TOTAL), 4, {"url": f"{BASE}/api/search.json", "format": "govuk"}),
    "a feed": Way(offices.rss(TOTAL), 1, {"url": f"{BASE}/feed.xml", "format": "feed"}),
    "a paged feed": Way(offices.atom(TOTAL), 3, {"url": f"{BASE}/feed", "format": "feed"}),
}


@pytest.mark.parametrize("name", sorted(WAYS))
def test_a_listing_is_crawled_to_its_last_item(name: str, tmp_path: Path) -> None:
    way = WAYS[name]
    with Office(TOTAL, way.lists).serve() as office:
        crawled = run(office, tmp_path, listed(**way.listing))
    assert {url for url in office.asked if "/news/" in url} == office.urls
    assert (crawled.runs[0].listed, crawled.runs[0].extracted, crawled.runs[0].problems) == (TOTAL, TOTAL, [])
    assert crawled.runs[0].outcome == "ok"
    assert len(office.listings) == way.pages


def test_a_sitemap_is_walked_through_its_indexes_and_languages_and_around_its_loops(tmp_path: Path) -> None:
    of = source(
        languages=("en", "fr"), listings=(Listing(url=f"{BASE}/sitemap.xml", format="sitemap", urls=(r"/news/\d+$",)),)
    )
    with Office(TOTAL, offices.sitemap(TOTAL)).serve() as office:
        crawled = run(office, tmp_path, of)
    assert {url for url in office.asked if "/news/" in url} == office.urls
    assert office.asked[f"{BASE}/sitemap.xml"] == 1
    # A sitemap that an index names and that is not there is told; an empty one is not.
    assert [(problem.url, problem.code) for problem in crawled.runs[0].problems] == [
        (f"{BASE}/gone.xml", "http.status")
    ]
    assert crawled.runs[0].extracted == TOTAL


def test_listings_that_link_straight_to_documents_give_statements(tmp_path: Path) -> None:
    document = make_pdf(
        "Statement of the Minister", ["The bridge is open, the Minister says, and has been for a week."]
    )
    pages = {
        "/news": Reply(b'<ul class=news><li><a href="/files/1.pdf">Statement (3 KB)</a> <i>2 June 2026</i></li></ul>'),
        "/files/1.pdf": Reply(document, "application/pdf"),
    }
    with PressSite(pages).serve() as site:
        crawled = run(site, tmp_path, source())
    assert (crawled.runs[0].listed, crawled.runs[0].extracted) == (1, 1)


def test_translations_that_no_listing_shows_are_found_by_their_pages(tmp_path: Path) -> None:
    """``alternates``: each is asked once, however many pages name it."""
    switcher = '<p class=languages><a href="/news/1">EN</a> <a href="/fr/news/1">FR</a> <a href="/ja/news/1">JA</a></p>'
    pages = {
        "/news": Reply(b'<ul class=news><li><a href="/news/1">One</a> <i>2 June 2026</i></li></ul>'),
        "/news/1": page("One", switcher),
        "/fr/news/1": page("Un", switcher),
    }
    of = source(languages=("en", "fr"), alternates=True)
    with PressSite(pages).serve() as site:
        crawled = run(site, tmp_path, of)
    assert (crawled.runs[0].listed, crawled.runs[0].extracted, crawled.runs[0].problems) == (2, 2, [])
    assert site.asked["http://press.example/fr/news/1"] == 1
    assert not site.asked["http://press.example/ja/news/1"]


def crawl_of(of: Source, port: int, archive: Path, **arguments: Any) -> Crawled:
    """One crawl with arguments of the spider's."""
    found = Configuration(contact="tests@example.org", archive=archive, min_free=0)
    network = {"connect_to": [f":80:127.0.0.1:{port}"]}
    spider = type("Spider_xx", (SourceSpider,), {"name": of.id, "source": of, "definition": "id = 'xx_press'\n"})
    return crawl([Job(spider, arguments)], {**overrides(found, network), "WIRE_PAUSE": 0.01})


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("pages counted by a parameter", 3),
        ("a link to the next page", 4),
        ("an archive by month", 6),
        ("a hub of era years", 3),
        ("WordPress", 3),
        ("a paged feed", 3),
    ],
)
def test_a_crawl_that_goes_back_to_a_day_asks_for_no_older_page(name: str, pages: int, tmp_path: Path) -> None:
    way = WAYS[name]
    with Office(TOTAL, way.lists).serve() as office:
        crawl_of(listed(**way.listing), office.port, tmp_path, since="2026-01-15")
    assert {url for url in office.asked if "/news/" in url} == {
        url for number, url in enumerate(sorted(office.urls, key=lambda u: int(u.rpartition("/")[2]))) if number < 10
    }
    assert len(office.listings) <= pages


def test_a_limit_ends_every_way_of_listing(tmp_path: Path) -> None:
    way = WAYS["an archive by month"]
    with Office(TOTAL, way.lists).serve() as office:
        crawl_of(listed(**way.listing), office.port, tmp_path, limit="2")
    assert len([url for url in office.asked if "/news/" in url]) == 2
    assert len(office.listings) <= 3


def test_a_form_is_never_asked_with_a_condition_and_its_answers_never_confirm_a_page(tmp_path: Path) -> None:
    """The answer to a POST is no version of what a GET of its address gives."""
    form = WAYS["a form that carries its state"].listing
    of = source(listings=(Listing(url=f"{BASE}/press", **form), Listing(url=f"{BASE}/press", **ITEMS)))
    with Office(TOTAL, offices.web_forms(TOTAL)).serve() as office:
        run(office, tmp_path, of)
        crawl_of(of, office.port, tmp_path, full="1")
    assert len(office.listings) > 8
    assert not any(asked.conditional for asked in office.listings)


def test_what_a_form_sends_and_gets_is_archived_as_it_went_over_the_wire(tmp_path: Path) -> None:
    """Request and answer lie in the WARC byte for byte, the body of the POST included, page after page."""

    def found(peer: Peer) -> Answer:
        body = peer.told[-1].request.partition(b"\r\n\r\n")[2]
        number = int(parse_qs(body.decode())["page"][-1])
        shown = html(range(number, number + 1) if number < 3 else ()).body
        head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "x"\r\nContent-Length: %d\r\n\r\n' % len(shown)
        return Answer(head + shown)

    of = listed(**ITEMS, method="POST", form={"q": "Ж & x", "page": "{n}"}, pagination={"kind": "page", "start": 0})
    statements = {f"/news/{number}": Page(statement(number)) for number in range(3)}
    with RawServer({"/press": found, "/robots.txt": ROBOTS, **statements}) as server:
        crawl_of(of, server.port, tmp_path)
        crawl_of(of, server.port, tmp_path, full="1")
    posted = [told for told in server.told if told.path == "/press"]
    bodies = [told.request.partition(b"\r\n\r\n")[2] for told in posted]
    assert sorted(bodies) == sorted([b"q=%%D0%%96+%%26+x&page=%d" % number for number in (0, 1, 2, 3)] * 2)
    assert all(told.request.startswith(b"POST /press HTTP/1.1\r\n") for told in posted)
    assert not any(b"if-none-match" in told.request.lower() for told in posted)
    kept = [(kind, block) for url, kind, block in records(tmp_path) if url == f"{BASE}/press"]
    assert sorted(block for kind, block in kept if kind == "request") == sorted(told.request for told in posted)
    assert sorted(block for kind, block in kept if kind == "response") == sorted(told.sent for told in posted)


def records(archive: Path) -> Iterator[tuple[str, str, bytes]]:
    """Address, type and block of every record, in the order they were written."""
    for path in sorted(archive.glob("warc/*/*/*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                yield record.headers.get("WARC-Target-URI") or "", record.headers["WARC-Type"], record.reader.read()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html><body><h1>News</h1><p>Welcome to our new site.</p></body></html>", "listing.empty"),
        (b"<html><body><div id=root></div><script src=/main.js></script></body></html>", "listing.browser"),
        (
            b"<html><title>Just a moment...</title><p>Checking your browser before you go on</p></html>",
            "blocked.challenge",
        ),
    ],
)
def test_a_listing_without_items_is_a_finding_and_no_success(body: bytes, code: str, tmp_path: Path) -> None:
    with PressSite({"/news": Reply(body)}).serve() as site:
        crawled = run(site, tmp_path, source())
    assert [problem.code for problem in crawled.runs[0].problems] == [code]
    assert crawled.runs[0].outcome == "failed"


def test_fewer_items_than_the_source_expects_are_a_finding_and_are_read(tmp_path: Path) -> None:
    with Office(3, lambda asked: html(window(0, 5, 3))).serve() as office:
        crawled = run(
            office, tmp_path, source(listings=(Listing(url=f"{BASE}/press", **ITEMS),), expect=Expectations(items=10))
        )
    assert [problem.code for problem in crawled.runs[0].problems] == ["listing.fewer"]
    assert crawled.runs[0].outcome == "degraded"
    assert crawled.runs[0].extracted == 3


def test_an_archive_by_period_that_is_empty_throughout_is_a_finding(tmp_path: Path) -> None:
    way = WAYS["an archive by month"]
    with Office(0, offices.by_month(0)).serve() as office:
        crawled = run(office, tmp_path, listed(**way.listing))
    assert [problem.code for problem in crawled.runs[0].problems] == ["http.status"]
    assert len(office.listings) == 12  # a year without a statement: the archive begins later
    assert crawled.runs[0].outcome == "failed"


def test_a_later_page_that_fails_is_told_and_the_other_parts_are_walked(tmp_path: Path) -> None:
    era = offices.by_era(TOTAL)

    def lists(asked: offices.Asked) -> Reply | None:
        return Reply(b"down", status=403) if asked.path.endswith("r08.html") else era(asked)

    with Office(TOTAL, lists).serve() as office:
        crawled = run(office, tmp_path, listed(**WAYS["a hub of era years"].listing))
    asked = {url for url in office.asked if "/news/" in url}
    assert asked == {offices.url_of(n) for n in range(TOTAL) if offices.day_of(n).year == 2025}
    assert [problem.url for problem in crawled.runs[0].problems] == [f"{BASE}/press/r08.html"]
    assert crawled.runs[0].outcome == "degraded"


def test_what_a_listing_says_travels_with_the_link_to_the_statement(tmp_path: Path) -> None:
    way = WAYS["WordPress"]
    with Office(1, offices.wordpress(1)).serve() as office:
        run(office, tmp_path, listed(**way.listing))
    lines = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("statements/*/*.jsonl"))
    assert '"listing":"http://press.example/wp-json/wp/v2/posts"' in lines.replace('": "', '":"')
    assert '"2026-06-20T09:00:00"' in lines


def test_the_spider_names_no_format() -> None:
    """Which formats there are is known below: the spider walks."""
    text = Path(crawler.spiders.source.__file__).read_text(encoding="utf-8")
    assert not [name for name in ("wordpress", "sitemap", "plone", "govuk", "feed", HOST) if name in text.lower()]
