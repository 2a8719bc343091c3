"""Re-extraction: the present extractor over the whole archive, without a network.

What reads as before is left alone. What reads differently becomes the next reading of the same revision; the earlier
one stays. A page that was refused and is read now becomes a statement. What was read and would be refused now is told,
and nothing is taken back. Ended in between, and run again, it does the rest; run once more it changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from crawler.archive.batch import BATCH, Origin
from crawler.archive.core import Core
from crawler.archive.decide import foresee
from crawler.archive.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew
from crawler.archive.lock import unchanging
from crawler.archive.opening import MIN_FREE, open_core, this_machine
from crawler.catalogue.database import FILE, Catalogue, CatalogueDamaged, open_catalogue, read_catalogue
from crawler.catalogue.migrate import CatalogueTooNew
from crawler.catalogue.schema import statements
from crawler.model.clock import Clock, utc_now
from crawler.model.draft import Draft
from crawler.model.identity import definition_digest
from crawler.rereading.pool import reread
from crawler.rereading.report import ReextractReport
from crawler.rereading.tasks import Tasks
from crawler.rereading.worker import Defined, Reread
from crawler.sources import Sources
from crawler.warc.disk import Disk, RealDisk
from crawler.warc.record import new_record_id

Tell = Callable[[int, int], None]


class Wanted(NamedTuple):
    """What is to be read: the pages of ``sources`` captured on the days ``since`` to ``until`` (UTC, both included)."""

    sources: tuple[str, ...] = ()  # none: all that there are
    since: str | None = None
    until: str | None = None


def survey(
    root: Path, sources: Sources, wanted: Wanted, *, jobs: int = 1, tell: Tell = lambda done, count: None
) -> ReextractReport:
    """What a re-extraction of the archive at ``root`` would do. Writes nothing, and needs no lock.

    ``tell`` hears how many pages of how many are read. Raises ``ArchiveError``.
    """
    report = ReextractReport(archive=str(root), dry_run=True)
    with unchanging(root):
        return _run(root, sources, wanted, jobs, tell, report, partial(_foreseen, root))


def reextract(
    root: Path,
    sources: Sources,
    wanted: Wanted,
    *,
    jobs: int = 1,
    tell: Tell = lambda done, count: None,
    operator: str | None = None,
    min_free: int = MIN_FREE,
    clock: Clock = utc_now,
    disk: Disk | None = None,
    new_id: Callable[[], str] = new_record_id,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
    batch: int = BATCH,
) -> ReextractReport:
    """Do it, holding the archive's lock, ``batch`` new lines at a time. Raises ``ArchiveError``; what was committed
    before stays.
    """
    origin = Origin(this_machine(), operator, None)
    core, lock = open_core(
        root, clock=clock, disk=disk or RealDisk(), new_id=new_id, origin=origin, min_free=min_free, catalogue=catalogue
    )
    try:
        try:
            report = ReextractReport(archive=str(root), dry_run=False)
            return _run(root, sources, wanted, jobs, tell, report, _Keeper(core, sources, batch))
        finally:
            core.close()
    finally:
        lock.release()


def defined(sources: Sources) -> dict[str, Defined]:
    """Every source with the digest of its definition."""
    return {name: Defined(sources[name], definition_digest(sources.definition(name))) for name in sources}


def tasks_of(root: Path, sources: Mapping[str, Defined], wanted: Wanted) -> Tasks:
    """The pages to be read again. What a decision keeps out of every output is not among them."""
    names = set(sources) & set(wanted.sources or sources)
    return Tasks(root, names, since=wanted.since, until=wanted.until, without=_suppressed(root))


def _run(
    root: Path,
    sources: Sources,
    wanted: Wanted,
    jobs: int,
    tell: Tell,
    report: ReextractReport,
    keep: Callable[[Reread], Reread],
) -> ReextractReport:
    known = defined(sources)
    with tasks_of(root, known, wanted) as tasks:
        report.damages += map(str, tasks.damages)
        report.undefined.update({name: tasks.others[name] for name in sorted(tasks.others) if name not in sources})
        for done, read in enumerate(reread(root, tasks, known, jobs=jobs), start=1):
            report.add(keep(read))
            tell(done, tasks.count)
    return report


class _Keeper:
    """Keeps what reads differently, and says what became of each page."""

    def __init__(self, core: Core, sources: Sources, batch: int) -> None:
        self._core = core
        self._batch = batch
        self._kept = 0
        for name in sources:
            core.define(name, sources.definition(name))

    def __call__(self, read: Reread) -> Reread:
        draft = read.draft
        if draft is None:
            return read
        if read.made is not None:
            draft = _with_conversion(draft, self._core.convert(draft.capture, read.made.text, read.made.reader))
        if read.before is not None:
            news = self._core.reextract(draft, read.before, sorted(read.fields)) is not None
        else:
            news = self._core.revise(None, draft, read.url).outcome != "unchanged"
        self._kept += 1
        if self._kept % self._batch == 0:
            self._core.commit()
        return read if news else _unchanged(read)


def _with_conversion(draft: Draft, record_id: str) -> Draft:
    """The draft of a document with the record that holds its text."""
    reading = draft.reading
    known = tuple(
        item.model_copy(update={"conversion": record_id}) if item.capture == draft.capture else item
        for item in reading.attachments
    )
    return replace(draft, reading=replace(reading, attachments=known))


def _foreseen(root: Path, read: Reread) -> Reread:
    """What would become of a page that was refused: its statement may be known from another capture."""
    if read.kind != "read" or read.draft is None:
        return read
    with read_catalogue(root / FILE) as connection:
        return _unchanged(read) if foresee(connection, read.draft) == "unchanged" else read


def _unchanged(read: Reread) -> Reread:
    return Reread(read.task, "unchanged", read.source, read.id, read.url)


def _suppressed(root: Path) -> frozenset[str]:
    if not (root / FILE).is_file():
        raise ArchiveError(f"there is no archive at {root}")
    try:
        with read_catalogue(root / FILE) as connection:
            kept_out = select(statements.c.id).where(statements.c.suppressed.is_not(None))
            return frozenset(connection.execute(kept_out).scalars())
    except CatalogueTooNew as error:
        raise ArchiveTooNew(f"{root}: {error}") from error
    except CatalogueDamaged as error:
        raise ArchiveDamaged(f"{error}: `communique rebuild` makes it again") from error
