"""What a crawl of the real command keeps, record by record, against what the raw server sent and received."""

import base64
import hashlib
import json
import re
import signal
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.newsroom import EVERYTHING, HOST, Newsroom, Page, listing, statement
from tests.wire.rawproxy import RawProxy
from tests.wire.rawserver import Answer

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
MOVED = Answer(b"HTTP/1.1 302 Found\r\nLocation: /news/2\r\nContent-Length: 0\r\n\r\n")
MISSING = Answer(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")
_HEADER = re.compile(rb"([A-Za-z-]+): ([^\r\n]*)\r\n")


@dataclass
class Record:
    """One record as it lies in its file: ``member`` are its bytes there, ``headers`` keep repeated names."""

    file: Path
    offset: int
    member: bytes
    headers: list[tuple[str, str]]
    block: bytes

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each == name]

    def the(self, name: str) -> str:
        [value] = self.all(name)
        return value


def records(archive: Path) -> Iterator[Record]:
    """Every record of an archive, by a reader of a few lines that shares nothing with the writer."""
    for file in sorted(archive.glob("warc/*/*/*.warc.gz")):
        data, offset = file.read_bytes(), 0
        while offset < len(data):
            stream = zlib.decompressobj(31)
            text = stream.decompress(data[offset:])
            assert stream.eof
            end = len(data) - len(stream.unused_data)
            head, _, rest = text.partition(b"\r\n\r\n")
            version, _, lines = (head + b"\r\n").partition(b"\r\n")
            assert version == b"WARC/1.1"
            headers = [(name.decode(), value.decode()) for name, value in _HEADER.findall(lines)]
            length = int(dict(headers)["Content-Length"])
            assert rest[length:] == b"\r\n\r\n"
            yield Record(file, offset, data[offset:end], headers, rest[:length])
            offset = end


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Three crawls: of everything, of the same again, and through a proxy."""
    pages = {
        "/news/1": Page(statement(1), '"v1"', coding="chunked"),
        "/news/2": Page(statement(2), coding="gzip"),
        "/news/3": MOVED,
        "/news/4": Page(statement(1)),  # the very body of /news/1
        "/news/5": MISSING,
    }
    folder = tmp_path_factory.mktemp("kept")
    with Newsroom(folder, {"/news": Page(listing(1, 2, 3, 4, 5)), **pages}) as room:
        room.crawl("--timeout", "20")
        room.crawl("--timeout", "20", *EVERYTHING)
        with RawProxy({HOST: "127.0.0.1"}) as proxy:
            room.crawl(
                *EVERYTHING,
                *("--proxy", proxy.url("user:secret")),
                *("--connect-to", f"{HOST}:80:{HOST}:{room.server.port}"),
                mapped=False,
            )
        yield room


def _answers(room: Newsroom) -> list[Record]:
    return [each for each in records(room.archive) if each.the("WARC-Type") in ("response", "revisit")]


def test_every_request_and_answer_is_kept_as_the_server_saw_it(kept: Newsroom) -> None:
    requests = [each.block for each in records(kept.archive) if each.the("WARC-Type") == "request"]
    assert sorted(requests) == sorted(told.request for told in kept.server.told)
    sent = sorted(told.sent for told in kept.server.told)
    whole = {hashlib.sha256(each).hexdigest(): each for each in sent}
    found = []
    for answer in _answers(kept):
        if answer.the("WARC-Type") == "response":
            assert hashlib.sha256(answer.block).hexdigest() in whole
            found.append(answer.block)
        else:
            [same] = {each for each in sent if each.startswith(answer.block)} or {b""}
            found.append(same)
    assert sorted(found) == sent


def test_case_29_equal_bodies_at_two_addresses_make_a_revisit(kept: Newsroom) -> None:
    first = next(each for each in _answers(kept) if each.the("WARC-Target-URI").endswith("/news/1"))
    copy = next(each for each in _answers(kept) if each.the("WARC-Target-URI").endswith("/news/4"))
    first, copy = (first, copy) if first.the("WARC-Type") == "response" else (copy, first)
    assert (first.the("WARC-Type"), copy.the("WARC-Type")) == ("response", "revisit")
    assert copy.the("WARC-Profile") == SAME_PAYLOAD
    assert copy.the("WARC-Refers-To") == first.the("WARC-Record-ID")
    assert copy.the("WARC-Refers-To-Target-URI") == first.the("WARC-Target-URI")
    assert copy.the("WARC-Refers-To-Date") == first.the("WARC-Date")
    assert copy.the("WARC-Payload-Digest") == first.the("WARC-Payload-Digest")
    assert copy.the("WARC-Truncated") == "length"
    assert copy.block.endswith(b"\r\n\r\n")


def test_case_31_killed_mid_record_the_recovered_prefix_is_whole(tmp_path: Path) -> None:
    pages = {f"/news/{n}": Page(statement(n)) for n in range(1, 6)}
    with Newsroom(tmp_path, {"/news": Page(listing(*range(1, 6))), **pages}) as room:
        options = ("--connect-to", f"{HOST}:80:127.0.0.1:{room.server.port}", "--delay", "0.6")
        killed = room.communique("crawl", "newsroom", *options, module=("tests.spiders.killed", "7"))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        [growing] = room.archive.glob("warc/newsroom/*/*.open")
        before = growing.read_bytes()
        assert sum(map(len, _members(before))) < len(before)  # it was the middle of a record
        run, _ = room.crawl()
        assert run["outcome"] == "ok"
        assert room.communique("verify").returncode == 0
    [tail] = (room.archive / "quarantine").iterdir()
    prefix = before.removesuffix(tail.read_bytes())
    assert growing.with_suffix("").read_bytes().startswith(prefix)
    assert sum(map(len, _members(prefix))) == len(prefix) > 0
    assert sorted(line["url"] for line in _lines(room)) == [f"http://{HOST}/news/{n}" for n in range(1, 6)]


def _lines(room: Newsroom) -> list[Any]:
    paths = sorted(room.archive.glob("statements/newsroom/*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]


def _members(data: bytes) -> Iterator[bytes]:
    """The whole gzip members that data begins with."""
    while data:
        stream = zlib.decompressobj(31)
        stream.decompress(data)
        if not stream.eof:
            return
        yield data[: len(data) - len(stream.unused_data)]
        data = stream.unused_data


def test_case_32_every_member_decodes_alone_at_its_cdxj_offset_and_every_reference_resolves(kept: Newsroom) -> None:
    by_id = {each.the("WARC-Record-ID"): each for each in records(kept.archive)}
    answers = {(each.file.name, each.offset): each for each in _answers(kept)}
    indexed = set()
    for index in kept.archive.glob("warc/*/*/*.cdxj"):
        for line in index.read_text("utf-8").splitlines():
            fields = json.loads(line.split(" ", 2)[2])
            place = fields["filename"].rpartition("/")[2], int(fields["offset"])
            record = answers[place]
            data = record.file.read_bytes()[record.offset : record.offset + int(fields["length"])]
            stream = zlib.decompressobj(31)
            assert record.block in stream.decompress(data)
            assert (stream.eof, stream.unused_data) == (True, b"")
            assert fields["url"] == record.the("WARC-Target-URI")
            indexed.add(place)
    assert indexed == set(answers)
    for record in by_id.values():
        for name in ("WARC-Concurrent-To", "WARC-Warcinfo-ID", "WARC-Refers-To"):
            for other in record.all(name):
                assert other in by_id, (record.headers, name)
        for other in record.all("WARC-Concurrent-To"):
            if record.the("WARC-Type") in ("request", "response", "revisit"):
                assert record.the("WARC-Record-ID") in by_id[other].all("WARC-Concurrent-To")


def test_case_33_every_block_digest_recomputes_and_the_address_is_the_peers(kept: Newsroom) -> None:
    count = 0
    for record in records(kept.archive):
        assert record.the("WARC-Block-Digest") == f"sha256:{hashlib.sha256(record.block).hexdigest()}"
        count += 1
    assert count > 40
    proxied = {other for each in _findings(kept, "proxy") for other in each.all("WARC-Concurrent-To")}
    exchanges = [each for each in records(kept.archive) if each.the("WARC-Type") in ("request", "response", "revisit")]
    addresses = {(each.the("WARC-Record-ID") in proxied, *each.all("WARC-IP-Address")) for each in exchanges}
    assert addresses == {(False, "127.0.0.1"), (True,)}


def test_case_27_what_went_through_a_proxy_says_so_and_nothing_of_its_password_is_kept(kept: Newsroom) -> None:
    told = _findings(kept, "proxy")
    assert len(told) == len([each for each in _answers(kept) if not each.all("WARC-IP-Address")]) >= 6
    assert all(b'"tunnel":true' in each.block for each in told)
    secret = base64.b64encode(b"user:secret")
    for path in kept.archive.rglob("*"):
        assert path.is_dir() or b"secret" not in path.read_bytes()
    for record in records(kept.archive):
        assert secret not in record.block
        assert b"roxy-" not in record.block
        assert not record.block.startswith(b"CONNECT")


def _findings(room: Newsroom, kind: str) -> list[Record]:
    return [
        each
        for each in records(room.archive)
        if each.the("WARC-Type") == "metadata" and f'"kind":"{kind}"'.encode() in each.block
    ]


def test_what_three_crawls_have_kept_is_sound(kept: Newsroom) -> None:
    ran = kept.communique("verify")
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
