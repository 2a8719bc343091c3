"""The real disk keeps its promises, and says errors as the system does."""

import errno
import os
from pathlib import Path

import pytest

from crawler.warc.disk import RealDisk, make_dirs, read_pieces, write_all


def test_created_file_is_never_a_reused_one(tmp_path: Path) -> None:
    disk = RealDisk()
    disk.close(disk.create(tmp_path / "a"))
    with pytest.raises(FileExistsError):
        disk.create(tmp_path / "a")


def test_reopened_file_goes_on_at_its_end_and_after_a_cut_at_the_cut(tmp_path: Path) -> None:
    disk = RealDisk()
    fd = disk.create(tmp_path / "a")
    write_all(disk, fd, b"one two")
    disk.close(fd)
    fd = disk.reopen(tmp_path / "a")
    write_all(disk, fd, b" three")
    disk.truncate(fd, 3)
    write_all(disk, fd, b" four")
    disk.fsync(fd)
    disk.close(fd)
    assert (tmp_path / "a").read_bytes() == b"one four"
    assert disk.size(tmp_path / "a") == 8
    assert disk.read_from(tmp_path / "a", 4, 100) == b"four"
    assert disk.read_from(tmp_path / "a", 8, 1) == b""


def test_errors_are_the_systems_own(tmp_path: Path) -> None:
    disk = RealDisk()
    for operation in (
        lambda: disk.reopen(tmp_path / "none"),
        lambda: disk.size(tmp_path / "none"),
        lambda: disk.rename(tmp_path / "none", tmp_path / "other"),
        lambda: disk.sync_dir(tmp_path / "none"),
        lambda: disk.read_from(tmp_path / "none", 0, 1),
        lambda: disk.make_dir(tmp_path / "none" / "below"),
    ):
        with pytest.raises(FileNotFoundError):
            operation()
    fd = os.open(os.devnull, os.O_RDONLY)
    with pytest.raises(OSError, match="Bad file descriptor"):
        disk.write(fd, b"x")
    os.close(fd)


def test_full_device_is_told_as_such() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    disk = RealDisk()
    fd = os.open(full, os.O_WRONLY)
    with pytest.raises(OSError, match="No space left") as caught:
        write_all(disk, fd, b"x")
    os.close(fd)
    assert caught.value.errno == errno.ENOSPC


def test_a_disk_that_takes_nothing_is_an_error_and_no_endless_loop(tmp_path: Path) -> None:
    class Stuck(RealDisk):
        def write(self, fd: int, data: bytes | memoryview) -> int:
            return 0

    disk = Stuck()
    fd = disk.create(tmp_path / "a")
    with pytest.raises(OSError, match="took none of 3 bytes"):
        write_all(disk, fd, b"abc")
    disk.close(fd)


def test_every_new_folder_is_made_durable_in_its_parent(tmp_path: Path) -> None:
    synced: list[Path] = []

    class Noting(RealDisk):
        def sync_dir(self, path: Path) -> None:
            super().sync_dir(path)
            synced.append(path)

    make_dirs(Noting(), tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert synced == [tmp_path, tmp_path / "a"]
    make_dirs(Noting(), tmp_path / "a" / "b")
    assert len(synced) == 2


def test_pieces_stop_with_an_error_where_the_file_is_shorter(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    pieces = list(read_pieces(RealDisk(), tmp_path / "a", 1, 3_000_000))
    assert sum(map(len, pieces)) == 2_999_999
    assert max(map(len, pieces)) <= 1024 * 1024
    with pytest.raises(EOFError, match="ends at byte 3000000"):
        list(read_pieces(RealDisk(), tmp_path / "a", 0, 3_000_001))
