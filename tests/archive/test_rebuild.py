"""Rebuild gives the catalogue again, row for row, from the WARC and JSON Lines files alone."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from crawler.archive.changes import read_changes
from crawler.archive.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveTooNew
from crawler.archive.lock import Lock
from crawler.archive.rebuild import rebuild
from crawler.archive.suppress import suppress
from crawler.archive.verify import verify
from crawler.catalogue.database import FILE, open_catalogue
from crawler.catalogue.migrate import migrate
from tests.archive.faults import Fate, FatefulDisk, Killed
from tests.archive.play import SITES, play
from tests.archive.trial import Trial, kill_at, points
from tests.archive.world import Counting, Ticking, a_draft, an_exchange, open_world

TABLES = {
    "files": "",
    "projections": "",
    "captures": "",
    "validators": "",
    "conversions": "",
    "statements": "",
    "revisions": "",
    "aliases": "",
    "links": "",
    "changes": "",
    "lines": "",
    "marks": "",
    "texts": "",
    "templates": "",
    "runs": "WHERE finished IS NOT NULL",  # one that was cut off left no record of itself
}
OURS = "statements/by_mfa/2021-11.jsonl"


def rows(root: Path, name: str = FILE) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(root / name)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table} {where}").fetchall(), key=repr)  # noqa: S608
            for table, where in TABLES.items()
        }


def test_every_table_is_as_it_was(tmp_path: Path) -> None:
    play(tmp_path)
    before = rows(tmp_path)
    assert all(before.values()), "every table must have rows, or nothing is shown"
    report = rebuild(tmp_path)
    assert rows(tmp_path) == before
    assert list(verify(tmp_path)) == []
    assert (report.adopted, report.damages) == (0, [])
    assert report.old == tmp_path / "catalogue.sqlite.old-1"
    assert rows(tmp_path, "catalogue.sqlite.old-1") == before
    assert "8 statements in 10 revisions" in str(report)


def as_of(root: Path, revision: str) -> None:
    """The catalogue as an earlier release of the tables would have it."""
    path = root / FILE
    kept = path.rename(path.with_name("kept.sqlite"))
    for side in ("-wal", "-shm"):
        path.with_name(FILE + side).unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, revision)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ATTACH ? AS kept", [str(kept)])
        for (table,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            if table != "alembic_version":
                columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")]
                names = ", ".join(columns)
                connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM kept.{table}")  # noqa: S608
    kept.unlink()


def test_an_archive_of_the_first_revision_is_migrated_verified_and_rebuilt(tmp_path: Path) -> None:
    play(tmp_path, sites={("us_oag", 1): {"a": "One.", "b": "Two."}})  # nothing that was not known then
    before = rows(tmp_path)
    indexes = {path: path.read_bytes() for path in tmp_path.rglob("*.cdxj")}
    as_of(tmp_path, "r0001")
    for index in indexes:
        index.unlink()
    core, lock = open_world(tmp_path, new_id=Counting(50_000))
    core.close()
    lock.release()
    assert list(verify(tmp_path)) == []
    assert rows(tmp_path)["revisions"] == before["revisions"]
    assert rows(tmp_path)["captures"] != before["captures"], "a migration reads no WARC file"
    rebuild(tmp_path)
    assert rows(tmp_path) == before
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.cdxj")} == indexes
    assert list(verify(tmp_path)) == []


def test_an_archive_of_the_second_revision_has_at_its_next_opening_what_a_rebuild_would_give(tmp_path: Path) -> None:
    play(tmp_path, sites={key: pages for key, pages in SITES.items() if key[1] < 3})
    before = rows(tmp_path)
    as_of(tmp_path, "r0002")
    with pytest.raises(ArchiveTooNew, match="a crawl migrates it"):
        next(read_changes(tmp_path))
    core, lock = open_world(tmp_path, new_id=Counting(50_000))
    core.close()
    lock.release()
    assert rows(tmp_path) == before
    assert [str(damage) for damage in verify(tmp_path)] == []
    play(tmp_path, start=100)
    assert {change.kind for change in read_changes(tmp_path)} >= {"withdrawn", "restored", "moved"}
    assert [str(damage) for damage in verify(tmp_path)] == []


def test_a_migration_that_was_cut_off_is_no_damage_and_a_suppression_completes_it_too(tmp_path: Path) -> None:
    play(tmp_path)
    before = rows(tmp_path)
    as_of(tmp_path, "r0002")
    open_catalogue(tmp_path / FILE).close()
    assert rows(tmp_path)["lines"] == []
    assert not [damage for damage in verify(tmp_path) if "line" in damage.sentence]
    gone = next(read_changes(tmp_path)).id
    suppress(tmp_path, gone, "a demand", clock=Ticking())
    assert rows(tmp_path)["lines"] == [row for row in before["lines"] if row[0] != gone]
    assert rows(tmp_path)["texts"] == [row for row in before["texts"] if row[1] != gone]


def test_a_revisit_whose_response_is_lost_is_told(tmp_path: Path) -> None:
    play(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        [file, offset, document] = connection.execute(
            "SELECT file, offset, record_id FROM captures"
            " WHERE record_id IN (SELECT refers_to FROM conversions) AND type = 'response'"
        ).fetchone()
        revisits = connection.execute(
            "SELECT file, offset FROM captures WHERE refers_to = ? AND file <> ?", (document, file)
        ).fetchall()
        texts = connection.execute("SELECT file, offset FROM conversions").fetchall()
    assert revisits
    data = bytearray((tmp_path / file).read_bytes())
    data[offset + 40] ^= 1
    (tmp_path / file).write_bytes(data)
    damages = {(damage.file, damage.offset) for damage in rebuild(tmp_path).damages}
    assert {(file, offset), *revisits, *texts} <= damages
    assert {(file, offset), *revisits, *texts} <= {(damage.file, damage.offset) for damage in verify(tmp_path)}


def test_the_old_catalogue_is_not_even_looked_at(tmp_path: Path) -> None:
    play(tmp_path)
    before = rows(tmp_path)
    (tmp_path / FILE).write_bytes(b"rubbish")
    rebuild(tmp_path)
    assert rows(tmp_path) == before
    (tmp_path / FILE).unlink()
    assert rebuild(tmp_path).old is None
    assert rows(tmp_path) == before


def test_without_a_catalogue_nothing_is_touched_and_rebuild_is_named(tmp_path: Path) -> None:
    play(tmp_path)
    (tmp_path / FILE).unlink()
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name != "archive.lock"}
    with pytest.raises(ArchiveDamaged, match="communique rebuild"):
        open_world(tmp_path)
    assert {path: path.read_bytes() for path in files} == files
    rebuild(tmp_path)
    play(tmp_path, sites={("by_mfa", 3): SITES["by_mfa", 2]}, start=30)
    assert list(verify(tmp_path)) == []


@pytest.mark.parametrize("share", range(6))
def test_after_a_kill_it_is_as_recovery_left_it(tmp_path: Path, share: int) -> None:
    trial = kill_at(tmp_path / "archive", len(points()) * (share + 3) // 10, "half")
    trial.recover()
    before = rows(trial.root)
    rebuild(trial.root)
    assert rows(trial.root) == before
    trial.check()
    trial.finish()


@pytest.mark.parametrize("share", range(6))
def test_after_a_kill_whole_members_are_adopted_with_their_lines(tmp_path: Path, share: int) -> None:
    trial = kill_at(tmp_path / "archive", len(points()) * (share + 3) // 10, "half")
    committed = Trial(trial.root).copy(tmp_path / "committed")
    committed.recover()
    rebuild(trial.root)
    trial.check()
    assert len(rows(trial.root)["captures"]) >= len(rows(committed.root)["captures"])
    trial.finish()


def test_what_no_commit_covered_is_adopted(tmp_path: Path) -> None:
    core, lock = open_world(tmp_path)
    run = core.begin_run("by_mfa", "").run
    first, second = "http://by-mfa.example/1", "http://by-mfa.example/2"
    for url in (first, second):
        core.commit()
        capture = core.store(an_exchange(url))
        assert capture is not None
        core.revise(run.id, a_draft(url, capture), url)
    lock.release()  # the process dies before the second commit
    core._batch._catalogue.close()
    core._batch._segments.close()
    report = rebuild(tmp_path)
    assert report.adopted == 3  # the line of the second statement, and two changes: published, linked
    assert (report.captures, report.statements, report.changes) == (2, 2, 3)
    assert [json.loads(line)["url"] for line in (tmp_path / OURS).read_bytes().splitlines()] == [first, second]
    cursors = [json.loads(line)["cursor"] for line in (tmp_path / "changes.jsonl").read_bytes().splitlines()]
    assert cursors == [1, 2, 3]
    assert list(verify(tmp_path)) == []


def test_where_record_and_line_differ_the_line_wins(tmp_path: Path) -> None:
    play(tmp_path)
    lines = (tmp_path / OURS).read_bytes().splitlines()
    value = json.loads(lines[1])
    value["title"] = "As a person set it right"
    lines[1] = json.dumps(value).encode()
    (tmp_path / OURS).write_bytes(b"\n".join(lines) + b"\n")
    rebuild(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        found = connection.execute("SELECT title FROM revisions WHERE statement_id = ?", [value["id"]]).fetchall()
    assert found == [("As a person set it right",)]
    assert list(verify(tmp_path)) == []


def test_lost_lines_are_written_again_from_the_records(tmp_path: Path) -> None:
    play(tmp_path)
    lost = (tmp_path / OURS).read_bytes().splitlines(keepends=True)
    (tmp_path / OURS).unlink()
    (tmp_path / "manifest-sha256.txt").unlink()
    (tmp_path / "quarantine/refused.jsonl").unlink()
    before = rows(tmp_path)
    report = rebuild(tmp_path)
    assert report.adopted == len(lost) + len(list(tmp_path.rglob("*.warc.gz"))) + 1
    assert sorted((tmp_path / OURS).read_bytes().splitlines(keepends=True)) == sorted(lost)
    assert {k: v for k, v in rows(tmp_path).items() if k != "projections"} == {
        k: v for k, v in before.items() if k != "projections"
    }
    assert list(verify(tmp_path)) == []


def test_a_lost_change_is_told_again_under_a_cursor_that_nobody_has_seen(tmp_path: Path) -> None:
    play(tmp_path)
    path = tmp_path / "changes.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1] + lines[2:]))
    rebuild(tmp_path)
    now = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [change["cursor"] for change in now] == [1, *range(3, len(lines) + 2)]
    assert now[-1] == {**json.loads(lines[1]), "cursor": len(lines) + 1}
    assert list(verify(tmp_path)) == []


def test_a_lost_record_costs_no_statement(tmp_path: Path) -> None:
    play(tmp_path)
    path = sorted((tmp_path / "warc/us_oag").rglob("*.warc.gz"))[0]
    data = bytearray(path.read_bytes())
    data[-40] ^= 1  # in the last member: the run
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    before = rows(tmp_path)
    report = rebuild(tmp_path)
    assert len(report.damages) >= 3
    assert all(damage.file == path.relative_to(tmp_path).as_posix() for damage in report.damages)
    assert [row[0] for row in rows(tmp_path)["statements"]] == [row[0] for row in before["statements"]]
    assert rows(tmp_path)["revisions"] == before["revisions"]
    assert [damage.file for damage in verify(tmp_path)]


def test_a_torn_tail_goes_into_the_quarantine(tmp_path: Path) -> None:
    third = [number for number, name in enumerate(points()) if name == "commit"][2]
    trial = kill_at(tmp_path / "archive", third + 1, "none")
    open_files = list((trial.root / "warc").rglob("*.open"))
    with open_files[0].open("ab") as file:
        file.write(b"\x1f\x8b\x08torn")
    with (trial.root / "changes.jsonl").open("ab") as lines:
        lines.write(b'{"cursor":')
    rebuild(trial.root)
    kept = [path.read_bytes() for path in (trial.root / "quarantine").iterdir() if path.suffix == ".tail"]
    assert sorted(kept) == [b"\x1f\x8b\x08torn", b'{"cursor":']
    assert list(verify(trial.root)) == []


def test_a_kill_anywhere_in_it_leaves_an_archive_that_can_be_rebuilt(tmp_path: Path) -> None:
    last = max(number for number, name in enumerate(points()) if name.startswith("write changes"))
    trial = kill_at(tmp_path / "archive", last, "half")
    count = 0
    while True:
        again = trial.copy(tmp_path / f"again-{count}")
        try:
            rebuild(again.root, disk=FatefulDisk(Fate(count, "most")))
        except Killed:
            rebuild(again.root)
            again.check()
            again.finish()
            count += 1
            continue
        break
    assert count > 5


def test_a_crawl_that_runs_is_not_disturbed(tmp_path: Path) -> None:
    play(tmp_path)
    lock = Lock(tmp_path)
    with pytest.raises(ArchiveBusy):
        rebuild(tmp_path)
    lock.release()


def test_there_must_be_something_to_make_it_from(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        rebuild(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_title_that_is_no_text_is_rebuilt_alike(tmp_path: Path) -> None:
    core, lock = open_world(tmp_path, new_id=Counting())
    run = core.begin_run("by_mfa", "").run
    url = "http://by-mfa.example/ä b"
    capture = core.store(an_exchange(url))
    assert capture is not None
    core.revise(run.id, a_draft(url, capture, title="A\x00B\u2028C"), url)
    core.end_run(run.model_copy(update={"outcome": "ok"}))
    core.close()
    lock.release()
    before = rows(tmp_path)
    rebuild(tmp_path)
    assert rows(tmp_path) == before
