"""Other makers' files: what is odd is read, what is broken is named, and nothing of either is a crash."""

import contextlib
import gzip
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.warc.foreign import JoinedError, Skipped, opened, read_foreign, read_foreign_at
from crawler.warc.foreign_text import ForeignError
from tests.warc import makers


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def blocks(path: Path) -> list[tuple[str, str, bytes]]:
    return [(one.version, one.type, b"".join(one.block())) for one in read_foreign(path)]


def bounds(path: Path) -> list[tuple[int, int]]:
    return [(one.offset, one.finish()) for one in read_foreign(path)]


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"])
@pytest.mark.parametrize("compressed", [True, False])
def test_each_version_plain_and_compressed(tmp_path: Path, version: str, compressed: bool) -> None:
    records = [makers.warcinfo(version=version), makers.response(makers.http(), version=version)]
    path = write(tmp_path / "a", makers.packed(records) if compressed else b"".join(records))
    assert [(v, kind) for v, kind, _ in blocks(path)] == [(version, "warcinfo"), (version, "response")]
    assert blocks(path)[1][2] == makers.http()


def test_every_record_can_be_read_alone_at_its_bounds(tmp_path: Path) -> None:
    records = [makers.warcinfo(), makers.response(makers.http()), makers.response(makers.http(b"x"), tail=b"")]
    for name, data in (("plain", b"".join(records)), ("packed", makers.packed(records))):
        path = write(tmp_path / name, data)
        assert sum(length for _, length in bounds(path)) == len(data)
        with opened(path) as (fd, _):
            for (offset, length), (_, kind, block) in zip(bounds(path), blocks(path), strict=True):
                alone = read_foreign_at(fd, offset, length)
                assert (alone.type, b"".join(alone.block()), alone.finish()) == (kind, block, length)


@pytest.mark.parametrize("tail", [b"", b"\n", b"\r\n", b"\n\n", b"\r\n\r\n", b"\r\n\r\n\r\n\r\n"])
@pytest.mark.parametrize("compressed", [True, False])
def test_wrong_blank_lines_between_records(tmp_path: Path, tail: bytes, compressed: bool) -> None:
    records = [makers.response(makers.http(b"one"), tail=tail), makers.response(makers.http(b"two"), tail=tail)]
    path = write(tmp_path / "a", makers.packed(records) if compressed else b"".join(records))
    assert [block for _, _, block in blocks(path)] == [makers.http(b"one"), makers.http(b"two")]


def test_lines_that_end_with_lf_alone_and_folded_headers(tmp_path: Path) -> None:
    folded = makers.record(
        "response", makers.http(), "X-Long: first", "  second", "\tthird", name="a", end=b"\n", tail=b"\n\n"
    )
    records = read_foreign(write(tmp_path / "a", folded))
    one = next(records)
    assert one.header("x-long") == "first second third"
    assert b"".join(one.block()) == makers.http()


def test_brackets_around_an_address_go(tmp_path: Path) -> None:
    one = next(read_foreign(write(tmp_path / "a", makers.response(b"x", url="<http://mfa.example/a>"))))
    assert one.uri == "http://mfa.example/a"


@pytest.mark.parametrize("compressed", [True, False])
def test_arc_of_alexa(tmp_path: Path, compressed: bool) -> None:
    old = makers.http(status="HTTP/1.0 200 OK")
    records = makers.arc(
        [
            ("http://mfa.example/a", "192.0.2.7", "19970101000000", old),
            (
                "http://mfa.example/with space in it",
                "192.0.2.7",
                "19970101000001",
                b"<html>an answer of HTTP/0.9</html>",
            ),
            ("dns:mfa.example", ".".join("0000"), "19970101000002", b"19970101000002\nmfa.example. 1 IN A 192.0.2.7\n"),
        ]
    )
    path = write(tmp_path / "a", makers.packed(records) if compressed else b"".join(records))
    found = list(
        zip(
            *[(one.type, one.uri, one.header("warc-ip-address"), b"".join(one.block())) for one in read_foreign(path)],
            strict=True,
        )
    )
    assert found[0] == ("filedesc", "response", "response", "resource")
    assert found[1][1:3] == ("http://mfa.example/a", "http://mfa.example/with space in it")
    assert found[2] == (None, "192.0.2.7", "192.0.2.7", None)
    assert found[3][1] == old


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04 a package", "no record begins here"),
        (b"WARC/0.9 response 12", "the record begins with b'WARC/0.9"),
        (b"WARC/2.0\r\nWARC-Type: response\r\n\r\n", "WARC 0.17, 0.18, 1.0 and 1.1 are read"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "does not say how long it is"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -3\r\n\r\n", "Content-Length is '-3'"),
        (b"WARC/1.0\r\nContent-Length: 0\r\n\r\n", "of which type"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Le", "ends inside the record's head"),
        (b"WARC/1.0\r\nX: " + b"a" * 100_000, "longer than 65536 bytes"),
        (b"\x1f\x8b", "ends inside this gzip member"),
        (b"\x1f\x8bnot gzip at all", "the gzip member is broken"),
        (gzip.compress(b"hello, world\n", mtime=0), "no record begins here, but b'hello, world"),
    ],
)
def test_what_is_no_file_of_ours_to_read_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(ForeignError, match="byte 0: ") as caught:
        blocks(write(tmp_path / "a", data))
    assert said in str(caught.value)


