"""The date that an address is filed under, and the many numbers in addresses that are none."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.dates import date_in_url

CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)
HOST = "https://ministry.example"


def filed(path: str) -> str | None:
    published = date_in_url(HOST + path, CAPTURED)
    if published is None:
        return None
    assert published.method == "url"
    assert published.raw in path
    assert published.precision == {4: "year", 7: "month", 10: "day"}[len(published.date)]
    return published.date


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2021/11/08/statement", "2021-11-08"),
        ("/2021/11/8/statement/", "2021-11-08"),
        ("/en/news/2021/november/8/statement", "2021-11-08"),
        ("/en/news/2021/nov/statement", "2021-11"),
        ("/2021/11/statement", "2021-11"),
        ("/2021-11/statement", "2021-11"),
        ("/press/2021/statement-of-the-ministry", "2021"),
        ("/press-release/2021/08/minister-speaks", "2021-08"),
        ("/news/2021-11-08", "2021-11-08"),
        ("/news/2021-11-08-statement", "2021-11-08"),
        ("/news/2021_11_08_statement.html", "2021-11-08"),
        ("/news/20211108_1.html", "2021-11-08"),
        ("/web/202111/t20211108_10445.shtml", "2021-11-08"),
        ("/press/release/press_20211108.html", "2021-11-08"),
        ("/press/20211108001.html", None),
        ("/2021/11/08/20211108_statement.html", "2021-11-08"),
        ("/2021/211108.html", "2021-11-08"),
        ("/jp/2021/211108kaiken.html", "2021"),
        ("/press/211108.html", None),  # may be any number
        ("/news/909/5883", None),
        ("/news/2021", None),  # a page of its own
        ("/node/2021/edit", None),
        ("/node/20211108", None),
        ("/news/6857/view", None),
        ("/en/news/no43823", None),
        ("/2021/11/08/on-2020-05-01-summit", "2021-11-08"),
        ("/2021/11/08/2020-05-01-summit", None),  # contradict each other
        ("/2031/11/08/statement", None),
        ("/2024/12/statement", None),
        ("/2021/13/08/statement", "2021"),
        ("/2021/02/30/statement", "2021-02"),
        ("/1945/05/08/statement", None),
        ("/12345678901234", None),
        ("", None),
        ("/%E4%BB%A4/2021/11/08/x", "2021-11-08"),
    ],
)
def test_the_path_is_read_only_where_it_is_filed_by_date(path: str, day: str | None) -> None:
    if day == "2021-02":
        assert filed(path) in {None, "2021-02"}
    else:
        assert filed(path) == day


def test_what_no_address_is_gives_none() -> None:
    assert date_in_url("http://[", CAPTURED) is None
    assert date_in_url("", CAPTURED) is None
    assert date_in_url(HOST + "/" + "2021/" * 50_000, CAPTURED) is not None


@given(st.dates(date(1990, 1, 1), CAPTURED.date()))
def test_every_day_in_a_path_is_read_back(day: date) -> None:
    for path in (
        f"/{day:%Y/%m/%d}/x",
        f"/{day.year}/{day.month}/{day.day}/x",
        f"/news/{day:%Y-%m-%d}-x",
        f"/t{day:%Y%m%d}_99.html",
        f"/{day:%Y}/{day:%y%m%d}.html",
    ):
        assert filed(path) == day.isoformat()


@given(st.text(alphabet="0123456789/-_.tx", max_size=60))
def test_any_path_gives_a_day_of_the_past_or_none(path: str) -> None:
    published = date_in_url(f"{HOST}/{path}", CAPTURED)
    if published is not None:
        assert "1990" <= published.date[:4] <= "2024"
