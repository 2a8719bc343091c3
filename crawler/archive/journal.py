"""The journal: what a ``metadata`` record of the archive says, and the rows that follow from it.

The commit and the rebuild write statements, revisions, aliases, links, changes and runs through this one module, the
one from what it has just decided, the other from what the records say: so they give the same rows.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, case, delete, func, insert, null, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.archive.marking import mark
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, changes, lines, links, revisions, runs, statements, templates
from crawler.model.run import Run
from crawler.model.statement import Evidence

Payload = dict[str, Any]

READING: Final = "reading"
REFUSAL: Final = "refusal"
GONE: Final = "gone"
RUN: Final = "run"
IMPORT: Final = "import"
RELAUNCH: Final = "relaunch"

# What a capture shows is applied by its date, not by when it came to be known: the latest one says how a statement is.
_GONE_ALL: Final = ("gone_since", "gone_last", "gone_seen")  # what a later sight of the page undoes
_gone_last = statements.c.gone_last
_new = upsert(statements)
_later = _new.excluded.last_seen >= statements.c.last_seen
_NEW = Prepared(
    _new.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: case((_later, _new.excluded[name]), else_=statements.c[name])
            for name in ("url", "canonical_url", "current", "digest", "body_digest", "published")
        }
        | {
            "revision": func.max(_new.excluded.revision, statements.c.revision),
            "first_seen": func.min(_new.excluded.first_seen, statements.c.first_seen),
            "last_seen": func.max(_new.excluded.last_seen, statements.c.last_seen),
            **{
                name: case((_new.excluded.last_seen >= _gone_last, null()), else_=statements.c[name])
                for name in _GONE_ALL
            },
        },
    )
)
_SEEN = Prepared(
    update(statements)
    .where(statements.c.id == bindparam("b_id"))
    .values(
        first_seen=func.min(statements.c.first_seen, bindparam("b_seen")),
        last_seen=func.max(statements.c.last_seen, bindparam("b_seen")),
        **{name: case((_gone_last <= bindparam("b_seen"), null()), else_=statements.c[name]) for name in _GONE_ALL},
    )
)
_of_revision = and_(revisions.c.statement_id == bindparam("b_id"), revisions.c.revision == bindparam("b_revision"))
_STILL = Prepared(
    update(revisions)
    .where(_of_revision)
    .values(
        seen_from=func.min(revisions.c.seen_from, bindparam("b_seen")),
        seen_to=func.max(revisions.c.seen_to, bindparam("b_seen")),
        seen_to_record=case(
            (revisions.c.seen_to < bindparam("b_seen"), bindparam("b_record")), else_=revisions.c.seen_to_record
        ),
    )
)
_GONE = Prepared(
    update(statements)
    .where(
        statements.c.id == bindparam("b_id"),
        statements.c.suppressed.is_(None),
        statements.c.last_seen < bindparam("b_seen"),
    )
    .values(
        gone_since=func.min(func.coalesce(statements.c.gone_since, bindparam("b_seen")), bindparam("b_seen")),
        gone_last=func.max(func.coalesce(statements.c.gone_last, bindparam("b_seen")), bindparam("b_seen")),
        gone_seen=func.json_insert(func.coalesce(statements.c.gone_seen, "[]"), "$[#]", bindparam("b_record")),
    )
)
_WITHDRAWN = Prepared(
    update(statements)
    .where(statements.c.id == bindparam("b_id"), statements.c.suppressed.is_(None))
    .values(withdrawn=bindparam("b_seen"))
)
_MOVED = Prepared(
    update(statements)
    .where(statements.c.id == bindparam("b_id"), statements.c.last_seen <= bindparam("b_seen"))
    .values(url=bindparam("b_url"), canonical_url=bindparam("b_canonical"))
)
_INTO = Prepared(update(statements).where(statements.c.id == bindparam("b_id")).values(moved_into=bindparam("b_into")))
_all = revisions.alias()
_readings = and_(_all.c.statement_id == bindparam("b_id"), _all.c.revision == bindparam("b_revision"))
_SAME_SPAN = Prepared(
    update(revisions)
    .where(_of_revision)
    .values(
        seen_from=select(func.min(_all.c.seen_from)).where(_readings).scalar_subquery(),
        seen_to=select(func.max(_all.c.seen_to)).where(_readings).scalar_subquery(),
        seen_to_record=select(_all.c.seen_to_record)
        .where(_readings)
        .order_by(_all.c.seen_to.desc(), _all.c.reading)
        .limit(1)
        .scalar_subquery(),
    )
)
_newest = (
    select(_all.c.digest, _all.c.body_digest, _all.c.published)
    .where(_readings)
    .order_by(_all.c.reading.desc())
    .limit(1)
)
_AS_READ = Prepared(
    update(statements)
    .where(statements.c.id == bindparam("b_id"), statements.c.current == bindparam("b_revision"))
    .values(
        digest=_newest.with_only_columns(_all.c.digest).scalar_subquery(),
        body_digest=_newest.with_only_columns(_all.c.body_digest).scalar_subquery(),
        published=_newest.with_only_columns(_all.c.published).scalar_subquery(),
    )
)
_REVISION = Prepared(upsert(revisions).on_conflict_do_nothing())
_LINE = Prepared(upsert(lines).on_conflict_do_nothing())
_UNLINK = Prepared(
    delete(links).where(
        links.c.kind == bindparam("b_kind"),
        or_(
            and_(links.c.statement_id == bindparam("b_id"), links.c.other_id == bindparam("b_other")),
            and_(links.c.statement_id == bindparam("b_other"), links.c.other_id == bindparam("b_id")),
        ),
    )
)
_TEMPLATE = Prepared(upsert(templates).on_conflict_do_nothing())
_ALIAS = Prepared(upsert(aliases).on_conflict_do_nothing())
_LINK = Prepared(upsert(links).on_conflict_do_nothing())
_CHANGE = Prepared(insert(changes))
_run = upsert(runs)
_RUN = Prepared(
    _run.on_conflict_do_update(
        index_elements=["id"], set_={name: _run.excluded[name] for name in ("finished", "outcome", "record")}
    )
)


def reading(
    *,
    run_id: str | None,
    asked: str,
    source: str,
    id: str,  # noqa: A002 - the key in the record
    revision: int,
    nth: int,
    digest: str,
    body_digest: str,
    seen: str,
    record_id: str,
    new_aliases: tuple[str, ...],
    outcome: str,
    changes: list[Payload],
    statement: Payload | None,
    moved: Payload | None = None,
) -> Payload:
    """A page was read, in a run or out of the archive. ``nth`` is which reading of the revision it is; ``seen`` and
    ``record_id`` are of its capture; where its text is known there is no ``statement``. ``moved`` is the ``url`` and
    ``canonical_url`` at which the statement is to be found now.
    """
    payload: Payload = {
        "kind": READING,
        "run": run_id,
        "asked": asked,
        "source": source,
        "id": id,
        "revision": revision,
        "reading": nth,
        "outcome": outcome,
        "digest": digest,
        "body_digest": body_digest,
        "seen": seen,
        "record_id": record_id,
    }
    if new_aliases:
        payload["aliases"] = list(new_aliases)
    if moved is not None:
        payload["moved"] = moved
    if changes:
        payload["changes"] = changes
    if statement is not None:
        payload["statement"] = statement
    return payload


def apply_reading(connection: Connection, payload: Mapping[str, Any], line: bytes | None) -> None:
    """The rows of a reading. ``line`` is the statement's, where there is one."""
    seen, statement = payload["seen"], payload.get("statement")
    if statement is None or line is None:
        _SEEN.run(connection, {"b_id": payload["id"], "b_seen": seen})
        still = {"b_id": payload["id"], "b_revision": payload["revision"], "b_seen": seen}
        _STILL.run(connection, {**still, "b_record": payload["record_id"]})
    else:
        apply_line(connection, statement, line, payload["body_digest"])
    if moved := payload.get("moved"):
        _MOVED.run(
            connection,
            {
                "b_id": payload["id"],
                "b_seen": seen,
                "b_url": storable(moved["url"]),
                "b_canonical": storable(moved["canonical_url"]),
            },
        )
    apply_changes(connection, payload)
    for url in payload.get("aliases", ()):
        _ALIAS.run(connection, {"source": payload["source"], "url": storable(url), "statement_id": payload["id"]})


