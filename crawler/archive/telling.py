"""Telling: changes as they are decided, before they have their cursors."""

from collections.abc import Sequence
from typing import Any

from crawler.model.change import Change, ChangeKind

Told = tuple[ChangeKind, str, str, dict[str, Any]]  # kind, id, address, data: a change without its cursor


def numbered(told: Sequence[Told], source: str, at: str, cursor: int) -> tuple[Change, ...]:
    """The changes of one operation, in order. ``cursor`` is the last that was given."""
    return tuple(
        Change(cursor=cursor + n, kind=kind, source=source, id=id_, url=url, at=at, data=data)
        for n, (kind, id_, url, data) in enumerate(told, start=1)
    )
