"""Erasure: the records of a suppressed statement are taken out of the WARC files, and nothing else of these changes.

What lies between two records that stay is replaced by a record of the same length that says what was there and which
decision took it away (:mod:`crawler.warc.filler`), so every other record keeps its place. One file after the other is
rewritten, each with its rows, its line in the manifest and a decision of its own in one transaction; what refers to a
record goes before it. A capture whose bytes another statement needs stays, and is told.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, select, update

from crawler.archive.copying import hash_file
from crawler.archive.decided import next_number
from crawler.archive.erasable import Kept, Lying, erasable, records_in
from crawler.archive.errors import ArchiveDamaged, ArchiveError
from crawler.archive.foreign_rows import check_foreign, is_foreign
from crawler.archive.places import MANIFEST
from crawler.archive.recorded import tell_validators
from crawler.archive.swap import Swap
from crawler.archive.upkeep import Upkeep
from crawler.archive.verify_members import check_segment
from crawler.catalogue.schema import captures, conversions, files, urls, validators
from crawler.model.clock import Clock, stamp
from crawler.model.decision import Decision
from crawler.warc.filler import TooShort, filler, parts_of

_PIECE = 1024 * 1024


class Erased(NamedTuple):
    """One WARC file that was rewritten: its SHA-256 (hex) before and after, what was taken out by type, and how many
    bytes that were.
    """

    file: str
    old: str
    new: str
    records: dict[str, int]
    bytes: int

    def __str__(self) -> str:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(self.records.items()))
        return f"{self.file}: {told}, {self.bytes:,} bytes; its SHA-256 was {self.old} and is {self.new}"


def erase_records(
    upkeep: Upkeep,
    decision: Decision,
    reason: str,
    clock: Clock,
    new_id: Callable[[], str],
    erased: list[Erased],
    kept: list[Kept],
) -> None:
    """Take out whatever is still there of the statement that ``decision`` suppresses. ``erased`` and ``kept`` grow.

    Raises ``ArchiveError`` where a file does not allow it, and ``ArchiveDamaged`` where one is not what was sealed;
    files that were rewritten before stay so.
    """
    wanted = erasable(upkeep.root, upkeep.connection, decision, kept)
    found: dict[str, list[Lying]] = {}
    rows = upkeep.connection.execute(select(files).order_by(files.c.serial)).all()
    by_name = {row.name: row for row in rows}
    for row in rows:
        if lying := records_in(upkeep.root, row, wanted):
            found[row.name] = lying
    for step in _steps(upkeep.connection, found, by_name):
        erased += _erase(
            upkeep, decision, reason, clock(), new_id, [(by_name[name], found[name]) for name in step], kept
        )


def _steps(connection: Connection, found: dict[str, list[Lying]], rows: dict[str, Row[Any]]) -> list[list[str]]:
    """The files in an order in which nothing ever refers to what is gone: younger ones first. Files of other makers
    may refer to younger ones; then all between go together.
    """
    order = sorted(found, key=lambda name: rows[name].serial, reverse=True)
    place = {name: number for number, name in enumerate(order)}
    file_of = {record.id: name for name, lying in found.items() for record in lying}
    together: list[tuple[int, int]] = []
    for table in (captures, conversions):
        pairs = select(table.c.record_id, table.c.refers_to).where(table.c.refers_to.is_not(None))
        for child, parent in connection.execute(pairs.where(table.c.file.in_(order))):
            if child in file_of and parent in file_of and place[file_of[parent]] < place[file_of[child]]:
                together.append((place[file_of[parent]], place[file_of[child]]))
    steps: list[list[str]] = []
    end = -1
    for number, name in enumerate(order):
        if number > end:
            steps.append([])
        steps[-1].append(name)
        end = max([end, *(last for first, last in together if first == number)])
    return steps


def _erase(
    upkeep: Upkeep,
    decision: Decision,
    reason: str,
    now: datetime,
    new_id: Callable[[], str],
    step: Sequence[tuple[Row[Any], list[Lying]]],
    kept: list[Kept],
) -> list[Erased]:
    connection, swap = upkeep.connection, upkeep.swap()
    number = next_number(connection)
    done: list[Erased] = []
    for row, lying in step:
        new = _rewrite(upkeep, swap, row, lying, decision, number, now, new_id)
        done.append(
            Erased(
                row.name,
                row.sha256,
                new,
                dict(Counter(record.type for record in lying)),
                sum(record.length for record in lying),
            )
        )
    try:
        _rows(upkeep, [record for _, lying in step for record in lying], done)
        for row, _ in step:
            _expect_sound(connection, row, swap.path(row.name))
    except BaseException:
        upkeep.undo()
        raise
    _manifest(upkeep, swap, {one.file: one.new for one in done})
    erasure = Decision(
        number=number,
        kind="erase",
        id=decision.id,
        at=stamp(now),
        reason=reason,
        data={
            "source": decision.data["source"],
            "url": decision.data["url"],
            "files": {
                one.file: {"old": one.old, "new": one.new, "records": one.records, "bytes": one.bytes} for one in done
            },
            "kept": [{"record_id": one.record_id, "sentence": one.sentence} for one in kept],
        },
    )
    upkeep.tell(erasure)
    upkeep.commit(swap, [one.file for one in done])
    return done


# The file


def _rewrite(
    upkeep: Upkeep,
    swap: Swap,
    row: Row[Any],
    lying: list[Lying],
    decision: Decision,
    number: int,
    now: datetime,
    new_id: Callable[[], str],
) -> str:
    """The file without these records, beside the old one. Returns its SHA-256."""
    path = upkeep.root / row.name
    compressed = row.name.endswith(".gz")

    def fill(records: list[Lying]) -> Iterator[bytes]:
        sizes = parts_of(sum(record.length for record in records))
        for part, size in enumerate(sizes):
            short: dict[str, Any] = {"kind": "erased", "decision": number}
            told = [{"type": record.type, "id": record.id} for record in records]
            long = {**short, "statement": decision.id, "at": stamp(now), "records": told}
            if len(sizes) > 1:
                short["part"] = [part + 1, len(sizes)]
            yield filler(
                size,
                [short] if part else [long, short],
                date=now,
                warcinfo_id=row.warcinfo_id,
                id=new_id(),
                compressed=compressed,
            )

    found = hashlib.sha256()
    try:
        swap.write(row.name, _without(path, row.size, _spans(lying), fill, found.update))
    except TooShort as error:
        raise ArchiveError(f"{path}: {error}, so the records there cannot be replaced one for one") from error
    if found.hexdigest() != row.sha256:
        raise ArchiveDamaged(
            f"{path} has the SHA-256 {found.hexdigest()}, but was sealed with {row.sha256}: a damaged file is not"
            " rewritten. Put a sound copy of it there, from a backup, and erase again"
        )
    return hash_file(swap.path(row.name), row.size)[0]


def _spans(lying: list[Lying]) -> list[list[Lying]]:
    """Records that lie one after the other without a gap are replaced as one."""
    spans: list[list[Lying]] = []
    for record in sorted(lying):
        if spans and spans[-1][-1].offset + spans[-1][-1].length == record.offset:
            spans[-1].append(record)
        else:
            spans.append([record])
    return spans


def _without(
    path: Path,
    size: int,
    spans: list[list[Lying]],
    fill: Callable[[list[Lying]], Iterator[bytes]],
    see: Callable[[bytes], object],
) -> Iterator[bytes]:
    """The bytes of the new file. ``see`` is shown every byte of the old one."""
    fd = os.open(path, os.O_RDONLY)
    try:
        offset = 0
        for span in spans:
            for piece in _bytes(fd, offset, span[0].offset):
                see(piece)
                yield piece
            offset = span[-1].offset + span[-1].length
            for piece in _bytes(fd, span[0].offset, offset):
                see(piece)
            yield from fill(span)
        for piece in _bytes(fd, offset, size):
            see(piece)
            yield piece
    finally:
        os.close(fd)


def _bytes(fd: int, start: int, stop: int) -> Iterator[bytes]:
    while start < stop and (piece := os.pread(fd, min(_PIECE, stop - start), start)):
        yield piece
        start += len(piece)


def _expect_sound(connection: Connection, row: Row[Any], path: Path) -> None:
    """The last look before it counts: the new file is whole, and as the rows now have it."""
    look = check_foreign(connection, path, row.name) if is_foreign(row.name) else check_segment(connection, row, path)
    for damage in look:
        raise ArchiveError(f"{row.name} cannot be rewritten: {damage}. It was not changed")


# What follows from it


def _rows(upkeep: Upkeep, lying: list[Lying], done: list[Erased]) -> None:
    connection = upkeep.connection
    ids = [record.id for record in lying if record.id is not None]
    stale = connection.execute(
        select(validators.c.source, validators.c.url).where(validators.c.record_id.in_(ids))
    ).all()
    connection.execute(delete(captures).where(captures.c.record_id.in_(ids)))
    connection.execute(delete(conversions).where(conversions.c.record_id.in_(ids)))
    connection.execute(update(urls).where(urls.c.record_id.in_(ids)).values(record_id=None, state="read"))
    for source, url in stale:
        connection.execute(delete(validators).where(validators.c.source == source, validators.c.url == url))
        tell_validators(connection, upkeep.root, source, url)
    for one in done:
        connection.execute(update(files).where(files.c.name == one.file).values(sha256=one.new))


def _manifest(upkeep: Upkeep, swap: Swap, digests: dict[str, str]) -> None:
    """The same lines with the new digests: as long as before."""
    lines = (upkeep.root / MANIFEST).read_bytes().splitlines(keepends=True)
    changed = []
    for line in lines:
        name = line.decode().rstrip("\n").partition("  ")[2]
        changed.append(digests[name].encode() + line[64:] if name in digests else line)
    swap.write(MANIFEST, changed)
