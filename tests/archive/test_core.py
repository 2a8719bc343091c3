"""What the archive decides, and what it writes for it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive.core import Core, Revised
from crawler.archive.runs import RunStart
from crawler.archive.verify import verify
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal
from crawler.warc.reader import metadata_payload, read_records
from tests.archive.world import LONG, Counting, Ticking, a_draft, an_exchange, open_world

BASE = "http://by-mfa.example"


class Desk:
    """A core, a run of one source, and short words for what is done with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = Ticking()
        self.ids = Counting()
        self.open()

    def open(self) -> None:
        self.core, self.lock = open_world(self.root, clock=self.clock, new_id=self.ids)

    def close(self) -> None:
        self.core.close()
        self.lock.release()

    def again(self) -> Core:
        self.close()
        self.open()
        return self.core

    def begin(self, source: str = "by_mfa") -> str:
        return self.core.begin_run(source, "").run.id

    def end(self, started: RunStart, outcome: str = "ok") -> None:
        self.core.end_run(started.run.model_copy(update={"outcome": outcome}))

    def read(
        self, run: str, name: str, text: str, title: str = "Statement", source: str = "by_mfa", **more: object
    ) -> Revised:
        url = f"{BASE}/{name}"
        capture = self.core.store(an_exchange(url, source=source, when=self.clock()))
        assert capture is not None
        draft = a_draft(url, capture, text=text, title=title, source=source, **more)  # type: ignore[arg-type]
        return self.core.revise(run, draft, url)

    def lines(self, name: str) -> list[dict[str, object]]:
        self.core.commit()
        path = self.root / name
        return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def changes(self) -> list[tuple[object, object]]:
        return [(change["kind"], str(change["url"]).removeprefix(f"{BASE}/")) for change in self.lines("changes.jsonl")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "archive")
    yield made
    made.close()
    assert list(verify(made.root)) == []


def test_a_new_archive_holds_nothing_but_its_catalogue_and_lock(tmp_path: Path) -> None:
    Desk(tmp_path / "a").close()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["archive.lock", "catalogue.sqlite"]


def test_a_run_that_stored_nothing_leaves_no_file(desk: Desk) -> None:
    desk.end(desk.core.begin_run("by_mfa", ""))
    assert not (desk.root / "warc").exists()


def test_published_revised_unchanged(desk: Desk) -> None:
    run = desk.begin()
    outcomes = [desk.read(run, "1", text) for text in ("One.", "One.", "Two.", "One.")]
    assert [(r.outcome, r.statement and r.statement.revision) for r in outcomes] == [
        ("published", 1),
        ("unchanged", None),
        ("revised", 2),
        ("revised", 3),
    ]
    assert desk.changes() == [("published", "1"), ("revised", "1"), ("revised", "1")]
    lines = desk.lines("statements/by_mfa/2021-11.jsonl")
    assert len({line["first_seen"] for line in lines}) == 1
    assert len({line["fetched_at"] for line in lines}) == 3


def test_a_line_goes_into_the_month_of_its_capture(desk: Desk) -> None:
    run = desk.begin()
    desk.clock.now = datetime(2021, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC)
    desk.read(run, "1", "One.")
    assert [line["url"] for line in desk.lines("statements/by_mfa/2022-01.jsonl")] == [f"{BASE}/1"]


def test_nothing_is_told_before_the_commit(desk: Desk) -> None:
    run = desk.begin()
    revised = desk.read(run, "1", "One.")
    assert not (desk.root / "changes.jsonl").exists()
    assert desk.core.committed < revised.ticket
    desk.core.commit()
    assert desk.core.committed == revised.ticket
    assert (desk.root / "changes.jsonl").exists()


def test_a_batch_of_64_exchanges_is_committed_by_itself(desk: Desk) -> None:
    desk.begin()
    for number in range(64):
        assert desk.core.committed == 0
        desk.core.store(an_exchange(f"{BASE}/{number}"))
    assert desk.core.committed == 1


