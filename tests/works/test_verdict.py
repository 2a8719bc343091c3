from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.works import Text, judge
from crawler.works.verdict import LONG
from tests.works.clusters import (
    BRIDGE,
    BRIDGE_AGENCY,
    BRIDGE_DE,
    BRIDGE_REWORDED,
    BRIDGE_RU,
    CALL,
    FUNERAL,
    OTHER_CALL,
    VISIT_DE,
    a_letter,
    a_text,
    figures,
)

SAME = {
    "ministry": a_text(BRIDGE, name="1", published="2024-03-14", number="No:77/24"),
    "mission": a_text(f"Dear friends, the Ministry has said:\n\n{BRIDGE}", name="2", site="paris.mfa.example"),
    "agency": a_text(BRIDGE_AGENCY, name="3", site="telegraph.example", source="tel", published="2024-03-15"),
    "reworded": a_text(BRIDGE_REWORDED, name="4", site="wire.example", source="wire", published="2024-03-14"),
    "german": a_text(BRIDGE_DE, name="5", site="berlin.mfa.example", language="de"),
    "russian": a_text(BRIDGE_RU, name="6", site="moscow.mfa.example", language="ru"),
}
APART = {
    "funeral": a_text(FUNERAL, name="7", published="2024-03-17"),
    "visit": a_text(VISIT_DE, name="8", language="de", published="2024-03-14"),
    "call": a_text(CALL, name="9", published="2024-05-03"),
    "other call": a_text(OTHER_CALL, name="10", published="2024-06-21"),
    "letter": a_text(a_letter("Svealand", "Uppland", "Karl Lindholm", "6 June"), name="11", published="2024-06-06"),
    "other letter": a_text(a_letter("Galicia", "Lvovo", "Ivan Petrenko", "24 August"), name="12"),
    "week": a_text(figures(12, 1234, 17, 20450), name="13", published="2024-03-25"),
    "other week": a_text(figures(13, 1388, 21, 19870), name="14", published="2024-04-01"),
}
LINKED = {
    ("ministry", "mission"): "copy",
    ("ministry", "agency"): "copy",
    ("mission", "agency"): "copy",
    ("ministry", "reworded"): "translation",
    ("ministry", "german"): "translation",
    ("ministry", "russian"): "translation",
    ("german", "russian"): "translation",
    ("reworded", "german"): "translation",
}


@pytest.mark.parametrize(("one", "other"), LINKED, ids="-".join)
def test_what_says_the_same_is_linked(one: str, other: str) -> None:
    verdict = judge(SAME[one], SAME[other])
    assert verdict is not None
    assert verdict.kind == LINKED[one, other]
    assert verdict.evidence
    assert 0 < verdict.score <= 1


@pytest.mark.parametrize(("one", "other"), list(combinations(APART, 2)), ids="-".join)
def test_what_only_looks_like_it_stays_apart(one: str, other: str) -> None:
    assert judge(APART[one], APART[other]) is None


@pytest.mark.parametrize("one", SAME)
@pytest.mark.parametrize("other", APART)
def test_other_statements_of_these_days_and_persons_stay_apart(one: str, other: str) -> None:
    assert judge(SAME[one], APART[other]) is None


def test_the_order_of_two_texts_does_not_matter() -> None:
    for one, other in permutations((*SAME.values(), *APART.values()), 2):
        assert judge(one, other) == judge(other, one)


def test_a_template_without_any_day_is_not_joined_on_similarity() -> None:
    days = ("On 3 May 2024, ", "On 21 June 2024, ")
    one, other = (
        a_text(body.replace(day, ""), name=body[-99:-90]) for body, day in zip((CALL, OTHER_CALL), days, strict=True)
    )
    assert judge(one, other) is None


@settings(max_examples=50)
@given(st.data())
def test_a_copy_with_a_sentence_more_or_less_is_a_copy(data: st.DataObject) -> None:
    sentences = BRIDGE.replace("\n", " ").split(". ")
    place = data.draw(st.integers(0, len(sentences) - 1))
    added = data.draw(st.sampled_from(["", "The text was issued in Dulcin in the evening"]))
    edited = [*sentences[:place], *([added] if added else []), *sentences[place + (not added) :]]
    verdict = judge(a_text(BRIDGE), a_text(". ".join(edited), name="b", site="other.example"))
    assert verdict is not None
    assert verdict.kind == "copy"


