"""Edits of a text: which places are told, with which class, and which are none."""

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.revisions.edits import edits
from crawler.revisions.words import folded
from tests.revisions.drafts import SAID

WORDS = st.sampled_from(
    [
        "the",
        "of",
        "Ministry",
        "minister",
        "talks",
        "5",
        "May",
        "2021",
        "agreed,",
        "(again)",
        "Smith's",
        "co-opt",
        "“so”",
    ]
)
SENTENCE = st.lists(WORDS, min_size=3, max_size=12).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPHS = st.lists(st.lists(SENTENCE, min_size=1, max_size=3).map(" ".join), max_size=6)


def classes(before: str, after: str, language: str | None = "en") -> list[tuple[str, str, str]]:
    return [(edit.class_, edit.before, edit.after) for edit in edits([before], [after], language)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param("projects", "projetcs", [("typo", "projects", "projetcs")], id="letters swapped"),
        pytest.param("Both sides", "both sides", [("typo", "Both", "both")], id="case"),
        pytest.param("projects.", "projects;", [("typo", ".", ";")], id="punctuation"),
        pytest.param("the reception", "the the reception", [("typo", "", "the")], id="a word doubled"),
        pytest.param("reception", "recep tion", [("typo", "reception", "recep tion")], id="a word parted"),
        pytest.param("12", "13", [("number", "12", "13")], id="number"),
        pytest.param("12 projects", "twelve projects", [("number", "12", "twelve")], id="number word"),
        pytest.param("5 May 2021", "6 June 2021", [("number", "5 May", "6 June")], id="date"),
        pytest.param("Belmaria", "Celmania", [("name", "Belmaria", "Celmania")], id="country"),
        pytest.param("John Smith", "Jane Smythe", [("name", "John Smith", "Jane Smythe")], id="person"),
        pytest.param("agreed", "refused", [("wording", "agreed", "refused")], id="word"),
        pytest.param("agreed to", "did not agree to", [("wording", "agreed", "did not agree")], id="negation"),
        pytest.param("Harbourtown.", "Harbourtown. He left.", [("added", "", "He left.")], id="sentence more"),
        pytest.param(
            " Both sides agreed to continue their talks in autumn.",
            "",
            [("removed", "Both sides agreed to continue their talks in autumn.", "")],
            id="sentence less",
        ),
    ],
)
def test_the_class_of_an_edit(before: str, after: str, told: list[tuple[str, str, str]]) -> None:
    text = " ".join(SAID)
    assert text.count(before) == 1
    assert classes(text, text.replace(before, after)) == told


@pytest.mark.parametrize(
    ("language", "before", "after", "class_"),
    [
        pytest.param("de", "Sie kam im Mai nach Berlin.", "Sie kam im Juni nach Berlin.", "number", id="de month"),
        pytest.param("de", "Sie sah die Botschaft dort.", "Sie sah die Regierung dort.", "wording", id="de noun"),
        pytest.param("ru", "Министр прибыл к нам 5 мая.", "Министр прибыл к нам 5 июня.", "number", id="ru month"),
        pytest.param("ru", "Это решение законный шаг.", "Это решение незаконный шаг.", "wording", id="ru negation"),
        pytest.param("fr", "Le ministre est à Paris.", "Le ministre est à Lyon.", "name", id="fr name"),
        pytest.param("fr", "La déclaration a été publiée.", "La declaration a été publiée.", "typo", id="fr accent"),
        pytest.param("ar", "عقد الاجتماع في ٥ مايو.", "عقد الاجتماع في ٦ مايو.", "number", id="ar digits"),
        pytest.param("zh", "外交部发言人5月5日发表谈话。", "外交部发言人5月6日发表谈话。", "number", id="zh date"),
        pytest.param("ja", "外務大臣は会談を行った。", "外務大臣は協議を行った。", "wording", id="ja word"),
        pytest.param("az", "Nazir dünən Bakıda idi.", "Nazir dünən Gəncədə idi.", "name", id="az name"),
        pytest.param(None, "She arrived in Oslo today.", "She arrived in Rome today.", "name", id="language unknown"),
    ],
)  # fmt: skip
def test_classes_in_many_languages(language: str | None, before: str, after: str, class_: str) -> None:
    assert [edit.class_ for edit in edits([before], [after], language)] == [class_]


