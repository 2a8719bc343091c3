"""Reading the change log: what is committed, each once, in order, whatever happens to the catalogue meanwhile."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crawler.archive import changes as module
from crawler.archive.changes import Wanted, follow_changes, read_changes, whole_log
from crawler.archive.errors import ArchiveDamaged, ArchiveError
from crawler.archive.rebuild import rebuild
from crawler.catalogue.database import FILE
from crawler.model.change import Change
from crawler.model.line import to_line
from tests.archive.desk import Desk
from tests.archive.play import play


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    play(tmp_path / "archive")
    return tmp_path / "archive"


def told(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / "changes.jsonl").read_bytes().splitlines()]


def addresses(found: Iterable[Change]) -> set[str]:
    """The last parts of the addresses that were published."""
    return {change.url.rpartition("/")[2] for change in found if change.kind == "published"}


def cursors(found: Iterator[Change]) -> list[int]:
    return [change.cursor for change in found]


@pytest.mark.parametrize("page", [1, 2, 500])
def test_it_is_what_the_file_says_byte_for_byte(archive: Path, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(module, "PAGE", page)
    assert b"".join(map(to_line, read_changes(archive))) == (archive / "changes.jsonl").read_bytes()
    assert whole_log(archive) == (len(told(archive)), {"by_mfa", "us_oag"})


def test_it_goes_on_after_any_cursor(archive: Path) -> None:
    every = cursors(read_changes(archive))
    for cursor in range(len(every) + 2):
        assert cursors(read_changes(archive, cursor)) == every[cursor:]


@pytest.mark.parametrize("page", [1, 500])
def test_sources_kinds_and_a_limit_choose(archive: Path, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(module, "PAGE", page)
    wanted = Wanted(sources=("us_oag",), kinds=("published", "revised"))
    mine = [one["cursor"] for one in told(archive) if one["source"] == "us_oag" and one["kind"] == "published"]
    assert len(mine) == 2
    assert cursors(read_changes(archive, 0, wanted)) == mine
    assert cursors(read_changes(archive, 0, wanted, limit=1)) == mine[:1]
    assert cursors(read_changes(archive, mine[0], wanted, limit=5)) == mine[1:]
    assert cursors(read_changes(archive, limit=3)) == [1, 2, 3]


def test_what_is_not_committed_is_not_shown(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "1", "Committed. " * 40)
    desk.core.commit()
    desk.read(run, "2", "Not yet. " * 40)
    assert addresses(read_changes(desk.root)) == {"1"}
    desk.core.commit()
    assert addresses(read_changes(desk.root)) == {"1", "2"}


def test_where_there_is_no_archive_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        next(read_changes(tmp_path))
    with pytest.raises(ArchiveError, match="there is no archive"):
        next(follow_changes(tmp_path, wait=lambda: True))
    with pytest.raises(ArchiveError, match="there is no archive"):
        whole_log(tmp_path)


def test_a_catalogue_that_is_none_is_told_and_not_waited_for(archive: Path) -> None:
    (archive / FILE).write_bytes(b"no database at all, but long enough to be one" * 40)
    with pytest.raises(ArchiveDamaged, match="rebuild"):
        list(read_changes(archive))
    with pytest.raises(ArchiveDamaged, match="rebuild"):
        list(follow_changes(archive, wait=lambda: True))


# Following


class Meanwhile:
    """What happens while a reader waits: one step a wait, and then it is to end."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps = list(steps)

    def __call__(self) -> bool:
        if not self.steps:
            return False
        self.steps.pop(0)()
        return True


def nothing() -> None:
    """A wait in which nothing happens."""


def test_whoever_follows_gets_what_comes(desk: Desk) -> None:
    run = desk.begin()

    def say(name: str, *, commit: bool = True) -> Callable[[], None]:
        def step() -> None:
            desk.read(run, name, f"Of {name}. " * 40)
            if commit:
                desk.core.commit()

        return step

    say("1")()
    wait = Meanwhile(say("2"), nothing, say("3", commit=False), say("4"), nothing)
    first = list(follow_changes(desk.root, wait=wait))
    assert cursors(iter(first)) == list(range(1, whole_log(desk.root)[0] + 1))
    assert addresses(first) == {"1", "2", "3", "4"}
    wait = Meanwhile(say("5"), say("6"), say("7"))
    published = Wanted(kinds=("published",))
    after = first[-1].cursor
    assert addresses(follow_changes(desk.root, after, published, wait=wait, limit=2)) == {"5", "6"}
    assert len(wait.steps) == 1, "it ends with the last one wanted"


def test_while_nothing_comes_the_catalogue_is_left_alone(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    real = module.read_snapshot

    @contextmanager
    def counted(root: Path) -> Iterator[Connection]:
        nonlocal looks
        looks += 1
        with real(root) as connection:
            yield connection

    monkeypatch.setattr(module, "read_snapshot", counted)
    list(follow_changes(archive, wait=Meanwhile()))
    at_once, looks = looks, 0
    list(follow_changes(archive, wait=Meanwhile(*[nothing] * (module.ANYWAY - 1))))
    assert looks == at_once
    looks = 0
    list(follow_changes(archive, wait=Meanwhile(*[nothing] * module.ANYWAY)))
    assert looks == at_once + 1, "now and then it is looked at all the same"


def test_what_a_killed_writer_left_in_the_outbox_is_told_in_time(desk: Desk) -> None:
    """The file of changes gives no sign of it before somebody recovers the archive."""
    run = desk.begin()
    desk.read(run, "1", "One. " * 60)
    desk.core.commit()
    before = (desk.root / "changes.jsonl").read_bytes()

    def cut_off() -> None:
        desk.read(run, "2", "Two. " * 60)
        desk.core.commit()
        (desk.root / "changes.jsonl").write_bytes(before)

    def restore() -> None:
        (desk.root / "changes.jsonl").write_bytes(b"".join(map(to_line, read_changes(desk.root))))

    wait = Meanwhile(cut_off, *[nothing] * module.ANYWAY, restore)
    assert addresses(follow_changes(desk.root, wait=wait)) == {"1", "2"}


def test_a_rebuild_in_between_neither_hides_nor_repeats_anything(archive: Path) -> None:
    aside = archive / "aside"

    def crawl_on() -> None:
        play(archive, sites={("us_oag", 2): {"c": "Something new, said at some length. " * 9}}, start=90)

    wait = Meanwhile(
        lambda: rebuild(archive),
        lambda: (archive / FILE).rename(aside),
        nothing,
        nothing,
        lambda: aside.rename(archive / FILE),
        crawl_on,
    )
    found = list(follow_changes(archive, wait=wait))
    assert cursors(iter(found)) == list(range(1, whole_log(archive)[0] + 1))
    assert "c" in addresses(found)


def test_rows_that_were_read_while_another_catalogue_took_its_place_do_not_count(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The former catalogue without its write-ahead log is older than what was told already."""
    real = module.read_snapshot
    replaced: list[Path] = []

    @contextmanager
    def swapped(root: Path) -> Iterator[Connection]:
        with real(root) as connection:
            if not replaced:
                replaced.append((root / FILE).rename(root / "former"))
                (root / FILE).write_bytes((root / "former").read_bytes())
                yield connection.execution_options(schema_translate_map={None: "nothing"})
                return
            yield connection

    monkeypatch.setattr(module, "read_snapshot", swapped)
    assert cursors(read_changes(archive)) == [one["cursor"] for one in told(archive)]
    assert replaced
