"""Recovery: what it mends, what it refuses to touch, and what it says."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew
from crawler.archive.verify import verify
from crawler.catalogue.database import FILE
from tests.archive.play import play
from tests.archive.trial import kill_at, points
from tests.archive.world import Counting, an_exchange, open_world


def reopen(root: Path) -> None:
    core, lock = open_world(root, new_id=Counting(90_000))
    core.close()
    lock.release()


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(("catalogue.sqlite", "archive.lock"))
    }


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """An archive whose process was killed with an open file of several batches."""
    commits = [number for number, name in enumerate(points()) if name == "commit"]
    trial = kill_at(tmp_path / "archive", commits[2] + 1, "none")
    assert list((trial.root / "warc").rglob("*.open"))
    return trial.root


def open_file(root: Path) -> Path:
    return next((root / "warc").rglob("*.open"))


def test_a_tail_is_kept_in_the_quarantine_and_cut(cut: Path) -> None:
    reopen(cut)
    before = tree(cut)
    with open_file(cut).open("ab") as file:
        file.write(b"half a member")
    reopen(cut)
    kept = [path for path in (cut / "quarantine").iterdir() if path.read_bytes() == b"half a member"]
    assert len(kept) == 1
    assert {**tree(cut)} == {**before, kept[0].relative_to(cut).as_posix(): b"half a member"}


def test_two_tails_of_one_place_are_both_kept(cut: Path) -> None:
    reopen(cut)
    for tail in (b"first one", b"other one"):
        with open_file(cut).open("ab") as file:
            file.write(tail)
        reopen(cut)
    assert {b"first one", b"other one"} <= {path.read_bytes() for path in (cut / "quarantine").iterdir()}


def shorten(root: Path) -> None:
    path = open_file(root)
    os.truncate(path, path.stat().st_size - 200)


def shorten_sealed(root: Path) -> None:
    path = sorted((root / "warc").rglob("*.warc.gz"))[0]
    os.truncate(path, path.stat().st_size - 1)


def shorten_lines(root: Path) -> None:
    os.truncate(root / "changes.jsonl", 10)


def lose(root: Path) -> None:
    open_file(root).unlink()


@pytest.mark.parametrize("harm", [shorten, shorten_lines, lose])
def test_where_committed_bytes_are_missing_nothing_is_touched(cut: Path, harm: Callable[[Path], None]) -> None:
    reopen(cut)
    harm(cut)
    stranger = cut / "warc" / "stranger.warc.gz"
    stranger.write_bytes(b"to be moved, were it recovered")
    before = tree(cut)
    with pytest.raises(ArchiveDamaged, match="Nothing was changed") as told:
        reopen(cut)
    assert told.value.exit_code == 17
    assert tree(cut) == before


def test_a_shortened_sealed_file_is_not_gone_on_with(tmp_path: Path) -> None:
    play(tmp_path)
    shorten_sealed(tmp_path)
    with pytest.raises(ArchiveDamaged, match="were sealed"):
        reopen(tmp_path)


def test_a_file_that_nothing_registers_goes_into_the_quarantine(cut: Path) -> None:
    (cut / "warc" / "by_mfa" / "stranger.warc.gz").write_bytes(b"strange")
    reopen(cut)
    assert (cut / "quarantine" / "warc+by_mfa+stranger.warc.gz").read_bytes() == b"strange"
    assert list(verify(cut)) == []


def test_a_file_that_was_renamed_but_not_yet_sealed_is_sealed(cut: Path) -> None:
    reopen(cut)
    path = open_file(cut)
    path.rename(path.with_suffix(""))
    reopen(cut)
    assert path.with_suffix("").name in (cut / "manifest-sha256.txt").read_text()
    assert list(verify(cut)) == []


def test_a_renamed_file_that_is_broken_is_not_sealed(cut: Path) -> None:
    reopen(cut)
    path = open_file(cut)
    data = bytearray(path.read_bytes())
    data[500] ^= 1
    path.with_suffix("").write_bytes(data)
    path.unlink()
    with pytest.raises(ArchiveDamaged):
        reopen(cut)


def test_a_torn_line_is_cut_and_written_whole(tmp_path: Path) -> None:
    lines = [number for number, name in enumerate(points()) if name == "write changes.jsonl"]
    trial = kill_at(tmp_path / "archive", lines[1], "half")
    torn = (trial.root / "changes.jsonl").read_bytes()
    assert not torn.endswith(b"\n")
    trial.recover()
    whole = (trial.root / "changes.jsonl").read_bytes()
    assert whole.startswith(torn[: torn.rfind(b"\n") + 1])
    assert whole.endswith(b"\n")
    trial.check()


def test_lines_that_somebody_else_wrote_are_set_aside(tmp_path: Path) -> None:
    play(tmp_path)
    before = (tmp_path / "changes.jsonl").read_bytes()
    with (tmp_path / "changes.jsonl").open("ab") as file:
        file.write(b"a note\n")
    reopen(tmp_path)
    assert (tmp_path / "changes.jsonl").read_bytes() == before
    assert b"a note\n" in tree(tmp_path).values()


def test_a_newer_archive_is_left_alone(tmp_path: Path) -> None:
    play(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    before = tree(tmp_path)
    with pytest.raises(ArchiveTooNew, match="r9999") as told:
        reopen(tmp_path)
    assert told.value.exit_code == 1
    assert tree(tmp_path) == before


def test_a_broken_catalogue_names_the_remedy(tmp_path: Path) -> None:
    play(tmp_path)
    (tmp_path / FILE).write_bytes(b"not a database" * 1000)
    with pytest.raises(ArchiveDamaged, match="communique rebuild"):
        reopen(tmp_path)


def test_after_it_the_archive_goes_on_where_it_was(cut: Path) -> None:
    core, lock = open_world(cut, new_id=Counting(90_000))
    before = open_file(cut).stat().st_size
    capture = core.store(an_exchange("http://by-mfa.example/next"))
    assert capture is not None
    assert capture.offset > before, "a request comes before it"
    core.close()
    lock.release()
    assert list(verify(cut)) == []


def test_a_failed_archive_says_so_at_every_call(cut: Path) -> None:
    core, lock = open_world(cut, new_id=Counting(90_000))
    os.close(core._batch._segments._of("by_mfa").segment._fd)  # type: ignore[arg-type]
    with pytest.raises(ArchiveError, match="cannot be written") as first:
        core.store(an_exchange("http://by-mfa.example/next"))
    with pytest.raises(ArchiveError) as second:
        core.commit()
    assert second.value is first.value
    assert first.value.exit_code == 3
    core.close()
    lock.release()
    reopen(cut)
    assert list(verify(cut)) == []
