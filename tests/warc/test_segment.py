"""A segment grows without gaps, says when it cannot be trusted, and is sealed in the right order."""

import errno
import hashlib
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from crawler.warc.build import exchange_records
from crawler.warc.check import check_file
from crawler.warc.disk import RealDisk
from crawler.warc.reader import read_member, read_records
from crawler.warc.record import encode
from crawler.warc.segment import Segment, open_path, segment_name, segment_path

from .samples import CHUNKED, MOMENT, NAME, append, exchange, ids, warcinfo, write_segment


class Noting(RealDisk):
    """The real disk, with a diary, short writes, and failures on demand."""

    def __init__(self, most: int = 1 << 30) -> None:
        self.most = most
        self.diary: list[str] = []
        self.fail: str | None = None

    def _note(self, what: str) -> None:
        self.diary.append(what)
        if self.fail == what:
            raise OSError(errno.ENOSPC, "No space left on device")

    def create(self, path: Path) -> int:
        self._note("create")
        return super().create(path)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        taken = super().write(fd, memoryview(data)[: self.most])
        self._note("write")
        return taken

    def fsync(self, fd: int) -> None:
        self._note("fsync")
        super().fsync(fd)

    def close(self, fd: int) -> None:
        self._note("close")
        super().close(fd)

    def rename(self, src: Path, dst: Path) -> None:
        self._note("rename")
        super().rename(src, dst)

    def sync_dir(self, path: Path) -> None:
        self._note("sync_dir")
        super().sync_dir(path)


def test_name_is_made_of_source_time_serial_and_machine() -> None:
    assert NAME == "warc/az_mfa/2021/az_mfa-20211108090000123-00001-here.warc.gz"
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=9)))
    assert segment_name("az_mfa", elsewhere, 1, "here") == NAME
    assert segment_name("_loose", MOMENT, 12, "../a b/ö.x").endswith("/_loose-20211108090000123-00012-a-b-.x.warc.gz")
    assert segment_name("a_b", MOMENT, 1, "///").endswith("-machine.warc.gz")
    for wrong in ("../x", "", "A", "a/b"):
        with pytest.raises(ValueError, match="no id of a source"):
            segment_name(wrong, MOMENT, 1, "m")


def test_new_segment_holds_a_durable_warcinfo(tmp_path: Path) -> None:
    disk = Noting()
    segment = Segment.create(disk, tmp_path, NAME, warcinfo(ids()))
    assert disk.diary[-4:] == ["create", "write", "fsync", "sync_dir"]
    assert segment.size == segment.path.stat().st_size
    assert segment.path == open_path(tmp_path, NAME) == segment_path(tmp_path, NAME)
    assert segment.path.name.endswith(".warc.gz.open")
    assert not list(check_file(segment.path, expect_size=segment.size))
    segment.close()
    segment.close()


def test_short_writes_are_gone_on_with(tmp_path: Path) -> None:
    new_id = ids()
    disk = Noting(most=7)
    first = warcinfo(new_id)
    segment = Segment.create(disk, tmp_path, NAME, first)
    bounds = append(segment, exchange_records(exchange(CHUNKED), warcinfo_id=first.id, new_id=new_id))
    assert len([note for note in disk.diary if note == "write"]) > 50
    segment.seal()
    assert not list(check_file(tmp_path / NAME))
    assert [read_member(tmp_path / NAME, *bound).type for bound in bounds] == ["request", "response"]


def test_members_of_a_batch_are_one_contiguous_write(tmp_path: Path) -> None:
    new_id = ids()
    disk = Noting()
    first = warcinfo(new_id)
    segment = Segment.create(disk, tmp_path, NAME, first)
    disk.diary.clear()
    start = segment.size
    bounds = append(segment, exchange_records(exchange(), warcinfo_id=first.id, new_id=new_id))
    assert disk.diary == ["write"]
    assert bounds == [(start, bounds[0][1]), (start + bounds[0][1], bounds[1][1])]
    assert segment.size == sum(bounds[1])
    segment.close()


def test_large_batch_is_written_whole(tmp_path: Path) -> None:
    new_id = ids()
    first = warcinfo(new_id)
    noise = b"".join(hashlib.sha512(str(n).encode()).digest() for n in range(100_000))  # 6.4 MB, incompressible
    segment = Segment.create(RealDisk(), tmp_path, NAME, first)
    records = exchange_records(
        exchange(b"HTTP/1.1 200 OK\r\n\r\n" + noise), warcinfo_id=first.id, new_id=new_id
    ) + exchange_records(exchange(), warcinfo_id=first.id, new_id=new_id)
    bounds = append(segment, records)
    segment.seal()
    assert not list(check_file(tmp_path / NAME))
    assert read_member(tmp_path / NAME, *bounds[1]).block.endswith(noise)


