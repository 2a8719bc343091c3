"""The reader gives back what was stored, or an error that names the place."""

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.model.failure import Failure
from crawler.warc.member import WarcError
from crawler.warc.reader import http_payload, metadata_payload, read_member, read_records, to_capture

from .samples import CHUNKED, GARBAGE, NAME, PLAIN, REQUEST, exchange, sha, write_revisits, write_segment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_segment(
        tmp_path, [exchange(), exchange(CHUNKED), exchange(GARBAGE, failure=Failure("http.garbage", "no HTTP"))]
    )


def test_records_are_read_in_order_with_their_bounds(path: Path) -> None:
    records = list(read_records(path))
    assert [record.type for record in records] == [
        "warcinfo", "request", "response", "request", "response", "request", "response", "metadata",
    ]  # fmt: skip
    assert [record.block for record in records[1:6]] == [REQUEST, PLAIN, REQUEST, CHUNKED, REQUEST]
    end = 0
    for record in records:
        assert record.offset == end
        end += record.length
        assert read_member(path, record.offset, record.length) == record
    assert end == path.stat().st_size
    assert list(read_records(path, records[3].offset)) == records[3:]
    assert list(read_records(path, 0, records[3].offset)) == records[:3]


def test_headers_have_lower_case_names_and_every_value(path: Path) -> None:
    response = list(read_records(path))[2]
    assert response.headers["warc-protocol"] == ("http/1.1", "tls/1.3")
    assert response.header("warc-protocol") == "http/1.1"
    assert response.header("warc-ip-address") == "192.0.2.7"
    assert response.header("warc-cipher-suite") == "TLS_AES_256_GCM_SHA384"
    assert response.header("x-none") is None


def test_payload_is_the_body_without_its_transfer_coding(path: Path) -> None:
    _, _, plain, request, chunked, _, garbage, _ = read_records(path)
    assert http_payload(plain).payload == http_payload(chunked).payload == b"<p>hello</p>"
    head = http_payload(chunked).head
    assert head is not None
    assert head.status == 200
    assert http_payload(garbage).head is None
    assert http_payload(garbage).payload == GARBAGE
    with pytest.raises(ValueError, match="is a request record"):
        http_payload(request)


def test_capture_is_made_of_the_record_alone(path: Path) -> None:
    responses = [record for record in read_records(path) if record.type == "response"]
    chunked, garbage = (to_capture(record, NAME) for record in responses[1:])
    assert chunked.payload_digest == sha(b"<p>hello</p>")
    assert (chunked.warc, chunked.status, chunked.ip) == (NAME, 200, "192.0.2.7")
    assert chunked.date == "2021-11-08T09:00:00.123456Z"
    assert (garbage.status, garbage.payload_digest) == (None, sha(GARBAGE))
    assert read_member(path, chunked.offset, chunked.length).id == chunked.record_id
    with pytest.raises(ValueError, match="is no response"):
        to_capture(next(read_records(path)), NAME)


def test_wrong_bounds_are_an_error_that_names_file_and_offset(path: Path) -> None:
    record = list(read_records(path))[2]
    for offset, length in (
        (record.offset, record.length - 1),
        (record.offset, record.length + 1),
        (record.offset + 1, record.length),
        (record.offset, 0),
        (path.stat().st_size, 10),
    ):
        with pytest.raises(WarcError) as caught:
            read_member(path, offset, length)
        assert str(path) in str(caught.value)
        assert str(offset) in str(caught.value)
        assert caught.value.offset == offset


def test_reading_stops_with_an_error_at_a_torn_end(path: Path) -> None:
    records = list(read_records(path))
    path.write_bytes(path.read_bytes()[:-1])
    reader = read_records(path)
    for record in records[:-1]:
        assert next(reader) == record
    with pytest.raises(WarcError, match=f"byte {records[-1].offset}: the file ends inside"):
        next(reader)


def test_missing_file_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_records(tmp_path / "none"))
    with pytest.raises(FileNotFoundError):
        read_member(tmp_path / "none", 0, 1)


def test_metadata_is_read_back_as_an_object(path: Path) -> None:
    records = list(read_records(path))
    payload = metadata_payload(records[-1])
    assert (payload["kind"], payload["code"]) == ("failure", "http.garbage")
    for other in records[:-1]:
        with pytest.raises(ValueError, match=f"byte {other.offset}: {other.id} is no metadata record"):
            metadata_payload(other)
    with pytest.raises(ValueError, match="of which kind"):
        metadata_payload(replace(records[-1], block=b"json: []\r\n"))


def test_segment_sealed_meanwhile_is_read_under_its_new_name(tmp_path: Path) -> None:
    sealed = write_segment(tmp_path, [exchange()])
    looked_up = sealed.with_name(sealed.name + ".open")
    assert [record.type for record in read_records(looked_up)] == ["warcinfo", "request", "response"]
    assert read_member(looked_up, 0, next(read_records(sealed)).length).type == "warcinfo"


def test_a_revisit_is_a_capture_whose_payload_is_elsewhere(tmp_path: Path) -> None:
    original, repeated, confirmed = (
        record for record in read_records(write_revisits(tmp_path)) if record.type in ("response", "revisit")
    )
    assert http_payload(original).payload == b"<p>hello</p>"
    for record, status in ((repeated, 200), (confirmed, 304)):
        message = http_payload(record)
        assert message.head is not None
        assert (message.head.status, message.payload, message.problem) == (status, b"", None)
        capture = to_capture(record, NAME)
        assert (capture.status, capture.payload_digest) == (status, to_capture(original, NAME).payload_digest)
        assert capture.payload is None, "where it is, its record does not say"
