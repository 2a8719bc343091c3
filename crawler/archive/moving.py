"""Moves: a redirect to the same text. The statement keeps its id, and gains an address.

Which statement a page is of follows from where it was read, from what led there, and from what it says:

* An address belongs to the statement that is there now, whatever its id was once made of.
* Where a statement's own address leads by a redirect to a page that says the same, it has moved there; if another
  statement is known there already, it has moved into that one. Where it leads to another text, it has not.
* An address that a statement has left may be given to another one, which then gets an id of its own.
* http and https of an address are one address: that a site changed over is noted, and no move.
"""

import zlib
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from crawler.archive.absence import last_shown
from crawler.archive.journal import storable
from crawler.archive.linking import link
from crawler.archive.revising import NEWEST_LINE
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.suppressed import suppressed_ids
from crawler.archive.telling import Told
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, captures, revisions, statements
from crawler.model.capture import Capture
from crawler.model.difference import Interval
from crawler.model.draft import Draft
from crawler.model.identity import is_one_address, statement_id
from crawler.model.statement import Statement
from crawler.warc.build import as_uri
from crawler.warc.cdxj import urlkey
from crawler.watch.moves import says_the_same

_FORMER: Final = 3  # addresses of equal texts that are asked before a text is published once more
_COLUMNS = (
    statements.c.id,
    statements.c.url,
    statements.c.canonical_url,
    statements.c.current,
    statements.c.digest,
    statements.c.body_digest,
    statements.c.first_seen,
    statements.c.last_seen,
    statements.c.gone_since,
    statements.c.moved_into,
)
_BY_CANONICAL = Prepared(
    select(*_COLUMNS)
    .where(
        statements.c.source == bindparam("b_source"),
        statements.c.canonical_url.in_((bindparam("b_http"), bindparam("b_https"))),
    )
    .order_by(statements.c.moved_into.is_not(None), statements.c.canonical_url != bindparam("b_url"))
    .limit(1)
)
_BY_ID = Prepared(select(*_COLUMNS).where(statements.c.id == bindparam("b_id")))
_BY_URL = Prepared(
    select(*_COLUMNS).where(statements.c.source == bindparam("b_source"), statements.c.url == bindparam("b_url"))
)
_BY_ALIAS = Prepared(
    select(aliases.c.statement_id).where(aliases.c.source == bindparam("b_source"), aliases.c.url == bindparam("b_url"))
)
_REDIRECT = (
    select_captures()
    .where(
        captures.c.urlkey == bindparam("b_key"),
        captures.c.url == bindparam("b_url"),
        captures.c.status.in_((301, 302, 303, 307, 308)),
        captures.c.date <= bindparam("b_date"),
    )
    .order_by(captures.c.date.desc())
    .limit(1)
)
_EQUAL = (
    select(statements.c.url)
    .where(
        statements.c.body_digest == bindparam("b_digest"),
        statements.c.source == bindparam("b_source"),
        statements.c.withdrawn.is_(None),
        statements.c.moved_into.is_(None),
        statements.c.suppressed.is_(None),
        select(func.count())
        .select_from(revisions)
        .where(
            revisions.c.statement_id == statements.c.id,
            revisions.c.revision == statements.c.current,
            revisions.c.language.is_not_distinct_from(bindparam("b_language")),
        )
        .scalar_subquery()
        > 0,
    )
    .order_by(statements.c.last_seen, statements.c.id)
)


_STANDING = Prepared(
    select(statements.c.url).where(
        statements.c.id == bindparam("b_id"),
        statements.c.source == bindparam("b_source"),
        statements.c.withdrawn.is_(None),
        statements.c.moved_into.is_(None),
        statements.c.suppressed.is_(None),
    )
)


class Resolved(NamedTuple):
    """The draft under the id of the statement that it is of; the moves that it shows; and the ``url`` and
    ``canonical_url`` at which the statement is to be found from now on, where these are others than before.
    """

    draft: Draft
    told: list[Told]
    place: dict[str, str] | None


class Origins(NamedTuple):
    """``departed``: id of the statement whose own address led, by a redirect, to a draft of something else: it is not
    there. ``former``: where the draft is of no statement that is known, the addresses of those of its source that say
    the same in its language, one of which may have moved there; those with an equal body first.
    """

    departed: str | None
    former: list[str]