def test_sealing_is_durable_before_it_is_visible(tmp_path: Path) -> None:
    disk = Noting()
    segment = Segment.create(disk, tmp_path, NAME, warcinfo(ids()))
    disk.diary.clear()
    digest = segment.seal()
    assert disk.diary == ["fsync", "close", "rename", "sync_dir"]
    assert digest == hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest()
    assert segment_path(tmp_path, NAME) == tmp_path / NAME
    assert not open_path(tmp_path, NAME).exists()
    with pytest.raises(ValueError, match="is closed"):
        segment.append([])
    with pytest.raises(FileExistsError):
        Segment.create(disk, tmp_path, NAME, warcinfo(ids()))


def test_sealing_never_replaces_a_file(tmp_path: Path) -> None:
    segment = Segment.create(RealDisk(), tmp_path, NAME, warcinfo(ids()))
    (tmp_path / NAME).write_bytes(b"somebody else's")
    with pytest.raises(FileExistsError):
        segment.seal()
    segment.close()
    assert (tmp_path / NAME).read_bytes() == b"somebody else's"


def test_torn_write_counts_for_nothing_and_must_be_cut_off(tmp_path: Path) -> None:
    new_id = ids()
    disk = Noting(most=100)
    first = warcinfo(new_id)
    segment = Segment.create(disk, tmp_path, NAME, first)
    records = exchange_records(exchange(), warcinfo_id=first.id, new_id=new_id)
    committed = segment.size
    disk.fail = "write"
    with pytest.raises(OSError, match="No space left") as caught:
        append(segment, records)
    assert caught.value.errno == errno.ENOSPC
    assert segment.size == committed
    assert segment.path.stat().st_size == committed + 100
    assert list(check_file(segment.path))
    assert not list(check_file(segment.path, expect_size=committed))
    disk.fail = None
    for attempt in (lambda: append(segment, records), segment.sync, segment.seal):
        with pytest.raises(OSError, match="truncate it first"):
            attempt()
    segment.truncate(committed)
    append(segment, records)
    segment.seal()
    assert [record.type for record in read_records(tmp_path / NAME)] == ["warcinfo", "request", "response"]
    assert not list(check_file(tmp_path / NAME))


def test_failed_fsync_is_not_tried_again(tmp_path: Path) -> None:
    disk = Noting()
    segment = Segment.create(disk, tmp_path, NAME, warcinfo(ids()))
    disk.fail = "fsync"
    with pytest.raises(OSError, match="No space left"):
        segment.sync()
    disk.fail = None
    for attempt in (segment.sync, segment.seal, lambda: segment.append([])):
        with pytest.raises(OSError, match="opened anew"):
            attempt()
    segment.truncate(segment.size)
    segment.close()
    again = Segment.reopen(disk, tmp_path, NAME, segment.size)
    again.seal()


def test_batch_can_be_undone(tmp_path: Path) -> None:
    new_id = ids()
    first = warcinfo(new_id)
    segment = Segment.create(RealDisk(), tmp_path, NAME, first)
    committed = segment.size
    append(segment, exchange_records(exchange(), warcinfo_id=first.id, new_id=new_id))
    segment.truncate(committed)
    with pytest.raises(ValueError, match="cannot be cut to"):
        segment.truncate(committed + 1)
    assert segment.size == segment.path.stat().st_size == committed
    segment.close()
    with pytest.raises(ValueError, match="is closed"):
        segment.truncate(committed)


def test_only_a_file_of_the_committed_size_is_gone_on_with(tmp_path: Path) -> None:
    path = write_segment(tmp_path, [exchange()], seal=False)
    size = path.stat().st_size
    for wrong in (size - 1, size + 1):
        with pytest.raises(ValueError, match="recover the archive first"):
            Segment.reopen(RealDisk(), tmp_path, NAME, wrong)
    segment = Segment.reopen(RealDisk(), tmp_path, NAME, size)
    append(segment, [])
    member = encode(warcinfo(ids()))
    assert segment.append([member]) == [(size, member.size)]
    member.close()
    segment.close()
    with pytest.raises(FileNotFoundError):
        Segment.reopen(RealDisk(), tmp_path, "warc/other.warc.gz", 0)


def test_failed_creation_leaves_no_open_descriptor(tmp_path: Path) -> None:
    disk = Noting()
    disk.fail = "fsync"
    with pytest.raises(OSError, match="No space left"):
        Segment.create(disk, tmp_path, NAME, warcinfo(ids()))
    assert disk.diary[-1] == "close"


def test_same_exchanges_give_the_same_file(tmp_path: Path) -> None:
    one = write_segment(tmp_path / "a", [exchange(), exchange(CHUNKED)])
    two = write_segment(tmp_path / "b", [exchange(), exchange(CHUNKED)])
    assert one.read_bytes() == two.read_bytes()
