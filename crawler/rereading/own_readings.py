"""Own readings: which pages of a WARC file that Communiqué wrote it had read as statements, and what listings said.

A package of ours leaves the listings out that led to its pages. Their readings go along, and tell the same.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from crawler.model.statement import Evidence
from crawler.warc.build import FIELDS
from crawler.warc.foreign import read_records

_LARGEST = 64 * 1024 * 1024  # bytes of a reading


class OwnReading(NamedTuple):
    """A page at ``url`` was read as a statement of ``source``; ``evidence`` is what the listing said, where it did."""

    source: str
    url: str
    evidence: Evidence | None


def own_readings(fd: int, size: int) -> Iterator[OwnReading]:
    """The readings in a file of ours; none in one of another maker, of which only the first record is looked at.

    The file has been looked through before: ``ForeignError`` where it is not whole after all.
    """
    for record in read_records(fd, size):
        if record.offset == 0:
            if record.type != "warcinfo" or not next(record.block(), b"").startswith(b"software: Communique/"):
                return
        elif record.type == "metadata" and record.header("content-type") == FIELDS and record.size < _LARGEST:
            reading = _reading(b"".join(record.block()), record.uri)
            if reading is not None:
                yield reading
        record.finish()


def _reading(block: bytes, url: str) -> OwnReading | None:
    if not block.startswith(b"json: "):
        return None
    try:
        told: dict[str, Any] = json.loads(block.removeprefix(b"json: "))
        if told["kind"] != "reading":
            return None
        evidence = ((told.get("statement") or {}).get("extraction") or {}).get("evidence")
        return OwnReading(str(told["source"]), url, None if evidence is None else Evidence.model_validate(evidence))
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None
