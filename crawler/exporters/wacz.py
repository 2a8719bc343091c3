"""The WACZ exporter: selected statements of an archive as one package, in constant memory, the same at every run.

Records are copied byte for byte, each file's excerpt under the file's own name; ``capture.offset`` of a line is the
place in the archive's file, and the package's index has the place in the excerpt. The time of everything is that of
the latest capture in it.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection, Row, text

from crawler.archive.cdx import cdx_line
from crawler.archive.errors import ArchiveDamaged, StorageFailed
from crawler.archive.lock import unchanging
from crawler.archive.snapshot import read_snapshot
from crawler.archive.swap import expect_no_swap
from crawler.exporters.selection import Selected, Selection, Wanted
from crawler.exporters.spans import Excerpt, captures_in, excerpts
from crawler.model.line import to_line
from crawler.warc.segment import open_segment
from crawler.warc.wacz import ARCHIVE, INDEX, INDEX_LIST, PAGES, PackageWriter, Sign, write_index

PART: Final = ".part"
_PIECE: Final = 1024 * 1024
# Of each capture what its line begins with, the rest of it, and of a 304 the record that it confirmed: the line of a
# 304 has its own time and leads to that page, because a viewer shows the 304 itself as a page without content.
_TABLE: Final = text("CREATE TEMP TABLE cdx (record_id TEXT PRIMARY KEY, head TEXT, told TEXT, confirms TEXT)")
_ADD: Final = text("INSERT INTO cdx VALUES (:record_id, :head, :told, :confirms)")
_LINES: Final = text(
    "SELECT DISTINCT own.head || ' ' || coalesce(page.told, own.told) AS line"
    " FROM cdx AS own LEFT JOIN cdx AS page ON page.record_id = own.confirms ORDER BY line"
)
_HEADER: Final = {"format": "json-pages-1.0", "id": "pages", "title": "Statements", "hasText": True}


@dataclass(frozen=True, slots=True)
class Exported:
    """What a package holds. ``digest`` is that of its ``datapackage.json`` and stands for all of it; sizes in bytes."""

    selected: Selected
    digest: str
    size: int


def export_wacz(root: Path, target: Path, wanted: Wanted, *, sign: Sign | None = None) -> Exported:
    """Write the package of what is wanted to ``target``, which is there only when it is whole.

    Raises :class:`crawler.exporters.selection.SelectionError`, ``FileExistsError``, ``ArchiveDamaged`` where the
    archive does not hold what its catalogue says, ``StorageFailed`` where the target cannot be written, and what
    ``sign`` raises.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    part = target.with_name(target.name + PART)
    try:
        with part.open("w+b") as file:
            selected, digest = _export(root, file, wanted, sign)
            size = file.seek(0, os.SEEK_END)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise StorageFailed(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return Exported(selected, digest, size)


def _export(root: Path, file: BinaryIO, wanted: Wanted, sign: Sign | None) -> tuple[Selected, str]:
    with unchanging(root), read_snapshot(root) as connection:
        expect_no_swap(connection, root)
        return _write(root, connection, file, wanted, sign)


def _write(
    root: Path, connection: Connection, file: BinaryIO, wanted: Wanted, sign: Sign | None
) -> tuple[Selected, str]:
    selection = Selection(root, connection, wanted)
    with TemporaryFile() as pages, TemporaryFile() as packed, TemporaryFile() as listed:
        pages.write(to_line(_HEADER))
        for page in selection.pages():
            pages.write(to_line(page))
        selected = selection.complete()
        package = PackageWriter(file, datetime.fromisoformat(selected.last))
        package.add_file(PAGES, pages)
        connection.execute(_TABLE)
        for excerpt in excerpts(root, connection):
            name = excerpt.name.rpartition("/")[2]
            package.add(f"{ARCHIVE}{name}", _pieces(excerpt, connection), excerpt.size)
        lines = connection.execution_options(yield_per=1000).execute(_LINES)
        write_index(lines.scalars(), packed, listed)
        package.add_file(INDEX, packed)
        package.add_file(INDEX_LIST, listed)
        return selected, package.finish(_about(selected), sign)


def _pieces(excerpt: Excerpt, connection: Connection) -> Iterator[bytes]:
    """The bytes of an excerpt; the lines of its captures go into the table ``cdx`` on the way."""
    waiting = captures_in(connection, excerpt.name)
    capture = next(waiting, None)
    begun = 0  # bytes before the span
    fd = open_segment(excerpt.path)
    try:
        for start, stop in excerpt.spans:
            place = start
            while capture is not None and capture.offset < stop:
                yield from _read(fd, excerpt, place, capture.offset)
                place = capture.offset + capture.length
                digest = hashlib.sha256()
                for piece in _read(fd, excerpt, capture.offset, place):
                    digest.update(piece)
                    yield piece
                moved = begun + capture.offset - start
                connection.execute(_ADD, _line(capture, moved, digest.hexdigest()))
                capture = next(waiting, None)
            yield from _read(fd, excerpt, place, stop)
            begun += stop - start
    finally:
        os.close(fd)


def _line(capture: Row[Any], offset: int, sha256: str) -> dict[str, str | None]:
    key, moment, told = cdx_line(capture, offset=offset).text(record_digest=f"sha256:{sha256}").split(" ", 2)
    confirms = capture.refers_to if capture.status == 304 else None
    return {"record_id": capture.record_id, "head": f"{key} {moment}", "told": told, "confirms": confirms}


def _read(fd: int, excerpt: Excerpt, start: int, stop: int) -> Iterator[bytes]:
    while start < stop:
        piece = os.pread(fd, min(_PIECE, stop - start), start)
        if not piece:
            raise ArchiveDamaged(f"{excerpt.name} ends at byte {start}, but {stop} bytes of it are committed")
        yield piece
        start += len(piece)


def _about(selected: Selected) -> dict[str, Any]:
    first, last = selected.first[:10], selected.last[:10]
    period = first if first == last else f"{first} to {last}"
    told = [
        f"{selected.statements} statements in {selected.revisions} revisions; {selected.captures} captures, {period}.",
        *(f"Left out: {sentence}." for sentence in selected.left_out),
    ]
    return {"title": f"Statements of {', '.join(selected.sources)}, {period}", "description": " ".join(told)}