def test_a_passage_of_a_long_speech_is_an_excerpt_of_it() -> None:
    verdict = judge(a_text("\n\n".join([BRIDGE, FUNERAL, CALL, OTHER_CALL, VISIT_DE])), a_text(FUNERAL, name="b"))
    assert verdict is not None
    assert verdict.kind == "excerpt"


def test_two_numbers_of_one_source_are_two_statements_though_nearly_all_is_equal() -> None:
    edited = BRIDGE.replace("a foreman from Dulcin", "a foreman and father of two from Dulcin")
    assert judge(a_text(BRIDGE, number="77/24"), a_text(edited, name="b", number="78/24")) is None
    assert judge(a_text(BRIDGE, number="77/24"), a_text(edited, name="b", number="No: 077/24")) is not None


def test_advice_for_two_countries_is_not_one_though_most_of_it_is_equal() -> None:
    common = "\n\n".join([CALL, OTHER_CALL, BRIDGE])
    one = a_text(f"Beaches of Svealand are often closed in winter.\n\n{common}", title="Svealand: advice to travellers")
    other = a_text(f"Trains in Galicia are slow.\n\n{common}", name="b", title="Galicia: advice to travellers")
    assert judge(one, other) is None


def test_a_short_text_is_a_copy_under_the_same_title_only() -> None:
    short = "See the annex."
    assert judge(a_text(short), a_text(short, name="b")) is not None
    assert judge(a_text(short), a_text(short, name="b", title="Other")) is None


def test_texts_without_words_are_copies_of_nothing() -> None:
    assert judge(a_text(""), a_text("", name="b")) is None
    assert judge(a_text("— — —"), a_text("— — —", name="b")) is None


def _german(**more: object) -> Text:
    return a_text(VISIT_DE, name="d", language="de", **more)  # type: ignore[arg-type]


VISIT_EN = """
On 14 March 2024, the Foreign Minister received the chairman of the Commission in the capital. They spoke about
navigation in the summer, the levels of the water and the channel, for which the budget of the Commission provides 12.5
million. She thanked him for the years of cooperation, and invited him to visit the new lock in the autumn. Both signed
an agreement on the exchange of data, and on the common measurement of levels, which had been prepared for a long time.
"""


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        ({"translations": ("https://mfa.example/d",)}, {}, "one page offers the other as its translation"),
        ({"number": "12/2024"}, {"number": "Nr. 12/2024"}, "the same number 12/2024"),
        ({"path": "en/news/412/a"}, {"path": "de/news/412/b"}, "the same address but for its language"),
    ],
    ids=["offered", "number", "address"],
)
def test_a_translation_is_proven_by_page_number_or_address_and_borne_out_by_the_text(
    one: dict[str, object], other: dict[str, object], evidence: str
) -> None:
    english = a_text(VISIT_EN, **one)  # type: ignore[arg-type]
    found = judge(english, _german(**other))
    assert found is not None
    assert found.kind == "translation"
    assert found.evidence.startswith(evidence)
    assert judge(a_text(VISIT_EN), _german()) is None, "without it nothing proves it"
    of_another_day = a_text(VISIT_EN.replace("14 March", "2 October"), **one)  # type: ignore[arg-type]
    assert judge(of_another_day, _german(**other)) is None, "and the days contradict it"


def test_a_number_without_its_year_proves_nothing_on_another_day() -> None:
    one = a_text(VISIT_EN.replace("On 14 March 2024, t", "T"), number="12", published="2023-03-14")
    assert judge(one, _german(number="12", published="2024-03-14")) is None


def test_a_language_that_is_not_known_is_not_guessed() -> None:
    assert judge(a_text(BRIDGE), a_text(BRIDGE_DE, name="b", language=None)) is None


def test_long_is_what_the_archive_has_always_taken_for_no_accident() -> None:
    assert LONG == 200
