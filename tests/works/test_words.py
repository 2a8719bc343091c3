from hypothesis import given
from hypothesis import strategies as st

from crawler.works.words import WIDTH, mixed, numbers_of, shingles_of, words_of


def test_case_quotes_soft_hyphens_and_full_width_digits_are_not_of_the_words() -> None:
    assert words_of("“The Mini\u00adstry’s” ４ WORDS") == words_of('the ministry`s 4 "words"')


def test_vowel_signs_do_not_cut_words_of_indian_scripts() -> None:
    assert words_of("विदेश मंत्रालय") == ["विदेश", "मंत्रालय"]


def test_arabic_reads_the_same_with_points_and_without() -> None:
    assert words_of("وِزَارَةُ الخَارِجِيَّة") == words_of("وزارة الخارجية")


def test_scripts_without_blanks_are_taken_character_by_character() -> None:
    assert words_of("外務省は声明") == list("外務省は声明")
    assert len(shingles_of(words_of("外務省は声明を発表した。"))) == 11 - 9 + 1


def test_a_text_shorter_than_a_shingle_is_one_and_nothing_is_none() -> None:
    assert len(shingles_of(["one", "two"])) == 1
    assert shingles_of([]) == []


def test_their_numbers_are_kept_in_catalogues_and_never_change() -> None:
    assert numbers_of(shingles_of(words_of("The Ministry strongly condemns this act."))) == PINNED


PINNED = [7584461257795994507, 6329951914261974713]


@given(st.lists(st.sampled_from("abcdefghij"), min_size=WIDTH, max_size=40), st.integers(0, 39))
def test_one_word_less_changes_no_shingle_beyond_it(words: list[str], place: int) -> None:
    place %= len(words)
    without = words[:place] + words[place + 1 :]
    assert shingles_of(words)[place + 1 :] == shingles_of(without)[place:] or len(without) < WIDTH


@given(st.lists(st.integers(0, 2**64 - 1)), st.lists(st.integers(0, 2**64 - 1)))
def test_a_mix_is_a_number_of_64_bits_and_of_its_sequence(one: list[int], other: list[int]) -> None:
    assert 0 <= mixed(one) < 2**64
    assert (mixed(one) == mixed(other)) == (one == other)
