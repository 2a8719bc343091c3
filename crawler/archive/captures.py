"""The captures of an open archive: rows that are noted with each answer, and what is asked of them before the next.

Rows are written at once, so that a question sees those of the batch that is not committed yet: a page that two
addresses of one crawl give is stored once.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, bindparam, literal, or_, select

from crawler.archive.rows import (
    CAPTURE,
    CONFIRMED,
    CONVERSION,
    EMPTY,
    VALIDATOR,
    capture_row,
    confirmed_row,
    conversion_row,
    select_captures,
    to_capture,
    validator_row,
)
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import captures, conversions, validators
from crawler.model.capture import Capture, Place
from crawler.model.exchange import Exchange, Head
from crawler.warc.build import Earlier, as_uri
from crawler.warc.cdxj import urlkey

PARTIAL: Final = 206  # a part is not what another answer was the whole of
_ANY: Final = Prepared(select(literal(1)).where(captures.c.payload_digest == bindparam("b_digest")).limit(1))
_HOLDER: Final = Prepared(
    select(
        captures.c.file,
        captures.c.offset,
        captures.c.length,
        captures.c.record_id,
        captures.c.url,
        captures.c.date,
        captures.c.payload_digest,
    )
    .where(
        captures.c.payload_digest == bindparam("b_digest"),
        captures.c.type == "response",
        captures.c.truncated.is_(None),
        captures.c.status.between(200, 299),
        captures.c.status != PARTIAL,
    )
    # One of the same address first: a condition may be based on it later. There is more than one only where files of
    # other makers were taken in, or where bytes came in the same batch of two archives.
    .order_by((captures.c.url == bindparam("b_url")).desc(), captures.c.date, captures.c.record_id)
    .limit(1)
)
_KNOWN: Final = (
    select_captures(validators.c.etag, validators.c.last_modified)
    .join(validators, validators.c.record_id == captures.c.record_id)
    .where(validators.c.source == bindparam("b_source"), validators.c.url == bindparam("b_url"))
)
_CONDITIONS: Final = Prepared(
    select(literal(1)).where(
        validators.c.source == bindparam("b_source"),
        validators.c.url == bindparam("b_url"),
        or_(validators.c.etag.is_not(None), validators.c.last_modified.is_not(None)),
    )
)
_PLACE: Final = select(captures.c.url, captures.c.date, captures.c.payload_digest).where(
    captures.c.record_id == bindparam("b_id")
)
_CONVERTED: Final = (
    select(conversions)
    .where(conversions.c.payload_digest == bindparam("b_digest"))
    .order_by(conversions.c.file, conversions.c.offset)
    .limit(1)
)


_HELD: Final = select(captures.c.url).where(
    captures.c.urlkey.in_(bindparam("b_keys", expanding=True)),
    captures.c.date >= bindparam("b_since"),
    captures.c.truncated.is_(None),
    or_(captures.c.status == 200, and_(captures.c.status == 304, captures.c.type == "revisit")),
)


class Validators(NamedTuple):
    """What a server wants to hear in a conditional request for an address, and the capture whose bytes it confirms.

    One of ``etag`` and ``last_modified`` is there, both as received, decoded as latin-1.
    """

    etag: str | None
    last_modified: str | None
    capture: Capture


class Converted(NamedTuple):
    """Where a conversion record lies, and which program made it."""

    place: Place
    reader: str


class Captures:
    """The tables ``captures``, ``validators`` and ``conversions`` of the writer."""

    def __init__(self, connection: Connection) -> None:
        """``connection`` is the writer's."""
        self._connection = connection

    def earlier(self, exchange: Exchange) -> Earlier | None:
        """The response that this answer repeats or confirms, so that it becomes a revisit; ``None``: a response.

        It repeats where a GET was answered whole with 2xx and a payload that is not empty, and any response of the
        archive has that payload. It confirms where the answer is a 304 and the request had the very validators that
        we hold for the address, and the answer names no others: any other 304 confirms nothing that we know.
        """
        head = exchange.head
        if head is None or exchange.method != "GET" or exchange.truncated is not None or exchange.failure is not None:
            return None
        if head.status == 304:
            return self._confirmed(exchange)
        if not 200 <= head.status < 300 or head.status == PARTIAL:
            return None
        if exchange.payload_digest in (None, EMPTY):
            return None
        asked = {"b_digest": exchange.payload_digest}
        if _ANY.run(self._connection, asked).fetchone() is None:  # nearly always; the rest costs four times it
            return None
        row = _HOLDER.run(self._connection, {**asked, "b_url": as_uri(exchange.url)}).fetchone()
        if row is None:
            return None
        return Earlier(Place(warc=row[0], offset=row[1], length=row[2], record_id=row[3]), *row[4:])

    def note(
        self,
        exchange: Exchange,
        capture: Capture,
        *,
        kind: str,
        url: str,
        earlier: Earlier | None,
        span: tuple[int, int],
    ) -> None:
        """Write the rows of an answer. ``kind`` and ``url`` are WARC-Type and WARC-Target-URI of its record."""
        head = exchange.head
        row = capture_row(
            capture,
            url,
            kind=kind,
            head=head,
            truncated=exchange.truncated,
            refers_to=earlier and earlier.place.record_id,
            span=span,
        )
        CAPTURE.run(self._connection, row)
        if (validator := validator_row(capture, url, head, exchange.truncated)) is not None:
            VALIDATOR.run(self._connection, validator)
        elif earlier is not None and head is not None:
            CONFIRMED.run(self._connection, confirmed_row(capture, url, head))

    def validators(self, source: str, url: str) -> Validators | None:
        """What to ask with, where the last whole 200 of an address gave any, and its bytes lie under this address.

        Where they lie under another (a revisit), its headers are another's too, and a 304 would confirm these.
        """
        here = as_uri(url)
        asked = {"b_source": source, "b_url": here}
        if _CONDITIONS.run(self._connection, asked).fetchone() is None:  # asked for every page of a first crawl
            return None
        row = self._connection.execute(_KNOWN, asked).first()
        if row is None:
            return None
        capture = to_capture(row)
        if row.type == "revisit":
            holder = self._connection.execute(_PLACE, {"b_id": row.refers_to}).first()
            if holder is None or holder.url != here:
                return None
        return Validators(row.etag, row.last_modified, capture)

    def held_since(self, urls: Sequence[str], since: str) -> set[str]:
        """Those of ``urls`` that were captured whole, with 200 or confirmed to be as before, at ``since`` or later."""
        targets = {as_uri(url): url for url in urls}
        asked = {"b_keys": list({urlkey(target) for target in targets}), "b_since": since}
        found = self._connection.execute(_HELD, asked).scalars()
        return {targets[target] for target in found if target in targets}

    def holder_of(self, capture: Capture) -> Earlier | None:
        """The response that holds the payload of a capture; ``None`` where no row tells of it."""
        place = capture.payload or Place(
            warc=capture.warc, offset=capture.offset, length=capture.length, record_id=capture.record_id
        )
        row = self._connection.execute(_PLACE, {"b_id": place.record_id}).first()
        return None if row is None else Earlier(place, *row)

    def note_conversion(self, holder: Earlier, place: Place, reader: str) -> None:
        """Write the row of a conversion record at ``place``, made of the payload in ``holder``."""
        row = conversion_row(
            record_id=place.record_id,
            file=place.warc,
            offset=place.offset,
            length=place.length,
            refers_to=holder.place.record_id,
            payload_digest=holder.payload_digest,
            reader=reader,
        )
        CONVERSION.run(self._connection, row)

    def conversion_of(self, payload_digest: str) -> Converted | None:
        """The conversion record of documents with this payload; ``None``: none was converted."""
        row = self._connection.execute(_CONVERTED, {"b_digest": payload_digest}).first()
        if row is None:
            return None
        return Converted(
            Place(warc=row.file, offset=row.offset, length=row.length, record_id=row.record_id), row.reader
        )

    def _confirmed(self, exchange: Exchange) -> Earlier | None:
        etag, last_modified = conditions(exchange.request)
        if etag is None and last_modified is None:
            return None
        known = self.validators(exchange.source, exchange.url)
        if known is None or etag not in (None, known.etag) or last_modified not in (None, known.last_modified):
            return None
        if exchange.head is None or _names_another(exchange.head, etag, last_modified):
            return None
        return self.holder_of(known.capture)


def _names_another(head: Head, etag: str | None, last_modified: str | None) -> bool:
    """Whether a 304 names another version than was asked for, compared weakly (RFC 9110 §8.8.3.2, RFC 9111 §4.3.4)."""
    if etag is not None:
        named = head.get("etag") or etag
        return named.removeprefix("W/") != etag.removeprefix("W/")
    return (head.get("last-modified") or last_modified) != last_modified


def conditions(request: bytes) -> tuple[str | None, str | None]:
    """If-None-Match and If-Modified-Since of a request as it was sent, decoded as latin-1; ``None``: not there."""
    found: dict[bytes, str] = {}
    for line in request.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        found.setdefault(name.strip().lower(), value.strip().decode("latin-1"))
    return found.get(b"if-none-match"), found.get(b"if-modified-since")
