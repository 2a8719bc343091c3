"""The backup: that it is an archive, holds what was committed, is cheap to repeat, and survives whatever happens."""

import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from crawler.archive import copying
from crawler.archive.backup import FORMER, STAGE, _Backup, backup
from crawler.archive.copying import move
from crawler.archive.errors import ArchiveBusy, ArchiveError, StorageFailed
from crawler.archive.lock import Lock, rewriting
from crawler.archive.verify import verify
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import metadata
from crawler.warc.disk import Disk, RealDisk
from tests.archive.desk import Desk
from tests.archive.faults import Fate, FatefulDisk, Killed, VolatileDisk
from tests.archive.play import SITES, play, texts
from tests.archive.trial import kill_at, outcome, points
from tests.archive.world import Counting, an_exchange, open_world

PARTS = ("none", "half", "most")


def tree(root: Path) -> dict[str, bytes]:
    """Every file of an archive but the catalogue and the locks."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(("catalogue.sqlite", "archive.lock", "fixity.lock"))
    }


def rows(root: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the catalogue but what the outbox still holds."""
    with read_catalogue(root / FILE) as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in ("outbox", "projections")
        }


def go_on(root: Path, start: int = 60) -> None:
    """Open an archive for writing, and crawl on in it."""
    play(root, start=start)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    play(tmp_path / "archive")
    return tmp_path / "archive"


def test_it_is_an_archive_of_the_same_files_and_rows(archive: Path, tmp_path: Path) -> None:
    report = backup(archive, tmp_path / "copy")
    assert not list((tmp_path / "copy").glob("catalogue.sqlite-*")), "the catalogue is one file"
    assert not report.damages
    assert tree(tmp_path / "copy") == tree(archive)
    assert rows(tmp_path / "copy") == rows(archive)
    assert list(verify(tmp_path / "copy")) == []
    assert not (tmp_path / "copy" / STAGE).exists()


def test_a_crawl_goes_on_in_it(tmp_path: Path) -> None:
    first = {key: pages for key, pages in SITES.items() if key[1] == 1}
    play(tmp_path / "archive", sites=first)
    backup(tmp_path / "archive", tmp_path / "copy")
    go_on(tmp_path / "copy")
    go_on(tmp_path / "archive")
    assert list(verify(tmp_path / "copy")) == []
    assert outcome(tmp_path / "copy") == outcome(tmp_path / "archive")


def test_it_holds_what_is_committed_while_a_crawl_runs_and_nothing_more(desk: Desk, tmp_path: Path) -> None:
    run = desk.begin()
    desk.read(run, "1", "Committed. " * 40)
    desk.core.commit()
    desk.read(run, "2", "Not committed. " * 40)
    report = backup(desk.root, tmp_path / "copy")
    assert not report.damages
    assert list(verify(tmp_path / "copy")) == []
    told = [json.loads(line) for _, data in texts(tmp_path / "copy") for line in data.splitlines()]
    assert {line["url"] for line in told} == {"http://by-mfa.example/1"}
    assert next((tmp_path / "copy" / "warc").rglob("*.open")).stat().st_size < (
        next((desk.root / "warc").rglob("*.open")).stat().st_size
    )
    core, lock = open_world(tmp_path / "copy", new_id=Counting(70_000))
    core.close()
    lock.release()
    assert list(verify(tmp_path / "copy")) == []


def test_lines_that_wait_in_the_outbox_are_in_its_files(tmp_path: Path) -> None:
    appended = next(number for number, name in enumerate(points()) if name.startswith("write changes"))
    trial = kill_at(tmp_path / "archive", appended, "half")
    backup(trial.root, tmp_path / "copy")
    assert list(verify(tmp_path / "copy")) == []
    before = dict(texts(tmp_path / "copy"))
    trial.recover()
    assert before == dict(texts(trial.root))
    with read_catalogue(tmp_path / "copy" / FILE) as connection:
        assert connection.execute(select(metadata.tables["outbox"])).first() is None


