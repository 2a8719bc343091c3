"""Which known statements a run asks again, and when."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from crawler.archive.core import Core
from crawler.archive.rebuild import rebuild
from crawler.catalogue.schema import statements, urls, visits
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal, evidence_of
from crawler.model.source import Watch
from tests.archive.desk import BASE, Desk
from tests.archive.world import a_draft, an_exchange

FIRST = "2021-11-08T09:00:00Z"  # when the desk opens
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def start(desk: Desk, watch: Watch | None = None) -> str:
    return desk.core.begin_run("by_mfa", "", watch).run.id


def finish(desk: Desk, run: str) -> None:
    started = desk.core.begin_run("by_mfa", "")  # the same: it was not at its end
    assert started.run.id == run
    desk.end(started)


def asked(desk: Desk, run: str) -> list[str]:
    """The statements that are due."""
    return [url.removeprefix(f"{BASE}/") for url, _ in desk.core.looks(run, "by_mfa").links]


def due(desk: Desk, name: str) -> datetime:
    connection = desk.core._connection
    row = connection.execute(
        select(visits.c.due)
        .join(statements, statements.c.id == visits.c.statement_id)
        .where(statements.c.url == f"{BASE}/{name}")
    ).scalar_one()
    return datetime.fromisoformat(row)


def a_run(desk: Desk, *names: str, watch: Watch | None = None) -> str:
    """A run that reads these for the first time."""
    run = start(desk, watch)
    for name in names:
        desk.read(run, name, f"This is said in statement {name} and nowhere else.", title=f"Title {name}")
    finish(desk, run)
    return run


def test_what_was_just_read_is_due_within_minutes_where_it_is_new(desk: Desk) -> None:
    a_run(desk, "1")
    run = start(desk)
    assert asked(desk, run) == []
    desk.clock.now += timedelta(minutes=10)
    assert asked(desk, run) == ["1"]


def test_the_oldest_pause_of_a_statement_of_years_ago_is_a_month(desk: Desk) -> None:
    a_run(desk, "1", watch=Watch(slowest=20))
    desk.core._connection.execute(update(statements).values(published="2003-05-01"))
    desk.clock.now += HOUR
    run = start(desk, Watch(slowest=20))
    assert asked(desk, run) == ["1"]
    desk.read(run, "1", "This is said in statement 1 and nowhere else.", title="Title 1")
    assert 10 * DAY <= due(desk, "1") - desk.clock.now <= 20 * DAY


def test_most_overdue_by_its_own_pause_comes_first_and_the_budget_of_a_run_holds(desk: Desk) -> None:
    a_run(desk, *"12345")
    connection = desk.core._connection
    now = desk.clock.now
    rows = (
        connection.execute(
            select(visits.c.statement_id)
            .join(statements, statements.c.id == visits.c.statement_id)
            .order_by(statements.c.url)
        )
        .scalars()
        .all()
    )
    # (asked, due) before now: late by 0.5, 2, 1, 0.1 of its pause, and not due yet
    for name, (before, by) in zip(rows, [(3, 1), (3, 2), (2, 1), (22, 2), (1, -1)], strict=True):
        connection.execute(
            update(visits)
            .where(visits.c.statement_id == name)
            .values(asked=(now - before * DAY).isoformat(), due=(now - by * DAY).isoformat())
        )
    run = start(desk, Watch(requests_per_run=3))
    looks = desk.core.looks(run, "by_mfa")
    assert [url[-1] for url, _ in looks.links] == ["2", "3", "1"]
    assert looks.put_off == 1
    assert desk.core.looks(run, "by_mfa") == ([], 4, ()), "asked twice in one run, the budget is the same"


def test_the_budget_of_a_day_holds_over_runs_and_kills(desk: Desk) -> None:
    a_run(desk, *"123456789")
    watch = Watch(requests_per_run=4, requests_per_day=7)
    given = []
    for _ in range(3):
        desk.clock.now += HOUR
        run = start(desk, watch)
        given.append(len(desk.core.looks(run, "by_mfa").links))
        desk.again()
        finish(desk, run)
    assert given == [4, 3, 0]
    desk.clock.now += DAY
    assert len(desk.core.looks(start(desk, watch), "by_mfa").links) == 4


def test_a_budget_of_nothing_asks_nothing_and_says_so(desk: Desk) -> None:
    a_run(desk, *"12")
    desk.clock.now += DAY
    looks = desk.core.looks(start(desk, Watch(requests_per_run=0)), "by_mfa")
    assert (looks.links, looks.put_off) == ([], 2)


def test_a_look_that_fails_is_put_off_further_each_time_and_never_lost(desk: Desk) -> None:
    a_run(desk, "1")
    desk.clock.now += DAY
    pauses = []
    for _ in range(6):
        run = start(desk)
        assert asked(desk, run) == ["1"]
        desk.core.fail(run, "by_mfa", f"{BASE}/1", Failure("net.timeout", "no answer"))
        assert asked(desk, run) == []
        pauses.append(round((due(desk, "1") - desk.clock.now) / HOUR))
        finish(desk, run)
        desk.clock.now = due(desk, "1")
    assert pauses == [1, 4, 16, 24, 24, 24]
    run = start(desk)
    desk.read(run, "1", "This is said in statement 1 and nowhere else.", title="Title 1")
    age = desk.clock.now - datetime.fromisoformat(FIRST)
    assert age / 8 <= due(desk, "1") - desk.clock.now <= age / 4, "it has its own pause again"


def test_a_known_page_that_is_refused_is_put_off_too(desk: Desk) -> None:
    a_run(desk, "1")
    desk.clock.now += DAY
    run = start(desk)
    capture = desk.core.store(an_exchange(f"{BASE}/1"))
    assert capture is not None
    wall = Refusal(Failure("blocked.challenge", "a wall"))
    desk.core.refuse(run, "by_mfa", f"{BASE}/1", capture, wall)
    assert asked(desk, run) == []
    assert 0 < (due(desk, "1") - desk.clock.now) / HOUR <= 1


def test_a_page_seen_gone_is_asked_again_until_that_is_certain_and_seldom_then(desk: Desk) -> None:
    a_run(desk, "1")
    desk.clock.now += 100 * DAY
    seen = []
    for _ in range(5):
        run = start(desk)
        assert asked(desk, run) == ["1"]
        capture = desk.core.store(an_exchange(f"{BASE}/1", status="404 Not Found", when=desk.clock()))
        assert capture is not None
        found = desk.core.gone(run, "by_mfa", f"{BASE}/1", capture)
        pause = (due(desk, "1") - desk.clock.now) / HOUR
        seen.append((found.withdrawn, round(pause)))
        finish(desk, run)
        desk.clock.now = due(desk, "1")
    withdrawn, pauses = zip(*seen, strict=True)
    assert withdrawn == (False, False, True, True, True)
    assert pauses[:2] == (24, 24)
    assert pauses[2] < 24, "what was withdrawn just now may be a mistake"
    assert pauses[2] < pauses[3] < pauses[4]


def test_a_suppressed_statement_and_one_that_moved_into_another_are_never_asked(desk: Desk) -> None:
    a_run(desk, *"123")
    connection = desk.core._connection
    connection.execute(update(statements).where(statements.c.url == f"{BASE}/1").values(suppressed="2021-11-09"))
    connection.execute(update(statements).where(statements.c.url == f"{BASE}/2").values(moved_into="x"))
    desk.clock.now += DAY
    looks = desk.core.looks(start(desk), "by_mfa")
    assert ([url for url, _ in looks.links], looks.put_off) == ([f"{BASE}/3"], 0)
    connection.execute(update(statements).values(suppressed=None, moved_into=None))


HINT = Hint("http://l.example/", title="Title 1", updated="2021-11-01T08:00:00Z")


def listed(desk: Desk, run: str, *hints: Hint) -> None:
    for hint in hints:
        desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", hint)], everything=False)


@pytest.mark.parametrize(
    ("said", "news"),
    [
        pytest.param(HINT, False, id="the same"),
        pytest.param(Hint("http://l.example/", title="Title 1", updated="2021-11-09T12:00:00Z"), True, id="updated"),
        pytest.param(Hint("http://l.example/", title="Title 1", updated="2021-10-01T12:00:00Z"), False, id="older"),
        pytest.param(Hint("http://l.example/", title="Title one"), True, id="another title"),
        pytest.param(Hint("http://feed.example/", title="Title 1", updated="2021-11-02"), False, id="another listing"),
        pytest.param(Hint("http://feed.example/"), False, id="nothing said"),
        pytest.param(Hint("http://l.example/", title="Title 1", updated="yesterday"), True, id="no time that is read"),
    ],
)
def test_a_statement_is_due_at_once_where_its_listing_says_something_new(desk: Desk, said: Hint, news: bool) -> None:
    run = start(desk)
    desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", HINT)], everything=False)
    desk.read(run, "1", "This is said in statement 1 and nowhere else.", title="Title 1")
    finish(desk, run)
    run = start(desk)
    listed(desk, run, said)
    assert asked(desk, run) == ["1"] * news
    desk.read(run, "1", "This is said in statement 1 and nowhere else.", title="Title 1")
    listed(desk, run, said)
    assert asked(desk, run) == [], "it was looked at"


def test_a_listing_that_always_says_something_new_is_not_believed_for_ever(desk: Desk) -> None:
    """As sitemaps whose lastmod is the moment at which they are made."""
    a_run(desk, "1")
    desk.core._connection.execute(update(statements).values(published="2003-05-01"))
    looks = []
    for hour in range(8):
        desk.clock.now += HOUR
        run = start(desk)
        listed(desk, run, Hint("http://l.example/", updated=f"2021-11-09T{10 + hour}:00:00Z"))
        looks.append(len(asked(desk, run)))
        if looks[-1]:
            desk.read(run, "1", "This is said in statement 1 and nowhere else.", title="Title 1")
        finish(desk, run)
    assert looks == [1, 1, 1, 0, 0, 0, 0, 0]


def test_hints_take_half_of_the_room_at_first(desk: Desk) -> None:
    a_run(desk, *"123456")
    connection = desk.core._connection
    names = connection.execute(select(statements.c.url, statements.c.id).order_by(statements.c.url)).all()
    for url, name in names:
        told = url[-1] in "456"
        connection.execute(
            update(visits)
            .where(visits.c.statement_id == name)
            .values(
                due="2031-01-01T00:00:00.000000Z" if told else "2021-11-08T09:30:00.000000Z",
                hinted="2021-11-08T09:00:00.000000Z" if told else None,
            )
        )
    desk.clock.now += DAY
    looks = desk.core.looks(start(desk, Watch(requests_per_run=4)), "by_mfa")
    assert len(looks.links) == 4
    assert sum(url[-1] in "456" for url, _ in looks.links) == 2
    assert looks.put_off == 2


def test_after_a_rebuild_every_statement_has_a_visit_and_what_the_listing_said(desk: Desk) -> None:
    run = start(desk)
    hint = Hint("http://l.example/", title="Only here", date="8 November 2021")
    desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", hint)], everything=False)
    capture = desk.core.store(an_exchange(f"{BASE}/1", when=desk.clock()))
    assert capture is not None
    draft = replace(a_draft(f"{BASE}/1", capture, title="Title 1"), evidence=evidence_of(hint))
    desk.core.revise(run, draft, f"{BASE}/1")
    finish(desk, run)
    before = due(desk, "1")
    desk.close()
    rebuild(desk.root)
    desk.open()
    assert abs(due(desk, "1") - before) < timedelta(minutes=1)
    run = start(desk)
    again = desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", hint)], everything=False)
    assert (list(again), again.fresh, again.recent) == ([], 0, 0), "it is known, though the queue is empty"
    desk.clock.now += DAY
    ((_, given),) = desk.core.looks(run, "by_mfa").links
    assert given == hint


def test_a_listed_address_that_gave_no_statement_is_tried_again_ever_more_seldom(desk: Desk) -> None:
    """A link to a page that is none: it stands on the first page for months, and is not asked in each run."""
    asked_in = []
    for hour in range(40):
        run = start(desk)
        if found := desk.core.list_links(run, "by_mfa", [(f"{BASE}/page", None)], everything=False):
            asked_in.append(hour)
            capture = desk.core.store(an_exchange(found[0]))
            assert capture is not None
            desk.core.refuse(run, "by_mfa", found[0], capture, Refusal(Failure("content.empty", "no text")))
        finish(desk, run)
        desk.clock.now += HOUR
    assert asked_in == [0, 1, 5, 21]


@pytest.mark.parametrize("code", ["net.timeout", "blocked.challenge"])
def test_what_was_met_behind_an_outage_or_a_wall_is_asked_though_no_listing_shows_it_any_more(
    desk: Desk, code: str
) -> None:
    run = start(desk)
    url = f"{BASE}/1"
    desk.core.list_links(run, "by_mfa", [(url, None)], everything=False)
    if code.startswith("net"):
        desk.core.fail(run, "by_mfa", url, Failure(code, "x"))
    else:
        capture = desk.core.store(an_exchange(url))
        assert capture is not None
        desk.core.refuse(run, "by_mfa", url, capture, Refusal(Failure(code, "x")))
    finish(desk, run)
    run = start(desk)
    assert desk.core.looks(run, "by_mfa").open == ()
    desk.clock.now += HOUR
    assert [link for link, _ in desk.core.looks(run, "by_mfa").open] == [url]


def test_what_a_killed_run_had_listed_and_not_asked_is_asked_by_the_next(desk: Desk) -> None:
    run = start(desk)
    desk.core.list_links(run, "by_mfa", [(f"{BASE}/{n}", None) for n in (1, 2)], everything=False)
    desk.core.in_flight(run, "by_mfa", f"{BASE}/1")
    desk.again()
    looks = desk.core.looks(start(desk), "by_mfa")
    assert [url for url, _ in looks.open] == [f"{BASE}/1", f"{BASE}/2"]


def plans(core: Core) -> list[str]:
    """How SQLite goes about every statement that a run makes, where it looks through a whole table."""
    seen: set[str] = set()
    driver: Any = core._connection.connection.dbapi_connection
    driver.set_trace_callback(seen.add)
    started = core.begin_run("by_mfa", "")
    core.list_links(started.run.id, "by_mfa", [(f"{BASE}/1", HINT), (f"{BASE}/7", None)], everything=False)
    core.looks(started.run.id, "by_mfa")
    core.sweep("by_mfa", "http://l.example/")
    core.validators("by_mfa", f"{BASE}/1")
    core.end_run(started.run.model_copy(update={"outcome": "ok"}))
    driver.set_trace_callback(None)
    asked = [text for text in seen if text.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE"))]
    steps = ((text, row[3]) for text in asked for row in driver.execute(f"EXPLAIN QUERY PLAN {text}"))
    return [f"{step}: {text}" for text, step in steps if step.startswith("SCAN") and any(t in step for t in LARGE)]


LARGE = ("statements", "revisions", "lines", "visits", "urls", "captures", "changes", "links", "aliases")


def test_no_statement_of_a_run_looks_through_a_table_that_grows_with_the_archive(desk: Desk) -> None:
    a_run(desk, *"123")
    desk.clock.now += DAY
    assert plans(desk.core) == []


def test_the_table_of_addresses_knows_when_each_was_met(desk: Desk) -> None:
    run = start(desk)
    first = desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", None)], everything=False)
    assert (first.new, first.fresh, first.recent) == (1, 1, 1)
    met = desk.core._connection.execute(select(urls.c.met)).scalar_one()
    second = desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", None)], everything=False, since=met)
    assert (second.new, second.fresh, second.recent) == (0, 0, 1)
    third = desk.core.list_links(run, "by_mfa", [(f"{BASE}/1", None)], everything=False, mark="another walk")
    assert (third.new, third.fresh, third.recent) == (1, 0, 0)
