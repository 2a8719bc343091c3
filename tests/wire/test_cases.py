"""The acceptance cases of one response: over TCP, over TLS, through a proxy, in whole crawls with and without Twisted's
reactor. What is stored is what the server sent.

``tests.test_acceptance`` knows which case is tested where.
"""

import base64
import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from crawler.wire.framing import split_message
from crawler.wire.proxy import Proxies, Proxy
from crawler.wire.request import WireRequest
from tests.bench.__main__ import server as bench_server
from tests.bench.wire_race import CONTENDERS, check, run
from tests.wire.cases import CASES, Case
from tests.wire.conftest import Connect, Proxied, Serve
from tests.wire.memory import MemorySink
from tests.wire.rawserver import RawServer
from tests.wire.test_handler import crawl

EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
SCHEMES = pytest.mark.parametrize("scheme", ["http", "https"])
HOST = "press.example"


@EACH
async def test_what_is_stored_is_what_the_server_sent(
    case: Case, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    await _exact(case, serve({case.path: case.answer}), connect, sink)
    [kept] = sink.kept
    assert (kept.exchange.protocols, kept.exchange.tls_verified) == ((_version(case),), None)


@EACH
async def test_case_26_over_tls_what_is_stored_is_what_the_server_sent(
    case: Case, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    await _exact(case, serve({case.path: case.answer}, "https"), connect, sink)
    [kept] = sink.kept
    assert (kept.exchange.protocols, kept.exchange.tls_verified) == ((_version(case), "tls/1.3"), True)


async def _exact(case: Case, server: RawServer, connect: Connect, sink: MemorySink) -> None:
    outcome = await connect().fetch(WireRequest(server.url(case.path), case.method, ((b"User-Agent", b"t"),)))
    [kept] = sink.kept
    [told] = server.told
    exchange = kept.exchange
    assert exchange.request == told.request
    assert exchange.interim + (kept.block or b"") + exchange.surplus == told.sent
    assert (exchange.interim, exchange.surplus) == (case.interim, case.surplus)
    assert (exchange.head.status if exchange.head else None) == case.status
    assert (exchange.failure.code if exchange.failure else None) == case.code
    assert exchange.truncated == case.truncated
    assert outcome.body == case.body
    assert (exchange.ip, exchange.via) == ("127.0.0.1", None)
    assert outcome.capture == kept.capture


def _version(case: Case) -> str:
    return "http/1.0" if case.name == "15-by-close" else "http/1.1"


@EACH
async def test_a_stored_block_reads_as_it_was_received(
    case: Case, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    server = serve({case.path: case.answer})
    outcome = await connect().fetch(WireRequest(server.url(case.path), case.method))
    [kept] = sink.kept
    message = split_message([kept.block or b""], case.method)
    assert message.head == kept.exchange.head
    assert message.payload == outcome.payload
    assert kept.exchange.payload_digest == f"sha256:{hashlib.sha256(message.payload).hexdigest()}"


@SCHEMES
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_case_27_what_is_stored_through_a_proxy_is_what_the_server_sent(
    case: Case, scheme: str, serve: Serve, connect: Connect, sink: MemorySink, proxied: Proxied
) -> None:
    server = serve({case.path: case.answer}, scheme)
    proxy = proxied({HOST: "127.0.0.1"})
    client = connect(proxies=Proxies(Proxy.of(proxy.url("user:secret"))))
    outcome = await client.fetch(WireRequest(_address(server, case), case.method, ((b"User-Agent", b"t"),)))
    [kept] = sink.kept
    [told] = server.told
    [tunnel] = proxy.tunnels
    exchange = kept.exchange
    assert exchange.request == told.request
    assert exchange.interim + (kept.block or b"") + exchange.surplus == told.sent
    assert (exchange.failure.code if exchange.failure else None) == case.code
    assert exchange.truncated == case.truncated
    assert outcome.body == case.body
    assert (exchange.ip, exchange.via) == (None, f"127.0.0.1:{proxy.port}")
    assert exchange.tls_verified is (True if scheme == "https" else None)
    assert tunnel.place == f"{HOST}:{server.port}"
    if scheme == "http":
        assert (bytes(tunnel.up), bytes(tunnel.down)) == (told.request, told.sent)
    else:
        assert b"HTTP/1.1" not in tunnel.up + tunnel.down


@pytest.mark.parametrize(
    ("scheme", "reactor"), [("http", True), ("https", False)], ids=["http, reactor", "https, no reactor"]
)
def test_case_27_a_crawl_through_a_proxy_stores_every_case(
    scheme: str, reactor: bool, serve: Serve, proxied: Proxied, cacert: Path
) -> None:
    server = serve({case.path: case.answer for case in CASES}, scheme)
    proxy = proxied({HOST: "127.0.0.1"})
    asks = [{"url": _address(server, case), "method": case.method} for case in CASES]
    told = crawl(asks, TWISTED_REACTOR_ENABLED=reactor, WIRE_CACERT=str(cacert), WIRE_PROXY=proxy.url("user:secret"))
    sent = {each.path: each for each in server.told}
    assert len(told["exchanges"]) == len(CASES)
    for case in CASES:
        [exchange] = [each for each in told["exchanges"] if each["url"] == _address(server, case)]
        assert base64.b64decode(exchange["request"]) == sent[case.path].request
        assert case.interim + base64.b64decode(exchange["block"]) + case.surplus == sent[case.path].sent
        assert exchange["code"] == case.code
    assert {each["ip"] for each in told["pages"]} == {"None"}
    assert {tunnel.place for tunnel in proxy.tunnels} == {f"{HOST}:{server.port}"}
    assert server.most_at_once == 1


def _address(server: RawServer, case: Case) -> str:
    return server.url(case.path).replace("127.0.0.1", HOST)


@pytest.mark.parametrize("scrapy", [version("scrapy")], ids=lambda found: f"Scrapy {found}")
def test_case_34_blocks_are_equal_with_the_reactor_and_without(scrapy: str, serve: Serve) -> None:
    """On the Scrapy of this environment: 2.19, or what the registry's newest is by then."""
    assert tuple(map(int, scrapy.split(".")[:2])) >= (2, 19)
    server = serve({case.path: case.answer for case in CASES})
    asks = [{"url": server.url(case.path), "method": case.method} for case in CASES]
    with_it, without = (crawl(asks, TWISTED_REACTOR_ENABLED=reactor) for reactor in (True, False))
    assert len(with_it["exchanges"]) == len(CASES)
    for kept in ("exchanges", "pages", "failures"):
        assert _sorted(with_it[kept]) == _sorted(without[kept])


def _sorted(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By address; where in the sink each was kept is told by the order of the crawl."""
    return sorted(({**each, "capture": None} for each in told), key=lambda each: str(each["url"]))


@pytest.mark.parametrize("kind", CONTENDERS)
def test_case_35_the_contenders_of_the_throughput_race_do_the_same_work(kind: str, tmp_path: Path) -> None:
    """A speed is no test: ``make bench`` tells the ratio. Here both fetch and hash every page, and ours keeps each."""
    with bench_server(1) as port:
        assert run(kind, tmp_path, port, 40).code == 0
        assert check(kind, tmp_path, port, 40) is None
        assert check(kind, tmp_path, port, 41) is not None
