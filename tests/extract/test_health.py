"""Health: a layout that stops fitting is seen over a run, and chance is not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract, tree_of
from crawler.extract.health import drifts, note_reading
from crawler.extract.reader import Tree
from crawler.model.reading import Reading
from crawler.model.run import Filled
from crawler.model.source import Expectations, Source
from tests.extract.pages import article, page

SOURCE = Source.model_validate(
    {
        "id": "xx_mfa",
        "name": "The ministry",
        "country": "XA",
        "languages": ["en"],
        "timezone": "UTC",
        "sites": [{"host": "www.mfa.example"}],
        "layouts": [{"id": "2024", "title": "h1", "date": ".stamp", "body": ".text"}],
    }
)


def filled(pages: int, **fields: int) -> Filled:
    return Filled(pages=pages, fields=fields)


def read(html: str, source: Source = SOURCE) -> dict[str, Filled]:
    layouts: dict[str, Filled] = {}
    shown = page(html)
    tree = tree_of(shown)
    assert isinstance(tree, Tree)
    note_reading(layouts, extract(shown, source, tree), shown, source, tree)
    return layouts


def test_what_a_page_fills_is_counted_and_what_it_lacks_has_an_example() -> None:
    (counted,) = read(article()).values()
    assert counted.pages == 1
    assert {"read", "body"} <= set(counted.fields)
    missing = counted.missing["published"]
    assert missing.finding is not None
    assert ".stamp matched 0 elements" in missing.finding
    assert missing.instead is not None
    assert "2021-11-08" in missing.instead


def test_a_layout_that_cannot_read_the_page_is_counted_as_unread() -> None:
    (counted,) = read(article().replace("class=text", "class=prose").replace('class="text"', "class=prose")).values()
    assert (counted.pages, counted.fields) == (1, {})
    assert counted.missing["read"].instead is not None


def test_an_answer_of_an_api_and_a_page_without_a_layout_are_counted_too() -> None:
    layouts: dict[str, Filled] = {}
    answer = page('{"base_path": "/x"}', content_type="application/json")
    reading = extract(page(article()), None)
    assert isinstance(reading, Reading)
    note_reading(layouts, replace(reading, layout="family.govuk"), answer, SOURCE, None)
    note_reading(layouts, replace(reading, layout=None, fields={"body": "document"}), answer, SOURCE, None)
    assert {name: item.pages for name, item in layouts.items()} == {"family.govuk": 1, "document": 1}
    assert layouts["document"].missing["title"].instead is None
    before = [{"family.govuk": filled(30, read=30, published=30)}]
    (drift,) = drifts({"family.govuk": filled(10, read=10)}, before, Expectations())
    assert "without the layout" not in drift.sentence


def test_a_field_that_stops_being_filled_is_told_with_selector_and_remedy() -> None:
    before = [{"2024": filled(30, read=30, title=30, published=30)}]
    now = {"2024": filled(10, read=10, title=10, published=0)}
    (drift,) = drifts(now, before, Expectations())
    assert (drift.layout, drift.field, drift.share, drift.before) == ("2024", "published", 0.0, 1.0)
    assert "published filled on 0 of 10 pages, 100% in earlier runs" in drift.sentence


def test_two_pages_without_a_field_among_many_are_chance() -> None:
    before = [{"2024": filled(100, read=100, number=90)}]
    assert not list(drifts({"2024": filled(10, read=10, number=7)}, before, Expectations()))


def test_without_a_history_the_expectations_decide() -> None:
    now = {"2024": filled(5, read=5, title=5, published=3)}
    assert not list(drifts(now, [], Expectations()))
    (drift,) = drifts(now, [], Expectations(fields={"date": 0.9}))
    assert drift.field == "published"
    assert "90% as the source expects" in drift.sentence


def test_a_relaunch_that_no_layout_fits_is_one_finding() -> None:
    before = [{"2024": filled(40, read=40, title=40)}]
    (drift,) = drifts({"none": filled(12)}, before, Expectations())
    assert "a layout fits 0 of 12 pages" in drift.sentence


@given(st.integers(20, 300), st.integers(1, 60), st.data())
def test_a_share_that_does_not_fall_is_never_a_drift(past: int, pages: int, data: st.DataObject) -> None:
    usual = data.draw(st.integers(0, past))
    least = -(-usual * pages // past)
    count = data.draw(st.integers(min(least, pages), pages))
    assert not list(drifts({"a": filled(pages, title=count)}, [{"a": filled(past, title=usual)}], Expectations()))
