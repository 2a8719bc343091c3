"""Status: what an archive holds and how each source is doing. Reads only, also beside a crawl."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, func, select

from crawler.archive.audit import FixityStatus, fixity_status
from crawler.archive.opening import MIN_FREE
from crawler.archive.snapshot import read_snapshot
from crawler.archive.source_status import SourceStatus, source_status
from crawler.archive.suppressed import suppressed_ids
from crawler.catalogue.schema import captures, files, links, outbox, revisions, runs, statements
from crawler.model.clock import Clock, stamp, utc_now

SOON: Final = 14.0  # days: time to buy a disk
_OF_LATE: Final = timedelta(days=30)
_TEN_YEARS: Final = 3650.0  # days
_AT_LEAST: Final = 7.0  # days that it is divided by: a source's first crawl is no pace


class DiskStatus(BaseModel):
    """The disk that the archive lies on, in bytes."""

    model_config = ConfigDict(frozen=True)

    free: int
    least: int = Field(description="with less than that no crawl starts")
    a_day: float = Field(description="what was received a day in the last thirty days")
    lasts: float | None = Field(description="days after which it is full at that pace; null: nothing was received")
    soon: float = Field(SOON, description="days of that which are called soon")


class Status(BaseModel):
    """The whole archive. ``bytes`` are those of committed WARC."""

    model_config = ConfigDict(frozen=True)

    archive: str
    at: str = Field(description="when it was looked at, UTC")
    statements: int
    revisions: int
    links: int
    captures: int
    files: int
    open_files: int
    bytes: int
    lines_waiting: int = Field(description="committed lines that may not be in their files yet")
    suppressed: int = Field(description="statements that a decision keeps out of every output")
    fixity: FixityStatus
    disk: DiskStatus
    sources: list[SourceStatus]


def read_status(root: Path, *, clock: Clock = utc_now, min_free: int = MIN_FREE) -> Status:
    """Look at one snapshot. ``ArchiveError`` where there is no archive, ``ArchiveDamaged`` where it cannot be read.

    ``min_free``: the bytes below which the operator lets no crawl start.
    """
    with read_snapshot(root) as connection:
        return _status(root, connection, clock(), min_free)


def status_text(status: Status) -> str:
    """The same for people."""
    lines = [
        f"archive      {status.archive}",
        f"statements   {status.statements:,} in {status.revisions:,} revisions, {status.links:,} linked copies",
        f"captures     {status.captures:,} in {status.files:,} WARC files ({status.open_files:,} open),"
        f" {status.bytes / 1e6:,.1f} MB",
    ]
    if status.lines_waiting:
        lines.append(f"lines        {status.lines_waiting:,} committed, perhaps not yet in their files")
    if status.suppressed:
        lines.append(f"suppressed   {status.suppressed:,} statements, by decisions.jsonl")
    lines.append(f"fixity       {_fixity_text(status)}")
    lines.append(f"disk         {_disk_text(status)}")
    for source in status.sources:
        lines += ["", *_source_text(source)]
    return "\n".join(lines)


def _fixity_text(status: Status) -> str:
    fixity = status.fixity
    if fixity.age is None:
        return "no file was ever audited: `communique audit`"
    days = fixity.age / 86400
    text = f"oldest check {days:,.0f} days ago, {fixity.overdue:,} of {fixity.sealed:,} sealed files are due"
    return f"{text}, {fixity.damaged:,} found changed" if fixity.damaged else text


def _disk_text(status: Status) -> str:
    disk = status.disk
    told = f"{disk.free / 1e9:,.1f} GB free"
    if disk.lasts is None:
        return told
    lasts = "more than ten years" if disk.lasts > _TEN_YEARS else f"{disk.lasts:,.0f} days"
    return f"{told}, {disk.a_day / 1e6:,.1f} MB a day of late: enough for {lasts}"


def _source_text(source: SourceStatus) -> list[str]:
    withdrawn = f", {source.withdrawn:,} of these withdrawn" if source.withdrawn else ""
    lines = [
        f"{source.source}",
        f"  statements  {source.statements:,}, of them {source.gone:,} last seen gone{withdrawn}",
    ]
    if source.pending:
        lines.append(f"  waiting     {source.pending:,} addresses")
    run, habit = source.last_run, source.habit
    if run is None:
        return [*lines, "  last run    none"]
    lines.append(f"  last run    {run.outcome}, begun {run.started}{f': {run.reason}' if run.reason else ''}")
    lines.append(
        f"              {run.listed:,} listed, {run.captured:,} captured, {run.published:,} new,"
        f" {run.revised:,} revised, {run.unchanged:,} unchanged, {run.gone:,} gone, {run.refused:,} refused,"
        f" {run.failed:,} failed"
    )
    if habit.runs:
        every = "" if habit.every is None else f", one every {habit.every / 3600:,.1f} h"
        lines.append(
            f"  habit       {habit.listed:,.0f} listed, {habit.captured:,.0f} captured, {habit.published:,.0f} new"
            f" ({habit.runs:,} runs before{every})"
        )
    for name, filled in sorted(run.layouts.items()):
        shares = ", ".join(f"{field} {count / filled.pages:.0%}" for field, count in sorted(filled.fields.items()))
        lines.append(f"  fields      {name}: {filled.pages:,} pages: {shares or 'none was read'}")
    lines += [f"  verdict     {verdict.kind}: {verdict.sentence}" for verdict in run.verdicts]
    if source.silence is not None:
        lines.append(f"  rhythm      {source.silence.sentence()}")
    if source.last_success is not None:
        lines.append(f"  last good   {source.last_success}")
    if source.lag is not None:
        lines.append(f"  lag         {source.lag / 3600:,.1f} h since the last whole look")
    if source.next_look is not None:
        lines.append(f"  next look   {source.next_look}, {source.due:,} statements are due")
    return lines


def _status(root: Path, connection: Connection, now: datetime, min_free: int) -> Status:
    def count(table: object) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]

    committed = connection.execute(
        select(func.count(), func.coalesce(func.sum(files.c.size), 0), func.count().filter(files.c.sealed.is_(False)))
    ).one()
    return Status(
        archive=str(root),
        at=stamp(now),
        statements=count(statements),
        revisions=connection.execute(select(func.count()).where(revisions.c.reading == 1)).scalar_one(),
        links=count(links),
        captures=count(captures),
        files=committed[0],
        open_files=committed[2],
        bytes=committed[1],
        lines_waiting=count(outbox),
        suppressed=len(suppressed_ids(connection)),
        fixity=fixity_status(root, connection, now),
        disk=_disk(root, connection, now, min_free),
        sources=[source_status(connection, name, now) for name in _names(connection)],
    )


def _disk(root: Path, connection: Connection, now: datetime, least: int) -> DiskStatus:
    late = select(func.sum(func.json_extract(runs.c.record, "$.bytes")), func.min(runs.c.started))
    received, first = connection.execute(late.where(runs.c.started >= stamp(now - _OF_LATE))).one()
    free = shutil.disk_usage(root).free
    if not received:
        return DiskStatus(free=free, least=least, a_day=0, lasts=None)
    days = max(_AT_LEAST, (now - datetime.fromisoformat(first)) / timedelta(days=1))
    a_day = received / days
    return DiskStatus(free=free, least=least, a_day=a_day, lasts=max(0.0, (free - least) / a_day))


def _names(connection: Connection) -> list[str]:
    found: set[str] = set()
    for table in (files, statements, runs):
        found.update(connection.execute(select(table.c.source).distinct()).scalars())
    return sorted(found)
