"""The check finds every clip and every flip, and names where."""

import hashlib
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.model.failure import Failure
from crawler.warc.build import NOT_MODIFIED, SAME_PAYLOAD, exchange_records, metadata_record
from crawler.warc.check import check_file
from crawler.warc.disk import RealDisk
from crawler.warc.member import HEADER, Member, compress
from crawler.warc.reader import read_records
from crawler.warc.record import Record, encode
from crawler.warc.segment import Segment

from .samples import (
    CHUNKED,
    GARBAGE,
    MOMENT,
    NAME,
    PLAIN,
    URL,
    append,
    exchange,
    ids,
    warcinfo,
    write_revisits,
    write_segment,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small file with a record of every kind but those that refer to others."""
    return write_segment(
        tmp_path,
        [
            exchange(),
            exchange(CHUNKED, interim=b"HTTP/1.1 103 Early Hints\r\n\r\n", surplus=b"more"),
            exchange(GARBAGE, failure=Failure("http.garbage", "no HTTP")),
            exchange(None, failure=Failure("net.reset", "gone")),
        ],
    )


def sentences(path: Path, expect_size: int | None = None) -> list[str]:
    return [damage.sentence for damage in check_file(path, expect_size=expect_size)]


def test_whole_file_has_no_damage(path: Path) -> None:
    assert not list(check_file(path))
    assert not list(check_file(path, expect_size=path.stat().st_size))


def test_every_clip_is_found(path: Path, tmp_path: Path) -> None:
    whole = path.read_bytes()
    clipped = tmp_path / "clipped.warc.gz"
    for size in range(len(whole)):
        clipped.write_bytes(whole[:size])
        assert sentences(clipped, len(whole)), size


def test_every_clip_inside_a_member_is_found_without_knowing_the_size(path: Path, tmp_path: Path) -> None:
    whole = path.read_bytes()
    starts = {record.offset for record in read_records(path)}
    clipped = tmp_path / "clipped.warc.gz"
    for size in set(range(len(whole))) - starts:
        clipped.write_bytes(whole[:size])
        damages = list(check_file(clipped))
        last = max(start for start in starts if start <= size)
        assert any(damage.offset == last and "ends inside" in damage.sentence for damage in damages), size


def test_every_flipped_byte_is_found_in_its_member(path: Path) -> None:
    whole = path.read_bytes()
    bounds = [(record.offset, record.offset + record.length) for record in read_records(path)]
    chance = random.Random(20211108)
    for place in range(len(whole)):  # every byte once, so some hundreds of flips more than a sample would have
        changed = bytearray(whole)
        changed[place] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        member = next(start for start, end in bounds if start <= place < end)
        assert member in {damage.offset for damage in check_file(path)}, place


def test_clips_and_flips_of_what_refers_to_others_are_found(tmp_path: Path) -> None:
    path = write_revisits(tmp_path)
    whole = path.read_bytes()
    bounds = [(record.offset, record.offset + record.length) for record in read_records(path)]
    chance = random.Random(304)
    for place in range(bounds[3][0], len(whole), 3):  # those before are as in the other file
        path.write_bytes(whole[:place])
        assert sentences(path, len(whole)), place
        changed = bytearray(whole)
        changed[place] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        member = next(start for start, end in bounds if start <= place < end)
        assert member in {damage.offset for damage in check_file(path)}, place


def test_flips_that_leave_the_text_as_it_was_are_found(tmp_path: Path) -> None:
    """Padding bits, and matches that may point to equal strings: gzip's own CRC stays true over these."""
    path = write_segment(tmp_path, [exchange(b"HTTP/1.1 200 OK\r\n\r\n" + b"<p>abcabcabc</p>" * 50)])
    whole = path.read_bytes()
    silent = 0
    for place in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            if place % 7 == 0 or _inflates_alike(whole, bytes(changed)):
                silent += _inflates_alike(whole, bytes(changed))
                path.write_bytes(changed)
                assert sentences(path), (place, bit)
    assert silent > 20  # else this test proves nothing


def _inflates_alike(whole: bytes, changed: bytes) -> bool:
    try:
        return _inflate(changed) == _inflate(whole)
    except zlib.error:
        return False


def _inflate(data: bytes) -> bytes:
    text = b""
    while data:
        stream = zlib.decompressobj(31)
        text += stream.decompress(data)
        if not stream.eof:
            raise zlib.error("cut")
        data = stream.unused_data
    return text


def test_trailing_garbage_is_found(path: Path) -> None:
    size = path.stat().st_size
    for garbage in (b"x", b"\x00" * 1000, HEADER, b"\x1f\x8b"):
        path.write_bytes(path.read_bytes()[:size] + garbage)
        assert [damage.offset for damage in check_file(path)] == [size]


def test_bytes_after_the_committed_size_are_not_judged(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"half a mem")
    assert not sentences(path, size)


def test_committed_size_inside_a_member_is_found(path: Path) -> None:
    assert "ends inside" in sentences(path, path.stat().st_size - 3)[0]


def test_doubled_member_is_found(path: Path) -> None:
    records = list(read_records(path))
    whole = path.read_bytes()
    for record in records:
        member = whole[record.offset : record.offset + record.length]
        path.write_bytes(whole + member)
        assert any("twice" in sentence for sentence in sentences(path))


def test_missing_member_of_a_pair_is_found(path: Path) -> None:
    whole = path.read_bytes()
    for record in read_records(path):
        if record.type in ("request", "response", "revisit") and record.header("warc-concurrent-to"):
            path.write_bytes(whole[: record.offset] + whole[record.offset + record.length :])
            assert any(f"names {record.id}" in sentence for sentence in sentences(path))
            path.write_bytes(whole)


def test_walk_goes_on_after_a_damaged_member(path: Path) -> None:
    records = list(read_records(path))
    changed = bytearray(path.read_bytes())
    for record in (records[1], records[4]):
        changed[record.offset + record.length // 2] ^= 0xFF
    path.write_bytes(changed)
    offsets = {damage.offset for damage in check_file(path)}
    assert {records[1].offset, records[4].offset} <= offsets
    assert f"the next member begins at byte {records[2].offset}" in sentences(path)[0]


def test_damaged_warcinfo_is_told_once(path: Path) -> None:
    changed = bytearray(path.read_bytes())
    changed[30] ^= 0xFF
    path.write_bytes(changed)
    told = sentences(path)
    assert len(told) == 2
    assert "no whole warcinfo" in told[1]


def test_empty_and_missing_files_are_found(tmp_path: Path) -> None:
    (tmp_path / "empty.warc.gz").touch()
    assert "empty" in sentences(tmp_path / "empty.warc.gz")[0]
    assert "cannot be opened" in sentences(tmp_path / "none.warc.gz")[0]
    assert "cannot be read" in sentences(tmp_path)[0]


def _segment_with(root: Path, lie: Callable[[Record], Record | Member]) -> Path:
    """A segment whose plain response was changed by ``lie`` before it was compressed."""
    new_id = ids()
    first = warcinfo(new_id)
    segment = Segment.create(RealDisk(), root, NAME, first)
    members = []
    for record in exchange_records(exchange(), warcinfo_id=first.id, new_id=new_id):
        told = lie(record) if record.type == "response" else record
        members.append(encode(told) if isinstance(told, Record) else told)
    segment.append(members)
    segment.seal()
    for member in members:
        member.close()
    return root / NAME


def _text(record: Record) -> bytes:
    member = encode(record)
    text = zlib.decompress(b"".join(member.chunks()), 31)
    member.close()
    return text


def _with(record: Record, name: str, value: str) -> Record:
    return replace(record, headers=tuple((key, value if key == name else old) for key, old in record.headers))


def _without(record: Record, name: str) -> Record:
    return replace(record, headers=tuple(header for header in record.headers if header[0] != name))


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        (lambda r: compress([_text(r).replace(b"Content-Length: 76", b"Content-Length: 75")]), "two empty lines"),
        (
            lambda r: compress([_text(r).replace(b"Content-Length: 76", b"Content-Length: 99")]),
            "-Length says 99",
        ),
        (lambda r: compress([_text(r).replace(b"Content-Length: 76", b"Content-Length: -1")]), "cannot have the value"),
        (lambda r: compress([_text(r), b"x"]), "two empty lines"),
        (lambda r: compress([_text(r), _text(r)]), "two empty lines"),
        (lambda r: compress([_text(r).replace(b"hello", b"hallo")]), "block does not have its digest"),
        (lambda r: _with(r, "WARC-Payload-Digest", "sha256:" + "0" * 64), "payload does not have its digest"),
        (lambda r: _without(r, "WARC-Block-Digest"), "block is missing"),
        (
            lambda r: _without(r, "WARC-Payload-Digest"),
            "payload is missing",
        ),
        (lambda r: _with(r, "WARC-Warcinfo-ID", "<urn:uuid:0>"), "WARC-Warcinfo-ID is <urn:uuid:0>"),
        (lambda r: _with(r, "WARC-Concurrent-To", "<urn:uuid:0>"), "names <urn:uuid:0>, which is not in this file"),
        (lambda r: compress([_text(r).replace(b"WARC-Date: ", b"WARC-Dote: ")]), "warc-date is missing"),
        (lambda r: compress([_text(r).replace(b"WARC/1.1", b"WARC/1.0")]), "not with WARC/1.1"),
        (lambda r: compress([_text(r).replace(b"T09:00", b"T29:00")]), "WARC-Date cannot have"),
        (lambda r: compress([_text(r)[:100]]), "no end of the record's headers"),
        (lambda r: compress([b""]), "no end of the record's headers"),
        (lambda r: compress([_text(r).replace(b"WARC-IP-Address: ", b"WARC-IP-Address ")]), "no colon"),
    ],
)
def test_lying_record_is_found(tmp_path: Path, lie: Callable[[Record], Record | Member], sentence: str) -> None:
    found = sentences(_segment_with(tmp_path, lie))
    assert any(sentence in one for one in found), found


