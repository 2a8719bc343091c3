"""What is stored as a revisit, what is asked with a condition, and what is made of a document."""

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive.captures import conditions
from crawler.archive.verify import verify
from crawler.model.capture import Capture, Place
from crawler.model.failure import Failure
from crawler.warc.reader import read_records
from tests.archive.desk import BASE, Desk
from tests.archive.world import Bytes, an_exchange, digest

PAGE = b"<html><p>a page</p></html>"
OTHER = b"<html><p>another</p></html>"


def store(desk: Desk, name: str, body: bytes = PAGE, **more: object) -> Capture:
    capture = desk.core.store(an_exchange(f"{BASE}/{name}", body, when=desk.clock(), **more))  # type: ignore[arg-type]
    assert capture is not None
    return capture


def place(capture: Capture) -> Place:
    return Place(warc=capture.warc, offset=capture.offset, length=capture.length, record_id=capture.record_id)


def not_modified(desk: Desk, name: str, asked: str, *headers: str) -> Capture:
    return store(desk, name, status="304 Not Modified", asked=(asked,) if asked else (), headers=headers)


def test_equal_bytes_at_another_address_are_stored_once(desk: Desk) -> None:
    desk.begin()
    first, second = store(desk, "1"), store(desk, "2", headers=('ETag: "2"',))
    assert (first.payload, second.payload) == (None, place(first))
    assert (second.status, second.payload_digest) == (200, first.payload_digest)
    third = store(desk, "3")
    assert third.payload == place(first), "never a revisit of a revisit"


def test_equal_bytes_are_known_in_other_sources_and_after_a_restart(desk: Desk) -> None:
    desk.begin()
    first = store(desk, "1")
    assert store(desk, "1", source="us_oag").payload == place(first), "in the same batch"
    desk.again()
    assert store(desk, "1", chunked=True).payload == place(first), "whatever the transfer coding"


@pytest.mark.parametrize(
    "more",
    [
        {"status": "404 Not Found"},
        {"status": "206 Partial Content"},
        {"status": "302 Found"},
        {"status": "500 Oops"},
    ],
)
def test_only_what_was_answered_well_is_a_revisit(desk: Desk, more: dict[str, str]) -> None:
    desk.begin()
    store(desk, "1", **more)
    assert store(desk, "2").payload is None, "nor is a revisit of it"
    assert store(desk, "3", **more).payload is None
    assert store(desk, "4", status="203 Non-Authoritative").payload is not None


def test_an_empty_payload_is_no_revisit(desk: Desk) -> None:
    desk.begin()
    assert [store(desk, name, b"").payload for name in "12"] == [None, None]


def test_what_did_not_come_whole_is_no_revisit_nor_is_anything_one_of_it(desk: Desk) -> None:
    desk.begin()
    whole = an_exchange(f"{BASE}/1", PAGE)
    cut = replace(whole, truncated="disconnect", failure=Failure("net.reset", "lost"))
    broken = replace(whole, failure=Failure("http.decode", "no gzip"))
    head = replace(an_exchange(f"{BASE}/1", PAGE), method="HEAD")
    for one in (cut, replace(cut)):
        stored = desk.core.store(one)
        assert stored is not None
        assert stored.payload is None
    assert store(desk, "1").payload is None, "nothing whole was there yet"
    for one in (cut, broken, head):
        stored = desk.core.store(replace(one))
        assert stored is not None
        assert stored.payload is None


def test_garbage_is_no_revisit(desk: Desk) -> None:
    desk.begin()
    noise = b"SSH-2.0-OpenSSH_9.2\r\n"
    said = {"response": Bytes(noise), "head": None, "block_digest": digest(noise), "payload_digest": digest(noise)}
    garbage = replace(an_exchange(f"{BASE}/1"), **said, failure=Failure("http.garbage", "no HTTP"))  # type: ignore[arg-type]
    for _ in range(2):
        stored = desk.core.store(garbage)
        assert stored is not None
        assert stored.payload is None


