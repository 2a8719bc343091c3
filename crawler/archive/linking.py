"""Linking: which statements of the archive, of any source, say the same as the one that is being read.

Candidates come from the table of marks; each is compared as it reads now (:mod:`crawler.works`). What a person has
decided stands above whatever is found.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, literal, or_, select

from crawler.archive.journal import storable
from crawler.archive.marking import marked
from crawler.archive.revising import templates_of
from crawler.archive.telling import Told
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import aliases, decisions, lines, links, statements
from crawler.model.draft import Draft
from crawler.model.identity import canonical_url
from crawler.model.statement import Link, Translation
from crawler.revisions.templates import template_places
from crawler.works import Text, Verdict, judge, marks_sought, text_of, text_of_draft

MANY: Final = 16  # statements that one line names at most: a text on more addresses is boilerplate
_COMPARED: Final = 16  # candidates that are compared word for word, which bounds the time whatever the archive holds

_NOW = Prepared(
    select(statements.c.url, lines.c.data)
    .join(
        lines,
        (lines.c.statement_id == statements.c.id) & (lines.c.revision == statements.c.current),
    )
    .where(statements.c.id == bindparam("b_id"), statements.c.suppressed.is_(None), statements.c.moved_into.is_(None))
    .order_by(lines.c.reading.desc())
    .limit(1)
)
_TWINS = Prepared(
    select(statements.c.id)
    .where(statements.c.body_digest == bindparam("b_digest"), statements.c.id != bindparam("b_id"))
    .order_by(statements.c.first_seen, statements.c.id)
    .limit(bindparam("b_many"))
)
_LINKED = Prepared(
    select(links.c.statement_id, links.c.other_id, links.c.kind, links.c.evidence, links.c.score)
    .where(or_(links.c.statement_id == bindparam("b_id"), links.c.other_id == bindparam("b_id")))
    .order_by(links.c.at, links.c.statement_id, links.c.other_id)
)
_URL = Prepared(select(statements.c.url).where(statements.c.id == bindparam("b_id")))
_AT = Prepared(
    select(statements.c.id)
    .where(statements.c.source == bindparam("b_source"), statements.c.canonical_url == bindparam("b_url"))
    .where(statements.c.suppressed.is_(None))
)
_ALSO_AT = Prepared(
    select(aliases.c.statement_id)
    .join(statements, statements.c.id == aliases.c.statement_id)
    .where(aliases.c.source == bindparam("b_source"), aliases.c.url == bindparam("b_url"))
    .where(statements.c.suppressed.is_(None))
)
_DECIDED = Prepared(
    select(decisions.c.kind, decisions.c.statement_id, decisions.c.data)
    .where(
        or_(decisions.c.kind == literal("confirm"), decisions.c.kind == literal("split")),
        or_(
            decisions.c.statement_id == bindparam("b_id"),
            func.json_extract(decisions.c.data, "$.other") == bindparam("b_id"),
        ),
    )
    .order_by(decisions.c.number)
)

_SMALL: Final = 10_000  # bytes of a deflated line whose text is kept in memory for the next comparison


@dataclass(frozen=True, slots=True)
class Linking:
    """``links`` are all that the statement has now, as its line names them; ``translations`` those that its page
    offers, with the ids of those that are known; ``told`` which links are new, and which have ended.
    """

    links: tuple[Link, ...]
    translations: tuple[Translation, ...]
    told: tuple[Told, ...]


def link(connection: Connection, draft: Draft, *, latest: bool) -> Linking:
    """Which links a draft that reads otherwise than before has, gains and loses. Writes nothing. Unless it is the
    ``latest`` that is known of the statement, nothing follows from it for what is linked now.
    """
    text = text_of_draft(draft)
    decided = decided_about(connection, draft.id)
    before = linked(connection, draft.id)
    translations = _translations(connection, draft)
    if not latest:
        return Linking(tuple(one for was in before.values() for one in was), translations, ())
    own = _Own(connection)
    bare = own.of(text)
    former = own.now(draft.id) if before else None
    kept = before.keys() if former and _says_the_same(former[1], bare) else _confirmed(before, decided)
    found: dict[str, tuple[str, Text, Verdict]] = {}
    for other_id in dict.fromkeys((*before, *_candidates(connection, draft, text))):
        if other_id == draft.id or other_id in kept or other_id in decided:
            continue
        other = own.now(other_id)
        verdict = other and judge(bare, other[1])
        if other and verdict:
            found[other_id] = (*other, verdict)
    links, told = _told(connection, before, kept, found, draft)
    return Linking(links, translations, told)


def decided_about(connection: Connection, statement_id: str) -> dict[str, str]:
    """What people have decided of this statement and others: ``confirm`` or ``split`` by the other's id, the last."""
    decided = {}
    for kind, id_, data in _DECIDED.run(connection, {"b_id": statement_id}):
        other = json.loads(data)["other"]
        decided[other if id_ == statement_id else id_] = kind
    return decided


