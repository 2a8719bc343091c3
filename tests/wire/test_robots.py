"""robots.txt after RFC 9309, in whole crawls."""

import base64
from typing import Any

import pytest

from tests.wire.conftest import Serve
from tests.wire.rawserver import Answer, RawServer, Script
from tests.wire.test_handler import crawl, get, page

_ON = {
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "crawler.wire.redirects.WireRedirectMiddleware": 600,
        "crawler.wire.robots.RobotsMiddleware": 100,
    },
    "TWISTED_REACTOR_ENABLED": False,
    "WIRE_PAUSE": 0.01,
}
_STATUS = b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n"


def ask(serve: Serve, robots: Script | list[Script], *paths: str, **settings: Any) -> tuple[RawServer, dict[str, Any]]:
    server = serve({"/robots.txt": robots, **{path: page(b"x") for path in paths}})
    return server, crawl(get(*(server.url(path) for path in paths)), **_ON, **settings)


def codes(told: dict[str, Any]) -> list[str]:
    return sorted(failure["code"] for failure in told["failures"])


def test_case_25_robots_txt_is_obeyed_asked_for_once_and_archived(serve: Serve) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Communique\nDisallow: /private\nAllow: /private/open\n"
    server, told = ask(serve, page(rules), "/a", "/b", "/private", "/private/open")
    assert codes(told) == ["robots.disallowed"]
    assert sorted(each["url"].removeprefix(server.url("")) for each in told["pages"]) == ["/a", "/b", "/private/open"]
    asked = [each["url"] for each in told["exchanges"]]
    assert asked[0] == server.url("/robots.txt")
    assert asked.count(server.url("/robots.txt")) == 1
    assert base64.b64decode(told["exchanges"][0]["block"]).endswith(rules)
    assert "/private" not in [each.path for each in server.told]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
def test_a_robots_txt_that_is_not_there_allows_all(status: int, serve: Serve) -> None:
    _, told = ask(serve, Answer(_STATUS % status), "/a")
    assert (codes(told), len(told["pages"])) == ([], 1)


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_cannot_say_disallows_all(status: int, serve: Serve) -> None:
    server, told = ask(serve, Answer(_STATUS % status), "/a", "/b")
    assert codes(told) == ["robots.unreachable"] * 2
    assert {each.path for each in server.told} == {"/robots.txt"}


def test_an_error_that_passes_is_not_held_against_the_site(serve: Serve) -> None:
    _, told = ask(serve, [Answer(_STATUS % 503), page(b"User-agent: *\nAllow: /\n")], "/a", RETRY_ENABLED=True)
    assert len(told["pages"]) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *", "close"),
        Answer(b"", "reset"),
        page(b"no gzip", b"Content-Encoding: gzip\r\n"),
    ],
    ids=["cut", "reset", "undecodable"],
)
def test_a_robots_txt_that_cannot_be_read_disallows_all(answer: Answer, serve: Serve) -> None:
    server, told = ask(serve, answer, "/a")
    assert codes(told) == ["robots.unreachable"]
    assert {each.path for each in server.told} == {"/robots.txt"}


def test_redirects_of_robots_txt_are_followed(serve: Serve) -> None:
    hop = Answer(b"HTTP/1.1 301 Moved\r\nLocation: /rules.txt\r\nContent-Length: 0\r\n\r\n")
    server = serve({"/robots.txt": hop, "/rules.txt": page(b"User-agent: *\nDisallow: /a\n"), "/a": page(b"x")})
    told = crawl(get(server.url("/a")), **_ON)
    assert codes(told) == ["robots.disallowed"]


def test_more_than_five_redirects_count_as_no_rules(serve: Serve) -> None:
    server, told = ask(serve, Answer(b"HTTP/1.1 301 Moved\r\nLocation: /robots.txt\r\nContent-Length: 0\r\n\r\n"), "/a")
    assert len(told["pages"]) == 1
    assert [each.path for each in server.told].count("/robots.txt") == 6


def test_what_lies_beyond_500_kib_is_not_read_and_no_rule_is_cut_in_two(serve: Serve) -> None:
    filling = b"User-agent: *\n" + b"#" * (500 * 1024 - 14 - 1 - 12) + b"\n" + b"Disallow: /abc\nDisallow: /b\n"
    _, told = ask(serve, page(filling), "/a", "/abc", "/b")
    assert codes(told) == []


def test_a_mark_at_the_start_and_foreign_bytes_do_no_harm(serve: Serve) -> None:
    _, told = ask(serve, page(b"\xef\xbb\xbfUser-agent: *\r\n\xff\xfe\r\nDisallow: /a\r\n"), "/a", "/b")
    assert codes(told) == ["robots.disallowed"]


def test_each_host_and_port_has_rules_of_its_own(serve: Serve) -> None:
    strict = serve({"/robots.txt": page(b"User-agent: *\nDisallow: /\n"), "/a": page(b"x")})
    free = serve({"/robots.txt": Answer(_STATUS % 404), "/a": page(b"x")})
    told = crawl(get(strict.url("/a"), free.url("/a")), **_ON)
    assert [each["url"] for each in told["pages"]] == [free.url("/a")]


def test_a_crawl_delay_slows_the_gate(serve: Serve) -> None:
    server = serve({"/robots.txt": page(b"User-agent: *\nCrawl-delay: 0.4\n"), "/a": page(b"x"), "/b": page(b"x")})
    told = crawl(get(server.url("/a"), server.url("/b")), **_ON)
    assert [each["delay"] for each in told["pages"]] == [0.4, 0.4]
