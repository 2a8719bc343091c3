"""Repetition: a link that is new, or of which something else is said, is never taken for one that was there."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from crawler.model.reading import Hint
from crawler.watch.repeated import FEW, Listed, shares_of, unlike


def links(*numbers: int, title: str = "Statement") -> list[Listed]:
    return [(f"https://mfa.example/s/{n}", Hint("https://mfa.example/", title=f"{title} {n}")) for n in numbers]


@given(
    st.integers(FEW, 600),
    st.sets(st.integers(0, 599), max_size=8),
    st.sets(st.integers(5_000, 6_000), max_size=8),
    st.randoms(use_true_random=False),
)
def test_whatever_differs_is_told_and_the_order_is_nothing(
    many: int, said: set[int], new: set[int], luck: Random
) -> None:
    before = links(*range(many))
    after = [*(links(n, title="Edited")[0] if n in said else link for n, link in enumerate(before)), *links(*new)]
    luck.shuffle(after)
    told = unlike(after, shares_of(before))
    assert set(after) - set(before) <= set(told) <= set(after)
    if set(after) == set(before):
        assert told == []


def test_of_thousands_with_one_that_is_new_a_share_is_told() -> None:
    told = unlike(links(*range(10_001)), shares_of(links(*range(10_000))))
    assert links(10_000)[0] in told
    assert len(told) < 100


def test_a_share_from_which_a_link_was_taken_is_told() -> None:
    assert 0 < len(unlike(links(*range(9_999)), shares_of(links(*range(10_000))))) < 100


def test_a_page_of_few_links_is_not_remembered_and_one_that_is_not_remembered_is_told_whole() -> None:
    assert shares_of(links(*range(FEW - 1))) == ""
    assert unlike(links(1, 2), shares_of(links(1, 2))) == links(1, 2)
    assert unlike(links(*range(50)), None) == links(*range(50))
    assert unlike(links(*range(500)), shares_of(links(*range(100)))) == links(*range(500))
