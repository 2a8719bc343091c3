"""The download handler in whole Scrapy crawls, with the Twisted reactor and without."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.wire.cases import CASES
from tests.wire.conftest import Serve
from tests.wire.rawserver import Answer, RawServer

REACTOR = pytest.mark.parametrize("reactor", [True, False], ids=["reactor", "no reactor"])


def crawl(*crawls: list[dict[str, Any]], **settings: Any) -> dict[str, Any]:
    """What the crawls, side by side in one process, told: ``pages``, ``failures``, ``exchanges``."""
    order = json.dumps({"crawls": crawls, "settings": settings})
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-W", "error::ResourceWarning", "-m", "tests.wire.crawl_once"]
    done = subprocess.run(command, input=order.encode(), capture_output=True, check=False, cwd=root, timeout=100)
    assert not done.stderr, done.stderr.decode()
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def get(*urls: str, **more: Any) -> list[dict[str, Any]]:
    return [{"url": url, **more} for url in urls]


def page(body: bytes, headers: bytes = b"") -> Answer:
    return Answer(b"HTTP/1.1 200 OK\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body)


@REACTOR
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_crawl_stores_every_case_byte_for_byte(reactor: bool, scheme: str, serve: Serve, cacert: Path) -> None:
    server = serve({case.path: case.answer for case in CASES}, scheme)
    asks = [{"url": server.url(case.path), "method": case.method} for case in CASES]
    told = crawl(asks, TWISTED_REACTOR_ENABLED=reactor, WIRE_CACERT=str(cacert))
    sent = {each.path: each for each in server.told}
    assert len(told["exchanges"]) == len(CASES)
    pages = {each["url"]: each for each in told["pages"]}
    failures = {each["url"]: each for each in told["failures"]}
    blocks = {each["url"]: each for each in told["exchanges"]}
    for case in CASES:
        url = server.url(case.path)
        assert base64.b64decode(blocks[url]["request"]) == sent[case.path].request
        block = base64.b64decode(blocks[url]["block"])
        assert case.interim + block + case.surplus == sent[case.path].sent, case.name
        if case.body is None:
            assert failures[url]["code"] == case.code, case.name
            assert failures[url]["capture"] is not None, case.name
        else:
            assert base64.b64decode(pages[url]["body"]) == case.body, case.name
            assert pages[url]["status"] == case.status
            assert tuple(pages[url]["flags"]) == case.flags
            assert pages[url]["capture"] is not None
            assert pages[url]["ip"] == "127.0.0.1"


@REACTOR
def test_three_crawlers_in_one_process_take_turns_on_one_host(reactor: bool, serve: Serve) -> None:
    paths = [f"/{n}" for n in range(12)]
    server = serve({path: page(b"x") for path in paths})
    asks = get(*(server.url(path) for path in paths))
    told = crawl(asks[:4], asks[4:8], asks[8:], TWISTED_REACTOR_ENABLED=reactor, CONCURRENT_REQUESTS_PER_DOMAIN=8)
    assert len(told["pages"]) == 12
    assert server.most_at_once == 1


def test_an_opened_gate_lets_more_through(serve: Serve) -> None:
    paths = [f"/{n}" for n in range(4)]
    waiting = Answer((b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", b"x"), pause=0.3)
    server = serve(dict.fromkeys(paths, waiting))
    told = crawl(get(*(server.url(path) for path in paths)), WIRE_CONCURRENCY=4, TWISTED_REACTOR_ENABLED=False)
    assert len(told["pages"]) == 4
    assert server.most_at_once > 1


def test_case_25_failures_and_redirects_are_all_stored_in_order(serve: Serve) -> None:
    """503 then 200, a chain of 302."""
    again = Answer(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
    server = serve(
        {
            "/busy": [again, page(b"there")],
            "/a": Answer(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"),
            "/b": Answer(b"HTTP/1.1 302 Found\r\nLocation: /c?x=1\r\nContent-Length: 0\r\n\r\n"),
            "/c?x=1": page(b"end"),
        }
    )
    told = crawl(get(server.url("/busy"), server.url("/a")), RETRY_ENABLED=True, TWISTED_REACTOR_ENABLED=False)
    asked = [each["url"].removeprefix(server.url("")) for each in told["exchanges"]]
    assert sorted(asked) == ["/a", "/b", "/busy", "/busy", "/c?x=1"]
    assert asked.index("/a") < asked.index("/b") < asked.index("/c?x=1")
    assert {base64.b64decode(each["body"]) for each in told["pages"]} == {b"there", b"end"}


@pytest.mark.parametrize(
    "location",
    ["mailto:a@b.example", "file:///etc/passwd", "http://[::1", "http://a b/", "http://h:99999/", "", "http://"],
)
def test_a_redirect_that_leads_nowhere_sends_nothing(location: str, serve: Serve) -> None:
    server = serve({"/": Answer(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())})
    told = crawl(get(server.url("/")), TWISTED_REACTOR_ENABLED=False)
    assert [failure["code"] for failure in told["failures"]] == ["redirect.invalid"]
    assert len(server.told) == 1


@pytest.mark.parametrize("host", ["127.0.0.2", "2130706434", "0177.0.0.2", "[::ffff:127.0.0.2]"])
def test_a_redirect_to_a_private_address_sends_nothing(host: str, serve: Serve) -> None:
    target = serve({"/": page(b"secret")})
    answer = f"HTTP/1.1 302 Found\r\nLocation: http://{host}:{target.port}/\r\nContent-Length: 0\r\n\r\n"
    server = serve({"/": Answer(answer.encode())})
    told = crawl(
        get(server.url("/")), WIRE_ALLOW_ADDRESS=["127.0.0.1"], TWISTED_REACTOR_ENABLED=False, RETRY_ENABLED=True
    )
    assert [failure["code"] for failure in told["failures"]] == ["address.forbidden"]
    assert target.peers == []
    assert [each["code"] for each in told["exchanges"]] == [None, "address.forbidden"]


def test_a_redirect_loop_ends_after_ten_hops(serve: Serve) -> None:
    server = serve({"/": Answer(b"HTTP/1.1 301 Moved\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")})
    told = crawl(get(server.url("/")), TWISTED_REACTOR_ENABLED=False)
    assert [failure["code"] for failure in told["failures"]] == ["redirect.loop"]
    assert len(server.told) == 11


def test_credentials_do_not_follow_to_another_host(serve: Serve) -> None:
    other = serve({"/": page(b"x")})
    answer = f"HTTP/1.1 302 Found\r\nLocation: http://localhost:{other.port}/\r\nContent-Length: 0\r\n\r\n"
    server = serve({"/": Answer(answer.encode())})
    headers = {"Authorization": "Basic c2VjcmV0", "Cookie": "a=b"}
    crawl(
        get(server.url("/"), headers=headers),
        TWISTED_REACTOR_ENABLED=False,
        WIRE_ALLOW_ADDRESS=["127.0.0.1", "localhost"],
    )
    assert b"c2VjcmV0" in server.told[0].request
    assert b"c2VjcmV0" not in other.told[0].request
    assert b"a=b" not in other.told[0].request


def test_case_24_a_request_is_sent_as_it_was_built(serve: Serve) -> None:
    """Body, query, Host, cookies, order."""
    server = serve({"/search?q=%C3%BC&q=2": page(b"x")})
    asks = get(
        server.url("/search?q=%C3%BC&q=2#part"),
        method="POST",
        body="a=1&b=2",
        headers={"X-One": ["1", "2"], "Content-Type": "application/x-www-form-urlencoded"},
        cookies={"session": "s"},
        meta={"source": "az_mfa"},
    )
    told = crawl(asks, TWISTED_REACTOR_ENABLED=False)
    [exchange] = told["exchanges"]
    [received] = server.told
    assert base64.b64decode(exchange["request"]) == received.request
    assert exchange["source"] == "az_mfa"
    head, _, body = received.request.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /search?q=%C3%BC&q=2 HTTP/1.1"
    assert lines[1] == b"Host: 127.0.0.1:%d" % server.port
    assert lines.index(b"X-One: 1") + 1 == lines.index(b"X-One: 2")
    assert b"Cookie: session=s" in lines
    assert lines[-1] == b"Content-Length: 7"
    assert body == b"a=1&b=2"


def test_a_reader_gets_class_headers_and_a_decoded_body(serve: Serve) -> None:
    headers = b"X-B: 1\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a\r\nX-A: 2\r\nSet-Cookie: b\r\n"
    headers += b"Content-Encoding: identity\r\n"
    server = serve({"/": page(b"<p>", headers)})
    [told] = crawl(get(server.url("/")), TWISTED_REACTOR_ENABLED=False)["pages"]
    assert told["class"] == "HtmlResponse"
    assert [name for name, _ in told["headers"]] == ["X-B", "Content-Type", "Set-Cookie", "X-A", "Content-Length"]
    assert dict(told["headers"])["Set-Cookie"] == ["a", "b"]
    assert told["protocol"] == "HTTP/1.1"


def test_a_body_beyond_the_copy_is_stored_and_not_handed_on(serve: Serve) -> None:
    body = b"0123456789" * 300_000
    server = serve({"/": page(body)})
    told = crawl(get(server.url("/")), WIRE_BODY_COPY=1000, TWISTED_REACTOR_ENABLED=False)
    [response] = told["pages"]
    assert (response["body"], response["flags"]) == ("", ["body.not_copied"])
    assert base64.b64decode(told["exchanges"][0]["block"]) == server.told[0].sent


def _retried(server: RawServer, path: str, **settings: Any) -> tuple[int, dict[str, Any]]:
    told = crawl(get(server.url(path)), RETRY_ENABLED=True, WIRE_PAUSE=0.01, TWISTED_REACTOR_ENABLED=False, **settings)
    return len(told["exchanges"]), told["failures"][0]


def test_a_cut_body_is_asked_for_three_times(serve: Serve) -> None:
    server = serve({"/": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "close")})
    times, failure = _retried(server, "/")
    assert (times, failure["code"], failure["class"]) == (3, "http.underrun", "DataLossError")
    assert failure["capture"] == 2


def test_a_refused_connection_is_tried_three_times(serve: Serve) -> None:
    with RawServer({}) as gone:
        pass
    times, failure = _retried(gone, "/")
    assert (times, failure["code"], failure["class"]) == (3, "net.refused", "RefusedError")
    assert failure["capture"] is None


def test_a_certificate_that_does_not_verify_is_not_asked_again(serve: Serve) -> None:
    server = serve({"/": page(b"x")}, "https")
    times, failure = _retried(server, "/")
    assert (times, failure["code"]) == (1, "tls.verify")


@pytest.mark.parametrize(
    ("setting", "value"),
    [("WIRE_SINK", ""), ("WIRE_TLS", "off")],
)
def test_a_wrong_setting_is_told_before_the_first_request(setting: str, value: Any, serve: Serve) -> None:
    server = serve({"/": page(b"x")})
    with pytest.raises(AssertionError, match=setting):
        crawl(get(server.url("/")), **{setting: value}, TWISTED_REACTOR_ENABLED=False)
    assert server.told == []
