"""The decision: whether a draft is a new statement, a new revision or nothing new, and which statements it copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select

from crawler.archive import journal
from crawler.archive.absence import standing, stated_again
from crawler.archive.journal import storable
from crawler.archive.linking import link
from crawler.archive.moving import resolve
from crawler.archive.revising import known
from crawler.archive.telling import Told, numbered
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, revisions, statements
from crawler.model.change import Change
from crawler.model.draft import Draft
from crawler.model.line import to_line
from crawler.model.statement import Statement

Outcome = Literal["published", "revised", "unchanged", "reextracted"]

_CURRENT = Prepared(select(statements.c.current).where(statements.c.id == bindparam("b_id")))
_READINGS = Prepared(
    select(func.max(revisions.c.reading)).where(
        revisions.c.statement_id == bindparam("b_id"), revisions.c.revision == bindparam("b_revision")
    )
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
) -> Decision:
    """Look at what is known and say what the draft is, by the date of its capture. Writes nothing. ``cursor`` is the
    last that was given; no ``run_id``: it was read out of the archive. The decision's
    draft may bear another id: of the statement that has moved here.
    """
    draft, told, place = resolve(connection, draft, asked)
    found = known(connection, draft)
    statement: Statement | None = None
    if found.outcome != "unchanged":
        linking = link(connection, draft, latest=found.revision == found.current)
        statement = draft.statement(
            revision=found.revision,
            event=found.outcome,
            first_seen=found.first_seen,
            links=linking.links,
            translations=linking.translations,
            difference=found.difference,
        )
        about: dict[str, Any] = {
            "revision": found.revision,
            "digest": draft.digest,
            "current": found.current,
            "title": draft.reading.title,
            "language": draft.reading.language,
            "published": statement.published and statement.published.model_dump(mode="json"),
            "capture": draft.capture.model_dump(mode="json"),
        }
        if found.difference is not None:
            about["difference"] = found.difference.model_dump(mode="json")
        told.append((found.outcome, draft.id, draft.url, about))
        told += linking.told
    told += standing(connection, draft, found.revision)
    changes = numbered(told, draft.source, at, cursor)
    return _decision(
        connection,
        draft,
        found.outcome,
        found.revision,
        1,
        run_id,
        asked,
        statement,
        changes,
        within=found.within,
        place=place,
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
    (current,) = _CURRENT.run(connection, {"b_id": before.id}).fetchone()
    linking = link(connection, draft, latest=before.revision == current)
    statement = draft.statement(
        revision=before.revision,
        event="reextracted",
        first_seen=before.first_seen,
        links=linking.links,
        translations=linking.translations,
        nth=before.reading + 1,
    )
    about = {
        "revision": before.revision,
        "reading": statement.reading,
        "digest": draft.digest,
        "fields": list(fields),
        "capture": draft.capture.model_dump(mode="json"),
    }
    told: list[Told] = [("reextracted", draft.id, draft.url, about), *linking.told]
    told += stated_again(connection, draft, before.revision)
    changes = numbered(told, draft.source, at, cursor)
    return _decision(
        connection, draft, "reextracted", before.revision, statement.reading, None, draft.url, statement, changes
    )


def foresee(connection: Connection, draft: Draft) -> Literal["published", "revised", "unchanged"]:
    """What :func:`decide` would say."""
    return known(connection, resolve(connection, draft, draft.url).draft).outcome


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
    place: journal.Payload | None = None,
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
        moved=place,
    )
    line = None if data is None else to_line(data)
    return Decision(draft, outcome, payload, statement, line, changes, news=not within or bool(new_aliases or changes))


def _new_aliases(connection: Connection, draft: Draft) -> tuple[str, ...]:
    if not draft.also_at:
        return ()
    names = [storable(url) for url in draft.also_at]
    known = set(connection.execute(_ALIASES, {"b_source": draft.source, "b_urls": names}).scalars())
    return tuple(url for url in draft.also_at if storable(url) not in known)
