"""Dates as stated, and the many texts that state none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.dates import Dating, Order, read_date
from crawler.extract.months import KNOWN, month_names

CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)
LANGUAGES = ("en", "ru", "be", "az")


def dating(
    order: Order | None = None,
    languages: tuple[str, ...] = LANGUAGES,
    formats: tuple[str, ...] = (),
    captured: datetime = CAPTURED,
) -> Dating:
    return Dating(captured, languages, order, formats, "Asia/Baku")


def stated(raw: str, order: Order | None = None, languages: tuple[str, ...] = LANGUAGES) -> str | None:
    published, problem = read_date(raw, dating(order, languages), "selector")
    assert (published is None) != (problem is None)
    return published.date if published else None


@pytest.mark.parametrize(
    "raw",
    [
        "2021-11-08",
        "2021/11/08",
        "2021.11.8",
        "8 November 2021",
        "08 Nov 2021",
        "8th of November, 2021",
        "Monday, November 8, 2021",
        "November 8 2021",
        "(Nov. 8, 2021)",
        "Published: 8 November 2021",
        "8 ноября 2021 г.",
        "8 лістапада 2021 года",
        "8 noyabr 2021",
        "8 noyabr 2021-ci il",
        "2021-ci il 8 noyabr",
        "2021-ci il noyabrın 8-də",
        "08\u00a0November\u00a02021",
        "8 No\u00advember 2021",
        "２０２１年１１月８日",
        "2021年11月8日",
        "2021년 11월 8일",
        "٠٨ November ٢٠٢١",
        "8-Nov-2021",
    ],
)
def test_one_day_is_read_in_every_spelling(raw: str) -> None:
    assert stated(raw) == "2021-11-08"


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("8 listopada 2021", "pl"),
        ("8 листопада 2021 року", "uk"),
        ("8. November 2021", "de"),
        ("8 de noviembre de 2021", "es"),
        ("8 de novembro de 2021", "pt"),
        ("8 novembre 2021", "fr"),
        ("8 Kasım 2021", "tr"),
        ("8 Νοεμβρίου 2021", "el"),
        ("8. listopadu 2021", "cs"),
        ("8 نوفمبر 2021", "ar"),
        ("8 ნოემბერი 2021", "ka"),
    ],
)
def test_months_of_the_sources_languages_are_read(raw: str, language: str) -> None:
    assert stated(raw, languages=(language,)) == "2021-11-08"


def test_one_word_means_another_month_in_another_language() -> None:
    assert stated("8 листопада 2021", languages=("uk",)) == "2021-11-08"
    assert stated("8 listopada 2021", languages=("hr",)) == "2021-10-08"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "   ",
        "today",
        "yesterday",
        "3 days ago",
        "Monday",
        "8 November",
        "8月19日付",
        "No:438/23",
        "Resolution 1244 (1999) of 10 articles",
        "1234567890",
        "20211108",
        "10.11.12.13",
        "+994 12 596 90 00",
        "12:30",
        "May",
        "in March",
        "31 February 2021",
        "2021-13-01",
        "2021-02-29",
        "32/01/2021",
        "0 May 2021",
        "2021-05-00",
        "2021年5月0日",
        "8 November 1821",
        "Version 2.10.2021.4",
    ],
)
def test_what_states_no_day_gives_none(raw: str) -> None:
    assert stated(raw, "DMY") is None


def test_numbers_follow_the_known_order_and_are_never_swapped() -> None:
    assert stated("05/12/2021", "DMY") == "2021-12-05"
    assert stated("05/12/2021", "MDY") == "2021-05-12"
    assert stated("1/25/22", "MDY") == "2022-01-25"
    assert stated("1/25/22", "DMY") is None


def test_numbers_without_a_known_order_are_read_only_where_they_cannot_be_swapped() -> None:
    published, problem = read_date("05/12/2021", dating(), "selector")
    assert published is None
    assert problem == "'05/12/2021' could be read with day or month first"
    assert stated("25/01/2022") == "2022-01-25"
    assert stated("01/25/2022") == "2022-01-25"
    assert stated("05.05.2021") == "2021-05-05"


def test_two_different_dates_are_none_and_the_same_twice_is_one() -> None:
    published, problem = read_date("Published 1 May 2020, updated 3 May 2020", dating(), "selector")
    assert published is None
    assert problem is not None
    assert problem.endswith("states several dates")
    assert stated("Monday 8 November 2021 (2021-11-08)") == "2021-11-08"


def test_a_range_of_days_is_no_day() -> None:
    published, problem = read_date("10–12 May 2021", dating(), "selector")
    assert published is None
    assert problem == "'10–12 May 2021' states a range of days"
    assert stated("17:10 - 12 May 2021") == "2021-05-12"


def test_a_date_after_the_capture_is_none_but_tomorrow_in_the_east_is_possible() -> None:
    late = datetime(2024, 6, 1, 22, tzinfo=UTC)
    assert read_date("2 June 2024", dating(captured=late), "selector")[0] is not None
    published, problem = read_date("3 June 2024", dating(captured=late), "selector")
    assert published is None
    assert problem == "'3 June 2024' lies after the capture"
    assert read_date("2 June 2024", dating(captured=datetime(2024, 6, 1, 3, tzinfo=UTC)), "selector")[0] is None


def test_month_and_year_keep_their_precision() -> None:
    published, _ = read_date("November 2021", dating(), "selector")
    assert published is not None
    assert (published.date, published.precision) == ("2021-11", "month")
    published, _ = read_date("2021", dating(), "selector")
    assert published is not None
    assert (published.date, published.precision) == ("2021", "year")
    assert stated("1750") is None
    assert stated("2021 people") is None


@pytest.mark.parametrize(
    ("raw", "time", "zone", "precision"),
    [
        ("18-12-2020 - 17:10", "17:10", "Asia/Baku", "minute"),
        ("18 December 2020, 17:10:05", "17:10:05", "Asia/Baku", "second"),
        ("18 December 2020 at 5:10 p.m.", "17:10", "Asia/Baku", "minute"),
        ("18 December 2020 12:10 AM", "00:10", "Asia/Baku", "minute"),
        ("2020-12-18T17:10:00Z", "17:10:00", "+00:00", "second"),
        ("2020-12-18T17:10:00.123+04:00", "17:10:00", "+04:00", "second"),
        ("2020-12-18T17:10:00-0730", "17:10:00", "-07:30", "second"),
        ("18 December 2020 17:10 UTC+3", "17:10", "+03:00", "minute"),
        ("18 December 2020 17:10 GMT", "17:10", "+00:00", "minute"),
        ("18 December 2020 | 27:10", None, None, "day"),
        ("18 December 2020 1:100", None, None, "day"),
        ("18 December 2020, Baku, 17:10", None, None, "day"),
    ],
)
def test_time_and_zone_are_kept_as_stated(raw: str, time: str | None, zone: str | None, precision: str) -> None:
    published, _ = read_date(raw, dating("DMY"), "selector")
    assert published is not None
    assert (published.date, published.time, published.timezone, published.precision) == (
        "2020-12-18",
        time,
        zone,
        precision,
    )


def test_the_text_and_the_method_are_kept() -> None:
    published, _ = read_date("  Monday,\u00a0 8 November 2021\n", dating(), "title")
    assert published is not None
    assert (published.raw, published.method) == ("Monday, 8 November 2021", "title")


def test_formats_of_a_layout_come_first() -> None:
    published, _ = read_date("11/08/21", dating("DMY", formats=("%m/%d/%y",)), "selector")
    assert published is not None
    assert (published.date, published.precision, published.time) == ("2021-11-08", "day", None)
    published, _ = read_date("20211108 0930", dating(formats=("%Y%m%d %H%M",)), "selector")
    assert published is not None
    assert (published.date, published.time, published.timezone) == ("2021-11-08", "09:30", "Asia/Baku")
    published, _ = read_date("2021-11-08 09:30:01 +0400", dating(formats=("%Y-%m-%d %H:%M:%S %z",)), "selector")
    assert published is not None
    assert (published.time, published.timezone, published.precision) == ("09:30:01", "+04:00", "second")
    published, _ = read_date("2021/11", dating(formats=("%Y/%m",)), "selector")
    assert published is not None
    assert (published.date, published.precision) == ("2021-11", "month")


def test_a_format_does_not_excuse_a_date_after_the_capture() -> None:
    assert read_date("08/11/2031", dating(formats=("%d/%m/%Y",)), "selector")[0] is None


def test_two_digits_of_a_year_mean_a_past_one() -> None:
    assert stated("08.11.99", "DMY") == "1999-11-08"
    assert stated("08.11.21", "DMY") == "2021-11-08"


DAYS = st.dates(date(1900, 1, 1), CAPTURED.date())


@given(DAYS, st.sampled_from(sorted(KNOWN)), st.randoms(use_true_random=False))
def test_every_day_written_in_words_is_read_back(day: date, language: str, random: object) -> None:
    names = [name for name, number in month_names((language,)).items() if number == day.month]
    for name in names:
        for raw in (
            f"{day.day} {name} {day.year}",
            f"{name} {day.day}, {day.year}",
            f"{day.day}. {name.title()} {day.year}",
        ):
            published, problem = read_date(raw, dating(languages=(language,)), "selector")
            assert problem is None, raw
            assert published is not None
            assert published.date == day.isoformat(), raw


@given(DAYS, st.sampled_from(["/", ".", "-"]))
def test_every_day_written_in_numbers_is_read_back_in_its_order(day: date, mark: str) -> None:
    assert stated(f"{day.day}{mark}{day.month}{mark}{day.year}", "DMY") == day.isoformat()
    assert stated(f"{day.month}{mark}{day.day}{mark}{day.year}", "MDY") == day.isoformat()
    assert stated(f"{day.year}{mark}{day.month:02}{mark}{day.day:02}") == day.isoformat()
    assert stated(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()


@given(DAYS, st.sampled_from(["/", "."]))
def test_without_an_order_a_number_date_is_right_or_none(day: date, mark: str) -> None:
    for raw in (f"{day.day}{mark}{day.month}{mark}{day.year}", f"{day.month}{mark}{day.day}{mark}{day.year}"):
        assert stated(raw) in {None, day.isoformat()}


@given(st.integers(1, 5000))
def test_no_date_after_the_capture_is_ever_read(days: int) -> None:
    late = (CAPTURED + timedelta(days=days + 1)).date()
    assert stated(late.isoformat()) is None
    assert stated(late.strftime("%d %B %Y")) is None


@given(st.text(max_size=120))
def test_any_text_is_a_date_with_its_digits_or_a_sentence(raw: str) -> None:
    published, problem = read_date(raw, dating("DMY", ("en", "el", "th", "fa")), "selector")
    assert (published is None) != (problem is None)
    if published is not None:
        assert any(char.isdigit() for char in raw)
