"""How a listing goes on: every way that sites have, by its numbers, its script or its link to the next page."""

from typing import Any

import pytest

from crawler.probing.paging import following, scripted
from tests.probing.test_items import root_of


def ways(body: str, url: str) -> list[tuple[dict[str, Any], str]]:
    found = following(root_of(body), url, url)
    return [(way.pagination.model_dump(exclude_none=True), way.second) for way in found]


def links(*hrefs: str) -> str:
    return "".join(f'<a href="{href}">{number}</a>' for number, href in enumerate(hrefs, 2))


@pytest.mark.parametrize(
    ("url", "body", "told", "second"),
    [
        ("/news", links("?page=2", "?page=3"), {"kind": "page", "parameter": "page", "start": 1}, "/news?page=2"),
        ("/news", links("?page=1", "?page=2"), {"kind": "page", "parameter": "page", "start": 0}, "/news?page=1"),
        ("/news", links("?b_start:int=20", "?b_start:int=40"),
         {"kind": "offset", "parameter": "b_start:int", "start": 0, "step": 20}, "/news?b_start:int=20"),
        ("/l?cat=7&lang=en", links("?cat=7&amp;lang=en&amp;paged=2"),
         {"kind": "page", "parameter": "paged", "start": 1}, "/l?cat=7&lang=en&paged=2"),
        ("/news/", links("/news/page/2/", "/news/page/3/"),
         {"kind": "page", "url": "https://mfa.example/news/page/{n}/", "start": 1}, "/news/page/2/"),
        ("/news/index.htm", links("index_1.htm", "index_2.htm"),
         {"kind": "page", "url": "https://mfa.example/news/index_{n}.htm", "start": 0}, "/news/index_1.htm"),
        ("/news/index.htm", '<script>createPageHTML(9, 0, "index", "htm")</script>',
         {"kind": "page", "url": "https://mfa.example/news/index_{n}.htm", "start": 0}, "/news/index_1.htm"),
        ("/news", '<a rel="next" href="/news?after=x7">Older</a>',
         {"kind": "next", "css": "a[rel~=next]"}, "/news?after=x7"),
        ("/news", '<div class="pager"><a class="fwd" href="/news?c=ab">Weiter »</a></div>',
         {"kind": "next", "css": "a.fwd"}, "/news?c=ab"),
        ("/news", '<ul class="pagination"><li><a href="/news?s=zz" title="次へ">&gt;</a></li></ul>',
         {"kind": "next"}, "/news?s=zz"),
        ("/news", '<ul class="pager"><li class="n"><a href="/news?page=2">suivant</a></li></ul>',
         {"kind": "page", "parameter": "page", "start": 1}, "/news?page=2"),
    ],
    ids=["from 1", "from 0", "offset", "other parameters", "in the path", "in the file", "script", "rel", "word",
         "arrow", "counted by its next link"],
)  # fmt: skip
def test_the_surest_way_is_told_first(url: str, body: str, told: dict[str, Any], second: str) -> None:
    pagination, address = ways(body, f"https://mfa.example{url}")[0]
    assert {key: pagination[key] for key in told if key != "css"} == {k: v for k, v in told.items() if k != "css"}
    assert pagination.get("css", "") == told.get("css", pagination.get("css", ""))
    assert address == f"https://mfa.example{second}"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/news?year=2025">2025</a><a href="/news?year=2024">2024</a>',
        '<a href="/visas/2">2</a>',
        '<a href="https://other.example/news?page=2">2</a>',
        "<p>Page 1 of 2</p>",
    ],
    ids=["years", "another section", "another host", "no link"],
)
def test_what_leads_elsewhere_is_no_further_page(body: str) -> None:
    assert ways(body, "https://mfa.example/news") == []


def test_the_link_to_the_next_page_is_one_selector_of_one_link() -> None:
    body = '<div class="pager"><a class="b" href="/n?c=a">Previous</a><a class="b" href="/n?c=z">Next</a></div>'
    assert ways(body, "https://mfa.example/n?c=m") == []
    below = '<div class="p"><a class="nx" href="/n?c=z">Next</a></div>'
    assert ways(below + below, "https://mfa.example/n?c=m")[0][0]["css"] == "a.nx"


def test_the_last_page_that_is_linked_is_told() -> None:
    found = following(
        root_of(links("?p=2", "?p=3") + '<a href="?p=77">77</a>'), "https://m.example/n", "https://m.example/n"
    )
    assert found[0].last == "https://m.example/n?p=77"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<button class="load-more">More</button>', True),
        ("<a href=\"javascript:__doPostBack('x','')\">2</a>", True),
        ('<button class="menu">Menu</button><a href="/x">x</a>', False),
    ],
    ids=["button", "web form", "nothing"],
)
def test_what_only_a_script_loads_is_noticed(body: str, said: bool) -> None:
    assert scripted(root_of(body)) is said
