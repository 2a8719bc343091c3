"""Needs: what of an archive's state wants a person, each with a key that stays the same while it lasts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from crawler.archive.audit import DAYS
from crawler.archive.source_status import SourceStatus
from crawler.archive.status import Status
from crawler.model.run import TOO_LONG, Run

NeedKind = Literal[
    "site_changed",
    "reading_changed",
    "blocked",
    "unreachable",
    "silent",
    "emptied",
    "incomplete",
    "failed",
    "degraded",
    "late",
    "too_long",
    "disk",
    "fixity",
    "unaudited",
]

PATIENCE: Final = timedelta(days=1)  # an outage that is over by then wants nobody
_TELLING: Final = ("layout.drift", "monitor.failed")  # problems that are none of single pages
_LATE: Final = 4.0  # times its usual pause between two crawls
_LATE_AT_LEAST: Final = timedelta(days=2)
_AUDIT_LATE: Final = 2.0  # times the days after which a file is to be audited


class Need(NamedTuple):
    """``key`` names the incident (source and kind; ``archive`` where it is of no one source), ``since`` is when it
    began, as far as the archive knows, ``sentence`` says what is wrong and what to do.
    """

    key: str
    source: str | None
    kind: NeedKind
    sentence: str
    since: str | None


def needs(status: Status) -> tuple[Need, ...]:
    """What wants a person, the archive's own first, then source by source.

    A run that failed for a passing outage wants nobody until it has lasted for :data:`PATIENCE`, but where the source
    was never read at all. A page or two that could not be read want nobody either, if that is usual for the source.
    """
    return (*_archive(status), *(need for source in status.sources for need in _source(source, status.at)))


def _archive(status: Status) -> Iterator[Need]:
    fixity, disk = status.fixity, status.disk
    if disk.free < disk.least:
        told = (
            f"{disk.free / 1e9:,.1f} GB are free on the archive's disk, and no crawl starts below"
            f" {disk.least / 1e9:,.1f}: free or add storage"
        )
        yield Need("archive:disk", None, "disk", told, None)
    elif disk.lasts is not None and disk.lasts < disk.soon:
        told = (
            f"{disk.free / 1e9:,.1f} GB are free on the archive's disk, which fills in {disk.lasts:,.0f} days as fast"
            " as it did of late: add storage"
        )
        yield Need("archive:disk", None, "disk", told, None)
    if fixity.damaged:
        told = f"{fixity.damaged:,} files are not what they were when they were sealed: `communique audit` names them"
        yield Need("archive:fixity", None, "fixity", told, None)
    unseen = fixity.age if fixity.age is not None else _age(status)
    if fixity.sealed and fixity.overdue and unseen is not None and unseen > _AUDIT_LATE * DAYS * 86400:
        told = f"{fixity.overdue:,} files were not audited for {unseen / 86400:,.0f} days: run `communique audit`"
        yield Need("archive:unaudited", None, "unaudited", told, None)


def _age(status: Status) -> float | None:
    first = [source.first_run for source in status.sources if source.first_run is not None]
    return None if not first else (_moment(status.at) - _moment(min(first))).total_seconds()


def _source(source: SourceStatus, at: str) -> Iterator[Need]:
    if (late := _late(source, at)) is not None:
        yield late
    if (last := source.last_run) is not None and last.outcome == "interrupted" and TOO_LONG in (last.reason or ""):
        sentence = "its last crawl lasted longer than its schedule allows, and was ended: see what holds it up, or set"
        yield _need(source, "too_long", f"{sentence} `longest` anew; the next goes on with it", last.started)
    run = source.judged
    if run is None:
        return
    since = source.failing_since or run.started
    told = False
    for verdict in run.verdicts:
        told = True
        if verdict.kind == "unreachable" and _passing(source, at):
            continue
        begun = source.silence.since if verdict.kind == "silent" and source.silence is not None else since
        yield _need(source, verdict.kind, verdict.sentence, begun)
    if run.left and run.outcome not in ("failed", "interrupted") and not run.limited:
        sentence = f"{run.left:,} of the {run.listed:,} statements that it lists were not read: crawl it again"
        yield _need(source, "incomplete", sentence, since)
    if run.outcome == "failed" and not told:
        yield _need(source, "failed", f"its last crawl failed: {run.reason}", since)
    if run.outcome == "degraded" and not told and not run.left and not _usual(source, run):
        yield _need(source, "degraded", f"its last crawl found less than it should: {run.reason}", since)


def _need(source: SourceStatus, kind: NeedKind, sentence: str, since: str | None) -> Need:
    return Need(f"{source.source}:{kind}", source.source, kind, sentence, since)


def _passing(source: SourceStatus, at: str) -> bool:
    """Whether an outage may end by itself: it is young, and the source was read before."""
    if source.last_success is None or source.failing_since is None:
        return False
    return _moment(at) - _moment(source.failing_since) < PATIENCE


def _usual(source: SourceStatus, run: Run) -> bool:
    """Whether nothing is amiss but single pages, no more of them than usual."""
    if run.listings_failed or run.listings_doubted or any(one.code in _TELLING for one in run.problems):
        return False
    lost = run.failed + run.refused
    return bool(lost) and not source.losing


def _late(source: SourceStatus, at: str) -> Need | None:
    """Whether nobody looked for much longer than usual: a timer that stands still says nothing itself."""
    if source.last_ended is None or source.habit.every is None:
        return None
    since = _moment(at) - _moment(source.last_ended)
    if since < max(_LATE_AT_LEAST, timedelta(seconds=_LATE * source.habit.every)):
        return None
    told = (
        f"no crawl of it has ended for {since / timedelta(hours=1):,.0f} hours, usually one does every"
        f" {source.habit.every / 3600:,.1f}: see whether the timer runs (`communique schedule list`)"
    )
    return _need(source, "late", told, source.last_ended)


def _moment(stamped: str) -> datetime:
    return datetime.fromisoformat(stamped)