def _revisits_with(root: Path, type_: str, lie: Callable[[Record], Record]) -> Path:
    """The segment of :func:`write_revisits`, whose records of a type were changed by ``lie``."""
    records = list(read_records(write_revisits(root)))
    segment = Segment(RealDisk(), root, NAME, RealDisk().create(root / f"{NAME}.open"), 0)
    (root / NAME).unlink()
    members = []
    for record in records:
        kept = ("warc-type", "warc-record-id", "content-length")
        headers = tuple((name, value) for name, some in record.headers.items() if name not in kept for value in some)
        written = Record(record.id, record.type, headers, record.block)
        members.append(encode(lie(written) if record.type == type_ else written))
    segment.append(members)
    segment.seal()
    for member in members:
        member.close()
    return root / NAME


def _blocked(record: Record, block: bytes) -> Record:
    return _with(replace(record, block=block), "warc-block-digest", f"sha256:{hashlib.sha256(block).hexdigest()}")


@pytest.mark.parametrize(
    ("type_", "lie", "sentence"),
    [
        ("revisit", lambda r: _without(r, "warc-refers-to"), "a revisit needs WARC-Refers-To"),
        ("revisit", lambda r: _without(r, "warc-refers-to-date"), "a revisit needs WARC-Refers-To-Date"),
        ("revisit", lambda r: _without(r, "warc-refers-to-target-uri"), "a revisit needs WARC-Refers-To-Target-URI"),
        ("revisit", lambda r: _without(r, "warc-payload-digest"), "a revisit needs WARC-Payload-Digest"),
        ("revisit", lambda r: _with(r, "warc-profile", "http://a.example/b"), "is none of ours"),
        ("revisit", lambda r: _with(r, "warc-profile", NOT_MODIFIED), "the status 200 does not go with"),
        ("revisit", lambda r: _with(r, "warc-profile", SAME_PAYLOAD), "the status 304 does not go with"),
        ("revisit", lambda r: _without(r, "warc-truncated"), "WARC-Truncated says length of a repeated payload"),
        ("revisit", lambda r: _blocked(r, bytes(r.block)[:-2]), "not one whole head"),  # type: ignore[arg-type]
        ("revisit", lambda r: _blocked(r, bytes(r.block) + b"x"), "not one whole head"),  # type: ignore[arg-type]
        ("revisit", lambda r: _blocked(r, b""), "not one whole head"),
        ("revisit", lambda r: replace(r, block=bytes(r.block).replace(b"HTTP", b"http")), "block does not have"),  # type: ignore[arg-type]
        ("revisit", lambda r: _with(r, "content-type", "text/html"), "not one whole head"),
        ("conversion", lambda r: _without(r, "warc-refers-to"), "a conversion needs WARC-Refers-To"),
        ("conversion", lambda r: _without(r, "communique-reader"), "a conversion needs Communique-Reader"),
    ],
)
def test_lying_revisit_or_conversion_is_found(
    tmp_path: Path, type_: str, lie: Callable[[Record], Record], sentence: str
) -> None:
    assert not sentences(_revisits_with(tmp_path / "a", type_, lambda record: record))
    found = sentences(_revisits_with(tmp_path / "b", type_, lie))
    assert any(sentence in one for one in found), found


