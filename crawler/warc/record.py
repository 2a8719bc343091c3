"""A record: WARC/1.1 headers and a block, written as one gzip member and read back strictly.

The grammar is that of WARC 1.1 §4, without what we never write: no folded lines, no blanks around a value, only CRLF.
What a reader refuses a writer cannot write: both sides use the same rules.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from crawler.model.exchange import Block
from crawler.warc.member import Member, compress

Headers = tuple[tuple[str, str], ...]

TYPES: Final = frozenset(
    ("warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation")
)
DATE: Final = re.compile(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z")
DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]*")
_ID: Final = re.compile(r"<[a-z][a-z0-9+.-]*:[!-;=?-~]+>")
_LENGTH: Final = re.compile(r"0|[1-9]\d{0,17}")
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_VERSION: Final = b"WARC/1.1"
_END: Final = b"\r\n\r\n"
_HEAD_LIMIT: Final = 1024 * 1024
_MAY_REPEAT: Final = frozenset(("warc-concurrent-to", "warc-protocol"))
_TARGETED: Final = frozenset(("response", "resource", "request", "revisit", "conversion", "continuation"))


class RecordError(ValueError):
    """A record that breaks the grammar: it cannot be written, or what was read is not one."""


def new_record_id() -> str:
    """A fresh random id, as WARC-Record-ID spells it: ``<urn:uuid:…>``."""
    return f"<urn:uuid:{uuid4()}>"


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``headers`` are in order and without WARC-Type, WARC-Record-ID and Content-Length.

    Values are text without control characters (so nothing can be smuggled in) and without blanks around them. The
    block stays the caller's: encoding reads it once and does not close it.
    """

    id: str
    type: str
    headers: Headers
    block: bytes | Block

    def __post_init__(self) -> None:
        check_headers((("WARC-Type", self.type), ("WARC-Record-ID", self.id), *self.headers, ("Content-Length", "0")))

    @property
    def size(self) -> int:
        """Length of the block in bytes."""
        return len(self.block) if isinstance(self.block, bytes) else self.block.size


def encode(record: Record, folder: Path | None = None) -> Member:
    """The record as one gzip member, made off-file; ``folder`` is where a large one is kept meanwhile.

    The same record gives the same bytes. Raises :class:`RecordError` where the block does not have the length it says.
    """
    return compress(_pieces(record), folder)


def plain(record: Record) -> bytes:
    """The record as it stands in a file that is not compressed. Raises as :func:`encode` does."""
    return b"".join(_pieces(record))


def _pieces(record: Record) -> Iterator[bytes]:
    lines = [
        "WARC/1.1",
        f"WARC-Type: {record.type}",
        f"WARC-Record-ID: {record.id}",
        *(f"{name}: {value}" for name, value in record.headers),
        f"Content-Length: {record.size}",
    ]
    head = "\r\n".join(lines).encode() + _END
    if isinstance(record.block, bytes):
        yield head + record.block + _END
        return
    yield head
    size = 0
    for piece in record.block.chunks():
        size += len(piece)
        yield piece
    if size != record.size:
        raise RecordError(f"the block of {record.id} has {size} bytes and not {record.size}, as it said")
    yield _END


class RecordReader:
    """One record out of the text of one member.

    ``headers`` are there at once; ``block`` may be consumed once, and only after its last piece is the record known to
    be whole. Everything raises :class:`RecordError`.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        head, self._rest = self._read_head()
        self.headers = parse_headers(head)
        values = {name.lower(): value for name, value in self.headers}
        self.id = values["warc-record-id"]
        self.type = values["warc-type"]
        self.size = int(values["content-length"])

    def block(self) -> Iterator[bytes]:
        """The block in pieces: exactly Content-Length bytes, then the two empty lines and nothing more."""
        missing = self.size
        tail = b""
        piece: bytes | None = self._rest
        while piece is not None:
            if missing:
                part = piece if len(piece) <= missing else piece[:missing]
                missing -= len(part)
                if part:
                    yield part
                piece = piece[len(part) :]
            tail = (tail + piece)[: len(_END) + 1]
            piece = next(self._pieces, None)
        if missing:
            raise RecordError(f"the block has {self.size - missing} bytes, but Content-Length says {self.size}")
        if tail != _END:
            raise RecordError(f"the block is not followed by two empty lines and the end (Content-Length {self.size})")

    def _read_head(self) -> tuple[bytes, bytes]:
        text = b""
        for piece in self._pieces:
            text += piece
            if (end := text.find(_END)) >= 0:
                return text[:end], text[end + len(_END) :]
            if len(text) > _HEAD_LIMIT:
                break
        raise RecordError("no end of the record's headers")


def parse_headers(head: bytes) -> Headers:
    """The headers of a record, in order and checked, from its first line to before its first empty line."""
    version, *lines = head.split(b"\r\n")
    if version != _VERSION:
        raise RecordError(f"the record begins with {version[:40]!r} and not with WARC/1.1")
    headers: list[tuple[str, str]] = []
    for line in lines:
        try:
            name, colon, value = line.decode().partition(": ")
        except UnicodeDecodeError:
            raise RecordError(f"the header line {line[:80]!r} is not UTF-8") from None
        if not colon:
            raise RecordError(f"the header line {line[:80]!r} has no colon and blank")
        headers.append((name, value))
    check_headers(headers)
    return tuple(headers)


def check_headers(headers: Iterable[tuple[str, str]]) -> None:
    """Raise :class:`RecordError` unless these are the whole headers of a record (WARC 1.1 §5)."""
    values: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if not _NAME.fullmatch(name):
            raise RecordError(f"{name!r} is no name of a header")
        if key in values and key not in _MAY_REPEAT:
            raise RecordError(f"{name} occurs twice")
        if _CONTROL.search(value) or value != value.strip() or not value:
            raise RecordError(f"{name} cannot have the value {value[:80]!r}")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RecordError(f"{name} cannot have the value {value[:80]!r}: not Unicode text") from None
        if key in _SHAPES and not _SHAPES[key].fullmatch(value):
            raise RecordError(f"{name} cannot have the value {value[:80]!r}")
        values[key] = value
    for needed in ("warc-type", "warc-record-id", "warc-date", "content-length"):
        if needed not in values:
            raise RecordError(f"the mandatory header {needed} is missing (WARC 1.1 §5)")
    if values["warc-type"] not in TYPES:
        raise RecordError(f"unknown WARC-Type {values['warc-type'][:40]!r}")
    if values["warc-type"] in _TARGETED and "warc-target-uri" not in values:
        raise RecordError(f"a {values['warc-type']} record needs WARC-Target-URI (WARC 1.1 §5.9)")
    if values["warc-type"] == "revisit" and "warc-profile" not in values:
        raise RecordError("a revisit record needs WARC-Profile (WARC 1.1 §6.7)")


_SHAPES: Final = {
    "warc-record-id": _ID,
    "warc-date": DATE,
    "content-length": _LENGTH,
    "warc-block-digest": DIGEST,
    "warc-payload-digest": DIGEST,
    "warc-concurrent-to": _ID,
    "warc-refers-to": _ID,
    "warc-warcinfo-id": _ID,
    "warc-target-uri": _URI,
    "warc-refers-to-target-uri": _URI,
    "warc-refers-to-date": DATE,
    "warc-profile": _URI,
    "warc-truncated": re.compile(r"length|time|disconnect|unspecified"),
}
