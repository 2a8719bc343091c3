"""The fixity log: ``fixity.jsonl``, one line a file and check, for as long as the archive lives.

It is the archive's own record of when its bytes were last seen to be as they were sealed. It is no part of what is
committed: an audit writes it, also beside a crawl, under a lock of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crawler.archive.errors import storage_failed
from crawler.archive.lock import Lock
from crawler.model.line import to_line
from crawler.warc.disk import Disk, write_all

LOG: Final = "fixity.jsonl"
_LOCK: Final = "fixity.lock"


class Check(BaseModel):
    """One look at one file. Of a file that grows it is about its first ``size`` bytes."""

    model_config = ConfigDict(frozen=True)

    at: str = Field(description="UTC, microseconds")
    file: str
    sha256: str | None = Field(description="hex, as found; null: it could not be read to its end")
    size: int | None = Field(description="bytes that were hashed; null as above")
    result: Literal["ok", "changed", "missing", "unreadable"]
    sentence: str | None = Field(None, description="what is wrong")


class History(NamedTuple):
    """Of each file its last check, and the last that found it as it should be."""

    last: dict[str, Check]
    good: dict[str, Check]


def read_log(root: Path) -> History:
    """What the log says. A line that is none, or that a kill has cut, is passed over."""
    history = History({}, {})
    path = root / LOG
    if path.is_file():
        with path.open("rb") as file:
            for data in file:
                try:
                    check = Check.model_validate_json(data)
                except ValidationError:
                    continue
                history.last[check.file] = check
                if check.result == "ok":
                    history.good[check.file] = check
    return history


class Fixity:
    """The log, open for adding."""

    def __init__(self, disk: Disk, fd: int) -> None:
        self._disk = disk
        self._fd = fd

    def add(self, check: Check) -> None:
        """One line, durable on return. ``OSError`` of the disk."""
        write_all(self._disk, self._fd, to_line(check))
        self._disk.fsync(self._fd)


@contextmanager
def open_log(disk: Disk, root: Path) -> Iterator[Fixity]:
    """The log of the archive at ``root``, held alone. A line that a kill has cut is taken away first.

    ``ArchiveBusy`` where another audit runs, ``StorageFailed`` where it cannot be written.
    """
    lock = Lock(root, _LOCK, "{root} is audited")
    try:
        try:
            fd = _opened(disk, root)
            try:
                yield Fixity(disk, fd)
            finally:
                disk.close(fd)
        except OSError as error:
            raise storage_failed(root, error) from error
    finally:
        lock.release()


def _opened(disk: Disk, root: Path) -> int:
    path = root / LOG
    if not disk.exists(path):
        fd = disk.create(path)
        disk.sync_dir(root)
        return fd
    fd = disk.reopen(path)
    size = disk.size(path)
    whole = disk.read_from(path, 0, size).rfind(b"\n") + 1
    if whole < size:
        disk.truncate(fd, whole)
    return fd