def test_a_second_one_copies_only_what_is_new(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    run = desk.begin()
    desk.read(run, "1", "One. " * 60)
    desk.core.commit()
    backup(desk.root, target)
    assert backup(desk.root, target).bytes == 0
    before = {path: path.stat().st_ino for path in target.rglob("*") if path.is_file()}
    desk.read(run, "2", "Two. " * 60)
    desk.core.commit()
    report = backup(desk.root, target)
    assert (report.copied, report.skipped) == (0, 0)
    assert report.grown == 3  # the WARC file, the statements, the changes
    for path, inode in before.items():
        if path.name not in (FILE, "archive.lock-rewrite"):
            assert path.stat().st_ino == inode, f"{path} was written anew"
    assert list(verify(target)) == []


def test_a_file_that_was_sealed_since_is_only_added_to(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    run = desk.core.begin_run("by_mfa", "")
    desk.read(run.run.id, "1", "One. " * 60)
    desk.core.commit()
    backup(desk.root, target)
    inode = next(target.rglob("*.open")).stat().st_ino
    desk.end(run)
    report = backup(desk.root, target)
    sealed = next((target / "warc").rglob("*.warc.gz"))
    assert sealed.stat().st_ino == inode
    assert report.bytes < sealed.stat().st_size
    assert not list(target.rglob("*.open"))
    assert tree(target) == tree(desk.root)
    assert list(verify(target)) == []


def a_sealed_file(root: Path) -> Path:
    return sorted((root / "warc").rglob("*.warc.gz"))[0]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_flipped_bit_is_told_and_never_put_over_a_good_copy(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    backup(archive, target)
    good = a_sealed_file(target).read_bytes()
    flip(a_sealed_file(archive))
    assert not backup(archive, target).damages  # it is there already: `communique audit` looks at the archive itself
    assert a_sealed_file(target).read_bytes() == good
    report = backup(archive, tmp_path / "fresh")
    name = a_sealed_file(archive).relative_to(archive).as_posix()
    assert [damage.file for damage in report.damages] == [name]
    assert "SHA-256" in str(report)
    assert [damage.file for damage in verify(tmp_path / "fresh")][:1] == [name]


def test_a_damaged_copy_is_made_good_once_the_archive_is(archive: Path, tmp_path: Path) -> None:
    good = a_sealed_file(archive).read_bytes()
    flip(a_sealed_file(archive))
    backup(archive, tmp_path / "copy")
    assert backup(archive, tmp_path / "copy").damages
    a_sealed_file(archive).write_bytes(good)
    assert not backup(archive, tmp_path / "copy").damages
    assert list(verify(tmp_path / "copy")) == []


def test_a_file_that_is_missing_or_short_is_told(archive: Path, tmp_path: Path) -> None:
    a_sealed_file(archive).unlink()
    lines = archive / "changes.jsonl"
    lines.write_bytes(lines.read_bytes()[:50])
    report = backup(archive, tmp_path / "copy")
    assert len(report.damages) == 2
    assert any(damage.file == "changes.jsonl" and damage.offset == 50 for damage in report.damages)


@pytest.mark.parametrize("place", ["archive", "archive/backup", "."])
def test_a_place_in_the_archive_or_around_it_is_refused(archive: Path, tmp_path: Path, place: str) -> None:
    before = tree(tmp_path)
    with pytest.raises(ArchiveError, match=str(tmp_path)):
        backup(archive, tmp_path / place)
    assert tree(tmp_path) == before


def test_a_folder_of_something_else_is_refused_and_left_alone(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear")
    with pytest.raises(ArchiveError, match="not empty"):
        backup(archive, tmp_path / "papers")
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["letter.txt"]


def test_another_archive_is_refused_and_left_alone(archive: Path, tmp_path: Path) -> None:
    play(tmp_path / "other", start=3)
    before = tree(tmp_path / "other")
    with pytest.raises(ArchiveError, match="no backup of"):
        backup(archive, tmp_path / "other")
    assert tree(tmp_path / "other") == before


def test_a_backup_that_was_gone_on_with_is_refused(archive: Path, tmp_path: Path) -> None:
    backup(archive, tmp_path / "copy")
    play(tmp_path / "copy", sites={("us_oag", 2): SITES["us_oag", 1]}, start=50)
    with pytest.raises(ArchiveError, match="gone on with"):
        backup(archive, tmp_path / "copy")


def test_where_there_is_no_archive_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        backup(tmp_path / "nothing", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_it_waits_neither_for_a_crawl_in_the_backup_nor_for_a_suppression(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    lock = Lock(tmp_path / "copy")
    with pytest.raises(ArchiveBusy, match="copy"):
        backup(archive, tmp_path / "copy")
    lock.release()
    with rewriting(archive), pytest.raises(ArchiveBusy, match="suppressed"):
        backup(archive, tmp_path / "copy")


# Kills, a failing disk, a loss of power


class Lesson:
    """An archive, a backup of an earlier state of it, and what both states are."""

    def __init__(self, folder: Path) -> None:
        self.archive = folder / "archive"
        self.former = folder / "former"
        play(self.archive, sites={("by_mfa", 1): SITES["by_mfa", 1]})
        core, lock = open_world(self.archive, new_id=Counting(40_000))  # a file that grows
        core.begin_run("us_oag", "")
        core.store(an_exchange("http://us-oag.example/a", source="us_oag"))
        core.close()
        lock.release()
        backup(self.archive, self.former)
        self.before = tree(self.former)
        play(self.archive, start=10)
        backup(self.archive, folder / "whole")
        self.after = tree(folder / "whole")

    def try_at(self, folder: Path, disk: FatefulDisk, fresh: bool) -> Path:
        """A copy of the former backup (or nothing) and a backup into it on this disk."""
        if not fresh and not folder.exists():
            shutil.copytree(self.former, folder)
        try:
            backup(self.archive, folder, disk=disk)
        except (Killed, StorageFailed):
            pass
        finally:
            disk.bury()
        return folder

    def check(self, folder: Path, fresh: bool) -> None:
        """After a cut: the former one, the new one, or none."""
        if not (folder / FILE).exists():
            return
        assert list(verify(folder)) == [], "an interrupted backup is damaged"
        now = tree(folder)
        old = self.after if fresh else self.before
        assert all(now.get(name, b"").startswith(data) for name, data in old.items()) or all(
            now.get(name) == data for name, data in self.after.items()
        )

    def finish(self, folder: Path) -> None:
        report = backup(self.archive, folder)
        assert not report.damages
        assert list(verify(folder)) == []
        assert {name: data for name, data in tree(folder).items() if name != "fixity.jsonl"} == self.after
        assert not (folder / FORMER).exists()


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return Lesson(tmp_path_factory.mktemp("lesson"))


def count(lesson: Lesson, folder: Path, fresh: bool) -> int:
    fate = Fate()
    lesson.try_at(folder, FatefulDisk(fate), fresh)
    assert {"write", "fsync", "rename", "sync_dir"} <= {name.split()[0] for name in fate.names}
    return fate.count


def cut(lesson: Lesson, folder: Path, point: int, part: str, fresh: bool, again: int | None = None) -> None:
    lesson.try_at(folder, FatefulDisk(Fate(point, part)), fresh)
    lesson.check(folder, fresh)
    if again is not None:
        lesson.try_at(folder, FatefulDisk(Fate(again, part)), fresh)
        lesson.check(folder, fresh)
    lesson.finish(folder)


def lose_power(lesson: Lesson, folder: Path, point: int, part: str, random: Random) -> None:
    shutil.copytree(lesson.former, folder)
    disk = VolatileDisk(Fate(point, part), folder)
    lesson.try_at(folder, disk, fresh=False)
    disk.lose_power(random)
    lesson.check(folder, fresh=False)
    lesson.finish(folder)


@pytest.mark.parametrize("fresh", [True, False])
def test_a_kill_leaves_the_former_backup_or_none(lesson: Lesson, folders: Iterator[Path], fresh: bool) -> None:
    random = Random(f"backup {fresh}")
    total = count(lesson, next(folders), fresh)
    for _ in range(8):
        again = random.choice((None, random.randrange(total)))
        cut(lesson, next(folders), random.randrange(total), random.choice(PARTS), fresh, again)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fresh", [True, False])
def test_a_kill_at_every_operation(lesson: Lesson, folders: Iterator[Path], fresh: bool) -> None:
    random = Random("every")
    total = count(lesson, next(folders), fresh)
    for point in range(total):
        for part in PARTS:
            cut(lesson, next(folders), point, part, fresh)
            cut(lesson, next(folders), point, part, fresh, random.randrange(total))


def test_a_loss_of_power_leaves_the_former_backup_or_none(lesson: Lesson, folders: Iterator[Path]) -> None:
    random = Random("power")
    total = count(lesson, next(folders), fresh=False)
    for _ in range(8):
        lose_power(lesson, next(folders), random.randrange(total), random.choice(PARTS), random)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_loss_of_power_at_every_operation(lesson: Lesson, folders: Iterator[Path]) -> None:
    random = Random("every power")
    for point in range(count(lesson, next(folders), fresh=False)):
        for part in PARTS:
            lose_power(lesson, next(folders), point, part, random)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_or_failing_disk_is_told_with_its_name(lesson: Lesson, folders: Iterator[Path], number: int) -> None:
    random = Random(number)
    total = count(lesson, next(folders), fresh=True)
    for _ in range(6):
        folder = next(folders)
        disk = FatefulDisk(Fate(random.randrange(total), "half", error=lambda: OSError(number, "x")))
        with pytest.raises(StorageFailed, match=folder.name) as told:
            backup(lesson.archive, folder, disk=disk)
        disk.bury()
        assert told.value.exit_code == 3
        lesson.check(folder, fresh=True)
        lesson.finish(folder)


def test_the_disk_of_a_backup_is_the_real_one_unless_told(lesson: Lesson, tmp_path: Path) -> None:
    assert backup(lesson.archive, tmp_path / "copy", disk=RealDisk()).copied == len(lesson.after)


# Wrong writers: each must be caught, or the trials above show nothing


def the_catalogue_comes_first(patch: pytest.MonkeyPatch) -> None:
    real = _Backup._put

    def put(self: _Backup, copy: Path) -> None:
        first = copy.with_name("first")
        shutil.copy(copy, first)
        self._disk.rename(first, self._target / FILE)
        real(self, copy)

    patch.setattr(_Backup, "_put", put)


def the_copies_are_not_synced(patch: pytest.MonkeyPatch) -> None:
    def write(disk: Disk, fd: int, pieces: Iterator[bytes]) -> str:
        data = b"".join(pieces)
        disk.write(fd, data)
        disk.close(fd)
        return hashlib.sha256(data).hexdigest()

    patch.setattr(copying, "_write", write)


def the_former_catalogue_stays(patch: pytest.MonkeyPatch) -> None:
    def put(self: _Backup, copy: Path) -> None:
        for here, there in self._moves:
            move(self._disk, self._target, here, there)
            growing = there.with_name(f"{there.name}.open")
            if self._disk.exists(growing):
                self._disk.remove(growing)
        self._disk.rename(copy, self._target / FILE)

    patch.setattr(_Backup, "_put", put)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(the_catalogue_comes_first, marks=pytest.mark.prove),  # few points show it
        the_copies_are_not_synced,
        the_former_catalogue_stays,
    ],
)
def test_a_wrong_backup_is_caught(
    wrong: Callable[[pytest.MonkeyPatch], None],
    lesson: Lesson,
    folders: Iterator[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = Random(wrong.__name__)
    wrong(monkeypatch)
    total = count(lesson, next(folders), fresh=False)
    # From both ends: some faults show when the catalogue is there too early, others when all else should be.
    for point in (point for pair in zip(range(total), reversed(range(total)), strict=True) for point in pair):
        try:
            cut(lesson, next(folders), point, random.choice(PARTS), fresh=False)
            for _ in range(3):
                lose_power(lesson, next(folders), point, random.choice(PARTS), random)
        except (AssertionError, ArchiveError):
            return
    pytest.fail("nothing was amiss")
