"""The comparison of two readings: what is a revision, what is none, and whether it was silent."""

from dataclasses import replace

import pytest

from crawler.model.difference import Moved
from crawler.model.statement import Attachment, Note, Translation
from crawler.revisions.templates import (
    affix_digest,
    document_digest,
    field_digest,
    language_digest,
    template_digest,
)
from tests.revisions.drafts import SAID, a_date, draft, found, statement

EDITED = (SAID[0], SAID[1].replace("12", "13"), SAID[2])
FILE = Attachment(url="http://by-mfa.example/a.pdf", sha256="aa")


def test_the_same_reading_is_no_revision() -> None:
    assert found(statement(*SAID), draft(*SAID)) is None


def test_a_difference_names_revision_interval_and_every_class_the_weightiest_first() -> None:
    before, after = statement(*SAID), draft(EDITED[0], EDITED[1], title="Another visit")
    told = found(before, after)
    assert told is not None
    assert (told.since, told.classes) == (3, ("removed", "number", "title"))
    assert (told.interval.after, told.interval.by) == (before.capture, after.capture)
    assert told.title == Moved(before="A visit", after="Another visit")
    assert [(edit.class_, edit.before, edit.after) for edit in told.edits] == [
        ("number", "12", "13"),
        ("removed", SAID[2], ""),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"layout": "second", "charset": "windows-1251", "warnings": ("x",)}, id="how it is read"),
        pytest.param({"images": ("http://by-mfa.example/i.png",)}, id="images"),
        pytest.param({"kind_raw": "STATEMENT"}, id="the word for the kind"),
        pytest.param(
            {"number": None, "kind": None, "published": None, "language": None}, id="fields not read any more"
        ),
        pytest.param({"updated": a_date("2021-06-01")}, id="a stamp of a change that is none"),
        pytest.param({"published": a_date("2021-11-08").model_copy(update={"raw": "8 Nov"})}, id="wording of the date"),
        pytest.param({"published": a_date("2021-11-08", "14:30")}, id="an hour more"),
        pytest.param({"published": a_date("2021-11-07", "22:30", zone="UTC")}, id="the evening before, in UTC"),
        pytest.param({"number": "No: 1/21"}, id="blanks in the number"),
        pytest.param({"notes": (Note(date="2021-06-01", text="First published."),)}, id="a note"),
    ],
)
def test_what_is_no_revision(changes: dict[str, object]) -> None:
    assert found(statement(*SAID), draft(*SAID, **changes)) is None


def test_a_title_or_a_text_that_is_not_read_any_more_proves_nothing() -> None:
    assert found(statement(*SAID), draft(*SAID, title=None)) is None
    assert found(statement(*SAID, title=None), draft(*SAID)) is None
    assert found(statement(*SAID), draft()) is None


def test_a_title_in_other_quotes_is_the_same() -> None:
    assert found(statement(*SAID, title="The “open” door"), draft(*SAID, title='The "open" door')) is None


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        pytest.param("published", a_date("2021-11-12"), "2021-11-08", "2021-11-12", id="date"),
        pytest.param("number", "No:2/21", "no1/21", "no2/21", id="number"),
        pytest.param("kind", "speech", "statement", "speech", id="kind"),
    ],
)
def test_a_field_that_became_another_is_metadata_and_not_silent(
    name: str, value: object, before: str, after: str
) -> None:
    told = found(statement(*SAID), draft(*SAID, **{name: value}))
    assert told is not None
    assert (told.classes, told.silent, told.fields) == (("metadata",), False, {name: Moved(before=before, after=after)})


def test_a_field_that_was_found_otherwise_is_no_revision_by_itself_but_told_with_one() -> None:
    fields = {"title": "selector", "kind": "heuristic"}
    assert found(statement(*SAID), draft(*SAID, kind="speech", fields=fields)) is None
    told = found(statement(*SAID), draft(*EDITED, kind="speech", fields=fields))
    assert told is not None
    assert (told.classes, set(told.fields)) == (("number",), {"kind"})


