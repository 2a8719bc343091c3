"""Forms and periods: what is asked for each page, filled in to the last placeholder."""

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.discover import Ask, ListingPage, next_page, read_listing, start_of
from crawler.discover.forms import fields_of, json_body
from crawler.discover.periods import Span, eras_of, spans
from crawler.extract.tree import parse
from crawler.model.reading import Refusal
from crawler.model.source import Listing, Period
from tests.discover.pages import listing, page, source

TODAY = date(2026, 6, 20)
URL = "https://mfa.example/search"


def first(**fields: Any) -> Ask:
    return start_of(listing(**{"url": URL, **fields}), TODAY)


def second(**fields: Any) -> Ask:
    of = listing(**{"url": URL, "pagination": {"kind": "page"}, **fields})
    ask = next_page(URL, of, start_of(of, TODAY))
    assert ask is not None
    return ask


def test_a_get_form_is_asked_for_in_the_query() -> None:
    assert first(form={"q": "Ж & x", "lang": "en"}).url == f"{URL}?q=%D0%96+%26+x&lang=en"
    assert first(url=f"{URL}?type=1", form={"q": "x"}).url == f"{URL}?type=1&q=x"
    ask = second(form={"q": "x"})
    assert (ask.method, ask.url, ask.first) == ("GET", f"{URL}?q=x&page=2", False)


def test_a_post_form_is_sent_as_a_browser_sends_it() -> None:
    ask = first(method="POST", form={"q": "Ж", "page": "{n}"}, pagination={"kind": "page", "start": 0})
    assert (ask.method, ask.url, ask.content_type) == ("POST", URL, "application/x-www-form-urlencoded")
    assert parse_qsl(ask.body.decode()) == [("q", "Ж"), ("page", "0")]
    assert parse_qsl(second(method="POST", form={"q": "x"}).body.decode()) == [("q", "x"), ("page", "2")]
    assert second(method="POST", form={"event": "Page${n}"}).body == b"event=Page%242"


def test_a_json_form_keeps_numbers_lists_and_texts_apart() -> None:
    form = {"q": "news", "size": "20", "all": "true", "code": '"007"', "filter": '{"page": {n}, "types": ["a"]}'}
    ask = first(method="POST", send="json", form=form, pagination={"kind": "page", "start": 0})
    assert ask.content_type == "application/json"
    assert json.loads(ask.body) == {
        "q": "news",
        "size": 20,
        "all": True,
        "code": "007",
        "filter": {"page": 0, "types": ["a"]},
    }


@given(st.dictionaries(st.text(), st.text()))
def test_any_form_is_json_that_keeps_its_names(form: dict[str, str]) -> None:
    assert set(json.loads(json_body(form))) == set(form)


HIDDEN = (
    '<form><input type=hidden name=__VIEWSTATE value="a+b/c=="><input name=from value=2020><input type=submit name=go '
    "value=Go><input type=checkbox name=only value=1><textarea name=note>x\ny</textarea><select name=kind><option "
    "value=1>One<option value=2 selected>Two</select><select name=year><option>2026</select>"
    '<input name=__VIEWSTATE value="second"></form>'
)
CARRYING = {
    "url": URL,
    "method": "POST",
    "form": {"__VIEWSTATE": "{page:__VIEWSTATE}", "arg": "Page${n}"},
    "pagination": {"kind": "page"},
}


def test_the_fields_of_a_form_are_what_a_browser_would_send() -> None:
    root = parse(HIDDEN.encode())
    assert isinstance(root, etree._Element)
    assert fields_of(root) == {
        "__VIEWSTATE": "a+b/c==",
        "from": "2020",
        "note": "x\ny",
        "kind": "2",
        "year": "2026",
    }


def test_a_form_that_carries_fields_is_asked_for_first_and_gives_no_items() -> None:
    of = listing(**CARRYING)
    ask = start_of(of, TODAY)
    assert (ask.method, ask.url, ask.form) == ("GET", URL, True)
    found = read_listing(page(HIDDEN + "<li class=news><a href=/news/1>x</a>", URL), source(), of, ask)
    assert isinstance(found, ListingPage)
    assert (found.links, found.items) == ((), 0)
    (search,) = found.next
    assert parse_qsl(search.body.decode()) == [("__VIEWSTATE", "a+b/c=="), ("arg", "Page$1")]
    assert (search.first, search.number) == (True, 1)
    result = HIDDEN.replace("a+b/c==", "new") + "<li class=news><a href=/news/1>x</a>"
    found = read_listing(page(result, URL), source(), of, search)
    assert isinstance(found, ListingPage)
    assert parse_qsl(found.next[0].body.decode()) == [("__VIEWSTATE", "new"), ("arg", "Page$2")]


