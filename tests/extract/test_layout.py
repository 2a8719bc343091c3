"""Reading by a layout: which one, and what its rules find."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Hint, Page, Reading, Refusal
from crawler.model.source import Source
from tests.extract.pages import PROSE, URL, article, document, layout, page, paragraphs_html, source

TITLE = "Statement on the opening of the crossing"


def read(captured: Page, by: Source) -> Reading:
    found = extract(captured, by)
    assert isinstance(found, Reading), found
    return clean(found)


def refused(captured: Page, by: Source | None) -> str:
    found = extract(captured, by)
    assert isinstance(found, Refusal), found
    return found.reason.code


def test_every_field_says_how_it_was_found() -> None:
    by = source(
        layout(
            number={"of": "title", "pattern": r"^No:(\d+/\d+)"},
            kind={"of": "url", "pattern": r"/(news)/"},
            speakers=[{"css": "p.by", "many": True}],
            tags=[{"css": "a.tag", "many": True}],
        ),
        kinds={"news": "press_release"},
    )
    more = '<p class=by>V. Minister</p><a class=tag href="/t/1">Trade</a> <a class=tag href="/t/2">Roads</a>'
    reading = read(page(article("No:438/23, " + TITLE, more=more)), by)
    assert reading.title == "No:438/23, " + TITLE
    assert (reading.number, reading.kind, reading.kind_raw, reading.language) == (
        "438/23",
        "press_release",
        "news",
        "en",
    )
    assert (reading.speakers, reading.tags) == (("V. Minister",), ("Trade", "Roads"))
    assert reading.published is not None
    assert (reading.published.date, reading.published.raw) == ("2021-11-08", "8 November 2021")
    assert reading.body.paragraphs[:3] == PROSE
    assert (reading.layout, reading.charset, reading.warnings) == ("main", "utf-8", ())
    assert reading.fields == {
        "title": "selector",
        "body": "selector",
        "published": "selector",
        "language": "html",
        "number": "title",
        "kind": "url",
        "speakers": "selector",
        "tags": "selector",
    }


@pytest.mark.parametrize(("count", "html"), [(0, "<h2>T</h2>"), (2, "<h1>One title</h1><h1>Another title</h1>")])
def test_a_title_that_does_not_match_once_is_null_and_a_finding(count: int, html: str) -> None:
    body = f"{html}<p class=date>8 November 2021</p><div class=text>{paragraphs_html(PROSE)}</div>"
    reading = read(page(document(body)), source())
    assert reading.title is None
    assert reading.warnings == (f"title: h1 matched {count} elements",)
    assert "title" not in reading.fields


def test_a_title_without_text_is_a_finding() -> None:
    html = article().replace(f"<h1>{TITLE}</h1>", "<h1>&nbsp;</h1>")
    assert read(page(html), source()).warnings == ("title: h1 holds no text",)


@pytest.mark.parametrize(("count", "more"), [(0, ""), (2, "<div class=text>a</div><div class=text>b</div>")])
def test_a_body_that_does_not_match_once_is_no_reading(count: int, more: str) -> None:
    html = article().replace("<div class=text>", "<div class=other>").replace("</main>", more + "</main>")
    found = extract(page(html), source())
    assert isinstance(found, Refusal)
    assert found.reason.code == "layout.mismatch"
    assert found.reason.sentence == f"layout main of xx_mfa: body: div.text matched {count} elements on {URL}"


def test_rules_are_tried_in_order_and_an_earlier_zero_is_no_finding() -> None:
    reading = read(page(article()), source(layout(title=["h1.headline", "h1"])))
    assert (reading.title, reading.warnings) == (TITLE, ())


def test_an_earlier_rule_that_matches_several_is_a_finding() -> None:
    reading = read(page(article()), source(layout(title=["main p", "h1"])))
    assert reading.title == TITLE
    assert reading.warnings == ("title: main p matched 4 elements",)


def test_many_elements_are_joined_in_the_order_of_the_page_and_none_is_read_twice() -> None:
    by = source(layout(body=[{"css": "div.text, div.text p, p.lead", "many": True}]))
    html = article().replace("<div class=text>", "<p class=lead>The lead of the statement.</p><div class=text>")
    assert read(page(html), by).body.paragraphs == ("The lead of the statement.", *PROSE)


def test_removed_elements_are_in_neither_body_nor_title() -> None:
    by = source(layout(remove=[".share", "h1 time"]))
    html = article(more="<div class=share><p>Tell everyone about it</p></div><p>Last.</p>")
    html = html.replace(f"<h1>{TITLE}", f"<h1><time>8 May</time> {TITLE}")
    reading = read(page(html), by)
    assert reading.title == TITLE
    assert reading.body.paragraphs == (*PROSE, "Last.")


def test_a_rule_may_select_what_is_removed_from_the_body() -> None:
    by = source(layout(date="div.text time", remove="div.text time"))
    reading = read(page(article(more="<h3><time>8 November 2021</time></h3>")), by)
    assert reading.published is not None
    assert reading.body.paragraphs == PROSE


def test_the_body_ends_before_a_stop_paragraph() -> None:
    by = source(layout(stop=["^About the Ministry"]))
    reading = read(page(article(more="<h2>About the Ministry</h2><ul><li>It was founded.</li></ul>")), by)
    assert reading.body.paragraphs == PROSE
    assert "founded" not in reading.body.html


class TestDates:
    """The page's date and nothing that only looks like it."""

    RULES: Any = [  # noqa: RUF012 - read by every test, written by none
        {"of": "title", "pattern": r"\((\w+ \d+, \d{4})\)$"},
        {"of": "last_paragraph", "pattern": r"^\w+ \d{1,2}, \d{4}$"},
        {"of": "first_paragraph", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    ]

    def by(self, **more: Any) -> Source:
        return source(layout(date=self.RULES, **more))

    def test_date_only_in_the_title(self) -> None:
        reading = read(page(article(TITLE + " (May 15, 2020)")), self.by())
        assert reading.published is not None
        assert (reading.published.date, reading.published.method) == ("2020-05-15", "title")
        assert reading.title == TITLE + " (May 15, 2020)"

    def test_date_only_as_the_last_line_leaves_the_body(self) -> None:
        reading = read(page(article(more="<p align=right>December 6, 2021</p>")), self.by())
        assert reading.published is not None
        assert (reading.published.date, reading.published.method) == ("2021-12-06", "body")
        assert reading.body.paragraphs == PROSE
        assert "December" not in reading.body.html

    def test_date_as_the_first_line_leaves_the_body(self) -> None:
        reading = read(page(article(texts=("2021-11-08", *PROSE))), self.by())
        assert reading.published is not None
        assert (reading.published.date, reading.published.method) == ("2021-11-08", "body")
        assert reading.body.paragraphs == PROSE

    def test_a_last_sentence_with_a_date_is_no_date_line(self) -> None:
        reading = read(page(article(more="<p>It enters into force on December 6, 2021</p>")), self.by())
        assert reading.published is None

    def test_nowhere_a_date_is_null_with_a_warning(self) -> None:
        reading = read(page(article()), self.by())
        assert reading.published is None
        assert reading.warnings == ("date: the page states none",)
        assert "published" not in reading.fields

    def test_todays_date_in_the_header_and_a_last_change_in_the_footer_are_not_the_date(self) -> None:
        html = article().replace("<p class=date>8 November 2021</p>", "")
        reading = read(page(html), source())
        assert reading.published is None
        assert reading.warnings == ("date: p.date matched 0 elements", "date: the page states none")

    def test_the_listings_date_is_used_where_the_page_is_silent(self) -> None:
        hint = Hint("https://www.mfa.example/en/news", date="8 November 2021")
        reading = read(page(article(), hint=hint), self.by())
        assert reading.published is not None
        assert (reading.published.date, reading.published.method) == ("2021-11-08", "listing")
        assert reading.fields["published"] == "listing"

    def test_the_listings_date_is_read_in_the_listings_order(self) -> None:
        hint = Hint("https://www.mfa.example/en/news", date="05/12/2021")
        for orders, expected in ((["MDY"], "2021-05-12"), (["DMY", "DMY"], "2021-12-05"), (["MDY", "DMY"], None)):
            listings = [
                {"url": "https://{host}/l", "items": "li", "date": "time", "date_order": order} for order in orders
            ]
            reading = read(page(article(), hint=hint), source(layout(date=self.RULES), listings=listings))
            assert (reading.published.date if reading.published else None) == expected

    def test_the_page_outweighs_its_listing(self) -> None:
        hint = Hint("https://www.mfa.example/en/news", title="Another title", date="9 November 2021")
        reading = read(page(article(), hint=hint), source())
        assert (reading.title, reading.published and reading.published.date) == (TITLE, "2021-11-08")

    def test_two_dates_that_disagree_are_reported_and_the_first_rule_wins(self) -> None:
        html = article(TITLE + " (May 15, 2020)", more="<p>May 16, 2020</p>")
        reading = read(page(html), self.by())
        assert reading.published is not None
        assert reading.published.date == "2020-05-15"
        assert reading.warnings == ("date: 2020-05-15 (title) and 2020-05-16 (body) disagree",)

    @pytest.mark.parametrize(
        ("shown", "why"),
        [
            ("31 February 2021", "is an impossible date"),
            ("8 November 2031", "lies after the capture"),
            ("8 May 2021 / 9 May 2021", "states several dates"),
            ("recently", "states no date"),
        ],
    )
    def test_what_is_no_date_is_null_and_says_why(self, shown: str, why: str) -> None:
        reading = read(page(article(date=shown)), source())
        assert reading.published is None
        assert reading.warnings == (f"date: {shown!r} {why} (selector)",)

    def test_time_and_zone_are_kept(self) -> None:
        reading = read(page(article(date="08-11-2021 - 17:10")), source())
        assert reading.published is not None
        assert (reading.published.time, reading.published.timezone, reading.published.precision) == (
            "17:10",
            "Asia/Baku",
            "minute",
        )

    def test_the_order_of_numbers_is_the_layouts(self) -> None:
        for order, expected in (("DMY", "2021-12-05"), ("MDY", "2021-05-12")):
            reading = read(page(article(date="05/12/2021")), source(layout(date_order=order)))
            assert reading.published is not None
            assert reading.published.date == expected


class TestChoice:
    """The layout of the capture's date, site, address and page."""

    LAYOUTS: Any = (
        layout(id="old", body="div.old", until=date(2023, 6, 30)),
        layout(id="new", body="div.text"),
    )

    def test_a_capture_before_the_relaunch_is_read_by_the_old_layout(self) -> None:
        html = article().replace("<div class=text>", "<div class=old>")
        by = source(*self.LAYOUTS)
        for day, code in (
            (datetime(2023, 6, 30, 23, 59, tzinfo=UTC), "old"),
            (datetime(2022, 1, 1, tzinfo=UTC), "old"),
        ):
            assert read(page(html, captured=day), by).layout == code
        assert refused(page(html, captured=datetime(2023, 7, 1, tzinfo=UTC)), by) == "layout.mismatch"
        assert read(page(article(), captured=datetime(2023, 7, 1, tzinfo=UTC)), by).layout == "new"

    def test_the_order_in_the_file_does_not_matter_for_periods(self) -> None:
        html = article().replace("<div class=text>", "<div class=old>")
        captured = datetime(2023, 1, 1, tzinfo=UTC)
        assert read(page(html, captured=captured), source(*reversed(self.LAYOUTS))).layout == "old"

    def test_requires_passes_a_layout_over(self) -> None:
        by = source(layout(id="a", requires="body.skin-a"), layout(id="b", requires="div.text"))
        assert read(page(article()), by).layout == "b"

    def test_sites_and_roles_choose(self) -> None:
        by = source(layout(id="m", sites="mission"), layout(id="w", sites=["mfa.example"]))
        assert read(page(article(), url="https://sofia.mfa.example/en/news/1/x"), by).layout == "m"
        assert read(page(article(), url="https://www.mfa.example/en/news/1"), by).layout == "w"

    def test_addresses_choose(self) -> None:
        by = source(layout(id="s", urls="/speeches/"), layout(id="n", urls="/news/"))
        assert read(page(article()), by).layout == "n"

    def test_a_page_that_no_layout_fits_is_refused(self) -> None:
        by = source(layout(requires="body.skin-a"))
        found = extract(page(article()), by)
        assert isinstance(found, Refusal)
        assert found.reason.code == "layout.none"
        assert found.reason.sentence == f"no layout of xx_mfa fits {URL}"

    def test_a_site_that_no_layout_is_for_is_read_generically(self) -> None:
        reading = read(page(article(), url="https://sofia.mfa.example/en/news/1/x"), source(layout(sites="main")))
        assert (reading.layout, reading.title, reading.body.paragraphs) == (None, TITLE, PROSE)

    def test_a_drafted_layout_that_does_not_fit_gives_way_to_generic_reading(self) -> None:
        html = article().replace("<div class=text>", "<div class=other>")
        assert read(page(html), source(layout(drafted=True))).layout is None
        assert read(page(article()), source(layout(drafted=True))).layout == "main"
        assert refused(page(html), source(layout())) == "layout.mismatch"


def test_a_number_is_read_from_the_slug_where_the_title_has_none() -> None:
    rules = [
        {"of": "title", "pattern": r"^No:(\d+/\d+)"},
        {"of": "url", "pattern": r"/no(\d{3})(\d{2})(?=-|/|$)", "template": r"\1/\2"},
    ]
    by = source(layout(number=rules))
    assert read(page(article(), url="https://www.mfa.example/en/news/3605/no43823-beyanati"), by).number == "438/23"
    assert (
        read(page(article("No:097/22, Information"), url="https://www.mfa.example/en/news/no09822"), by).number
        == "097/22"
    )
    assert read(page(article(), url="https://www.mfa.example/en/news/no"), by).number is None


def test_an_unknown_kind_is_kept_raw_and_reported() -> None:
    by = source(layout(kind={"of": "title", "pattern": "(opening)"}))
    reading = read(page(article("On the opening of the crossing")), by)
    assert (reading.kind, reading.kind_raw) == (None, "opening")
    assert reading.warnings == ("kind: 'opening' is not among the kinds of xx_mfa",)


def test_where_a_label_is_unknown_the_title_may_still_tell_and_the_label_is_reported() -> None:
    reading = read(page(article()), source(layout(kind={"of": "title", "pattern": "(crossing)"})))
    assert (reading.kind, reading.kind_raw, reading.fields["kind"]) == ("statement", "Statement", "title")
    assert reading.warnings == ("kind: 'crossing' is not among the kinds of xx_mfa",)


def test_the_listings_title_is_used_where_the_page_has_none() -> None:
    html = article().replace("<h1>", "<h4>").replace("</h1>", "</h4>")
    reading = read(page(html, hint=Hint("https://www.mfa.example/en/news", title="As listed")), source())
    assert (reading.title, reading.fields["title"]) == ("As listed", "listing")
    assert reading.warnings == ("title: h1 matched 0 elements",)


def test_a_statement_that_is_only_a_document_keeps_its_title_and_the_link() -> None:
    reading = read(page(article(texts=(), more='<a href="/files/statement.pdf"></a>')), source())
    assert (reading.title, reading.body.text) == (TITLE, "")
    assert [item.url for item in reading.attachments] == ["https://www.mfa.example/files/statement.pdf"]
    assert reading.warnings == ("body: no text; the statement may be the attached document",)


def test_a_body_with_nothing_but_its_title_is_empty() -> None:
    assert refused(page(article(texts=("", TITLE, "---"))), source()) == "content.empty"


def test_a_missing_page_under_status_200_is_refused_though_the_layout_fits() -> None:
    assert (
        refused(page(article("Page not found", ("The page you asked for was moved.",))), source()) == "content.soft404"
    )
    assert read(page(article("Page not found: what the audit says of our archive", PROSE * 4)), source()).title
