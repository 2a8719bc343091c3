"""Suppression: a statement is taken out of every output for good, because somebody with a right to it demands that.

Its lines become tombstones that say nothing but that there was one and which decision took it away; the catalogue
forgets what it said; no index names its captures; no crawl asks for it again; the decision and its reason are kept.
The WARC files stay as they are, unless its records are erased from them too (:mod:`.erase`).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.decided import about, decision_of, next_number
from crawler.archive.erasable import Kept
from crawler.archive.erase import Erased, erase_records
from crawler.archive.errors import ArchiveError
from crawler.archive.places import CHANGES, REFUSED
from crawler.archive.quarantined import left_aside
from crawler.archive.sealing import seal
from crawler.archive.suppressed import addresses_of, captures_of
from crawler.archive.tombstones import find_lines, without_changes, without_refusals, without_statement
from crawler.archive.upkeep import Upkeep, open_upkeep
from crawler.catalogue.database import Catalogue, open_catalogue
from crawler.catalogue.schema import captures, changes, decisions, files, projections, statements, urls
from crawler.model.clock import Clock, stamp, utc_now
from crawler.model.decision import Decision
from crawler.warc.disk import Disk, RealDisk
from crawler.warc.record import new_record_id

_SIZE = upsert(projections)
_SIZE = _SIZE.on_conflict_do_update(index_elements=["name"], set_={"size": _SIZE.excluded.size})


@dataclass(slots=True)
class SuppressReport:
    """What was done. ``lines`` became tombstones (0 where they were already); ``copies`` are (id, address) of
    statements that were linked as saying the same, and which are still there; ``erased`` tells of each WARC file that
    was rewritten, ``kept`` of what could not be erased, and why; ``aside`` are files that are no part of the archive
    any more and may still hold what it said.
    """

    id: str
    number: int
    lines: int = 0
    copies: list[tuple[str, str]] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def __str__(self) -> str:
        how = f"{self.lines:,} lines were taken away" if self.lines else "its lines were taken away before"
        told = [f"{self.id} is suppressed by decision {self.number}: {how}"]
        told += [f"erased: {erased}" for erased in self.erased]
        told += [f"not erased: {kept}" for kept in self.kept]
        if self.aside:
            told.append("these files were set aside earlier and may still hold what it said; take them away by hand:")
            told += [f"  {name}" for name in self.aside]
        if self.copies:
            told.append("these statements were linked as saying the same, and are still there:")
            told += [f"  {name}  {url}" for name, url in self.copies]
        return "\n".join(told)


def suppress(
    root: Path,
    statement_id: str,
    reason: str,
    *,
    erase: bool = False,
    clock: Clock = utc_now,
    disk: Disk | None = None,
    new_id: Callable[[], str] = new_record_id,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
) -> SuppressReport:
    """Suppress a statement, and with ``erase`` take its records out of the WARC files too.

    Whatever of it is done already stays: a call that was cut off is completed by another. Raises ``ArchiveError``
    where there is no such archive or statement, or an erasure is not possible; ``ArchiveBusy`` where anybody works with
    the archive; ``ArchiveDamaged``; ``StorageFailed``.
    """
    if not reason.strip():
        raise ArchiveError("a suppression needs a reason: it is kept for whoever asks later")
    disk = disk or RealDisk()
    if erase:
        seal(root, clock=clock, disk=disk, new_id=new_id, catalogue=catalogue)  # a file that grows is not rewritten
    with open_upkeep(root, disk, catalogue) as upkeep:
        decision = _decided(upkeep, statement_id)
        if decision is None:
            decision = _decision(upkeep, statement_id, reason.strip(), stamp(clock()))
        report = SuppressReport(statement_id, decision.number, copies=_copies(upkeep, decision))
        _take_away(upkeep, decision, report)
        if erase:
            erase_records(upkeep, decision, reason.strip(), clock, new_id, report.erased, report.kept)
        report.aside = left_aside(root, statement_id, addresses_of(upkeep.connection, statement_id))
        upkeep.compact()
        return report


def _decided(upkeep: Upkeep, statement_id: str) -> Decision | None:
    row = upkeep.connection.execute(
        select(decisions).where(decisions.c.statement_id == statement_id, decisions.c.kind == "suppress")
    ).first()
    return None if row is None else decision_of(row)


def _decision(upkeep: Upkeep, statement_id: str, reason: str, at: str) -> Decision:
    data = about(upkeep.connection, statement_id)
    if data is None:
        raise ArchiveError(f"the archive {upkeep.root} holds no statement {statement_id!r}")
    addresses = addresses_of(upkeep.connection, statement_id)
    told = find_lines(upkeep.root, upkeep.connection, data["source"], statement_id, addresses)
    return Decision(
        number=next_number(upkeep.connection),
        kind="suppress",
        id=statement_id,
        at=at,
        reason=reason,
        data={**data, "attachments": told.attachments, "files": told.files},
    )


def _take_away(upkeep: Upkeep, decision: Decision, report: SuppressReport) -> None:
    """Lines, rows and indexes, in one step; or what an earlier decision has left of them."""
    connection, source = upkeep.connection, decision.data["source"]
    addresses = addresses_of(connection, decision.id)
    present = find_lines(upkeep.root, connection, source, decision.id, addresses).files
    known = connection.execute(select(decisions.c.number).where(decisions.c.number == decision.number)).first()
    if known is not None and not present:
        return
    swap = upkeep.swap()
    for name in present:
        if name == CHANGES:
            swap.write(name, without_changes(upkeep.root, connection, decision))
        elif name == REFUSED:
            swap.write(name, without_refusals(upkeep.root, connection, decision, addresses))
        else:
            swap.write(name, without_statement(upkeep.root, connection, name, decision))
    for name in present:
        connection.execute(_SIZE, {"name": name, "size": upkeep.disk.size(swap.path(name))})
    told = (changes.c.statement_id == decision.id) & (changes.c.kind != "decided")
    bare = json.dumps({"suppressed": decision.number}, separators=(",", ":"))
    connection.execute(update(changes).where(told).values(data=bare))
    if known is None:
        upkeep.tell(decision)
    mine = (urls.c.source == source) & ((urls.c.statement_id == decision.id) | urls.c.url.in_(addresses))
    connection.execute(update(urls).where(mine).values(hint=None, shown=None))
    belonging = captures_of(connection, decision.id)
    sealed = (
        select(captures.c.file)
        .join(files, files.c.name == captures.c.file)
        .where(belonging, files.c.sealed.is_(True))
        .distinct()
    )
    upkeep.commit(swap, sorted(connection.execute(sealed).scalars()))
    report.lines = sum(present.values())


def _copies(upkeep: Upkeep, decision: Decision) -> list[tuple[str, str]]:
    others = decision.data.get("copies", ())  # decisions of earlier versions do not tell
    there = select(statements.c.id, statements.c.url).where(
        statements.c.id.in_(others), statements.c.suppressed.is_(None)
    )
    return [(row.id, row.url) for row in upkeep.connection.execute(there.order_by(statements.c.id))]
