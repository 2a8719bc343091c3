"""The comparison: a line against what its capture says now, field by field.

Compared is what reading a page gives. What the archive decided (revision, links, first seen), what the source says of
itself (ministry, country) and which program read it by which definition are not differences of the reading.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any, Final

from crawler.model.draft import Draft
from crawler.model.statement import Attachment, Published, Statement

_PLAIN: Final = (
    "title", "number", "kind", "kind_raw", "language", "speakers", "tags", "translations", "attachments", "images",
    "notice", "notes",
)  # fmt: skip
_BODY: Final = ("text", "html", "paragraphs")
_EXTRACTION: Final = ("layout", "charset", "fields", "warnings")
_DATED: Final = ("published", "updated")
_FETCHED: Final = "attachments: "  # begins the warning that a document could not be fetched or read
_AROUND: Final = 40  # characters shown on either side of the first difference
_SHOWN: Final = 160

Differences = dict[str, tuple[Any, Any]]


def as_the_same(before: Statement, draft: Draft) -> Draft:
    """The draft as a reading of the statement of ``before``: its identity, what was fetched apart from its page, and
    which statements its translations are.
    """
    if not before.attachments and not before.translations and (draft.id, draft.also_at) == (before.id, before.also_at):
        return draft
    offered = {(item.language, item.url): item for item in before.translations}
    fetched = {item.url: item for item in before.attachments}
    reading = draft.reading
    attachments = tuple(_completed(item, fetched.get(item.url)) for item in reading.attachments)
    linked = {item.url for item in attachments}
    told = tuple(
        warning
        for warning in before.extraction.warnings
        if warning.startswith(_FETCHED) and any(f" {url}: " in warning for url in linked)
    )
    warnings = (*reading.warnings, *(warning for warning in told if warning not in reading.warnings))
    return replace(
        draft,
        id=before.id,
        canonical_url=before.canonical_url,
        also_at=before.also_at,
        reading=replace(
            reading,
            attachments=attachments,
            translations=tuple(offered.get((item.language, item.url), item) for item in reading.translations),
            warnings=warnings,
        ),
    )


def differences(before: Statement, draft: Draft) -> Differences:
    """The fields in which they differ, each with both values (JSON-like)."""
    reading = draft.reading
    found: Differences = {}
    for name in _PLAIN:
        _note(found, name, getattr(before, name), getattr(reading, name))
    for name in _DATED:
        old: Published | None = getattr(before, name)
        new: Published | None = getattr(reading, name)
        if old is None or new is None:
            _note(found, name, old, new)
        elif old != new:
            for part in Published.model_fields:
                _note(found, f"{name}.{part}", getattr(old, part), getattr(new, part))
    for name in _BODY:
        if name != "paragraphs" or "body.text" not in found:  # else the text says it
            _note(found, f"body.{name}", getattr(before.body, name), getattr(reading.body, name))
    for name in _EXTRACTION:
        _note(found, f"extraction.{name}", getattr(before.extraction, name), getattr(reading, name))
    if not found and before.digest != draft.digest:
        found["digest"] = (before.digest, draft.digest)
    return found


def shortened(before: Any, after: Any) -> tuple[str, str]:
    """Both values as one line each, near the first place where they differ."""
    old, new = _line(before), _line(after)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    start = max(0, same - _AROUND) if max(len(old), len(new)) > _SHOWN else 0
    return _cut(old, start), _cut(new, start)


def _completed(found: Attachment, fetched: Attachment | None) -> Attachment:
    """What the page says of a document, with what is known of its bytes."""
    if fetched is None or fetched.capture is None:
        return found
    if found.capture is not None and (found.sha256, found.text) != (fetched.sha256, fetched.text):
        return found
    return fetched.model_copy(update={"name": found.name})


def _note(found: Differences, name: str, before: Any, after: Any) -> None:
    if before != after:
        found[name] = (_plain(before), _plain(after))


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value


def _line(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return value.replace("\n", "⏎")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_line(item)}" for key, item in value.items() if item is not None)
    return " · ".join(_items(value)) if isinstance(value, (list, tuple)) else str(value)


def _items(values: Any) -> Iterator[str]:
    yield from map(_line, values) if values else ("none",)


def _cut(text: str, start: int) -> str:
    end = start + _SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
