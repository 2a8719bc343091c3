"""The index files: a CDXJ beside each sealed segment, made of the catalogue's rows and replaced only as a whole.

It is written after the commit that seals the segment, under another name first, so that who follows the folder never
sees a part of one. It is derived: not in the manifest, and made again whenever it is not there.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from crawler.archive.cdx import segment_lines
from crawler.archive.damage import Damage
from crawler.archive.places import MANIFEST, index_of
from crawler.catalogue.schema import files, outbox
from crawler.warc.disk import Disk, write_all

_NEW = ".new"


def write_index(disk: Disk, root: Path, connection: Connection, name: str) -> None:
    """Write the index of the segment ``name``, durable on return. ``OSError`` comes through."""
    target = root / index_of(name)
    growing = target.with_name(target.name + _NEW)
    if disk.exists(growing):  # of a process that was killed over it
        fd = disk.reopen(growing)
        disk.truncate(fd, 0)
    else:
        fd = disk.create(growing)
    try:
        write_all(disk, fd, index_bytes(connection, name))
        disk.fsync(fd)
    finally:
        disk.close(fd)
    disk.rename(growing, target)
    disk.sync_dir(target.parent)


def write_missing(disk: Disk, root: Path, connection: Connection, *, compare: bool = False) -> None:
    """Write every index that is not there; with ``compare`` also those that say something else than the rows."""
    for name in connection.execute(select(files.c.name).where(files.c.sealed.is_(True))).scalars().all():
        path = root / index_of(name)
        if not disk.exists(path) or (compare and path.read_bytes() != index_bytes(connection, name)):
            write_index(disk, root, connection, name)


def index_bytes(connection: Connection, name: str) -> bytes:
    """What the index of a segment is to hold."""
    return "".join(segment_lines(connection, name)).encode()


def check_indexes(root: Path, connection: Connection, on_disk: list[str], due: Collection[str]) -> Iterator[Damage]:
    """The indexes of one snapshot against its rows. ``on_disk`` are their names, listed before the snapshot was taken.

    One that is missing is no damage while the line of the manifest that was committed with the seal waits in the
    outbox: then the next start writes both. Those that are ``due`` are written by it too.
    """
    sealed = connection.execute(select(files.c.name).where(files.c.sealed.is_(True)).order_by(files.c.serial))
    names = sealed.scalars().all()
    waiting = b"".join(connection.execute(select(outbox.c.line).where(outbox.c.file == MANIFEST)).scalars())
    for name in names:
        here = index_of(name)
        if here in due:
            continue
        wanted = index_bytes(connection, name)
        try:
            found = (root / here).read_bytes()
        except FileNotFoundError:
            if f"  {name}\n".encode() not in waiting:
                yield Damage(
                    here, 0, f"the index of {name} is missing: the next crawl, or `communique rebuild`, makes it"
                )
            continue
        except OSError as error:
            yield Damage(here, 0, f"it cannot be read: {error.strerror or error}")
            continue
        if found != wanted:
            yield _difference(here, found, wanted)
    for here in sorted(set(on_disk) - {index_of(name) for name in names}):
        yield Damage(here, 0, "this is the index of a segment that the catalogue does not say is sealed")


def _difference(here: str, found: bytes, wanted: bytes) -> Damage:
    same = 0
    for ours, theirs in zip(wanted.splitlines(keepends=True), found.splitlines(keepends=True), strict=False):
        if ours != theirs:
            break
        same += len(ours)
    number = wanted.count(b"\n", 0, same) + 1
    if same == len(wanted):
        return Damage(here, same, f"line {number}: nothing more belongs into this index")
    if same == len(found):
        return Damage(here, same, f"line {number}: the index ends here, but more is in the catalogue")
    return Damage(here, same, f"line {number}: it is not as the catalogue has it; `communique rebuild` makes it again")
