"""The history of a statement, and two of its revisions laid beside each other."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.archive.errors import ArchiveError
from crawler.archive.history import lay, read_history
from tests.archive.desk import BASE, Desk

FIRST = "The ministry received 12 guests in May. They talked at length."
SECOND = "The ministry received 13 guests in May. They talked at length."


def day(number: int) -> datetime:
    return datetime(2021, 11, number, 12, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    desk = Desk(tmp_path / "archive")
    desk.read(None, "a", FIRST, when=day(10))
    desk.read(None, "a", FIRST, when=day(12))
    desk.read(None, "a", SECOND, when=day(14))
    desk.read(None, "a", FIRST, when=day(16))
    desk.close()
    return desk.root


def test_a_revision_is_told_with_its_interval_and_an_edit_undone_is_one_more(archive: Path) -> None:
    history = read_history(archive, f"{BASE}/a")
    assert history == read_history(archive, history.id)
    told = [(one.revision, one.seen_from[8:10], one.seen_to[8:10], one.current) for one in history.revisions]
    assert told == [(1, "10", "12", False), (2, "14", "14", False), (3, "16", "16", True)]
    first, second, third = (one.difference for one in history.revisions)
    assert first is None
    assert second is not None
    assert third is not None
    assert second.interval.after is not None
    assert (second.classes, second.silent, second.since) == (("number",), True, 1)
    assert (second.interval.after.date[8:10], second.interval.by.date[8:10]) == ("12", "14")
    assert [(e.before, e.after) for e in third.edits] == [("13", "12")]


def test_any_two_revisions_are_laid_beside_each_other(archive: Path) -> None:
    assert lay(archive, f"{BASE}/a", 1).difference is None
    assert lay(archive, f"{BASE}/a", 3, since=1).difference is None, "they say the same"
    laid = lay(archive, f"{BASE}/a", 1, since=2).difference
    assert laid is not None
    assert [(e.class_, e.before, e.after) for e in laid.edits] == [("number", "13", "12")]


@pytest.mark.parametrize("name", ["by_mfa-0", f"{BASE}/nothing", "http://[/"])
def test_what_is_not_there_is_said_by_name(archive: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match=r"give its id|no address"):
        read_history(archive, name)
    with pytest.raises(ArchiveError, match="has no revision 4: it has 3"):
        lay(archive, f"{BASE}/a", 4)


def test_a_text_found_in_the_past_is_laid_beside_the_one_before_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "archive")
    desk.read(None, "a", FIRST, when=day(10))
    desk.read(None, "a", FIRST, when=day(20))
    found = desk.read(None, "a", SECOND, when=day(15)).statement
    oldest = desk.read(None, "a", "Another text altogether.", when=day(5)).statement
    desk.close()
    assert found is not None
    assert found.difference is not None
    assert found.difference.interval.after is not None
    assert found.difference.interval.after.date[8:10] == "10", "the last that is known to have shown it before"
    assert oldest is not None
    assert oldest.difference is None, "nothing is known from before it"
