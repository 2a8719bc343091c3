"""Statements and drafts to lay beside each other."""

from dataclasses import replace
from typing import Any

from crawler.model.capture import Capture
from crawler.model.difference import Difference, Interval
from crawler.model.draft import Draft
from crawler.model.identity import statement_digests
from crawler.model.statement import Body, Published, Statement
from crawler.revisions import compare
from tests.archive.world import a_draft

URL = "http://by-mfa.example/1"
SAID = (
    "The Ministry of Foreign Affairs of Ardania received the ambassador of Belmaria on 5 May 2021 in Harbourtown.",
    "Minister John Smith spoke of 12 projects. Both sides agreed to continue their talks in autumn.",
    "The ambassador thanked the Minister for the reception.",
)


def a_capture(day: int) -> Capture:
    return Capture(
        warc="warc/x.warc.gz",
        offset=day,
        length=1,
        record_id=f"<urn:uuid:00000000-0000-4000-8000-{day:012x}>",
        payload_digest=f"sha256:{day:064x}",
        date=f"2021-05-{day:02}T12:00:00.000000Z",
        status=200,
        ip=None,
    )


def draft(*paragraphs: str, title: str | None = "A visit", **changes: Any) -> Draft:
    text = "\n\n".join(paragraphs)
    made = a_draft(URL, a_capture(9), text=text, title=title)
    body = Body(text=text, paragraphs=paragraphs, html="")
    reading = replace(made.reading, **{"body": body, **changes})
    digest, body_digest = statement_digests(title, text)
    return replace(made, reading=reading, digest=digest, body_digest=body_digest)


def statement(*paragraphs: str, title: str | None = "A visit", **changes: Any) -> Statement:
    made = replace(draft(*paragraphs, title=title, **changes), capture=a_capture(5))
    return made.statement(revision=3, event="published", first_seen=made.capture.date, links=())


def found(before: Statement, after: Draft, *templates: str, same_bytes: bool = False) -> Difference | None:
    interval = Interval(after=before.capture, by=after.capture)
    return compare(before, after, interval, frozenset(templates), same_bytes=same_bytes)


def a_date(date: str, time: str | None = None, method: str = "selector", zone: str | None = None) -> Published:
    precision = "minute" if time else "day"
    return Published.model_validate(
        {"date": date, "time": time, "timezone": zone, "precision": precision, "raw": date, "method": method}
    )
