"""The comparison of a line with what its page says now."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.capture import Capture
from crawler.model.draft import Draft
from crawler.model.statement import Attachment, Body, Published, Statement, Translation
from crawler.rereading.compare import as_the_same, differences, shortened
from tests.archive.world import a_draft

URL = "http://by-mfa.example/1"
CAPTURE = Capture(
    warc="warc/by_mfa/2021/a.warc.gz",
    offset=10,
    length=20,
    record_id="<urn:uuid:0>",
    payload_digest="sha256:0",
    date="2021-11-08T09:30:00.000000Z",
    status=200,
    ip=None,
)
PDF = Attachment(url="http://by-mfa.example/a.pdf", name="The note", media_type="application/pdf")
FETCHED = PDF.model_copy(update={"size": 7, "sha256": "ab", "capture": CAPTURE, "text": "words", "conversion": "<c>"})


def draft(**fields: Any) -> Draft:
    made = a_draft(URL, CAPTURE)
    return dataclasses.replace(made, reading=dataclasses.replace(made.reading, **fields))


def line(of: Draft) -> Statement:
    return of.statement(revision=1, event="published", first_seen=CAPTURE.date, links=())


DATE = Published(date="2021-11-08", precision="day", raw="8.11.21", method="selector")


@pytest.mark.parametrize(
    ("field", "before", "after", "told"),
    [
        ("title", "A", "B", {"title": ("A", "B")}),
        ("number", None, "1/21", {"number": (None, "1/21")}),
        ("tags", ("a",), (), {"tags": (["a"], [])}),
        ("published", None, DATE, {"published": (None, DATE.model_dump(mode="json"))}),
        ("published", DATE, DATE.model_copy(update={"time": "09:00"}), {"published.time": (None, "09:00")}),
        ("layout", "first", None, {"extraction.layout": ("first", None)}),
        ("warnings", (), ("x",), {"extraction.warnings": ([], ["x"])}),
        ("fields", {"title": "meta"}, {}, {"extraction.fields": ({"title": "meta"}, {})}),
    ],
)
def test_a_field_that_differs_is_named_with_both_values(
    field: str, before: Any, after: Any, told: dict[str, tuple[Any, Any]]
) -> None:
    assert differences(line(draft(**{field: before})), draft(**{field: after})) == told
    assert differences(line(draft(**{field: before})), draft(**{field: before})) == {}


def test_a_text_that_differs_is_told_as_text_and_html_and_one_that_is_split_otherwise_as_paragraphs() -> None:
    one = Body(text="a\n\nb", paragraphs=("a", "b"), html="<p>a</p>\n<p>b</p>")
    assert set(differences(line(draft(body=one)), draft(body=Body(text="a", paragraphs=("a",), html="<p>a</p>")))) == {
        "body.text",
        "body.html",
    }
    joined = Body(text=one.text, paragraphs=("a\n\nb",), html=one.html)
    assert set(differences(line(draft(body=one)), draft(body=joined))) == {"body.paragraphs"}


def test_another_program_or_definition_alone_is_no_difference() -> None:
    before = line(dataclasses.replace(draft(), definition="aa"))
    before = before.model_copy(update={"extraction": before.extraction.model_copy(update={"version": "0"})})
    assert differences(before, dataclasses.replace(draft(), definition="bb")) == {}


def test_what_the_source_says_of_itself_is_no_difference() -> None:
    assert differences(line(draft()), dataclasses.replace(draft(), ministry="Another name", country="ZZ")) == {}


def test_what_is_known_of_a_document_is_carried_over_but_for_what_the_page_calls_it() -> None:
    told = f"attachments: document.locked {PDF.url}: it asks for a password"
    before = line(draft(attachments=(FETCHED,), warnings=("kind: 'X' is unknown", told)))
    renamed = draft(attachments=(PDF.model_copy(update={"name": "Note"}),), warnings=("kind: 'X' is unknown",))
    found = as_the_same(before, renamed)
    assert found.reading.attachments == (FETCHED.model_copy(update={"name": "Note"}),)
    assert found.reading.warnings == before.extraction.warnings
    assert set(differences(before, found)) == {"attachments"}
    assert differences(before, as_the_same(before, draft(attachments=(PDF,), warnings=renamed.reading.warnings))) == {}


def test_a_document_that_the_page_does_not_link_any_more_takes_its_warning_along() -> None:
    before = line(
        draft(attachments=(FETCHED,), warnings=(f"attachments: http.gone {PDF.url}: the server answered 404",))
    )
    found = as_the_same(before, draft())
    assert (found.reading.attachments, found.reading.warnings) == ((), ())


def test_a_statement_keeps_its_id_and_addresses_whatever_its_page_names_now() -> None:
    before = line(dataclasses.replace(draft(), id="by_mfa-0", canonical_url=f"{URL}?a", also_at=(URL,)))
    found = as_the_same(before, draft())
    assert (found.id, found.canonical_url, found.also_at) == ("by_mfa-0", f"{URL}?a", (URL,))


@given(st.text(max_size=500), st.text(max_size=500))
def test_samples_are_short_lines_that_show_where_texts_part(before: str, after: str) -> None:
    old, new = shortened(before, after)
    assert max(len(old), len(new)) <= 162
    assert "\n" not in old + new
    if before != after and "⏎" not in before + after and "…" not in before + after:
        assert old != new


def test_samples_of_other_values_read_as_people_write_them() -> None:
    assert shortened(None, ["a", "b"]) == ("null", "a · b")
    assert shortened([], {"date": "2021", "time": None}) == ("none", "date: 2021")


def test_the_archive_knows_which_statements_translations_are_and_a_page_does_not() -> None:
    offered = Translation(language="de", url="http://by-mfa.example/de/1")
    before = line(draft(translations=(offered.model_copy(update={"id": "by_mfa-1"}),)))
    assert differences(before, as_the_same(before, draft(translations=(offered,)))) == {}
    other = offered.model_copy(update={"url": "http://by-mfa.example/de/2"})
    assert list(differences(before, as_the_same(before, draft(translations=(other,))))) == ["translations"]
