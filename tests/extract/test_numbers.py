"""Reference numbers of statements."""

import pytest

from crawler.extract.numbers import Number, number_in
from tests.extract.pages import source

URL = "https://www.mfa.example/en/news/no43823"


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("No:438/23, Statement of the Ministry", "438/23"),
        ("No: 45, 3 February 2022, Press Release Regarding the Visit", "45"),
        ("№ 215-30-01-2022 О встрече", "215-30-01-2022"),
        ("Press Release No. 12/2022", "12/2022"),
        ("PR No. 123/2021: On peace", "123/2021"),
        ("Pressemitteilung Nr. 12/2022", "12/2022"),
        ("Nr. 12/2022", "12/2022"),
        ("Comunicado N.° 45", "45"),
        ("Communiqué n° 2021-34", "2021-34"),
        ("Saopštenje br. 12", "12"),
        ("外相談話（報道発表 第12号）", "12"),
        ("SC-12, 3 February 2022, Statement", "SC-12"),
    ],
)
def test_forms_that_only_such_numbers_have(title: str, number: str) -> None:
    assert number_in(title, (), URL, None) == Number(number, "title")


@pytest.mark.parametrize(
    "title",
    [
        "UN Security Council Resolution 2231",
        "Law No. 12/2004 enters into force",
        "Federal Law No. 44-FZ",
        "法律第123号について",
        "No. 10 announces a visit",
        "No. 10, Downing Street",
        "No 3/2/2022",
        "3/2/2022",
        "Statement on 2021/22",
        "No, 12 of them",
        "Decree No. 5 of 3 May 2021",
        "Tel. No. 12/345",
        "On the 12th of May",
        "Regulation (EU) No 269/2014",
        "",
    ],
)
def test_laws_resolutions_dates_and_telephones_are_none(title: str) -> None:
    assert number_in(title, (), URL, None) is None


def test_in_a_paragraph_of_its_own_but_not_in_prose() -> None:
    assert number_in("On peace", ("No:12/21", "Text."), URL, None) == Number("12/21", "body")
    assert number_in("On peace", ("Text.", "Reference: 20201217IPR94207"), URL, None) == Number(
        "20201217IPR94207", "body"
    )
    assert number_in("On peace", ("Press release No. 12/2022 was published, and " + "so on " * 40,), URL, None) is None
    assert number_in("On peace", ("Ref: 8 November 2021",), URL, None) is None


class TestOfTheSource:
    def test_from_the_slug_as_number_and_year(self) -> None:
        by = source(numbers=["No:(?P<value>\\d+/\\d\\d)", r"/no(?P<number>\d+)(?P<year>\d\d)$"])
        assert number_in("On peace", ("Text.",), URL, by) == Number("438/23", "url")
        assert number_in("No:7/22, On peace", ("Text.",), URL, by) == Number("7/22", "title")

    def test_the_first_pattern_that_matches_anywhere_wins_over_the_generic_forms(self) -> None:
        by = source(numbers=[r"\bMFA/(\d+)"])
        assert number_in("No:7/22, On peace", ("MFA/15",), URL, by) == Number("15", "body")

    def test_a_pattern_without_groups_keeps_all_it_matched(self) -> None:
        assert number_in("x", ("a", "b REF-77"), URL, source(numbers=r"REF-\d+")) == Number("REF-77", "body")


def test_long_texts_are_looked_at_in_bounds() -> None:
    assert number_in("No " * 10**6, ("1/" * 10**6,), URL, source(numbers=r"(\d/)+x")) is None
