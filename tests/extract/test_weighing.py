"""Weighing voices for the date."""

from datetime import date, timedelta
from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.visible_dates import Place
from crawler.extract.weighing import Voice, weigh
from crawler.model.statement import Published

KINDS = ("labelled", "family", "marked", "beside", "said", "listed", "dateline", "time", "url", "title", "signed",
         "loose", "weak", "token", "month")  # fmt: skip
ALONE = KINDS[:11]


def voice(kind: str, day: str) -> Voice:
    return Voice(kind, Published(date=day, precision="day" if len(day) == 10 else "month", raw=day, method="heuristic"))


def day_of(*voices: Voice) -> str | None:
    verdict = weigh(voices)
    assert verdict.published or verdict.note
    return verdict.published.date if verdict.published else None


voices = st.lists(
    st.builds(
        lambda kind, step: voice(kind, (date(2021, 11, 8) + timedelta(days=step)).isoformat()),
        st.sampled_from(KINDS[:14]),
        st.integers(-400, 400),
    ),
    max_size=8,
)


@given(voices)
def test_what_is_taken_was_said_and_by_one_that_may_decide(said: list[Voice]) -> None:
    taken = weigh(said).published
    if taken:
        assert taken in [one.published for one in said]


@given(voices, st.randoms(use_true_random=False))
def test_the_order_in_which_voices_are_heard_does_not_matter(said: list[Voice], random: object) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = weigh(said).published, weigh(shuffled).published
    assert (first and first.date) == (second and second.date)


def test_every_place_on_a_page_has_a_weight() -> None:
    for place in get_args(Place):
        weigh([voice(place, "2021-11-08")])


@pytest.mark.parametrize("kind", ALONE)
def test_who_may_decide_alone(kind: str) -> None:
    assert day_of(voice(kind, "2021-11-08")) == "2021-11-08"


@pytest.mark.parametrize("kind", ["loose", "weak", "token"])
def test_who_may_not(kind: str) -> None:
    assert day_of(voice(kind, "2021-11-08")) is None


def test_no_voice_no_date() -> None:
    assert day_of() is None


def test_two_clocks_make_one_day_and_the_shown_one_counts() -> None:
    for order in permutations(
        [voice("said", "2021-11-07"), voice("beside", "2021-11-08"), voice("listed", "2021-11-07")]
    ):
        assert day_of(*order) == "2021-11-08"


def test_equals_that_contradict_each_other_are_none() -> None:
    for first, second in (("beside", "said"), ("said", "listed"), ("marked", "dateline"), ("title", "signed")):
        assert day_of(voice(first, "2021-11-08"), voice(second, "2021-10-05")) is None


def test_a_label_outweighs_what_systems_note() -> None:
    assert day_of(voice("labelled", "2021-11-08"), voice("said", "2020-01-05")) == "2021-11-08"


def test_voices_that_may_be_wrong_do_not_count_against_a_shown_date() -> None:
    doubtful = ("signed", "title", "weak", "token", "loose")
    for kind in doubtful:
        assert day_of(voice("beside", "2021-11-08"), voice(kind, "2020-01-05")) == "2021-11-08"
    assert (
        day_of(voice("labelled", "2021-11-08"), *(voice(kind, "2020-01-05") for kind in doubtful[:3])) == "2021-11-08"
    )


def test_a_month_speaks_for_its_days_alone() -> None:
    month = voice("month", "2021-11")
    assert day_of(voice("beside", "2021-11-08"), voice("said", "2021-10-05"), month, voice("weak", "2021-11-08")) == (
        "2021-11-08"
    )
    assert day_of(month) is None


def test_a_month_that_is_shown_is_taken_where_nothing_says_a_day() -> None:
    assert day_of(voice("labelled", "2021-11")) == "2021-11"
