"""The backup: a second archive that holds what one snapshot of the first calls committed, made while a crawl goes on.

The catalogue is copied first, by SQLite's own means, and says what else is wanted: of every file exactly its committed
bytes. What a former backup holds is not copied again: sealed files are as they were, and of those that grow only the
new part is added. Whatever is to bear a name that the former backup knows otherwise waits in ``.backup`` until all is
there and durable; then the former catalogue is put aside, the files get their places, and the catalogue comes last.
So a backup that is cut off anywhere is the former one, or no archive yet, and the next one goes on with it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.exc import OperationalError

from crawler.archive.copying import Unreadable, Wanted, copy_whole, extend, hash_file, move
from crawler.archive.damage import Damage
from crawler.archive.errors import storage_failed
from crawler.archive.fixity import Check, open_log
from crawler.archive.former import Former, read_former, refuse_strangers
from crawler.archive.indexes import index_bytes
from crawler.archive.lock import unchanging
from crawler.archive.opening import take
from crawler.archive.outbox import mark, sizes_of
from crawler.archive.places import OPEN, QUARANTINE, index_of
from crawler.archive.snapshot import read_snapshot
from crawler.archive.swap import expect_no_swap
from crawler.catalogue.database import FILE, copy_out, open_catalogue
from crawler.catalogue.schema import files, outbox
from crawler.model.clock import Clock, stamp, utc_now
from crawler.warc.disk import Disk, RealDisk, make_dirs

STAGE: Final = ".backup"
FORMER: Final = f"{STAGE}/{FILE}.former"
_SIDES: Final = ("-wal", "-shm")

Told = Callable[[str, int, int], None]


@dataclass(slots=True)
class BackupReport:
    """What was done. ``bytes`` are those that were written; ``skipped`` files were there already, ``grown`` ones got
    their new part. A damaged file of the archive is in ``damages``; its copy is as damaged as it is.
    """

    target: Path
    copied: int = 0
    grown: int = 0
    skipped: int = 0
    bytes: int = 0
    damages: list[Damage] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"{self.target} holds the archive: {self.copied:,} files copied, {self.grown:,} added to,"
            f" {self.skipped:,} there already, {self.bytes / 1e6:,.1f} MB written"
        ]
        return "\n".join([*lines, *(f"damaged: {damage}" for damage in self.damages)])


def backup(
    root: Path, target: Path, *, disk: Disk | None = None, clock: Clock = utc_now, told: Told | None = None
) -> BackupReport:
    """Copy the archive at ``root`` into the folder ``target``, or bring the former backup there up to date.

    ``told(name, number, of)`` hears of each file before it is looked at. Raises ``ArchiveError`` where there is no
    archive, or ``target`` holds something else; ``ArchiveBusy`` where a crawl holds ``target`` or something is being
    suppressed; ``StorageFailed`` of the target.
    """
    disk = disk or RealDisk()
    refuse_strangers(root, target, STAGE)
    with unchanging(root):
        lock = take(target, min_free=0)
        try:
            return _Backup(root, target, disk, clock, told or _quiet).run()
        except (OSError, OperationalError, sqlite3.OperationalError) as error:
            raise storage_failed(target, error) from error
        finally:
            lock.release()


class _Backup:
    def __init__(self, root: Path, target: Path, disk: Disk, clock: Clock, told: Told) -> None:
        self._root = root
        self._target = target
        self._disk = disk
        self._clock = clock
        self._told = told
        self._report = BackupReport(target)
        self._moves: list[tuple[Path, Path]] = []  # what gets its place in the end: here, there

    def run(self) -> BackupReport:
        stage = self._target / STAGE
        make_dirs(self._disk, stage)
        copy = stage / FILE
        self._drop(copy)
        with read_snapshot(self._root) as connection:
            copy_out(connection, copy)
        catalogue = open_catalogue(copy)
        try:
            connection = catalogue.connection
            expect_no_swap(connection, self._root)
            former = read_former(self._target, self._target / FORMER)
            former.expect_same_origin(connection, self._root, self._target)
            self._files(connection, former)
            catalogue.commit()
        finally:
            catalogue.close()
        self._sync(copy)
        self._put(copy)
        return self._report

    # What is wanted

    def _files(self, connection: Connection, former: Former) -> None:
        rows = connection.execute(select(files).order_by(files.c.serial)).all()
        lines = _lines(connection, self._root)
        others = [path for path in _in_quarantine(self._root) if path not in lines]
        total = len(rows) + len(lines) + len(others)
        number = iter(range(1, total + 1))
        for row in rows:
            self._told(row.name, next(number), total)
            if row.sealed:
                self._sealed(row, former)
                self._index(index_of(row.name), index_bytes(connection, row.name), former)
            else:
                self._growing(row, former)
        for name, wanted in lines.items():
            self._told(name, next(number), total)
            self._lines(name, wanted, former)
        for name in others:
            self._told(name, next(number), total)
            self._quarantined(name)
        through = connection.execute(select(func.coalesce(func.max(outbox.c.seq), 0))).scalar_one()
        mark(connection, {name: wanted.length for name, wanted in lines.items()}, through)

    def _sealed(self, row: Row[Any], former: Former) -> None:
        place = self._target / row.name
        if self._has(place, row.size):
            known = former.files.get(row.name)
            vouched = known is not None and known.sealed and known.sha256 == row.sha256
            if (vouched and row.name not in former.damaged) or self._is(place, row.sha256):
                self._report.skipped += 1
                return
        wanted = Wanted(self._root / row.name, row.size)
        if self._sealed_since(row, wanted, former):
            return
        ready = self._ready(row.name)
        if not (self._has(ready, row.size) and self._is(ready, row.sha256)):
            digest = self._copy(row.name, wanted, ready)
            if digest is not None and digest != row.sha256:
                self._damage(row.name, 0, f"its SHA-256 is {digest}, but it was sealed with {row.sha256}")
        self._report.copied += 1
        self._moves.append((ready, place))

    def _sealed_since(self, row: Row[Any], wanted: Wanted, former: Former) -> bool:
        """Whether adding to what the former backup has of it made it whole."""
        growing = self._target / f"{row.name}{OPEN}"
        known = former.files.get(row.name)
        if known is None or known.sealed or known.size > row.size or not self._has(growing, known.size, at_least=True):
            return False
        with suppress(Unreadable):
            extend(self._disk, wanted, growing, known.size)
            if self._is(growing, row.sha256):
                self._report.grown += 1
                self._report.bytes += row.size - known.size
                self._moves.append((growing, self._target / row.name))
                return True
        return False

    def _growing(self, row: Row[Any], former: Former) -> None:
        known = former.files.get(row.name)
        base = known.size if known is not None and not known.sealed else None
        self._grow(row.name, f"{row.name}{OPEN}", Wanted(self._root / row.name, row.size), base)

    def _lines(self, name: str, wanted: Wanted, former: Former) -> None:
        self._grow(name, name, wanted, None if former.outdated else former.lines.get(name))

    def _grow(self, name: str, here: str, wanted: Wanted, base: int | None) -> None:
        """A file that only grows, and whose first ``base`` bytes the former backup has."""
        place = self._target / here
        if base is None or base > wanted.length or not self._has(place, base, at_least=True):
            self._fetch(here, wanted)
        elif base == wanted.length:
            self._report.skipped += 1
        else:
            try:
                extend(self._disk, wanted, place, base)
            except Unreadable as error:
                self._damage(name, error.offset, str(error))
            self._report.grown += 1
            self._report.bytes += wanted.length - base

    def _index(self, name: str, data: bytes, former: Former) -> None:
        """An index is made of the rows, not copied: just after a sealing the archive has none yet."""
        if not self._has(self._target / name, len(data)) or former.outdated:
            self._fetch(name, Wanted(self._root / name, 0, data))

    def _quarantined(self, name: str) -> None:
        """A file that the catalogue does not speak of, and that never changes once it is whole."""
        with suppress(FileNotFoundError):  # moved meanwhile
            size = (self._root / name).stat().st_size
            if self._has(self._target / name, size):
                self._report.skipped += 1
            else:
                self._fetch(name, Wanted(self._root / name, size))

    # How it is done

    def _fetch(self, name: str, wanted: Wanted) -> None:
        """A whole copy, and its place in the end."""
        ready = self._ready(name)
        self._copy(name, wanted, ready)
        self._report.copied += 1
        self._moves.append((ready, self._target / name))

    def _copy(self, name: str, wanted: Wanted, ready: Path) -> str | None:
        """A whole copy that waits for its place. What of it cannot be read is told, and the copy is as short."""
        try:
            digest = copy_whole(self._disk, wanted, ready)
        except Unreadable as error:
            self._damage(name, error.offset, str(error))
            return None
        self._report.bytes += wanted.length
        return digest

    def _put(self, copy: Path) -> None:
        """All is there: every file gets its place, the catalogue last."""
        self._disk.sync_dir(copy.parent)
        present = self._target / FILE
        if self._disk.exists(present):
            open_catalogue(present).close()  # what its write-ahead log holds goes into it
            self._drop(self._target / FORMER)
            for side in _SIDES:
                self._remove(present.with_name(present.name + side))
            self._disk.rename(present, self._target / FORMER)
            self._disk.sync_dir(self._target)
        for here, there in self._moves:
            if self._disk.exists(here):
                move(self._disk, self._target, here, there)
            growing = there.with_name(there.name + OPEN)
            if self._disk.exists(growing):
                self._disk.remove(growing)
                self._disk.sync_dir(growing.parent)
        self._note_damages()
        self._disk.rename(copy, present)
        self._disk.sync_dir(self._target)
        self._drop(self._target / FORMER)
        for left in sorted((self._target / STAGE).iterdir()):
            self._remove(left)
        with suppress(OSError):
            (self._target / STAGE).rmdir()

    def _note_damages(self) -> None:
        """In the backup's own fixity log: the next backup does not rely on these copies."""
        if self._report.damages:
            with open_log(self._disk, self._target) as log:
                for damage in self._report.damages:
                    at = stamp(self._clock())
                    log.add(
                        Check(
                            at=at, file=damage.file, sha256=None, size=None, result="changed", sentence=damage.sentence
                        )
                    )

    def _sync(self, path: Path) -> None:
        fd = self._disk.reopen(path)
        try:
            self._disk.fsync(fd)
        finally:
            self._disk.close(fd)

    def _ready(self, name: str) -> Path:
        return self._target / STAGE / name.replace("/", "+")

    def _has(self, path: Path, size: int, *, at_least: bool = False) -> bool:
        if not self._disk.exists(path):
            return False
        found = self._disk.size(path)
        return found == size or (at_least and found > size)

    def _is(self, path: Path, digest: str) -> bool:
        try:
            return hash_file(path, self._disk.size(path)) == [digest]
        except Unreadable:
            return False

    def _drop(self, database: Path) -> None:
        for side in ("", *_SIDES):
            self._remove(database.with_name(database.name + side))

    def _remove(self, path: Path) -> None:
        if self._disk.exists(path):
            self._disk.remove(path)

    def _damage(self, name: str, offset: int, sentence: str) -> None:
        self._report.damages.append(Damage(name, offset, sentence))


def _lines(connection: Connection, root: Path) -> dict[str, Wanted]:
    """What each file of lines is to hold: what is known to be in it, and what waits to be added."""
    tails: dict[str, list[bytes]] = {}
    for row in connection.execute(select(outbox.c.file, outbox.c.line).order_by(outbox.c.seq)):
        tails.setdefault(row.file, []).append(row.line)
    sizes = sizes_of(connection)
    return {
        name: Wanted(root / name, sizes.get(name, 0), b"".join(tails.get(name, ())))
        for name in sorted(sizes.keys() | tails.keys())
    }


def _in_quarantine(root: Path) -> Iterator[str]:
    for path in sorted((root / QUARANTINE).rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix()


def _quiet(name: str, number: int, of: int) -> None:
    """Tells nobody."""
