"""What the archive decides, and what it writes for it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.model.failure import Failure
from crawler.model.identity import statement_id
from crawler.model.reading import Refusal
from crawler.warc.reader import metadata_payload, read_records
from tests.archive.desk import BASE, Desk
from tests.archive.world import LONG, a_draft, an_exchange


def test_a_new_archive_holds_nothing_but_its_catalogue_and_lock(tmp_path: Path) -> None:
    Desk(tmp_path / "a").close()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "archive.lock",
        "archive.lock-rewrite",
        "catalogue.sqlite",
    ]


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


def test_gone_is_observed_once_and_ends_with_the_next_reading(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "1", "One.")
    capture = desk.core.store(an_exchange(f"{BASE}/1", status="410 Gone", when=desk.clock()))
    assert capture is not None
    known = statement_id("by_mfa", f"{BASE}/1")
    assert desk.core.gone(run, "by_mfa", f"{BASE}/1", capture) == (known, False, False)
    assert desk.core.gone(run, "by_mfa", f"{BASE}/never", capture) == (None, False, False)
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
            "answered": f"{BASE}/1",
            "aliases": [],
            "evidence": None,
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
    assert [path.suffixes[-2:] for path in (tmp_path / "warc/_loose").rglob("*.gz")] == [[".warc", ".gz"]]


def test_an_operation_that_cannot_be_does_not_break_the_archive(desk: Desk) -> None:
    with pytest.raises(ValueError, match="no id of a source"):
        desk.core.store(an_exchange(f"{BASE}/1", source="../evil"))
    assert desk.core.store(an_exchange(f"{BASE}/1")) is not None
