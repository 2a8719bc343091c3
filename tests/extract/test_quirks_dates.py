"""The quirks of dates that ministries' pages were seen to have, each by its name, at the level of the text."""

from datetime import UTC, date, datetime

import pytest

from crawler.extract.dates import Dating, Order, date_in_url, mentions, order_of, read_date
from crawler.model.statement import Published

CAPTURED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def read(
    raw: str, *languages: str, order: Order | None = None, year: int | None = None, country: str | None = None
) -> Published | None:
    dating = Dating(CAPTURED, languages or ("en",), order, timezone="Asia/Tokyo", year=year, country=country)
    published, problem = read_date(raw, dating, "selector")
    assert (published is None) != (problem is None)
    return published


def day(
    raw: str, *languages: str, order: Order | None = None, year: int | None = None, country: str | None = None
) -> str | None:
    published = read(raw, *languages, order=order, year=year, country=country)
    return published.date if published else None


def mentioned(text: str, *languages: str) -> list[str]:
    return [item.published.date for item in mentions(text, Dating(CAPTURED, languages or ("en",)))]


def test_iso_date_first_on_the_old_skin_and_words_on_the_new_one() -> None:
    assert day("2021-11-08", "az") == "2021-11-08"
    assert day("17 July 2022", "en", "az") == "2022-07-17"


def test_only_as_the_last_line_of_the_body() -> None:
    body = "The Ministry takes note of these measures and will respond.\n\nDecember 6, 2021"
    (last,) = mentions(body, Dating(CAPTURED, ("en", "be")))
    assert (last.published.date, last.end) == ("2021-12-06", len(body))


def test_only_inside_the_title() -> None:
    assert mentioned("Statement by the Minister at the Extraordinary Summit of the Initiative (May 15, 2020)") == [
        "2020-05-15"
    ]


def test_only_in_the_listing_and_none_at_all_is_none() -> None:
    assert (
        mentioned("In view of a series of statements made in European capitals, the Ministry recalls Article 2.") == []
    )


def test_a_sign_off_says_what_it_says_even_where_it_is_wrong() -> None:
    assert mentioned("Minsk, 8 November 2012") == ["2012-11-08"]  # whether it is the date is for the weighing to say


def test_month_first_in_numbers_and_a_dateline_in_capitals_on_one_page() -> None:
    assert day("1/25/22", "en", "ms") == "2022-01-25"
    assert day("PUTRAJAYA 25 JANUARY 2022", "en", "ms") == "2022-01-25"
    assert order_of(["1/25/22", "PUTRAJAYA 25 JANUARY 2022", "1/5/22"], Dating(CAPTURED)) == "MDY"


def test_a_month_and_a_day_without_a_year() -> None:
    assert day("8月19日付", "ja") is None
    assert day("8月19日付", "ja", year=2026) == "2026-08-19"
    assert day("12月19日付", "ja", year=2026) is None  # has not come


@pytest.mark.parametrize(
    "raw", ["令和８年８月１２日", "令和8年8月12日", "令和八年八月十二日", "R8.8.12", "令和８年８月１２日（水）"]
)
def test_years_of_an_era_with_wide_figures(raw: str) -> None:
    assert day(raw, "ja") == "2026-08-12"


def test_the_first_year_of_an_era_and_a_year_after_its_end() -> None:
    assert day("令和元年5月1日", "ja") == "2019-05-01"
    assert day("令和元年4月30日", "ja") is None
    assert day("平成32年4月1日", "ja") is None


def test_two_figures_of_year_month_and_day_in_the_path() -> None:
    assert date_in_url("https://ministry.example/press/2021/211108.html", CAPTURED) is not None
    assert date_in_url("https://ministry.example/press/211108.html", CAPTURED) is None


def test_a_trs_page_has_its_day_in_its_name() -> None:
    filed = date_in_url("https://ministry.example/web/202111/t20211108_10445.shtml", CAPTURED)
    assert filed is not None
    assert (filed.date, filed.precision, filed.method) == ("2021-11-08", "day", "url")


def test_todays_date_in_the_header_is_a_date_like_any_other_to_the_reader() -> None:
    assert day("Friday, 20 of November of 2026") == "2026-11-20"
    assert day("Saturday, 21 of November of 2026") == "2026-11-21"  # tomorrow already, in the east
    assert day("Monday, 23 of November of 2026") is None


