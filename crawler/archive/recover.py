"""Recovery: makes an archive that was left in any way whole again, before it is written to.

First it looks, and where committed bytes are missing it raises and touches nothing. Then the files are put right, the
database is told in one transaction, and the lines of the outbox go into their files. It may be killed anywhere and run
again: every step finds what an earlier one did.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, insert, select
from sqlalchemy import func as sql

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.indexes import write_missing
from crawler.archive.outbox import add_to, gather, mark, sizes_of
from crawler.archive.places import MANIFEST, OPEN, QUARANTINE, sync_up, warc_names
from crawler.archive.queue import release
from crawler.archive.runs import interrupt
from crawler.archive.segments import manifest_line, seal_row
from crawler.archive.swap import finish_swap
from crawler.catalogue.database import Catalogue
from crawler.catalogue.schema import files, outbox
from crawler.warc.check import check_file
from crawler.warc.disk import Disk, make_dirs, read_pieces, write_all


@dataclass(slots=True)
class Plan:
    """What is to be done, found without touching anything."""

    tails: list[tuple[str, int, int]] = field(default_factory=list)  # (name on disk, committed, found)
    strangers: list[str] = field(default_factory=list)  # names on disk of WARC files that nothing registers
    sealed: list[str] = field(default_factory=list)  # renamed, but not yet sealed in the database


def recover(disk: Disk, root: Path, catalogue: Catalogue) -> None:
    """Put the archive right. ``ArchiveDamaged`` where committed bytes are missing; ``OSError`` comes through."""
    connection = catalogue.connection
    finish_swap(disk, root, catalogue)
    plan = look(disk, root, connection)
    pending = _pending(connection)
    cuts = _cuts(disk, root, sizes_of(connection), pending)
    for name, committed, found in plan.tails:
        _quarantine_tail(disk, root, name, committed, found)
        cut(disk, root / name, committed)
    for name in plan.strangers:
        _quarantine(disk, root, name)
    if plan.sealed:
        last = connection.execute(select(sql.coalesce(sql.max(outbox.c.seq), 0))).scalar_one()
        for number, name in enumerate(plan.sealed, start=1):
            digest = hash_of(disk, root / name)
            sync_up(disk, root, (root / name).parent)
            seal_row(connection, name, digest)
            row = {"seq": last + number, "file": MANIFEST, "line": manifest_line(name, digest)}
            connection.execute(insert(outbox), row)
    release(connection)
    interrupt(connection)
    catalogue.commit()
    write_missing(disk, root, connection)  # before the lines of sealing leave the outbox: see Batch.seal
    _deliver(disk, root, catalogue, cuts)


def deliver(disk: Disk, root: Path, catalogue: Catalogue) -> None:
    """Only the lines of the outbox into their files, whatever else is amiss. ``ArchiveDamaged`` where these are."""
    connection = catalogue.connection
    _deliver(disk, root, catalogue, _cuts(disk, root, sizes_of(connection), _pending(connection)))


def look(disk: Disk, root: Path, connection: Connection) -> Plan:
    """Compare the WARC files with what is committed. Raises ``ArchiveDamaged`` where less is there."""
    plan = Plan()
    on_disk = {path.relative_to(root).as_posix() for _, path in warc_names(root)}
    for row in connection.execute(select(files)):
        growing = f"{row.name}{OPEN}"
        if row.sealed:
            _expect(row.name in on_disk, f"{root / row.name} is sealed, but it is not there")
            _expect(growing not in on_disk, f"{root / row.name} is sealed, but {growing} is there too")
            found = disk.size(root / row.name)
            _expect(found == row.size, f"{root / row.name} has {found} bytes, but {row.size} were sealed")
        elif growing in on_disk:
            _expect(row.name not in on_disk, f"{root / row.name} is there both sealed and open")
            found = disk.size(root / growing)
            _expect(found >= row.size, f"{root / growing} has {found} bytes, but {row.size} were committed")
            if found > row.size:
                plan.tails.append((growing, row.size, found))
        else:
            _expect(row.name in on_disk, f"{root / growing} is not there, but {row.size} bytes of it were committed")
            damage = next(iter(check_file(root / row.name, expect_size=row.size)), None)
            _expect(damage is None, f"{root / row.name}: {damage and damage.sentence}")
            plan.sealed.append(row.name)
        on_disk -= {row.name, growing}
    plan.strangers = sorted(on_disk)
    return plan


def hash_of(disk: Disk, path: Path) -> str:
    """SHA-256 of a whole file, hex."""
    digest = hashlib.sha256()
    for piece in read_pieces(disk, path, 0, disk.size(path)):
        digest.update(piece)
    return digest.hexdigest()


def _expect(fact: bool, sentence: str) -> None:
    if not fact:
        raise ArchiveDamaged(f"{sentence}. Nothing was changed; `communique verify` looks at everything")


def _pending(connection: Connection) -> dict[str, bytes]:
    rows = connection.execute(select(outbox.c.file, outbox.c.line).order_by(outbox.c.seq))
    return gather((row.file, row.line) for row in rows)


def _cuts(disk: Disk, root: Path, sizes: dict[str, int], pending: dict[str, bytes]) -> dict[str, int]:
    """To which length each file is to be cut before the pending lines that it lacks are added."""
    cuts: dict[str, int] = {}
    for name in sizes.keys() | pending.keys():
        size = sizes.get(name, 0)
        path = root / name
        found = disk.size(path) if disk.exists(path) else 0
        _expect(found >= size, f"{path} has {found} bytes, but {size} were written")
        if found > size or name in pending:
            cuts[name] = size + _whole_lines(
                disk.read_from(path, size, found - size) if found > size else b"", pending.get(name, b"")
            )
    return cuts


def _whole_lines(there: bytes, wanted: bytes) -> int:
    """Length of the whole lines at the start of ``wanted`` that are there."""
    same = 0
    for line in wanted.splitlines(keepends=True):
        if there[same : same + len(line)] != line:
            break
        same += len(line)
    return same


def _deliver(disk: Disk, root: Path, catalogue: Catalogue, cuts: dict[str, int]) -> None:
    connection = catalogue.connection
    sizes = sizes_of(connection)
    pending = _pending(connection)
    for name, keep in cuts.items():
        path = root / name
        if disk.exists(path) and (found := disk.size(path)) > keep:
            _quarantine_tail(disk, root, name, keep, found)
            cut(disk, path, keep)
    for name, data in pending.items():
        size = sizes.get(name, 0)
        there = cuts.get(name, size)
        add_to(disk, root, name, there, data[there - size :])
        sizes[name] = size + len(data)
    if pending:
        through = connection.execute(select(sql.max(outbox.c.seq))).scalar_one()
        mark(connection, sizes, through)
        catalogue.commit()


def cut(disk: Disk, path: Path, size: int) -> None:
    """Cut a file, durably."""
    fd = disk.reopen(path)
    try:
        disk.truncate(fd, size)
        disk.fsync(fd)
    finally:
        disk.close(fd)


def _quarantine_tail(disk: Disk, root: Path, name: str, start: int, end: int) -> None:
    """Copy what is to be cut off into the quarantine, durably."""
    target = _free_name(disk, root, f"{name}.{start}-{end}.tail")
    fd = disk.create(target)
    try:
        for piece in read_pieces(disk, root / name, start, end):
            write_all(disk, fd, piece)
        disk.fsync(fd)
    finally:
        disk.close(fd)
    sync_up(disk, root, target.parent)


def _quarantine(disk: Disk, root: Path, name: str) -> None:
    """Move a whole file into the quarantine, durably."""
    target = _free_name(disk, root, name)
    disk.rename(root / name, target)
    sync_up(disk, root, target.parent)
    sync_up(disk, root, (root / name).parent)


def _free_name(disk: Disk, root: Path, name: str) -> Path:
    make_dirs(disk, root / QUARANTINE)
    flat = name.replace("/", "+")
    target = root / QUARANTINE / flat
    number = 1
    while disk.exists(target):
        number += 1
        target = root / QUARANTINE / f"{flat}.{number}"
    return target
