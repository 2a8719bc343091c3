"""Sweeps: how far the slow walk through each listing has come, kept from run to run."""

from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import sweeps
from crawler.watch.sweep import Sweep

_COLUMNS: Final = ("listing", "begun", "read", "pages", "catching", "pending")
_ONE: Final = Prepared(
    select(*(sweeps.c[name] for name in _COLUMNS)).where(
        sweeps.c.source == bindparam("b_source"), sweeps.c.listing == bindparam("b_listing")
    )
)
_put = upsert(sweeps)
_PUT: Final = Prepared(
    _put.on_conflict_do_update(
        index_elements=["source", "listing"], set_={name: _put.excluded[name] for name in _COLUMNS[1:]}
    )
)


def sweep_of(connection: Connection, source: str, listing: str) -> Sweep | None:
    """That of one listing; none: it was never walked."""
    row = _ONE.run(connection, {"b_source": source, "b_listing": listing}).fetchone()
    return None if row is None else Sweep(*row)


def keep_sweep(connection: Connection, source: str, sweep: Sweep) -> None:
    """As it is now."""
    _PUT.run(connection, {"source": source} | {name: getattr(sweep, name) for name in _COLUMNS})
