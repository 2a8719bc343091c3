"""Telling: a change of the log as one sentence that a person reads without the documentation."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from crawler.model.change import Change, ChangeKind

_Data = Mapping[str, Any]

_HOW: Final = {
    "answer": "the server says that it is gone",
    "home": "its address leads to another page",
    "soft": "its page says that it is not there",
    "stated": "the publisher says so",
}


def tell(change: Change) -> str:
    """``published “Title” (en, dated 2021-11-08)``: what became true, over which time, and how it was seen. Without
    the address, the source and the date of the change, which stand beside it.
    """
    if (number := change.data.get("suppressed")) is not None:
        return f"{change.kind}; decision {number} took away what was told of it"
    return _TOLD[change.kind](change.data)


def between(interval: _Data | None) -> str:
    """``between 2021-11-08 09:00 and 2021-11-09 09:00 UTC`` of the dates of an interval's captures."""
    if interval is None:
        return ""
    by, after = interval["by"]["date"], interval.get("after")
    if after is None:
        return f"by {_minute(by)} UTC"
    exactly = _second if _minute(by) == _minute(after["date"]) else _minute
    return f"between {exactly(after['date'])} and {exactly(by)} UTC"


def _published(data: _Data) -> str:
    dated = data.get("published")
    about = ", ".join(filter(None, (data.get("language"), dated and f"dated {dated['date']}")))
    return _joined(f"published {_title(data)}", f"({about})" if about else "")


def _revised(data: _Data) -> str:
    told = f"revised {_title(data)}: revision {data['revision']}"
    difference = data.get("difference")
    if difference is None:  # found in an older capture, or told by an earlier version
        return told
    silent = ", silently" if difference["silent"] else ""
    changed = ", ".join(difference["classes"])
    return _joined(f"{told} after {difference['since']}, {changed}{silent},", between(difference["interval"]))


def _withdrawn(data: _Data) -> str:
    seen = len(data.get("seen", ()))
    how = _HOW.get(data.get("how", ""), "")
    often = f", seen {seen} times" if seen > 1 else ""
    return _joined("withdrawn", between(data.get("interval")), f"({how}{often})" if how else "")


def _restored(data: _Data) -> str:
    since = data.get("withdrawn")
    return _joined(
        "restored", between(data.get("interval")), f"(withdrawn since {_minute(since)} UTC)" if since else ""
    )


def _moved(data: _Data) -> str:
    into = f", which is the statement {data['into']}" if data.get("into") else ""
    return _joined(f"moved from {data['from']} to {data['to']}{into},", between(data.get("interval"))).rstrip(",")


def _linked(data: _Data) -> str:
    return f"linked as {data['link']} with {data['url']} ({data['evidence']}; score {data['score']:.2f})"


def _unlinked(data: _Data) -> str:
    why = f": {data['why']}" if data.get("why") else ""
    return f"not linked any more as {data['link']} with {data['url']}{why}"


def _decided(data: _Data) -> str:
    what = data.get("what", data.get("kind", "something"))  # earlier versions: kind
    reason = f": {data['reason']}" if data.get("reason") else ""
    return f"decision {data['decision']}, {what}{reason}"


def _reextracted(data: _Data) -> str:
    fields = ", ".join(data.get("fields", ())) or "nothing"
    return f"read anew: reading {data['reading']} of revision {data['revision']} differs in {fields}"


_TOLD: Final[Mapping[ChangeKind, Callable[[_Data], str]]] = {
    "published": _published,
    "revised": _revised,
    "withdrawn": _withdrawn,
    "restored": _restored,
    "moved": _moved,
    "linked": _linked,
    "unlinked": _unlinked,
    "decided": _decided,
    "reextracted": _reextracted,
}


def _title(data: _Data) -> str:
    title = " ".join((data.get("title") or "").split())
    return f"“{title}”" if title else "without a title"


def _minute(stamp: str) -> str:
    return stamp[:16].replace("T", " ")


def _second(stamp: str) -> str:
    return stamp[:19].replace("T", " ")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
