"""The decision: whether a draft is a new statement, a new revision or nothing new, and which statements it copies."""

import zlib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, func, select

from crawler.archive import journal
from crawler.archive.journal import storable
from crawler.archive.moving import Move, resolve
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.timeline import Seen, revision_at
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, captures, lines, links, revisions, statements
from crawler.model.capture import Capture
from crawler.model.change import Change, ChangeKind
from crawler.model.difference import Difference, Interval
from crawler.model.draft import Draft
from crawler.model.line import to_line
from crawler.model.statement import Link, Statement
from crawler.revisions import compare

LONG: Final = 200  # characters of body from which on equality is no accident, whatever the title
MANY: Final = 16  # copies that one line names at most: a text on more addresses is boilerplate

Told = tuple[ChangeKind, str, str, dict[str, Any]]  # kind, id, address, data: a change without its cursor
Outcome = Literal["published", "revised", "unchanged", "reextracted"]

_KNOWN = Prepared(
    select(
        statements.c.revision,
        statements.c.current,
        statements.c.digest,
        statements.c.first_seen,
        statements.c.last_seen,
        statements.c.withdrawn,
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
_LAST = Prepared(
    select(lines.c.data)
    .where(lines.c.statement_id == bindparam("b_id"), lines.c.revision == bindparam("b_revision"))
    .order_by(lines.c.reading.desc())
    .limit(1)
)
_SHOWN_BY = (
    select(revisions.c.seen_to_record)
    .where(revisions.c.statement_id == bindparam("b_id"), revisions.c.revision == bindparam("b_revision"))
    .limit(1)
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

    draft: Draft
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


def decide(
    connection: Connection,
    draft: Draft,
    *,
    run_id: str | None,
    asked: str,
    at: str,
    cursor: int,
    templates: Set[str] = frozenset(),
) -> Decision:
    """Look at what is known and say what the draft is, by the date of its capture. Writes nothing. ``cursor`` is the
    last that was given; no ``run_id``: it was read out of the archive. ``templates`` are digests of paragraphs that are
    no part of what the source says. The decision's draft may bear another id: of the statement that has moved here.
    """
    draft, move = resolve(connection, draft)
    known = _known(connection, draft, templates)
    told: list[Told] = []
    if move is not None:
        told.append(("moved", move.id, move.url, move.data))
    statement: Statement | None = None
    if known.outcome != "unchanged":
        copies = _copies(connection, draft)
        statement = draft.statement(
            revision=known.revision,
            event=known.outcome,
            first_seen=known.first_seen,
            links=copies,
            difference=known.difference,
        )
        about: dict[str, Any] = {
            "revision": known.revision,
            "digest": draft.digest,
            "current": known.current,
            "title": draft.reading.title,
            "language": draft.reading.language,
            "published": statement.published and statement.published.model_dump(mode="json"),
            "capture": draft.capture.model_dump(mode="json"),
        }
        if known.difference is not None:
            about["difference"] = known.difference.model_dump(mode="json")
        told.append((known.outcome, draft.id, draft.url, about))
        told += _new_links(connection, draft, copies)
    if known.withdrawn is not None:
        interval = Interval(after=_capture(connection, known.withdrawn), by=draft.capture)
        back = {"revision": known.revision, "withdrawn": known.withdrawn, "interval": interval.model_dump(mode="json")}
        told.append(("restored", draft.id, draft.url, back))
    changes = _numbered(told, draft.source, at, cursor)
    return _decision(
        connection,
        draft,
        known.outcome,
        known.revision,
        1,
        run_id,
        asked,
        statement,
        changes,
        within=known.within,
        move=move,
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
    about = {
        "revision": before.revision,
        "reading": statement.reading,
        "digest": draft.digest,
        "fields": list(fields),
        "capture": draft.capture.model_dump(mode="json"),
    }
    told: list[Told] = [("reextracted", draft.id, draft.url, about)]
    if not same_text:
        told += _new_links(connection, draft, copies)
    changes = _numbered(told, draft.source, at, cursor)
    return _decision(
        connection, draft, "reextracted", before.revision, statement.reading, None, draft.url, statement, changes
    )


def foresee(connection: Connection, draft: Draft) -> Literal["published", "revised", "unchanged"]:
    """What :func:`decide` would say."""
    return _known(connection, resolve(connection, draft)[0], frozenset()).outcome


@dataclass(frozen=True, slots=True)
class _Known:
    outcome: Literal["published", "revised", "unchanged"]
    revision: int  # which one the draft shows
    current: int  # the one that the statement's latest capture shows, this one included
    first_seen: str
    within: bool = False  # whether it was seen before and after this date, or at it
    difference: Difference | None = None
    withdrawn: str | None = None  # since when it was called withdrawn, until this capture


def _known(connection: Connection, draft: Draft, templates: Set[str]) -> _Known:
    date = draft.capture.date
    row = _KNOWN.run(connection, {"b_id": draft.id}).fetchone()
    if row is None:
        return _Known("published", 1, 1, date)
    newest, current, _, first_seen, last_seen, withdrawn = row
    shown: int | None
    within = False
    difference: Difference | None = None
    back = withdrawn if withdrawn is not None and date > withdrawn else None
    if date > last_seen:
        difference = (
            None if _same_bytes(connection, draft, current) else _compared(connection, draft, current, templates)
        )
        shown = current if difference is None else None
    else:
        timeline = _timeline(connection, draft.id)
        shown = revision_at(timeline, date, draft.digest)
        within = any(item.revision == shown and item.start <= date <= item.end for item in timeline)
    if shown is not None:
        return _Known("unchanged", shown, current, min(first_seen, date), within, None, back)
    now = newest + 1 if date >= last_seen else current
    return _Known("revised", newest + 1, now, min(first_seen, date), False, difference, back)


def _compared(connection: Connection, draft: Draft, current: int, templates: Set[str]) -> Difference | None:
    """What is different from the revision that was seen last."""
    key = {"b_id": draft.id, "b_revision": current}
    (data,) = _LAST.run(connection, key).fetchone()
    before = Statement.model_validate_json(zlib.decompress(data))
    record_id = connection.execute(_SHOWN_BY, key).scalar_one()
    row = connection.execute(select_captures().where(captures.c.record_id == record_id)).first()
    interval = Interval(after=None if row is None else to_capture(row), by=draft.capture)
    return compare(before, draft, interval, templates)


def _capture(connection: Connection, date: str) -> Capture | None:
    row = connection.execute(select_captures().where(captures.c.date == date).limit(1)).first()
    return None if row is None else to_capture(row)


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
    move: Move | None = None,
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
        moved=None if move is None or move.id != draft.id else {"url": draft.url, "canonical_url": draft.canonical_url},
    )
    line = None if data is None else to_line(data)
    return Decision(draft, outcome, payload, statement, line, changes, news=not within or bool(new_aliases or changes))


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


def _new_links(connection: Connection, draft: Draft, found: Sequence[Link]) -> list[Told]:
    if not found:
        return []
    linked = {name for pair in connection.execute(_LINKED, {"b_id": draft.id}) for name in pair}
    return [
        (
            "linked",
            draft.id,
            draft.url,
            {"linked": c.id, "url": c.url, "link": c.kind, "evidence": c.evidence, "score": c.score},
        )
        for c in found
        if c.id not in linked
    ]


def _numbered(told: Sequence[Told], source: str, at: str, cursor: int) -> tuple[Change, ...]:
    return tuple(
        Change(cursor=cursor + n, kind=kind, source=source, id=id_, url=url, at=at, data=data)
        for n, (kind, id_, url, data) in enumerate(told, start=1)
    )


def _new_aliases(connection: Connection, draft: Draft) -> tuple[str, ...]:
    if not draft.also_at:
        return ()
    names = [storable(url) for url in draft.also_at]
    known = set(connection.execute(_ALIASES, {"b_source": draft.source, "b_urls": names}).scalars())
    return tuple(url for url in draft.also_at if storable(url) not in known)