def apply_line(connection: Connection, statement: Mapping[str, Any], line: bytes, body_digest: str) -> None:
    """The rows of one line of ``statements/*.jsonl``: the statement as its latest capture shows it, and this reading
    of this revision.
    """
    seen, nth = statement["fetched_at"], statement.get("reading", 1)
    published = statement["published"] and storable(statement["published"]["date"])
    if nth == 1:
        row = {
            "id": statement["id"],
            "source": statement["source"],
            "url": storable(statement["url"]),
            "canonical_url": storable(statement["canonical_url"]),
            "revision": statement["revision"],
            "current": statement["revision"],
            "digest": statement["digest"],
            "body_digest": body_digest,
            "first_seen": statement["first_seen"],
            "last_seen": seen,
            "published": published,
        }
        _NEW.run(connection, row)
    _REVISION.run(
        connection,
        {
            "statement_id": statement["id"],
            "revision": statement["revision"],
            "reading": nth,
            "digest": statement["digest"],
            "body_digest": body_digest,
            "line_sha256": hashlib.sha256(line).hexdigest(),
            "title": storable(statement["title"]),
            "language": storable(statement["language"]),
            "published": published,
            "seen_from": seen,
            "seen_to": seen,
            "record_id": statement["capture"]["record_id"],
            "seen_to_record": statement["capture"]["record_id"],
        },
    )
    keep_line(connection, statement, line)
    if nth > 1:
        key = {"b_id": statement["id"], "b_revision": statement["revision"]}
        _SAME_SPAN.run(connection, key)
        _AS_READ.run(connection, key)


def keep_line(connection: Connection, statement: Mapping[str, Any], line: bytes) -> None:
    """The line itself, and what others are compared with it by."""
    key = {"statement_id": statement["id"], "revision": statement["revision"], "reading": statement.get("reading", 1)}
    _LINE.run(connection, {**key, "data": zlib.compress(line, 6)})
    mark(connection, statement)


