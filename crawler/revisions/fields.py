"""Fields: what a page states beside its text, and whether it states otherwise than before.

A field that was not read proves nothing: a layout that lost it has not changed what the ministry states. So only a
value that became another one, found in the same way, is a change by itself; one that is there only once is told
where something else has changed. Raw words, warnings, images, the charset and the layout are never compared.
"""

import re
from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any, Final, NamedTuple

from crawler.model.difference import Moved
from crawler.model.reading import Reading
from crawler.model.statement import Attachment, Note, Published, Statement
from crawler.revisions.templates import language_digest
from crawler.revisions.words import folded

_BLANK: Final = re.compile(r"[\s:]+")


class Fields(NamedTuple):
    """``moved``: every field that differs; ``proven``: the names of those that are a change by themselves."""

    moved: dict[str, Moved]
    proven: frozenset[str]


def fields(before: Statement, after: Reading) -> Fields:
    """The fields that differ: published, updated, number, kind, language, speakers, tags."""
    found: dict[str, Moved] = {}
    proven: set[str] = set()
    for name, text in _FIELDS.items():
        old, new = getattr(before, name), getattr(after, name)
        was, now = text(old), text(new)
        if was == now or (was is None and now is None):
            continue
        if _is_dated(old) and _is_dated(new) and not contradict(old, new):
            continue
        found[name] = Moved(before=was, after=now)
        if was and now and name != "updated" and _found_alike(name, before, after):
            proven.add(name)
    return Fields(found, frozenset(proven))


def contradict(one: Published, other: Published) -> bool:
    """Whether two dates cannot be the same, to the precision that both have. A day that differs because one is in
    another time zone is no contradiction.
    """
    if (one.timezone is None) != (other.timezone is None) or one.timezone != other.timezone:
        return not _near(one, other) and _parts_differ(one.date, other.date)
    if _parts_differ(one.date, other.date):
        return True
    if one.time is None or other.time is None:
        return False
    length = min(len(one.time), len(other.time))
    return one.time[:length] != other.time[:length]


def date_moved(before: Statement, after: Reading) -> bool:
    """Whether a date that the page states is another one: of publication, of the last change, or of a note on it."""
    if after.updated is not None and (before.updated is None or contradict(before.updated, after.updated)):
        return True
    if before.published is not None and after.published is not None and contradict(before.published, after.published):
        return True
    return noted(before.notes, after.notes)


def noted(before: tuple[Note, ...], after: tuple[Note, ...]) -> bool:
    """Whether the page tells of a change that it did not tell of before. A page without notes tells nothing."""
    return bool(after) and bool({_note(note) for note in after} - {_note(note) for note in before})


def attachments(before: tuple[Attachment, ...], after: tuple[Attachment, ...]) -> tuple[Moved, ...]:
    """Documents swapped, added or taken away. What a document is, its digest says: at another address it is the same;
    without a digest (it could not be fetched) nothing is known of it but its address.
    """
    held = {one.sha256 for one in before if one.sha256}
    kept = {one.sha256 for one in after if one.sha256}
    old = {one.url: one for one in before}
    new = {one.url: one for one in after}
    found: list[Moved] = []
    for url, was in old.items():
        now = new.get(url)
        if now is not None and was.sha256 and now.sha256 and was.sha256 != now.sha256 and was.sha256 not in kept:
            found.append(Moved(before=_document(was), after=_document(now)))
    lost = [one for url, one in old.items() if url not in new and one.sha256 not in kept]
    more = [one for url, one in new.items() if url not in old and one.sha256 not in held]
    if any(one.sha256 is None for one in (*lost, *more)) and lost and more:
        return tuple(found)  # the same document at another address, for all that is known
    for place in range(max(len(lost), len(more))):
        was, now = lost[place : place + 1], more[place : place + 1]  # type: ignore[assignment]
        found.append(
            Moved(before=_document(was[0]) if was else None, after=_document(now[0]) if now else None)  # type: ignore[index]
        )
    return tuple(found)


def translations(before: Statement, after: Reading, templates: Set[str] = frozenset()) -> Moved | None:
    """Languages offered before and now; ``None`` where they are the same, or where none is offered any more: a menu
    that is gone takes no translation away.
    """
    old, new = (
        sorted(
            language
            for language in {item.language for item in page.translations} - {page.language}
            if not templates or language_digest(language) not in templates
        )
        for page in (before, after)
    )
    if old == new or not new:
        return None
    return Moved(before=", ".join(old) or None, after=", ".join(new))


def _found_alike(name: str, before: Statement, after: Reading) -> bool:
    return before.extraction.fields.get(name) == after.fields.get(name)


def _is_dated(value: object) -> bool:
    return isinstance(value, Published)


def _parts_differ(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    return one[:length] != other[:length]


def _near(one: Published, other: Published) -> bool:
    """Whether both are days, next to each other."""
    if len(one.date) < 10 or len(other.date) < 10:
        return False
    return abs(_ordinal(one.date) - _ordinal(other.date)) <= 1


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _document(item: Attachment) -> str:
    return f"{item.url} sha256:{item.sha256}" if item.sha256 else item.url


def _note(note: Note) -> tuple[str | None, str]:
    return note.date, folded(note.text)


def _dated(value: Published | None) -> str | None:
    if value is None:
        return None
    return " ".join(part for part in (value.date, value.time, value.timezone) if part)


def _plain(value: str | None) -> str | None:
    return folded(value) if value else None


def _number(value: str | None) -> str | None:
    return _BLANK.sub("", folded(value)).casefold() if value else None


def _many(value: tuple[str, ...]) -> str | None:
    return ", ".join(sorted(folded(one) for one in value)) or None


_FIELDS: Final[Mapping[str, Callable[[Any], str | None]]] = {
    "published": _dated,
    "updated": _dated,
    "number": _number,
    "kind": _plain,
    "language": _plain,
    "speakers": _many,
    "tags": _many,
}
