"""The core: an open archive, single-threaded. What each operation appends, and which rows follow from it.

A batch is committed in the order of design 3: the WARC files are made durable, one transaction tells their new
lengths and every row, then the lines of the transaction go into the JSON Lines files. Within a batch rows are written
as they come, so later operations see them; nobody else does before the commit.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import SQLAlchemyError

from crawler.archive import journal, places
from crawler.archive.decide import Decision, decide
from crawler.archive.errors import ArchiveError, storage_failed
from crawler.archive.outbox import Outbox
from crawler.archive.queue import Link, Links, Queue
from crawler.archive.rows import capture_of, capture_row, validator_row
from crawler.archive.runs import RunStart, begin
from crawler.archive.segments import Segments, manifest_line
from crawler.catalogue import schema
from crawler.catalogue.database import Catalogue
from crawler.catalogue.prepared import Prepared
from crawler.model.capture import Capture
from crawler.model.clock import Clock, stamp
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.model.line import to_line
from crawler.model.reading import Hint, Refusal
from crawler.model.run import Run
from crawler.model.statement import Statement
from crawler.warc.build import bytes_payload, exchange_records, metadata_record, warcinfo_record
from crawler.warc.disk import Disk
from crawler.warc.record import Record
from crawler.warc.segment import segment_name

BATCH = 64  # exchanges after which a batch is committed

_CAPTURE = Prepared(insert(schema.captures))
_validator = upsert(schema.validators)
_VALIDATOR = Prepared(
    _validator.on_conflict_do_update(
        index_elements=["source", "url"],
        set_={name: _validator.excluded[name] for name in ("etag", "last_modified", "record_id")},
    )
)


class Revised(NamedTuple):
    """What became of a draft. ``statement`` is the line that was written (none: unchanged), ``links`` how many new
    links to other statements were found. It is committed once ``ticket`` is.
    """

    statement: Statement | None
    outcome: Literal["published", "revised", "unchanged"]
    links: int
    ticket: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes: stands in the ``warcinfo`` of each file and in its name."""

    machine: str
    operator: str | None
    user_agent: str | None


