"""The comparison of a statement's last known reading with a new one."""

from collections.abc import Set
from typing import Final

from crawler.model.difference import Class, Difference, Edit, Interval, Moved
from crawler.model.draft import Draft
from crawler.model.reading import Reading
from crawler.model.statement import Attachment, Statement
from crawler.revisions.edits import edits
from crawler.revisions.fields import Fields, attachments, date_moved, fields, translations
from crawler.revisions.templates import document_digest, field_digest, same_title, template_places
from crawler.revisions.words import folded

# The weightiest first: what is said no more, what is said more, what is said otherwise; last what says nothing new.
_WEIGHT: Final[tuple[Class, ...]] = (
    "removed", "added", "number", "name", "wording", "title", "attachment", "translation", "typo", "metadata",
)  # fmt: skip
_MOST: Final = 2_000  # edits that one difference names


def compare(
    before: Statement,
    draft: Draft | Reading,
    interval: Interval,
    templates: Set[str] = frozenset(),
    *,
    same_bytes: bool = False,
) -> Difference | None:
    """What the ministry has changed; ``None``: nothing of the statement. Pure.

    Not looked at is what says nothing of it: how the page is built and read, images, warnings, the wording of a date,
    how quotes, dashes and blanks are set, a stamp of the last change with no change. A title or a text that is not
    read any more proves nothing, and is no change (:mod:`crawler.revisions.fields` says the same of fields).

    ``templates`` are digests of what is the page's and not the statement's (:mod:`crawler.revisions.templates`).
    ``same_bytes``: the page was read from the very bytes that ``before`` was, so that nothing but what lies outside of
    them can have changed: documents, and what a listing says.
    """
    reading = draft if isinstance(draft, Reading) else draft.reading
    documents = attachments(_own(before.attachments, templates), _own(reading.attachments, templates))
    offered: Moved | None = None
    told: tuple[Edit, ...] = ()
    ignored = 0
    listed = _listed(before, reading)
    title = _title(before, reading, templates) if not same_bytes or "title" in listed else None
    found = _fields(before, reading, templates, listed if same_bytes else None)
    if not same_bytes:
        offered = translations(before, reading, templates)
        if before.body.text and reading.body.text and before.body.text != reading.body.text:
            left_out = (
                template_places(before.body.paragraphs, templates),
                template_places(reading.body.paragraphs, templates),
            )
            ignored = max(map(len, left_out))
            told = edits(before.body.paragraphs, reading.body.paragraphs, reading.language, left_out)
    classes: set[Class] = {edit.class_ for edit in told}
    classes |= {"title"} if title else set()
    classes |= {"attachment"} if documents else set()
    said = bool(classes)  # of the text; what follows is beside it
    classes |= {"translation"} if offered else set()
    if not classes:
        if not found.proven:
            return None
        classes = {"metadata"}
    moved = dict(found.moved)
    if offered:
        moved["translations"] = offered
    return Difference(
        since=before.revision,
        classes=tuple(name for name in _WEIGHT if name in classes),
        silent=said and not date_moved(before, reading),
        interval=interval,
        title=title,
        edits=told[:_MOST],
        fields=moved,
        attachments=documents,
        ignored=ignored,
    )


def _fields(before: Statement, reading: Reading, templates: Set[str], only: Set[str] | None) -> Fields:
    found = fields(before, reading)
    moved = {
        name: value
        for name, value in found.moved.items()
        if (only is None or name in only) and field_digest(name, value) not in templates
    }
    return Fields(moved, found.proven & moved.keys())


def _own(documents: tuple[Attachment, ...], templates: Set[str]) -> tuple[Attachment, ...]:
    return tuple(one for one in documents if not templates or document_digest(one.url) not in templates)


def _title(before: Statement, reading: Reading, templates: Set[str]) -> Moved | None:
    old, new = before.title, reading.title
    if not old or not new or folded(old) == folded(new) or same_title(old, new, templates):
        return None
    return Moved(before=old, after=new)


def _listed(before: Statement, reading: Reading) -> frozenset[str]:
    """The fields that a listing stated, both times: they are not of the page's bytes."""
    return frozenset(
        name for name, how in reading.fields.items() if how == before.extraction.fields.get(name) == "listing"
    )
