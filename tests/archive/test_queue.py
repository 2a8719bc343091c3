"""Which run a crawl goes on with, and what is asked in it."""

from datetime import datetime, timedelta

import pytest

from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal
from tests.archive.desk import BASE, Desk
from tests.archive.world import a_draft, an_exchange


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


def test_a_resumed_run_knows_what_its_killed_part_met(desk: Desk) -> None:
    run = desk.begin()
    for name in ("refused", "dead", "known"):
        desk.core.in_flight(run, "by_mfa", f"{BASE}/{name}")
    captures = {name: desk.core.store(an_exchange(f"{BASE}/{name}")) for name in ("refused", "dead")}
    assert captures["refused"] is not None
    assert captures["dead"] is not None
    refusal = Refusal(Failure("content.empty", "there is no text"))
    desk.core.refuse(run, "by_mfa", f"{BASE}/refused", captures["refused"], refusal)
    assert desk.core.gone(run, "by_mfa", f"{BASE}/dead", captures["dead"]).statement_id is None
    desk.core.fail(run, "by_mfa", f"{BASE}/known", Failure("http.status", "503"))
    desk.core.commit()
    desk.again()
    resumed = desk.core.begin_run("by_mfa", "")
    assert resumed.resumed
    assert (resumed.run.refused, resumed.run.failed, resumed.run.gone) == (1, 2, 0)
