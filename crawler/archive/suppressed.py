"""What is suppressed: the statements that a decision keeps out of every output, their addresses and their captures.

A capture of a suppressed statement is one that its lines named, or any of one of its addresses, in every spelling that
an index takes for the same: also one that was taken in after the decision.
"""

import json
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select, true

from crawler.archive.places import MANIFEST
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, captures, decisions, revisions, statements
from crawler.warc.build import as_uri
from crawler.warc.cdxj import urlkey

_DECIDED: Final = Prepared(
    select(decisions.c.number).where(decisions.c.statement_id == bindparam("b_id"), decisions.c.kind == "suppress")
)


def suppressed_ids(connection: Connection) -> frozenset[str]:
    """The ids of suppressed statements."""
    # By the decisions, which are few, and not by looking at every statement.
    decided = select(decisions.c.statement_id).where(decisions.c.kind == "suppress")
    return frozenset(connection.execute(decided).scalars())


def is_suppressed(connection: Connection, statement_id: str) -> bool:
    """Whether a decision keeps this statement out."""
    return _DECIDED.run(connection, {"b_id": statement_id}).fetchone() is not None


def addresses_of(connection: Connection, statement_id: str) -> list[str]:
    """Every address that a statement is known at, its own first."""
    row = connection.execute(
        select(statements.c.url, statements.c.canonical_url).where(statements.c.id == statement_id)
    ).first()
    also = select(aliases.c.url).where(aliases.c.statement_id == statement_id).order_by(aliases.c.url)
    return list(dict.fromkeys([*(row or ()), *connection.execute(also).scalars()]))


def suppressed_addresses(connection: Connection, source: str) -> frozenset[str]:
    """The addresses of a source's suppressed statements: a crawl does not ask for them."""
    hidden = suppressed_ids(connection)
    if not hidden:
        return frozenset()
    mine = select(statements.c.id).where(statements.c.id.in_(hidden), statements.c.source == source)
    return frozenset(url for name in connection.execute(mine).scalars().all() for url in addresses_of(connection, name))


def shown(connection: Connection) -> ColumnElement[bool]:
    """The condition on rows of ``captures`` that leaves out what belongs to a suppressed statement."""
    hidden = suppressed_ids(connection)
    if not hidden:
        return true()
    return and_(*(~captures_of(connection, name) for name in sorted(hidden)))


def captures_of(connection: Connection, statement_id: str) -> ColumnElement[bool]:
    """The condition on rows of ``captures`` that belong to one suppressed statement."""
    keys = sorted({urlkey(as_uri(url)) for url in addresses_of(connection, statement_id)})
    read = select(revisions.c.record_id).where(revisions.c.statement_id == statement_id)
    attached = json.loads(
        connection.execute(
            select(decisions.c.data).where(decisions.c.statement_id == statement_id, decisions.c.kind == "suppress")
        ).scalar_one()
    )["attachments"]
    return captures.c.urlkey.in_(keys) | captures.c.record_id.in_(read) | captures.c.record_id.in_(attached)


def rewritten_at(connection: Connection) -> dict[str, str]:
    """When decisions last rewrote committed bytes of a file: name to date (UTC, microseconds)."""
    found: dict[str, str] = {}
    asked = select(decisions.c.kind, decisions.c.at, decisions.c.data).order_by(decisions.c.number)
    for row in connection.execute(asked):
        names = [*json.loads(row.data)["files"], *([MANIFEST] if row.kind == "erase" else [])]
        found.update(dict.fromkeys(names, row.at))
    return found
