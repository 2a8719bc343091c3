"""The demo's feed and sitemap hold every release, read by the crawler's own readers."""

from datetime import UTC, date, datetime

import pytest

from crawler.demo.pages import Pages
from crawler.demo.statements import MAIN, MISSION, State
from crawler.discover.feeds import feed_items
from crawler.discover.item import Items
from crawler.discover.sitemaps import sitemap_items
from crawler.model.reading import Page


def page(host: str, path: str, state: State) -> tuple[Page, Pages]:
    held = Pages(state, lambda: date(2026, 6, 10))
    answer = held.answer(host, path)
    assert answer.status == 200
    return Page(f"http://{host}{path}", answer.body, (("content-type", answer.media_type),), datetime.now(UTC)), held


@pytest.mark.parametrize("host", [MAIN, MISSION])
@pytest.mark.parametrize("state", ["before", "after"])
def test_the_sitemap_names_every_release_with_its_languages(host: str, state: State) -> None:
    sitemap, held = page(host, "/sitemap.xml", state)
    found = sitemap_items(sitemap)
    assert isinstance(found, Items)
    releases = {release.url: release for release in held.press.releases if release.host == host}
    assert {item.url for item in found.items} == {*releases, f"http://{host}/en/news"}
    for item in found.items:
        if item.url in releases:
            others = held.press.translations(releases[item.url])
            assert dict(item.alternates) == {other.language: other.url for other in others}
            assert item.updated == releases[item.url].modified.isoformat()
            assert item.language == (releases[item.url].language if others else None)


@pytest.mark.parametrize("host", [MAIN, MISSION])
@pytest.mark.parametrize("state", ["before", "after"])
def test_the_feed_holds_the_newest_releases_in_english(host: str, state: State) -> None:
    feed, held = page(host, "/feed.xml", state)
    found = feed_items(feed)
    assert isinstance(found, Items)
    releases = held.press.listed(host, "en")[:20]
    assert [(item.url, item.title) for item in found.items] == [(release.url, release.title) for release in releases]
    assert [f"{release.date:%d %b %Y} 09:30:00 +0100" for release in releases] == [
        (item.date or "").partition(", ")[2] for item in found.items
    ]
    assert found.language == "en"


def test_robots_txt_names_the_sitemap() -> None:
    robots, _ = page(MISSION, "/robots.txt", "before")
    assert robots.body.endswith(b"Sitemap: http://harbourtown.mfa.ardania.example/sitemap.xml\n")
