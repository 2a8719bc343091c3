"""A stored record of another maker: its answer, out of the archive."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.foreign_rows import made_id
from crawler.model.capture import Capture, Place
from crawler.warc.foreign import ForeignRecord, opened, read_foreign_at
from crawler.warc.foreign_answer import ForeignAnswer
from crawler.warc.foreign_text import ForeignError


class ForeignResponse(NamedTuple):
    """As :class:`crawler.archive.stored.OpenResponse`. Of content codings ``headers`` name only those that the payload
    has; a revisit has its own head, if any, and no payload.
    """

    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    pieces: Iterator[bytes]


@contextmanager
def open_foreign(root: Path, place: Capture | Place) -> Iterator[ForeignResponse]:
    """The record at ``place`` of a foreign file. ``ArchiveDamaged`` where it is not there or, after the last piece, not
    whole.
    """
    with ExitStack() as held:
        with _named(place):
            fd, _ = held.enter_context(opened(root / place.warc))
            record = read_foreign_at(fd, place.offset, place.length)
            if place.record_id not in (record.id, made_id(place.warc, place.offset)):
                raise ForeignError(f"the record there is not {place.record_id}", place.offset)
            answer = ForeignAnswer(record)
            headers = answer.headers()
        status = None if answer.head is None else answer.head.status
        yield ForeignResponse(record.uri, status, headers, _pieces(record, answer, place))


def open_foreign_payload(root: Path, place: Capture | Place) -> Iterator[bytes]:
    """Its payload in pieces, without transfer coding. Raises the same."""
    with open_foreign(root, place) as found:
        yield from found.pieces


def _pieces(record: ForeignRecord, answer: ForeignAnswer, place: Capture | Place) -> Iterator[bytes]:
    with _named(place):
        yield from answer.payload()
        if (found := record.finish()) != place.length:
            raise ForeignError(f"the record there has {found} bytes and not {place.length}", place.offset)


@contextmanager
def _named(place: Capture | Place) -> Iterator[None]:
    """Says of which record it is that it cannot be read."""
    try:
        yield
    except (ForeignError, OSError) as error:
        raise ArchiveDamaged(f"{place.record_id} cannot be read: {place.warc}, {error}") from error
