"""One spelling of characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.text import plain, squeeze


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Außen\u00adminis\u00adterium", "Außenministerium"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("a\u00a0b\u2009c\u3000d\t\r\ne", "a b c d e"),
        ("e\u0301", "é"),
        ("\u202eabc\u202c", "abc"),
        ("\u2066abc\u2069", "abc"),
        ("a\x00b\x07c\x9d", "abc"),
        ("a\ud800b", "a�b"),
        ("  x  ", "x"),
        ("\u200b \u00ad", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("line\u2028two", "line two"),
    ],
)
def test_characters_that_do_not_show_or_look_alike(raw: str, clean: str) -> None:
    assert squeeze(raw) == clean


def test_blanks_at_the_ends_are_kept_for_joining() -> None:
    assert plain("\n the \n") == " the "
    assert plain("\u00a0\u00a0") == " "
    assert plain("") == ""


@given(st.text(st.characters(codec=None), max_size=200))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = squeeze(raw)
    assert squeeze(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()  # a lone surrogate never remains


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=50))
def test_words_come_through(word: str) -> None:
    assert squeeze(f" {word} ") == unicodedata.normalize("NFC", word)
