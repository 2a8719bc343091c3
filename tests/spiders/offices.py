"""Press offices of our own writing, each with its own way to list the same statements: by page, form, API or feed."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.spiders.site import HOST, PressSite, Reply, page

BASE = f"http://{HOST}"
NEWEST = date(2026, 6, 20)


class Asked:
    """One request for a listing, taken apart."""

    def __init__(self, request: BaseHTTPRequestHandler, sent: bytes) -> None:
        parts = urlsplit(request.path)
        self.method = request.command
        self.path = parts.path
        self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.type = request.headers["Content-Type"] or ""
        self.accept = request.headers["Accept"] or ""
        self.sent = sent
        self.conditional = request.headers["If-None-Match"] is not None
        fields = parse_qs(sent.decode(), keep_blank_values=True) if "urlencoded" in self.type else {}
        self.form = {name: values[-1] for name, values in fields.items()}

    def number(self, name: str, start: int) -> int:
        """A counted parameter of the query."""
        return int(self.query.get(name, start))


Lister = Callable[[Asked], Reply | None]


class Office(PressSite):
    """Statements at ``/news/N``, N counted from the newest, one every 17 days, and whatever ``lists`` them."""

    def __init__(self, statements: int, lists: Lister) -> None:
        super().__init__({})
        self.statements = statements
        self.lists = lists
        self.listings: list[Asked] = []

    def reply(self, request: BaseHTTPRequestHandler, host: str, sent: bytes) -> Reply | None:
        path = urlsplit(request.path).path
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nAllow: /\n", "text/plain")
        number = path.removeprefix("/news/").removesuffix(".pdf")
        if path.startswith("/news/") and number.isdigit():
            return page(f"Statement {number}") if int(number) < self.statements else None
        asked = Asked(request, sent)
        self.listings.append(asked)
        return self.lists(asked)

    @property
    def urls(self) -> set[str]:
        """The addresses of all statements."""
        return {url_of(number) for number in range(self.statements)}


def url_of(number: int) -> str:
    return f"{BASE}/news/{number}"


def day_of(number: int) -> date:
    return NEWEST - timedelta(days=17 * number)


def html(numbers: Sequence[int], more: str = "", status: int = 200) -> Reply:
    """A page of a listing."""
    items = "".join(
        f'<li><a href="/news/{number}">Statement {number}</a> <i>{day_of(number):%d %B %Y}</i></li>'
        for number in numbers
    )
    text = f"<html lang=en><title>News</title><ul class=news>{items}</ul>{more}</html>"
    return Reply(text.encode(), status=status)


def jsonly(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer in JSON."""
    return Reply(json.dumps(value).encode(), "application/json", status=status, headers=headers or {})


def window(start: int, size: int, total: int) -> range:
    """Those of ``total`` that a page shows."""
    return range(max(start, 0), min(start + size, total))


def drupal(total: int) -> Lister:
    """``?page=1`` is the second page; behind the last there is a page without items."""
    return lambda asked: html(window(asked.number("page", 0) * 5, 5, total)) if asked.path == "/press" else None


def plone_html(total: int) -> Lister:
    """``b_start:int``; behind the last it goes on with none."""
    return lambda asked: html(window(asked.number("b_start:int", 0), 4, total)) if asked.path == "/press" else None


def linked(total: int) -> Lister:
    """A link to older ones, until there are none."""

    def lists(asked: Asked) -> Reply:
        start = asked.number("from", 0)
        older = f'<a class=older href="?from={start + 4}">older</a>' if start + 4 < total else ""
        return html(window(start, 4, total), older)

    return lists


def numbered_paths(total: int) -> Lister:
    """WordPress's ``/press/page/2/``, 404 behind the last."""

    def lists(asked: Asked) -> Reply | None:
        number = int(asked.path.removeprefix("/press/").removeprefix("page/").strip("/") or 1)
        shown = window((number - 1) * 5, 5, total)
        return html(shown) if shown else None

    return lists


def trs(total: int) -> Lister:
    """``index.htm``, then ``index_1.htm``."""

    def lists(asked: Asked) -> Reply | None:
        name = asked.path.rpartition("/")[2]
        number = 0 if name == "index.htm" else int(name.removeprefix("index_").removesuffix(".htm"))
        shown = window(number * 5, 5, total)
        return html(shown) if shown else None

    return lists


def by_month(total: int) -> Lister:
    """One page a month, none for a month without a statement."""

    def lists(asked: Asked) -> Reply | None:
        _, year, month = asked.path.strip("/").split("/")
        shown = [n for n in range(total) if f"{day_of(n):%Y%m}" == f"{year}{month}"]
        return html(shown) if shown else None

    return lists


def by_era(total: int) -> Lister:
    """A hub that links one page an era year."""

    def lists(asked: Asked) -> Reply | None:
        years = sorted({day_of(n).year for n in range(total)}, reverse=True)
        if asked.path == "/press":
            return html(
                [],
                "".join(f'<p class=years><a href="/press/r{y - 2018:02}.html">令和{y - 2018}年</a></p>' for y in years),
            )
        year = 2018 + int(asked.path.removeprefix("/press/r").removesuffix(".html"))
        return html([n for n in range(total) if day_of(n).year == year])

    return lists


def web_forms(total: int) -> Lister:
    """A search by POST that takes only the state that its last page gave, once."""
    given = iter(range(1000))
    state = {"now": ""}

    def lists(asked: Asked) -> Reply:
        if asked.method == "POST" and asked.form.get("__VIEWSTATE") != state["now"]:
            return html([], "invalid state", status=500)
        state["now"] = f"state/{next(given)}=="
        hidden = f'<form method=post><input type=hidden name=__VIEWSTATE value="{state["now"]}"></form>'
        if asked.method == "GET":
            return html([], hidden)
        number = int(asked.form["__EVENTARGUMENT"].removeprefix("Page$"))
        return html(window((number - 1) * 5, 5, total), hidden)

    return lists


