"""Connections over several exchanges: kept, dead, late, stalled, flooded, stopped."""

import asyncio
import contextlib
import select
import threading

import pytest

from crawler.model.capture import Capture
from crawler.model.exchange import Exchange
from crawler.wire.failing import NotAskedError
from crawler.wire.gate import Gates
from crawler.wire.request import Limits, WireRequest
from tests.wire.conftest import Connect, Serve
from tests.wire.memory import MemorySink
from tests.wire.rawserver import Answer, Peer

SCHEMES = pytest.mark.parametrize("scheme", ["http", "https"])


def page(body: bytes, headers: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


@SCHEMES
async def test_case_22_three_requests_on_one_socket_make_three_pairs(
    scheme: str, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    server = serve({f"/{n}": Answer(page(b"%d" % n)) for n in range(3)}, scheme)
    client = connect()
    bodies = [(await client.fetch(WireRequest(server.url(f"/{n}")))).body for n in range(3)]
    assert bodies == [b"0", b"1", b"2"]
    [peer] = server.peers
    assert [kept.exchange.request for kept in sink.kept] == [told.request for told in peer.told]
    assert [kept.block for kept in sink.kept] == [told.sent for told in peer.told]


@SCHEMES
async def test_case_23_a_repeat_on_a_dead_kept_socket_is_an_exchange_of_its_own(
    scheme: str, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    """The server resets when the second request arrives."""
    server = serve({"/1": Answer(page(b"1")), "/2": [Answer(b"", "reset"), Answer(page(b"2"))]}, scheme)
    client = connect()
    await client.fetch(WireRequest(server.url("/1")))
    outcome = await client.fetch(WireRequest(server.url("/2")))
    assert outcome.body == b"2"
    attempts = [kept for kept in sink.kept if kept.exchange.url.endswith("/2")]
    assert [kept.block for kept in attempts] == [None, page(b"2")]
    assert [kept.exchange.failure and kept.exchange.failure.code for kept in attempts] == ["net.reset", None]
    assert [kept.exchange.request for kept in attempts] == [
        told.request for peer in server.peers for told in peer.told if told.path == "/2"
    ]
    assert attempts[0].exchange.truncated is None


async def test_what_may_have_been_acted_on_is_not_repeated(serve: Serve, connect: Connect, sink: MemorySink) -> None:
    server = serve({"/1": Answer(page(b"1")), "/2": [Answer(b"", "reset"), Answer(page(b"2"))]})
    client = connect()
    await client.fetch(WireRequest(server.url("/1")))
    outcome = await client.fetch(WireRequest(server.url("/2"), "POST", body=b"x"))
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "net.reset"
    assert len(sink.kept) == 2


async def test_a_fresh_connection_that_dies_is_not_repeated(serve: Serve, connect: Connect, sink: MemorySink) -> None:
    server = serve({"/": Answer(b"", "reset")})
    outcome = await connect().fetch(WireRequest(server.url("/")))
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "net.reset"
    assert len(sink.kept) == 1


@SCHEMES
async def test_case_21_late_bytes_never_reach_the_next_record(
    scheme: str, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    """A fake response that comes while the connection is idle."""
    fake = page(b"fake")
    go = threading.Event()
    gone = threading.Event()

    def answer(peer: Peer) -> None:
        peer.send(page(b"true"))
        go.wait(10)
        with contextlib.suppress(OSError):
            peer.socket.sendall(fake)
            while peer.socket.recv(1000):
                pass
        gone.set()

    server = serve({"/1": answer, "/2": Answer(page(b"two"))}, scheme)
    client = connect()
    first = await client.fetch(WireRequest(server.url("/1")))
    go.set()
    await asyncio.to_thread(gone.wait, 10)  # the client hangs up
    second = await client.fetch(WireRequest(server.url("/2")))
    assert (first.body, second.body) == (b"true", b"two")
    assert sink.of("/2").block == page(b"two")
    assert len(server.peers) == 2
    await client.close()
    assert sink.late_bytes == [(first.capture, fake)]


async def test_bytes_that_wait_in_the_socket_are_not_taken_for_the_answer(
    serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    """The loop had no turn between the fake's arrival and the next request."""
    fake = page(b"fake")
    sent = threading.Event()
    go = threading.Event()

    def answer(peer: Peer) -> Answer | None:
        peer.send(page(b"true"))
        go.wait(10)
        peer.socket.sendall(fake)
        sent.set()
        select.select([peer.socket], [], [], 10)
        return Answer(b"", "close")

    server = serve({"/1": answer, "/2": Answer(page(b"two"))})
    client = connect()
    first = await client.fetch(WireRequest(server.url("/1")))
    go.set()
    sent.wait(10)  # blocks the loop on purpose
    second = await client.fetch(WireRequest(server.url("/2")))
    assert second.body == b"two"
    await client.close()
    assert sink.late_bytes == [(first.capture, fake)]


async def test_late_bytes_wait_for_the_capture_they_belong_to(serve: Serve, connect: Connect) -> None:
    """They come while the exchange before them is still being stored."""

    class Slow(MemorySink):
        def __init__(self) -> None:
            super().__init__()
            self.go = asyncio.Event()

        async def store(self, exchange: Exchange) -> Capture | None:
            await self.go.wait()
            return await super().store(exchange)

    slow = Slow()
    hung_up = threading.Event()

    def answer(peer: Peer) -> Answer | None:
        peer.send(page(b"true"))
        select.select([peer.socket], [], [], 0.1)
        peer.socket.sendall(b"late")
        with contextlib.suppress(OSError):
            peer.socket.recv(1)
        hung_up.set()
        return Answer(b"", "close")

    server = serve({"/": answer})
    client = connect(to=slow)
    fetching = asyncio.ensure_future(client.fetch(WireRequest(server.url("/"))))
    await asyncio.to_thread(hung_up.wait, 10)
    assert slow.late_bytes == []
    slow.go.set()
    outcome = await fetching
    await client.close()
    assert slow.late_bytes == [(outcome.capture, b"late")]


@pytest.mark.parametrize(
    "answer",
    [page(b"x", b"Connection: close\r\n"), b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", page(b"x") + b"more"],
    ids=["close", "1.0", "surplus"],
)
async def test_a_connection_that_is_not_to_be_kept_is_not(answer: bytes, serve: Serve, connect: Connect) -> None:
    server = serve({"/": Answer(answer)})
    client = connect()
    for _ in range(2):
        await client.fetch(WireRequest(server.url("/")))
    assert len(server.peers) == 2


async def test_an_old_server_that_keeps_the_connection_is_believed(serve: Serve, connect: Connect) -> None:
    server = serve({"/": Answer(b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx")})
    client = connect()
    for _ in range(2):
        assert (await client.fetch(WireRequest(server.url("/")))).body == b"x"
    assert len(server.peers) == 1


@SCHEMES
@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200 OK\r\nContent-", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"], ids=len
)
async def test_case_20_a_stall_ends_at_the_total_deadline(
    scheme: str, sent: bytes, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    server = serve({"/": Answer(sent, "hold")}, scheme)
    outcome = await connect(limits=Limits(timeout=0.4)).fetch(WireRequest(server.url("/")))
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "net.timeout"
    [kept] = sink.kept
    assert kept.block == (sent or None)
    assert kept.exchange.truncated == ("time" if sent else None)
    assert outcome.body is None


async def test_a_drip_does_not_outlast_the_total_deadline(serve: Serve, connect: Connect, sink: MemorySink) -> None:
    drip = (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", *(b"x" for _ in range(99)))
    server = serve({"/": Answer(drip, pause=0.05)})
    outcome = await connect(limits=Limits(timeout=0.4)).fetch(WireRequest(server.url("/")))
    assert outcome.exchange.truncated == "time"
    assert server.told[0].sent.startswith(sink.kept[0].block or b"?")


async def test_a_server_that_never_shakes_hands_ends_at_the_deadline(serve: Serve, connect: Connect) -> None:
    server = serve({"/": Answer(b"")})  # plain: it waits for a request and never answers the hello
    url = server.url("/").replace("http:", "https:")
    outcome = await connect(limits=Limits(timeout=0.4)).fetch(WireRequest(url))
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "net.timeout"
    assert outcome.exchange.request == b""


@pytest.mark.parametrize("framing", ["length", "close"])
async def test_case_20_an_answer_beyond_the_cap_is_cut_and_kept(
    framing: str, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 10000000\r\n" if framing == "length" else b"") + b"\r\n"
    server = serve({"/": Answer((head, *(b"x" * 100_000 for _ in range(100))))})
    outcome = await connect(limits=Limits(max_size=3_000_000)).fetch(WireRequest(server.url("/")))
    assert outcome.exchange.truncated == "length"
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "http.maxsize"
    block = sink.kept[0].block or b""
    assert 3_000_000 < len(block) < 3_600_000
    assert block == (head + b"x" * 10_000_000)[: len(block)]


@pytest.mark.parametrize(
    "headers",
    [b"X: " + b"y" * 70_000 + b"\r\n", b"X: y\r\n" * 2001, (b"X: " + b"y" * 60_000 + b"\r\n") * 5, b"z" * 2_000_000],
    ids=["line", "lines", "all", "endless"],
)
async def test_headers_without_measure_are_cut_and_kept(
    headers: bytes, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    server = serve({"/": Answer(b"HTTP/1.1 200 OK\r\n" + headers + b"Content-Length: 1\r\n\r\nx")})
    outcome = await connect().fetch(WireRequest(server.url("/")))
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "http.headers"
    assert outcome.exchange.truncated == "length"
    block = sink.kept[0].block or b""
    assert 0 < len(block) < 600_000
    assert server.told[0].sent.startswith(block)


async def test_a_server_that_loses_the_framing_and_keeps_the_line_is_left(
    serve: Serve, connect: Connect, sink: MemorySink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.wire.connection._LINGER", 0.1)
    garbage = Answer((b"220 ftp ready\r\n", b"220 really\r\n"), "hold", pause=0.02)
    server = serve({"/": garbage})
    outcome = await connect().fetch(WireRequest(server.url("/")))
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "http.garbage"
    assert sink.kept[0].block == server.told[0].sent
    assert outcome.exchange.truncated == "time"


@SCHEMES
async def test_stopping_stores_what_has_arrived(scheme: str, serve: Serve, connect: Connect, sink: MemorySink) -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"
    server = serve({"/": Answer(half, "hold")}, scheme)
    client = connect()
    fetching = asyncio.ensure_future(client.fetch(WireRequest(server.url("/"))))
    waiting = asyncio.ensure_future(client.fetch(WireRequest(server.url("/"))))
    await asyncio.to_thread(server.wait_until, lambda: bool(server.told) and server.told[0].sent == half)
    await asyncio.sleep(0.1)
    client.stop()
    outcome = await fetching
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "net.stopped"
    assert sink.kept[0].block == half
    for refused in (waiting, asyncio.ensure_future(client.fetch(WireRequest(server.url("/"))))):
        with pytest.raises(NotAskedError) as caught:
            await refused
        assert caught.value.failure.code == "net.stopped"
    assert len(server.told) == 1


async def test_a_cancelled_request_leaves_no_connection_and_no_gate_behind(serve: Serve, connect: Connect) -> None:
    server = serve({"/": [Answer(b"HTTP/1.1 200 OK\r\n", "hold"), Answer(page(b"x"))]})
    client = connect()
    fetching = asyncio.ensure_future(client.fetch(WireRequest(server.url("/"))))
    await asyncio.to_thread(server.wait_until, lambda: bool(server.told))
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert (await client.fetch(WireRequest(server.url("/")))).body == b"x"


async def test_a_sink_that_fails_is_told_and_the_client_goes_on(serve: Serve, connect: Connect) -> None:
    class Full(MemorySink):
        async def store(self, exchange: Exchange) -> Capture | None:
            if exchange.url.endswith("/1"):
                raise RuntimeError("disk full")
            return await super().store(exchange)

    server = serve({"/1": Answer(page(b"1")), "/2": Answer(page(b"2"))})
    client = connect(to=Full())
    with pytest.raises(RuntimeError, match="disk full"):
        await client.fetch(WireRequest(server.url("/1")))
    assert (await client.fetch(WireRequest(server.url("/2")))).body == b"2"


@SCHEMES
async def test_a_close_without_a_goodbye_ends_a_body_of_unknown_length(
    scheme: str, serve: Serve, connect: Connect
) -> None:
    """Old servers never say TLS's goodbye; the reader is told that nothing declared the end."""
    server = serve({"/": Answer(b"HTTP/1.1 200 OK\r\n\r\nbody", "drop")}, scheme)
    outcome = await connect().fetch(WireRequest(server.url("/")))
    assert (outcome.body, outcome.by_close, outcome.exchange.truncated) == (b"body", True, None)


@pytest.mark.parametrize("status", [b"429 Too Many Requests", b"503 Service Unavailable"])
async def test_a_server_that_asks_for_time_gets_it(status: bytes, serve: Serve, connect: Connect) -> None:
    server = serve({"/": Answer(b"HTTP/1.1 " + status + b"\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n")})
    gates = Gates()
    await connect(gates=gates).fetch(WireRequest(server.url("/")))
    assert 590 < gates.gate("127.0.0.1").wait() <= 600


async def test_an_answer_that_asks_for_nothing_is_not_waited_for(serve: Serve, connect: Connect) -> None:
    server = serve({"/": Answer(page(b"x", b"Retry-After: 600\r\n"))})
    gates = Gates()
    await connect(gates=gates).fetch(WireRequest(server.url("/")))
    assert gates.gate("127.0.0.1").wait() == 0


async def test_a_network_failure_makes_the_host_rest(serve: Serve, connect: Connect) -> None:
    server = serve({"/": Answer(b"", "reset")})
    gates = Gates()
    await connect(gates=gates, pause=30).fetch(WireRequest(server.url("/")))
    assert gates.gate("127.0.0.1").wait() > 25


async def test_the_hosts_of_one_client_do_not_wait_for_each_other(serve: Serve, connect: Connect) -> None:
    server = serve({"/": Answer(page(b"x"))})
    client = connect(delay=3600, connect_to=[f"::127.0.0.1:{server.port}"])
    for host in ("a.example", "b.example", "c.example"):
        outcome = await asyncio.wait_for(client.fetch(WireRequest(f"http://{host}/")), 10)
        assert outcome.body == b"x"
