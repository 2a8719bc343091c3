"""Verify, one line: where it stands, and whether a capture that it names is what the archive has."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection

from crawler.archive.damage import Damage
from crawler.archive.rows import select_captures, to_capture
from crawler.catalogue.schema import captures
from crawler.model.capture import Capture


class Line(NamedTuple):
    """A line of a file. ``number`` counts from 1; 0: it is still in the outbox."""

    file: str
    offset: int
    number: int
    data: bytes

    def damage(self, sentence: str) -> Damage:
        """What is wrong with it."""
        place = f"line {self.number}" if self.number else "a line not yet in the file"
        return Damage(self.file, self.offset, f"{place}: {sentence}")


def check_capture(connection: Connection, line: Line, capture: Capture) -> Iterator[Damage]:
    """Whether ``capture``, which the line names, is in the archive and lies where it says."""
    row = connection.execute(select_captures().where(captures.c.record_id == capture.record_id)).first()
    if row is None:
        yield line.damage(f"its capture {capture.record_id} is not in the archive")
        return
    real = to_capture(row)
    for name in Capture.model_fields:
        if getattr(real, name) != getattr(capture, name):
            told, true = getattr(capture, name), getattr(real, name)
            yield line.damage(f"its capture has the {name} {told}, but {capture.record_id} has {true}")


def first_error(error: ValidationError) -> str:
    """The first thing that is wrong with what was to be understood, in words."""
    found = error.errors()[0]
    place = ".".join(str(part) for part in found["loc"])
    return f"{place}: {found['msg']}" if place else found["msg"]