def apply_changes(connection: Connection, payload: Mapping[str, Any]) -> None:
    """The rows of the changes that a record tells."""
    for change in payload.get("changes", ()):
        apply_change(connection, change)


def apply_change(connection: Connection, change: Mapping[str, Any]) -> None:
    """The rows of one line of ``changes.jsonl``."""
    data = change["data"]
    _CHANGE.run(
        connection,
        {
            "cursor": change["cursor"],
            "kind": change["kind"],
            "source": change["source"],
            "statement_id": change["id"],
            "url": storable(change["url"]),
            "at": change["at"],
            "data": json.dumps(data, separators=(",", ":")),
        },
    )
    if "suppressed" in data:  # a decision took away what it said
        return
    if change["kind"] == "linked":
        _LINK.run(
            connection,
            {
                "statement_id": change["id"],
                "other_id": data["linked"],
                "kind": data["link"],
                "evidence": data["evidence"],
                "score": data["score"],
                "at": change["at"],
            },
        )
    elif change["kind"] == "unlinked":
        _UNLINK.run(connection, {"b_id": change["id"], "b_other": data["linked"], "b_kind": data["link"]})
    elif change["kind"] == "withdrawn":
        _WITHDRAWN.run(connection, {"b_id": change["id"], "b_seen": data["interval"]["by"]["date"]})
    elif change["kind"] == "restored":
        _WITHDRAWN.run(connection, {"b_id": change["id"], "b_seen": None})
    elif change["kind"] == "moved":
        _INTO.run(connection, {"b_id": change["id"], "b_into": data.get("into")})


def gone(
    *,
    run_id: str,
    asked: str,
    statement_id: str | None,
    seen: str,
    record_id: str,
    how: str = "answer",
    changes: list[Payload] | None = None,
) -> Payload:
    """The server said that a page is gone, and ``how`` (see :class:`crawler.model.change.Change`). ``changes``: that
    it is called withdrawn from now on.
    """
    payload: Payload = {
        "kind": GONE,
        "run": run_id,
        "asked": asked,
        "id": statement_id,
        "seen": seen,
        "record_id": record_id,
    }
    if how != "answer":
        payload["how"] = how
    if changes:
        payload["changes"] = changes
    return payload


def apply_gone(connection: Connection, payload: Mapping[str, Any]) -> None:
    """The rows of it: since when, and how often since the statement was last read."""
    if payload["id"] is not None:
        key = {"b_id": payload["id"], "b_seen": payload["seen"], "b_record": payload["record_id"]}
        _GONE.run(connection, key)
    apply_changes(connection, payload)


def refusal(
    *,
    run_id: str,
    source: str,
    asked: str,
    answered: str,
    aliases: tuple[str, ...],
    evidence: Evidence | None,
    code: str,
    sentence: str,
    capture: Payload,
) -> Payload:
    """A page was not read as a statement, why, and what it takes to read it again: the address that answered, those
    that led there, and what the listing said. No row follows; the queue knows it, and ``refused.jsonl``.
    """
    return {
        "kind": REFUSAL,
        "run": run_id,
        "source": source,
        "asked": asked,
        "answered": answered,
        "aliases": list(aliases),
        "evidence": None if evidence is None else evidence.model_dump(mode="json"),
        "code": code,
        "sentence": sentence,
        "capture": capture,
    }


def refused_line(payload: Mapping[str, Any]) -> Payload:
    """The line of a refusal in ``refused.jsonl``. Records of before know no ``answered``, ``aliases``, ``evidence``."""
    names = ("source", "run", "asked", "answered", "aliases", "evidence", "code", "sentence", "capture")
    return {name if name != "asked" else "url": payload[name] for name in names if name in payload}


def run(record: Run) -> Payload:
    """A run ended."""
    return {"kind": RUN, "run": record.model_dump(mode="json")}


def apply_run(connection: Connection, record: Mapping[str, Any]) -> None:
    """The row of a run, as it is now."""
    _RUN.run(
        connection,
        {
            "id": record["id"],
            "source": record["source"],
            "started": record["started"],
            "finished": record["finished"],
            "outcome": record["outcome"],
            "record": json.dumps(record, separators=(",", ":")),
        },
    )
    apply_relaunch(connection, {"source": record["source"], "templates": record.get("templates", ())})


def relaunch(*, run_id: str, source: str, templates: list[str]) -> Payload:
    """What a run found to be the page's on all pages of a source, and no part of any statement: digests, as
    :mod:`crawler.revisions.templates` makes them.
    """
    return {"kind": RELAUNCH, "run": run_id, "source": source, "templates": templates}


def apply_relaunch(connection: Connection, payload: Mapping[str, Any]) -> None:
    """The rows of it."""
    for digest in payload["templates"]:
        _TEMPLATE.run(connection, {"source": payload["source"], "digest": digest})


def storable(text: Any) -> Any:
    """Text as the database takes it: a lone surrogate, which a page's JSON may hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) and not text.isascii() else text
