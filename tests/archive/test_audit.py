"""The audit: what changed is named, what was checked lately is left alone, and every look is kept."""

import errno
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive.audit import audit
from crawler.archive.errors import ArchiveBusy, ArchiveError, StorageFailed
from crawler.archive.fixity import Check, open_log, read_log
from crawler.archive.lock import rewriting
from crawler.archive.status import read_status, status_text
from crawler.archive.verify import verify
from crawler.warc.disk import RealDisk
from tests.archive.desk import Desk
from tests.archive.faults import Fate, FatefulDisk, Killed
from tests.archive.play import play

START = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    play(tmp_path / "archive")
    return tmp_path / "archive"


def look(root: Path, days_later: float = 0, **more: object) -> dict[str, str]:
    """File to result, in order."""
    now = START + timedelta(days=days_later)
    return {check.file: check.result for check, _ in audit(root, clock=lambda: now, **more)}  # type: ignore[arg-type]


def log(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / "fixity.jsonl").read_bytes().splitlines()]


def sealed(root: Path) -> list[Path]:
    return sorted((root / "warc").rglob("*.warc.gz"))


def flip(path: Path, place: int = 40) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def test_every_committed_file_is_checked_and_logged(archive: Path) -> None:
    checked = look(archive)
    assert set(checked.values()) == {"ok"}
    files = {name(archive, path) for path in (*sealed(archive), *archive.rglob("*.jsonl"))}
    assert checked.keys() == (files | {"manifest-sha256.txt"}) - {"fixity.jsonl"}
    assert [line["file"] for line in log(archive)] == list(checked)
    told = {line["file"]: line["sha256"] for line in log(archive)}
    for line in (archive / "manifest-sha256.txt").read_text().splitlines():
        digest, _, file = line.partition("  ")
        assert told[file] == digest
    assert list(verify(archive)) == []


def test_what_was_checked_within_90_days_is_left_alone(archive: Path) -> None:
    first = look(archive)
    assert look(archive, 89.9) == {}
    assert look(archive, 89.9, everything=True) == first
    assert look(archive, 179.8) == {}
    assert look(archive, 180) == first
    assert look(archive, 181, days=0.5) == first
    assert look(archive, 181.6, days=1) == {}


def test_the_longest_unchecked_comes_first(archive: Path) -> None:
    files = list(look(archive))
    last = sorted(files)[-1]
    with open_log(RealDisk(), archive) as written:
        for number, file in enumerate(sorted(files, reverse=True)):
            at = f"2020-01-{number + 1:02d}T00:00:00.000000Z"
            written.add(Check(at=at, file=file, sha256=None, size=None, result="ok"))
    assert next(iter(look(archive, 200))) == last


def test_a_flipped_bit_is_named_each_time_until_it_is_mended(archive: Path) -> None:
    look(archive)
    path = sealed(archive)[0]
    flip(path)
    assert look(archive) == {}, "it was checked lately"
    checked = look(archive, everything=True)
    assert [file for file, result in checked.items() if result != "ok"] == [name(archive, path)]
    assert "but it was sealed with" in str(log(archive)[-len(checked)]["sentence"]) or any(
        "but it was sealed with" in str(line["sentence"]) for line in log(archive)
    )
    assert look(archive, 1) == {name(archive, path): "changed"}, "what is damaged is due at every audit"
    flip(path)
    assert look(archive, 2) == {name(archive, path): "ok"}
    assert look(archive, 3) == {}


def test_a_missing_and_a_shortened_file_are_named(archive: Path) -> None:
    first, second = sealed(archive)[:2]
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    checked = {file: result for file, result in look(archive).items() if result != "ok"}
    assert checked == {name(archive, first): "missing", name(archive, second): "unreadable"}
    sentences = {line["file"]: line["sentence"] for line in log(archive) if line["result"] != "ok"}
    assert f"byte {second.stat().st_size}" in str(sentences[name(archive, second)])


def test_bytes_after_the_end_are_named(archive: Path) -> None:
    path = sealed(archive)[0]
    with path.open("ab") as file:
        file.write(b"more")
    assert {file for file, result in look(archive).items() if result == "changed"} == {name(archive, path)}


def test_a_manifest_that_says_otherwise_is_named(archive: Path) -> None:
    path = archive / "manifest-sha256.txt"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("0" * 64 + lines[0][64:] + "".join(lines[1:]))
    changed = [file for file, result in look(archive).items() if result == "changed"]
    assert changed == [lines[0][66:-1]]
    assert any("manifest-sha256.txt says" in str(line["sentence"]) for line in log(archive))


def test_lines_that_were_there_must_stay_and_new_ones_may_come(desk: Desk) -> None:
    run = desk.begin()
    for name in "12":
        desk.read(run, name, f"{name}. " * 90)
        desk.core.commit()
    assert set(look(desk.root).values()) == {"ok"}
    for name in "34":
        desk.read(run, name, f"{name}. " * 90)
        desk.core.commit()
    assert set(look(desk.root, everything=True).values()) == {"ok"}
    flip(desk.root / "changes.jsonl")
    assert look(desk.root, everything=True)["changes.jsonl"] == "changed"
    flip(desk.root / "changes.jsonl")
    assert look(desk.root, 1) == {"changes.jsonl": "ok"}


def test_it_runs_beside_a_crawl(desk: Desk) -> None:
    run = desk.core.begin_run("by_mfa", "")
    desk.read(run.run.id, "1", "One. " * 60)
    desk.end(run)
    again = desk.begin()
    desk.read(again, "2", "Two. " * 60)
    assert set(look(desk.root).values()) == {"ok"}


def test_a_second_audit_and_a_suppression_are_not_run_into(archive: Path) -> None:
    running = audit(archive)
    next(running)
    with pytest.raises(ArchiveBusy, match="is audited by process"):
        look(archive)
    running.close()
    with rewriting(archive), pytest.raises(ArchiveBusy, match="suppressed"):
        look(archive)
    look(archive)


def test_a_killed_audit_leaves_whole_lines_and_the_next_goes_on(archive: Path) -> None:
    total = len(look(archive))
    (archive / "fixity.jsonl").unlink()
    fate = Fate(8, "half")  # the fourth line
    disk = FatefulDisk(fate)
    with pytest.raises(Killed):
        list(audit(archive, clock=lambda: START, disk=disk))
    disk.bury()
    assert not (archive / "fixity.jsonl").read_bytes().endswith(b"\n")
    done = len(read_log(archive).last)
    assert 0 < done < total
    assert len(look(archive)) == total - done
    assert len(log(archive)) == total


def test_a_full_disk_is_told(archive: Path) -> None:
    disk = FatefulDisk(Fate(4, "half", error=lambda: OSError(errno.ENOSPC, "x")))
    with pytest.raises(StorageFailed, match="no space is left"):
        list(audit(archive, disk=disk))
    disk.bury()


def test_where_there_is_no_archive_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        look(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_status_tells_how_long_ago_it_was(archive: Path) -> None:
    assert "no file was ever audited" in status_text(read_status(archive, clock=lambda: START))
    look(archive)
    fixity = read_status(archive, clock=lambda: START + timedelta(days=1)).fixity
    assert (fixity.sealed, fixity.overdue, fixity.damaged) == (len(sealed(archive)), 0, 0)
    later = read_status(archive, clock=lambda: START + timedelta(days=100))
    assert later.fixity.overdue == len(sealed(archive))
    assert "oldest check 100 days ago" in status_text(later)
    flip(sealed(archive)[0])
    look(archive, 120)
    assert "1 found changed" in status_text(read_status(archive, clock=lambda: START + timedelta(days=121)))
