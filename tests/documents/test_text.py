"""Text as it may be stored."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.text import storable

ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY)
def test_it_is_storable_for_good(text: str) -> None:
    once = storable(text)
    assert storable(once) == once
    once.encode("utf-8")
    assert not any(unicodedata.category(char) == "Cc" for char in once if char != "\n")
    assert "\n\n\n" not in once
    assert "  " not in once


@given(st.text(st.characters(categories=("L", "N", "P")), max_size=60))
def test_words_are_left_as_they_are(text: str) -> None:
    assert storable(text) == text


def test_pages_and_line_ends_of_all_kinds_are_one() -> None:
    assert storable("a\r\nb\rc\fd\u2028e\u2029f\n \n \ng \t h") == "a\nb\nc\n\nd\ne\n\nf\n\ng h"


def test_surrogate_pairs_are_letters_and_halves_are_none() -> None:
    assert storable("\ud83d\ude00 \ud83d") == "😀 �"
