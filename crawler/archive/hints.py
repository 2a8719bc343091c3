"""Hints in the queue: what listings say of an address, and whether they say something that they never said before."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from crawler.model.reading import Hint

Link = tuple[str, Hint | None]

_REMEMBERED: Final = 12  # sayings of one address: several listings, each in its words
_ZONES: Final = timedelta(days=2)  # a day, wherever on earth it is, is over so long after it began in UTC
_CACHES: Final = timedelta(hours=1)  # a page may have been answered out of a cache, and clocks differ


def to_text(hint: Hint | None) -> str | None:
    """A hint as JSON."""
    return None if hint is None else json.dumps(asdict(hint), separators=(",", ":"))


def to_hint(text: str | None) -> Hint | None:
    """A hint from its JSON."""
    return None if text is None else Hint(**json.loads(text))


def remembered(shown: str | None, hint: Hint | None) -> str | None:
    """``shown`` with what ``hint`` says: JSON of a list, the latest last."""
    told = json.loads(shown) if shown is not None else []
    new = [mark for mark in _marks(hint) if mark not in told]
    return shown if not new else json.dumps([*told, *new][-_REMEMBERED:], separators=(",", ":"))


def says_anew(hint: Hint | None, shown: str | None, *, title: str | None, last_seen: str | None) -> bool:
    """Whether a listing says of a known page that it has changed: with a time of its last change, or a title, that no
    listing has shown before. Not a time well before it was read last, nor the ``title`` that it was read with: one
    more listing that shows a page is no news of it.
    """
    if hint is None:
        return False
    told = json.loads(shown) if shown is not None else []
    if hint.updated and _mark(hint.updated) not in told and not _read_since(hint.updated, last_seen):
        return True
    return bool(told and hint.title and hint.title != title and _mark(hint.title) not in told)


def _marks(hint: Hint | None) -> list[str]:
    return [] if hint is None else [_mark(text) for text in (hint.updated, hint.title) if text]


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _read_since(updated: str, last_seen: str | None) -> bool:
    if last_seen is None:
        return False
    try:
        changed = datetime.fromisoformat(updated)
    except ValueError:
        return False
    precise = changed.tzinfo is not None and "T" in updated
    seen = datetime.fromisoformat(last_seen)
    return changed.replace(tzinfo=changed.tzinfo or seen.tzinfo) + (_CACHES if precise else _ZONES) < seen
