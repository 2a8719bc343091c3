"""The locks of an archive, all by ``flock``, which ends with the process however it ends.

``archive.lock`` lets one writer in. ``archive.lock-rewrite`` is about committed bytes, which only a suppression
changes: who must find them unchanged for a while shares it, beside a crawl and beside each other, and a suppression
takes it alone.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crawler.archive.errors import ArchiveBusy, storage_failed

FILE: Final = "archive.lock"
REWRITE: Final = "archive.lock-rewrite"  # made with the archive: who only reads makes no file


class Lock:
    """Held from construction to :meth:`release`. The file stays: to remove it would let two holders in."""

    def __init__(self, root: Path, file: str = FILE, what: str = "the archive {root} is held") -> None:
        """Take it at once, or raise :class:`ArchiveBusy`, or ``StorageFailed`` where the file cannot be opened.

        ``what`` begins the sentence for who comes too late.
        """
        try:
            self._fd = os.open(root / file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise storage_failed(root, error) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._fd, 32, 0).decode("ascii", "replace").strip()
            os.close(self._fd)
            who = f"process {holder}" if holder.isdigit() else "another process"
            raise ArchiveBusy(
                f"{what.format(root=root)} by {who}: wait for it to end, or use another archive"
            ) from error
        except OSError as error:
            os.close(self._fd)
            raise storage_failed(root, error) from error
        try:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"{os.getpid()}\n".encode("ascii"), 0)
            if file == FILE:
                os.close(os.open(root / REWRITE, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666))
        except OSError as error:
            os.close(self._fd)
            raise storage_failed(root, error) from error

    def release(self) -> None:
        """Let others in. May be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


@contextmanager
def unchanging(root: Path) -> Iterator[None]:
    """While it is held, no committed byte of the archive is rewritten; a crawl adds to it as ever.

    ``ArchiveBusy`` where a suppression runs. An archive that was never opened for writing by this program is at rest.
    """
    try:
        fd = os.open(root / REWRITE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    with _locked(fd, fcntl.LOCK_SH, f"something is being suppressed in the archive {root}: run again when it is done"):
        yield


@contextmanager
def rewriting(root: Path) -> Iterator[None]:
    """Held alone by who rewrites committed bytes. ``ArchiveBusy`` while somebody counts on them."""
    fd = os.open(root / REWRITE, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    others = f"the archive {root} is being copied, audited, verified or replayed: run again when that has ended"
    with _locked(fd, fcntl.LOCK_EX, others):
        yield


@contextmanager
def _locked(fd: int, how: int, others: str) -> Iterator[None]:
    """A lock on ``fd``, which is closed in the end. ``ArchiveBusy``, saying ``others``, where they hold it."""
    try:
        try:
            fcntl.flock(fd, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveBusy(others) from error
        yield
    finally:
        os.close(fd)
