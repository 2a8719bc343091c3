"""The package: its frame, its index, and a checker that sees every byte."""

import gzip
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.warc.cdxj import CdxLine, urlkey
from crawler.warc.reader import read_records
from crawler.warc.wacz import Package, PackageError, PackageWriter, replace_digest, write_index
from crawler.warc.wacz_check import check_package
from crawler.warc.zipped import ZipWriter
from tests.warc.samples import exchange, write_segment

WHEN = datetime(2021, 11, 8, 9, 0, 30, tzinfo=UTC)
HEADER = b'{"format": "json-pages-1.0", "id": "pages", "title": "All"}\n'


def lines_of(warc: Path) -> list[str]:
    lines = []
    for record in read_records(warc):
        if record.type == "response":
            url, date = record.header("warc-target-uri") or "", record.header("warc-date") or ""
            stamp = "".join(filter(str.isdigit, date))[:14]
            digest = record.header("warc-payload-digest")
            line = CdxLine(urlkey(url), stamp, url, "text/html", 200, digest, record.length, record.offset, warc.name)
            data = warc.read_bytes()[record.offset : record.offset + record.length]
            lines.append(line.text(record_digest=f"sha256:{hashlib.sha256(data).hexdigest()}"))
    return sorted(lines)


def write_package(path: Path, warc: Path, lines: list[str] | None = None, pages: bytes = HEADER) -> Path:
    packed, listed = io.BytesIO(), io.BytesIO()
    write_index(lines_of(warc) if lines is None else lines, packed, listed)
    with path.open("w+b") as file:
        package = PackageWriter(file, WHEN)
        package.add_file("pages/pages.jsonl", io.BytesIO(pages))
        data = warc.read_bytes()
        package.add(f"archive/{warc.name}", [data[:100], data[100:]], len(data))
        package.add_file("indexes/index.cdx.gz", packed)
        package.add_file("indexes/index.idx", listed)
        package.finish({"title": "A package"})
    return path


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("warc")
    return write_segment(root, [exchange(url=f"http://a.example/{n}") for n in range(3)])


@pytest.fixture(scope="module")
def whole(warc: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("wacz") / "whole.wacz", warc)


def told(path: Path) -> list[str]:
    return [damage.sentence for damage in check_package(path)]


def test_a_whole_package_is_sound_and_its_entries_are_stored(whole: Path) -> None:
    assert told(whole) == []
    with zipfile.ZipFile(whole) as file:
        assert file.testzip() is None
        assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_STORED}
        assert [info.filename for info in file.infolist()][-2:] == ["datapackage.json", "datapackage-digest.json"]


def test_every_cut_shows(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    cut = tmp_path / "cut.wacz"
    for size in {*range(0, len(data), 9), *range(len(data) - 400, len(data))}:
        cut.write_bytes(data[:size])
        found = list(check_package(cut))
        assert found, size
        assert found[0].offset <= size


def test_every_flip_shows_with_its_place(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    broken = tmp_path / "broken.wacz"
    chance = random.Random(3)
    for at in sorted(chance.sample(range(len(data)), 400)):
        flipped = bytes([data[at] ^ (1 << chance.randrange(8))])
        broken.write_bytes(data[:at] + flipped + data[at + 1 :])
        found = list(check_package(broken))
        assert found, at
        assert [str(damage) for damage in found if not 0 <= damage.offset <= len(data)] == []


@pytest.mark.prove
def test_every_cut_at_every_byte_shows(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    cut = tmp_path / "cut.wacz"
    for size in range(len(data)):
        cut.write_bytes(data[:size])
        assert list(check_package(cut)), size


@pytest.mark.prove
def test_every_flip_of_every_byte_shows(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    broken = tmp_path / "broken.wacz"
    for at in range(len(data)):
        for bit in (0, 3, 7):
            broken.write_bytes(data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :])
            assert list(check_package(broken)), (at, bit)


def test_what_is_added_after_the_end_or_between_shows(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    longer = tmp_path / "longer.wacz"
    longer.write_bytes(data + b"\0")
    assert told(longer)
    longer.write_bytes(b"\0" * 10 + data)
    assert told(longer)


def test_damage_in_a_record_is_told_at_its_place_in_the_package(whole: Path, tmp_path: Path) -> None:
    with Package(whole) as package:
        name = next(name for name in package.infos if name.startswith("archive/"))
        span = package.stored(name)
        assert span is not None
    inner = tmp_path / "inner.warc.gz"
    data = whole.read_bytes()
    inner.write_bytes(data[span[0] : span[1]])
    record = next(record for record in read_records(inner) if record.type == "response")
    at = span[0] + record.offset + 40
    broken = tmp_path / "broken.wacz"
    broken.write_bytes(data[:at] + bytes([data[at] ^ 16]) + data[at + 1 :])
    assert span[0] + record.offset in {damage.offset for damage in check_package(broken)}


def altered(lines: list[str], **fields: Any) -> list[str]:
    key, stamp, data = lines[0].split(" ", 2)
    return [f"{key} {stamp} {json.dumps({**json.loads(data), **fields})}\n", *lines[1:]]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"offset": "1"}, "no record begins at byte 1"),
        ({"length": "7"}, "bytes and not 7"),
        ({"url": "http://b.example/"}, "the record there is of http://a.example/"),
        ({"filename": "other.warc.gz"}, "no record begins"),
        ({"digest": "sha256:" + "0" * 64}, "has the digest"),
        ({"recordDigest": "sha256:" + "0" * 64}, "the bytes of the record have the digest"),
        ({"length": "x"}, "no line of a CDXJ index"),
    ],
)
def test_a_line_of_the_index_that_says_something_false_shows(
    warc: Path, tmp_path: Path, fields: dict[str, str], sentence: str
) -> None:
    path = write_package(tmp_path / "a.wacz", warc, altered(lines_of(warc), **fields))
    assert any(sentence in one for one in told(path))


