"""Instants have one spelling."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.model.clock import stamp, utc_now


def test_an_instant_is_written_in_utc_with_microseconds() -> None:
    baku = timezone(timedelta(hours=4))
    assert stamp(datetime(2021, 11, 8, 2, 0, tzinfo=baku)) == "2021-11-07T22:00:00.000000Z"
    assert stamp(datetime(2021, 11, 8, 9, 0, 0, 123456, tzinfo=UTC)) == "2021-11-08T09:00:00.123456Z"


def test_a_time_without_a_zone_is_refused_and_not_taken_as_local() -> None:
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime(2021, 11, 8))  # noqa: DTZ001 (the fault itself)


def test_now_is_aware() -> None:
    assert utc_now().utcoffset() == timedelta(0)
