"""Large answers: exact, on disk, in flat memory."""

import gzip
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.wire.framing import split_message
from crawler.wire.request import Limits, WireRequest
from crawler.wire.spool import SpoolError
from tests.wire.conftest import Connect, Serve
from tests.wire.memory import MemorySink
from tests.wire.rawserver import Answer, Peer

MIB = 1024 * 1024
SCHEMES = pytest.mark.parametrize("scheme", ["http", "https"])

_FETCH = """
import asyncio, hashlib, json, resource, sys
from pathlib import Path
from crawler.wire.client import Client
from crawler.wire.gate import Gates
from crawler.wire.request import Limits, WireRequest

class Sink:
    async def store(self, exchange):
        told["size"] = exchange.response.size
        told["digest"] = exchange.block_digest
        told["again"] = hashlib.sha256()
        for chunk in exchange.response.chunks():
            told["again"].update(chunk)
        told["again"] = "sha256:" + told["again"].hexdigest()
        told["code"] = exchange.failure and exchange.failure.code
    async def late(self, capture, data):
        raise RuntimeError("late")

async def main():
    url, spool, cacert = sys.argv[1:]
    client = Client(Sink(), allow=["127.0.0.1"], delay=0, gates=Gates(), spool_dir=Path(spool), cacert=Path(cacert),
                    limits=Limits(max_size=200 * 1024 * 1024))
    await client.fetch(WireRequest(url))
    await client.close()

told = {}
asyncio.run(main())
told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps(told))
"""


def body(size: int) -> bytes:
    return bytes(range(256)) * (size // 256)


@SCHEMES
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_case_28_a_hundred_megabytes_are_exact_in_flat_memory(
    framing: str, scheme: str, serve: Serve, tmp_path: Path, cacert: Path
) -> None:
    """Peak memory at most 40 MB above the same process fetching 1 KB."""
    hashes: dict[str, str] = {}
    piece = body(MIB)

    def answer(peer: Peer) -> Answer:
        path = peer.told[-1].path
        number = 100 if path == "/big" else 0
        rest = body(1024) if path == "/small" else b""
        digest = hashlib.sha256()
        size = len(piece) * number + len(rest)
        extra = {"length": b"Content-Length: %d\r\n" % size, "chunked": b"Transfer-Encoding: chunked\r\n", "close": b""}
        parts = [b"HTTP/1.1 200 OK\r\n" + extra[framing] + b"\r\n", *([piece] * number), *([rest] if rest else [])]
        if framing == "chunked":
            parts = [parts[0], *(b"%x\r\n%s\r\n" % (len(part), part) for part in parts[1:]), b"0\r\n\r\n"]
        for part in parts:
            digest.update(part)
            peer.socket.sendall(part)
        hashes[path] = f"sha256:{digest.hexdigest()}"
        return Answer(b"", "close")

    server = serve({"/big": answer, "/small": answer}, scheme)
    told = {}
    for path in ("/small", "/big"):
        command = [sys.executable, "-c", _FETCH, server.url(path), str(tmp_path), str(cacert)]
        told[path] = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=100).stdout)
        assert told[path]["digest"] == told[path]["again"] == hashes[path]
        assert told[path]["code"] is None
    assert told["/big"]["size"] > 100 * MIB
    assert told["/big"]["peak"] - told["/small"]["peak"] < 40_000_000
    assert list(tmp_path.iterdir()) == []


@SCHEMES
@pytest.mark.parametrize("size", [MIB - 300, MIB, 5 * MIB, 17 * MIB])
async def test_bodies_around_the_bounds_are_exact(
    size: int, scheme: str, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    whole = body(size)
    chunks = [whole[start : start + 300_000] for start in range(0, len(whole), 300_000)]
    framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    server = serve({"/": Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed)}, scheme)
    client = connect()
    for _ in range(2):
        outcome = await client.fetch(WireRequest(server.url("/")))
        assert outcome.exchange.failure is None
        assert outcome.body == (whole if size <= 16 * MIB else None)
        assert outcome.exchange.payload_digest == f"sha256:{hashlib.sha256(whole).hexdigest()}"
    assert [kept.block for kept in sink.kept] == [told.sent for told in server.told]
    assert len(server.peers) == 1


async def test_a_large_body_that_is_coded_is_checked_to_its_end(
    serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    noise = random.Random(7).randbytes(3 * MIB)  # does not shrink: the payload is larger than the copy
    coded = gzip.compress(noise, 1)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    cut = coded[:-100]
    server = serve({"/whole": Answer(head % len(coded) + coded), "/cut": Answer(head % len(cut) + cut)})
    client = connect(limits=Limits(copy=MIB))
    whole = await client.fetch(WireRequest(server.url("/whole")))
    assert (whole.exchange.failure, whole.body, whole.payload) == (None, None, None)
    broken = await client.fetch(WireRequest(server.url("/cut")))
    assert broken.exchange.failure
    assert broken.exchange.failure.code == "http.decode"
    assert split_message([sink.of("/cut").block or b""]).payload == cut


async def test_a_bomb_is_stored_and_not_unfolded(serve: Serve, connect: Connect, sink: MemorySink) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    server = serve(
        {"/": Answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb)}
    )
    outcome = await connect().fetch(WireRequest(server.url("/")))
    assert outcome.exchange.failure
    assert outcome.exchange.failure.code == "http.maxsize"
    assert outcome.exchange.truncated is None  # what was received is whole
    assert (sink.kept[0].block or b"").endswith(bomb)


@SCHEMES
async def test_a_stall_while_the_disk_is_written_keeps_what_came(
    scheme: str, serve: Serve, connect: Connect, sink: MemorySink
) -> None:
    sent = b"HTTP/1.1 200 OK\r\nContent-Length: 90000000\r\n\r\n" + body(3 * MIB)
    server = serve({"/": Answer(sent, "hold")}, scheme)
    outcome = await connect(limits=Limits(timeout=1)).fetch(WireRequest(server.url("/")))
    assert outcome.exchange.truncated == "time"
    assert sink.kept[0].block == sent


async def test_a_spool_that_cannot_be_written_is_no_network_failure(
    serve: Serve, connect: Connect, tmp_path: Path
) -> None:
    server = serve(
        {"/big": Answer(b"HTTP/1.1 200 OK\r\n\r\n" + body(3 * MIB), "close"), "/": Answer(b"HTTP/1.1 204 X\r\n\r\n")}
    )
    client = connect(spool_dir=tmp_path / "missing")
    with pytest.raises(SpoolError, match="missing"):
        await client.fetch(WireRequest(server.url("/big")))
    assert (await client.fetch(WireRequest(server.url("/")))).exchange.failure is None
