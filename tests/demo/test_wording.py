"""The word diff of two revisions."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.demo.wording import changed_words

WORDS = st.lists(st.sampled_from(["river", "treaty", "ferry", "120", "84", "museum", "visa"]), min_size=1, max_size=8)
PARAGRAPHS = st.lists(WORDS.map(" ".join), max_size=5)


def test_a_changed_number_is_shown_with_its_neighbours() -> None:
    old = ["In the summer season 120 crossings a month are planned. The crossing takes three hours and twenty minutes."]
    new = [old[0].replace("120", "84")]
    assert list(changed_words(old, new)) == [
        "~ In the summer season [-120-]{+84+} crossings a month are planned. The crossing …"
    ]


def test_a_removed_paragraph_is_shown_whole_and_its_neighbours_not_at_all() -> None:
    assert list(changed_words(["one thing", "another thing", "last thing"], ["one thing", "last thing"])) == [
        "- another thing"
    ]


def test_paragraphs_that_have_nothing_in_common_are_one_removed_and_one_added() -> None:
    assert list(changed_words(["a b c d"], ["w x y z"])) == ["- a b c d", "+ w x y z"]


def test_an_edited_paragraph_after_a_removed_one_is_still_found() -> None:
    old = ["gone with the wind", "the ferry sails at noon every day"]
    assert list(changed_words(old, ["the ferry sails at midnight every day"])) == [
        "- gone with the wind",
        "~ the ferry sails at [-noon-]{+midnight+} every day",
    ]


@given(PARAGRAPHS)
def test_equal_texts_have_no_difference(text: list[str]) -> None:
    assert list(changed_words(text, list(text))) == []


@given(PARAGRAPHS, PARAGRAPHS)
def test_different_texts_always_have_one(old: list[str], new: list[str]) -> None:
    assert bool(list(changed_words(old, new))) == (old != new)
