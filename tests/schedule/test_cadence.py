"""When a source is crawled next."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.source import Quiet, Schedule, Site, Source
from crawler.schedule.cadence import GO_ON, LONGEST_PAUSE, Next, Past, longest, next_start
from crawler.schedule.openings import opening_at

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)  # a Monday


def source(timezone: str = "UTC", name: str = "az_mfa", **schedule: Any) -> Source:
    return Source(
        id=name,
        name="Ministry",
        country="AZ",
        languages=("en",),
        timezone=timezone,
        sites=(Site(host="mfa.example"),),
        schedule=Schedule(**{"jitter": 0, **schedule}),
    )


def ran(started: datetime, **more: Any) -> Past:
    return Past(**{"started": started, "ended": started + timedelta(minutes=5), "outcome": "ok", **more})


def at(found: Next) -> datetime:
    assert found.at is not None, found.why
    return found.at


def simulate(one: Source, start: datetime, length: timedelta, step: timedelta = timedelta(minutes=5)) -> list[datetime]:
    """A timer that ticks every ``step``; each run takes no time and ends well."""
    past: list[Past] = []
    now = start
    while now < start + length:
        if next_start(one, past, now).due(now):
            past.insert(0, ran(now))
        now += step
    return [run.started for run in reversed(past)]


def test_a_source_that_was_never_crawled_is_due_at_once() -> None:
    assert next_start(source(), (), MONDAY) == Next(MONDAY, "never crawled")


def test_the_next_run_begins_an_interval_after_the_last_one_began() -> None:
    found = next_start(source(every="6h"), [ran(MONDAY)], MONDAY + HOUR)
    assert (at(found), found.why) == (MONDAY + 6 * HOUR, "every 6h")
    assert not found.due(MONDAY + 6 * HOUR - timedelta(seconds=1))
    assert found.due(MONDAY + 6 * HOUR)


def test_missed_runs_are_made_up_for_by_one() -> None:
    one = source(every="6h")
    now = MONDAY + timedelta(weeks=3)
    assert next_start(one, [ran(MONDAY)], now).due(now)
    assert not next_start(one, [ran(now), ran(MONDAY)], now + timedelta(minutes=1)).due(now + timedelta(minutes=1))


def test_an_interval_of_hours_counts_real_hours_over_a_change_of_the_clocks() -> None:
    before = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)  # 01:00 in Berlin; the clocks go back at 03:00
    assert at(next_start(source("Europe/Berlin", every="6h"), [ran(before)], before)) == before + 6 * HOUR


def test_an_interval_of_days_keeps_the_time_of_day_over_a_change_of_the_clocks() -> None:
    zone = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 24, 9, 30, tzinfo=zone)
    found = next_start(source("Europe/Berlin", every="1d"), [ran(before.astimezone(UTC))], before.astimezone(UTC))
    assert at(found).astimezone(zone) == datetime(2026, 10, 25, 9, 30, tzinfo=zone)
    assert at(found) - before.astimezone(UTC) == 25 * HOUR


def test_an_opening_in_an_hour_that_the_clocks_leave_out_begins_after_it() -> None:
    now = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    found = next_start(source("Europe/Berlin", every="1d", hours="02:30-05:00"), [ran(now)], now)
    assert at(found) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 there: 02:30 was never on the clock


def test_a_daily_run_does_not_creep_through_its_working_hours() -> None:
    starts = simulate(source(every="1d", hours="08:00-09:00", jitter=0.1), MONDAY - 2 * HOUR, timedelta(days=60))
    assert len(starts) == 60
    assert {start.hour for start in starts} == {8}


def test_outside_of_the_hours_nothing_begins() -> None:
    late = datetime(2026, 6, 1, 19, 30, tzinfo=UTC)
    found = next_start(source(every="1h", hours="08:00-20:00"), [ran(late)], late)
    assert at(found) == datetime(2026, 6, 2, 8, 0, tzinfo=UTC)
    assert found.why == "every 1h; but not outside of its days and hours"


def test_hours_may_go_beyond_midnight() -> None:
    one = source(every="1h", hours="22:00-06:00", days=("fri",))
    friday = datetime(2026, 6, 5, 23, 30, tzinfo=UTC)
    assert at(next_start(one, [ran(friday)], friday)) == friday + HOUR  # it opened on Friday
    saturday = datetime(2026, 6, 6, 5, 30, tzinfo=UTC)
    assert at(next_start(one, [ran(saturday)], saturday)) == datetime(2026, 6, 12, 22, 0, tzinfo=UTC)


def test_hours_that_end_at_24_end_with_the_day() -> None:
    evening = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    one = source(every="1h", hours="08:00-24:00")
    assert at(next_start(one, [ran(evening)], evening)) == evening + HOUR
    assert at(next_start(one, [ran(evening + HOUR)], evening + HOUR)) == datetime(2026, 6, 2, 8, 0, tzinfo=UTC)


def test_hours_are_those_of_the_source() -> None:
    now = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # 08:30 on Tuesday in Tokyo
    assert next_start(source("Asia/Tokyo", hours="08:00-20:00", days=("tue",)), (), now).due(now)


def test_a_quiet_period_is_waited_out_and_told() -> None:
    quiet = Quiet(first=date(2026, 6, 1), last=date(2026, 6, 10), reason="elections")
    found = next_start(source(quiet=(quiet,)), (), MONDAY)
    assert at(found) == datetime(2026, 6, 11, 0, 0, tzinfo=UTC)
    assert found.why == "never crawled; quiet until 2026-06-10 (elections)"


def test_a_run_that_was_due_before_a_quiet_period_waits_like_the_others() -> None:
    quiet = Quiet(first=date(2026, 6, 2), last=date(2026, 6, 10))
    now = MONDAY + timedelta(days=2)
    found = next_start(source(quiet=(quiet,)), [ran(MONDAY)], now)
    assert at(found) == datetime(2026, 6, 11, 0, 0, tzinfo=UTC)


def test_a_schedule_that_never_opens_again_says_so() -> None:
    quiet = Quiet(first=date(2026, 1, 1), last=date.max)
    assert next_start(source(quiet=(quiet,)), (), MONDAY).at is None


def test_a_run_missed_before_midnight_is_due_after_it() -> None:
    begun = datetime(2026, 6, 1, 17, 50, tzinfo=UTC)
    now = datetime(2026, 6, 2, 0, 1, tzinfo=UTC)
    assert next_start(source(every="6h", jitter=0.1), [ran(begun)], now + HOUR).due(now + HOUR)
    assert next_start(source(every="6h"), [ran(begun)], now).due(now)


@pytest.mark.parametrize(("failures", "hours"), [(1, 6), (2, 12), (3, 24), (9, 24), (200, 24)])
def test_a_source_that_fails_is_asked_less_and_less_up_to_a_day(failures: int, hours: int) -> None:
    past = [ran(MONDAY - 6 * n * HOUR, outcome="failed") for n in range(failures)]
    assert at(next_start(source(every="6h"), past, MONDAY)) == MONDAY + hours * HOUR


def test_walled_runs_count_as_failures_and_one_that_ended_well_ends_the_series() -> None:
    walled = [ran(MONDAY, outcome="degraded", walled=True), ran(MONDAY - 6 * HOUR, outcome="failed")]
    found = next_start(source(every="6h"), walled, MONDAY)
    assert (at(found), found.why) == (MONDAY + 12 * HOUR, "every 6h, but 2 runs in a row failed")
    assert at(next_start(source(every="6h"), [ran(MONDAY), *walled], MONDAY)) == MONDAY + 6 * HOUR


def test_a_weekly_source_that_fails_is_asked_weekly() -> None:
    past = [ran(MONDAY, outcome="failed")] * 5
    assert at(next_start(source(every="1w"), past, MONDAY)) == MONDAY + timedelta(weeks=1)


@pytest.mark.parametrize("outcome", ["running", "interrupted"])
def test_a_run_that_was_broken_off_is_gone_on_with_soon(outcome: str) -> None:
    heard = MONDAY + 2 * HOUR
    assert at(next_start(source(every="6h"), [ran(MONDAY, outcome=outcome, ended=heard)], heard)) == heard + GO_ON


def test_a_run_that_was_ended_for_its_length_waits_for_its_turn() -> None:
    past = [ran(MONDAY, outcome="interrupted", ended=MONDAY + 12 * HOUR, too_long=True)]
    assert at(next_start(source(every="6h"), past, MONDAY + 13 * HOUR)) == MONDAY + 18 * HOUR


def test_after_the_clock_was_set_back_a_year_the_source_is_due_once() -> None:
    wrong = [ran(MONDAY + timedelta(days=365))]
    assert next_start(source(every="6h"), wrong, MONDAY).due(MONDAY)
    right = [ran(MONDAY), *wrong]
    assert at(next_start(source(every="6h"), right, MONDAY)) == MONDAY + 6 * HOUR


def test_after_the_clock_was_set_back_a_little_no_run_is_doubled() -> None:
    past = [ran(MONDAY + timedelta(minutes=10))]
    assert not next_start(source(every="6h"), past, MONDAY).due(MONDAY)


def test_broken_off_in_a_future_that_never_came_is_gone_on_with() -> None:
    past = [ran(MONDAY, outcome="interrupted", ended=MONDAY + timedelta(days=3650))]
    assert at(next_start(source(every="6h"), past, MONDAY)) == MONDAY + GO_ON


def test_how_long_a_run_may_last() -> None:
    assert longest(source(longest="90m")) == timedelta(minutes=90)


def test_the_hours_in_which_a_source_publishes_are_looked_at_more_often() -> None:
    zone, past = ZoneInfo("Europe/Vienna"), list[Past]()
    for hour in range(24 * 40):  # a run an hour; something new between ten and noon on working days
        started = datetime(2026, 4, 20, 0, 0, tzinfo=UTC) + hour * HOUR
        local = started.astimezone(zone)
        past.insert(0, ran(started, published=int(local.weekday() < 5 and local.hour in (11, 12))))
    one = source("Europe/Vienna", every="2h", learn=True)

    def wait(local: datetime) -> timedelta:
        began = local.astimezone(UTC)
        return at(next_start(one, [ran(began), *past], began)) - began

    assert wait(datetime(2026, 6, 3, 10, 0, tzinfo=zone)) == HOUR  # twice as often, and not more
    assert wait(datetime(2026, 6, 3, 0, 0, tzinfo=zone)) == 4 * HOUR  # half as often, and not less
    assert wait(datetime(2026, 6, 7, 11, 0, tzinfo=zone)) > wait(datetime(2026, 6, 3, 11, 0, tzinfo=zone))  # a Sunday


def test_a_few_statements_teach_nothing() -> None:
    past = [ran(MONDAY - n * 6 * HOUR, published=1) for n in range(15)]
    one = source(every="6h", learn=True)
    assert at(next_start(one, past, MONDAY)) == MONDAY + 6 * HOUR


def test_a_first_crawl_of_a_whole_archive_is_no_habit() -> None:
    past = [ran(MONDAY, published=1), ran(MONDAY - 6 * HOUR, published=9000)]
    assert at(next_start(source(every="6h", learn=True), past, MONDAY)) == MONDAY + 6 * HOUR


schedules = st.builds(
    lambda every, hours, days, jitter, learn: {
        "every": every,
        "hours": hours,
        "days": tuple(sorted(days)),
        "jitter": jitter,
        "learn": learn,
    },
    st.sampled_from(["10m", "45m", "6h", "17h", "1d", "3d", "1w"]),
    st.sampled_from([None, "08:00-20:00", "22:00-06:00", "02:15-02:45", "00:00-24:00"]),
    st.sets(st.sampled_from(["mon", "wed", "thu", "sun"])),
    st.floats(0, 0.5),
    st.booleans(),
)
zones = st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"])
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
pasts = st.lists(
    st.tuples(
        st.integers(0, 10**7),
        st.sampled_from(["ok", "degraded", "failed", "interrupted", "running"]),
        st.integers(0, 9),
    ),
    max_size=30,
)


def before(now: datetime, steps: Sequence[tuple[int, str, int]]) -> list[Past]:
    started, past = now, []
    for seconds, outcome, published in steps:
        started -= timedelta(seconds=seconds)
        past.append(ran(started, ended=started, outcome=outcome, published=published))
    return past


@given(schedules, zones, moments, pasts)
def test_a_run_begins_only_when_the_schedule_is_open_and_never_too_soon_or_too_late(
    schedule: dict[str, Any], timezone: str, now: datetime, steps: list[tuple[int, str, int]]
) -> None:
    one, past, zone = source(timezone, **schedule), before(now, steps), ZoneInfo(timezone)
    found = next_start(one, past, now)
    began = max(at(found), now)
    opening = opening_at(one.schedule, zone, began)
    assert opening is not None
    assert opening.start <= began < opening.end
    assert found == next_start(one, past, now)  # no dice
    every = {"10m": 1 / 6, "45m": 0.75, "6h": 6, "17h": 17, "1d": 24, "3d": 72, "1w": 168}[schedule["every"]] * HOUR
    closed = timedelta(days=8)  # the longest that one of these schedules may be closed
    last = past[0].started if past else now
    assert began - max(now, last) <= 2 * max(every, LONGEST_PAUSE) + every / 2 + closed
    if past and past[0].outcome not in ("interrupted", "running"):
        calendar = every >= 24 * HOUR and schedule["hours"] is not None
        assert began - last >= (timedelta(0) if calendar else every / 2 - HOUR)


@given(schedules, zones, moments)
def test_nothing_is_due_twice_and_what_is_due_stays_due(schedule: dict[str, Any], timezone: str, now: datetime) -> None:
    one = source(timezone, **schedule)
    began = at(next_start(one, (), now))
    assert not next_start(one, [ran(began)], began).due(began + timedelta(minutes=4))
    following = at(next_start(one, [ran(began)], began))
    assert next_start(one, [ran(began)], following).due(following)


def test_two_sources_with_one_schedule_do_not_begin_together_and_one_varies_from_day_to_day() -> None:
    def starts(name: str) -> list[timedelta]:
        days = [MONDAY + timedelta(days=n) for n in range(5)]
        return [at(next_start(source(name=name, every="6h", jitter=0.5), [ran(day)], day)) - day for day in days]

    both = starts("az_mfa") + starts("by_mfa")
    assert len(set(both)) == 10
    assert all(6 * HOUR <= wait <= 9 * HOUR for wait in both)


def test_over_a_year_with_every_change_of_the_clocks_the_number_of_runs_is_what_the_schedule_says() -> None:
    one = source("Europe/Berlin", every="6h", hours="07:00-19:30", days=("mon", "tue", "wed", "thu", "fri"))
    starts = simulate(one, datetime(2026, 1, 5, tzinfo=UTC), timedelta(days=364), timedelta(minutes=15))
    local = [start.astimezone(ZoneInfo("Europe/Berlin")) for start in starts]
    assert all(start.weekday() < 5 and 7 <= start.hour < 20 for start in local)
    assert len(starts) == 260 * 3  # 07:00, 13:00 and 19:00
