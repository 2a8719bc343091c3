"""Verify: every invariant of an archive, each file against every other, reading only.

It needs no lock and may run beside a crawl: it judges what one snapshot of the catalogue says is committed, and
nothing after it. What a killed crawl left for the next one to tidy (a tail, a line in the outbox) is no damage.
"""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, select, text

from crawler.archive.damage import Damage
from crawler.archive.errors import ArchiveError, ArchiveTooNew
from crawler.archive.places import OPEN, STATEMENTS, warc_names, warc_path
from crawler.archive.queue import to_capture
from crawler.archive.verify_lines import Lines
from crawler.archive.walk import walk
from crawler.catalogue.database import FILE, CatalogueDamaged, read_catalogue
from crawler.catalogue.migrate import CatalogueTooNew
from crawler.catalogue.schema import captures, files
from crawler.warc.check import check_file
from crawler.warc.reader import to_capture as response_capture

_FRESH: Final = 60.0  # seconds: a file that a crawl began and has not committed yet is younger


def verify(root: Path) -> Iterator[Damage]:
    """Everything that is wrong with the archive at ``root``. ``ArchiveError`` where there is none."""
    if not (root / FILE).is_file():
        if next(iter(warc_names(root)), None) is None:
            raise ArchiveError(f"there is no archive at {root}")
        yield Damage(FILE, 0, "the catalogue is missing: `communique rebuild` makes it again")
        return
    # Before the snapshot: what is there now and was committed is in it.
    on_disk = warc_names(root)
    lines_on_disk = sorted(
        path.relative_to(root).as_posix() for path in (root / STATEMENTS).rglob("*") if path.is_file()
    )
    try:
        with read_catalogue(root / FILE) as connection:
            yield from _integrity(connection)
            yield from _warcs(root, connection, on_disk)
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
    for row in registered.values():
        yield from _warc(root, connection, row)
    for name, path in on_disk:
        here = path.relative_to(root).as_posix()
        known = registered.get(name)
        if known is None:
            if not here.endswith(OPEN) or _age(path) > _FRESH:
                yield Damage(here, 0, "this file is in the archive, but the catalogue does not register it")
        elif known.sealed and here.endswith(OPEN):
            yield Damage(here, 0, f"the catalogue says that {name} is sealed, but it is open")
    strays = select(captures.c.file, captures.c.offset, captures.c.record_id).where(
        captures.c.file.not_in(select(files.c.name))
    )
    for stray in connection.execute(strays):
        yield Damage(stray.file, stray.offset, f"{stray.record_id} is in a file that the catalogue does not register")


def _warc(root: Path, connection: Connection, row: Row[Any]) -> Iterator[Damage]:
    try:
        path = warc_path(root, row.name)
        size = path.stat().st_size
        digest = _hash(path) if row.sealed else None
    except OSError as error:
        yield Damage(row.name, 0, f"it cannot be read: {error.strerror or error}")
        return
    if row.sealed and size > row.size:
        yield Damage(row.name, row.size, f"it was sealed with {row.size} bytes, but has {size}")
    if row.sealed and digest != row.sha256:
        yield Damage(row.name, 0, f"its SHA-256 is {digest}, but it was sealed with {row.sha256}")
    for damage in check_file(path, expect_size=row.size):
        yield Damage(row.name, damage.offset, damage.sentence)
    yield from _members(connection, row, path, min(size, row.size))


def _members(connection: Connection, row: Row[Any], path: Path, end: int) -> Iterator[Damage]:
    """Response records against rows of ``captures``, both in the order of the file."""
    broken: set[int] = set()
    known = connection.execution_options(yield_per=1000).execute(
        select(captures).where(captures.c.file == row.name).order_by(captures.c.offset)
    )
    expected = next(known, None)
    first = True
    for seen in walk(path, end, lambda offset, _: broken.add(offset)):
        if first and seen.id != row.warcinfo_id:
            yield Damage(row.name, seen.offset, f"its first record is {seen.id}, but {row.warcinfo_id} is registered")
        first = False
        if seen.type != "response":
            continue
        while expected is not None and expected.offset < seen.offset:
            if expected.offset not in broken:
                yield Damage(
                    row.name, expected.offset, f"no response begins here, but {expected.record_id} is registered"
                )
            expected = next(known, None)
        if expected is None or expected.offset > seen.offset:
            yield Damage(row.name, seen.offset, f"the response {seen.id} is not registered")
            continue
        if response_capture(seen, row.name) != to_capture(expected) or expected.url != seen.header("warc-target-uri"):
            yield Damage(row.name, seen.offset, f"the response {seen.id} is not as the catalogue has it")
        expected = next(known, None)
    while expected is not None:
        if expected.offset not in broken:
            yield Damage(row.name, expected.offset, f"{expected.record_id} is registered, but no response begins here")
        expected = next(known, None)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:  # sealed, or taken away by a recovery, since the folder was listed
        return 0.0
