"""Sealing by hand: what grows is ended, only that, and wherever it is cut off the next start completes it."""

import errno
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crawler.archive.errors import ArchiveBusy, ArchiveError, StorageFailed
from crawler.archive.lock import Lock
from crawler.archive.sealing import seal
from crawler.archive.verify import verify
from tests.archive.faults import Fate, Killed, Machine, VolatileDisk
from tests.archive.trial import Volatile
from tests.archive.world import Counting, an_exchange, open_world

SOURCES = ("by_mfa", "us_oag")


def crawl(root: Path) -> None:
    """Two runs that were interrupted: each leaves a file that grows."""
    core, lock = open_world(root)
    for source in SOURCES:
        core.begin_run(source, "")
        core.store(an_exchange(f"http://{source.replace('_', '-')}.example/1", source.encode(), source=source))
    core.close()
    lock.release()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    crawl(tmp_path / "archive")
    return tmp_path / "archive"


def growing(root: Path) -> list[str]:
    return sorted(path.parent.parent.name for path in root.rglob("*.open"))


def test_everything_that_grows_is_sealed_with_manifest_and_index(archive: Path) -> None:
    assert growing(archive) == list(SOURCES)
    names = seal(archive)
    assert growing(archive) == []
    assert names == sorted(path.relative_to(archive).as_posix() for path in archive.rglob("*.warc.gz"))
    assert [line[66:] for line in (archive / "manifest-sha256.txt").read_text().splitlines()] == names
    assert all((archive / f"{name}.cdxj").is_file() for name in names)
    assert list(verify(archive)) == []
    assert seal(archive) == []


def test_only_what_is_named_is_sealed(archive: Path) -> None:
    (name,) = seal(archive, ["us_oag"])
    assert name.startswith("warc/us_oag/")
    assert growing(archive) == ["by_mfa"]
    assert seal(archive, ["nobody"]) == []


def test_a_run_goes_on_in_another_file(archive: Path) -> None:
    seal(archive)
    core, lock = open_world(archive, new_id=Counting(9000))
    assert core.begin_run("by_mfa", "").resumed
    core.store(an_exchange("http://by-mfa.example/2", b"more"))
    core.close()
    lock.release()
    assert growing(archive) == ["by_mfa"]
    assert list(verify(archive)) == []


def test_not_beside_a_crawl_and_not_where_there_is_nothing(archive: Path, tmp_path: Path) -> None:
    lock = Lock(archive)
    with pytest.raises(ArchiveBusy) as told:
        seal(archive)
    lock.release()
    assert told.value.exit_code == 75
    with pytest.raises(ArchiveError, match="there is no archive"):
        seal(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def cut(root: Path, fate: Fate, power: Random | None = None) -> None:
    machine = (Volatile if power else Machine)(root, fate)
    try:
        seal(root, disk=machine.disk, catalogue=machine.catalogue)
    except (Killed, StorageFailed):
        pass
    finally:
        machine.bury()
        if power and isinstance(machine.disk, VolatileDisk) and fate.met:
            machine.disk.lose_power(power)
    assert [str(damage) for damage in verify(root)] == []


def finish(root: Path) -> None:
    seal(root)
    assert growing(root) == []
    assert [str(damage) for damage in verify(root)] == []
    assert len((root / "manifest-sha256.txt").read_text().splitlines()) == 2


def points(root: Path) -> int:
    crawl(root)
    fate = Fate()
    cut(root, fate)
    return fate.count


def test_a_kill_at_every_other_operation(folders: Iterator[Path]) -> None:
    for point in range(0, points(next(folders)), 2):
        root = next(folders)
        crawl(root)
        cut(root, Fate(point, ("none", "half", "most")[point % 3]))
        finish(root)


def test_a_loss_of_power_at_every_other_operation(folders: Iterator[Path]) -> None:
    random = Random("seal")
    for point in range(1, points(next(folders)), 2):
        root = next(folders)
        crawl(root)
        cut(root, Fate(point, random.choice(("none", "half", "most"))), power=random)
        finish(root)


@pytest.mark.prove
@pytest.mark.timeout(1200)
def test_a_kill_and_a_loss_of_power_at_every_operation(folders: Iterator[Path]) -> None:
    random = Random("every seal")
    for point in range(points(next(folders))):
        for part in ("none", "half", "most"):
            for power in (None, random):
                root = next(folders)
                crawl(root)
                cut(root, Fate(point, part), power=power)
                finish(root)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_at_every_third_operation(folders: Iterator[Path], number: int) -> None:
    for point in range(number % 3, points(next(folders)), 3):
        root = next(folders)
        crawl(root)
        cut(root, Fate(point, "half", error=lambda: OSError(number, "x")))
        finish(root)
