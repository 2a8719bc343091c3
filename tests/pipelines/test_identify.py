"""Identify: which statement a page is."""

import dataclasses

import pytest

from crawler.model.capture import Capture
from crawler.model.reading import Reading
from crawler.model.source import Politeness, Site, Source
from crawler.model.statement import Body
from crawler.pipelines.identify import draft_of
from crawler.spiders.found import Found

SOURCE = Source(
    id="xx_mfa",
    name="X",
    country="XX",
    languages=("en",),
    timezone="UTC",
    sites=(Site(host="mfa.example", aliases=("www.mfa.example",)),),
    politeness=Politeness(),
)
CAPTURE = Capture(
    warc="warc/xx_mfa/2026/a.warc.gz",
    offset=0,
    length=1,
    record_id="<urn:uuid:0>",
    payload_digest="sha256:0",
    date="2026-01-01T00:00:00.000000Z",
    status=200,
    ip=None,
)


def found(url: str, *, canonical: str | None = None, aliases: tuple[str, ...] = (), title: str = "T") -> Found:
    reading = Reading(
        title=title,
        number=None,
        kind=None,
        kind_raw=None,
        language="en",
        published=None,
        updated=None,
        body=Body(text="Text.", paragraphs=("Text.",), html="<p>Text.</p>"),
        speakers=(),
        tags=(),
        translations=(),
        attachments=(),
        images=(),
        canonical=canonical,
        charset="utf-8",
        layout=None,
    )
    return Found(SOURCE, url, url, aliases, CAPTURE, reading)


def test_the_id_depends_on_source_and_address_alone() -> None:
    one = draft_of(found("https://mfa.example/a"))
    other = draft_of(dataclasses.replace(found("http://mfa.example/a#x", title="Another"), asked="https://elsewhere/"))
    assert one.id == other.id
    assert one.digest != other.digest
    assert one.body_digest == other.body_digest


def test_redirects_to_a_page_are_its_aliases() -> None:
    draft = draft_of(found("https://mfa.example/new", aliases=("https://mfa.example/old",)))
    assert draft.canonical_url == "https://mfa.example/new"
    assert draft.also_at == ("https://mfa.example/old",)


def test_a_page_may_name_another_address_of_its_host() -> None:
    draft = draft_of(found("https://mfa.example/a?view=print", canonical="https://mfa.example/a"))
    assert draft.canonical_url == "https://mfa.example/a"
    assert draft.also_at == ("https://mfa.example/a?view=print",)


@pytest.mark.parametrize("named", ["https://mfa.example/", "https://other.example/a", "mailto:x", "https://[bad/"])
def test_a_page_cannot_name_a_front_page_or_another_host(named: str) -> None:
    assert draft_of(found("https://mfa.example/a", canonical=named)).canonical_url == "https://mfa.example/a"