def posted_json(total: int) -> Lister:
    """A search by POST in JSON, with its numbers as numbers."""

    def lists(asked: Asked) -> Reply:
        wanted = json.loads(asked.sent)
        if not isinstance(wanted["paging"]["from"], int) or "json" not in asked.type or wanted["type"] != "press":
            return jsonly({"error": "bad request"}, status=400)
        found = [
            {"slug": n, "headline": {"en": f"Statement {n}"}, "on": f"{day_of(n)}T12:00:00"}
            for n in window(wanted["paging"]["from"], 4, total)
        ]
        return jsonly({"hits": {"hits": found}})

    return lists


def searched_json(total: int) -> Lister:
    """A search by GET whose answers name the next one."""

    def lists(asked: Asked) -> Reply:
        start = asked.number("start", 0)
        found = [{"link": f"/news/{n}", "title": f"Statement {n}"} for n in window(start, 4, total)]
        return jsonly({"results": found, "next": f"/api?q=press&start={start + 4}" if start + 4 < total else None})

    return lists


def wordpress(total: int) -> Lister:
    """Posts in pages of five, 400 behind the last."""

    def lists(asked: Asked) -> Reply:
        number = asked.number("page", 1)
        shown = window((number - 1) * 5, 5, total)
        if not shown:
            return jsonly({"code": "rest_post_invalid_page_number", "message": "no such page"}, status=400)
        posts = [
            {"link": url_of(n), "title": {"rendered": f"Statement&#8217; {n}"}, "date": f"{day_of(n)}T09:00:00"}
            for n in shown
        ]
        return jsonly(posts, headers={"X-WP-Total": str(total), "X-WP-TotalPages": str(-(-total // 5))})

    return lists


def plone(total: int) -> Lister:
    """``@search``, which answers a browser with a page."""

    def lists(asked: Asked) -> Reply:
        if asked.accept != "application/json":
            return html([])
        start = asked.number("b_start", 0)
        items = [
            {
                "@id": url_of(n),
                "@type": "News Item",
                "title": f"Statement {n}",
                "effective": f"{day_of(n)}T09:00:00+00:00",
            }
            for n in window(start, 5, total)
        ]
        batching = {"@id": f"{BASE}/@search"}
        if start + 5 < total:
            batching["next"] = f"{BASE}/@search?b_start={start + 5}"
        return jsonly({"@id": f"{BASE}/@search", "items": items, "items_total": total, "batching": batching})

    return lists


def govuk(total: int) -> Lister:
    """``search.json`` in steps of four."""

    def lists(asked: Asked) -> Reply:
        start = asked.number("start", 0)
        found = [
            {"link": f"/news/{n}", "title": f"Statement {n}", "public_timestamp": f"{day_of(n)}T09:00:00Z"}
            for n in window(start, 4, total)
        ]
        return jsonly({"results": found, "total": total, "start": start})

    return lists


def rss(total: int) -> Lister:
    """RSS in Shift_JIS, with relative links."""
    items = "".join(f"<item><title>声明 {n}</title><link>./news/{n}</link></item>" for n in range(total))
    head = '<?xml version="1.0" encoding="Shift_JIS"?>'
    body = f'{head}<rss version="2.0"><channel><title>報道</title>{items}</channel></rss>'
    return lambda asked: Reply(body.encode("shift_jis"), "application/xml")


def atom(total: int) -> Lister:
    """Atom, paged by RFC 5005."""

    def lists(asked: Asked) -> Reply:
        start = asked.number("from", 0)
        entries = "".join(
            f'<entry><title>Statement {n}</title><link href="/news/{n}"/>'
            f"<published>{day_of(n)}T09:00:00Z</published></entry>"
            for n in window(start, 5, total)
        )
        older = f'<link rel="next" href="/feed?from={start + 5}"/>' if start + 5 < total else ""
        text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Press</title>{older}{entries}</feed>'
        return Reply(text.encode(), "application/atom+xml")

    return lists


def sitemap(total: int) -> Lister:
    """An index of an index of gzipped sitemaps, one of them itself, one missing; a language without an entry."""
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'

    def index(*urls: str) -> Reply:
        maps = "".join(f"<sitemap><loc>{BASE}{url}</loc></sitemap>" for url in urls)
        return Reply(f"<sitemapindex {space}>{maps}</sitemapindex>".encode(), "application/xml")

    def lists(asked: Asked) -> Reply | None:
        if asked.path == "/sitemap.xml":
            return index("/sitemap.xml", "/more.xml", "/empty.xml", "/0.xml.gz")
        if asked.path == "/more.xml":
            return index("/gone.xml", "/1.xml.gz", "/sitemap.xml")
        if asked.path == "/empty.xml":
            return Reply(f"<urlset {space}/>".encode(), "application/xml")
        if asked.path in ("/0.xml.gz", "/1.xml.gz"):
            rest = int(asked.path[1])
            shown = [n for n in range(total - 1) if n % 2 == rest]
            urls = "".join(
                f"<url><loc>{url_of(n)}</loc><lastmod>{day_of(n)}</lastmod>"
                f'<xhtml:link rel="alternate" hreflang="fr" href="{url_of(total - 1)}"/></url>'
                for n in shown
            )
            return Reply(gzip.compress(f"<urlset {space}>{urls}</urlset>".encode(), mtime=0), "application/gzip")
        return None

    return lists
