"""Dates in longer texts: datelines and sign-offs, with their places."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.dates import Dating, mentions, order_of

CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)


def found(
    text: str, language: str = "en", year: int | None = None, country: str | None = None
) -> list[tuple[str, str]]:
    listed = mentions(text, Dating(CAPTURED, (language,), year=year, country=country))
    assert [item.start for item in listed] == sorted(item.start for item in listed)
    assert all(item.published.method == "body" for item in listed)
    return [(item.published.date, text[item.start : item.end]) for item in listed]


@pytest.mark.parametrize(
    ("text", "language", "dates"),
    [
        (
            "BAKU, 8 November 2021 – The Ministry recalls the statement of November 10, 2020, and its annex.",
            "en",
            [("2021-11-08", "8 November 2021"), ("2020-11-10", "November 10, 2020")],
        ),
        ("Strasbourg, 25.01.2022", "fr", [("2022-01-25", "25.01.2022")]),
        ("(Berlin, den 3. Juli 2018)", "de", [("2018-07-03", "3. Juli 2018")]),
        ("The talks of 10-12 May 2021 ended.", "en", []),
        ("The talks of 05/12/2021 ended.", "en", []),
        ("The talks of May 2021 ended.", "en", []),
        ("See paragraphs 1.2.03 and 4.5.12 of the law on the order of all that is to be read or heard.", "de", []),
        ("Tuesday, 8 November 2021", "en", []),  # it was a Monday
        ("北京时间2021年11月8日，外交部发言人表示。", "zh", [("2021-11-08", "2021年11月8日")]),
        ("กระทรวงแถลงเมื่อวันที่8พฤศจิกายน2564เวลา", "th", [("2021-11-08", "8พฤศจิกายน2564")]),
        ("Signed on 8 No\u00advember 2021 in Baku", "en", [("2021-11-08", "8 No\u00advember 2021")]),
        ("Fait le 8 de\u0301cembre 2021 a\u0300 Paris", "fr", [("2021-12-08", "8 de\u0301cembre 2021")]),
        ("8\u00a0November\n2021", "en", [("2021-11-08", "8\u00a0November\n2021")]),
        ("ISSN 2021-1108, tel. 22-01-25, No. 8 November 2021", "en", []),
    ],
)  # fmt: skip
def test_dates_and_their_places(text: str, language: str, dates: list[tuple[str, str]]) -> None:
    assert found(text, language) == dates


def test_a_year_that_is_known_fills_in_where_the_text_has_none() -> None:
    assert found("8月19日付の談話", "ja") == []
    assert found("8月19日付の談話", "ja", year=2022) == [("2022-08-19", "8月19日")]
    assert found("On Friday, August 19, the Minister spoke.", "en", year=2022) == [("2022-08-19", "August 19")]
    assert found("On Monday, August 19, the Minister spoke.", "en", year=2022) == []
    assert found("On 19 August the Minister spoke.", "en", year=2024) == []  # has not come


def test_a_very_long_text_is_searched_at_its_beginning_and_its_end() -> None:
    text = "The talks went on for 12.5 hours in 3 rooms. " * 40_000 + "Baku, 8 November 2021"
    (last,) = mentions(text, Dating(CAPTURED))
    assert (last.published.date, text[last.start : last.end]) == ("2021-11-08", "8 November 2021")


@pytest.mark.parametrize("piece", ["1", "12.05.", "2021-", "8 May 2021 ", "M\u0301", "(1:", "8 ต.ค.64", "١٢/", "年"])
def test_odd_strings_of_twenty_megabytes_end(piece: str) -> None:
    text = piece * (20_000_000 // len(piece))
    for year in (None, 2021):
        dating = Dating(CAPTURED, ("en", "ar", "th"), year=year)
        assert all(item.published.date == "2021-05-08" for item in mentions(text, dating))
        assert order_of([text], dating) is None


@given(st.text(max_size=80), st.dates(date(1950, 1, 1), CAPTURED.date()), st.text(max_size=80))
def test_places_are_those_of_the_text(before: str, day: date, after: str) -> None:
    text = f"{before}\n\n{day.day} November {day.year}\n\n{after}"
    for item in mentions(text, Dating(CAPTURED)):
        assert 0 <= item.start < item.end <= len(text)
        assert any(char.isdecimal() or char in "〇一二三四五六七八九十元" for char in text[item.start : item.end])
