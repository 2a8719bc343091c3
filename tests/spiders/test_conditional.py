"""Conditional requests in whole crawls: the real command and a raw server that knows conditions, or says it does."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.newsroom import HOST, Newsroom, Page, headers, listing, statement
from tests.wire.rawserver import Answer

MONDAY = "Mon, 04 May 2026 10:00:00 GMT"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def kind(record: tuple[dict[str, str], bytes]) -> str:
    return record[0]["WARC-Type"]


def answers(room: Newsroom) -> list[tuple[str, str, str, str]]:
    """(address, record type, status, profile) of every answer kept, robots.txt apart."""
    return [
        (
            head["WARC-Target-URI"].removeprefix(f"http://{HOST}"),
            head["WARC-Type"],
            block.split(b" ", 2)[1].decode(),
            head.get("WARC-Profile", ""),
        )
        for head, block in room.records()
        if head["WARC-Type"] in ("response", "revisit") and not head["WARC-Target-URI"].endswith("/robots.txt")
    ]


def conditions(request: bytes) -> tuple[str | None, str | None]:
    found = headers(request)
    return found.get("if-none-match"), found.get("if-modified-since")


@pytest.mark.parametrize(
    ("validators", "asked"),
    [
        ({"etag": '"v1"'}, ('"v1"', None)),
        ({"etag": 'W/"v1"', "coding": "gzip"}, ('W/"v1"', None)),
        ({"last_modified": MONDAY, "coding": "chunked"}, (None, MONDAY)),
        ({"etag": "bare \xe9", "last_modified": MONDAY}, ("bare \xe9", MONDAY)),
    ],
    ids=["etag", "weak etag, gzip", "last modified, chunked", "both"],
)
def test_case_30_pages_that_did_not_change_are_confirmed_and_not_sent_again(
    validators: dict[str, Any], asked: tuple[str | None, str | None], tmp_path: Path
) -> None:
    pages = {f"/news/{n}": Page(statement(n), **validators) for n in (1, 2)}
    with Newsroom(tmp_path, {"/news": Page(listing(1, 2), **validators), **pages}) as room:
        first, requests = room.crawl()
        assert (first["published"], first["outcome"]) == (2, "ok")
        assert [conditions(request) for request in requests] == [(None, None)] * 3
        before = room.files()
        second, requests = room.crawl()
    assert [conditions(request) for request in requests] == [asked] * 3
    assert (second["unchanged"], second["published"], second["revised"], second["outcome"]) == (2, 0, 0, "ok")
    assert second["listed"] == 2  # the listing was read out of the archive, and followed
    assert room.files() == before
    assert sorted(answers(room)[3:]) == [
        ("/news", "revisit", "304", NOT_MODIFIED),
        ("/news/1", "revisit", "304", NOT_MODIFIED),
        ("/news/2", "revisit", "304", NOT_MODIFIED),
    ]
    responses = {head["WARC-Record-ID"] for head, _ in room.records() if head["WARC-Type"] == "response"}
    revisits = [head for head, _ in room.records() if head["WARC-Type"] == "revisit"]
    assert {head["WARC-Refers-To"] for head in revisits} <= responses
    sound = room.communique("verify")
    assert (sound.returncode, sound.stderr) == (0, ""), sound.stdout


def test_a_third_crawl_asks_with_what_the_page_last_said(tmp_path: Path) -> None:
    with Newsroom(tmp_path, {"/news": Page(listing(1)), "/news/1": Page(statement(1), '"v1"')}) as room:
        room.crawl()
        room.become(n1=Page(statement(1, "The Ministry has thought better of it."), '"v2"'))
        second, requests = room.crawl()
        assert (second["revised"], conditions(requests[1])) == (1, ('"v1"', None))
        third, requests = room.crawl()
    assert (third["unchanged"], third["revised"], conditions(requests[1])) == (1, 0, ('"v2"', None))
    assert [line[2] for line in answers(room) if line[0] == "/news/1"] == ["200", "200", "304"]
    assert room.communique("verify").returncode == 0


def test_full_asks_for_everything_in_whole(tmp_path: Path) -> None:
    with Newsroom(tmp_path, {"/news": Page(listing(1), '"l"'), "/news/1": Page(statement(1), '"v1"')}) as room:
        room.crawl()
        again, requests = room.crawl("--full")
    assert [conditions(request) for request in requests] == [(None, None)] * 2
    assert again["unchanged"] == 1
    assert {line[2] for line in answers(room)} == {"200"}


def test_a_304_that_nobody_asked_for_is_a_response_and_asked_once_more(tmp_path: Path) -> None:
    never = Answer(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
    with Newsroom(tmp_path, {"/news": Page(listing(1, 2)), "/news/1": never, "/news/2": Page(statement(2))}) as room:
        run, requests = room.crawl()
    assert [conditions(request) for request in requests] == [(None, None)] * 4
    assert (run["published"], run["failed"], run["outcome"]) == (1, 1, "degraded")
    assert [problem["code"] for problem in run["problems"]] == ["http.status"]
    assert [line[1:] for line in answers(room) if line[0] == "/news/1"] == [("response", "304", "")] * 2
    assert room.communique("verify").returncode == 0


def test_a_304_for_another_version_than_ours_is_a_response_and_the_page_is_asked_in_whole(tmp_path: Path) -> None:
    liar = Page(statement(1), '"v1"', confirms='"v9"')
    with Newsroom(tmp_path, {"/news": Page(listing(1)), "/news/1": liar}) as room:
        room.crawl()
        run, requests = room.crawl()
    assert [conditions(request) for request in requests[1:]] == [('"v1"', None), (None, None)]
    assert (run["unchanged"], run["outcome"]) == (1, "ok")
    kept = [line[1:3] for line in answers(room) if line[0] == "/news/1"]
    assert kept[:2] == [("response", "200"), ("response", "304")]
    assert kept[2] == ("revisit", "200")
    assert room.communique("verify").returncode == 0


@pytest.mark.parametrize("confirms", ['W/"v1"', ""])
def test_a_304_may_name_the_version_weakly_or_not_at_all(confirms: str, tmp_path: Path) -> None:
    page = Page(statement(1), '"v1"', confirms=confirms)
    with Newsroom(tmp_path, {"/news": Page(listing(1)), "/news/1": page}) as room:
        room.crawl()
        run, requests = room.crawl()
    assert (len(requests), run["unchanged"]) == (2, 1)
    assert answers(room)[-1][:3] == ("/news/1", "revisit", "304")


def test_a_condition_does_not_follow_a_redirect(tmp_path: Path) -> None:
    with Newsroom(tmp_path, {"/news": Page(listing(1)), "/news/1": Page(statement(1), '"v1"')}) as room:
        room.crawl()
        room.become(n1=Answer(b"HTTP/1.1 302 Found\r\nLocation: /news/7\r\nContent-Length: 0\r\n\r\n"))
        room.become(n7=Page(statement(7), '"v1"'))
        _, requests = room.crawl()
    assert [conditions(request) for request in requests] == [(None, None), ('"v1"', None), (None, None)]


@pytest.mark.parametrize("etag", ['"' + "x" * 5000 + '"'])
def test_a_validator_that_could_be_too_much_is_not_sent_back(etag: str, tmp_path: Path) -> None:
    with Newsroom(tmp_path, {"/news": Page(listing(1)), "/news/1": Page(statement(1), etag)}) as room:
        room.crawl()
        run, requests = room.crawl()
    assert [conditions(request) for request in requests] == [(None, None)] * 2
    assert run["unchanged"] == 1


def test_a_page_whose_stored_bytes_are_damaged_is_asked_for_in_whole(tmp_path: Path) -> None:
    with Newsroom(tmp_path, {"/news": Page(listing(1)), "/news/1": Page(statement(1), '"v1"')}) as room:
        room.crawl()
        [segment] = room.archive.glob("warc/newsroom/*/*.warc.gz")
        [line] = [line for name, data in room.files().items() if name != "changes.jsonl" for line in data.splitlines()]
        data = bytearray(segment.read_bytes())
        data[json.loads(line)["capture"]["offset"] + 200] ^= 0x40
        segment.write_bytes(data)
        run, requests = room.crawl()
    assert [conditions(request) for request in requests[1:]] == [('"v1"', None), (None, None)]
    assert run["unchanged"] == 1