def test_a_304_to_our_own_validators_is_a_revisit(desk: Desk) -> None:
    desk.begin()
    first = store(desk, "1", headers=('ETag: "a"', "Last-Modified: Mon, 08 Nov 2021 09:00:00 GMT"))
    known = desk.core.validators("by_mfa", f"{BASE}/1")
    assert known == ('"a"', "Mon, 08 Nov 2021 09:00:00 GMT", first)
    for asked in ('If-None-Match: "a"', "if-modified-since:   Mon, 08 Nov 2021 09:00:00 GMT"):
        confirmed = not_modified(desk, "1", asked)
        assert (confirmed.status, confirmed.payload, confirmed.payload_digest) == (
            304,
            place(first),
            first.payload_digest,
        )
    assert desk.core.validators("by_mfa", f"{BASE}/1") == known


@pytest.mark.parametrize("asked", ["", 'If-None-Match: "b"', "If-Modified-Since: Mon, 08 Nov 2021 09:00:00 GMT"])
def test_a_304_that_we_did_not_ask_for_is_a_response(desk: Desk, asked: str) -> None:
    desk.begin()
    store(desk, "1", headers=('ETag: "a"',))
    assert not_modified(desk, "1", asked).payload is None


def test_a_304_for_what_we_never_had_is_a_response(desk: Desk) -> None:
    desk.begin()
    assert not_modified(desk, "1", 'If-None-Match: "a"').payload is None


def test_a_304_says_validators_anew_for_the_same_bytes(desk: Desk) -> None:
    desk.begin()
    first = store(desk, "1", headers=('ETag: W/"a"',))
    not_modified(desk, "1", 'If-None-Match: W/"a"', 'ETag: "a"', "Last-Modified: Tue, 09 Nov 2021 09:00:00 GMT")
    assert desk.core.validators("by_mfa", f"{BASE}/1") == ('"a"', "Tue, 09 Nov 2021 09:00:00 GMT", first)
    assert not_modified(desk, "1", 'If-None-Match: "a"').payload == place(first)


def test_a_revisit_gives_validators_where_its_bytes_lie_under_its_address(desk: Desk) -> None:
    desk.begin()
    first = store(desk, "1", headers=('ETag: "a"',))
    again = store(desk, "1", headers=('ETag: "b"',))
    assert desk.core.validators("by_mfa", f"{BASE}/1") == ('"b"', None, again)
    assert not_modified(desk, "1", 'If-None-Match: "b"').payload == place(first)
    store(desk, "2", headers=('ETag: "c"',))
    assert desk.core.validators("by_mfa", f"{BASE}/2") is None, "its headers would be those of the other address"
    assert not_modified(desk, "2", 'If-None-Match: "c"').payload is None


def test_a_page_that_changed_gives_its_own_validators_or_none(desk: Desk) -> None:
    desk.begin()
    store(desk, "1", headers=('ETag: "a"',))
    store(desk, "1", OTHER, headers=())
    assert desk.core.validators("by_mfa", f"{BASE}/1") is None
    store(desk, "1", status="404 Not Found", headers=('ETag: "x"',))
    assert desk.core.validators("by_mfa", f"{BASE}/1") is None


def test_validators_are_of_the_source_that_asks(desk: Desk) -> None:
    desk.begin()
    store(desk, "1", headers=('ETag: "a"',))
    assert desk.core.validators("us_oag", f"{BASE}/1") is None


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_revisit_in_flight_is_captured_and_read_after_a_kill(tmp_path: Path, confirmed: bool) -> None:
    desk = Desk(tmp_path)
    run = desk.begin()
    desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", None)])
    store(desk, "1", headers=('ETag: "a"',))
    desk.core.in_flight(run, "by_mfa", f"{BASE}/1")
    revisit = not_modified(desk, "1", 'If-None-Match: "a"') if confirmed else store(desk, "1")
    assert revisit.payload is not None
    desk.core.commit()
    desk.again()
    assert desk.core.unread("by_mfa") == [(revisit, f"{BASE}/1", None)]
    desk.core.mark_captured(run, "by_mfa", f"{BASE}/1", revisit)
    assert desk.core.unread("by_mfa") == [(revisit, f"{BASE}/1", None)]
    desk.close()


