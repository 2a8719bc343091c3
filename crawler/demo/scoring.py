"""The judge: what the change log tells of a world, held against the world's own ledger of the truth."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from crawler.demo.truth import TOLD, Truth
from crawler.model.change import Change

_HOW: Final = {"404": "answer", "410": "answer", "home": "home", "soft": "soft"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which the log is not the truth. ``what``: ``missed``, ``false``, ``interval``, ``wrong`` (its kind or
    what it says) or ``late``.
    """

    what: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Score:
    """The judgement: by kind how often it was true, how often it was told, and every fault."""

    true: Counter[str]
    told: Counter[str]
    faults: tuple[Fault, ...]

    @property
    def right(self) -> Counter[str]:
        """By kind, how many truths were told once and without a fault."""
        lost = Counter(fault.kind for fault in self.faults if fault.what != "false")
        return Counter({kind: self.true[kind] - lost[kind] for kind in TOLD})

    def table(self) -> str:
        """Truth against found, for people."""
        faults = Counter((fault.kind, fault.what) for fault in self.faults)
        columns = ("missed", "false", "interval", "wrong", "late")
        rows = [f"{'':<12}{'true':>6}{'told':>6}{'right':>6}" + "".join(f"{column:>10}" for column in columns)]
        for kind in TOLD:
            counts = "".join(f"{faults[kind, column] or '-':>10}" for column in columns)
            rows.append(f"{kind:<12}{self.true[kind]:>6}{self.told[kind]:>6}{self.right[kind]:>6}{counts}")
        return "\n".join(rows)


def score(truths: Sequence[Truth], origins: Mapping[str, str], changes: Sequence[Change]) -> Score:
    """Judge the whole log. A change answers for one truth at most, and every change that answers for none is a fault.
    ``origins``: of every address of a statement, the statement's first.

    A change belongs to the statement that was published under its id; its interval must contain the moment at which it
    became true, its data must say what the truth says, and it must have been written by the time that was promised.
    """
    names, refused, faults = _names(origins, changes)
    told: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for place, change in enumerate(changes):
        statement = names.get(change.id)
        if place in refused:
            continue
        if statement is None:
            faults.append(_false(change, "of a statement that was never published"))
        elif origins.get(change.url) != statement:
            faults.append(_false(change, "under the address of another statement"))
        else:
            told[change.kind, _key(change, statement, names)].append(change)
    true: dict[tuple[str, str], list[Truth]] = defaultdict(list)
    for truth in truths:
        true[truth.kind, " ".join(sorted((truth.origin, truth.other or "")))].append(truth)
    for key in sorted(true.keys() | told.keys()):
        faults += _judge(origins, true.get(key, []), told.get(key, []))
    return Score(Counter(truth.kind for truth in truths), Counter(change.kind for change in changes), tuple(faults))


def _names(origins: Mapping[str, str], changes: Sequence[Change]) -> tuple[dict[str, str], set[int], list[Fault]]:
    """The origin of each id, by the addresses that are published; which publications are none, and why."""
    names: dict[str, str] = {}
    refused: set[int] = set()
    faults = []
    for place, change in enumerate(changes):
        if change.kind != "published":
            continue
        statement = origins.get(change.url)
        if statement is None:
            why = "of a page that is no statement"
        elif change.id in names:
            why = "a second time under one id"
        elif statement in names.values():
            why = "a second time under another id"
        else:
            names[change.id] = statement
            continue
        refused.add(place)
        faults.append(_false(change, why))
    return names, refused, faults


def _key(change: Change, statement: str, names: dict[str, str]) -> str:
    other = names.get(change.data.get("linked", ""), "?") if change.kind in ("linked", "unlinked") else ""
    return " ".join(sorted((statement, other)))


def _judge(origins: Mapping[str, str], true: Sequence[Truth], told: Sequence[Change]) -> Iterator[Fault]:
    """Truths and changes of one kind about one statement (or about one pair)."""
    left = list(told)
    unmet = []
    for truth in true:
        match = next((change for change in left if _contains(truth, change)), None)
        if match is None:
            unmet.append(truth)
            continue
        left.remove(match)
        if wrong := list(_wrong(origins, truth, match)):
            yield Fault("wrong", truth.kind, f"{_said(truth)}: {'; '.join(wrong)}")
        elif match.at > _stamp(truth.due):
            yield Fault("late", truth.kind, f"{_said(truth)}: told at {match.at}, promised by {_stamp(truth.due)}")
    for truth in unmet:
        if left:
            change = left.pop(0)
            yield Fault("interval", truth.kind, f"{_said(truth)}: told at {change.at} of {_interval(change)}")
        else:
            yield Fault("missed", truth.kind, f"{_said(truth)}: not told by {_stamp(truth.due)}, nor later")
    for change in left:
        yield _false(change, "nothing of the kind happened" if not true else "told once more than it happened")


def _contains(truth: Truth, change: Change) -> bool:
    after, by = _interval(change)
    return (after is None or after <= _stamp(truth.at)) and by is not None and _stamp(truth.at) <= by


def _interval(change: Change) -> tuple[str | None, str | None]:
    """After which instant and by which it became true, as the change proves it."""
    data: dict[str, Any] = change.data
    if change.kind == "published":
        return None, data["capture"]["date"]
    if change.kind in ("linked", "unlinked"):
        return None, change.at
    interval = data.get("difference", data).get("interval") or {}
    after, by = interval.get("after"), interval.get("by")
    # Without a proof of how it was before, an interval has no beginning and contains nothing.
    return (after["date"], by["date"]) if after and by else ("9", None)


def _wrong(origins: Mapping[str, str], truth: Truth, change: Change) -> Iterator[str]:
    """What a change does not say as it was."""
    data = change.data
    if truth.kind == "revised":
        difference = data["difference"]
        classes = set(difference["classes"]) - ({"metadata"} if truth.dated else set())
        if classes != {truth.class_}:
            yield f"classes {sorted(classes)}, not {truth.class_}"
        # A change of metadata alone is no edit of the text: whether it is called silent is not said by the ministry.
        if truth.class_ != "metadata" and difference["silent"] is truth.dated:
            yield f"called {'silent' if difference['silent'] else 'not silent'}, which it was not"
    if truth.kind == "withdrawn" and data["how"] != _HOW[truth.how or ""]:
        yield f"how {data['how']}, not {_HOW[truth.how or '']}"
    if truth.kind == "moved" and data["to"] != truth.url:
        yield f"to {data['to']}, not {truth.url}"
    if truth.kind == "linked":  # told of whichever of the two was read later
        if data["link"] != "copy":
            yield f"called {data['link']}, not copy"
        if {origins.get(url) for url in (change.url, data["url"])} != {truth.origin, truth.other}:
            yield f"between {change.url} and {data['url']}"
    elif change.url != truth.url:
        yield f"address {change.url}, not {truth.url}"


def _false(change: Change, why: str) -> Fault:
    data = {key: value for key, value in change.data.items() if key in ("linked", "evidence", "how", "to", "why")}
    difference = change.data.get("difference", {})
    about = {key: difference.get(key) for key in ("classes", "edits", "title", "fields") if difference.get(key)}
    return Fault(
        "false", change.kind, f"{change.kind} {change.url} at {change.at}: {why} {data or about or ''}".strip()
    )


def _said(truth: Truth) -> str:
    detail = truth.class_ or truth.how or ""
    return f"{truth.kind} {detail} {truth.origin} at {_stamp(truth.at)}".replace("  ", " ")


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
