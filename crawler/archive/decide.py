"""The decision: whether a draft is a new statement, a new revision or nothing new, and which statements it copies."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, select

from crawler.archive import journal
from crawler.archive.journal import storable
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, links, statements
from crawler.model.change import Change
from crawler.model.draft import Draft
from crawler.model.line import to_line
from crawler.model.statement import Link, Statement

LONG: Final = 200  # characters of body from which on equality is no accident, whatever the title
MANY: Final = 16  # copies that one line names at most: a text on more addresses is boilerplate

_KNOWN = Prepared(
    select(statements.c.revision, statements.c.digest, statements.c.first_seen).where(
        statements.c.id == bindparam("b_id")
    )
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

    outcome: Literal["published", "revised", "unchanged"]
    payload: journal.Payload
    statement: Statement | None
    line: bytes | None
    changes: tuple[Change, ...]

    @property
    def links(self) -> int:
        """How many links are new."""
        return sum(change.kind == "linked" for change in self.changes)


def decide(connection: Connection, draft: Draft, *, run_id: str, asked: str, at: str, cursor: int) -> Decision:
    """Look at what is known and say what the draft is. Writes nothing. ``cursor`` is the last that was given."""
    known = _KNOWN.run(connection, {"b_id": draft.id}).fetchone()
    outcome: Literal["published", "revised", "unchanged"] = "published"
    revision = 1
    if known is not None:
        outcome = "unchanged" if known[1] == draft.digest else "revised"
        revision = known[0] + (outcome == "revised")
    statement: Statement | None = None
    changes: tuple[Change, ...] = ()
    data: dict[str, Any] | None = None
    if outcome != "unchanged":
        copies = _copies(connection, draft)
        first_seen = draft.capture.date if known is None else known[2]
        statement = draft.statement(revision=revision, event=outcome, first_seen=first_seen, links=copies)
        changes = _changes(connection, draft, outcome, revision, copies, at, cursor)
        data = statement.model_dump(mode="json")
    payload = journal.reading(
        run_id=run_id,
        asked=asked,
        source=draft.source,
        id=draft.id,
        revision=revision,
        digest=draft.digest,
        body_digest=draft.body_digest,
        seen=draft.capture.date,
        record_id=draft.capture.record_id,
        new_aliases=_new_aliases(connection, draft),
        outcome=outcome,
        changes=[change.model_dump(mode="json") for change in changes],
        statement=data,
    )
    return Decision(outcome, payload, statement, None if data is None else to_line(data), changes)


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
    outcome: Literal["published", "revised"],
    revision: int,
    copies: list[Link],
    at: str,
    cursor: int,
) -> tuple[Change, ...]:
    data: dict[str, Any] = {
        "revision": revision,
        "digest": draft.digest,
        "capture": draft.capture.model_dump(mode="json"),
    }
    told: list[tuple[Literal["published", "revised", "linked"], dict[str, Any]]] = [(outcome, data)]
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
