"""The filler: a record of exactly so many bytes, in the place of records that were taken out of a file.

Every other record keeps its offset, so that whatever names one stays true. In a compressed file the filler is one gzip
member: what it says is deflated, and the blanks after it are stored as they are (RFC 1951 §3.2.4), so that their
number sets the length. Stored blocks of no bytes make up what a change of the digest takes away again.
"""

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from crawler.model.clock import stamp
from crawler.model.line import to_line
from crawler.warc.build import FIELDS, digest_of
from crawler.warc.member import HEAD_SIZE, framed
from crawler.warc.record import Record, plain

LONGEST: Final = 4 * 1024 * 1024  # bytes: a reader holds a metadata record in memory
_AFTER: Final = b"\r\n\r\n\r\n"  # the end of the field, and of the record
_STORED: Final = 65535  # bytes in one stored block at most
_EMPTY: Final = 5  # bytes of a stored block without any
_LEVELS: Final = (9, 6, 1)
_SPARE: Final = 40  # how many numbers of blanks are tried


class TooShort(ValueError):  # noqa: N818 - says the state, as the other errors here do
    """No record fits into so few bytes."""


def parts_of(length: int) -> list[int]:
    """How many bytes each of the records has that fill ``length`` bytes: one, unless it would be very large."""
    count = -(-length // LONGEST)
    share, rest = divmod(length, count)
    return [share + 1] * rest + [share] * (count - rest)


def filler(
    size: int,
    payloads: Sequence[Mapping[str, Any]],
    *,
    date: datetime,
    warcinfo_id: str | None,
    id: str,  # noqa: A002 - the record's id is called so everywhere
    compressed: bool,
) -> bytes:
    """A ``metadata`` record of ``size`` bytes. It says the first of ``payloads`` that fits; each has a ``kind``.

    Raises :class:`TooShort`.
    """
    for payload in payloads:
        json = b"json: " + to_line(dict(payload)).rstrip(b"\n")

        def record(blanks: int, digest: bool = True, json: bytes = json) -> Record:
            block = json + b" " * blanks + b"\r\n"
            headers = [("WARC-Date", stamp(date))]
            if warcinfo_id is not None:
                headers.append(("WARC-Warcinfo-ID", warcinfo_id))
            if digest:
                headers += [("Content-Type", FIELDS), ("WARC-Block-Digest", digest_of(block))]
            return Record(id, "metadata", tuple(headers), block)

        # Our own records all have a digest. Among those of another maker a short one may have to do without.
        for digest in (True,) if warcinfo_id is not None else (True, False):
            found = (_member if compressed else _plain)(partial(record, digest=digest), size)
            if found is not None:
                return found
    raise TooShort(f"no record fits into {size} bytes")


def _plain(record: Callable[[int], Record], size: int) -> bytes | None:
    # A block of 1,000 bytes has a longer Content-Length than one of 999: the length in between is not to be had.
    spare = size - len(plain(record(0)))
    for blanks in range(max(spare, 0), max(spare - _SPARE, -1), -1):
        text = plain(record(blanks))
        if len(text) == size:
            return text
    return None


def _member(record: Callable[[int], Record], size: int) -> bytes | None:
    for level in _LEVELS:
        spare = size - len(_packed(record(0), 0, 0, level)) - HEAD_SIZE
        spare -= max(spare - 1, 0) // _STORED * _EMPTY
        for blanks in range(max(spare, 0), max(spare - _SPARE, -1), -1):
            missing = size - HEAD_SIZE - len(_packed(record(blanks), blanks, 0, level))
            if missing >= 0 and missing % _EMPTY == 0:
                return framed(_packed(record(blanks), blanks, missing // _EMPTY, level))
    return None


def _packed(record: Record, blanks: int, empty: int, level: int) -> bytes:
    text = plain(record)
    stored = len(text) - len(_AFTER) - blanks
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    pieces = [deflate.compress(text[:stored]), deflate.flush(zlib.Z_SYNC_FLUSH)]
    pieces += [_block(b"", last=False)] * empty
    for start in range(stored, len(text), _STORED):
        pieces.append(_block(text[start : start + _STORED], last=start + _STORED >= len(text)))
    pieces.append(struct.pack("<II", zlib.crc32(text), len(text) & 0xFFFFFFFF))
    return b"".join(pieces)


def _block(data: bytes, *, last: bool) -> bytes:
    return struct.pack("<BHH", last, len(data), len(data) ^ 0xFFFF) + data
