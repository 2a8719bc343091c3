"""Spans: which parts of which WARC files hold what was selected, and the records that no table knows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.foreign_rows import IMPORTED, is_foreign
from crawler.archive.places import warc_path
from crawler.warc.foreign import read_foreign
from crawler.warc.foreign_text import ForeignError
from crawler.warc.member import WarcError
from crawler.warc.reader import ReadRecord, metadata_payload, read_records

_FILES: Final = text(
    "SELECT name, size FROM files WHERE name IN (SELECT file FROM captures WHERE record_id IN (SELECT record_id FROM"
    " picked) UNION SELECT file FROM part) ORDER BY serial, name"
)
_SPANS: Final = text(
    "SELECT start, stop FROM captures WHERE file = :file AND record_id IN (SELECT record_id FROM picked) UNION"
    " SELECT start, stop FROM part WHERE file = :file ORDER BY 1"
)
_CAPTURES: Final = text(
    'SELECT * FROM captures WHERE file = :file AND record_id IN (SELECT record_id FROM picked) ORDER BY "offset"'
)
_KNOWN: Final = text(
    "SELECT start, stop FROM captures WHERE file = :file UNION"
    ' SELECT "offset", "offset" + length FROM conversions WHERE file = :file ORDER BY 1'
)

# An import is told in a file that was begun before the one that was imported.
_LATER: Final = text(
    "SELECT name, size, source FROM files WHERE source = :imported OR (source IN"
    " (SELECT source FROM statements WHERE id IN (SELECT id FROM chosen)) AND serial >= (SELECT min(serial) FROM files"
    " WHERE name IN (SELECT file FROM captures WHERE record_id IN (SELECT record_id FROM picked)))) ORDER BY serial"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What goes along of one file: ``spans`` are (start, stop) in bytes, in order and apart. The file's warcinfo record
    comes first, where it has one.
    """

    name: str
    path: Path
    spans: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(stop - start for start, stop in self.spans)


def excerpts(root: Path, connection: Connection) -> Iterator[Excerpt]:
    """The parts of every file, in the order in which the files were begun. ``ArchiveDamaged`` where one is missing."""
    for row in connection.execute(_FILES).all():
        try:
            path = warc_path(root, row.name)
            first = _warcinfo(path, foreign=is_foreign(row.name))
        except (OSError, WarcError, ForeignError) as error:
            raise ArchiveDamaged(f"{row.name} cannot be read: {error}") from error
        spans = connection.execute(_SPANS, {"file": row.name}).all()
        yield Excerpt(row.name, path, _joined([*first, *((one.start, one.stop) for one in spans)]))


def captures_in(connection: Connection, name: str) -> Iterator[Row[Any]]:
    """The rows of the captures of a file that go along, in the order of the file."""
    return iter(connection.execution_options(yield_per=1000).execute(_CAPTURES, {"file": name}))


def note_findings(root: Path, connection: Connection) -> None:
    """Put into the table ``part`` every metadata record about a capture in ``picked``, and what was told of the
    imported files that such captures are in.

    These records have no rows. They lie in the files of the statements' sources, none of them before the first of the
    captures, and in no part that a row knows: so little is read.
    """
    imported = {name for name in connection.execute(_FILES).scalars() if is_foreign(name)}
    picked = text("SELECT 1 FROM picked WHERE record_id IN (SELECT value FROM json_each(:ids))")
    add = text("INSERT OR IGNORE INTO part VALUES (:file, :start, :stop)")
    for name, size, source in connection.execute(_LATER, {"imported": IMPORTED}).all():
        if is_foreign(name) or (source == IMPORTED and not imported):
            continue
        for record in _unknown(root, connection, name, size):
            about = [*record.headers.get("warc-refers-to", ()), *record.headers.get("warc-concurrent-to", ())]
            if _imports(record, imported) or connection.execute(picked, {"ids": json.dumps(about)}).first():
                bounds = {"file": name, "start": record.offset, "stop": record.offset + record.length}
                connection.execute(add, bounds)


def _unknown(root: Path, connection: Connection, name: str, size: int) -> Iterator[ReadRecord]:
    """The metadata records of a file of ours that lie between what the tables know."""
    known = [(row.start, row.stop) for row in connection.execute(_KNOWN, {"file": name})]
    try:
        path = warc_path(root, name)
        end = 0
        for start, stop in (*_joined(known), (size, size)):
            if end < start:
                yield from (one for one in read_records(path, end, start) if one.type == "metadata")
            end = max(end, stop)
    except (OSError, WarcError) as error:
        raise ArchiveDamaged(f"{name} cannot be read: {error}") from error


def _imports(record: ReadRecord, names: set[str]) -> bool:
    """Whether the record tells of the import of one of these files."""
    if not names:
        return False
    try:
        payload = metadata_payload(record)
    except ValueError:
        return False
    return payload["kind"] == "import" and payload.get("file") in names


def _warcinfo(path: Path, *, foreign: bool) -> list[tuple[int, int]]:
    if foreign:
        first = next(read_foreign(path))
        return [(0, first.finish())] if first.type == "warcinfo" and first.offset == 0 else []
    return [(0, next(read_records(path)).length)]


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same bytes as spans that neither touch nor overlap."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stop))
        else:
            joined.append((start, stop))
    return tuple(joined)
