"""The timeline: which revision a capture shows, in whatever order captures come to be known."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.timeline import Seen, revision_at

OBSERVATIONS = st.dictionaries(st.integers(0, 15).map("{:02}".format), st.sampled_from("abc"), min_size=1).flatmap(
    lambda found: st.permutations(sorted(found.items()))
)


def learn(known: list[Seen], date: str, text: str) -> list[Seen]:
    """What is known after one more capture, as the archive keeps it."""
    revision = revision_at(known, date, text)
    if revision is None:
        return [*known, Seen(len(known) + 1, text, date, date)]
    return [
        item._replace(start=min(item.start, date), end=max(item.end, date)) if item.revision == revision else item
        for item in known
    ]


def text_at(known: list[Seen], date: str) -> str:
    around = [item for item in known if item.start <= date <= item.end]
    return max(around, key=lambda item: (item.start, -int(item.end))).digest


@given(OBSERVATIONS)
def test_no_interval_says_otherwise_than_what_was_observed(captures: list[tuple[str, str]]) -> None:
    known: list[Seen] = []
    for number, (date, text) in enumerate(captures, start=1):
        known = learn(known, date, text)
        for earlier, said in captures[:number]:
            assert text_at(known, earlier) == said


@given(OBSERVATIONS)
def test_intervals_are_apart_or_one_lies_within_the_other(captures: list[tuple[str, str]]) -> None:
    known: list[Seen] = []
    for date, text in captures:
        known = learn(known, date, text)
    for one, other in combinations(known, 2):
        apart = one.end < other.start or other.end < one.start
        within = one.start < other.start <= other.end < one.end or other.start < one.start <= one.end < other.end
        assert apart or within


@given(OBSERVATIONS)
def test_what_is_told_again_changes_nothing(captures: list[tuple[str, str]]) -> None:
    known: list[Seen] = []
    for date, text in captures:
        known = learn(known, date, text)
    for date, text in captures:
        assert learn(known, date, text) == known


@given(OBSERVATIONS)
def test_in_the_order_of_their_dates_captures_give_one_revision_a_change(captures: list[tuple[str, str]]) -> None:
    known: list[Seen] = []
    texts: list[str] = []
    for date, text in sorted(captures):
        known = learn(known, date, text)
        texts += [text] if texts[-1:] != [text] else []
    assert [item.digest for item in known] == texts


KNOWN = [Seen(1, "a", "02", "04"), Seen(2, "b", "06", "08")]


@pytest.mark.parametrize(
    ("date", "text", "revision"),
    [
        ("03", "a", 1),
        ("05", "a", 1),
        ("05", "b", 2),
        ("01", "a", 1),
        ("09", "b", 2),
        ("03", "b", None),  # what was seen at 04 stands between this and the text of 06
        ("05", "c", None),
        ("01", "b", None),
        ("09", "a", None),
        ("04", "a", 1),
        ("04", "b", None),
    ],
)
def test_a_text_prolongs_only_the_neighbour_that_says_the_same(date: str, text: str, revision: int | None) -> None:
    assert revision_at(KNOWN, date, text) == revision


def test_two_texts_of_one_instant_are_told_once_each() -> None:
    known = learn(learn([], "01", "a"), "01", "b")
    assert [item.digest for item in known] == ["a", "b"]
    assert learn(known, "01", "a") == learn(known, "01", "b") == known
