"""The selection: which records of an archive stand for some of its statements, so that they can be proven elsewhere.

What is selected of a statement:

* every capture of its addresses (its own, its canonical one, its aliases) in the period, and the capture that proves
  each revision which was seen in the period, also where that capture is older;
* of a revisit, the response that holds its bytes;
* what its pages need to be seen (see :mod:`crawler.exporters.requisites`) and the documents they link, each with the
  text that was made of it;
* the whole exchange of each capture, request and findings included, and every metadata record about it: what was read
  of it, why it was refused, what came late on its connection.

Listings, feeds and robots.txt are no part of it. What a decision suppresses is left out, and so is what cannot be shown
without it. Memory does not grow with the archive: everything is noted in temporary tables of the catalogue's snapshot.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, not_, select, text

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.foreign_rows import IMPORTED
from crawler.archive.places import statements_file
from crawler.archive.suppressed import shown
from crawler.catalogue.schema import captures
from crawler.exporters.requisites import Requisites
from crawler.exporters.spans import note_findings
from crawler.warc.build import as_uri
from crawler.warc.cdxj import urlkey

_TABLES: Final = (
    "CREATE TEMP TABLE period (since TEXT, until TEXT)",  # days, both included
    "CREATE TEMP TABLE picked (record_id TEXT PRIMARY KEY) WITHOUT ROWID",  # captures that go along
    "CREATE TEMP TABLE hidden (record_id TEXT PRIMARY KEY) WITHOUT ROWID",  # captures that must not
    "CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY) WITHOUT ROWID",  # statements
    "CREATE TEMP TABLE address (urlkey TEXT, source TEXT, PRIMARY KEY (urlkey, source)) WITHOUT ROWID",
    "CREATE TEMP TABLE line (sha256 TEXT PRIMARY KEY, newest INTEGER, met INTEGER DEFAULT 0) WITHOUT ROWID",
    "CREATE TEMP TABLE made (record_id TEXT PRIMARY KEY) WITHOUT ROWID",  # conversions that a line names
    "CREATE TEMP TABLE part (file TEXT, start INTEGER, stop INTEGER, PRIMARY KEY (file, start)) WITHOUT ROWID",
    # Revisions that were seen in the period, captures that may be shown with what they refer to, and every address.
    "CREATE TEMP VIEW within AS SELECT revisions.* FROM revisions, period"
    " WHERE substr(seen_to, 1, 10) >= since AND substr(seen_from, 1, 10) <= until",
    "CREATE TEMP VIEW shown AS SELECT * FROM captures WHERE record_id NOT IN (SELECT record_id FROM hidden)"
    " AND (refers_to IS NULL OR refers_to NOT IN (SELECT record_id FROM hidden))",
    "CREATE TEMP VIEW spelling AS SELECT id, source, url, suppressed FROM statements UNION"
    " SELECT id, source, canonical_url, suppressed FROM statements UNION"
    " SELECT s.id, s.source, a.url, s.suppressed FROM aliases a JOIN statements s ON s.id = a.statement_id",
)


class SelectionError(ValueError):
    """Nothing can be selected so; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is empty restricts nothing. Days are UTC (``2021-11-08``), both of them included."""

    sources: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(slots=True)
class Selected:
    """How much was selected, and in sentences what had to be left out."""

    statements: int = 0
    revisions: int = 0
    captures: int = 0
    first: str = ""  # capture dates
    last: str = ""
    sources: tuple[str, ...] = ()
    left_out: list[str] = field(default_factory=list)


class Selection:
    """To be used in this order: :meth:`pages` to its end, then :meth:`complete`. One a connection."""

    def __init__(self, root: Path, connection: Connection, wanted: Wanted) -> None:
        """Choose the statements, in one snapshot of the catalogue. Raises :class:`SelectionError`."""
        self._root = root
        self._connection = connection
        self.found = Selected()
        for table in _TABLES:
            self._run(table)
        self._run("INSERT INTO period VALUES (:a, :b)", a=wanted.since or "0000-00-00", b=wanted.until or "9999-99-99")
        self._hide()
        self._choose(wanted)
        self._pick()

    def pages(self) -> Iterator[dict[str, Any]]:
        """The pages of ``pages.jsonl``, one a revision that was seen in the period, in its newest reading."""
        lost = 0
        for newest, statement in self._lines():
            self._documents(statement)
            if not newest:
                continue
            url = self._url(statement["capture"]["record_id"])
            if url is None:
                lost += 1
                continue
            self.found.revisions += 1
            yield _page(statement, url)
        if lost:
            self.found.left_out.append(
                f"{lost} revisions, whose captures are a suppressed statement's or in an ARC file, which no WACZ holds"
            )
        missing = self._one("SELECT count(*) FROM line WHERE NOT met")
        if missing:
            raise ArchiveDamaged(
                f"{missing} lines of the selected statements are not in their files: `communique verify`"
            )

    def complete(self) -> Selected:
        """Add what the captures need, and tell how much it is. Raises ``ArchiveDamaged``, :class:`SelectionError`."""
        Requisites(self._root, self._connection).add()
        self._run(
            "INSERT OR IGNORE INTO picked SELECT record_id FROM shown WHERE record_id IN"
            " (SELECT refers_to FROM conversions WHERE record_id IN (SELECT record_id FROM made))"
        )
        self._run(
            "INSERT OR IGNORE INTO picked SELECT record_id FROM shown WHERE record_id IN"
            " (SELECT refers_to FROM captures WHERE record_id IN (SELECT record_id FROM picked))"
        )
        self._run(
            'INSERT OR IGNORE INTO part SELECT file, "offset", "offset" + length FROM conversions'
            " WHERE refers_to IN (SELECT record_id FROM picked)"
        )
        note_findings(self._root, self._connection)
        row = self._connection.execute(
            text(
                "SELECT count(*), min(date), max(date) FROM captures WHERE record_id IN (SELECT record_id FROM picked)"
            )
        ).one()
        if not row[0] or not self.found.revisions:
            raise SelectionError("nothing is selected: no statement that may be shown was seen so")
        self.found.captures, self.found.first, self.found.last = row[0], row[1], row[2]
        return self.found

    def _hide(self) -> None:
        suppressed = select(captures.c.record_id).where(not_(shown(self._connection)))
        for name in self._connection.execute(suppressed).scalars().all():
            self._run("INSERT OR IGNORE INTO hidden VALUES (:name)", name=name)
        self._run(
            "INSERT OR IGNORE INTO hidden SELECT record_id FROM captures"
            " WHERE file LIKE '%.arc' OR file LIKE '%.arc.gz'"
        )

    def _choose(self, wanted: Wanted) -> None:
        for name in wanted.sources:
            if not self._one("SELECT count(*) FROM files WHERE source = :name", name=name):
                raise SelectionError(f"the archive holds nothing of a source {name!r}")
        for name in wanted.ids:
            row = self._connection.execute(
                text("SELECT suppressed FROM statements WHERE id = :id"), {"id": name}
            ).first()
            if row is None:
                raise SelectionError(f"the archive holds no statement {name!r}")
            if row.suppressed is not None:
                raise SelectionError(f"the statement {name} is suppressed since {row.suppressed}")
        self._run(
            "INSERT INTO chosen SELECT id FROM statements WHERE suppressed IS NULL"
            " AND (:any_source OR source IN (SELECT value FROM json_each(:sources)))"
            " AND (:any_id OR id IN (SELECT value FROM json_each(:ids)))"
            " AND EXISTS (SELECT 1 FROM within WHERE statement_id = id)",
            any_source=not wanted.sources,
            sources=json.dumps(wanted.sources),
            any_id=not wanted.ids,
            ids=json.dumps(wanted.ids),
        )
        self.found.statements = self._one("SELECT count(*) FROM chosen")
        names = "SELECT DISTINCT source FROM statements WHERE id IN (SELECT id FROM chosen) ORDER BY 1"
        self.found.sources = tuple(self._connection.execute(text(names)).scalars())

    def _pick(self) -> None:
        self._run(
            "INSERT OR REPLACE INTO line (sha256, newest) SELECT line_sha256, reading = (SELECT max(reading) FROM"
            " revisions o WHERE o.statement_id = w.statement_id AND o.revision = w.revision)"
            " FROM within w WHERE statement_id IN (SELECT id FROM chosen)"
        )
        self._run(
            "INSERT OR IGNORE INTO picked SELECT record_id FROM shown WHERE record_id IN"
            " (SELECT record_id FROM within WHERE statement_id IN (SELECT id FROM chosen))"
        )
        addresses = "SELECT source, url FROM spelling WHERE id IN (SELECT id FROM chosen)"
        for source, url in self._connection.execute(text(addresses)):
            self._run("INSERT OR IGNORE INTO address VALUES (:key, :source)", key=urlkey(as_uri(url)), source=source)
        self._run(
            "INSERT OR IGNORE INTO picked SELECT c.record_id FROM period, address a JOIN shown c ON c.urlkey = a.urlkey"
            " WHERE c.source IN (a.source, :imported) AND substr(c.date, 1, 10) BETWEEN since AND until",
            imported=IMPORTED,
        )

    def _lines(self) -> Iterator[tuple[bool, dict[str, Any]]]:
        """Whether it is the newest reading, and the statement, of every line that was chosen."""
        months = text(
            "SELECT DISTINCT s.source, substr(c.date, 1, 7) FROM revisions r JOIN chosen ON chosen.id = r.statement_id"
            " JOIN statements s ON s.id = r.statement_id JOIN captures c ON c.record_id = r.record_id ORDER BY 1, 2"
        )
        for source, month in self._connection.execute(months).all():
            name = statements_file(source, month)
            for data in self._all_lines(name):
                sha256 = hashlib.sha256(data).hexdigest()
                newest = self._one("SELECT newest FROM line WHERE sha256 = :sha AND NOT met", sha=sha256)
                if newest is not None:
                    self._run("UPDATE line SET met = 1 WHERE sha256 = :sha", sha=sha256)
                    yield bool(newest), json.loads(data)

    def _all_lines(self, name: str) -> Iterator[bytes]:
        """Those in the file, then those that are committed and perhaps not in it yet."""
        path = self._root / name
        if path.is_file():
            with path.open("rb") as file:
                yield from file
        waiting = text("SELECT line FROM outbox WHERE file = :name ORDER BY seq")
        yield from self._connection.execute(waiting, {"name": name}).scalars().all()

    def _documents(self, statement: Mapping[str, Any]) -> None:
        for document in statement["attachments"]:
            if document.get("capture"):
                self._run(
                    "INSERT OR IGNORE INTO picked SELECT record_id FROM shown WHERE record_id = :id",
                    id=document["capture"]["record_id"],
                )
            if document.get("conversion"):
                self._run("INSERT OR IGNORE INTO made VALUES (:id)", id=document["conversion"])

    def _url(self, record_id: str) -> str | None:
        question = "SELECT url FROM captures WHERE record_id = :id AND record_id IN (SELECT record_id FROM picked)"
        url: str | None = self._one(question, id=record_id)
        return url

    def _one(self, question: str, **values: Any) -> Any:
        return self._connection.execute(text(question), values).scalar()

    def _run(self, statement: str, **values: Any) -> None:
        self._connection.execute(text(statement), values)


def _page(statement: Mapping[str, Any], url: str) -> dict[str, Any]:
    return {
        "id": f"{statement['id']}.{statement['revision']}",
        "url": url,
        "ts": statement["capture"]["date"],
        "title": statement["title"] or "",
        "text": statement["body"]["text"],
        "statement": statement["id"],
        "revision": statement["revision"],
        "source": statement["source"],
        "language": statement["language"],
        "published": (statement["published"] or {}).get("date"),
    }