class _Row(NamedTuple):
    id: str
    url: str
    canonical_url: str
    current: int
    digest: str
    body_digest: str
    first_seen: str
    last_seen: str
    gone_since: str | None
    moved_into: str | None


def resolve(connection: Connection, draft: Draft, asked: str) -> Resolved:
    """Say which statement a draft is of. ``asked`` is the address that led to it. Writes nothing."""
    home = _at(connection, draft)
    told: list[Told] = []
    foreign: set[str] = set()
    came: _Row | None = None
    for left in _left(connection, draft, asked, home):
        if not _same_text(connection, left, draft):
            foreign |= {left.url, left.canonical_url}
        elif (owner := home or came) is None:
            came = left
        else:
            told.append(_moved(connection, left, draft, into=owner.id))
    if foreign:
        draft = replace(draft, also_at=tuple(url for url in draft.also_at if url not in foreign))
    if home is not None:
        return _at_home(connection, draft, home, told)
    if came is not None:
        if not is_one_address(came.url, draft.url):
            told.insert(0, _moved(connection, came, draft))
        return Resolved(replace(draft, id=came.id), told, _place(draft))
    return _at_left_address(connection, draft, told)


def origins(connection: Connection, draft: Draft, asked: str) -> Origins:
    """Which known statements have to do with a draft that was read where ``asked`` led."""
    home = _at(connection, draft)
    alike = False
    departed: str | None = None
    for left in _left(connection, draft, asked, home):
        if _same_text(connection, left, draft):
            alike = True
        elif departed is None and not is_one_address(left.url, draft.url):
            departed = left.id
    if departed is not None and not alike:  # where one of them has come here, what it came through is no absence of it
        return Origins(departed, [])
    if alike or home is not None or not draft.reading.body.text:
        return Origins(None, [])
    key = {"b_digest": draft.body_digest, "b_source": draft.source, "b_language": storable(draft.reading.language)}
    equal = connection.execute(_EQUAL.limit(_FORMER), key).scalars()
    alike_now = link(connection, draft, latest=True).links
    edited = [
        row[0] for one in alike_now if one.kind == "copy" for row in _STANDING.run(connection, key | {"b_id": one.id})
    ]
    return Origins(None, list(dict.fromkeys((*equal, *edited)))[:_FORMER])


def knows_statements(connection: Connection, source: str, before: str) -> bool:
    """Whether a statement of the source was seen before that instant."""
    asked = select(statements.c.id).where(statements.c.source == source, statements.c.first_seen < before).limit(1)
    return connection.execute(asked).first() is not None


def is_kept_out(connection: Connection, draft: Draft, asked: str) -> bool:
    """Whether a decision keeps out the statement that the draft is of, or one whose address led to it."""
    hidden = suppressed_ids(connection)
    if not hidden:
        return False
    if draft.id in hidden:
        return True
    for url in (asked, draft.url, draft.canonical_url, *draft.also_at):
        key = {"b_source": draft.source, "b_url": storable(url)}
        if any(row[0] in hidden for row in (*_BY_URL.run(connection, key), *_BY_ALIAS.run(connection, key))):
            return True
    home = _at(connection, draft)
    return home is not None and home.id in hidden


def _at_home(connection: Connection, draft: Draft, home: _Row, told: list[Told]) -> Resolved:
    if home.moved_into is not None and draft.capture.date > home.last_seen:  # it stands here again by itself
        other = _BY_ID.run(connection, {"b_id": home.moved_into}).fetchone()
        told.insert(0, _moved(connection, home, draft, origin=home.url if other is None else other[1]))
    changed_over = home.canonical_url != draft.canonical_url and home.canonical_url in draft.also_at
    return Resolved(replace(draft, id=home.id), told, _place(draft) if changed_over else None)


def _at_left_address(connection: Connection, draft: Draft, told: list[Told]) -> Resolved:
    """No statement is at the address now; one may have been, whose id was made of it."""
    row = _BY_ID.run(connection, {"b_id": draft.id}).fetchone()
    if row is None:
        return Resolved(draft, told, None)
    left = _Row(*row)
    earlier = draft.capture.date <= left.last_seen and _was_at(connection, left, draft)
    if not earlier and not _same_text(connection, left, draft):
        return Resolved(replace(draft, id=_another_id(draft)), told, None)
    if left.gone_since is None or draft.capture.date < left.gone_since:
        return Resolved(draft, told, None)  # it answers here too, as it did before it moved
    return Resolved(draft, [*told, _moved(connection, left, draft)], _place(draft))


