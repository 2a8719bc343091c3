"""The import: files of other makers become part of the archive, all of a group or nothing of it.

Each is copied under a name in the quarantine first, so that half a copy never stands among the WARC files; when it is
durable it gets its own name. Then one transaction tells of all: files, captures, the lines of the manifest, and the
length of our own file with an ``import`` record for each, which says where it came from and what its revisits equal.
Killed before that transaction nothing has happened, and the next start moves the copies into the quarantine.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from crawler.archive import journal, places
from crawler.archive.batch import Batch
from crawler.archive.foreign_rows import IMPORTED, add_rows, foreign_name
from crawler.archive.indexes import write_index
from crawler.archive.resolving import Resolving
from crawler.archive.segments import manifest_line
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import captures, files
from crawler.model.clock import Clock
from crawler.warc.disk import Disk, make_dirs, write_all
from crawler.warc.foreign_text import ForeignError
from crawler.warc.incoming import Incoming

_EQUALS = Prepared(
    update(captures)
    .where(captures.c.file == bindparam("b_file"), captures.c.offset == bindparam("b_offset"))
    .values(refers_to=bindparam("b_refers"), payload_digest=bindparam("b_digest"))
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. ``known``: the archive held the same bytes already, as ``file``, and nothing was done.

    ``unresolved`` counts revisits whose original is not in the archive.
    """

    file: str
    known: bool
    captures: int
    unresolved: int


def import_files(batch: Batch, group: Sequence[Incoming], clock: Clock) -> list[Imported]:
    """Keep the files of a group, in their order. Committed on return."""
    taken, fresh = _copied(batch, group, clock)
    batch.touch()
    for one, name in fresh:
        batch.connection.execute(insert(files), _file_row(one, name))
    counts = _register(batch, fresh)
    if fresh:
        batch.commit()
        for _, name in fresh:  # before the lines of the manifest leave the outbox: see Batch.seal
            write_index(batch.disk, batch.root, batch.connection, name)
    results = {name: Imported(name, False, one.captures, counts[name]) for one, name in fresh}
    return [results.pop(taken[one.sha256], Imported(taken[one.sha256], True, 0, 0)) for one in group]


def _copied(batch: Batch, group: Sequence[Incoming], clock: Clock) -> tuple[dict[str, str], list[tuple[Incoming, str]]]:
    """Copy what the archive has not. Returns the name of each file by its SHA-256, and those that are new."""
    taken: dict[str, str] = {}
    fresh: list[tuple[Incoming, str]] = []
    try:
        for one in group:
            known = select(files.c.name).where(files.c.sha256 == one.sha256, files.c.sealed.is_(True))
            name = taken.get(one.sha256) or batch.connection.execute(known).scalar()
            if name is None:
                batch.warcinfo_id(IMPORTED)  # the file of the records about it is begun before it, so rebuilt before it
                name = foreign_name(clock(), batch.new_serial(), one.sha256, one.format)
                fresh.append((one, name))
                _copy_in(batch.disk, batch.root, one, name)
            taken.setdefault(one.sha256, name)
    except (OSError, ForeignError):
        for _, name in fresh:  # what is not committed is of no use, and may be what filled the disk
            with suppress(OSError):
                batch.disk.remove(batch.root / name)
        raise
    return taken, fresh


def _file_row(one: Incoming, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "source": IMPORTED,
        "serial": places.serial_of(name),
        "size": one.size,
        "sealed": True,
        "sha256": one.sha256,
        "warcinfo_id": None,
    }


def _copy_in(disk: Disk, root: Path, one: Incoming, name: str) -> None:
    target = root / name
    growing = root / places.QUARANTINE / f"{target.name}.part"
    make_dirs(disk, growing.parent)
    fd = disk.create(growing)
    try:
        try:
            for piece in one.pieces():
                write_all(disk, fd, piece)
            disk.fsync(fd)
        finally:
            disk.close(fd)
    except (OSError, ForeignError):
        with suppress(OSError):
            disk.remove(growing)
        raise
    make_dirs(disk, target.parent)
    disk.rename(growing, target)
    places.sync_up(disk, root, target.parent)


def _register(batch: Batch, fresh: Sequence[tuple[Incoming, str]]) -> dict[str, int]:
    """Rows, lines and records of files that lie in their places. Returns how many revisits of each stay unresolved."""
    resolving = Resolving(batch.connection, batch.root)
    for one, name in fresh:
        for item, row in add_rows(batch.connection, name, one.items(), {}):
            resolving.note(item, row)
    counts: dict[str, int] = {}
    for one, name in fresh:
        equal = _resolve(batch, resolving, one, name)
        counts[name] = sum(refers_to is None for _, refers_to, _ in equal)
        batch.line(places.MANIFEST, manifest_line(name, one.sha256))
        batch.keep(IMPORTED, _payload(one, name, equal), None, None)
    return counts


def _resolve(batch: Batch, resolving: Resolving, one: Incoming, name: str) -> list[tuple[int, str | None, str]]:
    """(offset, id of what it equals, payload digest) of every revisit of a file; their rows are told so."""
    equal: list[tuple[int, str | None, str]] = []
    revisits = (item for item in one.items() if item.type == "revisit")
    for item in revisits:
        found = resolving.resolve(item)
        refers_to, digest = found or (None, item.declared or item.payload_digest)
        equal.append((item.offset, refers_to, digest))
        if found is not None:
            here = {"b_file": name, "b_offset": item.offset}
            _EQUALS.run(batch.connection, here | {"b_refers": refers_to, "b_digest": digest})
    return equal


def _payload(one: Incoming, name: str, equal: list[tuple[int, str | None, str]]) -> dict[str, Any]:
    return {
        "kind": journal.IMPORT,
        "file": name,
        "name": one.name,
        "package": one.package,
        "format": one.format,
        "size": one.size,
        "sha256": one.sha256,
        "original": None if one.original is None else {"size": one.original[0], "sha256": one.original[1]},
        "unpacked": one.unpacked,
        "left_out": [{"offset": n.offset, "length": n.length, "sentence": n.sentence} for n in one.lost],
        "maker": one.tally.maker,
        "versions": dict(one.tally.versions),
        "records": dict(one.tally.types),
        "captures": one.captures,
        "notes": [{"sentence": s, "count": n, "offset": at} for s, (n, at) in one.tally.notes.items()],
        "revisits": [list(entry) for entry in equal],
    }
