"""The inventory of a foreign file: what its captures are, by one pass over its records. Memory does not grow with it.

A capture is what can be looked at later: a ``response`` or ``revisit`` of an address, or a ``resource`` of the web.
Requests, metadata and the like stay where they are; where they stand next to their answer and say so, they are within
its bounds. Digests that do not hold are told and change nothing: makers hash different bytes, and some hash wrongly.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from crawler.model.clock import stamp
from crawler.warc.digests import Hasher, normal_digest
from crawler.warc.foreign import ForeignRecord
from crawler.warc.foreign_answer import ForeignAnswer, media_type_of

_WEB: Final = re.compile(r"(?i)(https?|ftp)://[^/]")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_ID: Final = re.compile(r"<[!-;=?-~]+>")
_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|z|[+-]\d\d:?\d\d)?")
_DIGITS: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}")
_TRUNCATED: Final = frozenset(("length", "time", "disconnect", "unspecified"))
_FIELDS_KEPT: Final = 64 * 1024  # bytes of a warcinfo that are looked at

SEGMENTED: Final = "its block goes on in other records (WARC-Segment-Number): it is kept, and read as cut off"
NO_DATE: Final = "no capture: its date cannot be read to the second"
NO_ADDRESS: Final = "no capture: it has no address"
BLOCK_DIGEST: Final = "its block does not have the digest that it declares"
PAYLOAD_DIGEST: Final = "its payload does not have the digest that it declares, nor has the body as it was sent"


@dataclass(frozen=True, slots=True)
class Refers:
    """What a revisit says of the record that it equals. The digest is normal (``sha1:<hex>``)."""

    id: str | None
    url: str | None
    date: str | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """A capture, as the catalogue is to know it, and what its record declares.

    ``id`` is the record's own, where it has one that can be one. ``payload_digest`` is ``sha256:`` of the bytes that
    the record holds without transfer coding. ``start`` and ``stop`` bound it with what belongs to it.
    """

    offset: int
    length: int
    type: str
    id: str | None
    url: str
    date: str
    status: int | None
    ip: str | None
    payload_digest: str
    declared: str | None
    truncated: str | None
    media_type: str | None
    refers: Refers | None
    start: int = 0
    stop: int = 0


@dataclass(slots=True)
class Tally:
    """What a pass met. ``notes`` tell oddities: how often, and the offset of the first."""

    types: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    notes: dict[str, tuple[int, int]] = field(default_factory=dict)
    maker: str | None = None

    def note(self, sentence: str, offset: int) -> None:
        """One more oddity."""
        count, first = self.notes.get(sentence, (0, offset))
        self.notes[sentence] = (count + 1, first)


def inventory(records: Iterable[ForeignRecord], tally: Tally) -> Iterator[Item]:
    """The captures of a file in order. ``tally`` grows as it is read. Raises what reading the records raises."""
    group = _Group()
    for record in records:
        tally.types[record.type] += 1
        tally.versions[record.version] += 1
        item = _item(record, tally)
        yield from group.add(record, item, record.finish())
    yield from group.end()


def read_date(text: str | None) -> str | None:
    """A WARC-Date (or the 14 digits of ARC) to the microsecond, UTC; ``None`` where it does not tell the second."""
    text = (text or "").strip()
    found = _DATE.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    fraction, zone = (*found.groups(), None, None)[6:8]
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59), micro, UTC)
        if zone and zone not in "Zz":
            moment = datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S.%f}{zone}")
        return stamp(moment)
    except (ValueError, OverflowError):
        return None


class _Group:
    """Records that stand together and name each other: at most one of them is a capture."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._named: set[str] = set()
        self._start = self._stop = 0
        self._item: Item | None = None

    def add(self, record: ForeignRecord, item: Item | None, length: int) -> Iterator[Item]:
        names = set(record.headers.get("warc-concurrent-to", ()))
        belongs = bool(names & self._ids) or record.id in self._named
        if not belongs or (item is not None and self._item is not None):
            yield from self.end()
            self._ids, self._named, self._start = set(), set(), record.offset
        if record.id is not None:
            self._ids.add(record.id)
        self._named |= names
        self._stop = record.offset + length
        if item is not None:
            self._item = replace(item, length=length)

    def end(self) -> Iterator[Item]:
        if self._item is not None:
            yield replace(self._item, start=self._start, stop=self._stop)
        self._item = None