def test_a_ticket_of_the_exchange_that_fills_a_batch_is_of_that_batch(desk: Desk) -> None:
    run = desk.begin()
    for number in range(63):
        desk.core.store(an_exchange(f"{BASE}/{number}"))
    capture = desk.core.store(an_exchange(f"{BASE}/64"))
    assert capture is not None
    revised = desk.core.revise(run, a_draft(f"{BASE}/64", capture), f"{BASE}/64")
    desk.core.commit()
    assert desk.core.committed >= revised.ticket


def test_long_equal_bodies_are_linked_whatever_the_title(desk: Desk) -> None:
    run = desk.begin()
    first = desk.read(run, "1", LONG, title="A").statement
    second = desk.read(run, "2", LONG, title="B")
    assert first is not None
    assert second.statement is not None
    assert [(link.id, link.kind, link.evidence, link.score) for link in second.statement.links] == [
        (first.id, "copy", "equal body", 1.0)
    ]
    assert second.links == 1
    assert desk.changes() == [("published", "1"), ("published", "2"), ("linked", "2")]
    assert desk.lines("changes.jsonl")[2]["data"] == {
        "linked": first.id,
        "url": f"{BASE}/1",
        "link": "copy",
        "evidence": "equal body",
        "score": 1.0,
    }


def test_short_equal_bodies_are_linked_under_the_same_title_only(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "1", "See the annex.", title="A")
    assert desk.read(run, "2", "See the annex.", title="B").links == 0
    third = desk.read(run, "3", "See the annex.", title="A")
    assert third.statement is not None
    assert [link.evidence for link in third.statement.links] == ["equal title and body"]


def test_statements_without_a_body_are_copies_of_nothing(desk: Desk) -> None:
    run = desk.begin()
    assert [desk.read(run, name, "").links for name in "123"] == [0, 0, 0]


def test_a_pair_is_linked_once(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "1", LONG)
    desk.read(run, "2", LONG)
    desk.read(run, "1", LONG + "An edit.")
    again = desk.read(run, "1", LONG)
    assert again.statement is not None
    assert len(again.statement.links) == 1, "the line states what is known"
    assert again.links == 0, "but it is no news"
    assert [kind for kind, _ in desk.changes()].count("linked") == 1


def test_a_text_on_very_many_addresses_does_not_name_them_all(desk: Desk) -> None:
    run = desk.begin()
    assert [desk.read(run, str(n), LONG).links for n in range(20)][-3:] == [16, 16, 16]


def test_copies_are_found_in_other_sources(desk: Desk) -> None:
    desk.read(desk.begin(), "1", LONG)
    assert desk.read(desk.begin("us_oag"), "2", LONG, source="us_oag").links == 1


def test_cursors_only_grow_over_restarts(desk: Desk) -> None:
    desk.read(desk.begin(), "1", "One.")
    desk.again()
    desk.read(desk.begin(), "2", "Two.")
    assert [change["cursor"] for change in desk.lines("changes.jsonl")] == [1, 2]


def test_a_clock_set_back_ten_years_harms_nothing(desk: Desk) -> None:
    first = desk.core.begin_run("by_mfa", "")
    desk.read(first.run.id, "1", "One.")
    desk.end(first)
    desk.clock.now -= timedelta(days=3650)
    second = desk.core.begin_run("by_mfa", "")
    assert not second.resumed
    desk.read(second.run.id, "1", "Two.")
    desk.end(second, "interrupted")
    desk.again()
    assert desk.core.begin_run("by_mfa", "").resumed, "the run that was written last is the last run"
    assert [line["revision"] for line in desk.lines("statements/by_mfa/2021-11.jsonl")] == [1]
    assert [line["revision"] for line in desk.lines("statements/by_mfa/2011-11.jsonl")] == [2]


def test_two_runs_in_the_same_microsecond_have_two_ids(desk: Desk) -> None:
    first = desk.core.begin_run("by_mfa", "")
    desk.end(first)
    desk.clock.now = datetime.fromisoformat(first.run.started) - timedelta(seconds=1)
    assert desk.core.begin_run("by_mfa", "").run.id == f"{first.run.id}-2"


