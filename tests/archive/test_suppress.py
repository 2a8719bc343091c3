"""Suppression: gone from every output, kept out for good, and either done or not done, whatever happens meanwhile."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.archive.audit import audit
from crawler.archive.backup import backup
from crawler.archive.changes import read_changes
from crawler.archive.errors import ArchiveBusy, ArchiveError
from crawler.archive.lock import Lock, unchanging
from crawler.archive.rebuild import rebuild
from crawler.archive.suppress import SuppressReport, suppress
from crawler.archive.suppressed import shown, suppressed_ids
from crawler.archive.verify import verify
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import captures, metadata
from crawler.model.decision import Decision, Suppressed, read_line
from crawler.model.failure import Failure
from crawler.model.line import to_line
from crawler.model.reading import Hint, Refusal
from tests.archive.desk import BASE, Desk
from tests.archive.play import play
from tests.archive.world import UNTOLD, Counting, Ticking, a_draft, an_exchange, open_world

SECRET = "The prisoner of cell seven was named in this sentence. " * 6
OTHER = "The ministry states something else, at the usual length. " * 6
TITLE = "Of the prisoner"
PARTS = ("none", "half", "most")
LINES = "statements/by_mfa/2021-11.jsonl"


def read(desk: Desk, run: str, name: str, text: str, title: str, also_at: tuple[str, ...] = ()) -> str:
    """A page that says this; returns its statement's id."""
    url = f"{BASE}/{name}"
    page = f"<html><h1>{title}</h1><p>{text}</p></html>".encode()
    capture = desk.core.store(an_exchange(url, page, when=desk.clock()))
    assert capture is not None
    draft = a_draft(url, capture, title=title, text=text, also_at=also_at)
    desk.core.revise(run, draft, url)
    return draft.id


def crawl(root: Path) -> str:
    """An archive with a statement in two revisions, one refusal at its address, and another statement that says the
    same. Returns the id of the first.
    """
    desk = Desk(root)
    run = desk.core.begin_run("by_mfa", 'id = "by_mfa"\n')
    desk.core.list_links(run.run.id, "by_mfa", [(f"{BASE}/1", Hint(listing=BASE, title=TITLE))])
    first = read(desk, run.run.id, "1", SECRET, TITLE, also_at=(f"{BASE}/one",))
    read(desk, run.run.id, "2", OTHER, "Of something else")
    read(desk, run.run.id, "3", SECRET, "A copy")
    desk.end(run)
    run = desk.core.begin_run("by_mfa", 'id = "by_mfa"\n')
    read(desk, run.run.id, "1", SECRET, TITLE)
    read(desk, run.run.id, "1", SECRET + "It was edited.", TITLE)
    capture = desk.core.store(an_exchange(f"{BASE}/1", b"<html></html>", when=desk.clock()))
    assert capture is not None
    desk.core.refuse(
        run.run.id,
        "by_mfa",
        f"{BASE}/1",
        capture,
        Refusal(Failure("content.empty", "the page has no text")),
        hint=Hint(listing=BASE, title=TITLE),
    )
    desk.end(run)
    desk.close()
    return first


