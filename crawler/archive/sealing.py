"""Sealing: WARC files that still grow are ended without a crawl, before they are moved, handed on or rewritten."""

from collections.abc import Callable, Collection
from pathlib import Path

from sqlalchemy import select

from crawler.archive.batch import Origin
from crawler.archive.opening import open_core, this_machine
from crawler.archive.snapshot import read_snapshot
from crawler.catalogue.database import Catalogue, open_catalogue
from crawler.catalogue.schema import files
from crawler.model.clock import Clock, utc_now
from crawler.warc.disk import Disk, RealDisk
from crawler.warc.record import new_record_id


def seal(
    root: Path,
    sources: Collection[str] = (),
    *,
    clock: Clock = utc_now,
    disk: Disk | None = None,
    new_id: Callable[[], str] = new_record_id,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
) -> list[str]:
    """Seal what grows of these sources (none: of all), after what a killed crawl has left was put right.

    Returns the names of the files. A run that is resumed later begins another file. Raises ``ArchiveError`` where there
    is no archive, ``ArchiveBusy`` where a crawl holds it, ``ArchiveDamaged``, ``ArchiveTooNew``, ``StorageFailed``.
    """
    growing = _growing(root)
    core, lock = open_core(
        root,
        clock=clock,
        disk=disk or RealDisk(),
        new_id=new_id,
        origin=Origin(this_machine(), None, None),
        min_free=0,
        catalogue=catalogue,
    )
    try:
        core.seal(sources)
        core.close()
    finally:
        lock.release()
    return sorted(growing - _growing(root))


def _growing(root: Path) -> set[str]:
    with read_snapshot(root) as connection:
        return set(connection.execute(select(files.c.name).where(files.c.sealed.is_(False))).scalars())
