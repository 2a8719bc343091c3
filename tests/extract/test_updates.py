"""The date of the last change: what the page states of it is read, and nothing else is taken for it."""

import json

import pytest

from crawler.extract import extract
from crawler.model.reading import Reading
from crawler.model.source import Source
from crawler.model.statement import Published
from tests.extract.pages import article, layout, page, source

SOURCE = source()


def updated(html: str, by: Source | None = None) -> Published | None:
    found = extract(page(html), by)
    assert isinstance(found, Reading), found
    assert found.published is not None
    assert found.published.date == "2021-11-08"
    assert ("updated" in found.fields) is (found.updated is not None)
    return found.updated


def day(html: str, by: Source | None = None) -> str | None:
    found = updated(html, by)
    return found.date if found else None


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Last updated: 10 November 2021", "en"),
        ("Updated on 10 November 2021", "en"),
        ("Zuletzt geändert am 10. November 2021", "de"),
        ("Stand: 10. November 2021", "de"),
        ("Mis à jour le 10 novembre 2021", "fr"),
        ("Última actualización: 10 de noviembre de 2021", "es"),
        ("Обновлено 10 ноября 2021 г.", "ru"),
        ("最終更新日:2021年11月10日", "ja"),
    ],
)
def test_what_readers_are_shown_is_read(line: str, lang: str, by: Source | None) -> None:
    assert day(article(more=f"<p class=changed>{line}</p>", lang=lang), by) == "2021-11-10"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2021-11-10T08:00:00+01:00">',
        '<meta name="DCTERMS.modified" content="2021-11-10">',
    ],
)
@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
def test_what_is_said_for_machines_is_read_where_readers_are_shown_nothing(head: str, by: Source | None) -> None:
    assert day(article(head=head), by) == "2021-11-10"
    shown = article(head=head, more="<p>Updated: 12 November 2021</p>")
    assert day(shown, by) == "2021-11-12"


def test_json_ld_of_the_article_is_read() -> None:
    said = {"@type": "NewsArticle", "headline": "x", "datePublished": "2021-11-08", "dateModified": "2021-11-10"}
    assert day(article(head=f'<script type="application/ld+json">{json.dumps(said)}</script>')) == "2021-11-10"


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
@pytest.mark.parametrize(
    "more",
    [
        "",
        "<p>Page printed on 10 November 2021</p>",
        "<p>Retrieved 10 November 2021</p>",
        "<p>Updated: 3 November 2021</p>",  # before it was published: another's
        "<p>Updated: 10 November 2021</p><p>Updated: 11 November 2021</p>",  # which of them?
        "<p>Updated: November 2021</p>",
        "<p>Updated: 10 November 2035</p>",
        "<p>The treaty was amended on 10 November 2021, and the parties have since kept to what they agreed in it, as"
        " the ministry has said on more than one occasion in the course of the past weeks and months.</p>",
    ],
    ids=["none", "printed", "retrieved", "earlier", "two", "month", "future", "prose"],
)
def test_what_is_no_stated_change_is_none(more: str, by: Source | None) -> None:
    assert day(article(more=more), by) is None


def test_the_frame_of_the_site_is_not_the_page() -> None:
    foot = "<footer><p>Site updated: 10 November 2021</p></footer>"
    assert day(article().replace("</main>", f"</main>{foot}")) is None
    foot = "<footer><p>This page was last updated on 10 November 2021</p></footer>"
    assert day(article().replace("</main>", f"</main>{foot}")) == "2021-11-10"


def test_a_layout_may_name_the_place() -> None:
    by = source(layout(updated="p.rev", remove=["p.rev"]))
    found = updated(article(more="<p class=rev>12.11.2021</p><p>Updated: 10 November 2021</p>"), by)
    assert found is not None
    assert (found.date, found.method) == ("2021-11-12", "selector")


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
@pytest.mark.parametrize(
    "more",
    [
        '<p>Updated <time datetime="2021-11-10T09:00:00Z">10 November 2021</time></p>',
        "<p><span>Last updated:</span> <span>10 November 2021</span></p>",
        "<dl><dt>Last updated</dt><dd>10 November 2021</dd></dl>",
        "<p>Published 8 November 2021, last updated 10 November 2021</p>",
    ],
    ids=["time", "span", "terms", "beside publication"],
)
def test_a_day_apart_from_its_label_is_read(more: str, by: Source | None) -> None:
    assert day(article(more=more), by) == "2021-11-10"


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Datum der letzten Änderung: 10. November 2021", "de"),
        ("Fecha de actualización: 10 de noviembre de 2021", "es"),
        ("Data da atualização: 10 de novembro de 2021", "pt"),
        ("Дата обновления: 10 ноября 2021", "ru"),
        ("Дата останнього оновлення: 10 листопада 2021", "uk"),
        ("更新时间:2021-11-10", "zh"),
        ("更新日期:2021年11月10日", "zh"),
    ],
)
def test_labels_that_name_the_date_of_the_update_are_known(line: str, lang: str, by: Source | None) -> None:
    assert day(article(more=f"<p>{line}</p>", lang=lang), by) == "2021-11-10"


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
@pytest.mark.parametrize(
    "line",
    [
        "Editor: John Smith, 10 November 2021",
        "Edition of 10 November 2021",
        "Change of command, 10 November 2021",
        "Order No. 5 (as amended 10 November 2021)",
        "Annual review, 10 November 2021",
        "Next review due: 10 November 2021",
        '<a href="/x.pdf">Travel advice (PDF, updated 10 November 2021)</a>',
    ],
)
def test_a_change_of_something_else_is_not_the_pages(line: str, by: Source | None) -> None:
    assert day(article(more=f"<p>{line}</p>"), by) is None


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
def test_teasers_of_other_texts_under_the_text_say_nothing_of_this_one(by: Source | None) -> None:
    teasers = "".join(
        f'<li><a href="/{n}">{n} statement of the ministry on the talks</a> Updated 10 November 2021</li>'
        for n in ("Another", "Second", "Third")
    )
    assert day(article(more=f"<ul>{teasers}</ul>"), by) is None


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
@pytest.mark.parametrize(
    "shown",
    ["<p>Updated: 11 November 2021</p><p>Updated: 12 November 2021</p>", "<p>Updated: 1 November 2021</p>"],
    ids=["two", "earlier"],
)
def test_machines_do_not_settle_what_readers_are_shown(shown: str, by: Source | None) -> None:
    head = '<meta property="article:modified_time" content="2021-11-10">'
    assert day(article(head=head, more=shown), by) is None


@pytest.mark.parametrize("by", [None, SOURCE], ids=["generic", "layout"])
def test_the_header_that_a_page_carries_in_itself_is_read(by: Source | None) -> None:
    head = '<meta http-equiv="last-modified" content="Wed, 10 Nov 2021 08:00:00 GMT">'
    assert day(article(head=head), by) == "2021-11-10"
