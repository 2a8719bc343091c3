"""The inventory: dates, digests, bounds and oddities as makers write them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.warc import inventory as inv
from crawler.warc.digests import Hasher, normal_digest
from crawler.warc.foreign import read_foreign
from crawler.warc.inventory import Item, Tally, inventory, read_date
from tests.warc import makers


def taken(folder: Path, *records: bytes) -> tuple[list[Item], Tally]:
    path = folder / "a"
    path.write_bytes(makers.packed(records))
    tally = Tally()
    return list(inventory(read_foreign(path), tally)), tally


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2015-03-04T05:06:07Z", "2015-03-04T05:06:07.000000Z"),
        ("2015-03-04T05:06:07.8Z", "2015-03-04T05:06:07.800000Z"),
        ("2015-03-04T05:06:07.123456789Z", "2015-03-04T05:06:07.123456Z"),
        ("2015-03-04T05:06:07+04:00", "2015-03-04T01:06:07.000000Z"),
        ("2015-03-04T05:06:07", "2015-03-04T05:06:07.000000Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000000Z"),
        ("20150304050607", "2015-03-04T05:06:07.000000Z"),
        ("20150304050607123", "2015-03-04T05:06:07.000000Z"),
    ],
)
def test_dates_to_the_microsecond(said: str, meant: str) -> None:
    assert read_date(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "2015",
        "2015-03",
        "2015-03-04",
        "2015-03-04T05:06Z",
        "201503040506",
        "2015-02-30T01:01:01Z",
        "0000-01-01T00:00:00Z",
        "yesterday",
    ],
)
def test_a_date_that_does_not_tell_the_second_is_none(said: str | None) -> None:
    assert read_date(said) is None


def test_digests_in_every_spelling() -> None:
    data = b"what was said"
    for spelling in (makers.sha1(data), makers.sha256(data), makers.sha256(data).upper().replace("SHA256", "sha-256")):
        normal = normal_digest(spelling)
        assert normal is not None
        hasher = Hasher(normal)
        hasher.take(data)
        assert hasher.holds(normal)
        assert not Hasher(normal).holds(normal)
    assert normal_digest("md5:" + "0" * 32) == "md5:" + "0" * 32
    for nonsense in (None, "", "sha1", "sha1:", "sha1:xyz", "crc32:00000000", "sha1:" + "1" * 32, "sha256:AAAA===="):
        assert normal_digest(nonsense) is None


@given(st.text(max_size=60))
def test_no_digest_is_a_crash(text: str) -> None:
    found = normal_digest(text)
    assert found is None or re.fullmatch(r"(md5|sha\d+):[0-9a-f]+", found)


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (makers.sha1(makers.PAGE), False),  # as the standard has it
        (makers.sha1(makers.chunked(makers.PAGE)), False),  # as wget and warcio have it
        (makers.sha256(makers.PAGE), False),  # as Browsertrix has it
        (makers.sha1(b"something else"), True),
        ("sha1:nonsense", False),  # nothing can be said of it
    ],
)
def test_payload_digests_are_checked_in_both_ways(tmp_path: Path, declared: str, told: bool) -> None:
    block = makers.http(makers.chunked(makers.PAGE), "Transfer-Encoding: chunked")
    (item,), tally = taken(tmp_path, makers.response(block, f"WARC-Payload-Digest: {declared}"))
    assert item.payload_digest == makers.sha256(makers.PAGE)
    assert (inv.PAYLOAD_DIGEST in tally.notes) is told


def test_a_block_digest_that_does_not_hold_is_told_and_the_capture_kept(tmp_path: Path) -> None:
    found, tally = taken(tmp_path, makers.response(makers.http(), f"WARC-Block-Digest: {makers.sha1(b'x')}"))
    assert len(found) == 1
    assert tally.notes == {inv.BLOCK_DIGEST: (1, 0)}


def test_what_a_capture_says_of_itself(tmp_path: Path) -> None:
    block = makers.http(makers.PAGE, "Content-Type: Text/HTML;charset=x", status="HTTP/1.1 404 Not Found")
    (item,), tally = taken(
        tmp_path,
        makers.warcinfo("Heritrix/3.4.0"),
        makers.response(block, "WARC-IP-Address: 192.0.2.9", "WARC-Truncated: length"),
    )
    assert (item.type, item.id, item.url, item.date) == (
        "response", makers.urn("response"), "http://mfa.example/news/1", "2015-03-04T05:06:07.000000Z"
    )  # fmt: skip
    assert (item.status, item.ip, item.truncated, item.media_type) == (404, "192.0.2.9", "length", "text/html")
    assert (tally.maker, dict(tally.types)) == ("Heritrix/3.4.0", {"warcinfo": 1, "response": 1})


def test_a_revisit_says_what_it_equals(tmp_path: Path) -> None:
    told = (
        f"WARC-Refers-To: {makers.urn('first')}",
        "WARC-Refers-To-Target-URI: <http://mfa.example/>",
        "WARC-Refers-To-Date: 2014-01-01T00:00:00Z",
        f"WARC-Payload-Digest: {makers.sha1(makers.PAGE)}",
        "WARC-Truncated: length",
    )
    (item,), _ = taken(tmp_path, makers.revisit(makers.http(b""), *told))
    assert item.refers is not None
    assert (item.refers.id, item.refers.url) == (makers.urn("first"), "http://mfa.example/")
    assert item.refers.digest == normal_digest(makers.sha1(makers.PAGE))
    assert (item.status, item.truncated) == (200, None)


@pytest.mark.parametrize("first", ["request", "response"])
def test_an_exchange_has_the_bounds_of_its_records_that_stand_together(tmp_path: Path, first: str) -> None:
    asked = makers.record(
        "request", b"GET / HTTP/1.1\r\n\r\n", f"WARC-Concurrent-To: {makers.urn('response')}", name="request"
    )
    said = makers.record("metadata", b"x: y\r\n", f"WARC-Concurrent-To: {makers.urn('response')}", name="about")
    answer = makers.response(makers.http())
    together = [asked, answer, said] if first == "request" else [answer, asked, said]
    other = makers.response(makers.http(), name="other")
    found, _ = taken(tmp_path, makers.warcinfo(), *together, other)
    begin = len(makers.packed([makers.warcinfo()]))
    end = begin + len(makers.packed(together))
    assert [(item.start, item.stop) for item in found] == [(begin, end), (end, end + len(makers.packed([other])))]
    assert begin <= found[0].offset < found[0].offset + found[0].length <= end


def test_what_a_browsers_recorder_adds_is_no_page(tmp_path: Path) -> None:
    text = makers.record("resource", b"text", "Content-Type: text/plain", name="t", url="urn:text:https://mfa.example/")
    shot = makers.record(
        "resource", b"\x89PNG", "Content-Type: image/png", name="v", url="urn:view:https://mfa.example/"
    )
    log = makers.record("warcinfo", b"x: y\r\n", name="l", url=None)
    file = makers.record(
        "resource", b"%PDF-1.4", "Content-Type: application/pdf", name="f", url="http://mfa.example/a.pdf"
    )
    (item,), tally = taken(tmp_path, text, shot, log, file)
    assert (item.type, item.url, item.status, item.media_type) == (
        "resource", "http://mfa.example/a.pdf", None, "application/pdf"
    )  # fmt: skip
    assert tally.notes == {}


def test_a_capture_without_a_date_or_an_address_is_told_and_none(tmp_path: Path) -> None:
    found, tally = taken(
        tmp_path,
        makers.response(makers.http(), date="2015"),
        makers.response(makers.http(), url="http://mfa.example/ a b"),
        makers.response(makers.http(), url=""),
    )
    assert [item.url for item in found] == ["http://mfa.example/ a b"]
    assert set(tally.notes) == {inv.NO_DATE, inv.NO_ADDRESS}


def test_a_record_that_goes_on_elsewhere_is_read_as_cut_off(tmp_path: Path) -> None:
    (item,), tally = taken(tmp_path, makers.response(makers.http(), "WARC-Segment-Number: 1"))
    assert item.truncated == "unspecified"
    assert inv.SEGMENTED in tally.notes


def test_the_first_record_of_an_arc_names_its_maker(tmp_path: Path) -> None:
    (item,), tally = taken(
        tmp_path, *makers.arc([("http://mfa.example/a", "192.0.2.7", "19970101000000", makers.http())])
    )
    assert (item.id, item.date, item.ip) == (None, "1997-01-01T00:00:00.000000Z", "192.0.2.7")
    assert (tally.maker, dict(tally.versions)) == ("Alexa Internet", {"ARC": 2})