def _at(connection: Connection, draft: Draft) -> _Row | None:
    """The statement that the draft's address belonged to at its date."""
    rest = draft.canonical_url.partition("://")[2]
    key = {"b_source": draft.source, "b_url": storable(draft.canonical_url)}
    both = {"b_http": storable(f"http://{rest}"), "b_https": storable(f"https://{rest}")}
    row = _BY_CANONICAL.run(connection, key | both).fetchone()
    if row is None:
        return None
    home = _Row(*row)
    if draft.capture.date < home.first_seen and home.id != draft.id:
        former = _BY_ID.run(connection, {"b_id": draft.id}).fetchone()
        if former is not None and _was_at(connection, _Row(*former), draft):
            return _Row(*former)
    return home


def _left(connection: Connection, draft: Draft, asked: str, home: _Row | None) -> list[_Row]:
    """The statements whose own addresses led to the draft, that of the address asked first."""
    found: dict[str, _Row] = {}
    for url in dict.fromkeys((asked, *draft.also_at)):
        for row in _owners(connection, draft.source, url):
            if row.moved_into is None and row.last_seen < draft.capture.date and (home is None or row.id != home.id):
                found.setdefault(row.id, row)
    return list(found.values())


def _owners(connection: Connection, source: str, url: str) -> list[_Row]:
    key = {"b_source": source, "b_url": storable(url)}
    by_canonical = _BY_CANONICAL.run(connection, {**key, "b_http": key["b_url"], "b_https": key["b_url"]})
    return [_Row(*row) for row in (*_BY_URL.run(connection, key), *by_canonical)]


def _same_text(connection: Connection, row: _Row, draft: Draft) -> bool:
    text = draft.reading.body.text
    if not text:
        return draft.reading.title is not None and row.digest == draft.digest
    if row.body_digest == draft.body_digest:
        return True
    before = _last_line(connection, row)
    return before is not None and says_the_same(before.body.text, text)


def _was_at(connection: Connection, row: _Row, draft: Draft) -> bool:
    """Whether the statement's first line was read at the draft's address."""
    data = NEWEST_LINE.run(connection, {"b_id": row.id, "b_revision": 1}).fetchone()
    if data is None:
        return False
    first = Statement.model_validate_json(zlib.decompress(data[0]))
    return is_one_address(first.canonical_url, draft.canonical_url)


def _last_line(connection: Connection, row: _Row) -> Statement | None:
    data = NEWEST_LINE.run(connection, {"b_id": row.id, "b_revision": row.current}).fetchone()
    return None if data is None else Statement.model_validate_json(zlib.decompress(data[0]))


def _moved(
    connection: Connection, row: _Row, draft: Draft, *, into: str | None = None, origin: str | None = None
) -> Told:
    start = origin or row.url
    shown = last_shown(connection, row.id, row.current)
    interval = Interval(after=shown, by=_redirect(connection, start, draft, shown) or draft.capture)
    data: dict[str, Any] = {
        "from": start,
        "to": draft.url,
        "interval": interval.model_dump(mode="json"),
        "capture": draft.capture.model_dump(mode="json"),
    }
    if into is not None:
        data["into"] = into
    return "moved", row.id, draft.url, data


def _redirect(connection: Connection, url: str, draft: Draft, shown: Capture | None) -> Capture | None:
    """The answer that led from ``url`` to the draft."""
    here = as_uri(url)
    key = {"b_key": urlkey(here), "b_url": here, "b_date": draft.capture.date}
    row = connection.execute(_REDIRECT, key).first()
    return None if row is None or (shown is not None and row.date <= shown.date) else to_capture(row)


def _another_id(draft: Draft) -> str:
    """Of address and text: no canonical address has a fragment, so no other statement has it."""
    return statement_id(draft.source, f"{draft.canonical_url}#{draft.body_digest}")


def _place(draft: Draft) -> dict[str, str]:
    return {"url": draft.url, "canonical_url": draft.canonical_url}