@pytest.mark.parametrize(
    ("changes", "silent"),
    [
        pytest.param({}, True, id="no date moved"),
        pytest.param({"updated": a_date("2021-06-01")}, False, id="a date of the change is stated"),
        pytest.param({"published": a_date("2021-11-09")}, False, id="the date of publication moved"),
        pytest.param({"notes": (Note(date="2021-06-01", text="Corrected."),)}, False, id="a note tells it"),
    ],
)
def test_an_edit_is_silent_where_no_date_that_the_page_states_moved_with_it(
    changes: dict[str, object], silent: bool
) -> None:
    told = found(statement(*SAID), draft(*EDITED, **changes))
    assert told is not None
    assert told.silent is silent


def test_a_date_of_change_that_stays_as_it_was_hides_nothing() -> None:
    stated = a_date("2021-06-01")
    told = found(statement(*SAID, updated=stated), draft(*EDITED, updated=stated))
    assert told is not None
    assert told.silent


def test_a_swapped_document_is_a_silent_edit_though_its_page_is_the_same() -> None:
    swapped = FILE.model_copy(update={"sha256": "bb"})
    told = found(statement(*SAID, attachments=(FILE,)), draft(*SAID, attachments=(swapped,)), same_bytes=True)
    assert told is not None
    assert (told.classes, told.silent) == (("attachment",), True)
    assert told.attachments == (Moved(before=f"{FILE.url} sha256:aa", after=f"{FILE.url} sha256:bb"),)


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(FILE.model_copy(update={"url": "http://by-mfa.example/b.pdf"}), id="the same at another address"),
        pytest.param(FILE.model_copy(update={"sha256": None}), id="it could not be fetched"),
        pytest.param(Attachment(url="http://by-mfa.example/b.pdf"), id="another address that could not be fetched"),
        pytest.param(FILE.model_copy(update={"name": "Annex", "size": 3}), id="another name"),
    ],
)
def test_documents_that_prove_no_swap(after: Attachment) -> None:
    assert found(statement(*SAID, attachments=(FILE,)), draft(*SAID, attachments=(after,))) is None


def test_documents_more_and_less() -> None:
    other = Attachment(url="http://by-mfa.example/b.pdf", sha256="bb")
    told = found(statement(*SAID, attachments=(FILE,)), draft(*SAID, attachments=(FILE, other)))
    assert told is not None
    assert told.attachments == (Moved(before=None, after=f"{other.url} sha256:bb"),)
    told = found(statement(*SAID, attachments=(FILE, other)), draft(*SAID, attachments=(other,)))
    assert told is not None
    assert told.attachments == (Moved(before=f"{FILE.url} sha256:aa", after=None),)


def test_a_language_more_is_told_and_a_menu_that_is_gone_is_not() -> None:
    french = Translation(language="fr", url="http://by-mfa.example/fr/1")
    told = found(statement(*SAID), draft(*SAID, translations=(french,)))
    assert told is not None
    assert (told.classes, told.silent) == (("translation",), False)
    assert told.fields == {"translations": Moved(before=None, after="fr")}
    assert found(statement(*SAID, translations=(french,)), draft(*SAID)) is None


def test_the_same_bytes_read_otherwise_are_no_revision_but_what_a_listing_says_is_not_of_them() -> None:
    assert found(statement(*SAID), draft(*EDITED, kind="speech"), same_bytes=True) is None
    listed = {"title": "listing"}
    told = found(
        statement(*SAID, fields=listed), draft(*EDITED, title="A better title", fields=listed), same_bytes=True
    )
    assert told is not None
    assert (told.classes, told.edits) == (("title",), ())


def test_templates_are_no_part_of_what_is_compared() -> None:
    before = statement(*SAID, title="A visit")
    around = draft(*SAID, "Share this page: 3 times in May", title="A visit | The Ministry", kind="news")
    around = replace(
        around,
        reading=replace(
            around.reading,
            translations=(Translation(language="fr", url="http://by-mfa.example/fr"),),
            attachments=(Attachment(url="http://by-mfa.example/terms.pdf"),),
        ),
    )
    known = (
        template_digest("Share this page: 17 times in June"),
        affix_digest("|The Ministry", after=True),
        language_digest("fr"),
        document_digest("http://by-mfa.example/terms.pdf"),
        field_digest("kind", Moved(before="statement", after="news")),
    )
    assert found(before, around, *known) is None
    for lacking in known:
        assert found(before, around, *(set(known) - {lacking})) is not None
    told = found(before, draft(*EDITED, "Share this page: 3 times in May"), *known)
    assert told is not None
    assert (told.classes, told.ignored) == (("number",), 1)