@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_clipped_at_every_byte_gives_a_prefix_or_a_place_and_a_reason(tmp_path: Path, compressed: bool) -> None:
    records = [makers.warcinfo(), makers.response(makers.http(b"a page")), makers.revisit(b"")]
    whole = makers.packed(records) if compressed else b"".join(records)
    path = write(tmp_path / "a", whole)
    complete = blocks(path)
    starts = [offset for offset, _ in bounds(path)]
    told: list[tuple[int, bool]] = []
    for size in range(len(whole)):
        write(path, whole[:size])
        met: list[tuple[str, str, bytes]] = []
        try:
            for one in read_foreign(path):
                block = b"".join(one.block())
                one.finish()
                met.append((one.version, one.type, block))
        except ForeignError as error:
            told.append((error.offset, bool(error.sentence)))
        else:
            assert met
            assert not compressed or size in starts
        assert met == complete[: len(met)]
    assert len(told) > len(whole) // 2
    assert {offset for offset, _ in told} == set(starts)
    assert all(said for _, said in told)


def test_a_flipped_bit_of_a_compressed_file_is_an_error_or_changes_no_block(tmp_path: Path) -> None:
    whole = makers.packed([makers.response(makers.http(b"a page of some length " * 9))])
    path = write(tmp_path / "a", whole)
    complete = blocks(path)
    offsets: set[int] = set()
    for position in range(len(whole)):
        write(path, whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :])
        try:
            assert blocks(path) == complete
            bounds(path)
        except ForeignError as error:
            offsets.add(error.offset)
    assert offsets == {0}


