"""The change log as readers have it: what became true of which statement, each once, in the order of its cursors.

A reader keeps the cursor of the last change that it has dealt with and goes on after it, whatever happened meanwhile: a
change is shown once it is committed, is never taken back, and no other one ever gets its cursor, also after a rebuild.
Rows come out of short snapshots, so a slow reader holds up nobody; and they are those of ``changes.jsonl``.
"""

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from crawler.archive.errors import ArchiveError
from crawler.archive.places import CHANGES
from crawler.archive.snapshot import read_snapshot
from crawler.catalogue.database import FILE
from crawler.catalogue.schema import changes
from crawler.model.change import Change, ChangeKind

PAGE: Final = 500  # changes of one snapshot
ANYWAY: Final = 60  # waits after which the log is read though no file says that there is more


class Wanted(NamedTuple):
    """Which changes: of these sources and of these kinds, where any are named."""

    sources: Collection[str] = ()
    kinds: Collection[ChangeKind] = ()


EVERY: Final = Wanted()


def read_changes(root: Path, after: int = 0, wanted: Wanted = EVERY, *, limit: int | None = None) -> Iterator[Change]:
    """The changes after the cursor ``after``, oldest first, at most ``limit``. What is committed while they are taken
    comes too.

    Raises ``ArchiveError`` where there is no archive, ``ArchiveTooNew`` and ``ArchiveDamaged`` where its catalogue
    cannot be read.
    """
    while page := _page(root, after, wanted, limit):
        yield from page
        after = page[-1].cursor
        limit = None if limit is None else limit - len(page)


def follow_changes(
    root: Path, after: int = 0, wanted: Wanted = EVERY, *, wait: Callable[[], bool], limit: int | None = None
) -> Iterator[Change]:
    """The same, and then whatever comes, until ``limit`` are told.

    ``wait()`` is called where there is nothing more: it returns after a while, ``False`` to end. Between two of them
    only the names and sizes of two files are looked at. While the catalogue is not there, because a rebuild puts
    another one in its place, it is waited for; where it is not there in the beginning, ``ArchiveError`` is raised.
    """
    _page(root, after, wanted, 1)
    seen: object = None
    waits = 0
    while True:
        now = _signs(root)  # before the look: what is committed after it shows itself by the next
        if now != seen or waits >= ANYWAY:
            seen, waits = now, 0
            while page := _page_or_none(root, after, wanted, limit):
                yield from page
                after = page[-1].cursor
                limit = None if limit is None else limit - len(page)
            if page is None:
                seen = None
        if limit == 0 or not wait():
            return
        waits += 1


def whole_log(root: Path) -> tuple[int, frozenset[str]]:
    """The cursor of the last change, and the sources that changes are of. Raises what :func:`read_changes` raises."""
    with read_snapshot(root) as connection:
        last = connection.execute(select(func.coalesce(func.max(changes.c.cursor), 0))).scalar_one()
        return int(last), frozenset(connection.execute(select(changes.c.source).distinct()).scalars())


def change_of(row: Any) -> Change:
    """The change of a row of ``changes``."""
    return Change(
        cursor=row.cursor,
        kind=row.kind,
        source=row.source,
        id=row.statement_id,
        url=row.url,
        at=row.at,
        data=json.loads(row.data),
    )


def captures_in(data: Any) -> Iterator[dict[str, Any] | str]:
    """The captures that a change's data names anywhere: whole, or only the id of the record."""
    if isinstance(data, dict):
        if {"warc", "record_id"} <= data.keys():
            yield data
        else:
            for one in data.values():
                yield from captures_in(one)
    elif isinstance(data, list):
        for one in data:
            yield from captures_in(one)
    elif isinstance(data, str) and data.startswith("<urn:uuid:") and data.endswith(">"):
        yield data


def _page(root: Path, after: int, wanted: Wanted, limit: int | None) -> list[Change]:
    """The next changes out of one snapshot.

    A rebuild renames the catalogue and then its write-ahead log; SQLite may meet the one of the former and the other of
    the new. So what was read counts only where the file of that name was the same before and after.
    """
    asked = select(changes).where(changes.c.cursor > after).order_by(changes.c.cursor)
    asked = asked.limit(PAGE if limit is None else min(limit, PAGE))
    if wanted.sources:
        asked = asked.where(changes.c.source.in_(wanted.sources))
    if wanted.kinds:
        asked = asked.where(changes.c.kind.in_(wanted.kinds))
    while True:
        before = _inode(root / FILE)
        try:
            with read_snapshot(root) as connection:
                page = [change_of(row) for row in connection.execute(asked)]
        except (ArchiveError, ValueError):
            if before == _inode(root / FILE):
                raise
            continue
        if before == _inode(root / FILE):
            return page


def _page_or_none(root: Path, after: int, wanted: Wanted, limit: int | None) -> list[Change] | None:
    """The same; none while there is no catalogue."""
    try:
        return _page(root, after, wanted, limit)
    except ArchiveError:
        if _inode(root / FILE) is None:
            return None
        raise


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def _signs(root: Path) -> object:
    """What changes whenever there are more changes, soon after they are committed."""
    try:
        found = (root / CHANGES).stat()
    except FileNotFoundError:
        return _inode(root / FILE)
    return _inode(root / FILE), found.st_ino, found.st_size, found.st_mtime_ns
