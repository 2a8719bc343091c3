"""The audit: whether the files of an archive still are what they were when they were committed, and a log of each look.

A sealed WARC file is measured by its digest in the catalogue and in the manifest. Files of lines grow: of these the
part that the last good check saw must be what it was. An audit only reads, but for its log, and may run beside a crawl.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select

from crawler.archive.copying import Unreadable, hash_file
from crawler.archive.fixity import Check, History, open_log, read_log
from crawler.archive.lock import unchanging
from crawler.archive.outbox import sizes_of
from crawler.archive.places import MANIFEST
from crawler.archive.snapshot import read_snapshot
from crawler.archive.suppressed import rewritten_at
from crawler.archive.swap import Due
from crawler.catalogue.schema import files, outbox
from crawler.model.clock import Clock, stamp, utc_now
from crawler.warc.disk import Disk, RealDisk

DAYS: Final = 90.0


class FixityStatus(BaseModel):
    """How long ago sealed files were looked at."""

    model_config = ConfigDict(frozen=True)

    sealed: int
    overdue: int = Field(description=f"sealed files without a good check in the last {DAYS:.0f} days")
    age: float | None = Field(description="seconds since the oldest of their last checks; null: there was none")
    damaged: int = Field(description="files that the last check found changed or missing")


class _Subject(NamedTuple):
    name: str
    size: int
    sha256: str | None  # none: a file of lines
    told: str | None  # what the manifest says


def audit(
    root: Path,
    *,
    everything: bool = False,
    days: float = DAYS,
    clock: Clock = utc_now,
    disk: Disk | None = None,
) -> Iterator[tuple[Check, int]]:
    """Check what had no good check in the last ``days`` (or ``everything``), the longest unchecked first.

    Yields each check once its line is durable, and how many are still to come. ``ArchiveError`` where there is no
    archive, ``ArchiveBusy`` where another audit or a suppression runs, ``StorageFailed`` where the log cannot be
    written.
    """
    disk = disk or RealDisk()
    with unchanging(root), ExitStack() as held:
        with read_snapshot(root) as connection:  # not longer than needed: a crawl's log grows behind a snapshot
            rewritten = rewritten_at(connection)
            place = Due(root, connection)
            found = list(_subjects(connection, root, place))
        log = held.enter_context(open_log(disk, root))
        history = read_log(root)
        subjects = [subject for subject in found if everything or _due(history, subject.name, days, clock)]
        subjects.sort(key=lambda subject: _last(history, subject.name))
        for number, subject in enumerate(subjects, start=1):
            known = history.good.get(subject.name)
            if known is not None and rewritten.get(subject.name, "") > known.at:
                known = None  # changed on purpose since: there is nothing to compare with
            path = place.path(subject.name) or root / subject.name
            check = _check(subject, path, known, stamp(clock()))
            log.add(check)
            yield check, len(subjects) - number


def fixity_status(root: Path, connection: Connection, now: datetime) -> FixityStatus:
    """What the log says of the files that are sealed now."""
    history = read_log(root)
    names = connection.execute(select(files.c.name).where(files.c.sealed.is_(True))).scalars().all()
    checks = [history.last[name].at for name in names if name in history.last]
    return FixityStatus(
        sealed=len(names),
        overdue=sum(_due(history, name, DAYS, lambda: now) for name in names),
        age=None if not checks else (now - datetime.fromisoformat(min(checks))).total_seconds(),
        damaged=sum(check.result != "ok" for check in history.last.values()),
    )


def _subjects(connection: Connection, root: Path, place: Due) -> Iterator[_Subject]:
    sizes = sizes_of(connection)
    told = _manifest(connection, place.path(MANIFEST) or root / MANIFEST, sizes.get(MANIFEST, 0))
    for row in connection.execute(select(files).where(files.c.sealed.is_(True)).order_by(files.c.serial)):
        yield _Subject(row.name, row.size, row.sha256, told.get(row.name))
    for name, size in sorted(sizes.items()):
        yield _Subject(name, size, None, None)


def _manifest(connection: Connection, path: Path, size: int) -> dict[str, str]:
    data = path.read_bytes()[:size] if path.is_file() else b""
    data += b"".join(connection.execute(select(outbox.c.line).where(outbox.c.file == MANIFEST)).scalars())
    pairs = (line.partition("  ") for line in data.decode("utf-8", "replace").splitlines())
    return {name: digest for digest, _, name in pairs}


def _due(history: History, name: str, days: float, clock: Clock) -> bool:
    last = history.last.get(name)
    if last is None or last.result != "ok":
        return True
    return clock() - datetime.fromisoformat(last.at) >= timedelta(days=days)


def _last(history: History, name: str) -> str:
    last = history.last.get(name)
    return "" if last is None else last.at


def _check(subject: _Subject, path: Path, known: Check | None, at: str) -> Check:
    before = known.size if subject.sha256 is None and known is not None and known.size is not None else None
    sizes = [subject.size] if before is None else [min(before, subject.size), subject.size]
    try:
        found = hash_file(path, *sizes)
    except Unreadable as error:
        place = "" if error.missing else f", byte {error.offset}"
        return Check(
            at=at,
            file=subject.name,
            sha256=None,
            size=None,
            result="missing" if error.missing else "unreadable",
            sentence=f"{error}{place}",
        )
    sentence = _wrong(subject, path, known, before, found)
    return Check(
        at=at,
        file=subject.name,
        sha256=found[-1],
        size=subject.size,
        result="ok" if sentence is None else "changed",
        sentence=sentence,
    )


def _wrong(subject: _Subject, path: Path, known: Check | None, before: int | None, found: list[str]) -> str | None:
    if subject.sha256 is None:
        if known is None or before is None:
            return None
        if before > subject.size:
            return f"{subject.size} bytes are committed, but {before} were there on {known.at}"
        if found[0] != known.sha256:
            return f"its first {before} bytes are not what they were on {known.at}"
        return None
    if found[0] != subject.sha256:
        return f"its SHA-256 is {found[0]}, but it was sealed with {subject.sha256}"
    if (size := path.stat().st_size) != subject.size:
        return f"it has {size} bytes, but was sealed with {subject.size}"
    if subject.told != subject.sha256:
        said = f"says {subject.told}" if subject.told else "has no line of it"
        return f"the file is as it was sealed, but {MANIFEST} {said}"
    return None
