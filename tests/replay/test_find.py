"""What is asked for becomes one capture, or a sentence."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crawler.archive.errors import ArchiveError
from crawler.archive.snapshot import read_snapshot
from crawler.archive.suppress import suppress
from crawler.replay.errors import ReplayError
from crawler.replay.find import find_page, newest_pages, parse_moment, statement_of
from crawler.replay.index import write_index
from tests.archive.world import LONG, a_draft, an_exchange, open_world

URL = "http://by-mfa.example/a"
FIRST = datetime(2021, 11, 8, 9, 30, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A statement read three times, edited at the second; a page that failed at its last; an unread one."""
    core, lock = open_world(tmp_path / "archive")
    core.begin_run("by_mfa", "")
    for day, text in enumerate((LONG, LONG + "Edited.", LONG + "Edited.")):
        when = FIRST + timedelta(days=day)
        page = an_exchange(URL, f"<p>{text}</p>".encode(), when=when)
        capture = core.store(page)
        assert capture is not None
        core.revise(None, a_draft(URL, capture, title=f"Day {min(day, 1)}", text=text), URL)
    for hour, status in enumerate(("200 OK", "503 Unavailable")):
        core.store(an_exchange(URL + "/b", b"<p>b</p>", status=status, when=FIRST + timedelta(hours=hour)))
    core.store(an_exchange(URL + "/c", b"", status="304 Not Modified", when=FIRST))
    core.commit()
    core.close()
    lock.release()
    return tmp_path / "archive"


@pytest.fixture
def connection(root: Path) -> Iterator[Connection]:
    with read_snapshot(root) as found:
        yield found


@pytest.fixture
def name(connection: Connection) -> str:
    return statement_of(connection, URL)


def test_an_address_is_its_newest_whole_page(connection: Connection) -> None:
    assert find_page(connection, URL).date.startswith("2021-11-10")
    assert find_page(connection, URL + "/b").date.startswith("2021-11-08T09:30")  # not the 503 of an hour later


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2020-01-01", "2021-11-08"),
        ("2021-11-08T21:29", "2021-11-08"),
        ("2021-11-08T21:31", "2021-11-09"),
        ("20211109093000", "2021-11-09"),
        ("2030-01-01T00:00:00+03:00", "2021-11-10"),
    ],
)
def test_a_time_is_the_nearest_capture(connection: Connection, name: str, at: str, found: str) -> None:
    assert find_page(connection, URL, at=parse_moment(at)).date.startswith(found)
    assert find_page(connection, name, at=parse_moment(at)).date.startswith(found)


def test_a_statement_is_what_its_revision_was_read_from(connection: Connection, name: str) -> None:
    assert (find_page(connection, name).title, find_page(connection, name, revision=1).title) == ("Day 1", "Day 0")
    assert find_page(connection, name, revision=1).date.startswith("2021-11-08")


@pytest.mark.parametrize(
    ("asked", "more", "sentence"),
    [
        ("by_mfa-nothing", {}, "neither an address"),
        ("mfa.example/a", {}, "neither an address"),
        ("http://by-mfa.example/unseen", {}, "not in this archive"),
        (URL + "/c", {}, "not in this archive"),
        (URL, {"revision": 1}, "ask with its id"),
    ],
)
def test_what_is_not_there_is_told(connection: Connection, asked: str, more: dict[str, int], sentence: str) -> None:
    with pytest.raises(ReplayError, match=sentence):
        find_page(connection, asked, **more)


def test_a_revision_that_is_not_there_is_told(connection: Connection, name: str) -> None:
    with pytest.raises(ReplayError, match="no revision 9, but 1 to 2"):
        find_page(connection, name, revision=9)
    with pytest.raises(ReplayError, match="two ways"):
        find_page(connection, name, revision=1, at=FIRST)


def test_a_page_that_is_no_statement_is_in_no_package(connection: Connection) -> None:
    with pytest.raises(ReplayError, match="no statement here"):
        statement_of(connection, URL + "/b")


def test_the_newest_text_of_each_statement_is_listed(connection: Connection, name: str) -> None:
    listed, known = newest_pages(connection, 10)
    assert known == 1
    assert [(id_, page.title) for id_, page in listed] == [(name, "Day 1")]
    assert newest_pages(connection, 0) == ([], 1)


@pytest.mark.parametrize("text", ["yesterday", "2021-13-01", "", "20211108250000"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"format|day|month|hour|string"):
        parse_moment(text)


def test_the_index_is_sorted_and_holds_what_can_be_shown(connection: Connection, tmp_path: Path) -> None:
    index = tmp_path / "index.cdxj"
    count = write_index(connection, index)
    lines = index.read_bytes().splitlines()
    assert count == len(lines) == 5  # without the 304
    assert lines == sorted(lines)


def test_a_suppressed_statement_is_nowhere(root: Path, tmp_path: Path) -> None:
    with read_snapshot(root) as connection:
        name = statement_of(connection, URL)
    suppress(root, name, "a court said so")
    with read_snapshot(root) as connection:
        assert write_index(connection, tmp_path / "index.cdxj") == 2
        assert newest_pages(connection, 10) == ([], 0)
        with pytest.raises(ReplayError, match="suppressed since"):
            find_page(connection, name)
        with pytest.raises(ReplayError, match="not in this archive"):
            find_page(connection, URL)


def test_where_there_is_no_archive_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"), read_snapshot(tmp_path):
        pass
