"""Rebuild: makes the catalogue again from the WARC and JSON Lines files alone.

The new catalogue is made beside the old one and takes its place in the end; then recovery brings the files in line
with it, as it does at every start. Rows are the same as before, but for the queue, which the next crawl fills again,
and for runs that never ended. Whole members that no commit covered are adopted, with the lines that they should have.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import ColumnElement, Table, func, select

from crawler.archive.damage import Damage
from crawler.archive.errors import ArchiveDamaged, ArchiveError, storage_failed
from crawler.archive.gather import Gathering
from crawler.archive.indexes import write_missing
from crawler.archive.opening import take
from crawler.archive.places import STATEMENTS, warc_names
from crawler.archive.recover import deliver, recover
from crawler.archive.swap import finish_swap, is_due
from crawler.archive.visits import complete
from crawler.catalogue.database import FILE, Catalogue, CatalogueDamaged, open_catalogue, read_catalogue
from crawler.catalogue.migrate import CatalogueTooNew
from crawler.catalogue.schema import captures, changes, files, outbox, revisions, runs, statements
from crawler.warc.disk import Disk, RealDisk

_NEW = f"{FILE}.new"
_SIDES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What the new catalogue holds. ``adopted`` lines were missing and are in their files now; ``damages`` were met on
    the way and are as they were; ``old`` is where the former catalogue lies (none: there was none).
    """

    files: int
    captures: int
    statements: int
    revisions: int
    changes: int
    runs: int
    adopted: int
    old: Path | None
    damages: list[Damage] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"the catalogue was made again: {self.statements:,} statements in {self.revisions:,} revisions,"
            f" {self.captures:,} captures in {self.files:,} WARC files, {self.changes:,} changes, {self.runs:,} runs",
        ]
        if self.adopted:
            lines.append(f"{self.adopted:,} lines were missing and were written again from the WARC files")
        if self.old is not None:
            lines.append(f"the former catalogue is {self.old}")
        lines += [f"damaged: {damage}" for damage in self.damages]
        return "\n".join(lines)


def rebuild(root: Path, *, disk: Disk | None = None) -> RebuildReport:
    """Make the catalogue of the archive at ``root`` again.

    Raises ``ArchiveError`` where there is nothing to make it from, ``ArchiveBusy`` where a crawl runs, and
    ``StorageFailed``. Damaged members and lines are told in the report and left where they are.
    """
    disk = disk or RealDisk()
    if next(_evidence(root), None) is None:
        raise ArchiveError(f"there is no archive at {root}: neither WARC nor JSON Lines files")
    lock = take(root, min_free=0)
    try:
        if _told_nowhere_else(root):
            _finish(disk, root)
        _drop(root / _NEW)
        catalogue = open_catalogue(root / _NEW)
        try:
            gathering = Gathering(root, catalogue.connection)
            gathering.run()
            complete(catalogue.connection)
            catalogue.commit()
        finally:
            catalogue.close()
        old = _swap(disk, root)
        catalogue = open_catalogue(root / FILE)
        try:
            write_missing(disk, root, catalogue.connection, compare=True)
            recover(disk, root, catalogue)
            return _report(catalogue, gathering, old)
        finally:
            catalogue.close()
    except OSError as error:
        raise storage_failed(root, error) from error
    finally:
        lock.release()


def _told_nowhere_else(root: Path) -> bool:
    """Whether the old catalogue, if it can be read, holds what is committed and in no file yet: a decision, a change
    that a reader may know already, the files of a suppression.
    """
    with suppress(FileNotFoundError, CatalogueTooNew, CatalogueDamaged), read_catalogue(root / FILE) as connection:
        return is_due(connection) or connection.execute(select(outbox.c.seq).limit(1)).first() is not None
    return False


def _finish(disk: Disk, root: Path) -> None:
    """Put it into its files. The WARC files are left as they are: what no commit covers there is adopted."""
    catalogue = open_catalogue(root / FILE)
    try:
        with suppress(ArchiveDamaged):  # that is what a rebuild is for
            finish_swap(disk, root, catalogue)
            deliver(disk, root, catalogue)
    finally:
        catalogue.close()


def _evidence(root: Path) -> Iterator[object]:
    yield from warc_names(root)
    yield from (root / STATEMENTS).rglob("*.jsonl")


def _drop(path: Path) -> None:
    for side in _SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)


def _swap(disk: Disk, root: Path) -> Path | None:
    """The new catalogue in the place of the old. Killed in between there is none, and the next start says so."""
    fd = os.open(root / _NEW, os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
    number = 1
    while any(disk.exists(root / f"{FILE}.old-{number}{side}") for side in _SIDES):
        number += 1
    aside = root / f"{FILE}.old-{number}"
    found = False
    # Its write-ahead log goes with the old one: SQLite would apply it to whatever bears the name.
    for side in _SIDES:
        if disk.exists(root / f"{FILE}{side}"):
            disk.rename(root / f"{FILE}{side}", aside.with_name(aside.name + side))
            found = True
    disk.sync_dir(root)
    disk.rename(root / _NEW, root / FILE)
    disk.sync_dir(root)
    return aside if found else None


def _report(catalogue: Catalogue, gathering: Gathering, old: Path | None) -> RebuildReport:
    def count(table: Table, *where: ColumnElement[bool]) -> int:
        return int(catalogue.connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    return RebuildReport(
        files=count(files),
        captures=count(captures),
        statements=count(statements),
        revisions=count(revisions, revisions.c.reading == 1),
        changes=count(changes),
        runs=count(runs),
        adopted=gathering.adopted,
        old=old,
        damages=gathering.damages,
    )
