"""Status: what an archive holds and how each source's last run ended. Reads only, also beside a crawl."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, desc, func, select, text

from crawler.archive.audit import FixityStatus, fixity_status
from crawler.archive.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew
from crawler.archive.suppressed import suppressed_ids
from crawler.catalogue.database import FILE, CatalogueDamaged, read_catalogue
from crawler.catalogue.migrate import CatalogueTooNew
from crawler.catalogue.schema import captures, files, links, outbox, revisions, runs, statements, urls
from crawler.model.clock import Clock, utc_now
from crawler.model.run import Run

_DONE = ("ok", "degraded")  # outcomes of a run that saw what the source lists


class SourceStatus(BaseModel):
    """One source. Ages are in seconds."""

    model_config = ConfigDict(frozen=True)

    source: str
    statements: int
    gone: int = Field(description="statements that the server last said are gone")
    captures: int
    pending: int = Field(description="addresses that wait to be asked or read")
    last_run: Run | None
    lag: float | None = Field(description="since the last run that saw what the source lists; null: there was none")


class Status(BaseModel):
    """The whole archive. ``bytes`` are those of committed WARC."""

    model_config = ConfigDict(frozen=True)

    archive: str
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
    sources: list[SourceStatus]


def read_status(root: Path, *, clock: Clock = utc_now) -> Status:
    """Look at one snapshot. ``ArchiveError`` where there is no archive, ``ArchiveDamaged`` where it cannot be read."""
    try:
        with read_catalogue(root / FILE) as connection:
            return _status(root, connection, clock())
    except FileNotFoundError as error:
        raise ArchiveError(f"there is no archive at {root}, or its {FILE} is missing") from error
    except CatalogueTooNew as error:
        raise ArchiveTooNew(f"{root}: {error}") from error
    except CatalogueDamaged as error:
        raise ArchiveDamaged(f"{error}; `communique rebuild` makes it again") from error


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


def _source_text(source: SourceStatus) -> list[str]:
    lines = [f"{source.source}", f"  statements  {source.statements:,}, of them {source.gone:,} last seen gone"]
    if source.pending:
        lines.append(f"  waiting     {source.pending:,} addresses")
    run = source.last_run
    if run is None:
        return [*lines, "  last run    none"]
    lines.append(f"  last run    {run.outcome}, begun {run.started}{f': {run.reason}' if run.reason else ''}")
    lines.append(
        f"              {run.listed:,} listed, {run.captured:,} captured, {run.published:,} new,"
        f" {run.revised:,} revised, {run.unchanged:,} unchanged, {run.gone:,} gone, {run.refused:,} refused,"
        f" {run.failed:,} failed"
    )
    for name, filled in sorted(run.layouts.items()):
        shares = ", ".join(f"{field} {count / filled.pages:.0%}" for field, count in sorted(filled.fields.items()))
        lines.append(f"  fields      {name}: {filled.pages:,} pages: {shares or 'none was read'}")
    if source.lag is not None:
        lines.append(f"  lag         {source.lag / 3600:,.1f} h since the last whole look")
    return lines


def _status(root: Path, connection: Connection, now: datetime) -> Status:
    def count(table: object) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]

    committed = connection.execute(
        select(func.count(), func.coalesce(func.sum(files.c.size), 0), func.count().filter(files.c.sealed.is_(False)))
    ).one()
    return Status(
        archive=str(root),
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
        sources=[_source(connection, name, now) for name in _names(connection)],
    )


def _names(connection: Connection) -> list[str]:
    found: set[str] = set()
    for table in (files, statements, runs):
        found.update(connection.execute(select(table.c.source).distinct()).scalars())
    return sorted(found)


def _source(connection: Connection, name: str, now: datetime) -> SourceStatus:
    known = connection.execute(
        select(func.count(), func.count(statements.c.gone_since)).where(statements.c.source == name)
    ).one()
    taken = connection.execute(select(func.count()).where(captures.c.source == name)).scalar_one()
    waiting = connection.execute(
        select(func.count()).where(urls.c.source == name, urls.c.state.in_(("pending", "in_flight", "captured")))
    ).scalar_one()
    mine = select(runs.c.record).where(runs.c.source == name).order_by(desc(text("rowid"))).limit(1)
    last = connection.execute(mine).scalar()
    whole = connection.execute(mine.where(runs.c.outcome.in_(_DONE))).scalar()
    finished = Run.model_validate_json(whole).finished if whole is not None else None
    return SourceStatus(
        source=name,
        statements=known[0],
        gone=known[1],
        captures=taken,
        pending=waiting,
        last_run=None if last is None else Run.model_validate_json(last),
        lag=None if finished is None else (now - datetime.fromisoformat(finished)).total_seconds(),
    )
