"""What two crawls of the demo have left in the archive, read back from its own files."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import aliases, statements
from crawler.model.run import Problem, Run
from crawler.model.statement import Statement


@dataclass(frozen=True)
class Findings:
    """Every line of the source's ``statements/*.jsonl``, in order, and the two runs that wrote them.

    ``moves`` are redirects as the catalogue knows them: old address, id of the statement there, its address now.
    """

    first: Run
    second: Run
    lines: tuple[Statement, ...]
    moves: tuple[tuple[str, str, str], ...]

    @cached_property
    def found(self) -> list[Statement]:
        """Statements of the first crawl."""
        return [line for line in self.lines if line.fetched_at < self.second.started]

    @cached_property
    def edited(self) -> list[tuple[Statement, Statement]]:
        """Statements whose text changed: the revision before, and the revision of the second crawl."""
        revisions = {(line.id, line.revision): line for line in self.lines}
        return [
            (revisions[line.id, line.revision - 1], line)
            for line in self._later
            if line.event == "revised" and (line.id, line.revision - 1) in revisions
        ]

    @cached_property
    def moved(self) -> list[tuple[Statement, str]]:
        """Statements whose address of the first crawl redirects now, and where to."""
        targets = {old: now for old, _, now in self.moves}
        return [(line, targets[line.canonical_url]) for line in self.found if line.canonical_url in targets]

    @cached_property
    def published(self) -> list[Statement]:
        """Statements that are new in the second crawl; not those that only have a new address."""
        known = {line.canonical_url for line in self.found}
        moved = {name for old, name, _ in self.moves if old in known}
        return [line for line in self._later if line.event == "published" and line.id not in moved]

    @cached_property
    def gone(self) -> list[tuple[Statement, Problem]]:
        """Statements whose page the second crawl did not find any more, and what it found."""
        newest = {line.url: line for line in self.lines}
        return [
            (newest[problem.url], problem)
            for problem in self.second.problems
            if problem.code == "http.gone" and problem.url in newest
        ]

    @cached_property
    def copies(self) -> list[tuple[Statement, Statement]]:
        """Statements of the first crawl that say the same at another address: the later read, and the earlier."""
        known = {line.id: line for line in self.found}
        links = ((line, link) for line in self.found for link in line.links if link.kind == "copy")
        return [(line, known[link.id]) for line, link in links if link.id in known]

    def unedited_copies(self, old: Statement) -> list[Statement]:
        """Copies elsewhere that still carry the text of the revision ``old``."""
        others = {(a if b.id == old.id else b).id for a, b in self.copies if old.id in (a.id, b.id)}
        newest = {line.id: line for line in self.lines if line.id in others}
        return [line for line in newest.values() if line.body.text == old.body.text]

    @property
    def _later(self) -> list[Statement]:
        return [line for line in self.lines if line.fetched_at >= self.second.started]


def read_findings(archive: Path, first: Run, second: Run) -> Findings:
    """Read lines and catalogue.

    Raises ``ValueError`` where a line is not one of ours, ``OSError`` where a file cannot be read.
    """
    lines: list[Statement] = []
    for file in sorted((archive / "statements" / first.source).glob("*.jsonl")):
        with file.open("rb") as rows:
            lines += [Statement.model_validate_json(row) for row in rows]
    moves = (
        select(aliases.c.url, aliases.c.statement_id, statements.c.url)
        .join(statements, statements.c.id == aliases.c.statement_id)
        .where(aliases.c.source == first.source)
    )
    with read_catalogue(archive / FILE) as connection:
        found = tuple((row[0], row[1], row[2]) for row in connection.execute(moves))
    return Findings(first, second, tuple(lines), found)
