"""Proxies from where an operator names them: command line, environment, configuration file."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.spiders.newsroom import HOST, Newsroom, Page, listing, statement
from tests.wire.rawproxy import Other, RawProxy


def _crawl(room: Newsroom, *more: str, **extra: str) -> dict[str, Any]:
    run, _ = room.crawl(
        "--connect-to", f"{HOST}:80:{HOST}:{room.server.port}", "--timeout", "20", *more, mapped=False, **extra
    )
    return run


@pytest.mark.parametrize("way", ["option", "environment", "file"])
def test_a_crawl_goes_through_the_proxy_that_is_named(way: str, tmp_path: Path) -> None:
    pages = {"/news": Page(listing(1)), "/news/1": Page(statement(1))}
    log = tmp_path / "log.txt"
    with Newsroom(tmp_path, pages) as room, RawProxy({HOST: "127.0.0.1"}) as proxy:
        url = proxy.url("user:hushhush")
        if way == "file":
            (tmp_path / "communique.toml").write_text(f'proxy = "{url}"\nno_proxy = ["other.example"]\n')
        run = _crawl(
            room,
            *("--log", str(log)),
            *(("--proxy", url) if way == "option" else ()),
            **({"COMMUNIQUE_PROXY": url} if way == "environment" else {}),
        )
    assert (run["published"], run["outcome"]) == (1, "ok")
    assert {tunnel.place for tunnel in proxy.tunnels} == {f"{HOST}:{room.server.port}"}
    assert b"hushhush" not in log.read_bytes()
    for path in room.archive.rglob("*"):
        assert path.is_dir() or b"hushhush" not in path.read_bytes()


def test_an_excepted_host_is_asked_directly(tmp_path: Path) -> None:
    pages = {"/news": Page(listing(1)), "/news/1": Page(statement(1))}
    with Newsroom(tmp_path, pages) as room, RawProxy() as proxy:
        run, _ = room.crawl("--proxy", proxy.url(), "--no-proxy", "example")
    assert (run["published"], proxy.tunnels) == (1, [])


def test_a_proxy_that_refuses_fails_the_source_with_its_reason(tmp_path: Path) -> None:
    def refuse(_number: int, _head: bytes) -> Other:
        return Other(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 6\r\n\r\n<html>")

    with Newsroom(tmp_path, {}) as room, RawProxy({}, refuse) as proxy:
        run = _crawl(room, "--proxy", proxy.url())
    assert run["outcome"] == "failed"
    [problem] = run["problems"]
    assert problem["code"] == "robots.unreachable"
    assert "407 Proxy Authentication Required" in problem["sentence"]
    assert "user and a password" in problem["sentence"]
    assert room.server.peers == []


def test_a_proxy_that_cannot_be_spoken_to_is_told_before_the_first_request(communique: Command) -> None:
    url = "socks5://u:hushhush@p:1080"
    ran = communique("capture", "http://press.example/", "--proxy", url)
    assert (ran.returncode, "hushhush" in ran.stderr, "Traceback" in ran.stderr) == (2, False, False)
    assert "http://host:port" in ran.stderr
    ran = communique("capture", "http://press.example/", COMMUNIQUE_PROXY=url)
    assert (ran.returncode, "hushhush" in ran.stderr, "Traceback" in ran.stderr) == (4, False, False)
    assert "COMMUNIQUE_PROXY" in ran.stderr


def test_an_exception_that_is_no_host_is_wrong_usage(communique: Command) -> None:
    ran = communique("capture", "http://press.example/", "--no-proxy", "10.0.0.0/8")
    assert (ran.returncode, "10.0.0.0/8" in ran.stderr) == (2, True)
