"""Requisites in a real crawl: what pages need to be seen is asked once, politely, and decides nothing."""

from pathlib import Path

import pytest

from crawler.model.source import Politeness, Requisites
from crawler.spiders import requisites as module
from tests.cli.conftest import lines
from tests.spiders.site import HOST, OTHER, PressSite, Reply, listing, page, run, source

CSS = "text/css"
HEAD = f'<link rel=stylesheet href="/s.css"><link rel=icon href="http://{OTHER}/i.png">'
NEEDS = {
    "/s.css": Reply(b'@import "t.css"; p { background: url(bg.png) }', CSS),
    "/t.css": Reply(b"@font-face { src: url(f.woff2) }", CSS),
    "/bg.png": Reply(b"image", "image/png"),
    "/f.woff2": Reply(b"font", "font/woff2"),
    (OTHER, "/i.png"): Reply(b"icon", "image/png"),
    "/p.png": Reply(b"photo", "image/png"),
}
URLS = {
    f"http://{key[0] if isinstance(key, tuple) else HOST}{key[1] if isinstance(key, tuple) else key}" for key in NEEDS
}


def two_pages(**more: Reply) -> PressSite:
    pages = {"/news": listing("/a", "/b"), "/a": page("A", "<img src=/p.png>", HEAD), "/b": page("B", "", HEAD)}
    return PressSite({**pages, **NEEDS, **more})


def test_everything_that_pages_and_their_style_sheets_name_is_asked_once(tmp_path: Path) -> None:
    with two_pages().serve() as site:
        (told,) = run(site, tmp_path, source()).runs
        assert {url: site.asked[url] for url in URLS} == dict.fromkeys(URLS, 1)
        assert (told.requisites, told.requisites_failed) == (len(URLS), 0)
        assert (told.outcome, told.published, told.captured) == ("ok", 2, 2)
        assert site.order.index(f"http://{HOST}/b") < min(site.order.index(url) for url in URLS)


def test_they_are_not_asked_again_while_the_archive_has_recent_ones(tmp_path: Path) -> None:
    with two_pages().serve() as site:
        run(site, tmp_path, source())
        (told,) = run(site, tmp_path, source()).runs
        assert {site.asked[url] for url in URLS} == {1}
        assert told.requisites == 0


def test_after_their_time_they_are_asked_conditionally(tmp_path: Path) -> None:
    with two_pages().serve() as site:
        run(site, tmp_path, source())
        later = source(requisites=Requisites(again_after=0.0))
        (told,) = run(site, tmp_path, later, {"since": "2000-01-01"}).runs
        assert {site.asked[url] for url in URLS} == {2}
        assert set(site.conditional) >= URLS
        assert told.requisites == len(URLS)  # with those that the stored style sheets name


def test_limits_of_the_source_hold(tmp_path: Path) -> None:
    for number, (rules, wanted) in enumerate((
        (Requisites(fetch=False), set()),
        (Requisites(max_files=0), set()),
        (Requisites(max_files=2), 2),
        (Requisites(kinds=("image",)), {f"http://{HOST}/p.png"}),
        (Requisites(kinds=("style",)), {f"http://{HOST}/s.css", f"http://{HOST}/t.css"}),
        (Requisites(hosts=()), {url for url in URLS if OTHER not in url}),
        (Requisites(hosts=(OTHER,)), URLS),
    )):  # fmt: skip
        with two_pages(**{"/b": Reply(status=404)}).serve() as site:
            run(site, tmp_path / str(number), source(requisites=rules))
            asked = {url for url in URLS if site.asked[url]}
            assert (len(asked) if isinstance(wanted, int) else asked) == wanted, rules


def test_their_failures_are_counted_apart_and_degrade_nothing(tmp_path: Path) -> None:
    head = (
        '<link rel=stylesheet href=/gone.css><script src="http://nowhere.invalid/x.js"></script>'
        '<script src=/private/x.js></script><link rel=icon href=/large.png><img src="http://127.0.0.1:1/x">'
    )
    pages = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private/\n", "text/plain"),
        "/news": listing("/a"),
        "/a": page("A", "", head),
        "/large.png": Reply(b"x" * 500_000, "image/png"),
    }
    with PressSite(pages).serve() as site:
        (told,) = run(site, tmp_path, source(requisites=Requisites(max_size=1000))).runs
        assert (told.outcome, told.published, told.failed, told.problems) == ("ok", 1, 0, [])
        assert (told.requisites, told.requisites_failed) == (0, 5)
        assert site.asked[f"http://{HOST}/private/x.js"] == 0
        assert site.asked[f"http://{HOST}/gone.css"] == 1


def test_pages_that_are_no_statements_bring_none(tmp_path: Path) -> None:
    pages = {
        "/news": listing("/a", "/b"),
        "/a": Reply(b"<html><link rel=stylesheet href=/s.css>"),
        "/b": Reply(status=404),
    }
    with PressSite({**pages, **NEEDS}).serve() as site:
        (told,) = run(site, tmp_path, source()).runs
        assert (told.refused, told.requisites) == (1, 0)
        assert not any(site.asked[url] for url in URLS)


def test_a_redirect_may_lead_anywhere_unless_hosts_are_named(tmp_path: Path) -> None:
    moved = {"/i.png": Reply(status=302, headers={"Location": f"http://{OTHER}/i.png"})}
    pages = {"/news": listing("/a"), "/a": page("A", "<img src=/i.png>"), (OTHER, "/i.png"): Reply(b"i", "image/png")}
    for number, (rules, asked) in enumerate(((Requisites(), 1), (Requisites(hosts=()), 0))):
        with PressSite({**pages, **moved}).serve() as site:
            (told,) = run(site, tmp_path / str(number), source(requisites=rules)).runs
            assert site.asked[f"http://{OTHER}/i.png"] == asked
            assert (told.requisites, told.requisites_failed, told.outcome) == (asked, 1 - asked, "ok")


def test_many_that_wait_go_before_further_statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MANY", 3)
    paths = [f"/{n}" for n in range(12)]
    pages = {path: page(path, "".join(f"<img src=/i{path[1:]}-{n}.png>" for n in range(4))) for path in paths}
    images = {f"/i{path[1:]}-{n}.png": Reply(b"%d" % n, "image/png") for path in paths for n in range(4)}
    with PressSite({"/news": listing(*paths), **pages, **images}).serve() as site:
        polite = Politeness(delay=0.1, concurrency=1, timeout=20)  # pages must not all be there before one is read
        (told,) = run(site, tmp_path, source(politeness=polite), CONCURRENT_REQUESTS=2).runs
        assert (told.published, told.requisites) == (12, 48)
        last_page = max(site.order.index(f"http://{HOST}{path}") for path in paths)
        assert sum("png" in url for url in site.order[:last_page]) > 12
    assert len(lines(tmp_path)) == 12


def test_an_address_that_was_forgotten_is_known_to_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 1)
    with two_pages().serve() as site:
        run(site, tmp_path, source(politeness=Politeness(delay=0, concurrency=1, timeout=20)))
        assert max(site.asked[url] for url in URLS) <= 2  # two pages at once may both ask
