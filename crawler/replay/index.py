"""The index of an archive for one replay: what the catalogue knows now, as pywb reads it.

It is made anew at every start out of one snapshot, so that it also holds what lies in segments that are still growing,
and leaves out what a decision has suppressed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from crawler.archive.cdx import cdx_line
from crawler.archive.places import OPEN, warc_path
from crawler.catalogue.schema import aliases, captures, files, revisions, statements


def write_index(connection: Connection, index: Path) -> int:
    """Write the sorted CDXJ of all captures that can be shown; returns how many they are. Memory does not grow with
    them: the catalogue sorts (a key, and a date, sorts by its bytes, as the lines have to).
    """
    count = 0
    with index.open("w", encoding="utf-8") as file:
        for row in _rows(connection):
            file.write(cdx_line(row, filename=row.file).text())
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


def showable() -> Any:
    """The condition on ``captures``: an answer over HTTP, and nobody decided that it is not to be shown.

    A 304 that was stored as a response has nothing to show, and pywb fails at it.
    """
    hidden = select(statements.c.id).where(statements.c.suppressed.is_not(None))
    of_hidden = (
        select(statements.c.url).where(statements.c.suppressed.is_not(None)),
        select(statements.c.canonical_url).where(statements.c.suppressed.is_not(None)),
        select(aliases.c.url).where(aliases.c.statement_id.in_(hidden)),
    )
    return and_(
        or_(captures.c.status.is_not(None), captures.c.type == "resource"),
        or_(captures.c.type != "response", captures.c.status != 304),
        captures.c.record_id.not_in(select(revisions.c.record_id).where(revisions.c.statement_id.in_(hidden))),
        *(captures.c.url.not_in(urls) for urls in of_hidden),
    )


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    asked = select(captures).where(showable()).order_by(captures.c.urlkey, captures.c.date)
    yield from connection.execution_options(yield_per=1000).execute(asked)
