"""What the publisher of a page states of the page itself: that it is withdrawn, and what was changed when.

Read where a site marks both as what they are, as GOV.UK does with its components (govuk_publishing_components: notice,
published_dates). A sentence of the text that says so is a sentence of the text.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from lxml import etree

from crawler.extract.text import squeeze
from crawler.extract.tree import select, text_of
from crawler.model.reading import Reading
from crawler.model.statement import Note, Notice, Published

_MARK: Final = b"gem-c-"
_WITHDRAWN: Final = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
_FIRST: Final = re.compile(r"first published\b", re.IGNORECASE)
_MOST: Final = 200  # notes that are kept, the latest
_METHOD: Final = "selector"


def with_stated(reading: Reading, root: etree._Element, html: bytes) -> Reading:
    """The reading with what its page states of itself. ``html`` is what ``root`` was made of."""
    if _MARK not in html:
        return reading
    notice, notes = _notice(root), _notes(root)
    fields = {**reading.fields, **({"notice": _METHOD} if notice else {}), **({"notes": _METHOD} if notes else {})}
    return replace(reading, notice=notice, notes=notes, fields=fields)


def withdrawal(date: Published | None, text: str | None) -> Notice:
    """The notice that a statement does not hold any more."""
    return Notice(kind="withdrawn", date=date, text=text)


def change_notes(changes: Iterable[tuple[str | None, str]]) -> tuple[Note, ...]:
    """Notes of pairs of date (as stated) and text, oldest first. The first publication is no change."""
    found = {
        (date or "", note): Note(date=date, text=note)
        for date, text in changes
        if (note := squeeze(text)) and not _FIRST.match(note)
    }
    return tuple(found[key] for key in sorted(found))[-_MOST:]


def _notice(root: etree._Element) -> Notice | None:
    for box in select(root, ".gem-c-notice"):
        titles = select(box, ".gem-c-notice__title")
        if not titles or not _WITHDRAWN.search(squeeze(text_of(titles[0]))):
            continue
        words = select(box, ".gem-c-notice__description, .gem-c-govspeak, .govspeak")
        return withdrawal(_date(titles[0]), squeeze(text_of(words[0])) or None if words else None)
    return None


def _notes(root: etree._Element) -> tuple[Note, ...]:
    return change_notes(
        (_datetime(item), " ".join(text_of(note) for note in select(item, ".gem-c-published-dates__change-note")))
        for item in select(root, ".gem-c-published-dates__change-item")
    )


def _date(element: etree._Element) -> Published | None:
    raw = _datetime(element)
    try:
        stated = datetime.fromisoformat(raw or "")
    except ValueError:
        return None
    day = stated.date().isoformat()
    if raw is None or len(raw) <= len(day):
        return Published(date=day, precision="day", raw=raw or day, method=_METHOD)
    offset = stated.strftime("%z")
    zone = f"{offset[:3]}:{offset[3:5]}" if offset else None
    clock = stated.strftime("%H:%M:%S")
    return Published(date=day, time=clock, timezone=zone, precision="second", raw=raw, method=_METHOD)


def _datetime(element: etree._Element) -> str | None:
    return next((value for item in element.iter("time") if (value := squeeze(item.get("datetime") or ""))), None)
