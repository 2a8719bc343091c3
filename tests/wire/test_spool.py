"""The spool: exact bytes, in memory and on disk, and nothing left behind."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.wire.spool import Spool, SpoolError


@given(st.lists(st.binary(max_size=40), max_size=12), st.integers(0, 100))
def test_what_is_written_is_read_in_memory_or_not(pieces: list[bytes], memory: int) -> None:
    spool = Spool(memory=memory)
    for piece in pieces:
        spool.write(piece)
    whole = b"".join(pieces)
    assert b"".join(spool.chunks()) == b"".join(spool.chunks()) == whole
    assert spool.size == len(whole)
    assert spool.digest == f"sha256:{hashlib.sha256(whole).hexdigest()}"
    spool.close()


def test_a_large_piece_is_read_in_small_ones() -> None:
    spool = Spool(memory=5_000_000)
    spool.write(b"x" * 3_000_000)
    assert max(map(len, spool.chunks())) <= 1024 * 1024
    spool.close()


def test_it_can_be_read_while_it_grows(tmp_path: Path) -> None:
    spool = Spool(tmp_path, memory=4)
    spool.write(b"first ")
    reading = spool.chunks()
    assert next(reading) == b"first "
    spool.write(b"second")
    assert b"".join(reading) == b"second"
    spool.close()


def test_no_name_and_no_descriptor_is_left(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    spool = Spool(tmp_path, memory=1)
    spool.write(b"to the disk")
    assert list(tmp_path.iterdir()) == []
    spool.close()
    spool.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_closed_spool_is_neither_read_nor_written() -> None:
    spool = Spool()
    spool.close()
    with pytest.raises(ValueError, match="closed"):
        next(spool.chunks())
    with pytest.raises(ValueError, match="closed"):
        spool.write(b"x")


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    spool = Spool(missing, memory=1)
    with pytest.raises(SpoolError, match=str(missing)):
        spool.write(b"to the disk")
    spool.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("r+b", buffering=0) as full:
        always_full = os.fdopen(os.dup(full.fileno()), "r+b")
        monkeypatch.setattr("crawler.wire.spool.tempfile.TemporaryFile", lambda **_: always_full)
        spool = Spool(tmp_path, memory=1)
        with pytest.raises(SpoolError, match="No space left"):
            spool.write(b"to the disk")
        spool.close()
