"""What can be erased of a suppressed statement: which of its captures nobody else needs, and what goes with them.

Of an exchange every record goes: request, answer and findings. With it goes whatever was said about it later: what was
read of it, why it was refused, what came late, the text that was made of a document. Every record of a reading of the
statement goes, for it holds the text; also where the capture itself must stay.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, select

from crawler.archive import journal
from crawler.archive.errors import ArchiveError
from crawler.archive.foreign_rows import is_foreign
from crawler.archive.suppressed import addresses_of, captures_of
from crawler.archive.tombstones import captures_of_others, refuses
from crawler.archive.walk import Group, groups, walk
from crawler.catalogue.schema import captures
from crawler.model.decision import Decision
from crawler.warc.build import as_uri
from crawler.warc.cdxj import urlkey
from crawler.warc.foreign import read_foreign
from crawler.warc.foreign_text import ForeignError
from crawler.warc.reader import ANSWERS, ReadRecord, metadata_payload

_ABOUT: Final = frozenset(("request", "metadata", "conversion"))
_MADE_OF: Final = re.compile(r"(?i)urn:[a-z][a-z-]*:(https?://.+)")


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
        held = {row.refers_to: row.url for row in connection.execute(needed) if row.record_id not in going}
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
        return list(_foreign(root / row.name, row.name, here, wanted)) if here else []
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
        return bool(payload["id"] == wanted.statement)
    return payload["kind"] == journal.REFUSAL and refuses(payload, wanted.source, wanted.addresses)


def _foreign(path: Path, name: str, here: dict[int, str], wanted: Records) -> Iterator[Lying]:
    if name.endswith((".arc", ".arc.gz")):
        raise ArchiveError(f"{path} is an ARC file, where no record can be replaced: it has to go as a whole, or stay")
    keys = {urlkey(as_uri(url)) for url in wanted.addresses}
    met: list[tuple[Lying, str | None, set[str], bool]] = []  # a record, its own id, those it names, whether it goes
    own: set[str | None] = set()  # ids that the maker gave to captures that go, or that these name
    try:
        for record in read_foreign(path):
            going = record.offset in here
            named = set(record.headers.get("warc-concurrent-to", ()))
            if going:
                own |= {record.id, *named}
            derived = record.type == "resource" and _page_of(record.uri) in keys
            about = named | set(record.headers.get("warc-refers-to", ())) if record.type in _ABOUT else set()
            lying = Lying(record.offset, record.finish(), record.type, here.get(record.offset, record.id))
            met.append((lying, record.id if record.type in _ABOUT else None, about, going or derived))
    except ForeignError as error:
        raise ArchiveError(f"{path}, byte {error.offset}: {error.sentence}: a damaged file is not rewritten") from error
    own.discard(None)
    for lying, record_id, about, going in met:
        if going or about & own or record_id in own:
            yield lying


def _page_of(uri: str) -> str | None:
    """The key of the page that a browser's recorder made something of: ``urn:text:https://…``, ``urn:view:https://…``."""
    found = _MADE_OF.match(uri)
    return urlkey(found[1]) if found else None
