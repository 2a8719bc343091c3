"""A statement that exists only as a document: fields from the listing and from its own text, and from nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.extract import clean, read_document_page
from crawler.model.document import DocumentText
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Page, Reading, Refusal
from crawler.model.source import Listing, Site, Source

SOURCE = Source(
    id="xx_mfa",
    name="X",
    country="XX",
    languages=("en", "fr"),
    timezone="UTC",
    sites=(Site(host="mfa.example"),),
    listings=(Listing(url="https://mfa.example/en", items="li", date=".d"),),
    kinds={"press release": "press_release"},
)
HINT = Hint("https://mfa.example/en", "Statement on the bridge", "8 November 2021", "Press release")
PAGE = Page("https://mfa.example/en/files/no12.pdf", b"", (), datetime(2026, 6, 1, tzinfo=UTC), HINT)
NO_HINT = replace(PAGE, hint=None)
TEXT = DocumentText("Statement on the bridge\n\nThe bridge is open since this morning.\n\nIt is <long> & wide.", "r 1")


def read(page: Page, text: DocumentText | Failure) -> Reading:
    found = read_document_page(page, text, SOURCE)
    assert isinstance(found, Reading), found
    return clean(found)


def test_the_listing_and_the_text_make_the_statement() -> None:
    found = read(PAGE, TEXT)
    assert found.title == "Statement on the bridge"
    assert found.body.paragraphs == ("The bridge is open since this morning.", "It is <long> & wide.")
    assert found.body.html == "<p>The bridge is open since this morning.</p>\n<p>It is &lt;long&gt; &amp; wide.</p>"
    assert found.published is not None
    assert (found.published.date, found.published.method) == ("2021-11-08", "listing")
    assert (found.kind, found.kind_raw, found.language) == ("press_release", "Press release", "en")
    assert found.fields == {
        "title": "listing", "body": "document", "published": "listing", "kind": "listing", "language": "url",
        "attachments": "document",
    }  # fmt: skip
    assert found.warnings == ()
    (itself,) = found.attachments
    assert (itself.url, itself.name, itself.text) == (PAGE.url, "Statement on the bridge", TEXT.text)


def test_without_a_listing_the_documents_own_heading_is_the_title() -> None:
    found = read(NO_HINT, replace(TEXT, title="Statement on the bridge"))
    assert (found.title, found.fields["title"]) == ("Statement on the bridge", "document")
    assert found.attachments[0].name == "no12.pdf"


def test_a_heading_that_names_the_issuer_is_a_letterhead() -> None:
    source = SOURCE.model_copy(update={"name": "Ministry of Foreign Affairs of Ardania"})
    for heading in ("MINISTRY OF FOREIGN AFFAIRS", "The Ministry of Foreign Affairs of Ardania, Press Service"):
        found = read_document_page(NO_HINT, replace(TEXT, title=heading), source)
        assert isinstance(found, Reading)
        assert found.title is None


def test_a_first_line_that_nothing_shows_to_be_a_heading_is_no_title() -> None:
    found = read(NO_HINT, TEXT)
    assert found.title is None
    assert any(warning.startswith("title: ") for warning in found.warnings)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Baku, 8 November 2021\n\nThe bridge is open.", "2021-11-08"),
        ("The bridge is open.\n\nIt is long.\n\n8 November 2021", "2021-11-08"),
        ("Speech\n\nNational Parliament of Ardania, Saint Oda, 8 November 2021\n\nMembers!", "2021-11-08"),
        ("The bridge is open since 8 November 2021, as was said at the ceremony of 9 November 2021.", None),
        ("8 November 2021\n\nThe bridge is open.\n\n9 November 2021", None),
        ("31 November 2021\n\nThe bridge is open.", None),
        ("8 November 2031\n\nThe bridge is open.", None),
        ("03/04/2021\n\nThe bridge is open.", None),
        ("November 2021\n\nThe bridge is open.", None),
    ],
)
def test_a_date_stands_in_the_text_by_itself_and_alone_or_there_is_none(text: str, date: str | None) -> None:
    found = read(NO_HINT, replace(TEXT, text=text))
    assert (found.published.date if found.published else None) == date
    assert ("published" in found.fields) == (date is not None)
    assert any(warning.startswith("date: ") for warning in found.warnings) == (date is None)


def test_the_listings_date_holds_and_another_in_the_text_is_told() -> None:
    found = read(PAGE, replace(TEXT, text="9 November 2021\n\nThe bridge is open."))
    assert found.published is not None
    assert found.published.date == "2021-11-08"
    assert "date: 2021-11-08 (listing) and 2021-11-09 (document) disagree" in found.warnings


def test_lines_of_an_address_stay_lines() -> None:
    found = read(PAGE, replace(TEXT, text="Dear Sir\nStreet 1\nCity"))
    assert found.body.paragraphs == ("Dear Sir\nStreet 1\nCity",)
    assert found.body.html == "<p>Dear Sir<br>Street 1<br>City</p>"


def test_a_scanned_document_is_a_statement_by_its_listing_and_refused_without() -> None:
    failure = Failure("document.no_text", "the document holds no text; it may be a scanned image")
    found = read(PAGE, failure)
    assert (found.title, found.body.text, found.attachments[0].text) == ("Statement on the bridge", "", None)
    assert f"body: {failure.code} {failure.sentence}" in found.warnings
    assert "body" not in found.fields
    assert read_document_page(NO_HINT, failure, SOURCE) == Refusal(failure)


@pytest.mark.parametrize("code", ["document.too_slow", "document.crashed", "document.no_reader"])
def test_where_our_reader_failed_no_empty_statement_is_made_that_its_text_would_revise(code: str) -> None:
    failure = Failure(code, "the document was not read")
    assert read_document_page(PAGE, failure, SOURCE) == Refusal(failure)


def test_an_unknown_kind_is_told_and_without_a_source_everything_still_reads() -> None:
    assert HINT.kind
    found = read(replace(PAGE, hint=replace(HINT, kind="Dispatch")), TEXT)
    assert (found.kind, found.fields["kind"]) == ("statement", "title")
    assert any("Dispatch" in warning for warning in found.warnings)
    alone = read_document_page(PAGE, TEXT, None)
    assert isinstance(alone, Reading)
    assert alone.title == "Statement on the bridge"
