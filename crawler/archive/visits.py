"""Visits: when each known statement is asked again, and which are due. The rules are those of the policy."""

import json
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.hints import Link, to_hint
from crawler.archive.queue import Pace
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import lines, revisions, runs, statements, urls, visits
from crawler.model.clock import stamp
from crawler.model.reading import Hint, hint_of
from crawler.model.source import Watch
from crawler.model.statement import Evidence
from crawler.watch.absence import confirm_at
from crawler.watch.policy import new_since, next_look, retry, spread_of

TRUSTED: Final = 3  # hints in a row that may come to nothing, after which those of a statement are not followed
_DAY: Final = timedelta(hours=24)

_EDITED: Final = (
    select(func.max(revisions.c.seen_from))
    .where(revisions.c.statement_id == statements.c.id, revisions.c.revision > 1)
    .scalar_subquery()
)
_KNOWN: Final = (
    statements.c.id,
    statements.c.source,
    statements.c.first_seen,
    statements.c.published,
    statements.c.revision,
    statements.c.gone_since,
    func.json_array_length(statements.c.gone_seen),
    statements.c.withdrawn,
    _EDITED,
    statements.c.last_seen,
)
_ONE: Final = Prepared(select(*_KNOWN).where(statements.c.id == bindparam("b_id")))
_VISIT: Final = Prepared(
    select(visits.c.hinted, visits.c.vain, visits.c.failures).where(visits.c.statement_id == bindparam("b_id"))
)
_put = upsert(visits)
_PUT: Final = Prepared(
    _put.on_conflict_do_update(
        index_elements=["statement_id"],
        set_={name: _put.excluded[name] for name in ("source", "due", "asked", "hinted", "vain", "failures")},
    )
)
_HINTED: Final = Prepared(
    update(visits)
    .where(
        visits.c.statement_id == bindparam("b_id"),
        visits.c.vain < TRUSTED,
        visits.c.failures == 0,  # one that does not answer is tried again in its time
        visits.c.hinted.is_(None),
    )
    .values(hinted=bindparam("b_now"))
)


def _open(condition: ColumnElement[bool], *found: Any) -> Select[Any]:
    """Of visits that this holds for, without those that are never asked."""
    mine = and_(visits.c.source == bindparam("b_source"), condition)
    # Not by a join: with statistics SQLite may begin it with the statements, and go through all of them.
    asked = exists().where(
        statements.c.id == visits.c.statement_id, statements.c.suppressed.is_(None), statements.c.moved_into.is_(None)
    )
    return select(*found).select_from(visits).where(mine, asked)


_LATE: Final = visits.c.due <= bindparam("b_now")
_TOLD: Final = visits.c.hinted > ""  # a range of the index, also with statistics
_OWN: Final = func.julianday(visits.c.due) - func.coalesce(
    func.julianday(visits.c.asked), func.julianday(visits.c.due) - 30
)
_LATENESS: Final = (func.julianday(bindparam("b_now")) - func.julianday(visits.c.due)) / func.max(_OWN, 0.0001)
_NAMES_TOLD: Final = Prepared(
    _open(_TOLD, visits.c.statement_id).order_by(visits.c.hinted, visits.c.statement_id).limit(bindparam("b_many"))
)
_NAMES_LATE: Final = Prepared(
    _open(_LATE, visits.c.statement_id)
    .order_by(_LATENESS.desc(), visits.c.due, visits.c.statement_id)
    .limit(bindparam("b_many"))
)
_ALL_LATE: Final = Prepared(_open(_LATE, func.count()))
# Not by the index of `due`, by which nearly all would be looked through for the few that are hinted.
_ALL_ELSE: Final = Prepared(_open(and_(_TOLD, func.coalesce(visits.c.due, "") > bindparam("b_now")), func.count()))
_mine = func.json_extract(runs.c.record, "$.looked")
_looked = func.coalesce(func.sum(func.min(_mine, bindparam("b_most"))), 0)  # a full run counts as one that was due
_LOOKED_SINCE: Final = Prepared(
    select(_looked).where(runs.c.source == bindparam("b_source"), runs.c.started > bindparam("b_since"))
)
_LOOKED: Final = Prepared(select(_looked).where(runs.c.id == bindparam("b_run")))
_COUNT: Final = Prepared(
    update(runs)
    .where(runs.c.id == bindparam("b_run"))
    .values(
        record=func.json_set(
            runs.c.record, "$.looked", func.json_extract(runs.c.record, "$.looked") + bindparam("b_more")
        )
    )
)
_ADDRESS: Final = Prepared(
    select(statements.c.url, statements.c.current, urls.c.hint)
    .select_from(statements.outerjoin(urls, and_(urls.c.source == statements.c.source, urls.c.url == statements.c.url)))
    .where(statements.c.id == bindparam("b_id"))
)
_LINE: Final = Prepared(
    select(lines.c.data)
    .where(lines.c.statement_id == bindparam("b_id"), lines.c.revision == bindparam("b_revision"))
    .order_by(lines.c.reading.desc())
    .limit(1)
)