def test_payload_digest_of_a_chunked_body_is_of_the_body_without_chunks(tmp_path: Path) -> None:
    honest = exchange(CHUNKED)
    assert not sentences(write_segment(tmp_path / "a", [honest]))
    raw = replace(honest, payload_digest=exchange(b"HTTP/1.1 200 OK\r\n\r\n" + CHUNKED[49:]).payload_digest)
    assert "payload does not have" in sentences(write_segment(tmp_path / "b", [raw]))[0]


def test_metadata_may_refer_to_a_record_of_another_file(tmp_path: Path) -> None:
    new_id = ids()
    first = warcinfo(new_id)
    segment = Segment.create(RealDisk(), tmp_path, NAME, first)
    record = metadata_record(
        {"kind": "statement"},
        target_uri=URL,
        refers_to="<urn:uuid:elsewhere>",
        concurrent_to=(),
        date=MOMENT,
        warcinfo_id=first.id,
        id=new_id(),
    )
    append(segment, [record])
    segment.seal()
    assert not sentences(tmp_path / NAME)


def test_second_warcinfo_is_found(tmp_path: Path) -> None:
    new_id = ids()
    segment = Segment.create(RealDisk(), tmp_path, NAME, warcinfo(new_id))
    append(segment, [warcinfo(new_id)])
    segment.seal()
    assert "not the first record" in sentences(tmp_path / NAME)[0]