class Suppressing:
    """A crawled archive, and the id of the statement that is to go."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.id = crawl(root)

    def suppress(self, **more: object) -> SuppressReport:
        clock = more.pop("clock", Ticking())
        return suppress(self.root, self.id, "court order 12/34", clock=clock, **more)  # type: ignore[arg-type]

    def told(self) -> Iterator[bytes]:
        """The changes as the catalogue has them."""
        yield from (to_line(change) for change in read_changes(self.root))

    def lines(self, name: str = LINES) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.root / name).read_bytes().splitlines()]


@pytest.fixture
def world(tmp_path: Path) -> Suppressing:
    return Suppressing(tmp_path / "archive")


def where_it_is_told(root: Path) -> set[str]:
    """The files, but for WARC files, that hold a word of what was said or its title."""
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and (b"prisoner" in path.read_bytes() or TITLE.encode() in path.read_bytes())
    }


def rows(root: Path, *left_out: str) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(root / FILE)) as connection:
        return {
            table.name: sorted(connection.execute(f"SELECT * FROM {table.name}").fetchall(), key=repr)  # noqa: S608
            for table in metadata.sorted_tables
            if table.name not in {*UNTOLD - {"projections"}, *left_out}
        }


def test_nothing_of_it_is_left_but_the_warc(world: Suppressing) -> None:
    before = {path: path.read_bytes() for path in world.root.rglob("*.warc.gz")}
    assert where_it_is_told(world.root) >= {LINES, FILE, "quarantine/refused.jsonl"}
    report = world.suppress()
    assert report.lines == 5  # two revisions, a refusal, and what was told of both revisions
    assert list(verify(world.root)) == []
    assert {line["id"] for line in world.lines() if line["event"] == "suppressed"} == {world.id}
    told = [path for path in where_it_is_told(world.root) if path not in (LINES, FILE)]
    assert told == [], "only the other statement says so still"
    assert {path: path.read_bytes() for path in world.root.rglob("*.warc.gz")} == before
    assert (report.copies[0][1], report.erased, report.kept) == (f"{BASE}/3", [], [])


def test_a_file_of_lines_keeps_everybody_elses(world: Suppressing) -> None:
    before = (world.root / LINES).read_bytes().splitlines()
    world.suppress()
    after = (world.root / LINES).read_bytes().splitlines()
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        if json.loads(old)["id"] == world.id:
            line = read_line(new)
            assert isinstance(line, Suppressed)
            assert set(json.loads(new)) == {
                "schema",
                "id",
                "revision",
                "reading",
                "event",
                "source",
                "at",
                "decision",
            }
            assert (line.revision, line.reading) == (json.loads(old)["revision"], json.loads(old)["reading"])
        else:
            assert new == old


def test_without_a_copy_not_even_the_catalogue_holds_a_word(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    run = desk.core.begin_run("by_mfa", "")
    name = read(desk, run.run.id, "1", SECRET, TITLE)
    read(desk, run.run.id, "2", OTHER, "Of something else")
    desk.end(run)
    desk.close()
    suppress(tmp_path, name, "a demand")
    assert where_it_is_told(tmp_path) == set()


def test_the_decision_is_kept_with_its_reason_and_told_to_whoever_follows_the_changes(world: Suppressing) -> None:
    before = world.lines("changes.jsonl")
    report = world.suppress()
    (line,) = world.lines("decisions.jsonl")
    decision = Decision.model_validate(line)
    assert (decision.number, decision.kind, decision.id) == (report.number, "suppress", world.id)
    assert decision.reason == "court order 12/34"
    after = world.lines("changes.jsonl")
    assert (after[-1]["kind"], after[-1]["id"], after[-1]["data"]) == (
        "decided",
        world.id,
        {"decision": 1, "what": "suppress", "reason": "court order 12/34"},
    )
    for old, new in zip(before, after[:-1], strict=True):
        assert new == ({**old, "data": {"suppressed": 1}} if old["id"] == world.id else old)
    assert list(world.told()) == [to_line(change) for change in after]
    with read_catalogue(world.root / FILE) as connection:
        assert suppressed_ids(connection) == {world.id}


def test_no_index_names_its_captures(world: Suppressing) -> None:
    def indexed() -> list[str]:
        return [line for path in world.root.rglob("*.cdxj") for line in path.read_text().splitlines()]

    assert sum(f'"url": "{BASE}/1"' in line for line in indexed()) == 4
    others = [line for line in indexed() if f'"url": "{BASE}/1"' not in line]
    world.suppress()
    assert sorted(indexed()) == sorted(others)
    with read_catalogue(world.root / FILE) as connection:
        urls = set(connection.execute(select(captures.c.url).where(shown(connection))).scalars())
    assert urls == {f"{BASE}/2", f"{BASE}/3"}


def test_a_rebuild_gives_the_same_rows_and_does_not_bring_it_back(world: Suppressing) -> None:
    world.suppress()
    before, files = rows(world.root), dict(tree(world.root))
    report = rebuild(world.root)
    assert (report.adopted, report.damages) == (0, [])
    assert rows(world.root) == before
    assert dict(tree(world.root)) == files
    assert list(verify(world.root)) == []


def tree(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith(("catalogue.sqlite", "archive.lock", "fixity")):
            yield path.relative_to(root).as_posix(), path.read_bytes()


@pytest.mark.parametrize("erase", [False, True], ids=["suppressed", "erased"])
@pytest.mark.parametrize("name", ["3", "9", "a"])
def test_whatever_became_of_it_nothing_is_told_any_more_and_a_rebuild_gives_the_same(
    tmp_path: Path, name: str, erase: bool
) -> None:
    """Page 3 was withdrawn, restored, linked and unlinked; page 9 was linked and moved; page a is a copy."""
    play(tmp_path)
    before = list(read_changes(tmp_path))
    gone = next(change.id for change in reversed(before) if change.url.endswith(f"/{name}"))
    suppress(tmp_path, gone, "a demand", erase=erase, clock=Ticking(), new_id=Counting(90_000))
    after = list(read_changes(tmp_path))
    for old, new in zip(before, after, strict=False):
        assert new == (old.model_copy(update={"data": {"suppressed": 1}}) if old.id == gone else old)
    assert {change.kind for change in after[len(before) :]} == {"decided"}
    assert b"".join(map(to_line, after)) == (tmp_path / "changes.jsonl").read_bytes()
    assert [str(damage) for damage in verify(tmp_path)] == []
    kept = rows(tmp_path)
    for table in ("links", "lines", "texts"):
        assert gone not in [value for row in kept[table] for value in row], table
    report = rebuild(tmp_path)
    assert (report.adopted, report.damages) == (0, [])
    assert rows(tmp_path) == kept
    assert [str(damage) for damage in verify(tmp_path)] == []


def test_a_change_that_only_a_record_tells_does_not_bring_it_back(world: Suppressing) -> None:
    world.suppress()
    (world.root / "changes.jsonl").unlink()
    rebuild(world.root)
    told = [change for change in read_changes(world.root) if change.id == world.id]
    assert told
    assert all(change.data == {"suppressed": 1} for change in told)
    assert "changes.jsonl" not in where_it_is_told(world.root)


def test_a_later_crawl_neither_asks_for_it_nor_publishes_it(world: Suppressing) -> None:
    world.suppress()
    before = world.lines()
    core, lock = open_world(world.root, new_id=Counting(50_000), clock=Ticking())
    run = core.begin_run("by_mfa", "").run.id
    links = [(f"{BASE}/{name}", Hint(listing=BASE, title=TITLE)) for name in ("1", "one", "2")]
    assert list(core.list_links(run, "by_mfa", links)) == [f"{BASE}/2"]
    assert {url for url, _ in core.to_ask(run, "by_mfa")} == {f"{BASE}/2", f"{BASE}/3"}
    capture = core.store(an_exchange(f"{BASE}/1", SECRET.encode()))
    assert capture is not None
    revised = core.revise(run, a_draft(f"{BASE}/1", capture, text=SECRET + "New."), f"{BASE}/1")
    assert (revised.statement, revised.outcome) == (None, "unchanged")
    gone = core.store(an_exchange(f"{BASE}/1", status="410 Gone"))
    assert gone is not None
    core.gone(run, "by_mfa", f"{BASE}/1", gone)
    core.close()
    lock.release()
    assert world.lines() == before
    assert list(verify(world.root)) == []
    kept = rows(world.root, "runs", "projections")
    rebuild(world.root)
    assert rows(world.root, "runs", "projections") == kept
    assert TITLE.encode() not in (world.root / FILE).read_bytes()


def test_a_copy_found_later_is_not_linked_to_it(world: Suppressing) -> None:
    world.suppress()
    core, lock = open_world(world.root, new_id=Counting(50_000), clock=Ticking())
    run = core.begin_run("by_mfa", "").run.id
    capture = core.store(an_exchange(f"{BASE}/9"))
    assert capture is not None
    revised = core.revise(run, a_draft(f"{BASE}/9", capture, text=SECRET + "It was edited."), f"{BASE}/9")
    assert revised.statement is not None
    assert [link.url for link in revised.statement.links] == [f"{BASE}/3"], "only to the one that is still there"
    core.close()
    lock.release()


def test_what_is_suppressed_already_stays_so(world: Suppressing) -> None:
    world.suppress()
    before = dict(tree(world.root))
    report = world.suppress()
    assert (report.number, report.lines) == (1, 0)
    assert dict(tree(world.root)) == before


def test_a_backup_forgets_it_too_and_the_audit_takes_it_as_meant(world: Suppressing, tmp_path: Path) -> None:
    backup(world.root, tmp_path / "copy")
    clock = Ticking()
    assert all(check.result == "ok" for check, _ in audit(world.root, clock=clock))
    clock.now = clock.now.replace(hour=20)
    world.suppress(clock=clock)
    backup(world.root, tmp_path / "copy")
    assert dict(tree(tmp_path / "copy")) == dict(tree(world.root))
    assert list(verify(tmp_path / "copy")) == []
    assert [check for check, _ in audit(world.root, everything=True, clock=clock) if check.result != "ok"] == []


def test_pieces_that_were_set_aside_are_named(world: Suppressing) -> None:
    (world.root / "quarantine" / "x.jsonl.1-2.tail").write_bytes(json.dumps({"id": world.id}).encode())
    (world.root / "quarantine" / "harmless.tail").write_bytes(b"nothing")
    (world.root / "catalogue.sqlite.r0001.backup").write_bytes(b"old")
    report = world.suppress()
    assert report.aside == ["quarantine/x.jsonl.1-2.tail", "catalogue.sqlite.r0001.backup"]
    assert "x.jsonl.1-2.tail" in str(report)


def test_an_unknown_statement_and_an_empty_reason_are_told(world: Suppressing) -> None:
    with pytest.raises(ArchiveError, match="no statement 'by_mfa-nothing'"):
        suppress(world.root, "by_mfa-nothing", "a reason")
    with pytest.raises(ArchiveError, match="needs a reason"):
        suppress(world.root, world.id, "  ")
    with pytest.raises(ArchiveError, match="there is no archive"):
        suppress(world.root / "nowhere", world.id, "a reason")
    assert not (world.root / "decisions.jsonl").exists()


def test_beside_a_crawl_or_a_check_it_does_not_begin(world: Suppressing) -> None:
    lock = Lock(world.root)
    with pytest.raises(ArchiveBusy):
        world.suppress()
    lock.release()
    with unchanging(world.root), pytest.raises(ArchiveBusy, match="verified"):
        world.suppress()
    world.suppress()


def test_a_tombstone_without_its_decision_is_damage(world: Suppressing) -> None:
    world.suppress()
    with closing(sqlite3.connect(world.root / FILE)) as connection, connection:
        connection.execute("DELETE FROM decisions")
    told = [str(damage) for damage in verify(world.root)]
    assert any("the decision 1 did not take it away" in sentence for sentence in told)


def test_a_line_that_came_back_is_damage(world: Suppressing) -> None:
    before = (world.root / LINES).read_bytes()
    world.suppress()
    (world.root / LINES).write_bytes(before)
    assert any(damage.file == LINES for damage in verify(world.root))
    with closing(sqlite3.connect(world.root / FILE)) as connection, connection:
        connection.execute("UPDATE projections SET size = ? WHERE name = ?", (len(before), LINES))
    assert world.suppress().lines == 2, "it is taken away again"
    assert list(verify(world.root)) == []
