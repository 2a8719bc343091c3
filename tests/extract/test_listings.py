"""Listings, and statements that only look like them."""

import pytest

from crawler.extract import extract
from crawler.model.reading import Reading, Refusal
from tests.extract.pages import PROSE, article, document, page, paragraphs_html


def items(count: int, teaser: str = "") -> str:
    return "".join(
        f"<div><h3><a href=/n/{n}>Statement of the Ministry on the matter of number {n}</a></h3>{teaser}</div>"
        for n in range(count)
    )


def code(html: str) -> str:
    found = extract(page(html), None)
    assert isinstance(found, Refusal), found
    return found.reason.code


@pytest.mark.parametrize(
    "name", ["News", "Press Releases", "Новости", "Pressemitteilungen", "Comunicados de prensa", "Haberler", "新闻动态",
             "報道発表", "الأخبار", "Aktualności", "Xəbərlər", "Speeches", "Archive"],
)  # fmt: skip
def test_a_page_with_a_listings_name(name: str) -> None:
    body = f"<main><h1>{name}</h1>{items(6, f'<p>{PROSE[2]}</p>')}</main>"
    assert code(document(body, title=f"{name} | Ministry")) == "content.listing"


def test_a_search_that_found_much() -> None:
    body = f"<main><h1>Search results</h1><form><input name=q></form>{items(12)}</main>"
    assert code(document(body, title="Search results | Ministry")) == "content.listing"


def test_a_page_whose_text_is_links() -> None:
    assert code(document(f"<main><h1>What we say</h1>{items(9)}</main>", title="What we say")) == "content.listing"


@pytest.mark.parametrize("name", ["Statement", "Press Release", "Speech", "Заявление"])
def test_a_statement_under_a_general_name_is_one(name: str) -> None:
    html = document(f"<main><h1>{name}</h1>{paragraphs_html(PROSE)}</main>", title=f"{name} | Ministry")
    found = extract(page(html), None)
    assert isinstance(found, Reading), found


def test_a_statement_with_related_ones_in_its_text_is_one() -> None:
    related = "".join(f"<p><a href=/n/{n}>See also what the Ministry said about it, {n}</a></p>" for n in range(6))
    assert isinstance(extract(page(article(more=related)), None), Reading)


def test_a_short_statement_beside_many_links_is_one() -> None:
    short = (PROSE[2], "It thanks all who helped to bring this about, and will report on what follows.", PROSE[2])
    html = article(texts=short).replace("</main>", f"</main><section><h2>More</h2>{items(20)}</section>")
    assert isinstance(extract(page(html), None), Reading)


def test_a_statement_that_is_a_document_is_one() -> None:
    html = document(
        "<main><h1>Statement on the crossing</h1><p>8 May 2021</p><p><a href=/s.pdf>Download (PDF)</a></p></main>",
        title="Statement on the crossing | Ministry",
    )
    found = extract(page(html), None)
    assert isinstance(found, Reading), found
    assert [item.url for item in found.attachments] == ["https://www.mfa.example/s.pdf"]


def test_a_hub_that_is_called_as_its_site_is() -> None:
    parts = "".join(f"<section><h3>What we do, {n}</h3><p>{PROSE[2]}</p></section>" for n in range(10))
    html = document(f"<main><h1>Quick actions</h1>{parts}</main>", title="Ministry of Justice - Official Website")
    assert code(html) == "content.listing"
