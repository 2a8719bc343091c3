"""The marks of the texts in an archive: under which numbers each is found by one that may say the same.

Marks follow from a statement's lines alone, those of former revisions and readings included: a mission may have copied
what the ministry has changed since. They only bring candidates; what is compared is how each reads now.
"""

import json
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import lines, marks, texts
from crawler.works import marks_of, text_of

_CROWD: Final = 256  # texts under one mark from which on it says nothing: a letterhead, a courtesy

_MARK = Prepared(upsert(marks).on_conflict_do_nothing())
_TEXT = Prepared(upsert(texts).on_conflict_do_nothing())
_AT_MARK = Prepared(select(marks.c.text).where(marks.c.mark == bindparam("b_mark")).limit(bindparam("b_many")))
_LINES = Prepared(select(lines.c.data).where(lines.c.statement_id == bindparam("b_id")))
_UNMARK = Prepared(delete(marks).where(marks.c.mark == bindparam("b_mark"), marks.c.text == bindparam("b_text")))
_NO_TEXT = Prepared(delete(texts).where(texts.c.text == bindparam("b_text"), texts.c.statement_id == bindparam("b_id")))
_NAMED = Prepared(select(texts.c.statement_id).where(texts.c.text == bindparam("b_text")))


def mark(connection: Connection, line: Mapping[str, Any]) -> None:
    """Keep the marks of one line of ``statements/*.jsonl``, given as its JSON."""
    number = number_of(line["id"])
    _TEXT.run(connection, {"text": number, "statement_id": line["id"]})
    _MARK.many(connection, ({"mark": one, "text": number} for one in sorted(marks_of(text_of(line)))))


def unmark(connection: Connection, statement_id: str) -> None:
    """Forget a statement, while its lines are still in the catalogue."""
    number = number_of(statement_id)
    for (data,) in _LINES.run(connection, {"b_id": statement_id}).fetchall():
        own = marks_of(text_of(json.loads(zlib.decompress(data))))
        _UNMARK.many(connection, ({"b_mark": one, "b_text": number} for one in own))
    _NO_TEXT.run(connection, {"b_id": statement_id, "b_text": number})


def marked(connection: Connection, sought: frozenset[int], many: int) -> list[str]:
    """Ids of the statements that are kept under these marks, ``many`` at most: first those with which most is shared
    that few others have. A mark under which a crowd is kept counts for none.
    """
    shared: dict[int, float] = {}
    for one in sought:
        found = _AT_MARK.run(connection, {"b_mark": one, "b_many": _CROWD + 1}).fetchall()
        if len(found) > _CROWD:
            continue
        for (number,) in found:
            shared[number] = shared.get(number, 0.0) + 1 / len(found)
    best = sorted(shared, key=lambda number: (-round(shared[number], 6), number))[:many]
    return [name for number in best for (name,) in _NAMED.run(connection, {"b_text": number})]


def number_of(statement_id: str) -> int:
    """A statement's number in the table of marks, which is long: 8 bytes for an id. Two ids may have the same."""
    return int.from_bytes(blake2b(statement_id.encode(), digest_size=8).digest(), signed=True)
