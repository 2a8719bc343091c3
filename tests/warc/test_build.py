"""Records say exactly what happened, and cannot be made to say more."""

import base64
import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.model.line import to_line
from crawler.warc.build import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    as_uri,
    conversion_record,
    exchange_records,
    metadata_record,
    warcinfo_record,
)
from crawler.warc.record import Record

from .samples import (
    CHUNKED,
    GARBAGE,
    MOMENT,
    PLAIN,
    REQUEST,
    UNCHANGED,
    URL,
    Bytes,
    earlier,
    exchange,
    ids,
    sha,
    warcinfo,
)

INFO = "<urn:uuid:info>"


def build(one: Exchange) -> list[Record]:
    return exchange_records(one, warcinfo_id=INFO, new_id=ids())


def values(record: Record, name: str) -> list[str]:
    return [value for key, value in record.headers if key == name]


def story(record: Record) -> dict[str, object]:
    assert isinstance(record.block, bytes)
    assert record.block.startswith(b"json: {")
    assert record.block.endswith(b"}\r\n")
    parsed = json.loads(record.block[6:])
    assert isinstance(parsed, dict)
    return parsed


def test_request_and_response_name_each_other_and_share_one_date() -> None:
    request, response = build(exchange())
    assert (request.type, response.type) == ("request", "response")
    assert values(request, "WARC-Concurrent-To") == [response.id]
    assert values(response, "WARC-Concurrent-To") == [request.id]
    assert values(request, "WARC-Date") == values(response, "WARC-Date") == ["2021-11-08T09:00:00.123456Z"]
    for record in (request, response):
        assert values(record, "WARC-Target-URI") == [URL]
        assert values(record, "WARC-Warcinfo-ID") == [INFO]
        assert values(record, "WARC-IP-Address") == ["192.0.2.7"]
        assert values(record, "WARC-Protocol") == ["http/1.1", "tls/1.3"]
        assert values(record, "WARC-Cipher-Suite") == ["TLS_AES_256_GCM_SHA384"]
        assert values(record, "WARC-Truncated") == []
    assert values(request, "Content-Type") == ["application/http;msgtype=request"]
    assert values(response, "Content-Type") == ["application/http;msgtype=response"]


def test_digests_are_of_the_block_and_of_the_body() -> None:
    request, response = build(exchange(CHUNKED))
    assert values(request, "WARC-Block-Digest") == [sha(REQUEST)]
    assert values(request, "WARC-Payload-Digest") == []
    assert values(response, "WARC-Block-Digest") == [sha(CHUNKED)]
    assert values(response, "WARC-Payload-Digest") == [sha(b"<p>hello</p>")]


def test_date_is_utc_wherever_the_clock_stands() -> None:
    record = metadata_record(
        {"kind": "run"},
        target_uri=None,
        refers_to=None,
        concurrent_to=(),
        date=MOMENT.astimezone(timezone(timedelta(hours=-5))),
        warcinfo_id=INFO,
        id="<urn:uuid:1>",
    )
    assert values(record, "WARC-Date") == ["2021-11-08T09:00:00.123456Z"]


def test_answer_that_is_not_http_is_kept_and_not_called_http() -> None:
    _, response, _ = build(exchange(GARBAGE, failure=Failure("http.garbage", "no HTTP")))
    assert response.type == "response"
    assert isinstance(response.block, Bytes)
    assert response.block.data == GARBAGE
    assert values(response, "Content-Type") == ["application/octet-stream"]
    assert values(response, "WARC-Block-Digest") == [sha(GARBAGE)]
    assert values(response, "WARC-Payload-Digest") == []


def test_cut_answer_says_why() -> None:
    for reason in ("length", "time", "disconnect"):
        response = build(exchange(PLAIN[:-3], truncated=reason))[1]
        assert values(response, "WARC-Truncated") == [reason]


def test_interim_and_surplus_bytes_are_kept_verbatim_beside_the_pair() -> None:
    interim, surplus = b"HTTP/1.1 103 Early Hints\r\nLink: \xff\r\n\r\n", bytes(range(256))
    request, response, first, second = build(exchange(interim=interim, surplus=surplus))
    assert story(first)["kind"] == "interim"
    assert story(second)["kind"] == "surplus"
    assert base64.b64decode(str(story(first)["base64"])) == interim
    assert base64.b64decode(str(story(second)["base64"])) == surplus
    for record in (first, second):
        assert values(record, "WARC-Concurrent-To") == [request.id, response.id]
        assert values(record, "Content-Type") == ["application/warc-fields"]