class Core:
    """An archive that is open for writing and recovered. After any failure every call raises it again."""

    def __init__(
        self, root: Path, catalogue: Catalogue, disk: Disk, *, clock: Clock, new_id: Callable[[], str], origin: Origin
    ) -> None:
        self.root = root
        self.batch = 1  # the number of the batch that is being made
        self.committed = 0  # the last batch that is committed, and its lines appended
        self._catalogue = catalogue
        self._connection = catalogue.connection
        self._clock = clock
        self._new_id = new_id
        self._origin = origin
        self._definitions: dict[str, str] = {}
        self._starts: dict[str, tuple[str, str]] = {}  # source: run and the start of it that this process made
        self._segments = Segments(disk, root, self._connection, name=self._name, first=self._warcinfo)
        self._outbox = Outbox(disk, root, self._connection)
        self._queue = Queue(self._connection)
        self._captures: list[dict[str, Any]] = []  # rows that nothing looks up within the batch
        self._validators: dict[tuple[str, str], dict[str, Any]] = {}
        self._cursor: int = self._connection.execute(
            select(func.coalesce(func.max(schema.changes.c.cursor), 0))
        ).scalar_one()
        self._exchanges = 0
        self._dirty = False
        self._broken: ArchiveError | None = None
        self._committing = False
        self._touched = False  # whether the operation that runs has changed anything yet

    def begin_run(self, source: str, definition: str) -> RunStart:
        """Resume the source's unfinished run of the last 24 hours, or begin one. ``definition`` is its TOML."""
        with self._changing():
            self._touched = True
            self._definitions[source] = definition
            started = begin(self._connection, source, self._clock())
            self._starts[source] = (started.run.id, self._new_id())
            journal.apply_run(self._connection, started.run.model_dump(mode="json"))
            if not started.resumed and self._segments.has(source):
                self._seal(source)
        return started

    def end_run(self, run: Run) -> None:
        """Keep the run as it is told, and seal the source's file. A run that stored nothing leaves no file."""
        with self._changing():
            payload = journal.run(run.model_copy(update={"finished": run.finished or stamp(self._clock())}))
            self._touched = True
            if self._segments.has(run.source):
                self._keep(run.source, payload, None, None)
            journal.apply_run(self._connection, payload["run"])
            self._starts.pop(run.source, None)
            if self._segments.has(run.source):
                self._seal(run.source)
            else:
                self.commit()

    def store(self, exchange: Exchange) -> Capture | None:
        """Append an exchange. Returns its response's place; none where there was no response."""
        source = exchange.source
        with self._changing():
            warcinfo_id = self._segments.warcinfo_id(source)
            records = exchange_records(exchange, warcinfo_id=warcinfo_id, new_id=self._new_id)
            self._touched = True
            name, bounds = self._segments.append(source, records)
            capture: Capture | None = None
            for record, (offset, length) in zip(records, bounds, strict=True):
                if record.type == "response":
                    capture = capture_of(exchange, record, name, offset, length)
                    self._note(exchange, capture, dict(record.headers)["WARC-Target-URI"])
            self._exchanges += 1
            self._end_of_operation(source)
        return capture

    def late(self, capture: Capture, data: bytes) -> None:
        """Keep bytes that came on the connection of ``capture`` when nothing was asked any more."""
        with self._changing():
            source = places.source_of(capture.warc)
            self._keep(source, bytes_payload("surplus", data, late=True), None, capture.record_id)
            self._end_of_operation(source)

    def list_links(self, run_id: str, source: str, links: Iterable[Link]) -> Links:
        """Register what a listing shows; returns what this run has not met yet, to be asked."""
        with self._changing():
            run, start = self._starts.get(source, (run_id, run_id))
            return self._queue.add(run_id, start if run == run_id else run_id, source, links)

    def to_ask(self, run_id: str, source: str) -> list[Link]:
        """Known statements and leftovers that this run has not settled."""
        with self._reading():
            return self._queue.to_ask(run_id, source)

    def unread(self, source: str) -> list[tuple[Capture, str, Hint | None]]:
        """Captured and not read."""
        with self._changing():
            self._write_buffers()
            return self._queue.unread(source)

    def in_flight(self, run_id: str, source: str, url: str) -> None:
        """The request goes out."""
        with self._changing():
            self._queue.in_flight(run_id, source, url)

    def mark_captured(self, run_id: str, source: str, url: str, capture: Capture) -> None:
        """``capture`` answers ``url``."""
        with self._changing():
            self._queue.captured(run_id, source, url, capture.record_id)

    def revise(self, run_id: str, draft: Draft, url: str) -> Revised:
        """Decide what a draft is, and keep it: record, rows, lines."""
        with self._changing():
            now = self._clock()
            ticket = self.batch
            decision = decide(self._connection, draft, run_id=run_id, asked=url, at=stamp(now), cursor=self._cursor)
            self._keep(draft.source, decision.payload, draft.url, draft.capture.record_id)
            self._publish(draft, decision)
            self._queue.settle(run_id, draft.source, url, "read", draft.capture.record_id, draft.id)
            self._end_of_operation(draft.source)
            return Revised(decision.statement, decision.outcome, decision.links, ticket)

    def refuse(self, run_id: str, source: str, url: str, capture: Capture, refusal: Refusal) -> None:
        """Keep why a page was not read."""
        with self._changing():
            payload = journal.refusal(
                run_id=run_id,
                source=source,
                asked=url,
                code=refusal.reason.code,
                sentence=refusal.reason.sentence,
                capture=capture.model_dump(mode="json"),
            )
            self._keep(source, payload, url, capture.record_id)
            self._outbox.put(places.REFUSED, to_line(journal.refused_line(payload)))
            self._queue.settle(run_id, source, url, "refused", capture.record_id, None)
            self._end_of_operation(source)

    def gone(self, run_id: str, source: str, url: str, capture: Capture) -> bool:
        """Keep that the server says a page is gone. Returns whether a statement is known at it."""
        with self._changing():
            statement_id = self._queue.statement_at(source, url)
            payload = journal.gone(
                run_id=run_id, asked=url, statement_id=statement_id, seen=capture.date, record_id=capture.record_id
            )
            self._keep(source, payload, url, capture.record_id)
            journal.apply_gone(self._connection, payload)
            self._queue.settle(run_id, source, url, "gone", capture.record_id, statement_id)
            self._end_of_operation(source)
            return statement_id is not None

    def fail(self, run_id: str, source: str, url: str, failure: Failure) -> None:
        """Nothing of use came; the exchange itself, where there was one, is stored already."""
        with self._changing():
            self._queue.fail(run_id, source, url, failure.code)

    def commit(self) -> None:
        """End the batch: on return all of it is durable, and its lines are in their files."""
        with self._reading():
            if not self._dirty:
                return
            self._touched = True
            self._segments.sync()
            self._segments.write_rows()
            self._write_buffers()
            self._outbox.write_rows()
            self._committing = True
            self._catalogue.commit()
            self._segments.committed()
            self._committing = False
            self._dirty = False
            self._exchanges = 0
            self.batch += 1
            self._outbox.append()
            self.committed = self.batch - 1

    def close(self) -> None:
        """Commit, seal what no run is to go on with, mark the last lines as appended, and let go.

        After a failure only let go.
        """
        try:
            if self._broken is None:
                self.commit()
                for source in self._segments.growing - self._starts.keys():
                    with self._changing():
                        self._seal(source)
                if self._outbox.unmarked:
                    with self._changing():
                        pass
                    self.commit()
        finally:
            self._segments.close()
            self._catalogue.close()

    @property
    def dirty(self) -> bool:
        """Whether anything waits to be committed."""
        return self._dirty

    @property
    def failure(self) -> ArchiveError | None:
        """What every call raises from now on."""
        return self._broken

    # What operations are made of

    def _keep(self, source: str, payload: journal.Payload, url: str | None, refers_to: str | None) -> None:
        record = metadata_record(
            payload,
            target_uri=url,
            refers_to=refers_to,
            concurrent_to=[],
            date=self._clock(),
            warcinfo_id=self._segments.warcinfo_id(source),
            id=self._new_id(),
        )
        self._touched = True
        self._segments.append(source, [record])

    def _note(self, exchange: Exchange, capture: Capture, target: str) -> None:
        self._captures.append(capture_row(capture, target, exchange.truncated))
        if capture.status == 200 and exchange.truncated is None and exchange.failure is None:
            self._queue.answered(exchange.source, exchange.url, capture.record_id)
        row = validator_row(capture, target, exchange.head, exchange.truncated)
        if row is not None:
            self._validators[row["source"], row["url"]] = row

    def _publish(self, draft: Draft, decision: Decision) -> None:
        journal.apply_reading(self._connection, decision.payload, decision.line)
        if decision.line is not None:
            self._outbox.put(places.statements_file(draft.source, draft.capture.date), decision.line)
        for change in decision.changes:
            self._outbox.put(places.CHANGES, to_line(change))
        self._cursor += len(decision.changes)

    def _end_of_operation(self, source: str) -> None:
        if self._segments.full(source):
            self._seal(source)
        elif self._exchanges >= BATCH:
            self.commit()

    def _seal(self, source: str) -> None:
        self._dirty = True
        self.commit()
        self._dirty = True
        name, digest = self._segments.seal(source)
        self._outbox.put(places.MANIFEST, manifest_line(name, digest))
        self.commit()

    def _write_buffers(self) -> None:
        if self._captures:
            _CAPTURE.many(self._connection, self._captures)
            self._captures = []
        if self._validators:
            _VALIDATOR.many(self._connection, self._validators.values())
            self._validators = {}

    def _name(self, source: str, serial: int) -> str:
        return segment_name(source, self._clock(), serial, self._origin.machine)

    def _warcinfo(self, source: str, name: str) -> Record:
        return warcinfo_record(
            id=self._new_id(),
            date=self._clock(),
            filename=name,
            source=source,
            definition=self._definitions.get(source, ""),
            operator=self._origin.operator,
            user_agent=self._origin.user_agent,
        )

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._reading():
            self._dirty = True
            self._touched = False
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        if self._broken is not None:
            raise self._broken
        try:
            yield
        except (OSError, SQLAlchemyError, sqlite3.Error) as error:
            self._broken = storage_failed(self.root, error)
            self._undo()
            raise self._broken from error
        except Exception as error:
            # A fault of the program halfway through an operation: what the batch holds cannot be trusted.
            if self._broken is None and self._touched:
                self._broken = error if isinstance(error, ArchiveError) else ArchiveError(f"the commit failed: {error}")
                self._undo()
            raise

    def _undo(self) -> None:
        # A transaction that failed while it was being committed may be there after all (its pages written, their
        # fsync failed). Then nothing is cut here: recovery sees at the next start which lengths are true.
        if not self._committing:
            self._segments.undo()
        self._segments.close()
        with suppress(SQLAlchemyError):
            self._catalogue.close()
