"""What is stored reads as it came, whichever record holds its bytes."""

import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.stored import StoredResponse, open_payload, open_response, read_response, read_text
from crawler.model.capture import Capture, Place
from tests.archive.desk import BASE, Desk
from tests.archive.world import Bytes, an_exchange, digest

PAGE = b"<html><p>a page</p></html>"


def store(desk: Desk, name: str, body: bytes = PAGE, **more: object) -> Capture:
    capture = desk.core.store(an_exchange(f"{BASE}/{name}", body, when=desk.clock(), **more))  # type: ignore[arg-type]
    assert capture is not None
    return capture


def test_a_revisit_has_its_own_head_and_the_bytes_of_the_first(desk: Desk) -> None:
    desk.begin()
    store(desk, "1", headers=('ETag: "1"',), chunked=True)
    again = store(desk, "2", headers=('ETag: "2"', "X-Own: yes"))
    assert read_response(desk.root, again) == StoredResponse(
        f"{BASE}/2",
        200,
        (("content-type", "text/html"), ("etag", '"2"'), ("x-own", "yes"), ("content-length", str(len(PAGE)))),
        PAGE,
    )
    assert b"".join(open_payload(desk.root, again)) == PAGE


def test_a_304_reads_as_the_response_that_it_confirms(desk: Desk) -> None:
    desk.begin()
    first = store(desk, "1", headers=('ETag: "a"',))
    confirmed = store(desk, "1", status="304 Not Modified", asked=('If-None-Match: "a"',), headers=("X-New: yes",))
    assert read_response(desk.root, confirmed) == read_response(desk.root, first)


def test_a_304_that_confirms_nothing_reads_as_it_came(desk: Desk) -> None:
    desk.begin()
    alone = store(desk, "1", status="304 Not Modified", headers=("X-New: yes",))
    found = read_response(desk.root, alone)
    assert (found.status, found.payload, dict(found.headers)["x-new"]) == (304, b"", "yes")


def test_an_answer_that_is_not_http_is_all_payload(desk: Desk) -> None:
    desk.begin()
    noise = b"HTTP/1.1 200"
    said = {"response": Bytes(noise), "head": None, "block_digest": digest(noise), "payload_digest": digest(noise)}
    capture = desk.core.store(replace(an_exchange(f"{BASE}/1"), **said))  # type: ignore[arg-type]
    assert capture is not None
    assert read_response(desk.root, capture) == StoredResponse(f"{BASE}/1", None, (), noise)


def test_what_an_answer_was_cut_to_is_read(desk: Desk) -> None:
    desk.begin()
    whole = an_exchange(f"{BASE}/1", PAGE)
    cut = b"".join(whole.response.chunks())[:-7]  # type: ignore[union-attr]
    capture = desk.core.store(
        replace(
            whole,
            response=Bytes(cut),
            block_digest=digest(cut),
            payload_digest=digest(PAGE[:-7]),
            truncated="disconnect",
        )
    )
    assert capture is not None
    assert read_response(desk.root, capture).payload == PAGE[:-7]


def test_a_payload_is_read_in_flat_memory(desk: Desk) -> None:
    desk.begin()
    large = bytes(range(256)) * 4096 * 64  # 64 MiB
    first = store(desk, "1.pdf", large)
    assert store(desk, "2.pdf", large).payload is not None
    tracemalloc.start()
    try:
        size = sum(map(len, open_payload(desk.root, first)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == len(large)
    assert peak < 8 * 1024 * 1024


def test_a_response_says_what_it_is_before_its_payload_is_read(desk: Desk) -> None:
    desk.begin()
    capture = store(desk, "1", b"x" * 3_000_000)
    with open_response(desk.root, capture) as found:
        assert (found.url, found.status, dict(found.headers)["content-type"]) == (f"{BASE}/1", 200, "text/html")
        assert max(map(len, found.pieces)) <= 1024 * 1024


def wrongs(first: Capture, again: Capture) -> list[Capture]:
    assert again.payload is not None
    return [
        first.model_copy(update={"offset": first.offset + 1}),
        first.model_copy(update={"length": first.length - 1}),
        first.model_copy(update={"length": first.length + 1}),
        first.model_copy(update={"record_id": again.record_id}),
        first.model_copy(update={"status": 203}),
        first.model_copy(update={"payload": again.payload}),
        again.model_copy(update={"payload": None}),
        again.model_copy(update={"payload": again.payload.model_copy(update={"record_id": "<urn:uuid:0>"})}),
        again.model_copy(update={"payload": Place(**{n: getattr(again, n) for n in Place.model_fields})}),
        again.model_copy(update={"payload": again.payload.model_copy(update={"warc": "warc/by_mfa/x.warc.gz"})}),
    ]


@pytest.mark.parametrize("number", range(10))
def test_a_capture_that_is_not_so_is_damage(desk: Desk, number: int) -> None:
    desk.begin()
    wrong = wrongs(store(desk, "1"), store(desk, "2"))[number]
    with pytest.raises(ArchiveDamaged):
        read_response(desk.root, wrong)


def test_a_flipped_byte_is_damage(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.begin()
    first, again = store(desk, "1"), store(desk, "2")
    desk.close()
    [path] = [path for path in (tmp_path / "warc").rglob("*.warc.gz*") if not path.name.endswith(".cdxj")]
    whole = path.read_bytes()
    for capture in (first, again):
        for place in range(first.offset, first.offset + first.length, 5):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            with pytest.raises(ArchiveDamaged):
                read_response(tmp_path, capture)


def test_text_is_read_from_its_record(desk: Desk) -> None:
    desk.begin()
    capture = store(desk, "1.pdf")
    desk.core.convert(capture, "«Сайт»", "a reader")
    found = desk.core.conversion_of(capture.payload_digest)
    assert found is not None
    assert read_text(desk.root, found.place) == "«Сайт»"
    other = Place(**{name: getattr(capture, name) for name in Place.model_fields})
    for wrong in (other, found.place.model_copy(update={"record_id": "<urn:uuid:0>"})):
        with pytest.raises(ArchiveDamaged):
            read_text(desk.root, wrong)
