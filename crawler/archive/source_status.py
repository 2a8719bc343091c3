"""Source status: how one source's last runs ended, against its habit, and what is to be done next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, desc, func, select, text

from crawler.archive.rhythm import published_days
from crawler.catalogue.schema import captures, runs, statements, urls, visits
from crawler.model.clock import stamp
from crawler.model.run import Run
from crawler.watch.habit import Habit, habit, loses_more
from crawler.watch.silence import Silence, silence

HABIT: Final = 20  # earlier runs that a run is compared with

_LISTED: Final = ("ok", "degraded")  # outcomes of a run that saw what the source lists
_ENDED: Final = (*_LISTED, "failed")
_WAITING: Final = ("pending", "in_flight", "captured")


class SourceStatus(BaseModel):
    """One source. Ages are in seconds, dates in UTC."""

    model_config = ConfigDict(frozen=True)

    source: str
    statements: int
    gone: int = Field(description="statements that the server last said are gone")
    withdrawn: int = Field(description="of these, the ones that are called withdrawn")
    captures: int
    pending: int = Field(description="addresses that wait to be asked or read")
    last_run: Run | None
    judged: Run | None = Field(exclude=True, description="the last that ended by itself: what is told of the source")
    first_run: str | None = Field(description="when the first began")
    last_ended: str | None = Field(description="when the last run ended by itself, however it went")
    last_success: str | None = Field(description="when the last ended in which all was well and nothing was left")
    failing_since: str | None = Field(description="when the first run after that began; null: all is well")
    lag: float | None = Field(description="since the last run that saw what the source lists; null: there was none")
    habit: Habit = Field(description="of the runs before the last")
    fields: dict[str, float] = Field(
        description="share of new pages that filled each field, in the last run that read any"
    )
    usual_fields: dict[str, float] = Field(description="the same of the runs before that")
    losing: bool = Field(description="whether the last run lost more pages than chance explains")
    blocked: int = Field(description="answers of the last run that were a wall or refused access")
    silence: Silence | None = Field(description="the pause that lasts now; null: no date of publication is known")
    next_look: str | None = Field(description="when a known statement is due to be asked again")
    due: int = Field(description="known statements that are due now")


def source_status(connection: Connection, name: str, now: datetime) -> SourceStatus:
    """As one snapshot of the catalogue has it."""
    known = connection.execute(
        select(func.count(), func.count(statements.c.gone_since), func.count(statements.c.withdrawn)).where(
            statements.c.source == name
        )
    ).one()
    taken = connection.execute(select(func.count()).where(captures.c.source == name)).scalar_one()
    waiting = connection.execute(
        select(func.count()).where(urls.c.source == name, urls.c.state.in_(_WAITING))
    ).scalar_one()
    looks = connection.execute(
        select(func.min(visits.c.due), func.count().filter(visits.c.due <= stamp(now))).where(visits.c.source == name)
    ).one()
    newest = select(runs.c.record).where(runs.c.source == name).order_by(desc(text("rowid")))
    last = _run(connection.execute(newest.limit(1)).scalar())
    latest = connection.execute(newest.where(runs.c.outcome.in_(_ENDED)).limit(HABIT + 1)).scalars()
    ended = [Run.model_validate_json(record) for record in latest]
    read = [run for run in ended if run.layouts]
    judged, before = (ended[0], ended[1:]) if ended else (None, [])
    listed = _run(connection.execute(newest.where(runs.c.outcome.in_(_LISTED)).limit(1)).scalar())
    well = _last_success(connection, name)
    return SourceStatus(
        source=name,
        statements=known[0],
        gone=known[1],
        withdrawn=known[2],
        captures=taken,
        pending=waiting,
        last_run=last,
        judged=judged,
        first_run=connection.execute(select(func.min(runs.c.started)).where(runs.c.source == name)).scalar(),
        last_ended=judged.finished if judged else None,
        last_success=well[1] if well else None,
        failing_since=_failing_since(connection, name, well[0] if well else 0),
        lag=_age(listed.finished, now) if listed and listed.finished else None,
        habit=habit(before),
        fields=_filled(read[:1]),
        usual_fields=_filled(read[1:]),
        losing=judged is not None and loses_more(judged, before),
        blocked=sum(problem.code.startswith("blocked.") for problem in judged.problems) if judged else 0,
        silence=silence(published_days(connection, name, now.date()), now.date()),
        next_look=looks[0],
        due=looks[1],
    )


def _run(record: str | None) -> Run | None:
    return None if record is None else Run.model_validate_json(record)


def _last_success(connection: Connection, name: str) -> tuple[int, str] | None:
    """Row and end of the last run in which all was well and every link was settled. Runs of before know no ``left``."""
    nothing_left = func.coalesce(func.json_extract(runs.c.record, "$.left"), 0) == 0
    row = connection.execute(
        select(text("rowid"), runs.c.finished)
        .where(runs.c.source == name, runs.c.outcome == "ok", nothing_left)
        .order_by(desc(text("rowid")))
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def _failing_since(connection: Connection, name: str, row: int) -> str | None:
    """The start of the first run after that row that ended otherwise."""
    return connection.execute(
        select(runs.c.started)
        .where(runs.c.source == name, text("rowid > :row"), runs.c.outcome.in_(("degraded", "failed")))
        .order_by(text("rowid"))
        .limit(1),
        {"row": row},
    ).scalar()


def _filled(some: Sequence[Run]) -> dict[str, float]:
    pages = sum(filled.pages for run in some for filled in run.layouts.values())
    counts: dict[str, int] = {}
    for run in some:
        for filled in run.layouts.values():
            for field, count in filled.fields.items():
                counts[field] = counts.get(field, 0) + count
    return {field: round(count / pages, 4) for field, count in sorted(counts.items())} if pages else {}


def _age(then: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(then)).total_seconds()
