"""The archive: where exchanges, statements and runs are kept. One thread behind it does everything in order.

async with await Archive.open(path) as archive:
    capture = await archive.store(exchange)
"""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, ParamSpec, Self, TypeVar

from sqlalchemy import Connection

from crawler.archive.absence import How
from crawler.archive.batch import Origin
from crawler.archive.captures import Validators
from crawler.archive.core import Core, Gone, Revised
from crawler.archive.errors import ArchiveError
from crawler.archive.hints import Link
from crawler.archive.imported import Imported
from crawler.archive.incidents import Incident
from crawler.archive.lock import Lock
from crawler.archive.moving import Origins
from crawler.archive.opening import MIN_FREE, open_core, this_machine
from crawler.archive.queue import Links
from crawler.archive.runs import RunStart
from crawler.archive.stored import StoredResponse, open_payload, read_response, read_text
from crawler.archive.visits import Looks
from crawler.model.capture import Capture
from crawler.model.clock import Clock, utc_now
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal
from crawler.model.run import Run
from crawler.model.source import Source
from crawler.model.statement import Statement
from crawler.revisions import Changed
from crawler.warc.disk import Disk, RealDisk
from crawler.warc.incoming import Incoming
from crawler.warc.record import new_record_id
from crawler.watch.sweep import Sweep

# What a kill may cost at most is fetched again, not lost; a small crawl waits no longer than this at its end.
BATCH_SECONDS: Final = 0.5

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Conversion(NamedTuple):
    """Text made of a document: the id of its record, the text, and the program and version that made it."""

    record_id: str
    text: str
    reader: str


