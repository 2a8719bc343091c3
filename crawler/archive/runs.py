"""Runs: which one a crawl of a source goes on with, or the new one that it begins."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, Integer, column, desc, func, select, text

from crawler.archive.journal import apply_run
from crawler.catalogue.schema import runs, urls
from crawler.model.clock import stamp
from crawler.model.run import Run

RESUMED_WITHIN: Final = timedelta(hours=24)  # later the listings have moved on: a new run sees more than the old one

_UNFINISHED: Final = ("running", "interrupted")


class RunStart(NamedTuple):
    """A run that begins or goes on. What a resumed one had settled is not asked again."""

    run: Run
    resumed: bool


def begin(connection: Connection, source: str, now: datetime) -> RunStart:
    """The source's last run, where it is unfinished or was interrupted within the last 24 hours, or else a new one.

    The id of a new one is the source and its start; where the clock gives a start twice, a number follows.
    """
    # By order of writing, not by date: the clock may have been set back between two runs.
    last = connection.execute(
        select(runs.c.record).where(runs.c.source == source).order_by(desc(text("rowid"))).limit(1)
    ).scalar()
    if last is not None:
        run = Run.model_validate_json(last)
        age = now - datetime.fromisoformat(run.started)
        if run.outcome in _UNFINISHED and age < RESUMED_WITHIN:
            begun = {"outcome": "running", "finished": None, "reason": None}
            return RunStart(run.model_copy(update=begun | _settled(connection, run)), True)
    base = name = f"{source}-{stamp(now)}"
    number = 1
    while connection.execute(select(runs.c.id).where(runs.c.id == name)).first() is not None:
        number += 1
        name = f"{base}-{number}"
    return RunStart(Run(id=name, source=source, started=stamp(now)), False)


def ended(connection: Connection, source: str, limit: int) -> list[Run]:
    """The latest runs of a source that came to an end by themselves, newest first."""
    mine = select(runs.c.record).where(runs.c.source == source, runs.c.outcome.not_in(_UNFINISHED))
    records = connection.execute(mine.order_by(desc(text("rowid"))).limit(limit)).scalars()
    return [Run.model_validate_json(record) for record in records]


def _settled(connection: Connection, run: Run) -> dict[str, int]:
    """What a run that goes on has met already and will not ask again: a killed process left no other count of it."""
    known = urls.c.statement_id.is_not(None)
    counted = select(urls.c.state, known, func.count()).where(urls.c.source == run.source, urls.c.run_id == run.id)
    states = {(state, bool(mine)): n for state, mine, n in connection.execute(counted.group_by(urls.c.state, known))}
    refused = sum(n for (state, _), n in states.items() if state == "refused")
    failed = sum(n for (state, _), n in states.items() if state == "failed") + states.get(("gone", False), 0)
    return {
        "refused": max(run.refused, refused),
        "failed": max(run.failed, failed),
        "gone": max(run.gone, states.get(("gone", True), 0)),
    }


def unfinished(connection: Connection) -> set[str]:
    """The sources whose last run may be resumed, and whose file waits for it."""
    newest = select(func.max(column("rowid", Integer))).select_from(runs).group_by(runs.c.source)
    last = select(runs.c.source).where(column("rowid").in_(newest), runs.c.outcome.in_(_UNFINISHED))
    return set(connection.execute(last).scalars())


def interrupt(connection: Connection) -> None:
    """At recovery: a run that says it is running was interrupted, for whoever ran it held the lock."""
    for record in connection.execute(select(runs.c.record).where(runs.c.outcome == "running")).scalars().all():
        run = Run.model_validate_json(record)
        run.outcome = "interrupted"
        run.reason = "its process ended before it did"
        apply_run(connection, run.model_dump(mode="json"))
