"""What a revisit of another maker equals: the response that holds the bytes, in the same import or in the archive.

In this order: the record it names, the answer for the address and second it names, a response that declares or has the
same digest, and a response of the same address whose bytes turn out to have it. Nothing is guessed from likeness.
"""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.foreign_rows import is_foreign
from crawler.archive.foreign_stored import open_foreign_payload
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import captures
from crawler.model.capture import Place
from crawler.warc.cdxj import urlkey
from crawler.warc.digests import Hasher
from crawler.warc.inventory import Item, read_date

Row = dict[str, Any]

_CHAIN: Final = 8  # revisits of revisits that are followed
_TRIED: Final = 32  # responses of one address whose bytes are hashed
_COLUMNS = (captures.c.record_id, captures.c.payload_digest, captures.c.type, captures.c.refers_to)
_BY_ID: Final = Prepared(select(*_COLUMNS).where(captures.c.record_id == bindparam("b_id")))
_BY_SECOND: Final = Prepared(
    select(*_COLUMNS)
    .where(
        captures.c.urlkey == bindparam("b_key"),
        captures.c.url == bindparam("b_url"),
        captures.c.date.between(bindparam("b_from"), bindparam("b_to")),
        captures.c.type == "response",
    )
    .order_by(captures.c.date, captures.c.record_id)
)
_BY_DIGEST: Final = Prepared(
    select(captures.c.record_id, captures.c.payload_digest)
    .where(captures.c.payload_digest == bindparam("b_digest"), captures.c.type == "response")
    .order_by(captures.c.url != bindparam("b_url"), captures.c.date, captures.c.record_id)
    .limit(1)
)
_DECLARED: Final = text(
    "SELECT record_id, payload_digest FROM declared JOIN captures USING (record_id) WHERE digest = :digest"
    " ORDER BY url <> :url, date, record_id LIMIT 1"
)
_OF_ADDRESS: Final = Prepared(
    select(captures.c.record_id, captures.c.payload_digest, captures.c.file, captures.c.offset, captures.c.length)
    .where(captures.c.urlkey == bindparam("b_key"), captures.c.url == bindparam("b_url"), captures.c.type == "response")
    .order_by(captures.c.date, captures.c.record_id)
    .limit(_TRIED)
)


class Resolving:
    """For one import: what its responses declare is noted first, then its revisits are asked about."""

    def __init__(self, connection: Connection, root: Path) -> None:
        self._connection = connection
        self._root = root
        connection.execute(text("CREATE TEMP TABLE IF NOT EXISTS declared (digest TEXT, record_id TEXT)"))
        connection.execute(text("CREATE INDEX IF NOT EXISTS temp.declared_digest ON declared (digest)"))
        connection.execute(text("DELETE FROM declared"))

    def note(self, item: Item, row: Row) -> None:
        """A response that may be what a revisit equals."""
        if item.type == "response" and item.declared is not None:
            add = text("INSERT INTO declared VALUES (:digest, :id)")
            self._connection.execute(add, {"digest": item.declared, "id": row["record_id"]})

    def resolve(self, item: Item) -> tuple[str, str] | None:
        """(id, payload digest) of the response that a revisit equals, or none that is here."""
        refers = item.refers
        if refers is None:
            return None
        found = self._by_id(refers.id) if refers.id is not None else None
        if found is None and refers.url is not None and (date := read_date(refers.date)) is not None:
            key = {"b_key": urlkey(refers.url), "b_url": refers.url}
            second = {"b_from": f"{date[:19]}.000000Z", "b_to": f"{date[:19]}.999999Z"}
            row = _BY_SECOND.run(self._connection, key | second).fetchone()
            found = None if row is None else (row[0], row[1])
        if found is None and refers.digest is not None:
            found = self._by_digest(refers.digest, item.url, refers.url)
        return found

    def _by_id(self, name: str) -> tuple[str, str] | None:
        wanted: str | None = name
        for _ in range(_CHAIN):
            row = _BY_ID.run(self._connection, {"b_id": wanted}).fetchone() if wanted is not None else None
            if row is None:
                return None
            if row[2] == "response":
                return row[0], row[1]
            wanted = row[3]
        return None

    def _by_digest(self, digest: str, url: str, other: str | None) -> tuple[str, str] | None:
        declared = self._connection.execute(_DECLARED, {"digest": digest, "url": url}).first()
        if declared is not None:
            return declared[0], declared[1]
        row = _BY_DIGEST.run(self._connection, {"b_digest": digest, "b_url": url}).fetchone()
        if row is not None:
            return row[0], row[1]
        for address in dict.fromkeys((other or url, url)):
            key = {"b_key": urlkey(address), "b_url": address}
            for record_id, ours, file, offset, length in _OF_ADDRESS.run(self._connection, key).fetchall():
                if is_foreign(file) and self._has(
                    Place(warc=file, offset=offset, length=length, record_id=record_id), digest
                ):
                    return record_id, ours
        return None

    def _has(self, place: Place, digest: str) -> bool:
        hasher = Hasher(digest)
        try:
            for piece in open_foreign_payload(self._root, place):
                hasher.take(piece)
        except ArchiveDamaged:
            return False
        return hasher.holds(digest)