class Archive:
    """An archive that is open for writing. Every call may raise :class:`~crawler.archive.errors.StorageFailed`; after
    the first one all do. What is written is committed by the batch: see :meth:`committed`.
    """

    def __init__(self, core: Core, lock: Lock, writer: ThreadPoolExecutor, batch_seconds: float) -> None:
        """Use :meth:`open`."""
        self.path = core.root
        self._core = core
        self._lock = lock
        self._writer = writer
        self._batch_seconds = batch_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._closed = False

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        clock: Clock = utc_now,
        disk: Disk | None = None,
        new_id: Callable[[], str] = new_record_id,
        machine: str | None = None,
        operator: str | None = None,
        user_agent: str | None = None,
        min_free: int = MIN_FREE,
        batch_seconds: float = BATCH_SECONDS,
    ) -> Self:
        """Open for writing, made new where there is none, recovered where it was left unfinished.

        ``new_id`` gives fresh record ids (``<urn:uuid:…>``); ``machine``, ``operator`` and ``user_agent`` stand in the
        ``warcinfo`` of each file; below ``min_free`` bytes of free space it is not opened.

        Raises ``ArchiveBusy`` (another process has it), ``ArchiveDamaged`` (committed bytes are missing),
        ``StorageFailed`` (full, read-only) and ``ArchiveTooNew``.
        """
        writer = ThreadPoolExecutor(1, thread_name_prefix="archive")
        origin = Origin(machine or this_machine(), operator, user_agent)

        def work() -> tuple[Core, Lock]:
            return open_core(
                path, clock=clock, disk=disk or RealDisk(), new_id=new_id, origin=origin, min_free=min_free
            )

        try:
            core, lock = await asyncio.get_running_loop().run_in_executor(writer, work)
        except BaseException:
            writer.shutdown(wait=False)
            raise
        return cls(core, lock, writer, batch_seconds)

    async def begin_run(self, source: Source, definition: str) -> RunStart:
        """The run that this crawl of ``source`` is: its unfinished one of the last 24 hours, or a new one.

        ``definition`` is the text of the source's file, for the ``warcinfo`` of what the run writes.
        """
        return await self._do(self._core.begin_run, source.id, definition, source.watch)

    async def define(self, source: str, definition: str) -> None:
        """The text of a source's file, for the ``warcinfo`` of what is written about it without a run."""
        await self._do(self._core.define, source, definition)

    async def end_run(self, run: Run) -> None:
        """Keep the run as told (``finished`` and ``outcome`` set), commit, and seal the source's file."""
        await self._do(self._core.end_run, run)

    async def store(self, exchange: Exchange) -> Capture | None:
        """Append one exchange to its source's file; the capture of its response, or none where there was none.

        On return the bytes are in the file; they are committed with the batch. The exchange may then be closed.
        """
        return await self._do(self._core.store, exchange)

    async def late(self, capture: Capture, data: bytes) -> None:
        """Keep bytes that came over the connection of ``capture`` while nothing was asked."""
        await self._do(self._core.late, capture, data)

    async def list_links(
        self,
        run_id: str,
        source: str,
        links: Sequence[Link],
        *,
        everything: bool = True,
        mark: str | None = None,
        since: str | None = None,
    ) -> Links:
        """Register what a listing page shows. Returns the addresses that the run has not met yet, to be asked; without
        ``everything`` only those that no statement is known at. ``.new`` counts those that no listing has shown in the
        walk ``mark`` (none: since :meth:`begin_run`), also where they are settled already; ``.fresh`` those that
        no run had met before, ``.recent`` those that were met first since ``since``, a stamp.
        """
        return await self._do(
            self._core.list_links, run_id, source, links, everything=everything, mark=mark, since=since
        )

    async def retries(self, source: str) -> set[str]:
        """Addresses that gave no statement when they were asked, whatever came, and are to be tried again by now where
        a listing still shows them.
        """
        return await self._do(self._core.retries, source)

    async def looks(self, run_id: str, source: str, *, most: int | None = None) -> Looks:
        """What an incremental run asks beside what is new on its listings: the known statements whose visits are due,
        within the budgets of ``source.watch`` and ``most``, and what earlier runs left open.
        """
        return await self._do(self._core.looks, run_id, source, most=most)

    async def sweep(self, source: str, listing: str) -> Sweep | None:
        """How far the slow walk through all pages of a listing is; none: it was never walked."""
        return await self._do(self._core.sweep, source, listing)

    async def keep_sweep(self, source: str, sweep: Sweep) -> None:
        """How far it is now."""
        await self._do(self._core.keep_sweep, source, sweep)

    async def to_ask(self, run_id: str, source: str) -> list[Link]:
        """What the run asks beside what it lists: known statements, and addresses that earlier runs left open.

        Nothing that this run has settled, or that is captured and unread.
        """
        return await self._do(self._core.to_ask, run_id, source)

    async def ended_runs(self, source: str, limit: int) -> list[Run]:
        """The latest runs of a source that ended by themselves, newest first: its habits."""
        return await self._do(self._core.ended_runs, source, limit)

    async def look(self, question: Callable[[Connection], _T]) -> _T:
        """What a question to the catalogue finds. It must only read; it sees what is not committed yet."""
        return await self._do(self._core.look, question)

    async def keep_incidents(self, incidents: Sequence[Incident]) -> None:
        """Keep what an operator was told of, in place of what was known of the same keys. Committed on return."""
        await self._do(self._core.keep_incidents, incidents)

    async def unread(self, run_id: str, source: str) -> list[tuple[Capture, str, Hint | None]]:
        """(capture, address asked, hint) of what was captured and never read, by this run or an earlier one."""
        return await self._do(self._core.unread, source)

    async def read_response(self, capture: Capture) -> StoredResponse:
        """A response out of the archive, its payload not content-decoded. ``ArchiveDamaged`` where it is not there."""
        return await asyncio.to_thread(read_response, self.path, capture)

    def open_payload(self, capture: Capture) -> Iterator[bytes]:
        """The payload of a response in pieces of at most 1 MiB, in constant memory; content coding is still on it.

        It reads files while it is taken: take it in a thread. ``ArchiveDamaged`` where it is not there.
        """
        return open_payload(self.path, capture)

    async def validators(self, source: str, url: str) -> Validators | None:
        """What a conditional GET of ``url`` is to say, where its last whole 200 gave validators and its bytes lie
        here. A 304 to exactly these is stored as a revisit: its capture has a ``payload``. One to others is not.
        """
        return await self._do(self._core.validators, source, url)

    async def held_since(self, urls: Sequence[str], since: str) -> set[str]:
        """Those of ``urls`` that were captured whole (200, or a 304 that confirmed it) since ``since``, a stamp."""
        return await self._do(self._core.held_since, urls, since)

    async def convert(self, capture: Capture, text: str, reader: str) -> str:
        """Keep the text that ``reader`` (program and version) made of the document at ``capture``, as a ``conversion``
        record. Returns its id. ``ValueError`` where the archive has no such capture.
        """
        return await self._do(self._core.convert, capture, text, reader)

    async def conversion_of(self, payload_digest: str) -> Conversion | None:
        """The text that was made of a document with this payload before, by whatever capture; none: never."""
        found = await self._do(self._core.conversion_of, payload_digest)
        if found is None:
            return None
        text = await asyncio.to_thread(read_text, self.path, found.place)
        return Conversion(found.place.record_id, text, found.reader)

    async def in_flight(self, run_id: str, source: str, urls: Sequence[str]) -> None:
        """The requests for ``urls`` go out."""

        def work() -> None:
            for url in urls:
                self._core.in_flight(run_id, source, url)

        await self._do(work)

    async def mark_captured(self, run_id: str, source: str, url: str, capture: Capture) -> None:
        """``capture`` is the answer to ``url``, perhaps after redirects; it is to be read."""
        await self._do(self._core.mark_captured, run_id, source, url, capture)

    async def revise(self, run_id: str | None, draft: Draft, url: str) -> Revised:
        """Keep what a page says, in one step: a new statement, a new revision of it, or that nothing changed.

        ``url`` is the address that was asked, which is settled by it. No ``run_id``: it was read out of the archive.
        """
        return await self._do(self._core.revise, run_id, draft, url)

    async def weigh(self, draft: Draft, url: str) -> Changed | None:
        """What differs of a known statement's page that was read where ``url`` led; ``None`` where :meth:`revise` would
        not call it revised. Keeps nothing.
        """
        return await self._do(self._core.weigh, draft, url)

    async def relaunched(self, run_id: str, source: str, templates: Sequence[str]) -> None:
        """Keep what a run found to be the page's on all pages of a source (:func:`crawler.revisions.relaunched`): no
        comparison looks at it from now on.
        """
        await self._do(self._core.relaunched, run_id, source, templates)

    async def reextract(self, draft: Draft, before: Statement, fields: Sequence[str]) -> Revised | None:
        """Keep a new reading of the capture of the line ``before``, as the next reading of the same revision.

        ``draft`` is of the same statement, ``fields`` are those that differ. ``None`` where ``before`` is not the
        newest reading any more: nothing is kept.
        """
        return await self._do(self._core.reextract, draft, before, fields)

    async def committed(self, ticket: int) -> None:
        """Return once the batch of ``ticket`` is durable and its lines are in their files."""
        if self._core.committed >= ticket:
            return
        if self._core.failure is not None:
            raise self._core.failure
        if self._closed:
            raise ArchiveError(f"the archive {self.path} is closed")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((ticket, future))
        self._see_to_commit()
        await future

    async def refuse(
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
        """Keep why the page that ``url`` led to was not read, and what it takes to read it again.

        ``answered`` is the address of the page itself (none: ``url``), ``aliases`` those of redirects to it. Without
        ``settle`` it is nobody's answer: the page came with an import.
        """
        await self._do(
            self._core.refuse,
            run_id,
            source,
            url,
            capture,
            refusal,
            answered=answered,
            aliases=aliases,
            hint=hint,
            settle=settle,
        )

    async def fail(self, run_id: str, source: str, url: str, failure: Failure) -> None:
        """No answer of use came for ``url`` in this run."""
        await self._do(self._core.fail, run_id, source, url, failure)

    async def gone(
        self,
        run_id: str,
        source: str,
        url: str,
        capture: Capture,
        *,
        how: How = "answer",
        led_to: tuple[str, ...] = (),
    ) -> Gone:
        """``capture`` shows that ``url``, or an address it ``led_to``, is gone: observed once more, while its site is
        there. By the rules that its source is watched by, the statement is called withdrawn.
        """
        return await self._do(self._core.gone, run_id, source, url, capture, how=how, led_to=led_to)

    async def origins(self, draft: Draft, url: str) -> Origins:
        """Which known statements have to do with a draft that was read where ``url`` led."""
        return await self._do(self._core.origins, draft, url)

    async def is_own_address(self, source: str, urls: Sequence[str]) -> bool:
        """Whether a statement is known that is to be found at one of ``urls``."""
        return await self._do(self._core.is_own_address, source, urls)

    async def witness(self, source: str, url: str, unlike: Collection[str], language: str | None = None) -> str | None:
        """The address of a known statement on the host of ``url`` that is none of ``unlike``."""
        return await self._do(self._core.witness, source, url, unlike, language)

    async def import_files(self, group: Sequence[Incoming]) -> list[Imported]:
        """Keep files of other makers, byte for byte, all of them or none; what became of each. Committed on return.

        Revisits are resolved within the group and the archive.
        """
        return await self._do(self._core.import_files, group)

    async def flush(self) -> None:
        """Commit now."""
        await self._do(self._core.commit)

    async def close(self) -> None:
        """Commit and let go. After a failure nothing is committed and nothing raised: the failure was told."""
        if self._closed:
            return
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        try:
            await self._in_writer(self._core.close)
        finally:
            self._settle()
            self._lock.release()
            self._writer.shutdown(wait=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _do(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        if self._closed:
            raise ArchiveError(f"the archive {self.path} is closed")
        try:
            return await self._in_writer(work, *args, **kwargs)
        finally:
            self._settle()
            self._see_to_commit()

    async def _in_writer(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        # Shielded: an operation that has begun in the thread ends there, also where its caller was cancelled.
        call = asyncio.get_running_loop().run_in_executor(self._writer, lambda: work(*args, **kwargs))
        return await asyncio.shield(call)

    def _see_to_commit(self) -> None:
        if self._core.dirty and self._timer is None and not self._closed:
            self._timer = asyncio.get_running_loop().call_later(self._batch_seconds, self._commit_soon)

    def _commit_soon(self) -> None:
        self._timer = None
        task = asyncio.get_running_loop().create_task(self._commit_quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _commit_quietly(self) -> None:
        try:
            await self._do(self._core.commit)
        except ArchiveError:
            self._settle()  # whoever waits for the batch hears of it, and every later call does

    def _settle(self) -> None:
        """Tell those whose batch is committed, or that it never will be."""
        failure = self._core.failure
        if failure is None and self._closed and self._core.committed < self._core.batch - 1:
            failure = ArchiveError(f"the archive {self.path} was closed before its batch was committed")
        waiting, self._waiting = self._waiting, []
        for ticket, future in waiting:
            if future.done():
                continue
            if self._core.committed >= ticket:
                future.set_result(None)
            elif failure is not None:
                future.set_exception(failure)
            else:
                self._waiting.append((ticket, future))