def _says_the_same(former: Text, text: Text) -> bool:
    """Whether a new text of a statement says what the former said. Then it is linked as it was: evidence that an edit
    has made a little weaker is still evidence.
    """
    verdict = judge(former, text)
    return verdict is not None and verdict.kind == "copy"


def _confirmed(before: Iterable[str], decided: Mapping[str, str]) -> Set[str]:
    return {other_id for other_id in before if decided.get(other_id) == "confirm"}


def _candidates(connection: Connection, draft: Draft, text: Text) -> Iterable[str]:
    if not text.words and not text.translations:
        return
    twins = {"b_id": draft.id, "b_digest": draft.body_digest, "b_many": MANY}
    yield from (name for (name,) in _TWINS.run(connection, twins))
    yield from marked(connection, marks_sought(text), _COMPARED)


def linked(connection: Connection, statement_id: str) -> dict[str, list[Link]]:
    """The links that a statement has, oldest first, by the id of the other."""
    known: dict[str, list[Link]] = {}
    for one, other, kind, evidence, score in _LINKED.run(connection, {"b_id": statement_id}):
        other_id = other if one == statement_id else one
        link = Link(kind=kind, id=other_id, url=_url(connection, other_id), evidence=evidence, score=score)
        known.setdefault(other_id, []).append(link)
    return known


def data_of(link: Link) -> dict[str, Any]:
    """The data of a change that tells of a link."""
    return {"linked": link.id, "url": link.url, "link": link.kind, "evidence": link.evidence, "score": link.score}


class _Own:
    """Texts as their ministries wrote them: without the paragraphs that a relaunch of the site has put around all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._templates: dict[str, frozenset[str]] = {}

    def of(self, text: Text) -> Text:
        """The text without its source's templates."""
        known = self._templates.get(text.source)
        if known is None:
            known = self._templates[text.source] = templates_of(self._connection, text.source)
        places = template_places(text.paragraphs, known)
        return replace(text, paragraphs=_without(text.paragraphs, places)) if places else text

    def now(self, statement_id: str) -> tuple[str, Text] | None:
        """Address and text of a statement as its latest capture shows it; none of one that is suppressed or has moved
        into another.
        """
        row = _NOW.run(self._connection, {"b_id": statement_id}).fetchone()
        return None if row is None else (row[0], self.of(_text(row[1]) if len(row[1]) <= _SMALL else _read(row[1])))


def _read(data: bytes) -> Text:
    return text_of(json.loads(zlib.decompress(data)))


_text = lru_cache(maxsize=128)(_read)  # what a site publishes in a row has the same neighbours


def _without(paragraphs: tuple[str, ...], places: Set[int]) -> tuple[str, ...]:
    return tuple(paragraph for place, paragraph in enumerate(paragraphs) if place not in places)


def _told(
    connection: Connection,
    before: Mapping[str, list[Link]],
    kept: Set[str],
    found: Mapping[str, tuple[str, Text, Verdict]],
    draft: Draft,
) -> tuple[tuple[Link, ...], tuple[Told, ...]]:
    told: list[Told] = []
    links: list[Link] = []
    for other_id, was in before.items():
        now = found[other_id][2].kind if other_id in found else None
        for one in was:
            if other_id in kept or one.kind == now:
                links.append(one)
            else:
                told.append(("unlinked", draft.id, draft.url, {**data_of(one), "why": _why(now)}))
    new = [
        Link(kind=verdict.kind, id=other_id, url=url, evidence=verdict.evidence, score=verdict.score)
        for other_id, (url, _, verdict) in sorted(found.items(), key=_best)
        if not any(one.id == other_id for one in links)
    ]
    new = new[: max(0, MANY - len(links))]
    told += [("linked", draft.id, draft.url, data_of(one)) for one in new]
    return (*new, *links), tuple(told)


def _why(now: str | None) -> str:
    if now is None:
        return "its text is another now, and nothing shows any more that they say the same"
    return f"its text is another now, which is linked as {now}"


def _translations(connection: Connection, draft: Draft) -> tuple[Translation, ...]:
    return tuple(
        one.model_copy(update={"id": _at(connection, draft.source, one.url)}) for one in draft.reading.translations
    )


def _at(connection: Connection, source: str, url: str) -> str | None:
    """The statement of a source that is known at an address."""
    try:
        key = {"b_source": source, "b_url": storable(canonical_url(url))}
    except ValueError:
        return None
    row = _AT.run(connection, key).fetchone() or _ALSO_AT.run(connection, key).fetchone()
    return None if row is None else str(row[0])


def _best(item: tuple[str, tuple[str, Text, Verdict]]) -> tuple[float, str, str]:
    other_id, (_, text, verdict) = item
    return -verdict.score, text.first_seen, other_id


def _url(connection: Connection, statement_id: str) -> str:
    row = _URL.run(connection, {"b_id": statement_id}).fetchone()
    return "" if row is None else str(row[0])
