"""Absence and return, as the archive decides them: by count, by days, by notice, and once."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.core import Gone, Revised
from crawler.model.identity import statement_id
from crawler.model.source import Watch
from crawler.model.statement import Notice, Statement
from crawler.watch.absence import confirm_at, is_withdrawn
from tests.archive.desk import BASE, Desk
from tests.archive.test_moving import data, is_sound
from tests.archive.world import LONG, a_draft, an_exchange

URL = f"{BASE}/1"
ID = statement_id("by_mfa", URL)
NOTICE = Notice(kind="withdrawn", text="It is out of date.")


def at(days: float) -> datetime:
    return datetime(2021, 11, 8, 12, tzinfo=UTC) + timedelta(days=days)


def gone(desk: Desk, days: float, **more: Any) -> Gone:
    run = desk.begin()
    capture = desk.core.store(an_exchange(URL, status="404 Not Found", when=at(days)))
    assert capture is not None
    return desk.core.gone(run, "by_mfa", URL, capture, **more)


def read(desk: Desk, days: float, notice: Notice | None = None, text: str = LONG) -> Revised:
    capture = desk.core.store(an_exchange(URL, f"{text}{notice}".encode(), when=at(days)))
    assert capture is not None
    draft = a_draft(URL, capture, text=text)
    return desk.core.revise(None, replace(draft, reading=replace(draft.reading, notice=notice)), URL)


def withdrawn(desk: Desk) -> str | None:
    desk.core.commit()
    with closing(sqlite3.connect(desk.root / "catalogue.sqlite")) as connection:
        found: str | None = connection.execute("SELECT withdrawn FROM statements").fetchone()[0]
        return found


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param((1, 2, 2.5), [False, False, False], id="not long enough"),
        pytest.param((1, 9), [False, False], id="not often enough"),
        pytest.param((1, 2, 3), [False, False, True], id="just enough"),
        pytest.param((1, 1.1, 1.2, 1.3, 4, 5), [False, False, False, False, True, False], id="once"),
    ],
)
def test_it_takes_several_answers_over_days(desk: Desk, days: tuple[float, ...], told: list[bool]) -> None:
    read(desk, 0)
    assert [gone(desk, each).told for each in days] == told
    assert gone(desk, 20).told is (not any(told))
    found = data(desk, "withdrawn")
    assert found["interval"]["by"]["date"] == withdrawn(desk)
    assert found["interval"]["by"] == found["seen"][0]
    assert [item["date"] for item in found["seen"]] == sorted(item["date"] for item in found["seen"])
    is_sound(desk)


def test_a_statement_that_is_back_may_be_withdrawn_again_and_come_back_with_another_text(desk: Desk) -> None:
    read(desk, 0)
    told = [gone(desk, days).told for days in (1, 2, 4)]
    assert read(desk, 5).told == ("restored",)
    told += [gone(desk, days).told for days in (6, 7, 8.5)]
    assert read(desk, 9, text=LONG + "It said more.").told == ("revised", "restored")
    assert told == [False, False, True, False, False, True]
    back = [change["data"] for change in desk.lines("changes.jsonl") if change["kind"] == "restored"]
    assert [item["revision"] for item in back] == [1, 2]  # type: ignore[index, call-overload]
    is_sound(desk)


def test_a_notice_is_a_withdrawal_at_once_and_its_end_is_the_return(desk: Desk) -> None:
    assert read(desk, 0).told == ("published",)
    assert read(desk, 1, NOTICE).told == ("withdrawn",)
    found = data(desk, "withdrawn")
    assert (found["how"], found["notice"], found["revision"]) == ("stated", NOTICE.model_dump(mode="json"), 1)
    assert [found["interval"][end]["date"][:10] for end in ("after", "by")] == ["2021-11-08", "2021-11-09"]
    assert read(desk, 2, NOTICE).told == ()
    assert gone(desk, 3) == (ID, False, True)  # that it is taken away then is no further withdrawal
    assert read(desk, 4, NOTICE).told == ()
    assert read(desk, 5, NOTICE, text=LONG + "It said more.").told == ("revised",)
    assert read(desk, 6, text=LONG + "It said more.").told == ("restored",)
    assert [data(desk, "restored")["interval"][end]["date"][:10] for end in ("after", "by")] == [
        "2021-11-13",
        "2021-11-14",
    ]
    assert withdrawn(desk) is None
    is_sound(desk)


def test_what_is_published_with_a_notice_is_published_and_withdrawn(desk: Desk) -> None:
    assert read(desk, 0, NOTICE).told == ("published", "withdrawn")
    assert data(desk, "withdrawn")["interval"]["after"] is None
    is_sound(desk)


def test_an_earlier_capture_that_comes_to_be_known_later_tells_nothing_of_today(desk: Desk) -> None:
    read(desk, 9)
    assert read(desk, 1, NOTICE).told == ()
    for days in (10, 11, 13):
        gone(desk, days)
    assert read(desk, 5).told == ()
    assert withdrawn(desk) is not None
    is_sound(desk)


def test_a_notice_that_a_better_reading_finds_is_told_with_it(desk: Desk) -> None:
    line = read(desk, 0).statement
    assert isinstance(line, Statement)
    draft = a_draft(URL, line.capture)
    again = desk.core.reextract(replace(draft, reading=replace(draft.reading, notice=NOTICE)), line, ["notice"])
    assert again is not None
    assert again.told == ("reextracted", "withdrawn")
    assert read(desk, 1, NOTICE).told == ()
    is_sound(desk)


MOMENTS = st.floats(0, 40).map(at)


@given(first=MOMENTS, later=MOMENTS, seen=st.integers(1, 9), needed=st.integers(2, 6), days=st.floats(0, 9))
def test_more_answers_over_more_time_never_say_less(
    first: datetime, later: datetime, seen: int, needed: int, days: float
) -> None:
    watch = Watch(withdrawn_seen=needed, withdrawn_after=days)
    since, last = sorted((first, later))
    if is_withdrawn(since, last, seen, watch):
        assert is_withdrawn(since, last + timedelta(hours=1), seen + 1, watch)
        assert seen >= needed
        assert last - since >= timedelta(days=days)


@given(first=MOMENTS, needed=st.integers(2, 6), days=st.floats(0.01, 9), late=st.lists(st.floats(0, 3), max_size=6))
def test_looks_that_are_made_when_they_are_due_settle_it_with_as_few_as_may_be(
    first: datetime, needed: int, days: float, late: list[float]
) -> None:
    watch = Watch(withdrawn_seen=needed, withdrawn_after=days)
    now, seen, delays = first, 1, iter(late)
    while not is_withdrawn(first, now, seen, watch):
        due = confirm_at(first, seen, watch)
        assert due <= first + timedelta(days=days)
        now = max(now, due) + timedelta(days=next(delays, 0))
        seen += 1
        assert seen <= needed
    assert seen == needed
