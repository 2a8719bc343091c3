"""The policy of visits: its bounds, and what may never look less often than what."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.source import Watch
from crawler.watch.policy import new_since, next_look, retry, spread_of

NOW = datetime(2026, 6, 20, 9, tzinfo=UTC)
AGES = st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=20_000))
WATCHES = st.builds(
    Watch,
    quickest=st.floats(0.1, 3000, allow_nan=False),
    slowest=st.floats(0.01, 400, allow_nan=False),
)
SPREADS = st.floats(0, 0.999)
EDITS = st.integers(-1, 50)


@given(WATCHES, AGES, EDITS, SPREADS)
def test_a_pause_is_within_the_bounds_that_the_source_sets(
    watch: Watch, age: timedelta, edits: int, spread: float
) -> None:
    pause = next_look(watch, NOW, NOW - age, edits=edits, spread=spread) - NOW
    quickest = timedelta(minutes=watch.quickest)
    assert quickest <= pause <= max(quickest, timedelta(days=watch.slowest))


@given(WATCHES, AGES, AGES, EDITS, SPREADS)
def test_what_is_older_is_never_due_earlier(
    watch: Watch, one: timedelta, other: timedelta, edits: int, spread: float
) -> None:
    younger, older = sorted((one, other))
    first = next_look(watch, NOW, NOW - younger, edits=edits, spread=spread)
    assert first <= next_look(watch, NOW, NOW - older, edits=edits, spread=spread)


@given(WATCHES, AGES, EDITS, EDITS, SPREADS)
def test_what_was_edited_more_often_is_never_due_later(
    watch: Watch, age: timedelta, one: int, other: int, spread: float
) -> None:
    fewer, more = sorted((one, other))
    first = next_look(watch, NOW, NOW - age, edits=more, spread=spread)
    assert first <= next_look(watch, NOW, NOW - age, edits=fewer, spread=spread)


@pytest.mark.parametrize(
    ("age", "pause"),
    [
        pytest.param(timedelta(), timedelta(minutes=10), id="just published"),
        pytest.param(timedelta(hours=2), timedelta(minutes=30), id="two hours"),
        pytest.param(timedelta(days=1), timedelta(hours=6), id="a day"),
        pytest.param(timedelta(days=28), timedelta(days=7), id="four weeks"),
        pytest.param(timedelta(days=3000), timedelta(days=30), id="years"),
    ],
)
def test_minutes_become_hours_days_weeks_and_a_month(age: timedelta, pause: timedelta) -> None:
    assert next_look(Watch(), NOW, NOW - age) == NOW + pause


def test_an_edit_makes_a_statement_new_again_and_halves_its_pauses() -> None:
    old = NOW - timedelta(days=300)
    edited = new_since(old, "2025-08-24", NOW - timedelta(days=2))
    assert edited == NOW - timedelta(days=2)
    assert next_look(Watch(), NOW, edited, edits=1) == NOW + timedelta(hours=6)


@pytest.mark.parametrize(
    ("published", "since"),
    [
        pytest.param(None, NOW, id="no date"),
        pytest.param("2026-06-20", NOW, id="today, perhaps just now"),
        pytest.param("2026-06-18", datetime(2026, 6, 19, tzinfo=UTC), id="a day that is over"),
        pytest.param("2026-05", datetime(2026, 6, 1, tzinfo=UTC), id="a month"),
        pytest.param("2025-12", datetime(2026, 1, 1, tzinfo=UTC), id="december"),
        pytest.param("2019", datetime(2020, 1, 1, tzinfo=UTC), id="a year"),
        pytest.param("2031-01-01", NOW, id="a day to come"),
        pytest.param("9999", NOW, id="the last year that there is"),
        pytest.param("soon", NOW, id="no date at all"),
    ],
)
def test_the_age_counts_from_the_latest_instant_at_which_it_may_have_been_published(
    published: str | None, since: datetime
) -> None:
    assert new_since(NOW, published) == since


@given(st.text(max_size=12) | st.dates().map(str))
def test_no_date_makes_a_statement_younger_than_its_first_sight(published: str) -> None:
    assert new_since(NOW, published) <= NOW


@given(WATCHES, st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
def test_failures_put_an_address_off_further_and_further_but_never_for_good(
    watch: Watch, one: int, other: int, known: bool
) -> None:
    fewer, more = sorted((one, other))
    slowest = max(timedelta(days=watch.slowest), timedelta(minutes=watch.quickest))
    first, later = retry(watch, NOW, fewer, known=known), retry(watch, NOW, more, known=known)
    assert NOW < first <= later <= NOW + slowest
    assert not known or later <= NOW + timedelta(days=1)


def test_many_statements_of_one_run_are_spread_over_the_days_in_which_they_are_due() -> None:
    old = NOW - timedelta(days=3000)
    days = [(next_look(Watch(), NOW, old, spread=spread_of(f"by_mfa-{n}")) - NOW).days for n in range(10_000)]
    busiest = max(days.count(day) for day in set(days))
    assert (min(days), max(days)) == (15, 29)
    assert busiest < 1000, "more than the budget of a day"