@pytest.mark.parametrize(("hours", "resumed"), [(23, True), (25, False)])
def test_an_unfinished_run_is_resumed_for_a_day(desk: Desk, hours: int, resumed: bool) -> None:
    first = desk.core.begin_run("by_mfa", "")
    desk.core.store(an_exchange(f"{BASE}/1"))
    desk.again()
    desk.clock.now += timedelta(hours=hours)
    second = desk.core.begin_run("by_mfa", "")
    assert second.resumed is resumed
    assert (second.run.id == first.run.id) is resumed
    assert second.run.outcome == "running"
    assert len(list(desk.root.rglob("*.open"))) == int(resumed), "a file that no run goes on with is sealed"


def test_a_finished_run_is_not_resumed(desk: Desk) -> None:
    first = desk.core.begin_run("by_mfa", "")
    desk.end(first)
    assert not desk.core.begin_run("by_mfa", "").resumed


def test_what_was_captured_and_not_read_waits_in_the_archive(desk: Desk) -> None:
    run = desk.begin()
    urls = [f"{BASE}/{n}" for n in range(4)]
    desk.core.list_links(run, "by_mfa", [(url, Hint("http://l.example/", title="T")) for url in urls])
    for url in urls[:3]:
        desk.core.in_flight(run, "by_mfa", url)
    whole = desk.core.store(an_exchange(urls[0]))
    failed = desk.core.store(an_exchange(urls[1], status="503 Busy"))
    moved = desk.core.store(an_exchange(f"{BASE}/elsewhere"))
    assert whole is not None
    assert failed is not None
    assert moved is not None
    desk.core.mark_captured(run, "by_mfa", urls[2], moved)
    core = desk.again()
    again = desk.core.begin_run("by_mfa", "").run.id
    assert core.unread("by_mfa") == [
        (whole, urls[0], Hint("http://l.example/", title="T")),
        (moved, urls[2], Hint("http://l.example/", title="T")),
    ]
    assert [url for url, _ in core.to_ask(again, "by_mfa")] == [urls[1], urls[3]]
    listed = core.list_links(again, "by_mfa", [(url, None) for url in urls])
    assert (list(listed), listed.new) == ([], 4), "a listing goes on, but nothing is asked twice"
    assert core.list_links(again, "by_mfa", [(url, None) for url in urls]).new == 0


