"""Files that come in: what is taken of them, what is refused, and what a damaged one still gives."""

import gzip
import hashlib
import zipfile
from pathlib import Path
from random import Random

import pytest

from crawler.warc.foreign_text import ForeignError
from crawler.warc.incoming import Incoming
from crawler.warc.package_in import incoming_files
from tests.warc import makers

ONE = makers.response(makers.http(b"<p>one</p>"), name="one", url="http://mfa.example/one")
TWO = makers.response(makers.http(b"<p>two</p>"), name="two", url="http://mfa.example/two")
ALL = [makers.warcinfo(), ONE, TWO]


def take(path: Path, data: bytes | None = None, *, keep_readable: bool = False) -> list[Incoming]:
    if data is not None:
        path.write_bytes(data)
    return list(incoming_files(path, folder=path.parent, keep_readable=keep_readable))


def kept(one: Incoming) -> bytes:
    try:
        return b"".join(one.pieces())
    finally:
        one.close()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (makers.packed(ALL), "warc.gz"),
        (b"".join(ALL), "warc"),
        (makers.packed(makers.arc([("http://mfa.example/", "-", "20000101000000", b"x")])), "arc.gz"),
        (b"".join(makers.arc([("http://mfa.example/", "-", "20000101000000", b"x")])), "arc"),
    ],
)
def test_a_sound_file_is_taken_byte_for_byte(tmp_path: Path, data: bytes, form: str) -> None:
    (one,) = take(tmp_path / "a.bin", data)
    assert (one.name, one.format, one.size, one.original, one.unpacked, one.lost) == (
        "a.bin", form, len(data), None, False, []
    )  # fmt: skip
    assert one.sha256 == hashlib.sha256(data).hexdigest()
    assert [item.url for item in one.items()] == [item.url for item in one.items()]
    assert one.captures == len(list(one.items()))
    assert kept(one) == data


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"".join(ALL)),
        gzip.compress(ALL[0] + ONE) + gzip.compress(TWO),
        gzip.compress(b"".join(ALL)[:300]) + gzip.compress(b"".join(ALL)[300:]),
    ],
    ids=["one member", "several records in a member", "records across members"],
)
def test_a_file_not_compressed_by_the_record_is_taken_as_what_it_unpacks_to(tmp_path: Path, data: bytes) -> None:
    (one,) = take(tmp_path / "a.warc.gz", data)
    assert (one.format, one.unpacked) == ("warc", True)
    assert one.original == (len(data), hashlib.sha256(data).hexdigest())
    assert [item.url for item in one.items()] == ["http://mfa.example/one", "http://mfa.example/two"]
    assert kept(one) == b"".join(ALL)


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("compressed", [False, True])
def test_a_file_cut_short_is_refused_or_gives_its_readable_part(tmp_path: Path, joined: bool, compressed: bool) -> None:
    if joined and not compressed:
        return
    whole = gzip.compress(b"".join(ALL)) if joined else makers.packed(ALL) if compressed else b"".join(ALL)
    data = whole[:-30]
    with pytest.raises(ForeignError, match="byte"):
        take(tmp_path / "a", data)
    (one,) = take(tmp_path / "a", data, keep_readable=True)
    assert one.lost
    assert all(part.sentence for part in one.lost)
    assert one.original == (len(data), hashlib.sha256(data).hexdigest())
    assert [item.url for item in one.items()][:1] == ["http://mfa.example/one"]
    part = kept(one)
    (again,) = take(tmp_path / "b", part)
    assert (again.original, again.sha256) == (None, one.sha256)
    again.close()


def test_what_lies_behind_the_damage_is_kept_too(tmp_path: Path) -> None:
    parts = [makers.packed([one]) for one in ALL]
    (one,) = take(tmp_path / "a", parts[0] + parts[1][:-4] + parts[2], keep_readable=True)
    assert [(part.offset, part.length) for part in one.lost] == [(len(parts[0]), len(parts[1]) - 4)]
    assert kept(one) == parts[0] + parts[2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"<html>",
        gzip.compress(b"", mtime=0),
        Random(7).randbytes(2000),
        b"PK\x03\x04no",
        gzip.compress(b"WARC", mtime=0),
    ],
)
@pytest.mark.parametrize("keep_readable", [False, True])
def test_what_holds_no_record_is_refused_in_any_case(tmp_path: Path, data: bytes, keep_readable: bool) -> None:
    with pytest.raises(ForeignError) as caught:
        take(tmp_path / "a", data, keep_readable=keep_readable)
    assert caught.value.sentence


