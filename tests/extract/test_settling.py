"""Which of two numbers is the day, told by a machine's moment or by the words of the text."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.dating import Dating
from crawler.extract.settling import settled_order

DATING = Dating(datetime(2024, 12, 30, tzinfo=UTC), ("en", "ru", "zh"))
DAYS = st.dates(date(2001, 1, 2), date(2024, 12, 29))


@given(DAYS, st.integers(-1, 1), st.booleans())
def test_a_moment_within_a_day_settles_the_order_or_nothing(day: date, clock: int, is_month_first: bool) -> None:
    shown = day.strftime("%m/%d/%Y" if is_month_first else "%d/%m/%Y")
    order = settled_order([shown], [day + timedelta(days=clock)], "", DATING)
    assert order in {None, "MDY" if is_month_first else "DMY"}
    if day.day <= 12 and day.day != day.month and abs(day.day - day.month) > 2:
        assert order is not None


@given(DAYS, DAYS)
def test_a_moment_of_another_day_settles_nothing(day: date, other: date) -> None:
    shown = day.strftime("%d/%m/%Y")
    readings = {day, date(day.year, day.day, day.month)} if day.day <= 12 else {day}
    if all(abs((one - other).days) > 1 for one in readings):
        assert settled_order([shown], [other], "", DATING) is None


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("On 9 October the Minister met them.", "DMY"),
        ("On October 9, the Minister met them.", "DMY"),
        ("9 октября Министр встретился с ними.", "DMY"),
        ("部长10月9日会见代表。", "DMY"),
        ("The talks of October 8-9, 2024 ended.", "DMY"),
        ("The talks of 8-9 October 2024 ended.", "DMY"),
        ("On 10 September 2024 the Minister met them.", "MDY"),
        ("On 10 September and on 9 October they met.", None),
        ("On 9 October 2019 they met.", None),
        ("In October 9 of them met.", "DMY"),
        ("There were 9 or 10 of them.", None),
        ("", None),
    ],
)
def test_words_of_the_text(said: str, order: str | None) -> None:
    assert settled_order(["09/10/2024"], [], said, DATING) == order


def test_two_shown_dates_that_prove_different_orders() -> None:
    days = [date(2024, 10, 9), date(2024, 5, 3)]
    assert settled_order(["09/10/2024", "05/03/2024"], days, "", DATING) is None
    assert settled_order(["09/10/2024", "03/05/2024"], days, "", DATING) == "DMY"