def test_a_letter_makes_another_name_unless_the_text_itself_writes_it_so() -> None:
    assert [c for c, *_ in classes("He said that Iran would come.", "He said that Iraq would come.")] == ["name"]
    before = "He spoke of Azerbajan at length. It was said that Azerbaijan had agreed to it."
    assert [c for c, *_ in classes(before, before.replace("Azerbajan", "Azerbaijan"))] == ["typo"]


def test_how_a_number_is_written_is_no_other_number() -> None:
    assert [c for c, *_ in classes("They gave 1,000 dollars.", "They gave 1000 dollars.")] == ["typo"]
    assert [c for c, *_ in classes("They gave 1.5 dollars.", "They gave 15 dollars.")] == ["number"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(["“So”, he said – and left…"], ['"So", he said - and left...'], id="quotes, dashes, dots"),
        pytest.param(["It is\u00a0so , he\u00ad said."], ["It  is so, he said."], id="blanks and soft hyphens"),
        pytest.param(["Cafe\u0301 and ﬁne １２."], ["Café and fine 12."], id="Unicode forms"),
        pytest.param(["One is here. Two is there."], ["One is here.", "Two is there."], id="a paragraph cut in two"),
        pytest.param(["One is here and", "goes on."], ["One is here and goes on."], id="a line break in a sentence"),
    ],
)
def test_what_is_no_edit(before: list[str], after: list[str]) -> None:
    assert edits(before, after, "en") == ()


def test_a_paragraph_that_was_moved_is_neither_removed_nor_added() -> None:
    told = edits(SAID, (SAID[2], *SAID[:2]), "en")
    assert [(edit.class_, edit.before == edit.after, edit.paragraph) for edit in told] == [("wording", True, 0)]


def test_a_sentence_that_was_edited_and_moved_is_one_edit() -> None:
    moved = SAID[2].replace("thanked", "praised")
    assert [(e.class_, e.before, e.after) for e in edits(SAID, (moved, *SAID[:2]), "en")] == [
        ("wording", "thanked", "praised")
    ]


def test_a_sentence_cut_in_two_is_wording() -> None:
    before = "He came early in May, and she stayed until June was over."
    assert classes(before, before.replace(", and she", ". She")) == [("wording", ", and she", ". She")]


def test_the_place_of_an_edit_counts_paragraphs_of_the_later_text() -> None:
    told = edits(SAID, ("An opening line of its own.", *SAID[:2], SAID[2].replace("thanked", "praised")), "en")
    assert [(edit.class_, edit.paragraph, edit.context) for edit in told] == [
        ("added", 0, ""),
        ("wording", 3, "The ambassador"),
    ]


def test_paragraphs_left_out_are_not_looked_at() -> None:
    assert edits(SAID, (*SAID, "Share this page."), "en", (frozenset(), frozenset({3}))) == ()


@given(PARAGRAPHS)
def test_a_text_has_not_changed_against_itself(paragraphs: list[str]) -> None:
    assert edits(paragraphs, paragraphs, "en") == ()


@settings(max_examples=200)
@given(PARAGRAPHS, PARAGRAPHS)
def test_edits_account_for_every_letter(before: list[str], after: list[str]) -> None:
    told = edits(before, after, "en")
    gone = letters(" ".join(edit.before for edit in told))
    come = letters(" ".join(edit.after for edit in told))
    assert letters(" ".join(before)) - gone + come == letters(" ".join(after))
    assert not gone - letters(" ".join(before))


@given(PARAGRAPHS, st.randoms(use_true_random=False))
def test_the_order_of_paragraphs_is_told_as_moves_alone(paragraphs: list[str], chance: random.Random) -> None:
    shuffled = paragraphs[:]
    chance.shuffle(shuffled)
    assert all(edit.before == edit.after for edit in edits(paragraphs, shuffled, "en"))


@given(PARAGRAPHS, PARAGRAPHS)
def test_edits_stand_in_the_order_of_the_later_text(before: list[str], after: list[str]) -> None:
    assert all(one.paragraph <= other.paragraph for one, other in pairwise(edits(before, after, "en")))


def letters(text: str) -> Counter[str]:
    return Counter(char for char in folded(text) if char.isalnum())
