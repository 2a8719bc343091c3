"""Reading pages without a layout."""

import json

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Hint, Page, Reading
from tests.extract.pages import PROSE, article, document, page, paragraphs_html

TITLE = "Statement on the opening of the crossing"


def read(captured: Page) -> Reading:
    found = extract(captured, None)
    assert isinstance(found, Reading), found
    return clean(found)


def json_ld(**more: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **more}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def statement(
    head: str = "", before: str = "", after: str = "", more: str = "", title: str = f"{TITLE} | Ministry"
) -> str:
    body = f"<main><article>{before}<h1>{TITLE}</h1>{after}{paragraphs_html(PROSE)}{more}</article></main>"
    return document(body, title=title, head=head)


def test_a_generic_reading_is_marked_as_such() -> None:
    reading = read(page(article()))
    assert (reading.layout, reading.title, reading.language) == (None, TITLE, "en")
    assert reading.body.paragraphs == PROSE
    assert reading.fields == {
        "body": "heuristic",
        "title": "heuristic",
        "language": "html",
        "published": "heuristic",
        "kind": "title",
    }


class TestTitle:
    def test_a_heading_that_the_page_does_not_call_itself_is_chrome(self) -> None:
        html = document(
            f"<h1>News Releases</h1><main><h2>{TITLE}</h2>{paragraphs_html(PROSE)}</main>", title=f"{TITLE} - Ministry"
        )
        assert read(page(html)).title == TITLE

    def test_twelve_first_headings(self) -> None:
        chrome = "".join(f"<h1>Section number {number}</h1>" for number in range(11))
        html = document(f"{chrome}<h1>{TITLE}</h1>{paragraphs_html(PROSE)}", title=f"{TITLE} - Ministry")
        assert read(page(html)).title == TITLE

    def test_time_within_the_heading_is_no_part_of_it(self) -> None:
        html = statement().replace(f"<h1>{TITLE}", f"<h1><time>8 November 2021</time>{TITLE}")
        reading = read(page(html))
        assert reading.title == TITLE
        assert reading.published is not None
        assert reading.published.date == "2021-11-08"

    def test_without_a_heading_the_sites_name_is_taken_off(self) -> None:
        head = (
            f'<meta property="og:site_name" content="Ministry"><meta property="og:title" content="{TITLE} | Ministry">'
        )
        html = document(f"<main>{paragraphs_html(PROSE)}</main>", title=f"{TITLE} | Ministry", head=head)
        reading = read(page(html))
        assert (reading.title, reading.fields["title"]) == (TITLE, "meta")

    def test_json_ld_names_it(self) -> None:
        html = document(f"<main>{paragraphs_html(PROSE)}</main>", head=json_ld())
        reading = read(page(html))
        assert (reading.title, reading.fields["title"]) == (TITLE, "json-ld")

    def test_the_listing_names_it_where_the_page_does_not(self) -> None:
        html = document(f"<main>{paragraphs_html(PROSE)}</main>")
        reading = read(page(html, hint=Hint("https://www.mfa.example/en/news", title=TITLE)))
        assert (reading.title, reading.fields["title"]) == (TITLE, "listing")