def test_request_body_has_its_own_payload_digest(tmp_path: Path) -> None:
    posted = exchange(PLAIN, method="POST", request=b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na=b")
    path = write_segment(tmp_path, [posted])
    assert not sentences(path)
    request = next(record for record in read_records(path) if record.type == "request")
    assert request.header("warc-payload-digest") == exchange(b"HTTP/1.1 200 OK\r\n\r\na=b").payload_digest


class Big:
    """An answer of 100 MB that does not compress and is never in memory as a whole."""

    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    noise = random.Random(28).randbytes(100_000)
    rounds = 1000
    size = len(head) + rounds * (7 + 100_000 + 2) + 5

    def chunks(self) -> Iterator[bytes]:
        yield self.head
        for body in self.bodies():
            yield b"186A0\r\n" + body + b"\r\n"
        yield b"0\r\n\r\n"

    def bodies(self) -> Iterator[bytes]:
        for n in range(self.rounds):
            yield self.noise[n:] + self.noise[:n]

    def close(self) -> None:
        """Nothing to drop."""


def test_answer_of_100_mb_is_written_and_checked_in_flat_memory(tmp_path: Path) -> None:
    big, block, payload = Big(), hashlib.sha256(), hashlib.sha256()
    for piece in big.chunks():
        block.update(piece)
    for body in big.bodies():
        payload.update(body)
    one = replace(
        exchange(CHUNKED, block=big),
        block_digest=f"sha256:{block.hexdigest()}",
        payload_digest=f"sha256:{payload.hexdigest()}",
    )
    tracemalloc.start()
    try:
        path = write_segment(tmp_path, [one])
        written = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        assert not list(check_file(path))
        checked = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 100_000_000
    assert written < 16_000_000
    assert checked < 8_000_000
    with path.open("r+b") as file:
        file.seek(60_000_000)
        file.write(b"\x00\x01\x02")
    assert sentences(path)