@pytest.mark.parametrize("compressed", [True, False])
def test_garbage_between_records_is_skipped_on_request_and_told(tmp_path: Path, compressed: bool) -> None:
    records = [makers.response(makers.http(text), name=str(text)) for text in (b"one", b"two", b"three")]
    parts = [makers.packed([one]) for one in records] if compressed else records
    torn = parts[1][: len(parts[1]) // 2] if compressed else b"\x00garbage\n\x1f\x8b\x08\x00 WARC/1.0 \n"
    path = write(tmp_path / "a", parts[0] + torn + parts[2])
    with pytest.raises(ForeignError) as caught:
        bounds(path)
    assert caught.value.offset == len(parts[0])
    skipped: list[Skipped] = []
    found = [b"".join(one.block()) for one in read_foreign(path, skipped=skipped.append)]
    assert found == [makers.http(b"one"), makers.http(b"three")]
    assert [(one.offset, one.length) for one in skipped] == [(len(parts[0]), len(torn))]
    assert skipped[0].sentence


def test_a_member_of_several_records_is_said_to_be_one(tmp_path: Path) -> None:
    two = makers.warcinfo() + makers.response(makers.http())
    with pytest.raises(JoinedError, match="goes on after its first record"):
        bounds(write(tmp_path / "a", gzip.compress(two)))


def test_a_record_of_several_members_is_said_to_be_one(tmp_path: Path) -> None:
    one = makers.response(makers.http())
    with pytest.raises(JoinedError, match="goes on after its gzip member"):
        bounds(write(tmp_path / "a", gzip.compress(one[:-60]) + gzip.compress(one[-60:])))


def test_an_empty_member_and_leading_blank_lines_are_passed_over(tmp_path: Path) -> None:
    data = gzip.compress(b"") + makers.packed([b"\r\n\r\n" + makers.response(makers.http())]) + gzip.compress(b"\r\n")
    assert [kind for _, kind, _ in blocks(write(tmp_path / "a", data))] == ["response"]


def test_a_large_record_is_read_in_pieces(tmp_path: Path) -> None:
    size = 40 * 1024 * 1024
    path = tmp_path / "a"
    head = makers.record("resource", b"", "X-Y: z", tail=b"").replace(
        b"Content-Length: 0", f"Content-Length: {size}".encode()
    )
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(head)
        for _ in range(40):
            file.write(bytes(1024 * 1024))
        file.write(b"\r\n\r\n")
    (sizes,) = ([len(piece) for piece in one.block()] for one in read_foreign(path))
    assert sum(sizes) == size
    assert max(sizes) <= 1024 * 1024


@given(
    bodies=st.lists(st.binary(max_size=300), min_size=1, max_size=5),
    compressed=st.booleans(),
    end=st.sampled_from([b"\n", b"\r\n"]),
    tail=st.sampled_from([b"\n\n", b"\r\n\r\n"]),
)
def test_what_was_written_is_what_is_read(bodies: list[bytes], compressed: bool, end: bytes, tail: bytes) -> None:
    with TemporaryDirectory() as folder:
        records = [makers.record("resource", body, name=str(n), end=end, tail=tail) for n, body in enumerate(bodies)]
        path = write(Path(folder) / "a", makers.packed(records) if compressed else b"".join(records))
        assert [block for _, _, block in blocks(path)] == bodies


@pytest.mark.parametrize("compressed", [True, False])
def test_files_of_warcio(tmp_path: Path, compressed: bool) -> None:
    out = BytesIO()
    writer = WARCWriter(out, gzip=compressed, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "warcio"}))
    for number in range(3):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        answer = writer.create_warc_record(
            f"http://mfa.example/{number}", "response", payload=BytesIO(makers.PAGE), http_headers=head
        )
        asked = writer.create_warc_record(
            f"http://mfa.example/{number}",
            "request",
            http_headers=StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True),
        )
        writer.write_request_response_pair(asked, answer)
        answer.raw_stream.close()
        asked.raw_stream.close()
    path = write(tmp_path / "a", out.getvalue())
    assert [kind for _, kind, _ in blocks(path)] == ["warcinfo", *["request", "response"] * 3] or [
        kind for _, kind, _ in blocks(path)
    ] == ["warcinfo", *["response", "request"] * 3]
    assert sum(length for _, length in bounds(path)) == path.stat().st_size


@pytest.mark.parametrize("compressed", [True, False])
def test_files_of_fastwarc(tmp_path: Path, compressed: bool) -> None:
    records = [makers.warcinfo(), makers.response(makers.http(), f"WARC-Block-Digest: {makers.sha1(makers.http())}")]
    path = tmp_path / "a"
    with path.open("wb") as file:
        for one in ArchiveIterator(BytesIO(b"".join(records)), parse_http=False):
            with GzipWriter(file) if compressed else contextlib.nullcontext(file) as sink:
                one.write(sink)
    assert [kind for _, kind, _ in blocks(path)] == ["warcinfo", "response"]
    assert blocks(path)[1][2] == makers.http()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed: its files cannot be made")
@pytest.mark.parametrize("compressed", [True, False])
def test_files_of_wget(tmp_path: Path, served: str, compressed: bool) -> None:
    options = ["--warc-file", str(tmp_path / "made"), "-O", str(tmp_path / "page")]
    subprocess.run(
        [
            "wget",
            "-q",
            "--no-proxy",
            *options,
            *([] if compressed else ["--no-warc-compression"]),
            f"{served}/page.html",
        ],
        check=True,
    )
    (path,) = tmp_path.glob("made.warc*")
    kinds = [kind for _, kind, _ in blocks(path)]
    assert kinds[:3] == ["warcinfo", "request", "response"]
    assert blocks(path)[2][2].endswith(makers.PAGE)
    assert sum(length for _, length in bounds(path)) == path.stat().st_size


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library has it
        pass


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "page.html").write_bytes(makers.PAGE)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
