"""Opening an archive for writing: the folder, the free space, the lock, the catalogue, recovery, in this order."""

import platform
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy.exc import OperationalError

from crawler.archive.batch import Origin
from crawler.archive.core import Core
from crawler.archive.errors import ArchiveDamaged, ArchiveTooNew, StorageFailed, storage_failed
from crawler.archive.lock import Lock
from crawler.archive.migrated import take_lines
from crawler.archive.places import warc_names
from crawler.archive.recover import recover
from crawler.catalogue.database import FILE, Catalogue, CatalogueDamaged, open_catalogue
from crawler.catalogue.migrate import CatalogueTooNew
from crawler.model.clock import Clock
from crawler.warc.disk import Disk

MIN_FREE: Final = 2 * 1024**3  # bytes: a crawl that fills the disk to the brim takes other programs down with it


def open_core(
    root: Path,
    *,
    clock: Clock,
    disk: Disk,
    new_id: Callable[[], str],
    origin: Origin,
    min_free: int = MIN_FREE,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
) -> tuple[Core, Lock]:
    """The archive at ``root``, made new where there is none, recovered, and the lock that is held on it.

    Raises ``ArchiveBusy``, ``ArchiveDamaged``, ``StorageFailed`` and ``ArchiveTooNew``.
    """
    lock = take(root, min_free=min_free)
    try:
        return _recovered(root, disk, catalogue, clock, new_id, origin), lock
    except BaseException:
        lock.release()
        raise


def take(root: Path, *, min_free: int) -> Lock:
    """The lock on an archive that may be written to and has room."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(root).free
    except OSError as error:
        raise storage_failed(root, error) from error
    lock = Lock(root)
    if free < min_free:
        lock.release()
        raise StorageFailed(
            f"the archive {root} lies on a disk with {_size(free)} free, but {_size(min_free)} are required: "
            "free some space or lower the minimum"
        )
    return lock


def this_machine() -> str:
    """The name of the machine that crawls."""
    return platform.node() or "machine"


def _recovered(
    root: Path,
    disk: Disk,
    open_: Callable[[Path], Catalogue],
    clock: Clock,
    new_id: Callable[[], str],
    origin: Origin,
) -> Core:
    path = root / FILE
    if not path.exists() and next(iter(warc_names(root)), None) is not None:
        raise ArchiveDamaged(f"{root} holds WARC files, but no {FILE}: `communique rebuild` makes it again from them")
    catalogue: Catalogue | None = None
    try:
        fresh = not path.exists()
        catalogue = open_(path)
        if fresh:
            disk.sync_dir(root)
            disk.sync_dir(root.parent)
        recover(disk, root, catalogue)
        take_lines(root, catalogue)
        return Core(root, catalogue, disk, clock=clock, new_id=new_id, origin=origin)
    except BaseException as error:
        if catalogue is not None:
            catalogue.close()
        if isinstance(error, CatalogueTooNew):
            raise ArchiveTooNew(f"{root}: {error}") from error
        if isinstance(error, CatalogueDamaged):
            raise ArchiveDamaged(
                f"{error}; `communique rebuild` makes it again from the WARC and JSON files"
            ) from error
        if isinstance(error, (OSError, OperationalError)):
            raise storage_failed(root, error) from error
        raise


def _size(count: int) -> str:
    return f"{count / 1024**3:.1f} GiB" if count >= 1024**3 // 10 else f"{count / 1024**2:.1f} MiB"
