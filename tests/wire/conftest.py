"""Servers and clients for tests of the wire."""

import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import trustme

from crawler.wire.client import Client
from crawler.wire.gate import Gates
from tests.wire.memory import MemorySink
from tests.wire.rawproxy import RawProxy
from tests.wire.rawserver import RawServer, Script

Serve = Callable[..., RawServer]
Connect = Callable[..., Client]
Proxied = Callable[..., RawProxy]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def cacert(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "press.example").configure_cert(context)
    return context


@pytest.fixture
def serve(server_tls: ssl.SSLContext) -> Iterator[Serve]:
    """``serve(answers, scheme="http", …)``: a running server, stopped at the end of the test."""
    with ExitStack() as stack:

        def start(
            answers: Mapping[str, Script | list[Script]], scheme: str = "http", tls: ssl.SSLContext | None = None
        ) -> RawServer:
            context = tls or (server_tls if scheme == "https" else None)
            return stack.enter_context(RawServer(answers, context))

        yield start


@pytest.fixture
def proxied() -> Iterator[Proxied]:
    """``proxied(hosts, answer)``: a running proxy, stopped at the end of the test."""
    with ExitStack() as stack:
        yield lambda *args, **named: stack.enter_context(RawProxy(*args, **named))


@pytest.fixture
def sink() -> MemorySink:
    return MemorySink()


@pytest_asyncio.fixture
async def connect(sink: MemorySink, cacert: Path, tmp_path: Path) -> AsyncIterator[Connect]:
    """``connect(**options)``: a client that may ask loopback, without delay, with gates of its own."""
    clients: list[Client] = []

    def make(**options: Any) -> Client:
        chosen: dict[str, Any] = {
            "allow": ["127.0.0.0/8", "::1"],
            "delay": 0.0,
            "cacert": cacert,
            "spool_dir": tmp_path,
            "pause": 0.01,
            "gates": Gates(),
        }
        client = Client(options.pop("to", sink), **(chosen | options))
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.close()
