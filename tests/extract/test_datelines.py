"""Dates in a statement's own words, and labels beside dates."""

from datetime import UTC, datetime

import pytest

from crawler.extract.date_labels import label_of
from crawler.extract.datelines import dateline, in_title, is_date_line, last_line
from crawler.extract.dating import Dating
from tests.extract.pages import PROSE

DATING = Dating(datetime(2024, 6, 1, tzinfo=UTC), ("en", "de", "ru"))


@pytest.mark.parametrize(
    "opening",
    ["Baku, 8 November 2021 – The Ministry", "(Washington) November 8, 2021 – The", "[8 November 2021] The Ministry",
     "KYIV, November 8, 2021 (Press Office) – The", "Berlin, den 8. November 2021: Das"],
)  # fmt: skip
def test_a_text_that_begins_with_its_date(opening: str) -> None:
    found = dateline([f"{opening} {PROSE[0]}", *PROSE], DATING)
    assert found
    assert (found.date, found.method) == ("2021-11-08", "body")


@pytest.mark.parametrize(
    "text",
    ["On 8 November 2021 the Ministry received the delegation.", "The talks of 8 November 2021 – the third – ended.",
     "Until 8 November 2021 – and not longer – it is open.", "8 November 2021: the bridge is opened."],
)  # fmt: skip
def test_a_text_that_only_speaks_of_a_date(text: str) -> None:
    assert dateline([f"{text} {PROSE[0]}", *PROSE], DATING) is None


def test_the_last_paragraph_is_no_dateline_but_may_be_a_sign_off() -> None:
    assert dateline([PROSE[0], "Baku, 8 November 2021"], DATING) is None
    signed = last_line([PROSE[0], "Baku, 8 November 2021"], DATING)
    assert signed
    assert signed.date == "2021-11-08"
    for line in (
        "Last updated: 8 November 2021",
        "Deadline: 8 November 2021",
        "It ended on 8 November 2021 in the capital city.",
    ):
        assert last_line([PROSE[0], line], DATING) is None
    assert last_line([], DATING) is None


@pytest.mark.parametrize(
    "title", ["Statement (May 15, 2020)", "Speech at the Council, 15 May 2020", "Remarks – Minsk, 15 May 2020",
              "Заявление (15 мая 2020 г.)", "Rede [15. Mai 2020]"],
)  # fmt: skip
def test_a_date_at_the_end_of_a_title(title: str) -> None:
    found = in_title(title, DATING)
    assert found
    assert (found.date, found.method) == ("2020-05-15", "title")


@pytest.mark.parametrize(
    "title", [None, "", "Statement", "On the events of 15 May 2020", "15 May 2020 is a good day", "Budget (2020)",
              "Meetings of 15 May 2020 and 16 May 2020"],
)  # fmt: skip
def test_a_title_that_speaks_of_a_date(title: str | None) -> None:
    assert in_title(title, DATING) is None


def test_what_may_be_a_line_of_a_date() -> None:
    assert is_date_line("Baku, 8 November 2021")
    assert not is_date_line("Baku")
    assert not is_date_line("The Ministry of the Republic thanks its partners of 2021")


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [
        ("Published: ", "", "published"),
        ("Published 1 May, updated ", "", "changed"),
        ("Dieser Beitrag wurde am ", " von der Pressestelle veröffentlicht", "published"),
        ("Baku, ", "", None),
        ("Последнее изменение: ", "", "changed"),
        ("Deadline: ", "", "other"),
        ("", " (updated)", "changed"),
        ("", " | Updated: ", None),
        ("Stand: ", "", "changed"),
        ("updatedness ", "", "changed"),
        ("The candidate ", "", None),
    ],
)
def test_what_labels_say(before: str, after: str, label: str | None) -> None:
    assert label_of(before, after) == label