def test_a_form_without_the_field_is_a_finding_that_names_it() -> None:
    of = listing(**CARRYING)
    found = read_listing(page("<form><input name=other></form>", URL), source(), of, start_of(of, TODAY))
    assert isinstance(found, Refusal)
    assert found.reason.sentence.endswith("its form has no field '__VIEWSTATE'")


def test_a_token_is_carried_into_a_search_that_answers_in_json() -> None:
    of = Listing.model_validate(
        {
            **CARRYING,
            "format": "json",
            "send": "json",
            "items": "hits",
            "link": "url",
            "form": {"token": "{page:_csrf}", "page": "{n}"},
        }
    )
    found = read_listing(page('<input type=hidden name=_csrf value="t">', URL), source(), of, start_of(of, TODAY))
    assert isinstance(found, ListingPage)
    found = read_listing(page('{"hits": [{"url": "/news/1"}]}', URL, "application/json"), source(), of, found.next[0])
    assert isinstance(found, ListingPage)
    assert json.loads(found.next[0].body) == {"token": "t", "page": 2}
    assert found.next[0].accept == "application/json"


@pytest.mark.parametrize(
    ("period", "url", "expected"),
    [
        ({"unit": "year", "first": 2020}, "https://mfa.example/{year}/", "https://mfa.example/2026/"),
        ({"unit": "year", "first": 2020}, "https://mfa.example/n{yy}.html", "https://mfa.example/n26.html"),
        ({"unit": "year", "first": 2020}, "https://mfa.example/{era}.html", "https://mfa.example/r08.html"),
        ({"unit": "month", "first": 2020}, "https://mfa.example/{year}/{mm}", "https://mfa.example/2026/06"),
        ({"unit": "month", "first": 2020}, "https://mfa.example/?m={month}&y={yy}", "https://mfa.example/?m=6&y=26"),
    ],
)
def test_a_period_fills_its_place_in_the_address(period: dict[str, Any], url: str, expected: str) -> None:
    assert first(url=url, period=period).url == expected


def test_a_period_fills_its_place_in_a_form_and_in_the_following_pages() -> None:
    of = listing(
        url="https://mfa.example/{year}/",
        period={"unit": "year", "first": 2020},
        pagination={"kind": "page", "url": "https://mfa.example/{year}/page/{n}"},
    )
    ask = next_page("https://mfa.example/2026/", of, start_of(of, TODAY))
    assert ask is not None
    assert (ask.url, ask.period) == ("https://mfa.example/2026/page/2", Span(2026, 0, "r08"))
    posted = first(method="POST", form={"y": "{year}", "m": "{mm}"}, period={"unit": "month", "first": 2020})
    assert posted.body == b"y=2026&m=06"


def test_months_go_back_from_today_to_the_first_year() -> None:
    found = list(spans(Period(unit="month", first=2025), TODAY))
    assert [(span.year, span.month) for span in found] == [
        *((2026, month) for month in range(6, 0, -1)),
        *((2025, month) for month in range(12, 0, -1)),
    ]


@pytest.mark.parametrize(
    ("year", "month", "eras"),
    [
        (2026, 0, ["r08"]),
        (2019, 0, ["r01", "h31"]),
        (2019, 4, ["h31"]),
        (2019, 5, ["r01"]),
        (1989, 0, ["h01", "s64"]),
        (1989, 1, ["h01", "s64"]),
        (1926, 12, ["s01", "t15"]),
        (1868, 0, ["m01"]),
        (1850, 0, [""]),
    ],
)
def test_a_year_in_which_an_era_ended_has_two(year: int, month: int, eras: list[str]) -> None:
    assert eras_of(year, month) == eras


def test_an_archive_by_era_has_a_page_for_each() -> None:
    found = [span.era for span in spans(Period(unit="year", first=2018), TODAY, eras=True)]
    assert found == ["r08", "r07", "r06", "r05", "r04", "r03", "r02", "r01", "h31", "h30"]
    assert len(list(spans(Period(unit="year", first=2018), TODAY))) == 9
