"""How unusual a silence is: for a daily source, a weekly one, and one that rests every August."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.watch.silence import silence

DAY = date(2026, 3, 1)


def days(*pauses: int) -> list[date]:
    """Days of publication with these pauses between them, the last of them on :data:`DAY`."""
    found = [DAY]
    for pause in reversed(pauses):
        found.append(found[-1] - timedelta(days=pause))
    return found


def unusual(pauses: list[int], lasting: int) -> bool:
    found = silence(days(*pauses), DAY + timedelta(days=lasting))
    assert found is not None
    return found.unusual


def test_nothing_is_unusual_where_no_day_is_known_or_too_few() -> None:
    assert silence([], DAY) is None
    found = silence(days(1, 1, 1), DAY + timedelta(days=300))
    assert found is not None
    assert found.chance is None
    assert not found.unusual


def test_a_daily_source_that_is_silent_for_ten_days_is_unusual() -> None:
    assert unusual([1, 1, 1, 1, 3] * 8, 10)
    assert not unusual([1, 1, 1, 1, 3] * 8, 3)  # a weekend


def test_a_weekly_source_is_not_silent_in_the_second_week() -> None:
    assert not unusual([7] * 20, 13)
    assert unusual([7] * 20, 40)


def test_a_break_that_comes_every_year_is_not_unusual() -> None:
    year = [1] * 100 + [31]
    assert not unusual(year * 3, 33)
    assert unusual(year * 3, 60)


def test_days_to_come_and_further_statements_of_a_day_do_not_count() -> None:
    given_days = [*days(1, 2, 1, 2, 1), DAY, DAY + timedelta(days=40)]
    found = silence(given_days, DAY + timedelta(days=4))
    assert found is not None
    assert (found.since, found.days, found.pauses, found.longest) == (DAY.isoformat(), 4, 5, 2)


def test_the_sentence_says_how_often_it_is_so_long() -> None:
    found = silence(days(*[1] * 30), DAY + timedelta(days=9))
    assert found is not None
    assert found.sentence() == (
        "nothing new was published since 2026-03-01, for 9 days; it pauses for 1.0 days on average, at the longest for"
        " 1; one in 2,620 is so long"
    )
    usual = silence(days(*[1] * 30), DAY)
    assert usual is not None
    assert usual.sentence().endswith("at the longest for 1")


@given(st.lists(st.integers(1, 60), min_size=5, max_size=60), st.integers(0, 400), st.integers(0, 400))
def test_the_longer_it_lasts_the_less_likely_it_is(pauses: list[int], one: int, other: int) -> None:
    chances = []
    for lasting in sorted((one, other)):
        found = silence(days(*pauses), DAY + timedelta(days=lasting))
        assert found is not None
        assert found.chance is not None
        assert 0 <= found.chance <= 1
        chances.append(found.chance)
    assert chances[1] <= chances[0]
