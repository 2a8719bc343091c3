"""Verify: every invariant of an archive, each file against every other, reading only.

It may run beside a crawl, not beside a suppression: it judges what one snapshot of the catalogue says is committed, and
nothing after it. What a killed crawl left for the next one to tidy (a tail, a line in the outbox) is no damage.
"""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select, text

from crawler.archive.damage import Damage
from crawler.archive.errors import ArchiveError, ArchiveTooNew
from crawler.archive.foreign_rows import check_foreign, is_foreign
from crawler.archive.indexes import check_indexes
from crawler.archive.lock import unchanging
from crawler.archive.places import OPEN, STATEMENTS, index_names, warc_names, warc_path
from crawler.archive.rows import unresolved_revisits
from crawler.archive.swap import Due
from crawler.archive.verify_lines import Lines
from crawler.archive.verify_members import check_segment
from crawler.catalogue.database import FILE, CatalogueDamaged, read_catalogue
from crawler.catalogue.migrate import CatalogueTooNew
from crawler.catalogue.schema import captures, conversions, files

_LOST_DOCUMENTS: Final = (
    select(conversions.c.file, conversions.c.offset, conversions.c.record_id, conversions.c.refers_to)
    .select_from(conversions.outerjoin(captures, captures.c.record_id == conversions.c.refers_to))
    .where(or_(captures.c.record_id.is_(None), captures.c.payload_digest != conversions.c.payload_digest))
    .order_by(conversions.c.file, conversions.c.offset)
)
_FRESH: Final = 60.0  # seconds: a file that a crawl began and has not committed yet is younger


def verify(root: Path) -> Iterator[Damage]:
    """Everything that is wrong with the archive at ``root``. ``ArchiveError`` where there is none."""
    if not (root / FILE).is_file():
        if next(iter(warc_names(root)), None) is None:
            raise ArchiveError(f"there is no archive at {root}")
        yield Damage(FILE, 0, "the catalogue is missing: `communique rebuild` makes it again")
        return
    # Before the snapshot: what is there now and was committed is in it.
    on_disk, indexes_on_disk = warc_names(root), index_names(root)
    lines_on_disk = sorted(
        path.relative_to(root).as_posix() for path in (root / STATEMENTS).rglob("*") if path.is_file()
    )
    try:
        with unchanging(root), read_catalogue(root / FILE) as connection:
            yield from _integrity(connection)
            yield from _warcs(root, connection, on_disk)
            yield from _references(connection)
            yield from check_indexes(root, connection, indexes_on_disk, Due(root, connection).indexes)
            yield from Lines(root, connection).damages(lines_on_disk)
    except CatalogueTooNew as error:
        raise ArchiveTooNew(f"{root}: {error}") from error
    except CatalogueDamaged as error:
        yield Damage(FILE, 0, f"{error}: `communique rebuild` makes it again")


def _integrity(connection: Connection) -> Iterator[Damage]:
    for sentence in connection.execute(text("PRAGMA integrity_check")).scalars():
        if sentence != "ok":
            yield Damage(FILE, 0, f"the catalogue is damaged: {sentence}")


def _warcs(root: Path, connection: Connection, on_disk: list[tuple[str, Path]]) -> Iterator[Damage]:
    registered = {row.name: row for row in connection.execute(select(files).order_by(files.c.serial))}
    place = Due(root, connection)
    for row in registered.values():
        yield from _warc(root, connection, row, place)
    for name, path in on_disk:
        here = path.relative_to(root).as_posix()
        known = registered.get(name)
        if known is None:
            if is_foreign(here):
                continue  # a copy whose import was not committed, or is under way: the next start puts it aside
            if not here.endswith(OPEN) or _age(path) > _FRESH:
                yield Damage(here, 0, "this file is in the archive, but the catalogue does not register it")
        elif known.sealed and here.endswith(OPEN):
            yield Damage(here, 0, f"the catalogue says that {name} is sealed, but it is open")
    strays = select(captures.c.file, captures.c.offset, captures.c.record_id).where(
        captures.c.file.not_in(select(files.c.name))
    )
    for stray in connection.execute(strays):
        yield Damage(stray.file, stray.offset, f"{stray.record_id} is in a file that the catalogue does not register")


def _warc(root: Path, connection: Connection, row: Row[Any], place: Due) -> Iterator[Damage]:
    try:
        path = place.path(row.name) or warc_path(root, row.name)
        size = path.stat().st_size
        digest = _hash(path) if row.sealed else None
    except OSError as error:
        yield Damage(row.name, 0, f"it cannot be read: {error.strerror or error}")
        return
    if row.sealed and size > row.size:
        yield Damage(row.name, row.size, f"it was sealed with {row.size} bytes, but has {size}")
    if row.sealed and digest != row.sha256:
        yield Damage(row.name, 0, f"its SHA-256 is {digest}, but it was sealed with {row.sha256}")
    if is_foreign(row.name):
        yield from check_foreign(connection, path, row.name)
        return
    yield from check_segment(connection, row, path)


def _references(connection: Connection) -> Iterator[Damage]:
    """What refers to a record of whatever file."""
    for row in connection.execute(unresolved_revisits()):
        sentence = f"{row.record_id} says that {row.refers_to} has its payload, but no response with it has that id"
        yield Damage(row.file, row.offset, sentence)
    for row in connection.execute(_LOST_DOCUMENTS):
        sentence = f"{row.record_id} is text of {row.refers_to}, which is not in the archive or has another payload"
        yield Damage(row.file, row.offset, sentence)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:  # sealed, or taken away by a recovery, since the folder was listed
        return 0.0