def _item(record: ForeignRecord, tally: Tally) -> Item | None:
    block = normal_digest(record.header("warc-block-digest"))
    whole = Hasher(block)
    item = None
    if record.type in ("response", "revisit", "resource"):
        item = _capture(record, whole, tally)
    else:
        start = b""
        for piece in record.block():
            whole.take(piece)
            start = start or piece[:_FIELDS_KEPT]
        if record.type in ("warcinfo", "filedesc"):
            tally.maker = tally.maker or _maker(record.type, start)
    if block is not None and not whole.holds(block):
        tally.note(BLOCK_DIGEST, record.offset)
    return item


def _capture(record: ForeignRecord, whole: Hasher, tally: Tally) -> Item | None:
    declared = normal_digest(record.header("warc-payload-digest"))
    plain, raw, ours = Hasher(declared), Hasher(declared), hashlib.sha256()
    web = _WEB.match(record.uri) is not None
    if record.type == "resource":
        for piece in record.block():
            whole.take(piece)
            plain.take(piece)
            ours.update(piece)
        status, media = None, media_type_of(record.header("content-type"))
        notes: list[str] = []
    else:
        answer = ForeignAnswer(record, whole.take, raw.take)
        for piece in answer.payload():
            plain.take(piece)
            ours.update(piece)
        head = answer.head
        status = None if head is None else head.status
        media = media_type_of(None if head is None else head.get("content-type"))
        notes = answer.notes if web else []
    if declared is not None and record.type != "revisit" and not plain.holds(declared) and not raw.holds(declared):
        notes.append(PAYLOAD_DIGEST)
    date = read_date(record.header("warc-date"))
    if not web and (record.type == "resource" or not _URI.fullmatch(record.uri)):
        if record.type != "resource":  # urn:text: and the like of a browser's recorder are no pages
            tally.note(NO_ADDRESS, record.offset)
        return None
    for note in notes:
        tally.note(note, record.offset)
    if date is None:
        tally.note(NO_DATE, record.offset)
        return None
    # Of a revisit it says only that the payload is elsewhere.
    truncated = None if record.type == "revisit" else (record.header("warc-truncated") or "").lower() or None
    if record.header("warc-segment-number") is not None:
        tally.note(SEGMENTED, record.offset)
        truncated = truncated or "unspecified"
    return Item(
        offset=record.offset,
        length=0,
        type=record.type,
        id=record.id if record.id is not None and _ID.fullmatch(record.id) else None,
        url=record.uri,
        date=date,
        status=status,
        ip=record.header("warc-ip-address"),
        payload_digest=f"sha256:{ours.hexdigest()}",
        declared=declared,
        truncated=truncated if truncated is None or truncated in _TRUNCATED else "unspecified",
        media_type=media,
        refers=_refers(record, declared) if record.type == "revisit" else None,
    )


def _refers(record: ForeignRecord, declared: str | None) -> Refers:
    return Refers(
        record.header("warc-refers-to"),
        record.header("warc-refers-to-target-uri"),
        record.header("warc-refers-to-date"),
        declared,
    )


def _maker(kind: str, start: bytes) -> str | None:
    """The software that a warcinfo names; of ARC, what its first record says of its origin."""
    lines = start.decode("utf-8", "replace").splitlines()
    if kind == "filedesc":
        return " ".join(lines[0].split()[2:])[:200] or None if lines else None
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip().lower() == "software" and value.strip():
            return value.strip()[:200]
    return None
