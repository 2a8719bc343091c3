"""Answers of content APIs that are statements. The documents are of our own writing, in the systems' forms."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import clean, extract
from crawler.extract.answers import read_answer
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.statement import Note
from tests.extract.pages import CAPTURED, PROSE, article, page, paragraphs_html, source

HTML = paragraphs_html(PROSE)
GOVUK: dict[str, Any] = {
    "base_path": "/government/speeches/on-peace",
    "schema_name": "speech",
    "document_type": "speech",
    "title": "On peace &amp; trade",
    "locale": "en",
    "first_published_at": "2021-11-08T09:30:00.000+00:00",
    "public_updated_at": "2021-11-10T18:00:00+01:00",
    "updated_at": "2024-01-01T00:00:00Z",
    "details": {
        "body": f'<div class="govspeak"><h2>Opening</h2>{HTML}<p><a href="/files/speech.pdf">The speech</a></p></div>',
        "delivered_on": "2021-11-07T12:00:00+00:00",
        "change_history": [
            {"public_timestamp": "2021-11-10T18:00:00+01:00", "note": "Added a table."},
            {"public_timestamp": "2021-11-08T09:30:00+00:00", "note": "First published."},
        ],
        "attachments": [{"title": "Annex", "url": "/files/annex.ods", "content_type": "application/vnd.oasis.ods"}],
        "image": {"url": "https://assets.example/one.jpg"},
    },
    "links": {
        "speaker": [{"title": "The Rt Hon Eva Adam MP"}],
        "people": [{"title": "Somebody Else"}],
        "topics": [{"title": "Trade"}],
        "available_translations": [
            {"locale": "en", "web_url": "https://www.gov.example/government/speeches/on-peace"},
            {"locale": "cy", "web_url": "https://www.gov.example/government/speeches/on-peace.cy"},
        ],
    },
}
WORDPRESS: dict[str, Any] = {
    "id": 7,
    "date": "2021-11-08T01:30:00",
    "date_gmt": "2021-11-07T21:30:00",
    "modified": "2021-11-09T10:00:00",
    "modified_gmt": "2021-11-09T06:00:00",
    "type": "post",
    "link": "https://www.mfa.example/en/2021/11/08/on-peace/",
    "title": {"rendered": "Statement on peace &#8211; &#8220;one&#8221; road"},
    "content": {
        "rendered": f"{HTML}<p><a href='/wp-content/a.pdf'>Annex</a> <img src='/wp-content/b.jpg'></p>",
        "protected": False,
    },
    "yoast_head_json": {"og_locale": "en_US"},
    "_embedded": {
        "wp:term": [
            [{"taxonomy": "category", "name": "News"}],
            [{"taxonomy": "post_tag", "name": "Roads &amp; tolls"}],
        ],
        "author": [{"name": "webmaster"}],
    },
}
PLONE: dict[str, Any] = {
    "@id": "https://www.mfa.example/en/news/on-peace",
    "@type": "News Item",
    "title": "Statement on peace",
    "effective": "2021-11-08T10:00:00+00:00",
    "created": "2021-11-01T10:00:00+00:00",
    "modified": "2021-11-12T10:00:00+00:00",
    "language": {"token": "en", "title": "English"},
    "subjects": ["Roads"],
    "text": {"data": HTML, "content-type": "text/html"},
    "@components": {"translations": {"items": [{"@id": "https://www.mfa.example/ru/news/mir", "language": "ru"}]}},
}


def answer(value: Any, url: str = "https://www.mfa.example/api/content/government/speeches/on-peace") -> Page:
    return page(json.dumps(value), url=url, content_type="application/json; charset=utf-8")


def read(value: Any, by: Any = None) -> Reading:
    found = extract(answer(value), by)
    assert isinstance(found, Reading), found
    return found


def refused(value: Any) -> str:
    found = extract(answer(value), None)
    assert isinstance(found, Refusal), found
    return found.reason.code


class TestGovUk:
    def test_every_field(self) -> None:
        got = read(GOVUK)
        assert (got.title, got.language, got.layout) == ("On peace & trade", "en", "family.govuk")
        assert (got.kind, got.kind_raw, got.speakers) == ("speech", "speech", ("The Rt Hon Eva Adam MP",))
        assert got.published is not None
        assert got.updated is not None
        assert (got.published.date, got.published.time, got.published.timezone) == ("2021-11-08", "09:30:00", "+00:00")
        assert (got.updated.date, got.updated.timezone) == ("2021-11-10", "+01:00")
        assert got.body.paragraphs == ("Opening", *PROSE, "The speech")
        assert got.canonical == "https://www.mfa.example/government/speeches/on-peace"
        assert [(item.language, item.url) for item in got.translations] == [
            ("cy", "https://www.gov.example/government/speeches/on-peace.cy")
        ]
        assert [(item.name, item.url) for item in got.attachments] == [
            ("Annex", "https://www.mfa.example/files/annex.ods"),
            ("The speech", "https://www.mfa.example/files/speech.pdf"),
        ]
        assert got.tags == ("Trade",)
        assert (got.warnings, got.notice) == ((), None)
        assert got.notes == (Note(date="2021-11-10T18:00:00+01:00", text="Added a table."),)
        assert set(got.fields.values()) == {"json"}

    def test_what_is_withdrawn_keeps_its_text_and_says_so(self) -> None:
        notice = {"explanation": "<p>It is <b>out of date</b>.</p>", "withdrawn_at": "2022-01-13T13:05:30Z"}
        got = read({**GOVUK, "withdrawn_notice": notice})
        assert got.body.paragraphs[1:-1] == PROSE
        assert "withdrawn" not in got.tags
        assert got.notice is not None
        assert (got.notice.kind, got.notice.text) == ("withdrawn", "It is out of date.")
        assert got.notice.date is not None
        assert (got.notice.date.date, got.notice.date.time, got.notice.date.timezone) == (
            "2022-01-13",
            "13:05:30",
            "+00:00",
        )
        assert got.fields["notice"] == "json"

    def test_without_a_date_of_first_publication_the_other_is_taken_and_told(self) -> None:
        got = read({**GOVUK, "first_published_at": None})
        assert got.published is not None
        assert (got.published.date, got.updated) == ("2021-11-10", None)
        assert any("no first_published_at" in note for note in got.warnings)
        assert read({**GOVUK, "first_published_at": None, "public_updated_at": None}).published is None

    def test_a_date_before_any_calendar_of_ours_and_one_after_the_capture(self) -> None:
        old = read({**GOVUK, "first_published_at": "1881-02-27T15:45:44.000+00:00"})
        assert old.published is not None
        assert old.published.date == "1881-02-27"
        late = read({**GOVUK, "first_published_at": "2034-02-27T15:45:44Z", "public_updated_at": None})
        assert late.published is None
        assert any("lies after the capture" in note for note in late.warnings)

    def test_a_text_in_titled_parts(self) -> None:
        parts = {"summary": "<p>Be careful.</p>", "parts": [{"title": "Entry <rules>", "body": HTML}]}
        got = read({**GOVUK, "document_type": "travel_advice", "schema_name": "travel_advice", "details": parts})
        assert got.body.paragraphs == ("Be careful.", "Entry <rules>", *PROSE)
        assert got.kind == "travel_advice"

    def test_a_speaker_without_a_page_and_a_body_in_several_formats(self) -> None:
        body = [{"content_type": "text/govspeak", "content": "# no"}, {"content_type": "text/html", "content": HTML}]
        got = read({**GOVUK, "links": {}, "details": {"body": body, "speaker_without_profile": "The Queen"}})
        assert (got.speakers, got.body.paragraphs) == (("The Queen",), PROSE)

    def test_attachments_of_older_documents_stand_in_html(self) -> None:
        link = '<a href="/g/one.pdf">'
        piece = f'<section><div>{link}<img src=x></a></div><h2 class="title">{link}One</a></h2></section>'
        got = read({**GOVUK, "details": {"body": HTML, "documents": [piece]}})
        assert [(item.name, item.media_type) for item in got.attachments] == [("One", "application/pdf")]

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"document_type": "topical_event", "schema_name": "topical_event"}, "content.listing"),
            ({"document_type": "gone", "schema_name": "gone"}, "content.soft404"),
            ({"document_type": "redirect", "schema_name": "redirect"}, "content.soft404"),
            ({"details": {}}, "content.empty"),
        ],
    )
    def test_what_is_no_statement(self, change: dict[str, Any], code: str) -> None:
        assert refused({**GOVUK, **change}) == code


class TestWordPress:
    def test_every_field(self) -> None:
        got = read(WORDPRESS)
        assert (got.title, got.language, got.layout) == ("Statement on peace – “one” road", "en", "family.wordpress")
        assert got.published is not None
        assert got.updated is not None
        assert (got.published.date, got.published.time, got.published.timezone) == ("2021-11-08", "01:30:00", "+04:00")
        assert got.updated.date == "2021-11-09"
        assert got.body.paragraphs == (*PROSE, "Annex")
        assert (got.kind, got.tags, got.speakers) == ("statement", ("Roads & tolls",), ())
        assert got.canonical == "https://www.mfa.example/en/2021/11/08/on-peace/"
        assert [item.url for item in got.attachments] == ["https://www.mfa.example/wp-content/a.pdf"]
        assert got.images == ("https://www.mfa.example/wp-content/b.jpg",)

    def test_without_the_moment_in_utc_the_zone_is_the_sources(self) -> None:
        bare = {key: value for key, value in WORDPRESS.items() if not key.endswith("_gmt")}
        by = read(bare, source()).published
        assert by is not None
        assert by.timezone == "Asia/Baku"
        alone = read(bare).published
        assert alone is not None
        assert alone.timezone is None

    def test_a_type_of_its_own_is_the_kind(self) -> None:
        got = read({**WORDPRESS, "type": "press_release", "title": {"rendered": "On peace"}})
        assert (got.kind, got.kind_raw) == ("press_release", "press release")

    def test_never_modified_is_not_updated(self) -> None:
        assert read({**WORDPRESS, "modified": WORDPRESS["date"], "modified_gmt": WORDPRESS["date_gmt"]}).updated is None

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ([WORDPRESS, WORDPRESS], "content.listing"),
            ([WORDPRESS], "content.listing"),
            ({**WORDPRESS, "content": {"rendered": "", "protected": True}}, "content.empty"),
            ({**WORDPRESS, "content": {"rendered": "<p></p>"}}, "content.empty"),
            (
                {"code": "rest_post_invalid_id", "message": "Invalid post ID.", "data": {"status": 404}},
                "content.soft404",
            ),
        ],
    )
    def test_what_is_no_statement(self, value: Any, code: str) -> None:
        assert refused(value) == code

    def test_a_list_of_one_that_was_asked_for_by_name_is_the_post(self) -> None:
        found = extract(answer([WORDPRESS], "https://www.mfa.example/wp-json/wp/v2/posts?slug=on-peace"), None)
        assert isinstance(found, Reading)


class TestPlone:
    def test_every_field(self) -> None:
        got = read(PLONE)
        assert (got.title, got.language, got.layout) == ("Statement on peace", "en", "family.plone")
        assert got.published is not None
        assert got.updated is not None
        assert (got.published.date, got.updated.date) == ("2021-11-08", "2021-11-12")
        assert got.body.paragraphs == PROSE
        assert (got.tags, got.canonical) == (("Roads",), PLONE["@id"])
        assert [(item.language, item.url) for item in got.translations] == [
            ("ru", "https://www.mfa.example/ru/news/mir")
        ]
        assert got.kind == "statement"

    @pytest.mark.parametrize("unset", [None, "1969-12-30T00:00:00", "1969-12-31T23:00:00+00:00", "2499-12-31T00:00:00"])
    def test_an_item_without_a_date_has_none_whenever_it_was_created(self, unset: str | None) -> None:
        got = read({**PLONE, "effective": unset})
        assert got.published is None
        assert any(note.startswith("date: ") for note in got.warnings)

    def test_blocks_of_plone_6(self) -> None:
        blocks = {
            "a": {"@type": "title"},
            "b": {"@type": "slate", "value": [{"type": "p", "children": [{"text": PROSE[0]}]}]},
            "c": {
                "@type": "slate",
                "value": [{"type": "ul", "children": [{"type": "li", "children": [{"text": "one"}]}]}],
            },
            "d": {"@type": "slate", "value": [{"type": "p", "children": [
                {"text": "See "},
                {"type": "link", "data": {"url": "https://x.example/a.pdf"}, "children": [{"text": "it"}]}]}]},
            "e": {"@type": "gridBlock",
                  "blocks": {"f": {"@type": "slate", "value": [{"type": "h2", "children": [{"text": "In"}]}]}},
                  "blocks_layout": {"items": ["f"]}},
        }  # fmt: skip
        got = read({**PLONE, "text": None, "blocks": blocks, "blocks_layout": {"items": ["a", "b", "c", "d", "e"]}})
        assert got.body.paragraphs == (PROSE[0], "- one", "See it", "In")
        assert [item.url for item in got.attachments] == ["https://x.example/a.pdf"]

    def test_a_file_is_its_document(self) -> None:
        file = {
            "download": "https://www.mfa.example/a/@@download/file",
            "filename": "a.pdf",
            "content-type": "application/pdf",
        }
        got = read({**PLONE, "@type": "File", "text": None, "file": file})
        assert [(item.name, item.media_type) for item in got.attachments] == [("a.pdf", "application/pdf")]
        assert got.body.text == ""

    @pytest.mark.parametrize(
        "value", [{**PLONE, "@type": "Folder", "items": []}, {**PLONE, "@type": "Document", "text": None, "items": []}]
    )
    def test_what_lists_others_is_no_statement(self, value: Any) -> None:
        assert refused(value) == "content.listing"


class TestAnyJson:
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b'{"results": [], "total": 0}', "content.listing"), (b'[{"title": "x"}]', "content.listing"),
            (b'{"a": 1}', "content.not_html"), (b'{"a": ', "content.not_html"), (b"[1, 2]", "content.not_html"),
            (b'{"a": ' + b"[" * 100_000, "content.not_html"), (b"[]", "content.listing"),
            (b'{"a": ' + b"9" * 9999 + b"}", "content.not_html"),
        ],
    )  # fmt: skip
    def test_what_no_system_writes_is_refused(self, body: bytes, code: str) -> None:
        found = extract(page(body, content_type="application/json"), None)
        assert isinstance(found, Refusal)
        assert found.reason.code == code

    def test_html_is_none_of_its_business(self) -> None:
        assert read_answer(page(article()), None) is None
        assert isinstance(extract(page(article(), content_type="application/json"), None), Reading)

    def test_json_under_a_wrong_header_is_read(self) -> None:
        assert isinstance(extract(page(json.dumps(PLONE), content_type="text/html"), None), Reading)

    def test_a_sources_layouts_do_not_stand_in_the_way(self) -> None:
        assert read(WORDPRESS, source()).layout == "family.wordpress"

    def test_a_reading_is_tidied_as_any_other(self) -> None:
        text = f"<p>{PLONE['title']}</p>{HTML}<p>---</p>"
        got = clean(read({**PLONE, "text": {"data": text}}))
        assert got.body.paragraphs == PROSE
        assert clean(got) == got

    @given(
        st.sampled_from([GOVUK, WORDPRESS, PLONE]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
            max_leaves=8,
        ),
        st.data(),
    )
    def test_any_value_in_any_field_is_read_or_refused(
        self, whole: dict[str, Any], odd: Any, data: st.DataObject
    ) -> None:
        changed = json.loads(json.dumps(whole))
        table = changed
        while True:
            key = data.draw(st.sampled_from(sorted(table)))
            if not isinstance(table[key], dict) or not table[key] or data.draw(st.booleans()):
                break
            table = table[key]
        table[key] = odd
        found = extract(answer(changed), None)
        assert isinstance(found, Reading | Refusal)


def test_the_captured_answers_are_read_exactly(shared: Path) -> None:
    """Date, title and both ends of all, against the truth beside them."""
    index = (shared / "pages" / "INDEX.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(index), delimiter="\t"))
    read_rows = 0
    for row in (row for row in rows if row["kind"] in {"api", "api-listing"}):
        body = (shared / "pages" / row["file"]).read_bytes()
        found = extract(Page(row["original_url"], body, (("content-type", "application/json"),), CAPTURED), None)
        if row["kind"] == "api-listing":
            assert isinstance(found, Refusal)
            assert found.reason.code == "content.listing"
            continue
        assert isinstance(found, Reading), row["file"]
        assert found.published is not None
        assert (found.published.date, found.title) == (row["date_iso"], row["title"])
        assert found.language == row["language"]
        text = _squeezed(clean(found).body.text)
        assert text.startswith(_squeezed(row["body_first10"])), row["file"]
        assert text.endswith(_squeezed(row["body_last10"])), row["file"]
        assert len(found.attachments) == int(row["attachments"]), row["file"]
        read_rows += 1
    assert read_rows == 14


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