def test_a_capture_without_a_line_shows(warc: Path, tmp_path: Path) -> None:
    path = write_package(tmp_path / "a.wacz", warc, lines_of(warc)[1:])
    assert any("is in no line of the index" in one for one in told(path))


def test_an_index_that_is_not_sorted_shows(warc: Path, tmp_path: Path) -> None:
    path = write_package(tmp_path / "a.wacz", warc, lines_of(warc)[::-1])
    assert any("not sorted" in one for one in told(path))


def test_a_page_without_a_capture_shows(warc: Path, tmp_path: Path) -> None:
    page = b'{"url": "http://a.example/0", "ts": "1999-01-01T00:00:00Z"}\n'
    path = write_package(tmp_path / "a.wacz", warc, pages=HEADER + page)
    assert any("no capture of http://a.example/0" in one for one in told(path))
    path = write_package(tmp_path / "b.wacz", warc, pages=HEADER + b"not JSON\n")
    assert any("no page" in one for one in told(path))


def repacked(source: Path, target: Path, **changes: bytes | None) -> Path:
    """The same files by the library, some of them other bytes, some of them gone; digests as they were."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            key = info.filename.rpartition("/")[2].partition(".")[0].replace("-", "_")
            data = changes.get(key, old.read(info))
            if data is not None:
                new.writestr(info.filename, data)
        for name, data in changes.items():
            if name == "stranger" and data is not None:
                new.writestr("stranger.txt", data)
    return target


def test_a_file_that_is_not_told_of_or_is_missing_shows(whole: Path, tmp_path: Path) -> None:
    assert any("does not tell of it" in one for one in told(repacked(whole, tmp_path / "a.wacz", stranger=b"x")))
    assert any("not in the package" in one for one in told(repacked(whole, tmp_path / "b.wacz", pages=None)))
    assert any("is missing" in one for one in told(repacked(whole, tmp_path / "c.wacz", datapackage_digest=None)))
    assert any("is missing" in one for one in told(repacked(whole, tmp_path / "d.wacz", datapackage=None)))


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"[" * 100_000, b'{"resources": 1}', b'{"resources": [1, {}]}'])
def test_a_datapackage_that_is_none_is_told(whole: Path, tmp_path: Path, text: bytes) -> None:
    assert told(repacked(whole, tmp_path / "a.wacz", datapackage=text))


def test_packages_of_another_maker_are_checked_without_our_frame(warc: Path, tmp_path: Path) -> None:
    foreign = write_foreign(tmp_path / "a.wacz", warc)
    assert told(foreign) == []
    data = bytearray(foreign.read_bytes())
    data[data.index(b"\x1f\x8b") + 60] ^= 4
    foreign.write_bytes(data)
    assert told(foreign)


def write_foreign(path: Path, warc: Path) -> Path:
    """As another program would: its WARC not in our frame, its ZIP deflated where that is allowed, its index plain."""
    url, block = "http://b.example/", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>foreign"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    data = gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)
    line = CdxLine(urlkey(url), "20200102030405", url, "text/html", 200, None, len(data), 0, "b.warc.gz")
    files = {
        "archive/b.warc.gz": data,
        "indexes/index.cdxj": line.text().encode(),
        "pages/pages.jsonl": HEADER + b'{"url": "http://b.example/", "ts": "2020-01-02T03:04:05Z"}\n',
    }
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in files.items()
    ]
    told_of = {"profile": "data-package", "software": "Another 1.0", "wacz_version": "1.1.1", "resources": resources}
    files["datapackage.json"] = json.dumps(told_of).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            kind = zipfile.ZIP_STORED if name.startswith("archive/") else zipfile.ZIP_DEFLATED
            file.writestr(name, data, kind)
    return path


def test_a_signature_is_put_in_and_replaced_and_nothing_else_changes(whole: Path, tmp_path: Path) -> None:
    signed = sign(whole, tmp_path / "a.wacz", {"hash": "x"})
    again = sign(signed, tmp_path / "b.wacz", {"hash": "y", "more": "z" * 500})
    once = sign(again, tmp_path / "c.wacz", {"hash": "x"})
    assert once.read_bytes() == signed.read_bytes()
    for path in (signed, again):
        assert told(path) == []
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(whole) as old:
            assert new.namelist() == old.namelist()
            for name in new.namelist()[:-1]:
                assert new.read(name) == old.read(name)


def test_a_package_of_another_maker_gets_a_signature(warc: Path, tmp_path: Path) -> None:
    signed = sign(write_foreign(tmp_path / "a.wacz", warc), tmp_path / "b.wacz", {"hash": "x"})
    assert told(signed) == []
    with Package(signed) as package:
        assert package.signed_data() == {"hash": "x"}


def test_a_digest_that_is_not_last_is_not_replaced(whole: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "a.wacz", "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    with pytest.raises(PackageError, match="not the last"):
        sign(tmp_path / "a.wacz", tmp_path / "b.wacz", {})


def sign(source: Path, target: Path, signed: dict[str, str]) -> Path:
    with Package(source) as package, target.open("w+b") as file:
        replace_digest(package, file, signed)
    return target


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip file", b"PK\x05\x06" + bytes(18), b"\x1f\x8b" * 100])
def test_what_is_no_package_is_damage_and_no_traceback(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.wacz"
    path.write_bytes(data)
    assert told(path)


@given(
    st.lists(st.tuples(st.from_regex(r"[a-z]{1,9}", fullmatch=True), st.binary(max_size=99)), unique_by=lambda x: x[0])
)
def test_the_frame_is_read_by_the_library(entries: list[tuple[str, bytes]]) -> None:
    out = io.BytesIO()
    writer = ZipWriter(out, WHEN)
    for name, data in entries:
        writer.add(name, [data[:5], data[5:]], len(data))
    writer.finish()
    with zipfile.ZipFile(out) as file:
        assert file.testzip() is None
        assert [(name, file.read(name)) for name in file.namelist()] == entries


def test_an_entry_of_another_size_than_was_said_is_refused() -> None:
    with pytest.raises(ValueError, match="has 1 bytes and not 2"):
        ZipWriter(io.BytesIO(), WHEN).add("a", [b"x"], 2)


class Sparse(io.FileIO):
    """A file in which a megabyte of zeros takes no room."""

    def write(self, data: Any) -> int:
        if len(data) == len(_ZEROS) and data == _ZEROS:
            self.seek(len(_ZEROS), io.SEEK_CUR)
            return len(_ZEROS)
        return super().write(data)


_ZEROS = bytes(1 << 20)


def test_zip64_where_an_entry_or_its_place_needs_it(tmp_path: Path) -> None:
    def zeros() -> Iterator[bytes]:
        for _ in range(4097):
            yield _ZEROS

    with Sparse(tmp_path / "large.zip", "w+b") as file:
        writer = ZipWriter(file, WHEN)  # type: ignore[arg-type]
        writer.add("small", [b"x"], 1)
        writer.add("large", zeros(), 4097 << 20)
        writer.add("after", [b"it"], 2)
        writer.finish()
    with zipfile.ZipFile(tmp_path / "large.zip") as read:
        assert [info.file_size for info in read.infolist()] == [1, 4097 << 20, 2]
        assert read.read("after") == b"it"
        with read.open("large") as entry:
            assert entry.read(10) == bytes(10)


def test_the_index_is_in_parts_that_can_be_read_alone() -> None:
    lines = [f"a)/{n:06d} 20210101000000 {{}}\n" for n in range(2500)]
    packed, listed = io.BytesIO(), io.BytesIO()
    write_index(lines, packed, listed)
    assert gzip.decompress(packed.getvalue()).decode() == "".join(lines)
    header, *parts = listed.getvalue().decode().splitlines()
    assert header == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    assert len(parts) == 3
    key, stamp, place = parts[1].split(" ", 2)
    told_of = json.loads(place)
    part = packed.getvalue()[told_of["offset"] : told_of["offset"] + told_of["length"]]
    assert gzip.decompress(part).decode().startswith(f"{key} {stamp} ")
    assert told_of["digest"] == f"sha256:{hashlib.sha256(part).hexdigest()}"
