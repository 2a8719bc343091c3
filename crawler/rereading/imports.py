"""The import: files of other makers taken into the archive, and the statements in them read with their capture dates.

First every file is looked through, and a bad one refused; then those that are sound are kept, all in one step; then
their pages are read in the order of their dates, listing pages first, as a crawl would have met them.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sqlalchemy import desc, select, text

from crawler.archive import Archive
from crawler.archive.foreign_rows import IMPORTED, is_foreign, made_at
from crawler.archive.imported import Imported
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import files, runs
from crawler.model.clock import stamp, utc_now
from crawler.model.run import Problem, Run
from crawler.model.source import Politeness, Source
from crawler.rereading.import_pages import PageReader
from crawler.rereading.import_report import FileReport, ImportReport, LeftOut, Note
from crawler.rereading.import_trial import read_trial
from crawler.sources import Sources
from crawler.warc.foreign_text import ForeignError
from crawler.warc.incoming import Incoming
from crawler.warc.package_in import incoming_files

_GROUP: Final = 64  # files that are open at once
_PROBLEMS: Final = 200  # that the run's record names one by one

Tell = Callable[[str], None]


async def import_into(
    archive: Archive,
    paths: Sequence[Path],
    sources: Sources,
    *,
    only: Sequence[str] = (),
    keep_readable: bool = False,
    tell: Tell = lambda _: None,
) -> ImportReport:
    """Import files. ``only`` names the sources whose statements are read (none: all); the files are kept whole anyway.
    Of a file that the archive has already nothing is read, unless ``only`` names sources: a new one, say.

    Raises what the archive raises, and ``OSError`` for a file that cannot be opened.
    """
    report = ImportReport(archive=str(archive.path), dry_run=False)
    run: Run | None = None
    # The pages of an import that was interrupted may be unread, whichever files are given now.
    names = await asyncio.to_thread(_unfinished, archive.path)
    if names:
        tell(f"an earlier import was interrupted: the pages of its {len(names)} files are read again")
        run = (await archive.begin_run(_IMPORTS, "")).run
    for start in range(0, len(paths), _GROUP):
        with ExitStack() as held:
            group: list[Incoming] = []
            for path in paths[start : start + _GROUP]:
                tell(f"looking through {path}")
                group += await asyncio.to_thread(_looked_through, path, held, archive.path, keep_readable, report)
            if run is None and group and (only or await asyncio.to_thread(_any_new, archive.path, group)):
                run = (await archive.begin_run(_IMPORTS, "")).run
            kept = await archive.import_files(group)
            for one, to in zip(group, kept, strict=True):
                report.files.append(_file(one, "known" if to.known else "imported", to))
            names += [to.file for to in kept if not to.known or only]
    if run is not None:
        tell("reading pages")
        await PageReader(archive, sources, only, run.id, report).read(names)
        await archive.end_run(_told(run, report))
    return report


def look_through_only(
    paths: Sequence[Path], sources: Sources, *, only: Sequence[str] = (), keep_readable: bool = False, archive: Path
) -> ImportReport:
    """What an import would keep and read, without touching any archive. Revisits are not read: their bytes may be in
    the archive, which is not looked at.
    """
    report = ImportReport(archive=str(archive), dry_run=True)
    for path in paths:
        with ExitStack() as held:
            group = _looked_through(path, held, None, keep_readable, report)
            report.files += [_file(one, "sound") for one in group]
            read_trial(group, sources, only, report)
    return report


def _unfinished(root: Path) -> list[str]:
    """The files that came with an import which was interrupted before their pages were read."""
    with read_catalogue(root / FILE) as connection:
        last = select(runs.c.record).where(runs.c.source == IMPORTED).order_by(desc(text("rowid"))).limit(1)
        record = connection.execute(last).scalar()
        run = None if record is None else Run.model_validate_json(record)
        if run is None or run.finished is not None:
            return []
        mine = select(files.c.name).where(files.c.source == IMPORTED).order_by(files.c.serial)
        since = re.sub(r"\D", "", run.started)[:17]
        return [name for name in connection.execute(mine).scalars() if is_foreign(name) and made_at(name) >= since]


def _any_new(root: Path, group: Sequence[Incoming]) -> bool:
    with read_catalogue(root / FILE) as connection:
        known = select(files.c.sha256).where(files.c.sha256.in_([one.sha256 for one in group]))
        return bool({one.sha256 for one in group} - set(connection.execute(known).scalars()))


def _looked_through(
    path: Path, held: ExitStack, folder: Path | None, keep_readable: bool, report: ImportReport
) -> list[Incoming]:
    """What is in a file, or nothing where any of it is bad: then that is told."""
    found: list[Incoming] = []
    try:
        for one in incoming_files(path, folder=folder, keep_readable=keep_readable):
            held.callback(one.close)
            found.append(one)
    except ForeignError as error:
        report.files.append(FileReport(name=path.name, outcome="refused", offset=error.offset, reason=error.sentence))
        return []
    return found


def _file(one: Incoming, outcome: str, to: Imported | None = None) -> FileReport:
    return FileReport.model_validate(
        {
            "name": one.name,
            "package": one.package,
            "outcome": outcome,
            "file": to.file if to is not None else None,
            "format": one.format,
            "size": one.size,
            "sha256": one.sha256,
            "unpacked": one.unpacked,
            "maker": one.tally.maker,
            "records": dict(one.tally.types),
            "captures": one.captures,
            "unresolved": to.unresolved if to is not None else 0,
            "notes": [Note(sentence=s, count=n, offset=at) for s, (n, at) in one.tally.notes.items()],
            "left_out": [LeftOut(offset=n.offset, length=n.length, sentence=n.sentence) for n in one.lost],
        }
    )


def _told(run: Run, report: ImportReport) -> Run:
    """The run as it ended: its numbers are those of all sources together."""
    every = Counter[str]()
    for pages in report.sources.values():
        for name in ("read", "published", "revised", "unchanged", "linked"):
            every[name] += getattr(pages, name)
        every["refused"] += sum(pages.refused.values())
    new = [one for one in report.files if one.outcome == "imported"]
    return run.model_copy(
        update={
            "finished": stamp(utc_now()),
            "outcome": "ok",
            "reason": "import of " + ", ".join(one.name for one in new[:20]),
            "bytes": sum(one.size or 0 for one in new),
            "captured": sum(one.captures for one in new),
            "extracted": every["read"],
            "published": every["published"],
            "revised": every["revised"],
            "unchanged": every["unchanged"],
            "linked": every["linked"],
            "refused": every["refused"],
            "problems": [
                Problem(url=one.url, code=one.code, sentence=one.sentence) for one in report.refusals[:_PROBLEMS]
            ],
        }
    )


# Not validated: its id is no ministry's. An import is a run of its own, so that a crawl that was interrupted goes on
# with its own run afterwards.
_IMPORTS: Final = Source.model_construct(
    id=IMPORTED,
    name="imported from files of other makers",
    country="ZZ",
    languages=("und",),
    timezone="UTC",
    sites=(),
    listings=(),
    layouts=(),
    kinds={},
    politeness=Politeness(),
)
