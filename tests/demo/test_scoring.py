"""The judge accepts the log of somebody who was there, and nothing that differs from it in any one thing."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from crawler.demo.plan import plan_world
from crawler.demo.scoring import Score, score
from crawler.demo.truth import TOLD, Truth
from crawler.demo.watching import SOURCE, promise, watched_dir
from crawler.demo.world import World
from crawler.model.change import Change
from crawler.model.clock import stamp
from crawler.model.identity import statement_id
from crawler.sources import load_sources

SOON = timedelta(minutes=1)
HOW = {"404": "answer", "410": "answer", "home": "home", "soft": "soft"}


@cache
def world() -> World:
    return plan_world(7, 60, promise(load_sources([watched_dir()])[SOURCE]))


def told(truths: Sequence[Truth]) -> list[Change]:
    """The log of somebody who saw everything a minute later."""
    known = [(max(truth.at + SOON, world().start), truth) for truth in truths]
    # A link is told behind both publications, whichever came first.
    known.sort(key=lambda item: (item[0], item[1].kind == "linked"))
    return [change(cursor, at, truth) for cursor, (at, truth) in enumerate(known, start=1)]


def change(cursor: int, at: datetime, truth: Truth) -> Change:
    interval = {"after": {"date": stamp(truth.at - SOON)}, "by": {"date": stamp(truth.at + SOON)}}
    data: dict[str, Any] = {"interval": interval}
    if truth.kind == "published":
        data = {"capture": {"date": stamp(at)}}
    elif truth.kind == "revised":
        data = {"difference": {"classes": [truth.class_], "silent": not truth.dated, "interval": interval}}
    elif truth.kind == "withdrawn":
        data["how"] = HOW[truth.how or ""]
    elif truth.kind == "moved":
        data["to"] = truth.url
    elif truth.kind == "linked":
        data = {"linked": name(truth.other or ""), "link": "copy", "url": truth.other}
    return Change(
        cursor=cursor,
        kind=truth.kind,  # type: ignore[arg-type]
        source=SOURCE,
        id=name(truth.origin),
        url=truth.url,
        at=stamp(at),
        data=data,
    )


def name(url: str) -> str:
    return statement_id(SOURCE, url)


def judged_of(changes: Sequence[Change]) -> Score:
    return score(world().truths, world().origins, changes)


@cache
def whole() -> tuple[Change, ...]:
    return tuple(told(world().truths))


def first(kind: str) -> int:
    """The place of a change of a kind in the log."""
    return next(n for n, item in enumerate(whole()) if item.kind == kind)


def altered(place: int, **fields: Any) -> Score:
    log = list(whole())
    log[place] = log[place].model_copy(update=fields)
    return judged_of(log)


def found(judged: Score) -> list[tuple[str, str]]:
    return [(fault.what, fault.kind) for fault in judged.faults]


def test_the_log_of_somebody_who_was_there_has_no_fault() -> None:
    judged = judged_of(whole())
    assert judged.faults == ()
    assert judged.right == judged.true == judged.told
    assert {kind for kind in TOLD if judged.true[kind]} == {*TOLD} - {"unlinked"}


@pytest.mark.parametrize("kind", [kind for kind in TOLD if kind not in ("published", "unlinked")])
def test_what_is_left_out_is_missed(kind: str) -> None:
    place = first(kind)
    judged = judged_of(whole()[:place] + whole()[place + 1 :])
    assert found(judged) == [("missed", kind)]
    assert judged.right[kind] == judged.true[kind] - 1


@pytest.mark.parametrize("kind", [kind for kind in TOLD if kind != "unlinked"])
def test_what_is_told_twice_is_false(kind: str) -> None:
    assert found(judged_of((*whole(), whole()[first(kind)]))) == [("false", kind)]


def test_an_unpublished_statement_takes_all_that_is_said_of_it_along() -> None:
    (at, origin) = next((n, truth) for n, truth in enumerate(world().truths) if truth.kind == "revised")
    assert at
    log = [c for c in whole() if not (c.kind == "published" and c.id == name(origin.origin))]
    assert ("missed", "published") in found(judged_of(log))
    assert ("false", "revised") in found(judged_of(log))


@pytest.mark.parametrize("kind", ["revised", "withdrawn", "restored", "moved"])
@pytest.mark.parametrize("side", ["too late", "too early", "open"])
def test_an_interval_that_does_not_hold_the_moment_is_told(kind: str, side: str) -> None:
    change = whole()[first(kind)]
    data = dict(change.data)
    held = dict(data["difference"] if kind == "revised" else data)
    after, by = held["interval"]["after"], held["interval"]["by"]
    held["interval"] = {
        "too late": {"after": by, "by": {"date": "2030-01-01T00:00:00.000000Z"}},
        "too early": {"after": {"date": "2020-01-01T00:00:00.000000Z"}, "by": after},
        "open": {"after": None, "by": by},
    }[side]
    data = {"difference": held} if kind == "revised" else held
    assert found(altered(first(kind), data=data)) == [("interval", kind)]


WRONG: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "revised": lambda data: {"difference": {**data["difference"], "classes": ["translation"]}},
    "withdrawn": lambda data: {**data, "how": "stated"},
    "moved": lambda data: {**data, "to": "http://elsewhere.example/"},
    "linked": lambda data: {**data, "link": "excerpt"},
}


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_what_is_told_of_the_right_thing_must_be_right(kind: str) -> None:
    assert found(altered(first(kind), data=WRONG[kind](whole()[first(kind)].data))) == [("wrong", kind)]


def test_a_silent_edit_that_is_called_open_is_wrong() -> None:
    place = next(
        n
        for n, c in enumerate(whole())
        if c.kind == "revised" and c.data["difference"]["silent"] and c.data["difference"]["classes"] != ["metadata"]
    )
    difference = {**whole()[place].data["difference"], "silent": False}
    assert found(altered(place, data={"difference": difference})) == [("wrong", "revised")]


def test_what_is_told_after_its_time_is_late() -> None:
    place = first("revised")
    assert found(altered(place, at="2031-01-01T00:00:00.000000Z")) == [("late", "revised")]


def test_a_change_under_another_kind_is_missed_and_false() -> None:
    assert sorted(found(altered(first("moved"), kind="restored"))) == [("false", "restored"), ("missed", "moved")]


def test_a_link_to_another_statement_is_missed_and_false() -> None:
    change = whole()[first("linked")]
    other = next(c.id for c in whole() if c.kind == "published" and c.id not in (change.id, change.data["linked"]))
    judged = altered(first("linked"), data={**change.data, "linked": other})
    assert sorted(found(judged)) == [("false", "linked"), ("missed", "linked")]


def test_the_pages_of_a_site_that_are_no_statements_must_not_be_published() -> None:
    change = whole()[first("published")]
    page = change.model_copy(update={"id": "x", "url": "http://press.ardania.example/en/news"})
    assert found(judged_of((*whole(), page))) == [("false", "published")]


def test_a_statement_published_anew_at_its_new_address_is_false() -> None:
    move = whole()[first("moved")]
    page = move.model_copy(update={"kind": "published", "id": "x", "data": {"capture": {"date": move.at}}})
    assert found(judged_of((*whole(), page))) == [("false", "published")]


def test_a_change_under_the_address_of_another_statement_is_false_and_missed() -> None:
    place = first("revised")
    other = next(c.url for c in whole() if c.kind == "published" and c.id != whole()[place].id)
    assert sorted(found(altered(place, url=other))) == [("false", "revised"), ("missed", "revised")]


def test_the_table_has_a_row_for_every_kind() -> None:
    rows = judged_of(whole()).table().splitlines()
    assert [row.split()[0] for row in rows[1:]] == list(TOLD)
