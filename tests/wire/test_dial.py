"""From a name to a connection: resolving, checking, IPv6 and IPv4, TLS, mapping."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from crawler.wire.request import Limits, WireRequest
from crawler.wire.tls import protocol_name, suite_name, tls_context
from tests.wire.conftest import Connect, Serve
from tests.wire.memory import MemorySink
from tests.wire.rawserver import Answer, RawServer

PAGE = Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")


class Names:
    """A resolver that is told what to say, and counts."""

    def __init__(self, **answers: list[str] | Exception) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, host: str, port: None, **_: Any) -> list[Any]:
        self.asked.append(host)
        answer = self.answers[host.partition(".")[0]]
        if isinstance(answer, Exception):
            raise answer
        rows: list[Any] = []
        for address in answer:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            row = (address, 0, 0, 0) if ":" in address else (address, 0)
            rows.append((family, socket.SOCK_STREAM, 6, "", row))
        return rows


async def code_of(connect: Connect, url: str, **options: Any) -> str | None:
    outcome = await connect(**options).fetch(WireRequest(url))
    assert outcome.exchange.request == b"" if outcome.exchange.failure else True
    return outcome.exchange.failure.code if outcome.exchange.failure else None


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"])
async def test_loopback_is_refused_however_it_is_written(host: str, serve: Serve, connect: Connect) -> None:
    server = serve({"/": PAGE})
    assert await code_of(connect, f"http://{host}:{server.port}/", allow=[]) == "address.forbidden"
    assert server.peers == []


async def test_one_private_address_among_public_ones_is_a_trap(serve: Serve, connect: Connect) -> None:
    server = serve({"/": PAGE})
    names = Names(trap=["8.8.8.8", "127.0.0.1"])
    url = f"http://trap.example:{server.port}/"
    assert await code_of(connect, url, allow=[], getaddrinfo=names) == "address.forbidden"
    assert server.peers == []


async def test_a_name_is_asked_once_and_the_checked_address_is_used(serve: Serve, connect: Connect) -> None:
    """A second look-up could answer otherwise (rebinding)."""
    server = serve({"/": Answer(PAGE.portions[0], "close")})
    names = Names(press=["127.0.0.1"])
    client = connect(getaddrinfo=names)
    for _ in range(2):
        outcome = await client.fetch(WireRequest(f"http://press.example:{server.port}/"))
        assert outcome.exchange.ip == "127.0.0.1"
    assert names.asked == ["press.example"]


async def test_a_name_that_is_allowed_may_be_anywhere(serve: Serve, connect: Connect) -> None:
    server = serve({"/": PAGE})
    url = f"http://press.example:{server.port}/"
    assert await code_of(connect, url, allow=["press.example"], getaddrinfo=Names(press=["127.0.0.1"])) is None


async def test_a_name_without_an_address_is_told_and_stored(connect: Connect, sink: MemorySink) -> None:
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert await code_of(connect, "http://none.example/", getaddrinfo=Names(none=error)) == "net.dns"
    [kept] = sink.kept
    assert (kept.block, kept.exchange.ip, kept.exchange.truncated) == (None, None, None)
    assert kept.exchange.failure
    assert "Name or service not known" in kept.exchange.failure.sentence


async def test_a_resolver_that_hangs_is_given_up(connect: Connect) -> None:
    go = threading.Event()

    def hang(*_: Any, **__: Any) -> list[Any]:
        go.wait(10)
        return []

    assert await code_of(connect, "http://slow.example/", getaddrinfo=hang, limits=Limits(timeout=0.2)) in (
        "net.dns",
        "net.timeout",
    )
    go.set()


async def test_a_broken_ipv6_falls_back_and_the_record_names_the_peer(serve: Serve, connect: Connect) -> None:
    server = serve({"/": PAGE})
    names = Names(both=["127.0.0.1", "::1"])
    outcome = await connect(getaddrinfo=names).fetch(WireRequest(f"http://both.example:{server.port}/"))
    assert (outcome.body, outcome.exchange.ip) == (b"x", "127.0.0.1")


async def test_an_address_that_swallows_everything_is_overtaken(serve: Serve, connect: Connect) -> None:
    """A listener whose queue is full neither accepts nor refuses."""
    server = serve({"/": PAGE})
    with socket.socket() as full:
        full.bind(("127.0.0.2", server.port))
        full.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.2", server.port))
        names = Names(both=["127.0.0.2", "127.0.0.1"])
        outcome = await connect(getaddrinfo=names).fetch(WireRequest(f"http://both.example:{server.port}/"))
        for filler in fillers:
            filler.close()
    assert (outcome.body, outcome.exchange.ip) == (b"x", "127.0.0.1")


async def test_ipv6_is_asked_first(connect: Connect) -> None:
    try:
        server = RawServer({"/": PAGE}, address="::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with server:
        names = Names(both=["127.0.0.1", "::1"])
        outcome = await connect(getaddrinfo=names).fetch(WireRequest(f"http://both.example:{server.port}/"))
        assert outcome.exchange.ip == "::1"
        literal = await connect().fetch(WireRequest(f"http://[::1]:{server.port}/"))
        assert f"Host: [::1]:{server.port}".encode() in literal.exchange.request


async def test_a_refused_connection_is_told(connect: Connect) -> None:
    with RawServer({}) as gone:
        pass
    assert await code_of(connect, gone.url("/")) == "net.refused"


async def test_a_mapping_changes_the_machine_and_nothing_else(serve: Serve, connect: Connect, sink: MemorySink) -> None:
    server = serve({"/": PAGE}, "https")
    client = connect(allow=[], connect_to=[f"press.example:443:127.0.0.1:{server.port}"])
    outcome = await client.fetch(WireRequest("https://press.example/"))
    assert outcome.body == b"x"
    assert outcome.exchange.tls_verified  # the certificate is press.example's: that name was sent and checked
    assert b"\r\nHost: press.example\r\n" in server.told[0].request


async def test_a_mapping_without_a_host_allows_no_address(serve: Serve, connect: Connect) -> None:
    server = serve({"/": PAGE})
    options = {"allow": [], "connect_to": [f":::{server.port}"]}
    assert await code_of(connect, "http://127.0.0.1/", **options) == "address.forbidden"


# TLS


def _tls(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def _bad(authority: trustme.CA, kind: str) -> ssl.SSLContext:
    past = datetime.now(UTC) - timedelta(days=1)
    if kind == "expired":
        return _tls(authority.issue_cert("127.0.0.1", not_after=past))
    if kind == "wrong host":
        return _tls(authority.issue_cert("elsewhere.example"))
    return _tls(trustme.CA().issue_cert("127.0.0.1"))


@pytest.mark.parametrize("kind", ["expired", "wrong host", "unknown authority"])
async def test_a_certificate_that_does_not_verify_is_refused(
    kind: str, authority: trustme.CA, serve: Serve, connect: Connect
) -> None:
    server = serve({"/": PAGE}, "https", tls=_bad(authority, kind))
    assert await code_of(connect, server.url("/")) == "tls.verify"
    assert server.told == []


@pytest.mark.parametrize("kind", ["expired", "wrong host", "unknown authority"])
async def test_archive_anyway_goes_on_and_says_so(
    kind: str, authority: trustme.CA, serve: Serve, connect: Connect
) -> None:
    server = serve({"/": Answer(PAGE.portions[0], "close")}, "https", tls=_bad(authority, kind))
    client = connect(trust="archive-anyway")
    for _ in range(2):
        outcome = await client.fetch(WireRequest(server.url("/")))
        assert outcome.body == b"x"
        assert outcome.exchange.tls_verified is False


async def test_archive_anyway_still_says_what_does_verify(serve: Serve, connect: Connect) -> None:
    server = serve({"/": PAGE}, "https")
    outcome = await connect(trust="archive-anyway").fetch(WireRequest(server.url("/")))
    assert outcome.exchange.tls_verified is True


async def test_a_server_that_speaks_no_tls_is_told(connect: Connect) -> None:
    def talk(listener: socket.socket) -> None:
        accepted, _ = listener.accept()
        with accepted:
            accepted.recv(1000)
            accepted.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk, args=(listener,))
        thread.start()
        assert await code_of(connect, f"https://127.0.0.1:{listener.getsockname()[1]}/") == "tls.failed"
        thread.join()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_protocol_and_suite_have_the_names_of_records(
    version: ssl.TLSVersion, authority: trustme.CA, serve: Serve, connect: Connect
) -> None:
    context = _tls(authority.issue_cert("127.0.0.1"))
    context.maximum_version = context.minimum_version = version
    server = serve({"/": PAGE}, "https", tls=context)
    outcome = await connect().fetch(WireRequest(server.url("/")))
    assert outcome.exchange.protocols == ("http/1.1", "tls/1.2" if version == ssl.TLSVersion.TLSv1_2 else "tls/1.3")
    assert outcome.exchange.cipher
    assert outcome.exchange.cipher.startswith("TLS_")
    assert ("_WITH_" in outcome.exchange.cipher) == (version == ssl.TLSVersion.TLSv1_2)


async def test_only_http_1_is_offered(authority: trustme.CA, serve: Serve, connect: Connect) -> None:
    context = _tls(authority.issue_cert("127.0.0.1"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    server = serve({"/": PAGE}, "https", tls=context)
    assert (await connect().fetch(WireRequest(server.url("/")))).body == b"x"
    assert isinstance(server.peers[0].socket, ssl.SSLSocket)
    assert server.peers[0].socket.selected_alpn_protocol() == "http/1.1"


def test_every_suite_that_is_offered_has_a_name() -> None:
    offered = [cipher["name"] for cipher in tls_context(None, True).get_ciphers()]
    assert all(suite_name(name) for name in offered)


@pytest.mark.parametrize(
    ("openssl", "iana"),
    [
        ("TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384"),
        ("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        ("ECDHE-ECDSA-CHACHA20-POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
        ("ECDHE-ECDSA-AES256-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
        ("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"),
        ("DHE-RSA-AES256-CCM8", "TLS_DHE_RSA_WITH_AES_256_CCM_8"),
        ("GOST2012-GOST8912-GOST8912", None),
    ],
)
def test_suites_have_the_names_of_the_registry(openssl: str, iana: str | None) -> None:
    assert suite_name(openssl) == iana


def test_protocols_have_the_names_of_records() -> None:
    assert [protocol_name(name) for name in ("TLSv1", "TLSv1.2", "TLSv1.3")] == ["tls/1.0", "tls/1.2", "tls/1.3"]


def test_a_bundle_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        tls_context(tmp_path / "none.pem", True)
