"""The queue: which addresses of a source are to be asked in a run, and how far each is.

    pending ─▶ in_flight ─▶ captured ─▶ read | refused | gone
                   └─▶ failed

What is captured but not read is read from the archive at the next start, never fetched again; what was in flight when
a process ended is pending again. ``settled`` means read, refused, gone or failed in the run that is asked about.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, exists, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.hints import Link, remembered, says_anew, to_hint, to_text
from crawler.archive.journal import storable
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.suppressed import suppressed_addresses
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, captures, revisions, statements, urls
from crawler.model.capture import Capture
from crawler.model.clock import stamp
from crawler.model.reading import Hint
from crawler.model.source import Watch
from crawler.watch.policy import retry

Pace = Callable[[str], tuple[Watch, datetime]]  # of a source: how it is watched, and the time it is

SETTLED: Final = ("read", "refused", "gone", "failed")
PATIENCE: Final = 5  # runs in a row that an address which no listing shows any more is tried again after failures
_TRANSIENT: Final = ("net.", "tls.", "robots.unreachable", "http.retry_after", "http.underrun", "http.badchunk")
_WALL: Final = "blocked."  # a page that is refused for it may be there tomorrow
_CHUNK: Final = 500  # addresses in one statement

_put = upsert(urls)


def _moving(*names: str, **values: object) -> Prepared:
    """Insert a row, or change these columns of the one that is there."""
    changed = {name: _put.excluded[name] for name in names} | values
    return Prepared(_put.on_conflict_do_update(index_elements=["source", "url"], set_=changed))


_LISTED = _moving("state", "run_id", "listed", "hint", "met", "shown")
_MOVED = _moving("state", "run_id")
_CAPTURED = _moving("state", "run_id", "record_id")
_READ = _moving("state", "run_id", "record_id", "statement_id", "failures", "vain", "due")
_GAVE_NONE = _moving("state", "run_id", "record_id", "failures", vain=urls.c.vain + 1)
_WALLED = _moving("state", "run_id", "record_id", failures=urls.c.failures + 1, vain=urls.c.vain + 1)
_FAILED = _moving("state", "run_id", failures=urls.c.failures + _put.excluded.failures, vain=urls.c.vain + 1)
_ANSWERED = Prepared(
    update(urls)
    .where(urls.c.source == bindparam("b_source"), urls.c.url == bindparam("b_url"), urls.c.state == "in_flight")
    .values(state="captured", record_id=bindparam("b_record"))
)
_of_address = and_(urls.c.source == bindparam("b_source"), urls.c.url == bindparam("b_url"))
_VAIN = Prepared(select(urls.c.vain).where(_of_address))
_RETRIES = Prepared(
    select(urls.c.url).where(
        urls.c.source == bindparam("b_source"),
        urls.c.due <= bindparam("b_now"),
        urls.c.statement_id.is_(None),
        or_(*(urls.c.state == literal(state) for state in ("refused", "gone", "failed"))),
    )
)
_PUT_OFF = Prepared(update(urls).where(_of_address).values(due=bindparam("b_due")))


class Links(list[str]):
    """Addresses to be asked. ``new`` counts those that this walk had not listed before: a listing goes on while that is
    not 0, also where a resumed run has settled them all already. ``fresh`` counts those that no run had met before,
    ``recent`` those that were met first since the moment that was asked about (none: now). ``hinted`` are the known
    statements of which something new is said.
    """

    def __init__(self, addresses: Iterable[str] = (), new: int = 0, fresh: int = 0, recent: int = 0) -> None:
        super().__init__(addresses)
        self.new = new
        self.fresh = fresh
        self.recent = recent
        self.hinted: list[str] = []


class Queue:
    """The table ``urls`` of an open archive."""

    def __init__(self, connection: Connection, pace: Pace) -> None:
        """``connection`` is the writer's; ``pace`` is asked by a source's id."""
        self._connection = connection
        self._pace = pace

    def add(
        self,
        run_id: str,
        mark: str,
        source: str,
        links: Iterable[Link],
        *,
        since: str | None = None,
        everything: bool = True,
    ) -> Links:
        """Register listed addresses. Asked are those that no statement is known at; with ``everything`` also those
        that the run has not met yet. Those of a suppressed statement are settled at once.

        ``mark`` names the walk that ``new`` is counted for: a start of the run, as a resumed one lists everything anew,
        or a sweep that lasts over many runs. ``since``: what was met first from then on counts as recent.
        """
        at = stamp(self._pace(source)[1])
        found = Links()
        hidden = suppressed_addresses(self._connection, source)
        hints: dict[str, Hint | None] = {}
        for url, hint in links:
            if hints.get(url) is None:
                hints[storable(url)] = hint
        pending = iter(hints.items())
        while chunk := list(islice(pending, _CHUNK)):
            self._add(run_id, mark, source, chunk, found, hidden, at, since or at, everything)
        return found

    def _add(
        self,
        run_id: str,
        mark: str,
        source: str,
        chunk: Sequence[Link],
        found: Links,
        hidden: frozenset[str],
        at: str,
        since: str,
        everything: bool,
    ) -> None:
        mine = and_(urls.c.source == source, urls.c.url.in_([url for url, _ in chunk]))
        known = {row.url: row for row in self._connection.execute(select(urls).where(mine))}
        strange = self._strange(source, [url for url, _ in chunk if url not in known])
        said = [(url, hint) for url, hint in chunk if _unheard(known.get(url), hint)]
        titles = self._titles([_statement_of(known.get(url), strange.get(url)) for url, _ in said])
        rows = []
        anew: list[str] = []
        for url, hint in chunk:
            row, other = known.get(url), strange.get(url)
            statement_id = _statement_of(row, other)
            met = (row.met or "") if row is not None else (other[1] if other is not None else at)
            found.new += row is None or row.listed != mark
            found.recent += met >= since
            found.fresh += row is None and other is None
            shown = row.shown if row is not None else None
            state, owner = ("pending", run_id) if row is None else (row.state, row.run_id)
            if url in hidden:
                state = "read"
                hint = None
            elif row is not None and (row.run_id == run_id or row.state == "captured"):
                pass
            elif everything or _is_open(row, statement_id, at):
                state, owner = "pending", run_id
                found.append(url)
            elif row is None:
                state = "read"
            if statement_id is not None and statement_id in titles and says_anew(hint, shown, **titles[statement_id]):
                anew.append(statement_id)
            text = to_text(hint) or (row.hint if row is not None and url not in hidden else None)
            listed = _row(source, url, state, owner, listed=mark, hint=text, statement_id=statement_id)
            rows.append(listed | {"met": met or None, "shown": remembered(shown, hint)})
        _LISTED.many(self._connection, rows)
        found.hinted += anew

    def _strange(self, source: str, addresses: list[str]) -> dict[str, tuple[str, str]]:
        """Of addresses without a row, those that a statement is known at: its id, and when it was first seen. After a
        rebuild there are no rows.
        """
        if not addresses:
            return {}
        own = select(statements.c.url, statements.c.id, statements.c.first_seen).where(
            statements.c.source == source, statements.c.url.in_(addresses)
        )
        also = (
            select(aliases.c.url, statements.c.id, statements.c.first_seen)
            .join(statements, statements.c.id == aliases.c.statement_id)
            .where(aliases.c.source == source, aliases.c.url.in_(addresses))
        )
        rows = [*self._connection.execute(also), *self._connection.execute(own)]
        return {url: (name, seen) for url, name, seen in rows}

    def _titles(self, names: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """By statement: the title that it was read with, and when it was read last."""
        wanted = {name for name in names if name is not None}
        if not wanted:
            return {}
        asked = (
            select(statements.c.id, statements.c.last_seen, revisions.c.title)
            .join(
                revisions,
                and_(revisions.c.statement_id == statements.c.id, revisions.c.revision == statements.c.current),
            )
            .where(statements.c.id.in_(wanted))
            .order_by(revisions.c.reading)
        )
        return {row.id: {"title": row.title, "last_seen": row.last_seen} for row in self._connection.execute(asked)}

    def left_open(self, run_id: str, source: str) -> list[Link]:
        """Addresses without a statement that earlier runs left pending, or could not reach and may try again now."""
        again = and_(
            urls.c.state.in_(("failed", "refused")),
            urls.c.failures.between(1, PATIENCE),
            urls.c.run_id != run_id,
            urls.c.due <= stamp(self._pace(source)[1]),
        )
        open_ = select(urls.c.url, urls.c.hint).where(
            urls.c.source == source,
            urls.c.statement_id.is_(None),
            urls.c.state.in_(("pending", "in_flight", "failed", "refused")),
            or_(urls.c.state.in_(("pending", "in_flight")), again),
        )
        hidden = suppressed_addresses(self._connection, source)
        return [(url, to_hint(hint)) for url, hint in self._connection.execute(open_) if url not in hidden]

    def retries(self, source: str) -> set[str]:
        """Addresses that gave no statement, and are due again where a listing still shows them."""
        given = {"b_source": source, "b_now": stamp(self._pace(source)[1])}
        found = {url for (url,) in _RETRIES.run(self._connection, given)}
        return found - suppressed_addresses(self._connection, source)

    def to_ask(self, run_id: str, source: str) -> list[Link]:
        """What a whole run asks beside what it lists: the addresses of known statements, and those that are still
        pending or, within reason, could not be reached in earlier runs. Nothing that is settled in this run or
        captured.
        """
        settled = and_(urls.c.run_id == run_id, urls.c.state.in_(SETTLED))
        again = and_(urls.c.state == "failed", urls.c.failures.between(1, PATIENCE), urls.c.run_id != run_id)
        open_ = select(urls.c.url, urls.c.hint).where(
            urls.c.source == source, or_(urls.c.state.in_(("pending", "in_flight")), again)
        )
        found: dict[str, Hint | None] = {url: to_hint(hint) for url, hint in self._connection.execute(open_)}
        met = exists().where(
            urls.c.source == source,
            or_(urls.c.url == statements.c.url, urls.c.statement_id == statements.c.id),
            or_(settled, urls.c.state.in_(("pending", "in_flight", "captured"))),
        )
        known = select(statements.c.url).where(statements.c.source == source, statements.c.moved_into.is_(None), ~met)
        found.update((url, found.get(url)) for url in self._connection.execute(known).scalars())
        for url in suppressed_addresses(self._connection, source):
            found.pop(url, None)
        return list(found.items())

    def unread(self, source: str) -> list[tuple[Capture, str, Hint | None]]:
        """What was captured and not read: (capture, address asked, hint)."""
        rows = self._connection.execute(
            select_captures(urls.c.url.label("asked"), urls.c.hint)
            .join(urls, urls.c.record_id == captures.c.record_id)
            .where(urls.c.source == source, urls.c.state == "captured")
            .order_by(captures.c.file, captures.c.offset)
        )
        return [(to_capture(row), row.asked, to_hint(row.hint)) for row in rows]

    def in_flight(self, run_id: str, source: str, url: str) -> None:
        """The request goes out."""
        _MOVED.run(self._connection, _row(source, storable(url), "in_flight", run_id))

    def answered(self, source: str, url: str, record_id: str) -> None:
        """A whole 200 came for an address in flight: it is captured from the same transaction on."""
        _ANSWERED.run(self._connection, {"b_source": source, "b_url": url, "b_record": record_id})

    def captured(self, run_id: str, source: str, url: str, record_id: str) -> None:
        """This capture is the address's answer, perhaps after redirects."""
        _CAPTURED.run(self._connection, _row(source, storable(url), "captured", run_id, record_id=record_id))

    def statement_at(self, source: str, url: str) -> str | None:
        """Id of the statement that an address was read as, or that is known at it."""
        here = storable(url)
        for question in (
            select(urls.c.statement_id).where(
                urls.c.source == source, urls.c.url == here, urls.c.statement_id.is_not(None)
            ),
            select(statements.c.id).where(statements.c.source == source, statements.c.url == here),
            select(aliases.c.statement_id).where(aliases.c.source == source, aliases.c.url == here),
        ):
            found: str | None = self._connection.execute(question).scalar()
            if found is not None:
                return found
        return None

    def settle(
        self, run_id: str, source: str, url: str, state: str, record_id: str | None, statement_id: str | None
    ) -> None:
        """Read as this statement, or gone: whose page it was, or nobody's that is known."""
        row = _row(source, storable(url), state, run_id, record_id=record_id, statement_id=statement_id)
        if statement_id is not None or state == "read":
            _READ.run(self._connection, row)
        else:
            _GAVE_NONE.run(self._connection, row | {"vain": 1})
            self._put_off(source, url)

    def refuse(self, run_id: str, source: str, url: str, record_id: str, code: str) -> None:
        """The page is not read as a statement. One behind a wall is tried again by later runs, as after a failure."""
        wall = code.startswith(_WALL)
        row = _row(source, storable(url), "refused", run_id, record_id=record_id, failures=int(wall), vain=1)
        (_WALLED if wall else _GAVE_NONE).run(self._connection, row)
        self._put_off(source, url)

    def fail(self, run_id: str, source: str, url: str, code: str) -> None:
        """No answer of use came. A failure that may pass is counted, and the address tried again by later runs."""
        row = _row(source, storable(url), "failed", run_id, failures=int(code.startswith(_TRANSIENT)), vain=1)
        _FAILED.run(self._connection, row)
        self._put_off(source, url)

    def _put_off(self, source: str, url: str) -> None:
        watch, now = self._pace(source)
        key = {"b_source": source, "b_url": storable(url)}
        ((vain,),) = _VAIN.run(self._connection, key)
        _PUT_OFF.run(self._connection, key | {"b_due": stamp(retry(watch, now, vain, known=False))})


