"""Tunnels: everything through them, exact, and nothing of the proxy in a record."""

import asyncio
import base64
import socket
from typing import Any

import pytest

from crawler.warc.build import exchange_records
from crawler.wire.client import Client
from crawler.wire.proxy import Proxies, Proxy
from crawler.wire.request import Limits, WireRequest
from tests.wire.conftest import Connect, Proxied, Serve
from tests.wire.memory import MemorySink
from tests.wire.rawproxy import OPENED, Other, RawProxy
from tests.wire.rawserver import Answer, Peer, RawServer
from tests.wire.test_handler import crawl

SCHEMES = pytest.mark.parametrize("scheme", ["http", "https"])
HOST = "press.example"


def through(connect: Connect, proxy: RawProxy, user: str = "", **options: Any) -> Client:
    return connect(proxies=Proxies(Proxy.of(proxy.url(user))), **options)


def address(server: RawServer, path: str = "/") -> str:
    return server.url(path).replace("127.0.0.1", HOST)


def page(body: bytes) -> Answer:
    return Answer(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


@SCHEMES
async def test_a_tunnel_is_used_again(
    scheme: str, serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    server = serve({f"/{n}": page(b"%d" % n) for n in range(4)}, scheme)
    proxy = proxied({HOST: "127.0.0.1"})
    client = through(connect, proxy)
    for n in range(4):
        outcome = await client.fetch(WireRequest(address(server, f"/{n}")))
        assert outcome.body == b"%d" % n
    assert (len(proxy.tunnels), len(server.peers), len(server.told)) == (1, 1, 4)
    assert [kept.exchange.request for kept in sink.kept] == [told.request for told in server.told]


async def test_a_dead_tunnel_is_opened_anew_and_both_attempts_are_kept(
    serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    def drop(peer: Peer) -> Answer:
        return Answer(b"", "close") if len(peer.told) > 1 else page(b"x")

    server = serve({"/": drop})
    proxy = proxied({HOST: "127.0.0.1"})
    client = through(connect, proxy)
    for _ in range(2):
        assert (await client.fetch(WireRequest(address(server)))).body == b"x"
    codes = [kept.exchange.failure and kept.exchange.failure.code for kept in sink.kept]
    assert codes == [None, "net.reset", None]
    assert len(proxy.tunnels) == 2


async def test_late_bytes_through_a_tunnel_belong_to_the_exchange_before(
    serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    fake = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake"
    server = serve({"/a": page(b"true"), "/b": page(b"next")})
    proxy = proxied({HOST: "127.0.0.1"})
    client = through(connect, proxy)
    await client.fetch(WireRequest(address(server, "/a")))
    server.peers[0].socket.sendall(fake)
    server.wait_until(lambda: proxy.tunnels[0].down.endswith(fake))
    assert (await client.fetch(WireRequest(address(server, "/b")))).body == b"next"
    await client.close()
    assert [data for _, data in sink.late_bytes] == [fake]


@pytest.mark.parametrize(
    ("user", "value"),
    [
        ("user:secret", "user:secret"),
        ("us%3Aer:x", None),
        ("us%40er:p%3Aw%2F%C3%A9", "us@er:p:w/é"),
        ("only", "only:"),
        ("only:", "only:"),
        ("a:b%0D%0AX", None),
    ],
)
async def test_user_and_password_go_to_the_proxy_and_nowhere_else(
    user: str, value: str | None, serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    server = serve({"/": page(b"x")})
    proxy = proxied({HOST: "127.0.0.1"})
    if value is None:
        with pytest.raises(ValueError, match="RFC 7617"):
            Proxy.of(proxy.url(user))
        return
    coded = base64.b64encode(value.encode())
    headers = ((b"Proxy-Authorization", b"Basic dGhlaXI6b3du"),)  # what a spider sets is no business of the server
    await through(connect, proxy, user).fetch(WireRequest(address(server), headers=headers))
    assert proxy.tunnels[0].asked == (
        f"CONNECT {HOST}:{server.port} HTTP/1.1\r\nHost: {HOST}:{server.port}\r\n".encode()
        + b"Proxy-Authorization: Basic %s\r\n\r\n" % coded
    )
    assert b"roxy" not in server.told[0].request
    [kept] = sink.kept
    everything = _records(kept.exchange)
    assert coded not in everything
    assert b"CONNECT" not in everything
    assert b"Basic" not in everything
    assert b"WARC-IP-Address" not in everything
    assert b'json: {"kind":"proxy","proxy":"127.0.0.1:%d","tunnel":true}' % proxy.port in everything


def _records(exchange: Any) -> bytes:
    ids = iter(f"<urn:uuid:{n}>" for n in range(10))
    records = exchange_records(exchange, warcinfo_id="<urn:uuid:w>", new_id=lambda: next(ids))
    parts = []
    for record in records:
        parts += [f"{name}: {value}\n".encode() for name, value in record.headers]
        if isinstance(record.block, bytes):
            parts.append(record.block)
    return b"".join(parts)


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@SCHEMES
async def test_a_proxy_that_is_not_there_is_told(scheme: str, serve: Serve, connect: Connect, sink: MemorySink) -> None:
    server = serve({"/": page(b"x")}, scheme)
    port = _closed_port()
    client = connect(proxies=Proxies(Proxy.of(f"http://u:secret@127.0.0.1:{port}")))
    outcome = await client.fetch(WireRequest(address(server)))
    _nothing_of_the_proxy(outcome.exchange, sink, "net.proxy", f"127.0.0.1:{port} refused the connection")
    assert server.peers == []


async def test_a_proxy_whose_name_is_not_known_is_told(connect: Connect, sink: MemorySink) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    client = connect(proxies=Proxies(Proxy.of("http://proxy.example:3128")), getaddrinfo=unknown)
    outcome = await client.fetch(WireRequest("http://press.example/"))
    _nothing_of_the_proxy(outcome.exchange, sink, "net.proxy", "the name proxy.example was not resolved")


REFUSALS = [
    (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 6\r\n\r\nsecret", "net.proxy_denied", "password"),
    (b"HTTP/1.1 403 Forbidden\r\n\r\n<html>squid", "net.proxy_denied", "(403 Forbidden)"),
    (b"HTTP/1.1 405 Method Not Allowed\r\n\r\n", "net.proxy_denied", "allow CONNECT"),
    (b"HTTP/1.1 429 Slow\r\n\r\n", "net.proxy", "429 Slow"),
    (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad", "net.proxy", "answered 502 Bad Gateway"),
    (b"HTTP/1.1 503 \x1b[31m\xff\r\n\r\n", "net.proxy", "503 ?[31m"),
    (b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n", "net.proxy", "302 Found"),
    (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 504 Late\r\n\r\n", "net.proxy", "504 Late"),
    (b"HTTP/1.1 502\n\n", "net.proxy", "answered 502"),
    (b"SSH-2.0-OpenSSH_9.2\r\n", "net.proxy", "does not answer as an HTTP proxy does"),
    (b"HTTP/1.1 abc\r\n\r\n", "net.proxy", "does not answer as an HTTP proxy does"),
    (b"\x05\x00", "net.proxy", "does not answer as an HTTP proxy does"),
    (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, "net.proxy", "does not answer as an HTTP proxy does"),
    (b"HTTP/1.1 103 Early\r\n\r\n" * 5000, "net.proxy", "does not answer as an HTTP proxy does"),
    (b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake", "net.proxy", "bytes of its own"),
    (b"HTTP/1.1 200 OK\r\nX: y\r\n", "net.proxy", "closed the connection without an answer"),
    (b"", "net.proxy", "closed the connection without an answer"),
]


@SCHEMES
@pytest.mark.parametrize(("said", "code", "words"), REFUSALS, ids=lambda value: str(value)[:24])
async def test_what_a_proxy_says_itself_is_never_the_servers_answer(
    said: bytes, code: str, words: str, scheme: str, serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    server = serve({"/": page(b"x")}, scheme)
    proxy = proxied({HOST: "127.0.0.1"}, lambda _number, _head: Other(said))
    outcome = await through(connect, proxy, "u:secret").fetch(WireRequest(address(server)))
    _nothing_of_the_proxy(outcome.exchange, sink, code, words)
    assert server.peers == []


def _nothing_of_the_proxy(exchange: Any, sink: MemorySink, code: str, words: str) -> None:
    assert exchange.failure.code == code
    assert words in exchange.failure.sentence
    assert "secret" not in exchange.failure.sentence
    assert exchange.failure.sentence.isprintable()
    [kept] = sink.kept
    assert (kept.block, kept.capture, exchange.request, exchange.ip) == (None, None, b"", None)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nX: ", OPENED], ids=["silence", "half", "silence after yes"])
async def test_a_proxy_that_is_silent_until_the_deadline_is_told(
    said: bytes, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    proxy = proxied({}, lambda _number, _head: Other(said, "hold"))
    client = through(connect, proxy, limits=Limits(timeout=0.3))
    outcome = await client.fetch(WireRequest("https://press.example/"))
    _nothing_of_the_proxy(outcome.exchange, sink, "net.proxy", f"through the proxy 127.0.0.1:{proxy.port} within 0.3 s")


async def test_a_proxy_that_resets_is_told(connect: Connect, sink: MemorySink, proxied: Proxied) -> None:
    proxy = proxied({}, lambda _number, _head: Other(b"HTTP/1.1 2", "reset"))
    outcome = await through(connect, proxy).fetch(WireRequest("https://press.example/"))
    _nothing_of_the_proxy(outcome.exchange, sink, "net.proxy", "broke off while it was asked for press.example:443")


async def test_a_stop_ends_a_tunnel_that_does_not_open(connect: Connect, sink: MemorySink, proxied: Proxied) -> None:
    client: Client

    def stop(_number: int, _head: bytes) -> Other:
        loop.call_soon_threadsafe(client.stop)
        return Other(b"", "hold")

    loop = asyncio.get_running_loop()
    client = through(connect, proxied({}, stop))
    outcome = await client.fetch(WireRequest("https://press.example/"))
    _nothing_of_the_proxy(outcome.exchange, sink, "net.stopped", "stopped")


async def test_a_proxy_may_speak_before_it_opens_the_tunnel(
    serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    server = serve({"/": page(b"x")})
    early = b"HTTP/1.1 102 Processing\r\n\r\n" + b"HTTP/1.0 201 Opened\nContent-Length: 5\n\n"
    proxy = proxied({HOST: "127.0.0.1"}, lambda _number, _head: early)
    assert (await through(connect, proxy).fetch(WireRequest(address(server)))).body == b"x"
    assert sink.kept[0].block == server.told[0].sent


async def test_a_certificate_is_verified_against_the_server_behind_the_proxy(
    serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    server = serve({"/": page(b"x")}, "https")
    proxy = proxied({"other.example": "127.0.0.1"})
    wrong = server.url("/").replace("127.0.0.1", "other.example")
    outcome = await through(connect, proxy).fetch(WireRequest(wrong))
    _nothing_of_the_proxy(outcome.exchange, sink, "tls.verify", "other.example")
    anyway = await through(connect, proxy, trust="archive-anyway").fetch(WireRequest(wrong))
    assert (anyway.body, anyway.exchange.tls_verified) == (b"x", False)


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "[::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "0"),
    *("2130706433", "0177.0.0.1", "0x7f.1", "127.1", "localhost", "a.localhost", "localhost.localdomain", "LOCALHOST."),
    *("intranet", "printer.local", "router.home.arpa", "vault.internal", "127.0.0.1."),
]


@pytest.mark.parametrize("host", PRIVATE)
async def test_a_private_host_is_not_named_to_the_proxy(
    host: str, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    proxy = proxied()
    outcome = await through(connect, proxy, allow=[]).fetch(WireRequest(f"http://{host}:8080/"))
    _nothing_of_the_proxy(outcome.exchange, sink, "address.forbidden", "no public host")
    assert proxy.tunnels == []


@pytest.mark.parametrize("host", ["localhost", "intranet"])
async def test_a_private_host_that_is_allowed_by_name_is_asked_through_the_proxy(
    host: str, serve: Serve, connect: Connect, proxied: Proxied
) -> None:
    server = serve({"/": page(b"x")})
    proxy = proxied({host: "127.0.0.1"})
    url = server.url("/").replace("127.0.0.1", host)
    assert (await through(connect, proxy, allow=[host]).fetch(WireRequest(url))).body == b"x"


async def test_a_mapping_says_where_the_tunnel_leads(serve: Serve, connect: Connect, proxied: Proxied) -> None:
    server = serve({"/": page(b"x")}, "https")
    proxy = proxied()
    client = through(connect, proxy, allow=[], connect_to=[f"{HOST}:443:127.0.0.1:{server.port}"])
    outcome = await client.fetch(WireRequest(f"https://{HOST}/"))
    assert (outcome.body, proxy.tunnels[0].place) == (b"x", f"127.0.0.1:{server.port}")
    assert server.told[0].request.startswith(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n".encode())


@pytest.mark.parametrize("direct", [["127.0.0.1"], ["*"], ["other.example", "[127.0.0.1]"]])
async def test_a_host_that_is_excepted_is_asked_directly(
    direct: list[str], serve: Serve, connect: Connect, proxied: Proxied
) -> None:
    server = serve({"/": page(b"x")})
    proxy = proxied()
    client = connect(proxies=Proxies(Proxy.of(proxy.url()), direct))
    outcome = await client.fetch(WireRequest(server.url("/")))
    assert (outcome.exchange.ip, outcome.exchange.via, proxy.tunnels) == ("127.0.0.1", None, [])


def test_no_proxy_is_taken_silently_from_the_environment(
    serve: Serve, proxied: Proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, proxy = serve({"/": page(b"x")}), proxied()
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url())
    told = crawl([{"url": server.url("/")}], TWISTED_REACTOR_ENABLED=False)
    assert (len(told["pages"]), proxy.tunnels) == (1, [])


@pytest.mark.parametrize(
    ("answer", "attempts"),
    [(Other(b"HTTP/1.1 502 Bad Gateway\r\n\r\n"), 3), (Other(b"HTTP/1.1 407 No\r\n\r\n"), 1)],
    ids=["another attempt may go better", "it would end the same"],
)
def test_a_proxy_is_asked_again_only_where_that_may_help(answer: Other, attempts: int, proxied: Proxied) -> None:
    proxy = proxied({}, lambda _number, _head: answer)
    told = crawl(
        [{"url": "http://press.example/"}],
        RETRY_ENABLED=True,
        WIRE_PAUSE=0.01,
        TWISTED_REACTOR_ENABLED=False,
        WIRE_PROXY=proxy.url(),
    )
    assert len(proxy.tunnels) == len(told["exchanges"]) == attempts
    [failure] = told["failures"]
    assert (failure["code"], failure["capture"]) == ("net.proxy_denied" if attempts == 1 else "net.proxy", None)
