"""The sweep of a listing's pages keeps pace with time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.model.clock import stamp
from crawler.model.source import Watch
from crawler.watch.sweep import Sweep, is_over, pages_due

BEGUN = datetime(2026, 6, 1, tzinfo=UTC)
PAUSES = st.lists(st.timedeltas(min_value=timedelta(minutes=5), max_value=timedelta(days=9)), max_size=80)


@given(st.integers(1, 500), st.floats(0.5, 90), PAUSES)
def test_whatever_the_pauses_between_runs_the_position_keeps_pace(
    pages: int, days: float, pauses: list[timedelta]
) -> None:
    watch = Watch(sweep=days)
    now, read = BEGUN, 1
    for pause in pauses:
        now += pause
        read += pages_due(Sweep("l", stamp(BEGUN), read, pages), watch, now)
        share = (now - BEGUN) / timedelta(days=days)
        if share >= 1:
            assert read >= pages
            return
        assert pages * share - 1 < read <= max(pages * share, 1)


def test_a_listing_that_has_grown_is_read_to_its_end() -> None:
    """More pages than the last whole walk met: once its time has passed, each run reads at least one more."""
    late = BEGUN + timedelta(days=31)
    assert pages_due(Sweep("l", stamp(BEGUN), 12, 10), Watch(), late) >= 1


def test_nothing_is_due_at_the_moment_a_sweep_begins_or_before() -> None:
    sweep = Sweep("l", stamp(BEGUN), 1, 100)
    assert pages_due(sweep, Watch(), BEGUN) == 0
    assert pages_due(sweep, Watch(), BEGUN - timedelta(days=400)) == 0


def test_a_clock_set_back_begins_the_sweep_anew() -> None:
    sweep = Sweep("l", stamp(BEGUN), 1, 100)
    assert is_over(sweep, Watch(), BEGUN - timedelta(seconds=1))
    assert not is_over(sweep, Watch(), BEGUN + timedelta(days=29))
    assert is_over(sweep, Watch(), BEGUN + timedelta(days=30))
