"""Opening: one writer, enough room, and a sentence where it cannot be."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.archive import opening
from crawler.archive.errors import ArchiveBusy, StorageFailed, storage_failed
from crawler.archive.lock import Lock
from tests.archive.faults import Fate, FatefulDisk
from tests.archive.world import open_world

HOLD = """
import pathlib, sys
from crawler.archive.lock import Lock
lock = Lock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
input()
"""


def test_a_second_crawl_is_told_at_once_who_holds_the_archive(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(ArchiveBusy, match=f"process {other.pid}") as told:
            open_world(tmp_path)
        assert told.value.exit_code == 75
    finally:
        other.communicate(b"\n")
    core, lock = open_world(tmp_path)
    core.close()
    lock.release()


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    other.kill()
    other.communicate()
    Lock(tmp_path).release()


def test_a_failed_opening_lets_go_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        open_world(tmp_path, disk=FatefulDisk(Fate(0, error=lambda: OSError(errno.EROFS, "x"))))
    core, lock = open_world(tmp_path)
    core.close()
    lock.release()


def test_too_little_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match=r"GiB free, but 10\d+\.\d GiB are required") as told:
        opening.take(tmp_path / "a", min_free=1024**3 * 102_400)
    assert told.value.exit_code == 3
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["archive.lock", "archive.lock-rewrite"]


def test_a_file_in_the_place_of_the_archive(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed):
        open_world(tmp_path / "file")
    with pytest.raises(StorageFailed, match="a file stands where a folder is needed"):
        open_world(tmp_path / "file" / "archive")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageFailed, match="may not write"):
            open_world(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_file_system_that_can_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(path: Path, flags: int, *_: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr("crawler.archive.lock.os.open", read_only)
    with pytest.raises(StorageFailed, match="it can only be read"):
        open_world(tmp_path)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "no space is left"), (errno.EIO, "the disk reports an error"), (errno.EROFS, "only be read")],
)
def test_the_sentence_says_what_is_wrong_and_that_nothing_is_lost(number: int, sentence: str) -> None:
    error = storage_failed(Path("/archive"), OSError(number, "raw", "/archive/changes.jsonl"))
    assert sentence in str(error)
    assert "(/archive/changes.jsonl)" in str(error)
    assert "What was committed before is whole" in str(error)