def test_request_without_an_answer_has_a_failure_beside_it() -> None:
    request, failure = build(exchange(None, failure=Failure("net.reset", "connection reset by peer")))
    assert request.type == "request"
    assert values(request, "WARC-Concurrent-To") == []
    assert values(failure, "WARC-Concurrent-To") == [request.id]
    assert story(failure) == {
        "kind": "failure",
        "code": "net.reset",
        "sentence": "connection reset by peer",
        "method": "GET",
        "finished": "2021-11-08T09:00:01.123456Z",
    }


def test_failure_before_the_request_stands_alone() -> None:
    (failure,) = build(exchange(None, request=b"", failure=Failure("net.dns", "no such host")))
    assert failure.type == "metadata"
    assert values(failure, "WARC-Concurrent-To") == []
    assert values(failure, "WARC-Target-URI") == [URL]


def test_unverified_certificate_is_recorded() -> None:
    records = build(exchange(tls_verified=False))
    assert story(records[2]) == {"kind": "tls", "verified": False}
    assert len(build(exchange(tls_verified=None))) == 2


def test_response_without_digests_is_refused() -> None:
    with pytest.raises(ValueError, match="without a block digest"):
        build(replace(exchange(), block_digest=None))
    with pytest.raises(ValueError, match="without a payload digest"):
        build(replace(exchange(), payload_digest=None))


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.booleans(), max_size=4))
def test_any_object_stays_one_field(more: dict[str, object]) -> None:
    record = metadata_record(
        {**more, "kind": "x"},
        target_uri=URL,
        refers_to="<urn:uuid:2>",
        concurrent_to=(),
        date=MOMENT,
        warcinfo_id=INFO,
        id="<urn:uuid:1>",
    )
    assert isinstance(record.block, bytes)
    assert len(record.block.decode().splitlines()) == 1
    assert story(record) == {**more, "kind": "x"}
    assert values(record, "WARC-Refers-To") == ["<urn:uuid:2>"]


def test_metadata_needs_a_kind() -> None:
    with pytest.raises(ValueError, match="needs a kind"):
        metadata_record(
            {"code": "x"},
            target_uri=None,
            refers_to=None,
            concurrent_to=(),
            date=MOMENT,
            warcinfo_id=INFO,
            id="<urn:uuid:1>",
        )


def test_address_cannot_end_or_add_a_header() -> None:
    url = "http://a.example/\r\nWARC-Type: warcinfo\r\n\r\nx <y>\u00e9\u2028\ud800"
    for record in build(exchange(url=url)):
        assert values(record, "WARC-Target-URI") == [
            "http://a.example/%0D%0AWARC-Type:%20warcinfo%0D%0A%0D%0Ax%20%3Cy%3E%C3%A9%E2%80%A8%ED%A0%80"
        ]
    for wrong in ("", "/path", "no scheme here: x", "1http://a"):
        with pytest.raises(ValueError, match="no absolute address"):
            build(exchange(url=wrong))


@given(st.text())
def test_every_address_with_a_scheme_becomes_visible_ascii_once_and_for_all(text: str) -> None:
    uri = as_uri("http://" + text)
    assert uri.isascii()
    assert uri.isprintable()
    assert " " not in uri
    assert as_uri(uri) == uri


def test_warcinfo_tells_who_how_and_from_which_definition() -> None:
    record = warcinfo(ids())
    assert isinstance(record.block, bytes)
    lines = record.block.decode().split("\r\n")
    assert lines.pop() == ""
    fields = dict(line.split(": ", 1) for line in lines)
    assert list(fields) == [
        "software", "format", "conformsTo", "robots", "operator", "http-header-user-agent", "isPartOf",
        "source-definition",
    ]  # fmt: skip
    assert fields["software"].startswith("Communique/")
    assert json.loads(fields["source-definition"]) == 'id = "az_mfa"\nname = "Ministry"\n'
    assert values(record, "WARC-Filename") == ["az_mfa-20211108090000123-00001-here.warc.gz"]
    assert values(record, "WARC-Block-Digest") == [sha(record.block)]


@given(text=st.text())
def test_no_text_adds_a_field_to_the_warcinfo(text: str) -> None:
    record = warcinfo_record(
        id=INFO,
        date=MOMENT,
        filename="x.warc.gz",
        source="az_mfa",
        definition=text,
        operator=text,
        user_agent=text,
    )
    assert isinstance(record.block, bytes)
    fields = record.block.decode().splitlines()
    known = ("software: ", "format: ", "conformsTo: ", "robots: ", "operator: ", "http-header-user-agent: ")
    assert all(field.startswith((*known, "isPartOf: ", "source-definition: ")) for field in fields)
    assert json.loads(fields[-1].removeprefix("source-definition: ")) == text


