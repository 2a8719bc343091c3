"""What a source's runs are usually like: when lost pages are more than chance, and how often it is crawled."""

from datetime import UTC, datetime, timedelta

from crawler.model.clock import stamp
from crawler.model.run import Run
from crawler.watch.habit import habit, loses_its_first, loses_more

START = datetime(2026, 1, 1, tzinfo=UTC)


def run(hour: int = 0, **counts: int) -> Run:
    at = stamp(START + timedelta(hours=hour))
    return Run(id=f"x-{hour}", source="x", started=at, finished=at, outcome="ok", captured=10, **counts)


def test_a_cadence_needs_several_runs_and_is_not_moved_by_one_long_pause() -> None:
    assert habit([run(0), run(6), run(12)]).every is None
    assert habit([run(hour) for hour in (500, 36, 30, 24, 18, 12, 6, 0)]).every == 6 * 3600


def test_the_odd_page_that_cannot_be_read_is_no_news_and_many_are() -> None:
    before = [run(published=20, refused=1) for _ in range(10)]
    assert not loses_more(run(published=20, refused=2), before)
    assert loses_more(run(published=10, refused=10), before)
    assert not loses_more(run(published=20), before)


def test_single_pages_lost_in_run_after_run_are_told_together() -> None:
    whole = [run(published=200)]
    assert not loses_more(run(refused=1), whole)
    assert loses_more(run(refused=1), [run(refused=1), *whole])


def test_known_pages_that_are_as_they_were_hide_nothing() -> None:
    whole = [run(published=40)]
    assert loses_more(run(refused=3, unchanged=200), whole)


def test_of_a_source_that_is_not_known_half_of_the_pages_is_too_many_but_not_a_single_one() -> None:
    assert not loses_more(run(refused=1), [])
    assert loses_more(run(refused=2), [])
    assert not loses_more(run(published=3, refused=2), [])


def test_a_very_large_run_is_judged_as_quickly() -> None:
    assert loses_more(run(published=40_000, failed=60_000), [run(published=100_000)])
    assert not loses_more(run(published=99_000, failed=1_000), [run(published=99_000, failed=1_000)])


def test_the_first_page_that_is_lost_is_told_where_none_ever_was() -> None:
    assert loses_its_first(run(refused=1, unchanged=9), [run(published=5)])
    assert not loses_its_first(run(refused=1, published=1), [run(published=5)])  # others are read as ever
    assert not loses_its_first(run(refused=1), [run(published=50, refused=1)])  # it has had its oddities
    assert not loses_its_first(run(refused=1), [run(published=4)])
    assert not loses_its_first(run(), [run(published=5)])
