"""What can go wrong with an archive as a whole: each error has its exit code and a sentence for the operator."""

import errno
from pathlib import Path
from typing import ClassVar

from sqlalchemy.exc import DBAPIError


class ArchiveError(Exception):
    """The archive cannot be used. ``str()`` is the sentence, ``exit_code`` what the command ends with (design 1)."""

    exit_code: ClassVar[int] = 1


class ArchiveTooNew(ArchiveError):  # noqa: N818 - the names say states, as the exit codes do
    """A newer program wrote it."""


class StorageFailed(ArchiveError):  # noqa: N818
    """Full, read-only or failing storage. What was committed is whole; nothing after it was kept."""

    exit_code = 3


class ArchiveDamaged(ArchiveError):  # noqa: N818
    """Committed bytes are missing or not what they were. Nothing was touched."""

    exit_code = 17


class ArchiveBusy(ArchiveError):  # noqa: N818
    """Another process holds it."""

    exit_code = 75


_REASONS = {
    errno.ENOSPC: "no space is left",
    errno.EDQUOT: "the quota is used up",
    errno.EROFS: "it can only be read",
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.EIO: "the disk reports an error",
    errno.EMFILE: "too many files are open",
    errno.ENOTDIR: "a file stands where a folder is needed",
}


def storage_failed(root: Path, error: Exception) -> StorageFailed:
    """The error for what the operating system or the database said. Keep the original as its cause."""
    if isinstance(error, OSError):
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        name = error.filename if isinstance(error.filename, str) else None
        place = f" ({name})" if name and name != str(root) else ""
    else:
        reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        place = " (catalogue.sqlite)"
    return StorageFailed(
        f"the archive {root} cannot be written: {reason}{place}. What was committed before is whole; "
        "free the storage and run again"
    )
