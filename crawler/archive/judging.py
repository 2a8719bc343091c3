"""What people decide of links: two statements say the same, or do not, whatever is found. Kept with its reason.

A decision holds until a later one of the same two says otherwise. No crawl, no new reading and no rebuild undoes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select

from crawler.archive.decided import next_number
from crawler.archive.decided_links import following
from crawler.archive.errors import ArchiveError
from crawler.archive.linking import linked
from crawler.archive.upkeep import Upkeep, open_upkeep
from crawler.catalogue.database import Catalogue, open_catalogue
from crawler.catalogue.schema import statements
from crawler.model.clock import Clock, stamp, utc_now
from crawler.model.decision import Decision
from crawler.model.statement import Link
from crawler.warc.disk import Disk, RealDisk

Kind = Literal["copy", "translation", "excerpt"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided: the decision's ``number``; how many links of the two are ``added`` and ``ended`` by it."""

    number: int
    one: str
    other: str
    kind: Kind | None
    added: int
    ended: int

    def __str__(self) -> str:
        said = (
            f"{self.one} and {self.other} are linked as {self.kind}"
            if self.kind
            else (f"{self.one} and {self.other} are apart, and are not linked again")
        )
        done = [f"{self.added} link added"] * (self.added > 0) + [f"{self.ended} ended"] * (self.ended > 0)
        return f"{said}: decision {self.number}" + (f" ({', '.join(done)})" if done else " (they were before)")


def confirm(
    root: Path,
    one: str,
    other: str,
    kind: Kind | None,
    reason: str,
    *,
    clock: Clock = utc_now,
    disk: Disk | None = None,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
) -> Judged:
    """Decide that two statements say the same. Without a ``kind`` the one that was found is confirmed.

    Raises ``ArchiveError`` where there is no such archive or statement, no reason, or nothing was found that could be
    confirmed; ``ArchiveBusy``, ``ArchiveDamaged``, ``StorageFailed`` as a suppression does.
    """
    _check(one, other, reason)
    with open_upkeep(root, disk or RealDisk(), catalogue) as upkeep:
        mine, others = _known(upkeep, one), _known(upkeep, other)
        before = linked(upkeep.connection, one).get(other, [])
        if kind is None and not before:
            raise ArchiveError(f"nothing was found that links {one} and {other}; say how they are with --kind")
        how = kind or before[0].kind
        decision = _tell(upkeep, "confirm", mine, others, reason.strip(), stamp(clock()), {"link": how})
        told = _follow(upkeep, decision, before, clock)
        upkeep.commit(upkeep.swap(), [])
        return Judged(decision.number, one, other, how, told.count("linked"), told.count("unlinked"))


def split(
    root: Path,
    one: str,
    other: str,
    reason: str,
    *,
    clock: Clock = utc_now,
    disk: Disk | None = None,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
) -> Judged:
    """Decide that two statements do not say the same. Raises what :func:`confirm` raises."""
    _check(one, other, reason)
    with open_upkeep(root, disk or RealDisk(), catalogue) as upkeep:
        mine, others = _known(upkeep, one), _known(upkeep, other)
        before = linked(upkeep.connection, one).get(other, [])
        decision = _tell(upkeep, "split", mine, others, reason.strip(), stamp(clock()), {})
        told = _follow(upkeep, decision, before, clock)
        upkeep.commit(upkeep.swap(), [])
        return Judged(decision.number, one, other, None, 0, len(told))


def _check(one: str, other: str, reason: str) -> None:
    if not reason.strip():
        raise ArchiveError("a decision needs a reason: it is kept for whoever asks later")
    if one == other:
        raise ArchiveError(f"{one} is one statement: name another one beside it")


def _known(upkeep: Upkeep, statement_id: str) -> dict[str, Any]:
    row = upkeep.connection.execute(
        select(statements.c.id, statements.c.source, statements.c.url, statements.c.suppressed).where(
            statements.c.id == statement_id
        )
    ).first()
    if row is None:
        raise ArchiveError(f"the archive {upkeep.root} holds no statement {statement_id!r}")
    if row.suppressed is not None:
        raise ArchiveError(f"{statement_id} is suppressed: nothing is known of what it said")
    return dict(row._mapping)


def _tell(
    upkeep: Upkeep,
    kind: Literal["confirm", "split"],
    mine: dict[str, Any],
    others: dict[str, Any],
    reason: str,
    at: str,
    data: dict[str, Any],
) -> Decision:
    decision = Decision(
        number=next_number(upkeep.connection),
        kind=kind,
        id=mine["id"],
        at=at,
        reason=reason,
        data={"source": mine["source"], "url": mine["url"], "other": others["id"], "other_url": others["url"], **data},
    )
    upkeep.tell(decision)
    return decision


def _follow(upkeep: Upkeep, decision: Decision, before: Sequence[Link], clock: Clock) -> list[str]:
    """Tells the changes of a decision; returns their kinds."""
    told = following(decision, before)
    for kind, data in told:
        upkeep.change(kind, decision.data["source"], decision.id, decision.data["url"], stamp(clock()), data)
    return [kind for kind, _ in told]
