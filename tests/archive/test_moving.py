"""Moves: which statement a page is of, by where it was read, what led there, and what it says."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.rebuild import rebuild
from crawler.archive.suppress import suppress
from crawler.archive.verify import verify
from crawler.model.identity import statement_id
from tests.archive.desk import BASE, Desk
from tests.archive.test_rebuild import rows
from tests.archive.world import a_draft, an_exchange

BRIDGE = "The bridge over the Lenn is open again to carts, to cattle and to people who go on foot. " * 5
SLIGHTLY = BRIDGE + "It is shut at night."
HERRING = "The minister has received an ambassador of the islands for a first talk on herring and on nets. " * 5
OLD, NEW, NEWER = f"{BASE}/old", f"{BASE}/new", f"{BASE}/newer"


def day(number: int, second: int = 0) -> datetime:
    return datetime(2021, 11, number, 12, 0, second, tzinfo=UTC)


def redirect(
    desk: Desk, *urls: str, text: str, when: datetime, status: str = "301 Moved", title: str = "Statement"
) -> Any:
    """The first of ``urls`` is asked, each leads to the next, and the last says ``text``."""
    for url, target in pairwise(urls):
        desk.core.store(an_exchange(url, b"", status=status, headers=(f"Location: {target}",), when=when))
    capture = desk.core.store(an_exchange(urls[-1], text.encode(), when=when.replace(second=when.second + 1)))
    assert capture is not None
    also_at = tuple(sorted(set(urls[:-1]) - {urls[-1]}))
    return desk.core.revise(None, a_draft(urls[-1], capture, text=text, title=title, also_at=also_at), urls[0])


def where(desk: Desk) -> dict[str, tuple[str, str | None]]:
    """Of each statement: its address, and into which it has moved."""
    desk.core.commit()
    with closing(sqlite3.connect(desk.root / "catalogue.sqlite")) as connection:
        asked = "SELECT id, url, canonical_url, moved_into FROM statements"
        return {id_: (url.rpartition("/")[2], into) for id_, url, _, into in connection.execute(asked)}


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(str(kind), str(url)) for kind, url in desk.changes()]


def data(desk: Desk, kind: str) -> dict[str, Any]:
    [change] = [change for change in desk.lines("changes.jsonl") if change["kind"] == kind]
    found: dict[str, Any] = change["data"]  # type: ignore[assignment]
    return found


def is_sound(desk: Desk) -> None:
    desk.close()
    assert list(verify(desk.root)) == []
    before = rows(desk.root)
    assert rebuild(desk.root).damages == []
    assert rows(desk.root) == before
    desk.open()


ID = statement_id("by_mfa", OLD)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_a_redirect_to_the_same_text_is_a_move(desk: Desk, status: str) -> None:
    first = desk.read(None, "old", BRIDGE, when=day(1)).statement
    revised = redirect(desk, OLD, NEW, text=BRIDGE, when=day(3), status=status)
    assert (revised.outcome, revised.told) == ("unchanged", ("moved",))
    assert where(desk) == {ID: ("new", None)}
    assert told(desk) == [("published", "old"), ("moved", "new")]
    found = data(desk, "moved")
    assert (found["from"], found["to"], "into" in found) == (OLD, NEW, False)
    assert first is not None
    assert found["interval"]["after"] == first.capture.model_dump(mode="json")
    assert (found["interval"]["by"]["status"], found["capture"]["status"]) == (int(status[:3]), 200)
    assert desk.read(None, "new", BRIDGE, when=day(4)).told == ()
    assert desk.read(None, "new", HERRING, when=day(5)).told == ("revised",)
    assert where(desk) == {ID: ("new", None)}
    is_sound(desk)


def test_a_redirect_to_a_slightly_edited_text_is_a_move_and_a_revision(desk: Desk) -> None:
    desk.read(None, "old", BRIDGE, when=day(1))
    revised = redirect(desk, OLD, NEW, text=SLIGHTLY, when=day(3))
    assert (revised.told, revised.statement.id, revised.statement.url) == (("moved", "revised"), ID, NEW)
    assert revised.statement.canonical_url == NEW
    is_sound(desk)


def test_a_redirect_to_another_text_is_no_move_and_no_alias(desk: Desk) -> None:
    desk.read(None, "old", BRIDGE, when=day(1))
    revised = redirect(desk, OLD, NEW, text=HERRING, when=day(3))
    assert (revised.told, revised.statement.also_at) == (("published",), ())
    assert where(desk) == {ID: ("old", None), statement_id("by_mfa", NEW): ("new", None)}
    is_sound(desk)


def test_a_redirect_to_the_same_text_that_is_a_statement_already_is_a_move_into_it(desk: Desk) -> None:
    desk.read(None, "old", BRIDGE, when=day(1))
    desk.read(None, "new", BRIDGE, when=day(2))
    revised = redirect(desk, OLD, NEW, text=BRIDGE, when=day(3))
    there = statement_id("by_mfa", NEW)
    assert revised.told == ("moved",)
    assert (data(desk, "moved")["into"], where(desk)) == (there, {ID: ("old", there), there: ("new", None)})
    assert redirect(desk, OLD, NEW, text=BRIDGE, when=day(4)).told == ()
    assert desk.read(None, "old", BRIDGE, when=day(5)).told == ("moved",)  # it stands by itself again
    assert where(desk) == {ID: ("old", None), there: ("new", None)}
    is_sound(desk)


def test_a_chain_and_later_moves_are_followed_by_the_address_where_the_statement_is(desk: Desk) -> None:
    desk.read(None, "old", BRIDGE, when=day(1))
    redirect(desk, OLD, NEW, text=BRIDGE, when=day(2))
    redirect(desk, OLD, NEW, NEWER, text=BRIDGE, when=day(3))
    assert [change["data"]["from"] for change in desk.lines("changes.jsonl") if change["kind"] == "moved"] == [OLD, NEW]  # type: ignore[index]
    assert where(desk) == {ID: ("newer", None)}
    assert redirect(desk, NEWER, OLD, text=BRIDGE, when=day(4)).told == ("moved",)  # and back
    assert where(desk) == {ID: ("old", None)}
    assert redirect(desk, OLD, NEW, text=BRIDGE, when=day(5)).told == ("moved",)
    is_sound(desk)


def test_an_old_address_that_answers_with_the_same_text_again_is_no_statement_of_its_own(desk: Desk) -> None:
    desk.read(None, "old", BRIDGE, when=day(1))
    redirect(desk, OLD, NEW, text=BRIDGE, when=day(2))
    assert desk.read(None, "old", BRIDGE, when=day(3)).told == ()
    assert where(desk) == {ID: ("new", None)}
    run = desk.begin()
    missing = desk.core.store(an_exchange(NEW, status="404 Not Found", when=day(4)))
    assert missing is not None
    desk.core.gone(run, "by_mfa", NEW, missing)
    assert desk.read(None, "old", BRIDGE, when=day(5)).told == ("moved",)  # without a redirect, as the new one is gone
    assert where(desk) == {ID: ("old", None)}
    is_sound(desk)


def test_an_address_that_was_left_and_given_to_another_text_is_another_statement(desk: Desk) -> None:
    desk.read(None, "old", BRIDGE, when=day(1))
    redirect(desk, OLD, NEW, text=BRIDGE, when=day(2))
    other = desk.read(None, "old", HERRING, when=day(3)).statement
    assert other is not None
    assert other.id != ID
    assert where(desk) == {ID: ("new", None), other.id: ("old", None)}
    assert desk.read(None, "old", HERRING + "It went well.", when=day(4)).told == ("revised",)
    assert desk.read(None, "old", BRIDGE, when=day(1).replace(hour=15)).told == ()  # a capture of before the move
    assert desk.read(None, "new", SLIGHTLY, when=day(5)).told == ("revised",)
    is_sound(desk)


def test_addresses_that_two_statements_have_exchanged_are_told_as_they_are_read(desk: Desk) -> None:
    one = desk.read(None, "1", BRIDGE, when=day(1)).statement
    two = desk.read(None, "2", HERRING, when=day(1)).statement
    assert one is not None
    assert two is not None
    redirect(desk, f"{BASE}/1", NEW, text=BRIDGE, when=day(2))
    redirect(desk, f"{BASE}/2", f"{BASE}/1", text=HERRING, when=day(3))
    redirect(desk, NEW, f"{BASE}/2", text=BRIDGE, when=day(4))
    assert where(desk) == {one.id: ("2", None), two.id: ("1", None)}
    assert [kind for kind, _ in told(desk)] == ["published", "published", "moved", "moved", "moved"]
    for number in range(5, 8):
        assert desk.read(None, "1", HERRING, when=day(number)).told == ()
        assert desk.read(None, "2", BRIDGE, when=day(number)).told == ()
    is_sound(desk)


def test_http_and_https_are_one_address(desk: Desk) -> None:
    secure = OLD.replace("http:", "https:")
    desk.read(None, "old", BRIDGE, when=day(1))
    assert redirect(desk, OLD, secure, text=BRIDGE, when=day(2)).told == ()
    desk.core.commit()
    with closing(sqlite3.connect(desk.root / "catalogue.sqlite")) as connection:
        assert connection.execute("SELECT url, canonical_url FROM statements").fetchall() == [(secure, secure)]
    assert redirect(desk, OLD, secure, text=HERRING, when=day(3)).told == ("revised",)
    is_sound(desk)


def test_another_host_of_the_site_is_another_address(desk: Desk) -> None:
    www = OLD.replace("//", "//www.")
    desk.read(None, "old", BRIDGE, when=day(1))
    assert redirect(desk, OLD, www, text=BRIDGE, when=day(2)).told == ("moved",)
    is_sound(desk)


def test_a_redirect_that_is_no_longer_there_says_nothing_of_the_statement(desk: Desk) -> None:
    redirect(desk, f"{BASE}/short", OLD, text=BRIDGE, when=day(1))
    run = desk.begin()
    missing = desk.core.store(an_exchange(f"{BASE}/short", status="404 Not Found", when=day(2)))
    assert missing is not None
    assert desk.core.gone(run, "by_mfa", f"{BASE}/short", missing).statement_id is None
    through = desk.core.store(an_exchange(OLD, status="404 Not Found", when=day(3)))
    assert through is not None
    assert desk.core.gone(run, "by_mfa", f"{BASE}/short", through, led_to=(OLD,)).statement_id == ID


def test_a_text_that_is_only_a_document_moves_by_its_title(desk: Desk) -> None:
    desk.read(None, "old", "", title="On herring", when=day(1))
    assert redirect(desk, OLD, NEW, text="", title="On herring", when=day(2)).told == ("moved",)
    assert redirect(desk, NEW, NEWER, text="", title="On nets", when=day(3)).told == ("published",)


def test_a_statement_that_is_kept_out_stays_out_where_it_has_moved_to(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.read(None, "old", BRIDGE, when=day(1))
    desk.close()
    suppress(tmp_path, ID, "an order")
    desk.open()
    assert redirect(desk, OLD, NEW, text=BRIDGE, when=day(2)).told == ()
    assert BRIDGE[:40].encode() not in b"".join(path.read_bytes() for path in tmp_path.rglob("*.jsonl"))
