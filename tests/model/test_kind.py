"""The vocabulary of kinds."""

from crawler.extract.kind_words import WORDS
from crawler.model.kind import KINDS


def test_the_vocabulary_is_small_and_each_word_of_it_is_explained_in_a_sentence() -> None:
    assert len(KINDS) == 16
    assert all(sentence.endswith(".") and len(sentence) > 30 for sentence in KINDS.values())


def test_every_kind_has_words_and_every_word_a_kind() -> None:
    assert set(WORDS) == set(KINDS)