def test_a_304_that_confirms_nothing_leaves_its_address_in_flight(desk: Desk) -> None:
    run = desk.begin()
    desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", None)])
    desk.core.in_flight(run, "by_mfa", f"{BASE}/1")
    not_modified(desk, "1", "")
    assert desk.core.unread("by_mfa") == []


def test_text_is_kept_beside_its_document_and_found_by_its_bytes(desk: Desk) -> None:
    desk.begin()
    document = store(desk, "1.pdf")
    assert desk.core.conversion_of(document.payload_digest) is None
    record_id = desk.core.convert(document, "the text", "a reader 1")
    found = desk.core.conversion_of(document.payload_digest)
    assert found is not None
    assert (found.place.record_id, found.reader) == (record_id, "a reader 1")
    copy = store(desk, "2.pdf")
    desk.core.commit()
    [path] = desk.root.rglob("*.open")
    [text] = [record for record in read_records(path) if record.type == "conversion"]
    assert (text.id, text.block, text.header("warc-refers-to")) == (record_id, b"the text", document.record_id)
    desk.core.convert(copy, "read anew", "a reader 2")
    desk.core.commit()
    again = [record for record in read_records(path) if record.type == "conversion"][-1]
    assert (again.header("warc-refers-to"), again.header("warc-target-uri")) == (document.record_id, f"{BASE}/1.pdf")
    assert desk.core.conversion_of(document.payload_digest) == found


def test_of_what_the_archive_does_not_have_no_text_is_kept(desk: Desk) -> None:
    desk.begin()
    document = store(desk, "1.pdf")
    with pytest.raises(ValueError, match="no capture of this archive"):
        desk.core.convert(document.model_copy(update={"record_id": "<urn:uuid:0>"}), "text", "a reader")
    assert store(desk, "2.pdf").payload is not None, "and the archive goes on"


def test_a_span_holds_the_exchange_and_what_was_found_about_it(desk: Desk) -> None:
    desk.begin()
    rich = replace(an_exchange(f"{BASE}/1", PAGE), interim=b"HTTP/1.1 103 Early Hints\r\n\r\n", surplus=b"more")
    for one in (rich, an_exchange(f"{BASE}/2", PAGE)):
        desk.core.store(one)
    desk.core.commit()
    [path] = desk.root.rglob("*.open")
    records = list(read_records(path))
    assert [record.type for record in records] == [
        "warcinfo",
        *("request", "response", "metadata", "metadata"),
        *("request", "revisit"),
    ]
    rows = desk.core._connection.exec_driver_sql("SELECT start, stop FROM captures ORDER BY offset").all()
    assert [tuple(row) for row in rows] == [
        (records[1].offset, records[5].offset),
        (records[5].offset, path.stat().st_size),
    ]


def test_conditions_are_read_as_they_were_sent() -> None:
    request = b'GET / HTTP/1.1\r\nif-NONE-match:  W/"\xe9" \r\nHost: a\r\n\r\nIf-Modified-Since: body'
    assert conditions(request) == ('W/"\xe9"', None)
    assert conditions(b"GET / HTTP/1.1\r\n\r\n") == conditions(b"") == (None, None)


def test_a_sound_archive_of_all_of_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    started = desk.core.begin_run("by_mfa", "")
    desk.core.convert(store(desk, "1", headers=('ETag: "a"',)), "text", "a reader")
    store(desk, "2")
    not_modified(desk, "1", 'If-None-Match: "a"')
    not_modified(desk, "2", "")
    desk.end(started)
    desk.close()
    assert list(verify(tmp_path)) == []
