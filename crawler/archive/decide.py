"""The decision: whether a draft is a new statement, a new revision or nothing new, and which statements it copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, func, select

from crawler.archive import journal
from crawler.archive.journal import storable
from crawler.archive.timeline import Seen, revision_at
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, captures, links, revisions, statements
from crawler.model.change import Change
from crawler.model.draft import Draft
from crawler.model.line import to_line
from crawler.model.statement import Link, Statement

LONG: Final = 200  # characters of body from which on equality is no accident, whatever the title
MANY: Final = 16  # copies that one line names at most: a text on more addresses is boilerplate

Outcome = Literal["published", "revised", "unchanged", "reextracted"]

_KNOWN = Prepared(
    select(
        statements.c.revision,
        statements.c.current,
        statements.c.digest,
        statements.c.first_seen,
        statements.c.last_seen,
    ).where(statements.c.id == bindparam("b_id"))
)
_SEEN = Prepared(
    select(revisions.c.revision, revisions.c.digest, revisions.c.seen_from, revisions.c.seen_to)
    .where(revisions.c.statement_id == bindparam("b_id"))
    .order_by(revisions.c.revision, revisions.c.reading)
)
_READINGS = Prepared(
    select(func.max(revisions.c.reading)).where(
        revisions.c.statement_id == bindparam("b_id"), revisions.c.revision == bindparam("b_revision")
    )
)
_BYTES = Prepared(
    select(captures.c.payload_digest)
    .join(revisions, revisions.c.record_id == captures.c.record_id)
    .where(revisions.c.statement_id == bindparam("b_id"), revisions.c.revision == bindparam("b_revision"))
)
_TWINS = Prepared(
    select(statements.c.id, statements.c.url, statements.c.digest)
    .where(statements.c.body_digest == bindparam("b_digest"), statements.c.id != bindparam("b_id"))
    .order_by(statements.c.id)
    .limit(bindparam("b_many"))
)
_LINKED = select(links.c.statement_id, links.c.other_id).where(
    (links.c.statement_id == bindparam("b_id")) | (links.c.other_id == bindparam("b_id"))
)
_ALIASES = select(aliases.c.url).where(
    aliases.c.source == bindparam("b_source"), aliases.c.url.in_(bindparam("b_urls", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Decision:
    """``line`` is the JSON line of ``statement``; ``payload`` goes into the metadata record, whatever the outcome."""

    outcome: Outcome
    payload: journal.Payload
    statement: Statement | None
    line: bytes | None
    changes: tuple[Change, ...]
    news: bool = True  # whether it says anything that was not known: its text, a date beyond those known, an address

    @property
    def links(self) -> int:
        """How many links are new."""
        return sum(change.kind == "linked" for change in self.changes)


def decide(connection: Connection, draft: Draft, *, run_id: str | None, asked: str, at: str, cursor: int) -> Decision:
    """Look at what is known and say what the draft is, by the date of its capture. Writes nothing. ``cursor`` is the
    last that was given; no ``run_id``: it was read out of the archive.
    """
    known = _known(connection, draft)
    statement: Statement | None = None
    changes: tuple[Change, ...] = ()
    if known.outcome != "unchanged":
        copies = _copies(connection, draft)
        statement = draft.statement(
            revision=known.revision, event=known.outcome, first_seen=known.first_seen, links=copies
        )
        told = {"revision": known.revision, "digest": draft.digest, "current": known.current}
        changes = _changes(connection, draft, known.outcome, told, copies, at, cursor)
    return _decision(
        connection, draft, known.outcome, known.revision, 1, run_id, asked, statement, changes, within=known.within
    )


def decide_again(
    connection: Connection, draft: Draft, before: Statement, fields: Sequence[str], *, at: str, cursor: int
) -> Decision | None:
    """The same for a new reading of the capture of a line ``before``, which differs in ``fields``; ``None`` where
    that line is not the newest reading of its revision any more. The draft is of the same statement.
    """
    key = {"b_id": before.id, "b_revision": before.revision}
    (newest,) = _READINGS.run(connection, key).fetchone()
    if newest != before.reading:
        return None
    same_text = before.digest == draft.digest
    copies = list(before.links) if same_text else _copies(connection, draft)
    statement = draft.statement(
        revision=before.revision,
        event="reextracted",
        first_seen=before.first_seen,
        links=copies,
        nth=before.reading + 1,
    )
    told = {"revision": before.revision, "reading": statement.reading, "digest": draft.digest, "fields": list(fields)}
    changes = _changes(connection, draft, "reextracted", told, [] if same_text else copies, at, cursor)
    return _decision(
        connection, draft, "reextracted", before.revision, statement.reading, None, draft.url, statement, changes
    )


def foresee(connection: Connection, draft: Draft) -> Literal["published", "revised", "unchanged"]:
    """What :func:`decide` would say."""
    return _known(connection, draft).outcome


@dataclass(frozen=True, slots=True)
class _Known:
    outcome: Literal["published", "revised", "unchanged"]
    revision: int  # which one the draft shows
    current: int  # the one that the statement's latest capture shows, this one included
    first_seen: str
    within: bool = False  # whether it was seen before and after this date, or at it


def _known(connection: Connection, draft: Draft) -> _Known:
    date = draft.capture.date
    row = _KNOWN.run(connection, {"b_id": draft.id}).fetchone()
    if row is None:
        return _Known("published", 1, 1, date)
    newest, current, digest, first_seen, last_seen = row
    shown: int | None
    within = False
    if date > last_seen:
        shown = current if digest == draft.digest or _same_bytes(connection, draft, current) else None
    else:
        timeline = _timeline(connection, draft.id)
        shown = revision_at(timeline, date, draft.digest)
        within = any(item.revision == shown and item.start <= date <= item.end for item in timeline)
    if shown is not None:
        return _Known("unchanged", shown, current, min(first_seen, date), within)
    return _Known("revised", newest + 1, newest + 1 if date >= last_seen else current, min(first_seen, date))


def _same_bytes(connection: Connection, draft: Draft, revision: int) -> bool:
    """Whether the draft was read from the very bytes that this revision was. Then the ministry has changed nothing: we
    read otherwise than before, which `reextract` tells and a crawl must not call a revision. What a listing said is
    not of those bytes.
    """
    if draft.reading.fields.get("title") == "listing":
        return False
    rows = _BYTES.run(connection, {"b_id": draft.id, "b_revision": revision})
    return draft.capture.payload_digest in {digest for (digest,) in rows}


def _timeline(connection: Connection, statement_id: str) -> list[Seen]:
    rows = _SEEN.run(connection, {"b_id": statement_id})
    return list({row[0]: Seen(*row) for row in rows}.values())  # the newest reading of each


def _decision(
    connection: Connection,
    draft: Draft,
    outcome: Outcome,
    revision: int,
    nth: int,
    run_id: str | None,
    asked: str,
    statement: Statement | None,
    changes: tuple[Change, ...],
    *,
    within: bool = False,
) -> Decision:
    data = None if statement is None else statement.model_dump(mode="json")
    new_aliases = _new_aliases(connection, draft)
    payload = journal.reading(
        run_id=run_id,
        asked=asked,
        source=draft.source,
        id=draft.id,
        revision=revision,
        nth=nth,
        digest=draft.digest,
        body_digest=draft.body_digest,
        seen=draft.capture.date,
        record_id=draft.capture.record_id,
        new_aliases=new_aliases,
        outcome=outcome,
        changes=[change.model_dump(mode="json") for change in changes],
        statement=data,
    )
    line = None if data is None else to_line(data)
    return Decision(outcome, payload, statement, line, changes, news=not within or bool(new_aliases))


def _copies(connection: Connection, draft: Draft) -> list[Link]:
    text = draft.reading.body.text
    if not text:
        return []
    twins = _TWINS.run(connection, {"b_id": draft.id, "b_digest": draft.body_digest, "b_many": MANY})
    return [
        Link(
            kind="copy",
            id=twin,
            url=url,
            evidence="equal title and body" if digest == draft.digest else "equal body",
            score=1.0,
        )
        for twin, url, digest in twins
        if len(text) >= LONG or digest == draft.digest
    ]


def _changes(
    connection: Connection,
    draft: Draft,
    outcome: Literal["published", "revised", "reextracted"],
    told_of_it: dict[str, Any],
    copies: list[Link],
    at: str,
    cursor: int,
) -> tuple[Change, ...]:
    data = {**told_of_it, "capture": draft.capture.model_dump(mode="json")}
    told: list[tuple[Literal["published", "revised", "reextracted", "linked"], dict[str, Any]]] = [(outcome, data)]
    if copies:
        pairs = connection.execute(_LINKED, {"b_id": draft.id})
        linked = {name for pair in pairs for name in pair}
        told += [
            (
                "linked",
                {"linked": c.id, "url": c.url, "link": c.kind, "evidence": c.evidence, "score": c.score},
            )
            for c in copies
            if c.id not in linked
        ]
    return tuple(
        Change(cursor=cursor + n, kind=kind, source=draft.source, id=draft.id, url=draft.url, at=at, data=data)
        for n, (kind, data) in enumerate(told, start=1)
    )


def _new_aliases(connection: Connection, draft: Draft) -> tuple[str, ...]:
    if not draft.also_at:
        return ()
    names = [storable(url) for url in draft.also_at]
    known = set(connection.execute(_ALIASES, {"b_source": draft.source, "b_urls": names}).scalars())
    return tuple(url for url in draft.also_at if storable(url) not in known)
