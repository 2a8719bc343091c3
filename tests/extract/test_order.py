"""The order of numbers: by country and language, and as the dates of one page prove it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.dates import Dating, Order, order_of, read_date

CAPTURED = datetime(2022, 6, 1, 12, tzinfo=UTC)


def dating(language: str = "en", country: str | None = None, order: Order | None = None) -> Dating:
    return Dating(CAPTURED, (language,), order, country=country)


@pytest.mark.parametrize(
    ("raw", "language", "country", "day"),
    [
        ("05/12/2021", "en", None, None),
        ("05/12/2021", "en", "US", "2021-05-12"),
        ("05/12/2021", "en", "PH", "2021-05-12"),
        ("05/12/2021", "tl", "PH", "2021-05-12"),
        ("05/12/2021", "tl", None, None),
        ("05/12/2021", "en", "GB", "2021-12-05"),
        ("05/12/2021", "en", "IN", "2021-12-05"),
        ("05/12/2021", "en", "CA", None),
        ("05/12/2021", "fr", "CA", None),
        ("05/12/2021", "en", "JP", None),
        ("05/12/2021", "ja", "JP", None),
        ("05/12/2021", "zh", "CN", None),
        ("05/12/2021", "en", "SA", None),
        ("05/12/2021", "es", "US", None),
        ("05.12.2021", "en", "AZ", "2021-12-05"),
        ("05.12.2021", "en", "DE", "2021-12-05"),
        ("05/12/2021", "en", "DE", None),
        ("05.12.2021", "en", "US", "2021-05-12"),
        ("05/12/2021", "fr", "FR", "2021-12-05"),
        ("05/12/2021", "ar", "EG", "2021-12-05"),
        ("05/12/2021", "xx", None, None),
        ("1/25/22", "en", None, "2022-01-25"),
        ("1/3/22", "en", "US", "2022-01-03"),
        ("1/3/22", "en", None, None),
        ("01.03.22", "de", "DE", "2022-03-01"),
        ("01.03.22", "hu", "HU", None),
        ("22.03.25", "ko", "KR", "2022-03-25"),  # 2025 is too far
        ("20.03.21", "ko", "KR", None),
        ("05/11/2022", "en", None, None),  # 5 November may be an event's
        ("05/11/2028", "en", None, None),
        ("25/01/2022", "en", "US", None),  # a known order is never bent
    ],
)
def test_country_and_language_tell_the_order_or_nothing_does(
    raw: str, language: str, country: str | None, day: str | None
) -> None:
    published, _ = read_date(raw, dating(language, country), "selector")
    assert (published.date if published else None) == day


def test_an_order_given_comes_before_country_and_language() -> None:
    published, _ = read_date("05/12/2021", dating("en", "US", "DMY"), "selector")
    assert published is not None
    assert published.date == "2021-12-05"


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ([], None),
        (["no date", "2021-11-08"], None),
        (["01/02/2022"], None),
        (["05/05/2022"], None),
        (["01/02/2022", "25/01/2022"], "DMY"),
        (["01/02/2022", "01/25/2022"], "MDY"),
        (["1/25/22", "1/2/22"], "MDY"),
        (["25.01.22", "02.01.22"], "DMY"),  # 2025 has not come
        (["21.01.22", "02.01.22"], None),  # the year may come first
        (["05/11/2022"], None),  # 5 November has not come, but may be an event's
        (["05/11/2022", "04/12/2022", "03/10/2022"], "MDY"),  # so many events are too many
        (["11/05/2022", "12/04/2022", "10/03/2022"], "DMY"),
        (["01/25/2022", "25/01/2022"], None),  # a page that writes both ways proves nothing
        (["Monday 02/05/2022"], "DMY"),
        (["Saturday, 02/05/2022"], "MDY"),
        (["Wednesday, 02/05/2022"], None),
        (["понедельник 02.05.2022"], "DMY"),
        (["05/04/2021", "04/03/2021", "03/02/2021", "02/01/2021"], None),  # sorted both ways
        (["04/02/2021", "01/02/2021", "09/01/2021", "03/01/2021"], "DMY"),  # falls day by day; jumps otherwise
        (["02/04/2021", "02/01/2021", "01/09/2021", "01/03/2021"], "MDY"),
        (["01/03/2021", "01/09/2021", "02/01/2021", "02/04/2021"], "MDY"),  # oldest first
        (["04/02/2021", "01/02/2021", "09/01/2021"], None),  # three are too few
        (["04/02/2021", "09/01/2021", "01/02/2021", "03/01/2021"], None),  # sorted neither way
    ],
    ids=range(23),
)
def test_the_dates_of_a_page_prove_its_order_or_nothing(texts: list[str], order: Order | None) -> None:
    languages = ("ru",) if texts and texts[0][0] == "п" else ("en",)
    assert order_of(texts, Dating(CAPTURED, languages)) == order


DAYS = st.dates(date(2001, 1, 1), CAPTURED.date())


@given(st.lists(DAYS, max_size=12), st.sampled_from(["DMY", "MDY"]), st.sampled_from(["%Y", "%y"]), st.booleans())
def test_the_order_in_which_a_listing_was_written_is_found_or_none(
    days: list[date], order: Order, year: str, is_sorted: bool
) -> None:
    shape = {"DMY": f"%d/%m/{year}", "MDY": f"%m/%d/{year}"}[order]
    written = [day.strftime(shape) for day in (sorted(days, reverse=True) if is_sorted else days)]
    if is_sorted or any(day.day > 12 for day in days):
        assert order_of(written, Dating(CAPTURED)) in {None, order}