def test_a_warc_file_behind_an_arc_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ForeignError, match="one behind the other"):
        take(tmp_path / "a", b"".join(makers.arc([])) + ONE)


def test_a_file_that_changes_after_it_was_looked_through_is_not_kept(tmp_path: Path) -> None:
    (one,) = take(tmp_path / "a", b"".join(ALL))
    (tmp_path / "a").write_bytes(b"".join(ALL).replace(b"one", b"ONE"))
    with pytest.raises(ForeignError, match="changed while it was read"):
        kept(one)


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    for data in (makers.packed(ALL), gzip.compress(b"".join(ALL)), makers.packed(ALL)[:-9]):
        for one in take(tmp_path / "a", data, keep_readable=True):
            one.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_the_files_of_a_package_are_taken_by_themselves(tmp_path: Path) -> None:
    inner = {"archive/rec-1.warc.gz": makers.packed(ALL[:2]), "archive/rec-2.warc": TWO, "indexes/index.cdx": b"x"}
    first, second = take(makers.wacz(tmp_path / "crawl.wacz", inner))
    assert [(one.name, one.package, one.format) for one in (first, second)] == [
        ("rec-1.warc.gz", "crawl.wacz", "warc.gz"), ("rec-2.warc", "crawl.wacz", "warc")
    ]  # fmt: skip
    assert (kept(first), kept(second)) == (makers.packed(ALL[:2]), TWO)


def test_a_package_of_packages_is_opened(tmp_path: Path) -> None:
    inner = makers.wacz(tmp_path / "inner.wacz", {"archive/a.warc": ONE}).read_bytes()
    (one,) = take(makers.wacz(tmp_path / "outer.wacz", {"inner.wacz": inner}))
    assert (one.name, kept(one)) == ("a.warc", ONE)


def test_a_package_that_does_not_hold_what_it_declares_is_refused(tmp_path: Path) -> None:
    wrong = {"archive/a.warc": makers.sha256(b"something else")}
    path = makers.wacz(tmp_path / "a.wacz", {"archive/a.warc": ONE}, hashes=wrong)
    with pytest.raises(ForeignError, match=r"does not have the SHA-256 that datapackage\.json declares"):
        take(path)
    (one,) = take(path, keep_readable=True)
    assert kept(one) == ONE


def test_a_damaged_file_in_a_package_is_named(tmp_path: Path) -> None:
    path = makers.wacz(tmp_path / "a.wacz", {"archive/a.warc.gz": makers.packed(ALL)[:-9]})
    with pytest.raises(ForeignError, match=r"archive/a\.warc\.gz, byte \d+: the file ends inside this gzip member"):
        take(path)


def test_a_package_without_files_or_with_a_broken_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ForeignError, match="holds no WARC file"):
        take(makers.wacz(tmp_path / "none.wacz", {}))
    path = makers.wacz(tmp_path / "a.wacz", {"archive/a.warc": ONE * 9})
    data = path.read_bytes()
    path.write_bytes(data.replace(b"<p>one</p>", b"<p>ONE</p>", 1))
    with pytest.raises(ForeignError, match=r"archive/a\.warc in the package is broken"):
        take(path)


def test_a_package_clipped_anywhere_is_never_a_crash(tmp_path: Path) -> None:
    whole = makers.wacz(tmp_path / "a.wacz", {"archive/a.warc": ONE}).read_bytes()
    reasons = set()
    for size in range(4, len(whole)):
        with pytest.raises(ForeignError) as caught:
            take(tmp_path / "a.wacz", whole[:size])
        reasons.add(caught.value.sentence)
    assert any("package cannot be read" in reason for reason in reasons)


def test_an_encrypted_package_is_refused(tmp_path: Path) -> None:
    path = makers.wacz(tmp_path / "a.wacz", {"archive/a.warc": ONE})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        begin = package.getinfo("archive/a.warc").header_offset
    data[begin + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ForeignError, match="encrypted"):
        take(path)