def release(connection: Connection) -> None:
    """At recovery: what was in flight is pending again."""
    connection.execute(update(urls).where(urls.c.state == "in_flight").values(state="pending"))


def _statement_of(row: Any, strange: tuple[str, str] | None) -> str | None:
    """The statement that an address is known to be."""
    found: str | None = row.statement_id if row is not None else None
    return found or (strange[0] if strange is not None else None)


def _is_open(row: Any, statement_id: str | None, at: str) -> bool:
    """Whether a listed address is asked by a run that asks known statements by their visits: nothing is known of it,
    or what is known is that it gave none, which may be otherwise by now.
    """
    if statement_id is not None:
        return False
    if row is None or row.state in ("pending", "in_flight"):
        return True
    return row.state != "read" and (row.due is None or row.due <= at)


def _unheard(row: Any, hint: Hint | None) -> bool:
    """Whether a hint differs from the one before, so that it is worth a closer look."""
    return hint is not None and (row is None or row.shown is None or remembered(row.shown, hint) != row.shown)


def _row(
    source: str,
    url: str,
    state: str,
    run_id: str,
    *,
    listed: str | None = None,
    hint: str | None = None,
    record_id: str | None = None,
    statement_id: str | None = None,
    failures: int = 0,
    vain: int = 0,
) -> dict[str, object]:
    return {
        "source": source,
        "url": url,
        "state": state,
        "run_id": run_id,
        "listed": listed,
        "hint": hint,
        "record_id": record_id,
        "statement_id": statement_id,
        "failures": failures,
        "vain": vain,
        "due": None,
        "met": None,
        "shown": None,
    }
