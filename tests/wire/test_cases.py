"""The acceptance cases of one response, over TCP and over TLS: what is stored is what the server sent."""

import hashlib

import pytest

from crawler.wire.framing import split_message
from crawler.wire.request import WireRequest
from tests.wire.cases import CASES, Case
from tests.wire.conftest import Connect, Serve
from tests.wire.memory import MemorySink


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_is_stored_is_what_the_server_sent(
    case: Case, scheme: str, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    server = serve({case.path: case.answer}, scheme)
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
    assert exchange.ip == "127.0.0.1"
    assert exchange.tls_verified is (True if scheme == "https" else None)
    assert [name.partition("/")[0] for name in exchange.protocols] == ["http", "tls"][: len(exchange.protocols)]
    assert len(exchange.protocols) == (2 if scheme == "https" else 1)
    assert outcome.capture == kept.capture


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
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
