"""The figures that the reading of real captured pages must reach: no source's layout, and with layouts."""

from pathlib import Path

import pytest

from crawler.sources import load_sources
from tests.truth.index import Truth, read_index
from tests.truth.readers import read, source_for
from tests.truth.score import Table


@pytest.fixture(scope="module")
def articles(shared: Path) -> list[Truth]:
    return [row for row in read_index(shared / "pages") if row.kind == "article"]


@pytest.fixture(scope="module")
def generic(articles: list[Truth]) -> Table:
    table = Table()
    for row in articles:
        table.add(row, read(row.page(), None))
    return table


def test_without_layouts_at_most_one_title_is_wrong(generic: Table) -> None:
    assert (generic.total("title", "wrong") + generic.total("title", "null")) <= 1, generic.misses


def test_without_layouts_no_date_is_false_and_at_most_one_is_missing(generic: Table) -> None:
    assert generic.total("date", "wrong") == 0, generic.misses
    assert generic.total("date", "null") <= 1, generic.misses
    assert generic.total("date", "right") >= 32


def test_without_layouts_at_most_two_bodies_have_wrong_ends(generic: Table) -> None:
    wrong = {miss.partition(": ")[0] for miss in generic.misses if ": first " in miss or ": last " in miss}
    assert len(wrong) <= 2, wrong
    assert generic.total("first", "right") >= 33


def test_without_layouts_the_language_is_right_but_where_the_table_says_that_english_is_korean(generic: Table) -> None:
    wrong = [miss.partition(": ")[0] for miss in generic.misses if ": language " in miss]
    assert wrong == ["news-nonlatin/newspaper4k_yna_co_kr.html"]


def test_with_layouts_everything_is_right(articles: list[Truth]) -> None:
    sources, table = load_sources(), Table()
    for row in articles:
        source = source_for(row.url, sources)
        if source:
            table.add(row, read(row.page(), source))
    assert table.misses == []
    assert table.total("title", "right") >= 20