class Looks(NamedTuple):
    """The known statements that a run asks again, how many more were due that its budget had no room for, and what
    earlier runs have left ``open``, of which no statement is known.
    """

    links: list[Link]
    put_off: int
    open: tuple[Link, ...] = ()


class Visits:
    """The table ``visits`` of an open archive."""

    def __init__(self, connection: Connection, pace: Pace) -> None:
        """``connection`` is the writer's; ``pace`` is asked by a source's id."""
        self._connection = connection
        self._pace = pace

    def read(self, statement_id: str, *, edited: bool) -> None:
        """A page of it was read: as it was known, or ``edited``."""
        hinted, vain, _ = self._visit(statement_id)
        self._put(statement_id, vain=0 if edited else vain + (hinted is not None))

    def known(self, statement_id: str) -> None:
        """It was read out of the archive, and not asked for: only what was never looked at has its first look put."""
        if _VISIT.run(self._connection, {"b_id": statement_id}).fetchone() is None:
            self._put(statement_id, vain=0)

    def gone(self, statement_id: str) -> None:
        """An answer said that it is gone: it is asked again until that is certain, and seldom from then on."""
        self._put(statement_id, vain=self._visit(statement_id)[1])

    def failed(self, statement_id: str) -> None:
        """A look gave nothing of use: it is put off, not lost."""
        hinted, vain, failures = self._visit(statement_id)
        row = self._known(statement_id)
        if row is not None:
            watch, now = self._pace(row.source)
            due = retry(watch, now, failures + 1, known=True)
            self._write(row, due, now, hinted=hinted, vain=vain, failures=failures + 1)

    def hinted(self, source: str, statement_ids: Iterable[str]) -> None:
        """A listing says something new of these."""
        now = stamp(self._pace(source)[1])
        _HINTED.many(self._connection, [{"b_id": name, "b_now": now} for name in statement_ids])

    def due(self, run_id: str, source: str, most: int | None = None) -> Looks:
        """The statements of a source that a run is to ask: what listings say something new of, in half of the room at
        first, then what is late by most of its own pause. What is given counts against the run's and the day's budget.
        """
        watch, now = self._pace(source)
        given = {"b_source": source, "b_now": stamp(now)}
        ((late,),) = _ALL_LATE.run(self._connection, given)
        ((told,),) = _ALL_ELSE.run(self._connection, given)
        room = min(self._room(run_id, source, watch, now), late + told, late + told if most is None else most)
        if not room:
            return Looks([], late + told)
        by_hint = [name for (name,) in _NAMES_TOLD.run(self._connection, given | {"b_many": room})]
        by_time = [name for (name,) in _NAMES_LATE.run(self._connection, given | {"b_many": room})]
        names = list(dict.fromkeys([*by_hint[: (room + 1) // 2], *by_time, *by_hint]))[:room]
        _COUNT.run(self._connection, {"b_run": run_id, "b_more": len(names)})
        return Looks([self._link(name) for name in names], late + told - len(names))

    def _room(self, run_id: str, source: str, watch: Watch, now: datetime) -> int:
        since = {"b_source": source, "b_since": stamp(now - _DAY), "b_most": watch.requests_per_run}
        ((today,),) = _LOOKED_SINCE.run(self._connection, since)
        ((mine,),) = _LOOKED.run(self._connection, {"b_run": run_id, "b_most": watch.requests_per_run})
        return max(0, min(watch.requests_per_run - int(mine), watch.requests_per_day - int(today)))

    def _visit(self, statement_id: str) -> tuple[str | None, int, int]:
        return _VISIT.run(self._connection, {"b_id": statement_id}).fetchone() or (None, 0, 0)

    def _known(self, statement_id: str) -> "_Known | None":
        row = _ONE.run(self._connection, {"b_id": statement_id}).fetchone()
        return None if row is None else _Known(*row)

    def _put(self, statement_id: str, *, vain: int) -> None:
        row = self._known(statement_id)
        if row is not None:
            watch, now = self._pace(row.source)
            self._write(row, _due(row, watch, now), now, hinted=None, vain=vain, failures=0)

    def _write(
        self,
        known: "_Known",
        due: datetime,
        asked: datetime,
        *,
        hinted: str | None,
        vain: int,
        failures: int,
    ) -> None:
        row = _row(known, due, asked) | {"hinted": hinted, "vain": vain, "failures": failures}
        _PUT.run(self._connection, row)

    def _link(self, statement_id: str) -> Link:
        """The address to ask, and what a listing says of it: a page whose title only the listing has must be read
        with it again, or it would seem to have lost it.
        """
        url, current, hint = _ADDRESS.run(self._connection, {"b_id": statement_id}).fetchone()
        if hint is not None:
            return url, to_hint(hint)
        line = _LINE.run(self._connection, {"b_id": statement_id, "b_revision": current}).fetchone()
        return url, None if line is None else _evidence(line[0])


def complete(connection: Connection) -> None:
    """Give a visit to every statement that has none, as a rebuild leaves them: as if it had been looked at when it was
    seen last.
    """
    missing = (
        select(*_KNOWN)
        .outerjoin(visits, visits.c.statement_id == statements.c.id)
        .where(visits.c.statement_id.is_(None), statements.c.suppressed.is_(None))
    )
    rows = [_Known(*tuple(row)) for row in connection.execute(missing)]
    seen = ((known, datetime.fromisoformat(known.last_seen)) for known in rows)
    _PUT.many(connection, (_row(known, _due(known, Watch(), at), at) for known, at in seen))


class _Known(NamedTuple):
    id: str
    source: str
    first_seen: str
    published: str | None
    revision: int
    gone_since: str | None
    gone: int | None
    withdrawn: str | None
    edited: str | None
    last_seen: str


def _row(known: _Known, due: datetime, asked: datetime) -> dict[str, Any]:
    return {
        "statement_id": known.id,
        "source": known.source,
        "due": stamp(due),
        "asked": stamp(asked),
        "hinted": None,
        "vain": 0,
        "failures": 0,
    }


def _due(known: _Known, watch: Watch, now: datetime) -> datetime:
    """What is gone is confirmed in time; what was withdrawn lately may come back soon."""
    if known.gone_since is not None and known.withdrawn is None:
        soonest = now + timedelta(minutes=watch.quickest)
        return max(confirm_at(datetime.fromisoformat(known.gone_since), max(known.gone or 0, 1), watch), soonest)
    news = max((each for each in (known.edited, known.withdrawn) if each is not None), default=None)
    since = new_since(
        datetime.fromisoformat(known.first_seen), known.published, datetime.fromisoformat(news) if news else None
    )
    return next_look(watch, now, since, edits=known.revision - 1, spread=spread_of(known.id))


def _evidence(line: bytes) -> Hint | None:
    said = json.loads(zlib.decompress(line))["extraction"].get("evidence")
    return hint_of(None if said is None else Evidence.model_validate(said))
