"""The index of an archive for one replay: what the catalogue knows now, as pywb reads it.

It is made anew at every start out of one snapshot, so that it also holds what lies in segments that are still growing,
and leaves out what a decision has suppressed.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, or_, select

from crawler.archive.cdx import cdx_line
from crawler.archive.places import OPEN, warc_path
from crawler.archive.suppressed import shown
from crawler.catalogue.schema import captures, files

CONFIRMED: Final = captures.alias("confirmed")  # by a 304: the response that holds the bytes


def write_index(connection: Connection, index: Path) -> int:
    """Write the sorted CDXJ of all captures that can be shown; returns how many they are. Memory does not grow with
    them: the catalogue sorts (a key, and a date, sorts by its bytes, as the lines have to).

    A 304 that confirmed a page we have is there at its own time, but leads to that page: pywb would show its head.
    """
    count = 0
    with index.open("w", encoding="utf-8") as file:
        for row in _rows(connection):
            line = cdx_line(row, filename=row.file)
            if row.confirmed_file is not None:
                line = replace(
                    line,
                    mime=row.confirmed_type,
                    status=row.confirmed_status,
                    length=row.confirmed_length,
                    offset=row.confirmed_offset,
                    filename=row.confirmed_file,
                )
            file.write(line.text())
            count += 1
    return count


def write_paths(connection: Connection, root: Path, paths: Path) -> None:
    """Write where each WARC file lies, as pywb's path index: name, tab, path, and the other one that it will have, or
    had: a segment may be sealed while it is replayed. ``root`` must not hold a tab or a line break.
    """
    lines = []
    for name in connection.execute(select(files.c.name)).scalars():
        try:
            now = warc_path(root, name)
        except FileNotFoundError:  # the catalogue knows more than the disk: `verify` tells, replay shows the rest
            continue
        places = dict.fromkeys((str(now), str(root / name), str(root / f"{name}{OPEN}")))
        lines.append("\t".join((name, *places)) + "\n")
    paths.write_text("".join(sorted(lines)), encoding="utf-8")


def showable(connection: Connection) -> Any:
    """The condition on ``captures``: an answer over HTTP, and nobody decided that it is not to be shown.

    A 304 has nothing to show but what it confirmed.
    """
    return and_(
        or_(captures.c.status.is_not(None), captures.c.type == "resource"),
        or_(captures.c.status != 304, captures.c.refers_to.in_(select(CONFIRMED.c.record_id))),
        shown(connection),
    )


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    asked = (
        select(
            captures,
            CONFIRMED.c.file.label("confirmed_file"),
            CONFIRMED.c.offset.label("confirmed_offset"),
            CONFIRMED.c.length.label("confirmed_length"),
            CONFIRMED.c.media_type.label("confirmed_type"),
            CONFIRMED.c.status.label("confirmed_status"),
        )
        .outerjoin(CONFIRMED, and_(captures.c.status == 304, CONFIRMED.c.record_id == captures.c.refers_to))
        .where(showable(connection))
        .order_by(captures.c.urlkey, captures.c.date)
    )
    yield from connection.execution_options(yield_per=1000).execute(asked)
