"""Rows of a foreign file: its captures as the catalogue knows them, the same at the import, a rebuild and a check.

A record keeps the id that its maker gave it. Where it has none (ARC), or another capture of the archive bears it (a
copy of a record that is here already), its id is made of the file and the offset, and is the same for ever. What a
revisit equals is decided once, at the import, and stands in the import's record: a rebuild decides nothing anew.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, bindparam, select

from crawler.archive.damage import Damage
from crawler.archive.rows import CAPTURE
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import captures
from crawler.warc.cdxj import urlkey
from crawler.warc.foreign import read_foreign
from crawler.warc.foreign_text import ForeignError
from crawler.warc.inventory import Item, Tally, inventory

Row = dict[str, Any]
Resolved = Mapping[int, tuple[str | None, str]]  # offset of a revisit: id of the response it equals, its digest

IMPORTED: Final = "_imported"  # the source of what is imported, and of the records about it

# No name of a machine holds an underscore (crawler.warc.segment), so no segment of ours has such a name.
_NAME: Final = re.compile(r"warc/_imported/\d{4}/_imported-\d{17}-\d+-sha256_[0-9a-f]{12}\.(?:warc|arc)(?:\.gz)?")
_AT: Final = Prepared(select(captures.c.file, captures.c.offset).where(captures.c.record_id == bindparam("b_id")))


def foreign_name(moment: datetime, serial: int, sha256: str, format_: str) -> str:
    """``warc/_imported/2026/_imported-20260102030405006-00007-sha256_0123456789ab.warc.gz``, in the archive."""
    utc = moment.astimezone(UTC)
    stamp = f"{utc:%Y%m%d%H%M%S}{utc.microsecond // 1000:03d}"
    return f"warc/{IMPORTED}/{utc:%Y}/{IMPORTED}-{stamp}-{serial:05d}-sha256_{sha256[:12]}.{format_}"


def is_foreign(name: str) -> bool:
    """Whether a file of this (sealed) name is of another maker."""
    return _NAME.fullmatch(name) is not None


def made_at(name: str) -> str:
    """When a foreign file was imported: ``20260102030405006``, UTC, as its name says."""
    return name.rpartition("/")[2].split("-")[1]


def made_id(name: str, offset: int) -> str:
    """The id of a record that cannot bear its own."""
    digest = name.rpartition("-sha256_")[2].partition(".")[0]
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'communique:imported:{digest}:{offset}')}>"


def add_rows(
    connection: Connection, name: str, items: Iterable[Item], resolved: Resolved
) -> Iterator[tuple[Item, Row]]:
    """Insert the rows of a file's captures, in order; each is given once it is there.

    A revisit that ``resolved`` does not know equals nothing that is known.
    """
    for item in items:
        borne = item.id is not None and _AT.run(connection, {"b_id": item.id}).fetchone() is not None
        row = capture_row(name, item, made_id(name, item.offset) if borne or item.id is None else item.id, resolved)
        CAPTURE.run(connection, row)
        yield item, row


def capture_row(name: str, item: Item, record_id: str, resolved: Resolved) -> Row:
    """The row of one capture."""
    digest, refers_to = item.payload_digest, None
    if item.type == "revisit":
        # Its own payload is not here: what it declares is what is known of it, until the original is found.
        refers_to, digest = resolved.get(item.offset, (None, item.declared or digest))
    return {
        "record_id": record_id,
        "file": name,
        "offset": item.offset,
        "length": item.length,
        "source": IMPORTED,
        "url": item.url,
        "date": item.date,
        "status": item.status,
        "ip": item.ip,
        "payload_digest": digest,
        "truncated": item.truncated,
        "type": item.type,
        "refers_to": refers_to,
        "media_type": item.media_type,
        "urlkey": urlkey(item.url),
        "start": item.start,
        "stop": item.stop,
    }


def resolved_of(payload: Mapping[str, Any]) -> Resolved:
    """What the import's record says of the revisits of its file."""
    return {offset: (refers_to, digest) for offset, refers_to, digest in payload["revisits"]}


def check_foreign(connection: Connection, path: Path, name: str) -> Iterator[Damage]:
    """A foreign file as it is against the rows of it, both in the order of the file. That its bytes are those that were
    sealed is for its SHA-256 to tell.
    """
    known = connection.execution_options(yield_per=1000).execute(
        select(captures).where(captures.c.file == name).order_by(captures.c.offset)
    )
    expected = next(known, None)
    try:
        for item in inventory(read_foreign(path), Tally()):
            while expected is not None and expected.offset < item.offset:
                yield Damage(name, expected.offset, f"{expected.record_id} is registered, but no capture begins here")
                expected = next(known, None)
            if expected is None or expected.offset > item.offset:
                yield Damage(name, item.offset, "the capture that begins here is not registered")
                continue
            row = expected._mapping
            mine = capture_row(name, item, "", {item.offset: (row["refers_to"], row["payload_digest"])})
            mine["record_id"] = item.id if row["record_id"] == item.id else made_id(name, item.offset)
            for column, value in mine.items():
                if row[column] != value:
                    sentence = f"{row['record_id']} has the {column} {value}, but {row[column]} is registered"
                    yield Damage(name, item.offset, sentence)
            expected = next(known, None)
    except ForeignError as error:
        yield Damage(name, error.offset, error.sentence)
        return
    while expected is not None:
        yield Damage(name, expected.offset, f"{expected.record_id} is registered, but no capture begins here")
        expected = next(known, None)