def test_known_statements_are_asked_once_a_run(desk: Desk) -> None:
    first = desk.core.begin_run("by_mfa", "")
    desk.read(first.run.id, "1", "One.")
    desk.end(first)
    run = desk.begin()
    assert [url for url, _ in desk.core.to_ask(run, "by_mfa")] == [f"{BASE}/1"]
    listed = desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", None), (f"{BASE}/1", None)])
    assert (list(listed), listed.new) == ([f"{BASE}/1"], 1)
    desk.read(run, "1", "One.")
    assert desk.core.to_ask(run, "by_mfa") == []
    assert list(desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", None)])) == []


def test_a_statement_behind_a_redirect_is_asked_under_one_address(desk: Desk) -> None:
    first = desk.core.begin_run("by_mfa", "")
    listed = f"{BASE}/old"
    desk.core.list_links(first.run.id, "by_mfa", [(listed, None)])
    capture = desk.core.store(an_exchange(f"{BASE}/new"))
    assert capture is not None
    desk.core.revise(first.run.id, a_draft(f"{BASE}/new", capture, also_at=(listed,)), listed)
    desk.end(first)
    run = desk.begin()
    desk.core.list_links(run, "by_mfa", [(listed, None)])
    assert [url for url, _ in desk.core.to_ask(run, "by_mfa")] == [listed]


def test_what_could_not_be_reached_is_tried_again_but_not_for_ever(desk: Desk) -> None:
    url, dead = f"{BASE}/1", f"{BASE}/2"
    asked = []
    for _ in range(8):
        started = desk.core.begin_run("by_mfa", "")
        if not asked:
            desk.core.list_links(started.run.id, "by_mfa", [(url, None), (dead, None)])
        asked.append([u for u, _ in desk.core.to_ask(started.run.id, "by_mfa")])
        desk.core.fail(started.run.id, "by_mfa", url, Failure("net.refused", "x"))
        desk.core.fail(started.run.id, "by_mfa", dead, Failure("http.status", "404"))
        assert desk.core.to_ask(started.run.id, "by_mfa") == [], "not twice in one run"
        desk.end(started)
    assert asked == [[url, dead], *[[url]] * 5, [], []]


def test_gone_is_observed_once_and_ends_with_the_next_reading(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "1", "One.")
    capture = desk.core.store(an_exchange(f"{BASE}/1", status="410 Gone"))
    assert capture is not None
    assert desk.core.gone(run, "by_mfa", f"{BASE}/1", capture) is True
    assert desk.core.gone(run, "by_mfa", f"{BASE}/never", capture) is False
    since = "SELECT gone_since FROM statements"
    assert desk.core._connection.exec_driver_sql(since).scalar() == capture.date
    assert desk.read(run, "1", "One.").outcome == "unchanged"
    assert desk.core._connection.exec_driver_sql(since).scalar() is None
    assert desk.changes() == [("published", "1")]


def test_a_refusal_is_told_with_its_capture(desk: Desk) -> None:
    run = desk.begin()
    capture = desk.core.store(an_exchange(f"{BASE}/1"))
    assert capture is not None
    desk.core.refuse(run, "by_mfa", f"{BASE}/1", capture, Refusal(Failure("content.empty", "no text")))
    assert desk.lines("quarantine/refused.jsonl") == [
        {
            "source": "by_mfa",
            "run": run,
            "url": f"{BASE}/1",
            "code": "content.empty",
            "sentence": "no text",
            "capture": capture.model_dump(mode="json"),
        }
    ]


def test_an_exchange_without_an_answer_has_no_capture(desk: Desk) -> None:
    desk.begin()
    assert desk.core.store(an_exchange(f"{BASE}/1", failure=Failure("net.dns", "no such host"))) is None


def test_late_bytes_are_kept_beside_their_capture(desk: Desk) -> None:
    desk.begin()
    capture = desk.core.store(an_exchange(f"{BASE}/1"))
    assert capture is not None
    desk.core.late(capture, b"HTTP/1.1 200 Forged\r\n\r\n")
    desk.core.commit()
    [path] = desk.root.rglob("*.open")
    late = list(read_records(path))[-1]
    assert late.header("warc-refers-to") == capture.record_id
    assert metadata_payload(late)["late"] is True


def test_a_full_file_is_sealed_and_another_begun(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.archive.segments.SEGMENT_SIZE", 3000)
    started = desk.core.begin_run("by_mfa", 'id = "by_mfa"')
    for number in range(12):
        desk.read(started.run.id, str(number), f"{number} {LONG}")
    desk.end(started)
    names = sorted(path.name for path in desk.root.rglob("*.warc.gz"))
    assert len(names) > 3
    assert [name.split("-")[2] for name in names] == [f"{n:05d}" for n in range(1, len(names) + 1)]
    assert len((desk.root / "manifest-sha256.txt").read_text().splitlines()) == len(names)


def test_captures_outside_a_run_are_sealed_at_the_end(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.core.store(an_exchange(f"{BASE}/1", source="_loose"))
    desk.close()
    assert [path.suffixes[-2:] for path in (tmp_path / "warc/_loose").rglob("*.gz*")] == [[".warc", ".gz"]]


def test_an_operation_that_cannot_be_does_not_break_the_archive(desk: Desk) -> None:
    with pytest.raises(ValueError, match="no id of a source"):
        desk.core.store(an_exchange(f"{BASE}/1", source="../evil"))
    assert desk.core.store(an_exchange(f"{BASE}/1")) is not None
