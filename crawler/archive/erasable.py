"""What can be erased of a suppressed statement: which of its captures nobody else needs, and which records go with them.

Of an exchange every record goes: request, answer and findings. With it goes whatever was said about it later: what was
read of it, why it was refused, what came late, the text that was made of a document. Every record of a reading of the
statement goes, for it holds the text; also where the capture itself must stay.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from crawler.archive import journal
from crawler.archive.errors import ArchiveError
from crawler.archive.foreign_rows import is_foreign
from crawler.archive.suppressed import addresses_of, captures_of
from crawler.archive.tombstones import captures_of_others, refuses
from crawler.archive.walk import Group, groups, walk
from crawler.catalogue.schema import captures
from crawler.model.decision import Decision
from crawler.warc.foreign import read_foreign
from crawler.warc.foreign_text import ForeignError
from crawler.warc.reader import ANSWERS, ReadRecord, metadata_payload


class Kept(NamedTuple):
    """A capture that stays, and why."""

    record_id: str
    url: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.url} ({self.record_id}): {self.sentence}"


class Lying(NamedTuple):
    """A record that is to go. ``id`` is the one that the catalogue has of it; of ARC there may be none."""

    offset: int
    length: int
    type: str
    id: str | None


class Records(NamedTuple):
    """Which records are to go: ``captures`` by file and offset, with their ids, and what is about the statement."""

    statement: str
    source: str
    addresses: frozenset[str]
    captures: dict[str, dict[int, str]]
    ids: frozenset[str]


def erasable(root: Path, connection: Connection, decision: Decision, kept: list[Kept]) -> Records:
    """The captures of the statement that can go; those that cannot are added to ``kept``."""
    rows = {
        row.record_id: row for row in connection.execute(select(captures).where(captures_of(connection, decision.id)))
    }
    going = set(rows)
    for name in sorted(captures_of_others(root, connection, decision.id, going)):
        going.discard(name)
        kept.append(Kept(name, rows[name].url, "it is the capture of another statement too"))
    while True:
        needed = (
            select(captures.c.refers_to, captures.c.url, captures.c.record_id)
            .where(captures.c.refers_to.in_(going))
            .order_by(captures.c.date, captures.c.record_id)
        )
        held = {
            row.refers_to: row.url for row in connection.execute(needed) if row.record_id not in going
        }
        if not held:
            break
        for name, url in sorted(held.items()):
            going.discard(name)
            kept.append(Kept(name, rows[name].url, f"a capture of {url} repeats its bytes and refers to it"))
    places: dict[str, dict[int, str]] = {}
    for name in going:
        places.setdefault(rows[name].file, {})[rows[name].offset] = name
    return Records(
        decision.id,
        decision.data["source"],
        frozenset(addresses_of(connection, decision.id)),
        places,
        frozenset(going),
    )


def records_in(root: Path, row: Row[Any], wanted: Records) -> list[Lying]:
    """Those of one file (a row of ``files``), in order.

    Raises ``ArchiveError`` where the file still grows, cannot be read, or is of a kind that cannot be rewritten.
    """
    here = wanted.captures.get(row.name, {})
    if is_foreign(row.name):
        return list(_foreign(root / row.name, row.name, here)) if here else []
    if not here and row.source != wanted.source:
        return []
    if not row.sealed:
        raise ArchiveError(f"{root / row.name} still grows: `communique seal` first")
    return list(_ours(root / row.name, row.size, here, wanted))


def _ours(path: Path, size: int, here: dict[int, str], wanted: Records) -> Iterator[Lying]:
    def broken(offset: int, sentence: str) -> None:
        raise ArchiveError(f"{path}, byte {offset}: {sentence}: a damaged file is not rewritten")

    for group in groups(walk(path, size, broken), lambda: 0):
        whole = any(record.type in ANSWERS and record.offset in here for record in group.records)
        for record in group.records:
            if whole or _is_about(record, group, wanted):
                yield Lying(record.offset, record.length, record.type, record.id)


def _is_about(record: ReadRecord, group: Group, wanted: Records) -> bool:
    if record.type == "conversion":
        return record.header("warc-refers-to") in wanted.ids
    if record.type != "metadata":
        return False
    if record.header("warc-refers-to") in wanted.ids:
        return True
    payload = metadata_payload(record)
    if payload["kind"] in (journal.READING, journal.GONE):
        return payload["id"] == wanted.statement
    return payload["kind"] == journal.REFUSAL and refuses(payload, wanted.source, wanted.addresses)


def _foreign(path: Path, name: str, here: dict[int, str]) -> Iterator[Lying]:
    if name.endswith((".arc", ".arc.gz")):
        raise ArchiveError(f"{path} is an ARC file, where no record can be replaced: it has to go as a whole, or stay")
    own: set[str] = set()  # the ids that the maker gave to what goes
    found: list[tuple[Lying, str | None, set[str]]] = []
    try:
        for record in read_foreign(path):
            about = {*record.headers.get("warc-concurrent-to", ()), *record.headers.get("warc-refers-to", ())}
            lying = Lying(record.offset, record.finish(), record.type, here.get(record.offset, record.id))
            if record.offset in here and record.id is not None:
                own.add(record.id)
            found.append((lying, record.id, about if record.type not in ("response", "revisit", "warcinfo") else set()))
    except ForeignError as error:
        raise ArchiveError(f"{path}, byte {error.offset}: {error.sentence}: a damaged file is not rewritten") from error
    named = {name for lying, _, _ in found if lying.offset in here for name in ()}
    for lying, record_id, about in found:
        if lying.offset in here or about & own or record_id in named:
            yield lying
