import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.works import judge, marks_of, marks_sought
from crawler.works.marks import BANDS, ROWS, place_of, signature_of
from tests.works.clusters import BRIDGE, BRIDGE_AGENCY, BRIDGE_DE, BRIDGE_RU, FUNERAL, a_text

WORDS = [f"word{number}" for number in range(2000)]


def prose(seed: int, length: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def test_minhashes_are_kept_in_catalogues_and_never_change() -> None:
    assert signature_of([1, 2, 3, 2**64 - 1])[:4] == PINNED
    assert len(signature_of([1])) == BANDS * ROWS


PINNED = [3499146318, 3616741357, 1867407547, 3295702457]


def test_marks_are_signed_numbers_of_64_bits_and_never_change() -> None:
    marks = marks_of(a_text(BRIDGE, published="2024-03-14", number="77/24"))
    assert all(-(2**63) <= mark < 2**63 for mark in marks)
    assert sorted(marks)[:2] == PINNED_MARKS


PINNED_MARKS = [-8991499100835702417, -8878192368050747228]


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(44, 200), st.integers(0, 300), st.integers(0, 300))
def test_a_run_of_44_words_is_found_wherever_it_stands(seed: int, length: int, before: int, after: int) -> None:
    passage = prose(seed, length)
    whole = a_text(" ".join(passage), name="b")
    within = a_text(" ".join([*prose(seed + 1, before), *passage, *prose(seed + 2, after)]))
    assert marks_sought(whole) & marks_of(within)


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_edits_all_over_a_text_leave_a_band_in_common(seed: int) -> None:
    words = prose(seed, 600)
    edited = [word if place % 30 else "edited" for place, word in enumerate(words)]  # every 30th: J is about 0.7
    assert marks_sought(a_text(" ".join(edited), name="b")) & marks_of(a_text(" ".join(words)))


def test_unrelated_texts_have_no_mark_in_common() -> None:
    texts = [a_text(" ".join(prose(seed, 300)), name=f"t{seed}", path=f"t{seed}") for seed in range(60)]
    marks = [marks_of(text) for text in texts]
    assert len(frozenset().union(*marks)) == sum(map(len, marks))


@pytest.mark.parametrize("body", [BRIDGE_AGENCY, BRIDGE_DE, BRIDGE_RU], ids=["copy", "de", "ru"])
def test_what_says_the_same_is_found(body: str) -> None:
    one = a_text(BRIDGE, published="2024-03-14")
    other = a_text(body, name="b", site="other.example", language="de" if body is BRIDGE_DE else "ru", published=None)
    assert len(marks_sought(one) & marks_of(other)) > 0
    assert len(marks_sought(other) & marks_of(one)) > 0


def test_a_translation_is_found_by_what_a_page_offers_in_both_orders() -> None:
    one = a_text("A short text.", translations=("https://mfa.example/b",))
    other = a_text("Ein kurzer Text.", name="b", language="de")
    assert marks_sought(one) & marks_of(other)
    assert marks_sought(other) & marks_of(one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("en/news/3523/a-title", "az/news/3523/bir-bashliq", True),
        ("index.php/en/news/3523/a-title", "az/news/3523/x", True),
        ("en/news/3523", "az/news/3524", False),
        ("en/news/a-title", "de/news/a-title", True),
        ("en/news/a-title", "de/news/another", False),
        ("news/3523", "news/3523", None),
        ("en", "de", None),
    ],
)
def test_addresses_of_one_page_in_two_languages(one: str, other: str, same: bool | None) -> None:
    places = [place_of(a_text("", path=path)) for path in (one, other)]
    assert places == [None, None] if same is None else (places[0] == places[1]) is same


def test_marks_prove_nothing() -> None:
    """The same persons, places and days bring candidates; the comparison says no."""
    one, other = a_text(BRIDGE, published="2024-03-14"), a_text(FUNERAL, name="b", published="2024-03-15")
    assert judge(one, other) is None
