"""Conditional requests in whole crawls: the real command and a raw server that knows conditions, or says it does."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.newsroom import EVERYTHING, HOST, Newsroom, Page, headers, listing, statement
from tests.wire.rawserver import Answer

MONDAY = "Mon, 04 May 2026 10:00:00 GMT"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
LONG = '"' + "x" * 5000 + '"'
Conditions = tuple[str | None, str | None]

PAGES = {
    "etag": Page(statement(1), '"v1"'),
    "weak etag, gzip": Page(statement(2), 'W/"v1"', coding="gzip"),
    "last modified, chunked": Page(statement(3), last_modified=MONDAY, coding="chunked"),
    "both, and not ASCII": Page(statement(4), "bare \xe9", MONDAY),
    "confirmed weakly": Page(statement(5), '"v1"', confirms='W/"v1"'),
    "confirmed without a name": Page(statement(6), '"v1"', confirms=""),
    "another version is confirmed": Page(statement(7), '"v1"', confirms='"v9"'),
    "too long a name": Page(statement(8), LONG),
    "leads elsewhere later": Page(statement(9), '"v1"'),
    "304 to whoever asks": Answer(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'),
    "changes later": Page(statement(11), '"v1"'),
}
NUMBER = {name: number for number, name in enumerate(PAGES, 1)}


@dataclass
class Crawl:
    """By path, ``asked``: the conditions of each request; ``kept``: type, status and profile of each answer."""

    run: dict[str, Any]
    asked: dict[str, list[Conditions]]
    kept: dict[str, list[tuple[str, str, str]]]
    lines: dict[str, bytes]

    def of(self, name: str) -> tuple[list[Conditions], list[tuple[str, str, str]]]:
        path = f"/news/{NUMBER[name]}"
        return self.asked[path], self.kept[path]


@dataclass
class Crawls:
    """Of everything; of the same; after one page changed and one moved; of the same; and in whole."""

    room: Newsroom
    first: Crawl
    second: Crawl
    changed: Crawl
    after: Crawl
    full: Crawl


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    answers = {f"/news/{NUMBER[name]}": page for name, page in PAGES.items()}
    with Newsroom(
        tmp_path_factory.mktemp("room"), {"/news": Page(listing(*NUMBER.values()), '"l"'), **answers}
    ) as room:
        first, second = _crawl(room), _crawl(room, *EVERYTHING)
        changed = Page(statement(11, "The Ministry has thought better of it."), '"v2"')
        moved = Answer(b"HTTP/1.1 302 Found\r\nLocation: /news/12\r\nContent-Length: 0\r\n\r\n")
        room.become(n11=changed, n9=moved, n12=Page(statement(12), '"v1"'))
        third, fourth = _crawl(room, *EVERYTHING), _crawl(room, *EVERYTHING)
        yield Crawls(room, first, second, third, fourth, _crawl(room, "--full"))


def _crawl(room: Newsroom, *more: str) -> Crawl:
    before = len(_answers(room))
    run, requests = room.crawl(*more)
    asked: dict[str, list[Conditions]] = {}
    for request in requests:
        found = headers(request)
        path = request.split(b" ", 2)[1].decode()
        asked.setdefault(path, []).append((found.get("if-none-match"), found.get("if-modified-since")))
    kept: dict[str, list[tuple[str, str, str]]] = {}
    for path, *answer in _answers(room)[before:]:
        kept.setdefault(path, []).append((answer[0], answer[1], answer[2]))
    return Crawl(run, asked, kept, room.files())


def _answers(room: Newsroom) -> list[tuple[str, str, str, str]]:
    return [
        (
            head["WARC-Target-URI"].removeprefix(f"http://{HOST}"),
            head["WARC-Type"],
            block.split(b" ", 2)[1].decode(),
            head.get("WARC-Profile", ""),
        )
        for head, block in room.records()
        if head["WARC-Type"] in ("response", "revisit")
    ]


CONFIRMED = {
    "etag": ('"v1"', None),
    "weak etag, gzip": ('W/"v1"', None),
    "last modified, chunked": (None, MONDAY),
    "both, and not ASCII": ("bare \xe9", MONDAY),
    "confirmed weakly": ('"v1"', None),
    "confirmed without a name": ('"v1"', None),
}


@pytest.mark.parametrize("name", CONFIRMED)
def test_case_30_a_page_that_did_not_change_is_confirmed_and_not_sent_again(name: str, crawls: Crawls) -> None:
    assert crawls.first.of(name) == ([(None, None)], [("response", "200", "")])
    assert crawls.second.of(name) == ([CONFIRMED[name]], [("revisit", "304", NOT_MODIFIED)])


def test_a_crawl_of_pages_that_did_not_change_writes_no_line(crawls: Crawls) -> None:
    first, second = crawls.first, crawls.second
    assert (first.run["published"], first.run["listed"]) == (10, 11)
    assert (second.run["unchanged"], second.run["published"], second.run["revised"]) == (10, 0, 0)
    assert second.lines == first.lines


def test_a_listing_that_did_not_change_is_followed_out_of_the_archive(crawls: Crawls) -> None:
    assert crawls.second.asked["/news"] == [('"l"', None)]
    assert crawls.second.kept["/news"] == [("revisit", "304", NOT_MODIFIED)]
    assert crawls.second.run["listed"] == 11


def test_every_confirmation_refers_to_a_response(crawls: Crawls) -> None:
    heads = [head for head, _ in crawls.room.records()]
    responses = {head["WARC-Record-ID"]: head for head in heads if head["WARC-Type"] == "response"}
    revisits = [head for head in heads if head.get("WARC-Profile") == NOT_MODIFIED]
    assert len(revisits) > 10
    for head in revisits:
        confirmed = responses[head["WARC-Refers-To"]]
        assert head["WARC-Refers-To-Target-URI"] == confirmed["WARC-Target-URI"] == head["WARC-Target-URI"]
        assert head["WARC-Refers-To-Date"] == confirmed["WARC-Date"]


def test_a_304_for_another_version_than_ours_is_a_response_and_the_page_is_asked_in_whole(crawls: Crawls) -> None:
    asked, kept = crawls.second.of("another version is confirmed")
    assert asked == [('"v1"', None), (None, None)]
    assert kept == [("response", "304", ""), ("revisit", "200", SAME_PAYLOAD)]


def test_a_304_that_nobody_asked_for_is_a_response_and_asked_once_more(crawls: Crawls) -> None:
    for crawl in (crawls.first, crawls.second):
        asked, kept = crawl.of("304 to whoever asks")
        assert asked == [(None, None)] * 2
        assert kept == [("response", "304", "")] * 2
        assert [problem["code"] for problem in crawl.run["problems"]] == ["http.status"]


def test_a_name_that_could_be_too_much_is_not_sent_back(crawls: Crawls) -> None:
    assert crawls.second.of("too long a name") == ([(None, None)], [("revisit", "200", SAME_PAYLOAD)])


def test_a_condition_does_not_follow_a_redirect(crawls: Crawls) -> None:
    assert crawls.changed.of("leads elsewhere later") == ([('"v1"', None)], [("response", "302", "")])
    assert crawls.changed.asked["/news/12"] == [(None, None)]


def test_the_next_crawl_asks_with_what_the_page_last_said(crawls: Crawls) -> None:
    assert crawls.changed.run["revised"] == 1
    assert crawls.changed.of("changes later") == ([('"v1"', None)], [("response", "200", "")])
    assert crawls.after.run["revised"] == 0
    assert crawls.after.of("changes later") == ([('"v2"', None)], [("revisit", "304", NOT_MODIFIED)])


def test_full_asks_for_everything_in_whole(crawls: Crawls) -> None:
    assert {asked for every in crawls.full.asked.values() for asked in every} == {(None, None)}
    assert crawls.full.run["revised"] == 0
    assert crawls.full.of("etag")[1] == [("revisit", "200", SAME_PAYLOAD)]


def test_an_archive_of_confirmations_is_sound(crawls: Crawls) -> None:
    ran = crawls.room.communique("verify")
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout


def test_a_page_whose_stored_bytes_are_damaged_is_asked_for_in_whole(tmp_path: Path) -> None:
    with Newsroom(tmp_path, {"/news": Page(listing(1)), "/news/1": Page(statement(1), '"v1"')}) as room:
        room.crawl()
        [segment] = room.archive.glob("warc/newsroom/*/*.warc.gz")
        [line] = [line for name, data in room.files().items() if name != "changes.jsonl" for line in data.splitlines()]
        data = bytearray(segment.read_bytes())
        data[json.loads(line)["capture"]["offset"] + 200] ^= 0x40
        segment.write_bytes(data)
        run, requests = room.crawl(*EVERYTHING)
    assert [headers(request).get("if-none-match") for request in requests[1:]] == ['"v1"', None]
    assert run["unchanged"] == 1
