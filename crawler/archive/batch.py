"""The batch: what is written together becomes true together, in the order of design 3.

1. The WARC files are made durable. 2. One transaction tells their new lengths and every row. 3. The lines of the
transaction go into the JSON Lines files. 4. The next transaction marks them as gone there. Rows are written as they
come, so later operations of the batch see them; nobody else does before step 2.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from crawler.archive import places
from crawler.archive.errors import ArchiveError, storage_failed
from crawler.archive.indexes import write_index
from crawler.archive.outbox import Outbox
from crawler.archive.segments import Segments, manifest_line
from crawler.catalogue.database import Catalogue
from crawler.model.capture import Place
from crawler.model.clock import Clock
from crawler.warc.build import Earlier, conversion_record, metadata_record, warcinfo_record
from crawler.warc.disk import Disk
from crawler.warc.record import Record
from crawler.warc.segment import segment_name

BATCH: Final = 64  # exchanges after which a batch is committed


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes: stands in the ``warcinfo`` of each file and in its name."""

    machine: str
    operator: str | None
    user_agent: str | None


class Batch:
    """The batch that is being made. After any failure every operation raises that failure again."""

    def __init__(
        self, root: Path, catalogue: Catalogue, disk: Disk, *, clock: Clock, new_id: Callable[[], str], origin: Origin
    ) -> None:
        self.root = root
        self.disk = disk
        self.connection = catalogue.connection
        self.number = 1  # of the batch that is being made
        self.committed = 0  # the last batch that is committed, and its lines appended
        self.dirty = False  # whether anything waits to be committed
        self.failure: ArchiveError | None = None
        self.definitions: dict[str, str] = {}  # source: its TOML, for the next file's warcinfo
        self._catalogue = catalogue
        self._clock = clock
        self._new_id = new_id
        self._origin = origin
        self._segments = Segments(disk, root, self.connection, name=self._name, first=self._warcinfo)
        self._outbox = Outbox(disk, root, self.connection)
        self._exchanges = 0
        self._committing = False
        self._touched = False  # whether the operation that runs has changed anything yet

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Around an operation that writes."""
        with self.reading():
            self.dirty = True
            self._touched = False
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Around an operation that only reads."""
        if self.failure is not None:
            raise self.failure
        try:
            yield
        except (OSError, OperationalError, sqlite3.OperationalError) as error:
            self.failure = storage_failed(self.root, error)
            self._undo()
            raise self.failure from error
        except Exception as error:
            # A fault of the program halfway through an operation: what the batch holds cannot be trusted.
            if self.failure is None and self._touched:
                self.failure = error if isinstance(error, ArchiveError) else ArchiveError(f"the commit failed: {error}")
                self._undo()
            raise

    def has_file(self, source: str) -> bool:
        """Whether the source has a file that grows."""
        return self._segments.has(source)

    @property
    def growing(self) -> set[str]:
        """The sources that have one."""
        return self._segments.growing

    def warcinfo_id(self, source: str) -> str:
        """The warcinfo of the file that the source's next record goes to."""
        return self._segments.warcinfo_id(source)

    def new_serial(self) -> int:
        """The next number in the order of making files, for one of another maker."""
        return self._segments.new_serial()

    def touch(self) -> None:
        """The operation that runs changes something from here on: where it fails, the batch is undone."""
        self._touched = True

    def append(self, source: str, records: Sequence[Record]) -> tuple[str, list[tuple[int, int]]]:
        """Add an exchange's records. Returns the file's name and (offset, length) of each."""
        self._touched = True
        self._exchanges += 1
        return self._segments.append(source, records)

    def convert(self, source: str, text: str, holder: Earlier, reader: str) -> Place:
        """Add text made of the document in ``holder``, as a ``conversion`` record. Returns where it lies."""
        record = conversion_record(
            text,
            reader=reader,
            target_uri=holder.url,
            refers_to=holder.place.record_id,
            date=self._clock(),
            warcinfo_id=self._segments.warcinfo_id(source),
            id=self._new_id(),
        )
        self._touched = True
        name, [(offset, length)] = self._segments.append(source, [record])
        return Place(warc=name, offset=offset, length=length, record_id=record.id)

    def keep(
        self,
        source: str,
        payload: dict[str, Any],
        url: str | None,
        refers_to: str | None,
        written: bytes | None = None,
    ) -> None:
        """Add a finding, as a ``metadata`` record about ``url`` and the record ``refers_to``. ``written`` is the last
        value of ``payload`` where it is a line already.
        """
        record = metadata_record(
            payload,
            target_uri=url,
            refers_to=refers_to,
            concurrent_to=[],
            date=self._clock(),
            warcinfo_id=self._segments.warcinfo_id(source),
            id=self._new_id(),
            written=written,
        )
        self._touched = True
        self._segments.append(source, [record])

    def line(self, file: str, line: bytes) -> None:
        """A line that goes into the file of this name once the batch is committed."""
        self._outbox.put(file, line)

    def end_operation(self, source: str) -> None:
        """Seal the source's file where it is large enough, or commit where the batch is."""
        if self._segments.full(source):
            self.seal(source)
        elif self._exchanges >= BATCH:
            self.commit()

    def commit(self) -> None:
        """End the batch: on return all of it is durable, and its lines are in their files."""
        with self.reading():
            if not self.dirty:
                return
            self._touched = True
            self._segments.sync()
            self._segments.write_rows()
            self._outbox.write_rows()
            self._committing = True
            self._catalogue.commit()
            self._segments.committed()
            self._committing = False
            self.dirty = False
            self._exchanges = 0
            self.number += 1
            self._outbox.append()
            self.committed = self.number - 1

    def seal(self, source: str) -> None:
        """Commit, and end the source's file: rename first, then the row and the line of the manifest, then its index.

        The line stays in the outbox until the index is there (the next transaction marks it), so that whoever finds
        the one without the other knows that a writer was at work.
        """
        self.dirty = True
        self.commit()
        self.dirty = True
        name, digest = self._segments.seal(source)
        self.line(places.MANIFEST, manifest_line(name, digest))
        self.commit()
        write_index(self.disk, self.root, self.connection, name)

    def close(self, keep_open: set[str]) -> None:
        """Commit, seal every file but those of the sources ``keep_open``, mark the last lines, and let go.

        After a failure only let go.
        """
        try:
            if self.failure is None:
                self.commit()
                for source in sorted(self._segments.growing - keep_open):
                    with self.changing():
                        self.seal(source)
                self.dirty = self._outbox.unmarked
                self.commit()
        finally:
            self._segments.close()
            self._catalogue.close()

    def _undo(self) -> None:
        # A transaction that failed while it was being committed may be there after all (its pages written, their
        # fsync failed). Then nothing is cut here: recovery sees at the next start which lengths are true.
        if not self._committing:
            self._segments.undo()
        self._segments.close()
        with suppress(SQLAlchemyError):
            self._catalogue.close()

    def _name(self, source: str, serial: int) -> str:
        return segment_name(source, self._clock(), serial, self._origin.machine)

    def _warcinfo(self, source: str, name: str) -> Record:
        return warcinfo_record(
            id=self._new_id(),
            date=self._clock(),
            filename=name,
            source=source,
            definition=self.definitions.get(source, ""),
            operator=self._origin.operator,
            user_agent=self._origin.user_agent,
        )
