"""The check that the archive is enough: every statement's bytes, extracted again, give the statement's digest.

Where program and definition are those that the line was read by, another digest is damage: the bytes, the line or the
extractor is not what it was. Where either is another, a difference is no fault, but worth a word: a re-extraction
brings the lines up to date.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from crawler.archive.damage import Damage
from crawler.archive.lock import unchanging
from crawler.model.statement import EXTRACTOR_VERSION
from crawler.rereading.pool import reread
from crawler.rereading.reextract import Tell, Wanted, defined, tasks_of
from crawler.rereading.worker import Defined, Reread
from crawler.sources import Sources


class ExtractCheck:
    """One check. ``statements`` were read again; ``notes`` are sentences, complete once all damages were taken."""

    def __init__(self, root: Path, sources: Sources, *, jobs: int, tell: Tell = lambda done, count: None) -> None:
        self.statements = 0
        self.notes: list[str] = []
        self._root = root
        self._sources = sources
        self._jobs = jobs
        self._tell = tell

    def damages(self) -> Iterator[Damage]:
        """Every line whose capture does not give its digest. Raises ``ArchiveError``."""
        known = defined(self._sources)
        differ = Counter[str]()
        with unchanging(self._root), tasks_of(self._root, known, Wanted()) as tasks:
            yield from tasks.damages
            lines = (task for task in tasks if not task.refused)
            for read in reread(self._root, lines, known, jobs=self._jobs):
                self.statements += 1
                self._tell(self.statements, tasks.count)
                sentence = _otherwise(read)
                if sentence is None:
                    continue
                if read.kind != "unreadable" and not _read_by_this(read, known):
                    differ[read.source] += 1
                else:
                    yield Damage(read.task.file, read.task.offset, f"{read.id or 'this line'}: {sentence}")
            self.notes += [
                f"{name}: {count:,} statements read differently now than when they were read:"
                f" `communique reextract --source {name} --dry-run` shows how"
                for name, count in sorted(differ.items())
            ]
            self.notes += [
                f"{name}: {count:,} pages were not extracted again: no source has this id"
                for name, count in sorted(tasks.others.items())
            ]


def _otherwise(read: Reread) -> str | None:
    """What is not as the line says, or none."""
    if read.kind == "unreadable":
        return read.sentence
    if read.kind == "refused" and read.reason is not None:
        return f"its page does not extract any more: {read.reason.code}: {read.reason.sentence}"
    if read.before is None or read.draft is None or read.before.digest == read.draft.digest:
        return None
    fields = ", ".join(sorted(read.fields))
    return f"its page extracts to {read.draft.digest}, and not to {read.before.digest} ({fields})"


def _read_by_this(read: Reread, known: dict[str, Defined]) -> bool:
    """Whether the line was read by this extractor, by the definition that its source has now."""
    if read.before is None:
        return True
    extraction = read.before.extraction
    return extraction.version == EXTRACTOR_VERSION and extraction.definition == known[read.source].definition