def test_an_equal_payload_is_a_revisit_with_the_head_as_it_was_received() -> None:
    known = earlier(build(exchange())[1])
    request, revisit, surplus = exchange_records(
        exchange(CHUNKED, url=f"{URL}?again", surplus=b"more"), warcinfo_id=INFO, new_id=ids(), earlier=known
    )
    head = CHUNKED[: CHUNKED.index(b"\r\n\r\n") + 4]
    assert (revisit.type, revisit.block) == ("revisit", head)
    assert values(revisit, "WARC-Profile") == [SAME_PAYLOAD]
    assert values(revisit, "WARC-Target-URI") == [f"{URL}?again"]
    assert values(revisit, "WARC-Refers-To") == [known.place.record_id]
    assert values(revisit, "WARC-Refers-To-Target-URI") == [URL]
    assert values(revisit, "WARC-Refers-To-Date") == ["2021-11-08T09:00:00.123456Z"]
    assert values(revisit, "WARC-Truncated") == ["length"]
    assert values(revisit, "WARC-Block-Digest") == [sha(head)]
    assert values(revisit, "WARC-Payload-Digest") == [sha(b"<p>hello</p>")]
    assert values(revisit, "Content-Type") == ["application/http;msgtype=response"]
    assert values(revisit, "WARC-IP-Address") == ["192.0.2.7"]
    assert values(revisit, "WARC-Concurrent-To") == [request.id]
    assert values(request, "WARC-Concurrent-To") == [revisit.id]
    assert values(surplus, "WARC-Concurrent-To") == [request.id, revisit.id]


def test_a_head_that_comes_in_pieces_is_kept_whole() -> None:
    known = earlier(build(exchange())[1])
    for piece in (1, 7, 10_000):
        one = exchange(block=Bytes(PLAIN, piece))
        revisit = exchange_records(one, warcinfo_id=INFO, new_id=ids(), earlier=known)[1]
        assert revisit.block == PLAIN[: PLAIN.index(b"\r\n\r\n") + 4]


def test_a_304_is_a_revisit_of_all_that_came() -> None:
    known = earlier(build(exchange())[1])
    revisit = exchange_records(exchange(UNCHANGED), warcinfo_id=INFO, new_id=ids(), earlier=known)[1]
    assert (revisit.type, revisit.block) == ("revisit", UNCHANGED)
    assert values(revisit, "WARC-Profile") == [NOT_MODIFIED]
    assert values(revisit, "WARC-Truncated") == []
    assert values(revisit, "WARC-Payload-Digest") == [sha(b"<p>hello</p>")]


def test_what_is_not_http_cannot_be_a_revisit() -> None:
    known = earlier(build(exchange())[1])
    with pytest.raises(ValueError, match="no HTTP answer"):
        exchange_records(exchange(GARBAGE), warcinfo_id=INFO, new_id=ids(), earlier=known)


def test_text_of_a_document_names_the_document_and_its_reader() -> None:
    record = conversion_record(
        "«Сайт» \ud800 end\n",
        reader="a reader\r\nWARC-Type: response",
        target_uri="https://mfa.gov.az/ä.pdf",
        refers_to="<urn:uuid:document>",
        date=MOMENT,
        warcinfo_id=INFO,
        id="<urn:uuid:1>",
    )
    assert (record.type, record.block) == ("conversion", "«Сайт» ? end\n".encode())
    assert values(record, "WARC-Refers-To") == ["<urn:uuid:document>"]
    assert values(record, "WARC-Target-URI") == ["https://mfa.gov.az/%C3%A4.pdf"]
    assert values(record, "Content-Type") == ["text/plain;charset=utf-8"]
    assert values(record, "Communique-Reader") == ["a reader WARC-Type: response"]
    assert values(record, "WARC-Warcinfo-ID") == [INFO]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=3), st.dictionaries(st.text(max_size=5), JSON, max_size=3))
def test_a_value_that_is_written_already_is_spelled_as_if_it_were_not(
    others: dict[str, object], last: dict[str, object]
) -> None:
    payload = {**others, "kind": "reading", "statement ü": last}
    about = {
        "target_uri": None,
        "refers_to": None,
        "concurrent_to": [],
        "date": MOMENT,
        "warcinfo_id": INFO,
        "id": INFO,
    }
    assert metadata_record(payload, **about, written=to_line(last)) == metadata_record(payload, **about)  # type: ignore[arg-type]
