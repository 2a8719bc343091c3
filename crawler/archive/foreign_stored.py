"""A stored record of another maker: its answer, out of the archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.foreign_rows import made_id
from crawler.model.capture import Capture, Place
from crawler.warc.foreign import opened, read_foreign_at
from crawler.warc.foreign_answer import ForeignAnswer
from crawler.warc.foreign_text import ForeignError


class ForeignResponse(NamedTuple):
    """As :class:`crawler.archive.stored.StoredResponse`. Of codings ``headers`` name only those that the payload has;
    a revisit has its own head, if any, and no payload.
    """

    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    payload: bytes


def read_foreign_response(root: Path, place: Capture | Place) -> ForeignResponse:
    """The record at ``place`` of a foreign file. ``ArchiveDamaged`` where it is not there."""
    with _named(place), opened(root / place.warc) as (fd, _):
        record = read_foreign_at(fd, place.offset, place.length)
        if place.record_id not in (record.id, made_id(place.warc, place.offset)):
            raise ForeignError(f"the record there is not {place.record_id}", place.offset)
        answer = ForeignAnswer(record)
        payload = b"".join(answer.payload())
        if record.finish() != place.length:
            raise ForeignError(f"the record there has not {place.length} bytes", place.offset)
    head = answer.head
    return ForeignResponse(record.uri, None if head is None else head.status, answer.headers(), payload)


def open_foreign_payload(root: Path, place: Capture | Place) -> Iterator[bytes]:
    """The payload of the record at ``place`` in pieces, without transfer coding. ``ArchiveDamaged`` as above."""
    with _named(place), opened(root / place.warc) as (fd, _):
        yield from ForeignAnswer(read_foreign_at(fd, place.offset, place.length)).payload()


@contextmanager
def _named(place: Capture | Place) -> Iterator[None]:
    """Says of which record it is that it cannot be read."""
    try:
        yield
    except (ForeignError, OSError) as error:
        raise ArchiveDamaged(f"{place.record_id} cannot be read: {place.warc}, {error}") from error