def test_the_day_of_creation_the_evening_before_keeps_its_zone() -> None:
    created = read("2021-11-07T21:30:00+00:00")
    shown = read("8 November 2021")
    assert created is not None
    assert shown is not None
    assert (created.date, created.time, created.timezone) == ("2021-11-07", "21:30:00", "+00:00")
    assert (shown.date, shown.time, shown.timezone) == ("2021-11-08", None, None)


@pytest.mark.parametrize(
    ("raw", "zone"),
    [("Mon, 08 Nov 2021 09:00:00 JST", "+09:00"), ("Mon, 08 Nov 2021 09:00:00 +0900", "+09:00"),
     ("Mon, 08 Nov 2021 09:00:00 GMT", "+00:00"), ("Mon, 08 Nov 2021 09:00:00 IST", "Asia/Tokyo")],
)  # fmt: skip
def test_the_zone_of_a_feeds_date(raw: str, zone: str) -> None:
    published = read(raw, "en")
    assert published is not None
    assert (published.date, published.time, published.timezone) == ("2021-11-08", "09:00:00", zone)


def test_a_last_changed_footer_beside_the_date_makes_two() -> None:
    assert day("Published: 8 November 2021, last changed: 9 November 2021") is None
    assert day("Published: 8 November 2021, last changed: 8 November 2021") == "2021-11-08"


def test_soft_hyphens_within_the_words() -> None:
    assert day("8. No\u00advem\u00adber 2021", "de") == "2021-11-08"


@pytest.mark.parametrize(
    ("raw", "language"),
    [("28 of September of 2021", "en"), ("28 de Setembro de 2021", "pt"), ("28 fulan-setembru 2021", "tet")],
)
def test_the_day_of_the_month_of_the_year(raw: str, language: str) -> None:
    assert day(raw, language) == "2021-09-28"


def test_the_month_first_by_country_and_by_the_listing() -> None:
    assert day("02/10/2026", "en") is None
    assert day("02/10/2026", "en", country="US") == "2026-02-10"
    listing = ["02/11/2026", "02/10/2026", "02/09/2026", "01/30/2026"]
    assert order_of(listing, Dating(CAPTURED)) == "MDY"
    assert day("02/10/2026", "en", order="MDY") == "2026-02-10"


def test_an_era_year_of_a_hub_is_no_day() -> None:
    assert day("令和8年", "ja") is None


def test_a_true_date_of_1881_from_an_interface_and_none_from_a_page() -> None:
    assert day("1881-05-12T00:00:00.000+00:00") == "1881-05-12"
    assert day("12 May 1881") is None


def test_twelve_at_noon_and_the_half_of_the_day() -> None:
    assert day("12 noon, 8 November 2021") == "2021-11-08"
    published = read("8 November 2021, 12:10 a.m.")
    assert published is not None
    assert published.time == "00:10"


def test_travel_advice_that_is_updated_in_place_says_two_days() -> None:
    assert day("Stand - 20.11.2026 (Unverändert gültig seit: 12.11.2026)", "de") is None


@pytest.mark.parametrize(
    "raw", ["No:438/23", "No.: 371", "8/25 session", "S/2021/938", "275.13 KB", "(En/Ru)", "+994 12 596 90 00"]
)
def test_reference_numbers_sizes_and_telephones_are_no_dates(raw: str) -> None:
    assert day(raw, "en", "az", order="DMY") is None


def test_the_same_day_in_two_calendars_is_one_day() -> None:
    assert day("۱۷ آبان ۱۴۰۰ - 8 November 2021", "fa") == "2021-11-08"
    assert day("8 November 2021 / 3 ربيع الآخر 1443", "ar") == "2021-11-08"
    assert day("۱۸ آبان ۱۴۰۰ - 8 November 2021", "fa") is None


def test_a_page_captured_long_ago_is_read_by_its_own_day() -> None:
    early = Dating(datetime(2009, 1, 1, tzinfo=UTC), ("en",))
    assert read_date("8 November 2021", early, "selector")[0] is None
    published, _ = read_date("8 Nov 08", early, "selector")
    assert published is not None
    assert date.fromisoformat(published.date) == date(2008, 11, 8)
