"""The core: an open archive, single-threaded. What each operation appends, and which rows follow from it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, func, select

from crawler.archive import journal, places
from crawler.archive.absence import How, owner_of, withdrawal, witness
from crawler.archive.batch import Batch, Origin
from crawler.archive.captures import Captures, Converted, Validators
from crawler.archive.decide import Decision, Outcome, decide, decide_again
from crawler.archive.errors import ArchiveError
from crawler.archive.hints import Link
from crawler.archive.imported import Imported, import_files
from crawler.archive.incidents import Incident, keep_incident
from crawler.archive.moving import Origins, is_kept_out, origins, resolve
from crawler.archive.queue import Links, Queue
from crawler.archive.revising import weigh
from crawler.archive.runs import RunStart, begin, ended, unfinished
from crawler.archive.suppressed import is_suppressed
from crawler.archive.sweeps import keep_sweep, sweep_of
from crawler.archive.telling import Told, numbered
from crawler.archive.visits import Looks, Visits
from crawler.catalogue import schema
from crawler.catalogue.database import Catalogue
from crawler.model.capture import Capture
from crawler.model.change import Change, ChangeKind
from crawler.model.clock import Clock, stamp
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.model.line import to_line
from crawler.model.reading import Hint, Refusal, evidence_of
from crawler.model.run import Run
from crawler.model.source import Watch
from crawler.model.statement import Statement
from crawler.revisions import Changed
from crawler.warc.build import Earlier, bytes_payload, exchange_records
from crawler.warc.disk import Disk
from crawler.warc.incoming import Incoming
from crawler.warc.reader import ANSWERS
from crawler.warc.record import Record
from crawler.watch.sweep import Sweep

T = TypeVar("T")


class Revised(NamedTuple):
    """What became of a draft. ``statement`` is the line that was written (none: unchanged), ``links`` how many new
    links to other statements were found. It is committed once ``ticket`` is.
    """

    statement: Statement | None
    outcome: Outcome
    links: int
    ticket: int
    told: tuple[ChangeKind, ...] = ()  # the changes that it made


class Gone(NamedTuple):
    """What became of an answer that a page is gone. ``statement_id``: whose page it was (none: nobody's that is known);
    ``told``: it is called withdrawn from now on; ``withdrawn``: it is, by this answer or by an earlier one.
    """

    statement_id: str | None
    told: bool
    withdrawn: bool


class Core:
    """An archive that is open for writing and recovered. After any failure every call raises it again."""

    def __init__(
        self, root: Path, catalogue: Catalogue, disk: Disk, *, clock: Clock, new_id: Callable[[], str], origin: Origin
    ) -> None:
        self.root = root
        self._batch = Batch(root, catalogue, disk, clock=clock, new_id=new_id, origin=origin)
        self._connection = catalogue.connection
        self._watches: dict[str, Watch] = {}  # source: how it is watched
        self._queue = Queue(self._connection, self._pace)
        self._visits = Visits(self._connection, self._pace)
        self._captures = Captures(self._connection)
        self._clock = clock
        self._new_id = new_id
        self._starts: dict[str, tuple[str, str]] = {}  # source: run and the start of it that this process made
        cursor = select(func.coalesce(func.max(schema.changes.c.cursor), 0))
        self._cursor: int = self._connection.execute(cursor).scalar_one()

    @property
    def batch(self) -> int:
        """The number of the batch that is being made."""
        return self._batch.number

    @property
    def committed(self) -> int:
        """The number of the last batch that is committed, its lines in their files."""
        return self._batch.committed

    @property
    def dirty(self) -> bool:
        """Whether anything waits to be committed."""
        return self._batch.dirty

    @property
    def failure(self) -> ArchiveError | None:
        """What every call raises from now on."""
        return self._batch.failure

    def begin_run(self, source: str, definition: str, watch: Watch | None = None) -> RunStart:
        """Resume the source's unfinished run of the last 24 hours, or begin one. ``definition`` is its TOML, ``watch``
        what that says of how it is watched.
        """
        with self._batch.changing():
            self._batch.definitions[source] = definition
            self._watches[source] = watch or Watch()
            started = begin(self._connection, source, self._clock())
            self._starts[source] = (started.run.id, self._new_id())
            journal.apply_run(self._connection, started.run.model_dump(mode="json"))
            if not started.resumed and self._batch.has_file(source):
                self._batch.seal(source)
        return started

    def define(self, source: str, definition: str) -> None:
        """The TOML of a source, for the warcinfo of a file that is begun without a run of it."""
        self._batch.definitions[source] = definition

    def end_run(self, run: Run) -> None:
        """Keep the run as it is told, and seal the source's file. A run that stored nothing leaves no file."""
        with self._batch.changing():
            payload = journal.run(run.model_copy(update={"finished": run.finished or stamp(self._clock())}))
            if self._batch.has_file(run.source):
                self._batch.keep(run.source, payload, None, None)
            journal.apply_run(self._connection, payload["run"])
            self._starts.pop(run.source, None)
            if self._batch.has_file(run.source):
                self._batch.seal(run.source)
            else:
                self._batch.commit()

    def seal(self, sources: Collection[str]) -> None:
        """Seal the files that grow of these sources, or of all where none is named."""
        with self._batch.changing():
            for source in sorted(self._batch.growing & set(sources) if sources else self._batch.growing):
                self._batch.seal(source)

    def store(self, exchange: Exchange) -> Capture | None:
        """Append an exchange. Returns its response's place; none where there was no response."""
        source = exchange.source
        with self._batch.changing():
            warcinfo_id = self._batch.warcinfo_id(source)
            earlier = self._captures.earlier(exchange)
            records = exchange_records(exchange, warcinfo_id=warcinfo_id, new_id=self._new_id, earlier=earlier)
            name, bounds = self._batch.append(source, records)
            span = bounds[0][0], sum(bounds[-1])
            capture: Capture | None = None
            for record, (offset, length) in zip(records, bounds, strict=True):
                if record.type in ANSWERS:
                    capture = _capture(exchange, record, name, offset, length, earlier)
                    url = dict(record.headers)["WARC-Target-URI"]
                    self._captures.note(exchange, capture, kind=record.type, url=url, earlier=earlier, span=span)
                    if _is_page(exchange, capture):
                        self._queue.answered(source, exchange.url, capture.record_id)
            self._batch.end_operation(source)
        return capture

    def validators(self, source: str, url: str) -> Validators | None:
        """What a conditional request for an address is to say."""
        with self._batch.reading():
            return self._captures.validators(source, url)

    def held_since(self, urls: Sequence[str], since: str) -> set[str]:
        """Which of these addresses the archive has whole from ``since`` on."""
        with self._batch.reading():
            return self._captures.held_since(urls, since)

    def convert(self, capture: Capture, text: str, reader: str) -> str:
        """Keep text made of the document at ``capture``. Returns the id of its record."""
        with self._batch.changing():
            holder = self._captures.holder_of(capture)
            if holder is None:
                raise ValueError(f"{capture.record_id} is no capture of this archive: nothing can be made of it")
            source = places.source_of(capture.warc)
            place = self._batch.convert(source, text, holder, reader)
            self._captures.note_conversion(holder, place, reader)
            self._batch.end_operation(source)
            return place.record_id

    def conversion_of(self, payload_digest: str) -> Converted | None:
        """The conversion of documents with this payload."""
        with self._batch.reading():
            return self._captures.conversion_of(payload_digest)

    def late(self, capture: Capture, data: bytes) -> None:
        """Keep bytes that came on the connection of ``capture`` when nothing was asked any more."""
        with self._batch.changing():
            source = places.source_of(capture.warc)
            self._batch.keep(source, bytes_payload("surplus", data, late=True), None, capture.record_id)
            self._batch.end_operation(source)

    def list_links(
        self,
        run_id: str,
        source: str,
        links: Iterable[Link],
        *,
        everything: bool = True,
        mark: str | None = None,
        since: str | None = None,
    ) -> Links:
        """Register what a listing shows; returns what this run has not met yet, to be asked. Without ``everything`` a
        known statement is none of that: it is asked when its visit is due, and that is at once where the listing says
        something new of it.
        """
        with self._batch.changing():
            run, start = self._starts.get(source, (run_id, run_id))
            walk = mark or (start if run == run_id else run_id)
            found = self._queue.add(run_id, walk, source, links, since=since, everything=everything)
            self._visits.hinted(source, found.hinted)
            return found

    def retries(self, source: str) -> set[str]:
        """Addresses without a statement that are to be tried again where a listing shows them."""
        with self._batch.reading():
            return self._queue.retries(source)

    def looks(self, run_id: str, source: str, *, most: int | None = None) -> Looks:
        """The known statements that the run asks again, within its budget, and what earlier runs left open."""
        with self._batch.changing():
            looks = self._visits.due(run_id, source, most)
            return looks._replace(open=tuple(self._queue.left_open(run_id, source)))

    def sweep(self, source: str, listing: str) -> Sweep | None:
        """How far the sweep of a listing is."""
        with self._batch.reading():
            return sweep_of(self._connection, source, listing)

    def keep_sweep(self, source: str, sweep: Sweep) -> None:
        """How far it is now."""
        with self._batch.changing():
            keep_sweep(self._connection, source, sweep)

    def to_ask(self, run_id: str, source: str) -> list[Link]:
        """Known statements and leftovers that this run has not settled."""
        with self._batch.reading():
            return self._queue.to_ask(run_id, source)

    def look(self, question: Callable[[Connection], T]) -> T:
        """What a question that only reads finds, with what is not committed yet."""
        with self._batch.reading():
            return question(self._connection)

    def keep_incidents(self, incidents: Iterable[Incident]) -> None:
        """Write what an operator was told. Committed on return."""
        with self._batch.changing():
            for incident in incidents:
                keep_incident(self._connection, incident)
        self._batch.commit()

    def ended_runs(self, source: str, limit: int) -> list[Run]:
        """The latest that ended by themselves, newest first."""
        with self._batch.reading():
            return ended(self._connection, source, limit)

    def unread(self, source: str) -> list[tuple[Capture, str, Hint | None]]:
        """Captured and not read."""
        with self._batch.changing():
            return self._queue.unread(source)

    def in_flight(self, run_id: str, source: str, url: str) -> None:
        """The request goes out."""
        with self._batch.changing():
            self._queue.in_flight(run_id, source, url)

    def mark_captured(self, run_id: str, source: str, url: str, capture: Capture) -> None:
        """``capture`` answers ``url``."""
        with self._batch.changing():
            self._queue.captured(run_id, source, url, capture.record_id)

    def revise(self, run_id: str | None, draft: Draft, url: str) -> Revised:
        """Decide what a draft is, and keep it: record, rows, lines. No run: it was read out of the archive, and what
        says nothing new is not kept again.
        """
        with self._batch.changing():
            if is_kept_out(self._connection, draft, url):
                return self._pass_over(run_id, draft, url)
            at = stamp(self._clock())
            decision = decide(self._connection, draft, run_id=run_id, asked=url, at=at, cursor=self._cursor)
            return self._keep(run_id, url, decision)

    def weigh(self, draft: Draft, url: str) -> Changed | None:
        """What differs of a known statement's page, where it would be called revised. Keeps nothing."""
        with self._batch.reading():
            found = resolve(self._connection, draft, url).draft
            return None if is_kept_out(self._connection, found, url) else weigh(self._connection, found)

    def relaunched(self, run_id: str, source: str, templates: Sequence[str]) -> None:
        """Keep what is the page's on all pages of a source: from now on no comparison looks at it."""
        with self._batch.changing():
            payload = journal.relaunch(run_id=run_id, source=source, templates=list(templates))
            self._batch.keep(source, payload, None, None)
            journal.apply_relaunch(self._connection, payload)
            self._batch.end_operation(source)

    def reextract(self, draft: Draft, before: Statement, fields: Sequence[str]) -> Revised | None:
        """Keep a new reading of the capture of a line, which differs in ``fields``. ``None`` and nothing is kept where
        ``before`` is not the newest reading of its revision any more.
        """
        with self._batch.changing():
            if is_suppressed(self._connection, draft.id):
                return None
            at = stamp(self._clock())
            decision = decide_again(self._connection, draft, before, fields, at=at, cursor=self._cursor)
            return None if decision is None else self._keep(None, draft.url, decision)

    def refuse(
        self,
        run_id: str,
        source: str,
        url: str,
        capture: Capture,
        refusal: Refusal,
        *,
        answered: str | None = None,
        aliases: tuple[str, ...] = (),
        hint: Hint | None = None,
        settle: bool = True,
    ) -> None:
        """Keep why a page was not read. ``answered`` is its own address (none: ``url``), ``aliases`` led to it. Without
        ``settle`` the queue does not hear of it: nobody asked for the page.
        """
        with self._batch.changing():
            payload = journal.refusal(
                run_id=run_id,
                source=source,
                asked=url,
                answered=answered or url,
                aliases=aliases,
                evidence=evidence_of(hint),
                code=refusal.reason.code,
                sentence=refusal.reason.sentence,
                capture=capture.model_dump(mode="json"),
            )
            self._batch.keep(source, payload, url, capture.record_id)
            self._batch.line(places.REFUSED, to_line(journal.refused_line(payload)))
            if settle:
                self._queue.refuse(run_id, source, url, capture.record_id, refusal.reason.code)
                self._look_failed(source, url)
            self._batch.end_operation(source)

    def gone(
        self,
        run_id: str,
        source: str,
        url: str,
        capture: Capture,
        *,
        how: How = "answer",
        led_to: tuple[str, ...] = (),
    ) -> Gone:
        """Keep that ``capture`` shows a page gone, while its site answers, and ``how``. ``led_to`` are the addresses to
        which ``url`` led. By the rules that its source is watched by, the statement is called withdrawn from then on.
        """
        with self._batch.changing():
            statement_id = owner_of(self._connection, source, (url, *led_to))
            settled, told = False, list[Told]()
            if statement_id is not None:
                settled, told = withdrawal(self._connection, statement_id, capture, how, self._pace(source)[0])
            changes = numbered(told, source, stamp(self._clock()), self._cursor)
            payload = journal.gone(
                run_id=run_id,
                asked=url,
                statement_id=statement_id,
                seen=capture.date,
                record_id=capture.record_id,
                how=how,
                changes=[change.model_dump(mode="json") for change in changes],
            )
            self._batch.keep(source, payload, url, capture.record_id)
            journal.apply_gone(self._connection, payload)
            self._tell(changes)
            self._queue.settle(run_id, source, url, "gone", capture.record_id, statement_id)
            if statement_id is not None:
                self._visits.gone(statement_id)
            self._batch.end_operation(source)
            return Gone(statement_id, bool(told), settled)

    def origins(self, draft: Draft, url: str) -> Origins:
        """Which known statements have to do with a draft that was read where ``url`` led."""
        with self._batch.reading():
            return origins(self._connection, draft, url)

    def is_own_address(self, source: str, urls: Sequence[str]) -> bool:
        """Whether a statement is known that is to be found at one of ``urls``."""
        with self._batch.reading():
            return owner_of(self._connection, source, urls) is not None

    def witness(self, source: str, url: str, unlike: Collection[str], language: str | None = None) -> str | None:
        """The address of the statement on the host of ``url`` that was seen last, none of ``unlike``: where it answers,
        the site does.
        """
        with self._batch.reading():
            return witness(self._connection, source, url, unlike, language)

    def fail(self, run_id: str, source: str, url: str, failure: Failure) -> None:
        """Nothing of use came; the exchange itself, where there was one, is stored already."""
        with self._batch.changing():
            self._queue.fail(run_id, source, url, failure.code)
            self._look_failed(source, url)

    def import_files(self, group: Sequence[Incoming]) -> list[Imported]:
        """Keep files of other makers, all of them or none. Committed on return."""
        with self._batch.changing():
            return import_files(self._batch, group, self._clock)

    def commit(self) -> None:
        """End the batch: on return all of it is durable, and its lines are in their files."""
        self._batch.commit()

    def close(self) -> None:
        """Commit, seal what no run is to go on with, and let go. After a failure only let go."""
        self._batch.close(self._starts.keys() | (set() if self.failure else unfinished(self._connection)))

    def _pass_over(self, run_id: str | None, draft: Draft, url: str) -> Revised:
        """A decision keeps the statement out: nothing is kept of what its page says now."""
        if run_id is not None:
            self._queue.settle(run_id, draft.source, url, "read", draft.capture.record_id, draft.id)
        return Revised(None, "unchanged", 0, self._batch.number)

    def _keep(self, run_id: str | None, url: str, decision: Decision) -> Revised:
        draft = decision.draft
        ticket = self._batch.number
        if run_id is None and not decision.news:
            return Revised(None, decision.outcome, 0, ticket)
        self._batch.keep(draft.source, decision.payload, draft.url, draft.capture.record_id, decision.line)
        journal.apply_reading(self._connection, decision.payload, decision.line)
        if decision.line is not None:
            self._batch.line(places.statements_file(draft.source, draft.capture.date), decision.line)
        self._tell(decision.changes)
        if run_id is None:
            self._visits.known(draft.id)
        else:
            self._visits.read(draft.id, edited=decision.outcome == "revised")
            # Where it was moved to is read by this, too: a listing that shows it later has nothing new.
            for address in dict.fromkeys((url, draft.url) if "moved" in decision.payload else (url,)):
                self._queue.settle(run_id, draft.source, address, "read", draft.capture.record_id, draft.id)
        self._batch.end_operation(draft.source)
        told = tuple(change.kind for change in decision.changes)
        return Revised(decision.statement, decision.outcome, decision.links, ticket, told)

    def _look_failed(self, source: str, url: str) -> None:
        statement_id = self._queue.statement_at(source, url)
        if statement_id is not None:
            self._visits.failed(statement_id)

    def _pace(self, source: str) -> tuple[Watch, datetime]:
        return self._watches.get(source) or Watch(), self._clock()

    def _tell(self, changes: Sequence[Change]) -> None:
        for change in changes:
            self._batch.line(places.CHANGES, to_line(change))
        self._cursor += len(changes)


def _capture(
    exchange: Exchange, record: Record, warc: str, offset: int, length: int, earlier: Earlier | None
) -> Capture:
    """The capture that a record is, just appended at these bounds."""
    values = dict(record.headers)
    return Capture(
        warc=warc,
        offset=offset,
        length=length,
        record_id=record.id,
        payload_digest=values.get("WARC-Payload-Digest", values["WARC-Block-Digest"]),
        date=values["WARC-Date"],
        status=None if exchange.head is None else exchange.head.status,
        ip=exchange.ip,
        payload=earlier and earlier.place,
    )


def _is_page(exchange: Exchange, capture: Capture) -> bool:
    """Whether the answer gives a whole page: a 200, or a 304 that confirms what we have."""
    whole = exchange.truncated is None and exchange.failure is None
    return whole and (capture.status == 200 or (capture.status == 304 and capture.payload is not None))
