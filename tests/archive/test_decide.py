"""Decisions by the date of the capture: what is current, since when, and what a re-reading changes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.model.statement import Statement
from crawler.works.verdict import LONG
from tests.archive.desk import BASE, Desk
from tests.archive.test_rebuild import rows
from tests.archive.world import a_draft, an_exchange

LINES = "statements/by_mfa/2021-11.jsonl"
OBSERVED = st.dictionaries(st.integers(1, 28), st.sampled_from(["first", "second", "third"]), min_size=1, max_size=9)


def day(number: int) -> datetime:
    return datetime(2021, 11, number, 12, tzinfo=UTC)


def state(root: Path) -> tuple[str, int, str, str]:
    """(text of the current revision, how many there are, first seen, last seen) of the only statement."""
    with closing(sqlite3.connect(root / "catalogue.sqlite")) as connection:
        current, count, first, last, digest = connection.execute(
            "SELECT current, revision, first_seen, last_seen, digest FROM statements"
        ).fetchone()
        (same,) = connection.execute(
            "SELECT digest FROM revisions WHERE revision = ? ORDER BY reading DESC LIMIT 1", (current,)
        ).fetchone()
    assert digest == same
    lines = [Statement.model_validate_json(line) for line in (root / LINES).read_bytes().splitlines()]
    return next(line.body.text for line in lines if line.revision == current), count, first, last


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(captures=OBSERVED.flatmap(lambda found: st.permutations(sorted(found.items()))))
def test_current_is_what_the_latest_capture_says_and_rebuild_agrees(
    folders: Iterator[Path], captures: list[tuple[int, str]]
) -> None:
    root = next(folders)
    desk = Desk(root)
    for number, text in captures:
        desk.read(None, "a", text, when=day(number))
        desk.core.commit()
    for number, text in captures:
        assert desk.read(None, "a", text, when=day(number)).outcome == "unchanged"
    desk.close()
    text, _, first, last = state(root)
    by_date = sorted(captures)
    assert text == by_date[-1][1]
    assert (first[8:10], last[8:10]) == (f"{by_date[0][0]:02}", f"{by_date[-1][0]:02}")
    assert list(verify(root)) == []
    before = rows(root)
    assert rebuild(root).damages == []
    assert rows(root) == before


def test_an_older_text_is_a_revision_and_changes_nothing_that_is_current(desk: Desk) -> None:
    desk.read(None, "a", "now", when=day(20))
    found = desk.read(None, "a", "then", when=day(10))
    assert (found.outcome, found.statement.revision if found.statement else None) == ("revised", 2)
    desk.core.commit()
    assert state(desk.root)[0] == "now"
    line, change = desk.lines(LINES)[-1], desk.lines("changes.jsonl")[-1]
    assert (line["first_seen"], line["fetched_at"]) == (line["fetched_at"], "2021-11-10T12:00:00.000000Z")
    assert (change["kind"], change["data"]["revision"], change["data"]["current"]) == ("revised", 2, 1)  # type: ignore[index]


def test_an_answer_that_a_page_is_gone_holds_until_it_is_read_at_a_later_date(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "a", "text", when=day(10))
    gone = desk.core.store(an_exchange(f"{BASE}/a", status="404 Not Found", when=day(12)))
    assert gone is not None
    desk.core.gone(run, "by_mfa", f"{BASE}/a", gone)
    desk.read(None, "a", "text", when=day(11))
    desk.core.commit()
    assert since(desk.root) == "2021-11-12T12:00:00.000000Z"
    earlier = desk.core.store(an_exchange(f"{BASE}/a", status="404 Not Found", when=day(9)))
    assert earlier is not None
    desk.core.gone(run, "by_mfa", f"{BASE}/a", earlier)
    desk.core.commit()
    assert since(desk.root) == "2021-11-12T12:00:00.000000Z"
    desk.read(None, "a", "text", when=day(13))
    desk.core.commit()
    assert since(desk.root) is None


def since(root: Path) -> str | None:
    with closing(sqlite3.connect(root / "catalogue.sqlite")) as connection:
        found: str | None = connection.execute("SELECT gone_since FROM statements").fetchone()[0]
        return found


def test_a_new_reading_is_of_the_same_revision_and_keeps_the_earlier_line(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    first = desk.read(None, "a", "text", when=day(10)).statement
    desk.read(None, "a", "text", when=day(12))
    assert first is not None
    draft = a_draft(f"{BASE}/a", first.capture, text="text", title="A better title")
    again = desk.core.reextract(draft, first, ["title"])
    assert again is not None
    assert again.statement is not None
    desk.core.commit()
    told = [(line["revision"], line["reading"], line["event"], line["title"]) for line in desk.lines(LINES)]
    assert told == [(1, 1, "published", "Statement"), (1, 2, "reextracted", "A better title")]
    change = desk.lines("changes.jsonl")[-1]
    assert (change["kind"], change["data"]["reading"], change["data"]["fields"]) == ("reextracted", 2, ["title"])  # type: ignore[index]
    with closing(sqlite3.connect(desk.root / "catalogue.sqlite")) as connection:
        spans = connection.execute("SELECT reading, substr(seen_from, 9, 2), substr(seen_to, 9, 2) FROM revisions")
        assert sorted(spans) == [(1, "10", "12"), (2, "10", "12")]
    assert desk.read(None, "a", "text", title="A better title", when=day(14)).outcome == "unchanged"
    assert desk.core.reextract(draft, first, ["title"]) is None  # it was read again already
    desk.close()
    assert list(verify(tmp_path)) == []
    before = rows(tmp_path)
    assert rebuild(tmp_path).damages == []
    assert rows(tmp_path) == before


def test_a_new_reading_of_an_older_revision_leaves_the_current_one(desk: Desk) -> None:
    first = desk.read(None, "a", "then", when=day(10)).statement
    desk.read(None, "a", "now", when=day(12))
    assert first is not None
    assert desk.core.reextract(a_draft(f"{BASE}/a", first.capture, text="then!"), first, ["body.text"]) is not None
    desk.core.commit()
    assert state(desk.root)[0] == "now"
    assert desk.read(None, "a", "then!", when=day(10)).outcome == "unchanged"


def test_a_new_reading_that_says_what_another_statement_says_is_linked(desk: Desk) -> None:
    desk.read(None, "a", "x" * LONG, when=day(10))
    first = desk.read(None, "b", "y" * LONG, when=day(10)).statement
    assert first is not None
    again = desk.core.reextract(a_draft(f"{BASE}/b", first.capture, text="x" * LONG), first, ["body.text"])
    assert again is not None
    assert again.links == 1
    assert [kind for kind, _ in desk.changes()] == ["published", "published", "reextracted", "linked"]


def test_lines_without_their_records_still_tell_which_text_is_the_latest(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.read(None, "a", "now", when=day(20))
    desk.read(None, "a", "then", when=day(10))
    desk.close()
    before = rows(tmp_path)
    for path in tmp_path.glob("warc/*/*/*"):
        path.unlink()
    rebuild(tmp_path)
    assert rows(tmp_path)["statements"] == before["statements"]


def test_the_same_bytes_read_otherwise_are_no_revision(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "1", "a text", when=day(1))
    desk.core.commit()
    capture = desk.core.store(an_exchange(f"{BASE}/1", b"a text", when=day(2)))
    assert capture is not None
    assert capture.payload is not None
    draft = a_draft(f"{BASE}/1", capture, text="a text, as a later program reads it", title="Statement")
    assert desk.core.revise(run, draft, f"{BASE}/1").outcome == "unchanged"
    changed = desk.core.store(an_exchange(f"{BASE}/1", b"another text", when=day(3)))
    assert changed is not None
    draft = a_draft(f"{BASE}/1", changed, text="a text, as a later program reads it", title="Statement")
    assert desk.core.revise(run, draft, f"{BASE}/1").outcome == "revised"
