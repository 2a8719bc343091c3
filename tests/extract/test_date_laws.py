"""Laws of dates: whatever another program writes is read back or is none, and no string makes a day up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.calendars import persian
from crawler.extract.dates import Dating, read_date
from crawler.extract.months import KNOWN

CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)


def stated(raw: str, language: str, year: int | None = None) -> str | None:
    published, problem = read_date(raw, Dating(CAPTURED, (language,), year=year), "selector")
    assert (published is None) != (problem is None)
    return published.date if published else None


DAYS = st.dates(date(1970, 1, 1), CAPTURED.date())
_PERSIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"


@given(DAYS)
def test_every_day_of_the_persian_year_is_read_back(day: date) -> None:
    year = next(year for year in range(day.year - 620, day.year - 623, -1) if persian(year, 1, 1) <= day)
    passed = (day - persian(year, 1, 1)).days
    month, rest = (passed // 31 + 1, passed % 31) if passed < 186 else ((passed - 186) // 30 + 7, (passed - 186) % 30)
    for raw in (f"{rest + 1} {_PERSIAN_MONTHS.split()[month - 1]} {year}", f"{year}/{month:02}/{rest + 1:02}"):
        assert stated(raw.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), "fa") == day.isoformat()


@given(st.dates(date(1941, 1, 1), CAPTURED.date()))
def test_every_day_of_the_thai_year_is_read_back(day: date) -> None:
    months = Locale.parse("th").months["format"]
    for name in (months["wide"][day.month], months["abbreviated"][day.month]):
        assert stated(f"{day.day} {name} {day.year + 543}", "th") == day.isoformat()
        assert stated(f"{day.day} {name} พ.ศ. {day.year + 543}", "th") == day.isoformat()


@given(DAYS)
def test_every_day_of_an_era_is_read_back(day: date) -> None:
    era, before = next(
        (name, base)
        for name, base, first in (
            ("令和", 2018, date(2019, 5, 1)),
            ("平成", 1988, date(1989, 1, 8)),
            ("昭和", 1925, date.min),
        )
        if day >= first
    )
    year = "元" if day.year - before == 1 else str(day.year - before)
    assert stated(f"{era}{year}年{day.month}月{day.day}日", "ja") == day.isoformat()
    assert stated(f"民國{day.year - 1911}年{day.month}月{day.day}日", "zh") == day.isoformat()


# CLDR's forms by babel: another's tables, against which ours are checked. "short" mostly has two digits for the year.
_LOCALES = (
    "zh zh_Hant ja ko sr_Latn uz_Cyrl ar_SY ar_MA ar_DZ fa_AF de_AT de_CH en_GB en_US es_MX pt_PT fr_CA bs_Cyrl az_Cyrl"
    " zu xh yo ig sn wo fil jv to mi"
)
_CLDR = [*sorted(KNOWN - {"tet", "tl"}), *_LOCALES.split()]
_NOT_READ = (  # abbreviations that are other words as well, a month that two languages name differently, bare numbers
    "am/medium my/medium fa_AF/medium rw/full rw/long rw/medium mi/medium yo/medium"
)


@settings(max_examples=400)
@given(DAYS, st.sampled_from(_CLDR), st.sampled_from(["full", "long", "medium", "short"]))
def test_what_babel_writes_is_read_back_or_none(day: date, locale: str, form: str) -> None:
    raw = format_date(day, form, locale=locale)
    read = stated(raw, locale)
    if form == "short" and day.year < 2000:
        assert read is None or read[5:] == day.isoformat()[5:] or not raw[-4:].isdecimal()
        return
    assert read in {None, day.isoformat()}, raw
    if form != "short" and any(char.isalpha() for char in raw) and f"{locale}/{form}" not in _NOT_READ.split():
        assert read == day.isoformat(), raw


@pytest.mark.prove
@pytest.mark.parametrize("form", ["full", "long", "medium", "short"])
def test_what_babel_writes_in_every_language_on_many_days(form: str) -> None:
    for step in range(0, 1500, 7):
        day = CAPTURED.date() - timedelta(days=step)
        for locale in _CLDR:
            raw = format_date(day, form, locale=locale)
            assert stated(raw, locale) in {None, day.isoformat()}, (locale, raw)


@given(DAYS, st.sampled_from(_CLDR), st.sampled_from(_CLDR))
def test_a_date_in_another_language_than_the_pages_is_right_or_none(day: date, language: str, spoken: str) -> None:
    if {language, spoken} == {"hr", "pl"}:  # listopada is October in one and November in the other
        return
    raw = format_date(day, "long", locale=language)
    assert stated(raw, spoken) in {None, day.isoformat()} | {f"{day:%Y-%m}"}, raw


PIECES = [
    *("1", "12", "2021", "/", "-", ".", " ", "May", "января", "to", "年", "月", "日"),
    *(",", "'", "de", "(", ")", "E", "令和", "M", "第", "ม.ค."),
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("other", ["", "1 ", "2021-", "May ", ". "])
def test_odd_strings_repeated_end_in_a_sentence_or_a_date(piece: str, other: str) -> None:
    for times in (515, 200_000):
        dating = Dating(CAPTURED, ("en", "ru", "th", "ja"), year=2021)
        published, problem = read_date((piece + other) * times, dating, "selector")
        assert (published is None) != (problem is None)


@given(st.lists(st.sampled_from([*PIECES, "8", "25", "08", "Monday", "2564", "1443", "11", "8th", "of"]), max_size=14))
def test_no_heap_of_pieces_makes_a_day_after_the_capture(pieces: list[str]) -> None:
    for glue in ("", " "):
        found = stated(glue.join(pieces), "th", year=2021)
        assert found is None or found <= "2024-06-02"
