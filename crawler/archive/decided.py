"""Decisions as rows: what follows in the catalogue from a line of ``decisions.jsonl``, at once and at a rebuild alike.

Of a suppressed statement the catalogue keeps that it was there: its addresses, and when which of its revisions was
seen. What it said is gone, digests of it included. From then on nothing changes in these rows, whatever is captured.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.journal import storable
from crawler.archive.marking import unmark
from crawler.catalogue.schema import aliases, decisions, lines, links, revisions, statements, visits
from crawler.model.decision import Decision, Suppressed
from crawler.model.line import to_line

_ABOUT = ("source", "url", "canonical_url", "revision", "current", "first_seen", "last_seen", "gone_since")
_alias = upsert(aliases)
_ALIAS = _alias.on_conflict_do_update(
    index_elements=["source", "url"], set_={"statement_id": _alias.excluded.statement_id}
)
_SEEN = ("revision", "reading", "seen_from", "seen_to", "record_id")


def next_number(connection: Connection) -> int:
    """The number of the next decision."""
    return int(connection.execute(select(func.coalesce(func.max(decisions.c.number), 0))).scalar_one()) + 1


def about(connection: Connection, statement_id: str) -> dict[str, Any] | None:
    """What a decision to suppress a statement keeps of its rows; ``None``: there is no such statement."""
    row = connection.execute(select(statements).where(statements.c.id == statement_id)).first()
    if row is None:
        return None
    read = connection.execute(
        select(revisions)
        .where(revisions.c.statement_id == statement_id)
        .order_by(revisions.c.revision, revisions.c.reading)
    )
    also = select(aliases.c.url).where(aliases.c.statement_id == statement_id).order_by(aliases.c.url)
    pairs = connection.execute(select(links.c.statement_id, links.c.other_id).where(_links_of(statement_id)))
    return {
        **{name: row._mapping[name] for name in _ABOUT},
        "aliases": list(connection.execute(also).scalars()),
        "copies": sorted({name for pair in pairs for name in pair} - {statement_id}),
        "revisions": [{name: one._mapping[name] for name in _SEEN} for one in read],
    }


def tombstone(decision: Decision, revision: int, reading: int) -> bytes:
    """The line in the place of one that a decision takes away."""
    return to_line(
        Suppressed(
            id=decision.id,
            revision=revision,
            reading=reading,
            source=decision.data["source"],
            at=decision.at,
            decision=decision.number,
        )
    )


def bare_change(value: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A change of a suppressed statement: that there was one stays, for a cursor is never given twice."""
    return {**value, "data": {"suppressed": number}}


def is_bare(value: Mapping[str, Any]) -> bool:
    """Whether a change says nothing of its statement (any more): decisions are told as they are."""
    return value["kind"] == "decided" or "suppressed" in value["data"]


def refused_tombstone(decision: Decision) -> dict[str, Any]:
    """The same of a line of ``refused.jsonl``."""
    return {
        "source": decision.data["source"],
        "event": "suppressed",
        "at": decision.at,
        "decision": decision.number,
    }


def apply_decision(connection: Connection, decision: Decision) -> None:
    """The rows of a decision."""
    connection.execute(
        insert(decisions),
        {
            "number": decision.number,
            "kind": decision.kind,
            "statement_id": decision.id,
            "at": decision.at,
            "reason": decision.reason,
            "data": json.dumps(decision.data, separators=(",", ":")),
        },
    )
    if decision.kind == "suppress":
        _suppress(connection, decision)


def decision_of(row: Any) -> Decision:
    """The decision of a row of ``decisions``."""
    return Decision(
        number=row.number,
        kind=row.kind,
        id=row.statement_id,
        at=row.at,
        reason=row.reason,
        data=json.loads(row.data),
    )


def _links_of(statement_id: str) -> ColumnElement[bool]:
    return or_(links.c.statement_id == statement_id, links.c.other_id == statement_id)


def _suppress(connection: Connection, decision: Decision) -> None:
    data: Mapping[str, Any] = decision.data
    unmark(connection, decision.id)
    for table, column in (
        (statements, statements.c.id),
        (revisions, revisions.c.statement_id),
        (lines, lines.c.statement_id),
        (visits, visits.c.statement_id),
    ):
        connection.execute(delete(table).where(column == decision.id))
    connection.execute(delete(links).where(_links_of(decision.id)))
    connection.execute(delete(aliases).where(aliases.c.statement_id == decision.id))
    row = {name: storable(data[name]) for name in _ABOUT}
    connection.execute(
        insert(statements), {"id": decision.id, **row, "digest": "", "body_digest": "", "suppressed": decision.at}
    )
    for one in data["revisions"]:
        line = tombstone(decision, one["revision"], one["reading"])
        connection.execute(
            insert(revisions),
            {
                "statement_id": decision.id,
                **{name: one[name] for name in _SEEN},
                "digest": "",
                "body_digest": "",
                "seen_to_record": one["record_id"],
                "line_sha256": hashlib.sha256(line).hexdigest(),
            },
        )
    for url in data["aliases"]:
        row = {"source": data["source"], "url": storable(url), "statement_id": decision.id}
        connection.execute(_ALIAS, row)
