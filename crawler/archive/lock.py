"""The lock: one writer an archive, by ``flock`` on ``archive.lock``, which ends with the process however it ends."""

import fcntl
import os
from pathlib import Path
from typing import Final

from crawler.archive.errors import ArchiveBusy, storage_failed

FILE: Final = "archive.lock"


class Lock:
    """Held from construction to :meth:`release`. The file stays: to remove it would let two holders in."""

    def __init__(self, root: Path) -> None:
        """Take it at once, or raise :class:`ArchiveBusy`, or ``StorageFailed`` where the file cannot be opened."""
        try:
            self._fd = os.open(root / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise storage_failed(root, error) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._fd, 32, 0).decode("ascii", "replace").strip()
            os.close(self._fd)
            who = f"process {holder}" if holder.isdigit() else "another process"
            raise ArchiveBusy(
                f"the archive {root} is held by {who}: wait for it to end, or use another archive"
            ) from error
        except OSError as error:
            os.close(self._fd)
            raise storage_failed(root, error) from error
        try:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"{os.getpid()}\n".encode("ascii"), 0)
        except OSError as error:
            os.close(self._fd)
            raise storage_failed(root, error) from error

    def release(self) -> None:
        """Let others in. May be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
