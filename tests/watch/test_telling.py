"""Sentences about changes: each kind says what a person needs, and lines of earlier versions are still told."""

from typing import Any

import pytest

from crawler.model.change import CHANGE_KINDS, Change, ChangeKind
from crawler.watch.telling import between, tell


def capture(date: str) -> dict[str, Any]:
    return {"warc": "w", "offset": 0, "length": 9, "record_id": "<urn:uuid:1>", "payload_digest": "sha256:0"} | {
        "date": f"{date}:00.000000Z",
        "status": 200,
        "ip": None,
        "payload": None,
    }


INTERVAL = {"after": capture("2021-11-08T09:00"), "by": capture("2021-11-09T10:30")}
SPAN = "between 2021-11-08 09:00 and 2021-11-09 10:30 UTC"
LINK = {"linked": "mid-1", "url": "https://mid.example/1", "link": "copy", "evidence": "equal body", "score": 1.0}
DIFFERENCE = {"since": 1, "classes": ["number", "wording"], "silent": True, "interval": INTERVAL}


def change(kind: ChangeKind, data: dict[str, Any]) -> Change:
    return Change(
        cursor=7,
        kind=kind,
        source="by_mfa",
        id="by_mfa-1",
        url="https://mfa.example/1",
        at="2021-11-09T10:31:00.000000Z",
        data=data,
    )


TOLD: list[tuple[ChangeKind, dict[str, Any], str]] = [
    (
        "published",
        {"title": "On the\ntalks", "language": "en", "published": {"date": "2021-11-08"}},
        "published “On the talks” (en, dated 2021-11-08)",
    ),
    ("published", {"title": None, "language": None, "published": None}, "published without a title"),
    ("published", {"revision": 1, "digest": "sha256:0"}, "published without a title"),  # of an earlier version
    (
        "revised",
        {"title": "On the talks", "revision": 2, "difference": DIFFERENCE},
        f"revised “On the talks”: revision 2 after 1, number, wording, silently, {SPAN}",
    ),
    (
        "revised",
        {"title": "T", "revision": 2, "difference": {**DIFFERENCE, "silent": False}},
        f"revised “T”: revision 2 after 1, number, wording, {SPAN}",
    ),
    ("revised", {"title": "T", "revision": 2}, "revised “T”: revision 2"),
    (
        "withdrawn",
        {"how": "answer", "interval": INTERVAL, "seen": [capture("2021-11-09T10:30")] * 3},
        f"withdrawn {SPAN} (the server says that it is gone, seen 3 times)",
    ),
    ("withdrawn", {"how": "stated", "interval": INTERVAL}, f"withdrawn {SPAN} (the publisher says so)"),
    (
        "restored",
        {"interval": INTERVAL, "withdrawn": "2021-11-01T08:00:00.000000Z"},
        f"restored {SPAN} (withdrawn since 2021-11-01 08:00 UTC)",
    ),
    (
        "moved",
        {"from": "https://mfa.example/1", "to": "https://mfa.example/2", "interval": INTERVAL},
        f"moved from https://mfa.example/1 to https://mfa.example/2, {SPAN}",
    ),
    (
        "moved",
        {"from": "https://a.example/", "to": "https://b.example/", "into": "by_mfa-2", "interval": INTERVAL},
        f"moved from https://a.example/ to https://b.example/, which is the statement by_mfa-2, {SPAN}",
    ),
    ("linked", LINK, "linked as copy with https://mid.example/1 (equal body; score 1.00)"),
    (
        "unlinked",
        {**LINK, "why": "it was edited"},
        "not linked any more as copy with https://mid.example/1: it was edited",
    ),
    ("decided", {"decision": 3, "what": "suppress", "reason": "an order"}, "decision 3, suppress: an order"),
    ("decided", {"decision": 3, "kind": "suppress"}, "decision 3, suppress"),  # of an earlier version
    (
        "reextracted",
        {"revision": 1, "reading": 2, "fields": ["title", "published"]},
        "read anew: reading 2 of revision 1 differs in title, published",
    ),
]


@pytest.mark.parametrize(("kind", "data", "sentence"), TOLD, ids=lambda value: value if value in CHANGE_KINDS else "")
def test_a_change_is_one_sentence(kind: ChangeKind, data: dict[str, Any], sentence: str) -> None:
    assert tell(change(kind, data)) == sentence


def test_every_kind_is_told() -> None:
    assert {kind for kind, _, _ in TOLD} == set(CHANGE_KINDS)


@pytest.mark.parametrize("kind", [kind for kind in CHANGE_KINDS if kind != "decided"])
def test_of_what_was_taken_away_nothing_is_told_but_that(kind: ChangeKind) -> None:
    assert tell(change(kind, {"suppressed": 4})) == f"{kind}; decision 4 took away what was told of it"


def test_an_interval_without_an_earlier_proof_has_one_end() -> None:
    assert between({"after": None, "by": INTERVAL["by"]}) == "by 2021-11-09 10:30 UTC"
    assert between(None) == ""


def test_an_interval_within_a_minute_is_told_to_the_second() -> None:
    interval = {"after": {"date": "2021-11-08T09:00:02.100000Z"}, "by": {"date": "2021-11-08T09:00:31.200000Z"}}
    assert between(interval) == "between 2021-11-08 09:00:02 and 2021-11-08 09:00:31 UTC"
