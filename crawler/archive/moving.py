"""Moves: a redirect to the same text. The statement keeps its id, and gains an address."""

from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from crawler.archive.journal import storable
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import statements
from crawler.model.draft import Draft

_AT = Prepared(
    select(statements.c.id).where(
        statements.c.source == bindparam("b_source"), statements.c.canonical_url == bindparam("b_url")
    )
)


class Move(NamedTuple):
    """The statement ``id``, formerly at ``url``, is where the draft was read. ``data`` is that of its change."""

    id: str
    url: str
    data: dict[str, Any]


def resolve(connection: Connection, draft: Draft) -> tuple[Draft, Move | None]:
    """The draft under the id of the statement that is known at its address, or that has moved there just now."""
    row = _AT.run(connection, {"b_source": draft.source, "b_url": storable(draft.canonical_url)}).fetchone()
    if row is not None and row[0] != draft.id:
        return replace(draft, id=row[0]), None
    return draft, None