class TestDate:
    def date(self, html: str, hint: Hint | None = None) -> tuple[str, str] | None:
        reading = read(page(html, hint=hint))
        assert reading.fields.get("published") == (reading.published.method if reading.published else None)
        return (reading.published.date, reading.published.method) if reading.published else None

    def test_shown_beside_the_title(self) -> None:
        assert self.date(statement(after="<p>Baku, 8 November 2021</p>")) == ("2021-11-08", "heuristic")
        assert self.date(statement(before="<div>2021-11-08</div>")) == ("2021-11-08", "heuristic")

    def test_said_for_machines(self) -> None:
        assert self.date(statement(json_ld(datePublished="2021-11-08T09:00:00+04:00"))) == ("2021-11-08", "json-ld")
        meta = '<meta property="article:published_time" content="2021-11-08T09:00:00+04:00">'
        assert self.date(statement(meta)) == ("2021-11-08", "meta")

    def test_in_the_title_or_as_the_last_line(self) -> None:
        dated = f"{TITLE} (May 15, 2020)"
        assert self.date(statement().replace(TITLE, dated)) == ("2020-05-15", "title")
        assert self.date(statement(more="<p>December 6, 2021</p>")) == ("2021-12-06", "body")

    def test_the_listings_where_the_page_is_silent(self) -> None:
        hint = Hint("https://www.mfa.example/en/news", date="8 November 2021")
        assert self.date(statement(), hint) == ("2021-11-08", "listing")

    @pytest.mark.parametrize(
        "html",
        [
            statement(),
            statement(
                '<meta name="dcterms.date" content="2021-11-08"><meta name="last-modified" content="2021-11-08">'
            ),
            statement('<meta property="article:modified_time" content="2021-11-08T09:00:00Z">'),
            statement(json_ld(dateModified="2021-11-08", dateCreated="2021-11-07")),
            statement('<script type="application/ld+json">{"@type":"WebPage","datePublished":"2021-11-08"}</script>'),
            statement(after="<p>Last updated: 8 November 2021</p>"),
            statement(after="<p>8 November 2021 to 10 November 2021</p>"),
            statement(after="<p>05/12/2021</p>"),
            statement(more="<p>The agreement was signed on 8 November 2021.</p>"),
        ],
    )
    def test_what_is_not_the_date_of_publication(self, html: str) -> None:
        assert self.date(html) is None

    def test_other_statements_beside_the_text_do_not_lend_theirs(self) -> None:
        related = "".join(f"<li><a href='/n/{n}'>Other</a> <time>{n} May 2021</time></li>" for n in range(1, 5))
        html = statement().replace("</main>", f"</main><aside><h2>More</h2><ul>{related}</ul></aside>")
        assert self.date(html) is None

    def test_todays_date_in_the_header_is_not_it(self) -> None:
        html = statement().replace("<main>", "<header><div>Saturday</div><div>1 June 2024</div></header><main>")
        assert (
            self.date(html.replace("<article>", "<nav>a</nav><div>Home</div><div>News</div><div>x</div><article>"))
            is None
        )

    def test_the_day_of_the_visit_above_the_title_is_not_it(self) -> None:
        for shown in ("Saturday, 1 June 2024", "31 May 2024"):
            assert self.date(statement(before=f"<div>{shown}</div>")) is None
            assert self.date(statement(before=f"<div>{shown}</div>", after="<p>8 November 2021</p>")) == (
                "2021-11-08",
                "heuristic",
            )
        assert self.date(statement(after="<p>1 June 2024</p>")) == ("2024-06-01", "heuristic")

    def test_two_that_contradict_each_other_are_none_and_reported(self) -> None:
        reading = read(page(statement(json_ld(datePublished="2020-01-05"), after="<p>8 November 2021</p>")))
        assert reading.published is None
        assert any("2021-11-08" in note and "2020-01-05" in note and "neither" in note for note in reading.warnings)

    def test_a_clock_in_another_zone_is_no_contradiction_and_the_shown_day_wins(self) -> None:
        html = statement(json_ld(datePublished="2021-11-07T21:30:00Z"), after="<p>8 November 2021</p>")
        assert self.date(html) == ("2021-11-08", "heuristic")


@pytest.mark.parametrize(
    "script",
    ["{", "[]", '"x"', "[[[[", "null", '{"@graph": [1, {"@type": 5}]}', '{"@type": "NewsArticle", "headline": {}}'],
)
def test_json_ld_that_makes_no_sense_is_passed_over(script: str) -> None:
    assert read(page(statement(f'<script type="application/ld+json">{script}</script>'))).title == TITLE


def test_documents_and_translations_are_found() -> None:
    html = statement(
        '<link rel=alternate hreflang=ru href="/ru/news/z">',
        more='<p>See <a href="/files/annex.pdf">the annex to it</a> too.</p>',
    )
    reading = read(page(html))
    assert [item.url for item in reading.attachments] == ["https://www.mfa.example/files/annex.pdf"]
    assert [item.url for item in reading.translations] == ["https://www.mfa.example/ru/news/z"]


@pytest.mark.parametrize(
    "label", ["Published:", "Publisert:", "Gepubliceerd op:", "Ngày đăng", "第081號", "2024 m. kovo 14 d.",
              "14 сакавіка 2024 г.", "ថ្ងៃទី១៤ ខែមីនា ឆ្នាំ២០២៤"],
)  # fmt: skip
def test_a_label_without_its_value_is_no_first_paragraph(label: str) -> None:
    body = f"<main><h1>{TITLE}</h1><div><p>{label}</p>{paragraphs_html(PROSE)}</div></main>"
    assert read(page(document(body, title=TITLE))).body.paragraphs == PROSE
