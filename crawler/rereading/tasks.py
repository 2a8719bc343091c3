"""Tasks: which pages of an archive are to be read again, in the order in which they lie in its WARC files.

They are the newest line of every revision, and the pages that were refused and are not read yet. Where each line lies
is noted in a temporary database, so memory does not grow with the archive.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from crawler.archive.damage import Damage
from crawler.archive.places import REFUSED, STATEMENTS

_TABLES: Final = """
CREATE TABLE line (id, revision, reading, file, offset, length, warc, place, PRIMARY KEY (id, revision)) WITHOUT ROWID;
CREATE TABLE refused (warc, place, file, offset, length, PRIMARY KEY (warc, place)) WITHOUT ROWID;
CREATE TABLE captured (warc, place, PRIMARY KEY (warc, place)) WITHOUT ROWID;
"""
_LINE: Final = """
INSERT INTO line VALUES (:id, :revision, :reading, :file, :offset, :length, :warc, :place) ON CONFLICT DO UPDATE SET
reading = excluded.reading, file = excluded.file, offset = excluded.offset, length = excluded.length,
warc = excluded.warc, place = excluded.place WHERE excluded.reading > reading
"""
_ORDERED: Final = """
SELECT file, offset, length, 0, warc, place FROM line UNION ALL
SELECT file, offset, length, 1, warc, place FROM refused WHERE NOT EXISTS
(SELECT 1 FROM captured WHERE captured.warc = refused.warc AND captured.place = refused.place)
ORDER BY warc, place
"""


class Task(NamedTuple):
    """A line of ``file`` (relative to the archive) to be compared with what its capture says now. ``refused``: it is
    one of ``quarantine/refused.jsonl``, and there is nothing to compare with.
    """

    file: str
    offset: int
    length: int
    refused: bool


class Tasks:
    """Every task of an archive. To be closed."""

    def __init__(
        self,
        root: Path,
        sources: Collection[str],
        *,
        since: str | None = None,
        until: str | None = None,
        without: Collection[str] = (),
    ) -> None:
        """Of ``sources`` alone; ``since`` and ``until`` are the first and last day (UTC) of a capture that is read, and
        ``without`` ids of statements that are left out.
        """
        self.damages: list[Damage] = []  # lines that are none
        self.others = Counter[str]()  # pages of sources that are not among these
        self._root = root
        self._sources = sources
        self._days = (since or "", f"{until}~" if until else "~")  # a date begins with its day; no letter follows ~
        self._without = without
        self._notes = sqlite3.connect("")  # a file that nobody else sees, in memory while it is small
        self._notes.executescript(_TABLES)
        for path in sorted((root / STATEMENTS).rglob("*.jsonl")):
            self._note(path.relative_to(root).as_posix(), refused=False)
        self._note(REFUSED, refused=True)
        self.count = sum(1 for _ in self)

    def __iter__(self) -> Iterator[Task]:
        with closing(self._notes.cursor()) as rows:
            for file, offset, length, refused, _, _ in rows.execute(_ORDERED):
                yield Task(file, offset, length, bool(refused))

    def close(self) -> None:
        """Drop the notes."""
        self._notes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _note(self, name: str, *, refused: bool) -> None:
        path = self._root / name
        if not path.is_file():
            return
        offset = 0
        with path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break  # it is being written
                try:
                    self._note_line(name, offset, line, refused=refused)
                except (ValueError, KeyError, TypeError) as error:
                    self.damages.append(Damage(name, offset, f"this line cannot be understood: {error}"))
                offset += len(line)

    def _note_line(self, name: str, offset: int, line: bytes, *, refused: bool) -> None:
        value: dict[str, Any] = json.loads(line)
        if value.get("event") == "suppressed":
            return
        capture = value["capture"]
        row = {
            "file": name,
            "offset": offset,
            "length": len(line),
            "warc": capture["warc"],
            "place": capture["offset"],
        }
        if not refused:  # also of a source that is not asked for: its refused pages are none any more
            self._notes.execute("INSERT INTO captured VALUES (:warc, :place) ON CONFLICT DO NOTHING", row)
        if not self._days[0] <= capture["date"] <= self._days[1]:
            return
        if value["source"] not in self._sources:
            self.others[value["source"]] += 1
        elif refused:
            self._notes.execute(
                "INSERT INTO refused VALUES (:warc, :place, :file, :offset, :length) ON CONFLICT DO NOTHING", row
            )
        elif value["id"] not in self._without:
            known = {"id": value["id"], "revision": value["revision"], "reading": value.get("reading", 1)}
            self._notes.execute(_LINE, row | known)
