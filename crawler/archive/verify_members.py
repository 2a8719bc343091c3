"""Verify, the members: a file of ours, and its records against the rows of the catalogue, both in its order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from crawler.archive.captures import conditions
from crawler.archive.damage import Damage
from crawler.archive.recorded import recorded_capture, recorded_conversion
from crawler.archive.rows import EMPTY, holders
from crawler.archive.walk import Group, Grouping
from crawler.catalogue.schema import captures, conversions
from crawler.warc.build import NOT_MODIFIED
from crawler.warc.check import check_file
from crawler.warc.reader import ANSWERS, ReadRecord, metadata_payload

# Of rows that were made before the catalogue had these columns: a migration reads no WARC file.
_NOT_MIGRATED: Final = ("media_type", "start", "stop")


def check_segment(connection: Connection, file: Row[Any], path: Path) -> Iterator[Damage]:
    """What is wrong with the file at ``path`` by itself, and then what its records say otherwise than the catalogue.
    ``file`` is its row of ``files``. It is read once.
    """
    members = _Members(connection, file.name, file.warcinfo_id)
    for damage in check_file(path, expect_size=file.size, watch=members):
        yield Damage(file.name, damage.offset, damage.sentence)
    yield from members.end()


class _Members:
    """Looks on while the file is checked. What is amiss waits for the end: it is little, or the file is lost."""

    def __init__(self, connection: Connection, name: str, warcinfo_id: str) -> None:
        self._name = name
        self._warcinfo_id = warcinfo_id
        self._damages: list[Damage] = []
        self._broken: list[int] = []
        self._grouping = Grouping()
        self._first = True
        held = tuple(holders.c[column].label(f"holder_{column}") for column in ("url", "date", "truncated"))
        self._captures = connection.execution_options(yield_per=1000).execute(
            select(captures, *held)
            .select_from(captures.outerjoin(holders, holders.c.record_id == captures.c.refers_to))
            .where(captures.c.file == name)
            .order_by(captures.c.offset)
        )
        made = connection.execute(select(conversions).where(conversions.c.file == name))
        self._conversions = {
            row.record_id: row for row in made
        }  # few: one for each document, not for each capture of it
        self._expected = next(self._captures, None)

    def whole(self, record: ReadRecord) -> None:
        if (group := self._grouping.add(record)) is not None:
            self._damages += self._group(group)

    def broken(self, offset: int) -> None:
        self._broken.append(offset)
        self._grouping.broken()

    def end(self) -> Iterator[Damage]:
        """All that was found, at the end of the file."""
        yield from self._damages
        if (group := self._grouping.end()) is not None:
            yield from self._group(group)
        yield from self._passed(None)
        for row in self._conversions.values():
            if row.offset not in self._broken:
                sentence = f"{row.record_id} is registered, but no conversion begins here"
                yield Damage(self._name, row.offset, sentence)

    def _group(self, group: Group) -> Iterator[Damage]:
        for record in group.records:
            if self._first and record.id != self._warcinfo_id:
                yield self._damage(record, f"its first record is {record.id}, but {self._warcinfo_id} is registered")
            self._first = False
            if record.type in ANSWERS:
                yield from self._answer(record, group)
            elif record.type == "conversion":
                yield from self._conversion(record)

    def _answer(self, record: ReadRecord, group: Group) -> Iterator[Damage]:
        yield from self._passed(record.offset)
        row = self._expected
        if row is None or row.offset > record.offset:
            yield self._damage(record, f"the {record.type} {record.id} is not registered")
            return
        self._expected = next(self._captures, None)
        try:
            recorded = recorded_capture(record, self._name, group.span)
        except ValueError as error:
            yield self._damage(record, f"{record.id} cannot be understood: {error}")
            return
        start, stop = min(group.span[0], row.start), max(group.span[1], row.stop)
        cut = any(start <= offset < stop for offset in self._broken)  # a record of the exchange is told already
        old = row.media_type is None and (row.start, row.stop) == (row.offset, row.offset + row.length)
        for column, told in recorded.items():
            if row._mapping[column] == told or (column in _NOT_MIGRATED and (cut or old)):
                continue
            sentence = f"the {record.type} {record.id} is not as the catalogue has it: its {column} is"
            yield self._damage(record, f"{sentence} {told}, and not {row._mapping[column]}")
        if record.type == "revisit":
            for sentence in _false_revisit(record, group, row):
                yield self._damage(record, f"the revisit {record.id} {sentence}")

    def _conversion(self, record: ReadRecord) -> Iterator[Damage]:
        row = self._conversions.pop(record.id, None)
        if row is None:
            yield self._damage(record, f"the conversion {record.id} is not registered")
            return
        try:
            recorded = recorded_conversion(record, self._name, row.payload_digest)
        except ValueError as error:
            yield self._damage(record, str(error))
            return
        if dict(row._mapping) != recorded:
            yield self._damage(record, f"the conversion {record.id} is not as the catalogue has it")

    def _passed(self, offset: int | None) -> Iterator[Damage]:
        """Rows that lie before ``offset`` (none: all that are left), where no answer was met."""
        while self._expected is not None and (offset is None or self._expected.offset < offset):
            if self._expected.offset not in self._broken:
                sentence = f"{self._expected.record_id} is registered, but no answer begins here"
                yield Damage(self._name, self._expected.offset, sentence)
            self._expected = next(self._captures, None)

    def _damage(self, record: ReadRecord, sentence: str) -> Damage:
        return Damage(self._name, record.offset, sentence)


def _false_revisit(record: ReadRecord, group: Group, row: Row[Any]) -> Iterator[str]:
    """What a revisit may not be, or say: that there is a response of its payload is judged with all files."""
    if row.holder_url is not None:
        said = record.header("warc-refers-to-target-uri"), record.header("warc-refers-to-date")
        if said != (row.holder_url, row.holder_date):
            yield f"refers to {said[0]} of {said[1]}, but {row.refers_to} is {row.holder_url} of {row.holder_date}"
        if row.holder_truncated is not None:
            yield f"refers to {row.refers_to}, which was cut off"
    if row.payload_digest == EMPTY:
        yield "is of an empty payload"
    if any(_is_failure(other) for other in group.records):
        yield "is of an answer that did not come whole"
    if record.header("warc-profile") == NOT_MODIFIED:
        requests = [other.block for other in group.records if other.type == "request"]
        if requests and conditions(requests[0]) == (None, None):
            yield "is a 304 that nobody asked for: it confirms nothing"


def _is_failure(record: ReadRecord) -> bool:
    if record.type != "metadata":
        return False
    try:
        return bool(metadata_payload(record)["kind"] == "failure")
    except ValueError:  # told of elsewhere
        return False
