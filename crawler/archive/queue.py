"""The queue: which addresses of a source are to be asked in a run, and how far each is.

    pending ─▶ in_flight ─▶ captured ─▶ read | refused | gone
                   └─▶ failed

What is captured but not read is read from the archive at the next start, never fetched again; what was in flight when
a process ended is pending again. ``settled`` means read, refused, gone or failed in the run that is asked about.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from typing import Final

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.journal import storable
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.suppressed import suppressed_addresses
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, captures, statements, urls
from crawler.model.capture import Capture
from crawler.model.reading import Hint

Link = tuple[str, Hint | None]

SETTLED: Final = ("read", "refused", "gone", "failed")
PATIENCE: Final = 5  # runs in a row that an address which no listing shows any more is tried again after failures
_TRANSIENT: Final = ("net.", "tls.", "robots.unreachable", "http.retry_after", "http.underrun", "http.badchunk")
_CHUNK: Final = 500  # addresses in one statement

_put = upsert(urls)


def _moving(*names: str, **values: object) -> Prepared:
    """Insert a row, or change these columns of the one that is there."""
    changed = {name: _put.excluded[name] for name in names} | values
    return Prepared(_put.on_conflict_do_update(index_elements=["source", "url"], set_=changed))


_LISTED = _moving("state", "run_id", "listed", "hint")
_MOVED = _moving("state", "run_id")
_CAPTURED = _moving("state", "run_id", "record_id")
_READ = _moving("state", "run_id", "record_id", "statement_id", "failures")
_FAILED = _moving("state", "run_id", failures=urls.c.failures + _put.excluded.failures)
_ANSWERED = Prepared(
    update(urls)
    .where(urls.c.source == bindparam("b_source"), urls.c.url == bindparam("b_url"), urls.c.state == "in_flight")
    .values(state="captured", record_id=bindparam("b_record"))
)


class Links(list[str]):
    """Addresses to be asked. ``new`` counts those that this start of the run had not listed before: a listing goes on
    while that is not 0, also where a resumed run has settled them all already.
    """

    def __init__(self, addresses: Iterable[str], new: int) -> None:
        super().__init__(addresses)
        self.new = new


class Queue:
    """The table ``urls`` of an open archive."""

    def __init__(self, connection: Connection) -> None:
        """``connection`` is the writer's."""
        self._connection = connection

    def add(self, run_id: str, start: str, source: str, links: Iterable[Link]) -> Links:
        """Register listed addresses as pending; those that the run has met before keep their state, and those of a
        suppressed statement are settled at once.

        ``start`` names this start of the run: a resumed run lists everything anew.
        """
        ask: list[str] = []
        new = 0
        hidden = suppressed_addresses(self._connection, source)
        hints: dict[str, Hint | None] = {}
        for url, hint in links:
            if hints.get(url) is None:
                hints[storable(url)] = hint
        pending = iter(hints.items())
        while chunk := list(islice(pending, _CHUNK)):
            mine = and_(urls.c.source == source, urls.c.url.in_([url for url, _ in chunk]))
            known = {row.url: row for row in self._connection.execute(select(urls).where(mine))}
            rows = []
            for url, hint in chunk:
                row = known.get(url)
                new += row is None or row.listed != start
                state, owner = "pending", run_id
                if row is not None and (row.run_id == run_id or row.state == "captured"):
                    state, owner = row.state, row.run_id
                elif url in hidden:
                    state = "read"
                else:
                    ask.append(url)
                text = to_text(hint) or (row.hint if row is not None else None)
                if url in hidden:
                    text = None
                rows.append(_row(source, url, state, owner, listed=start, hint=text))
            _LISTED.many(self._connection, rows)
        return Links(ask, new)

    def to_ask(self, run_id: str, source: str) -> list[Link]:
        """What a run asks beside what it lists: the addresses of known statements, and those that are still pending
        or, within reason, could not be reached in earlier runs. Nothing that is settled in this run or captured.
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
        known = select(statements.c.url).where(statements.c.source == source, ~met)
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
        """Read, refused or gone."""
        row = _row(source, storable(url), state, run_id, record_id=record_id, statement_id=statement_id)
        _READ.run(self._connection, row)

    def fail(self, run_id: str, source: str, url: str, code: str) -> None:
        """No answer of use came. A failure that may pass is counted, and the address tried again by later runs."""
        row = _row(source, storable(url), "failed", run_id, failures=int(code.startswith(_TRANSIENT)))
        _FAILED.run(self._connection, row)


def release(connection: Connection) -> None:
    """At recovery: what was in flight is pending again."""
    connection.execute(update(urls).where(urls.c.state == "in_flight").values(state="pending"))


def to_text(hint: Hint | None) -> str | None:
    """A hint as JSON."""
    return None if hint is None else json.dumps(asdict(hint), separators=(",", ":"))


def to_hint(text: str | None) -> Hint | None:
    """A hint from its JSON."""
    return None if text is None else Hint(**json.loads(text))


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
    }
