"""The history: the runs of each source, out of the catalogue, which is all that the schedule knows and keeps."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, column, desc, func, select, text

from crawler.archive.snapshot import read_snapshot
from crawler.catalogue.database import FILE
from crawler.catalogue.schema import captures, runs
from crawler.model.run import TOO_LONG
from crawler.schedule.cadence import UNFINISHED, Past

LATEST: Final = 20  # runs of a source that are looked at: more failures in a row than are told apart
LEARNING: Final = 400  # and of one whose rhythm is learned
_WALLS: Final = ("blocked", "unreachable")


def read_history(root: Path, learning: Collection[str] = ()) -> dict[str, list[Past]]:
    """The last runs of every source of the archive at ``root``, the latest first by order of writing: more of them of
    the sources ``learning``.

    Reads only, also beside a crawl; nothing where there is no archive. Raises what
    :func:`crawler.archive.snapshot.read_snapshot` does.
    """
    if not (root / FILE).exists():
        return {}
    with read_snapshot(root) as connection:
        names = connection.execute(select(runs.c.source).distinct()).scalars().all()
        return {name: _of_source(connection, name, LEARNING if name in learning else LATEST) for name in sorted(names)}


def _of_source(connection: Connection, source: str, limit: int) -> list[Past]:
    # First which rows, then what is in them: in one step the JSON of every run there ever was would be read.
    latest = select(text("rowid")).select_from(runs).where(runs.c.source == source)
    query = (
        select(
            runs.c.started,
            runs.c.finished,
            runs.c.outcome,
            func.json_extract(runs.c.record, "$.reason").label("reason"),
            func.json_extract(runs.c.record, "$.published").label("published"),
            func.json_extract(runs.c.record, "$.verdicts").label("verdicts"),
        )
        .where(column("rowid").in_(latest.order_by(desc(text("rowid"))).limit(limit)))
        .order_by(desc(text("rowid")))
    )
    past = [_past(row) for row in connection.execute(query)]
    if past and past[0].outcome in UNFINISHED and past[0].ended is None:
        past[0] = past[0]._replace(ended=_heard(connection, source))
    return past


def _past(row: Any) -> Past:
    return Past(
        started=datetime.fromisoformat(row.started),
        ended=None if row.finished is None else datetime.fromisoformat(row.finished),
        outcome=row.outcome,
        too_long=row.outcome in UNFINISHED and f"({TOO_LONG})" in (row.reason or ""),
        walled=any(f'"kind":"{kind}"' in (row.verdicts or "") for kind in _WALLS),
        published=row.published or 0,
    )


def _heard(connection: Connection, source: str) -> datetime | None:
    """When a run that was killed last stored something: it had no time to say when it ended."""
    newest = select(captures.c.date).where(captures.c.source == source).order_by(desc(text("rowid"))).limit(1)
    found = connection.execute(newest).scalar()
    return None if found is None else datetime.fromisoformat(found)
