"""The whole way from bytes to a reading: hostile pages, arbitrary bytes, purity."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from crawler.extract import clean, extract
from crawler.model.line import to_line
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from tests.extract.pages import PROSE, URL, article, document, layout, page, source

BY = source(
    layout(
        title=["h1", "h2"],
        date=["p.date", {"of": "title", "pattern": r"\((.*)\)"}, {"of": "last_paragraph"}, {"of": "url"}],
        body=["div.text", "main", "body"],
        remove=["aside", "p.x"],
        stop=["^Stop"],
        tags=[{"css": "a", "many": True}],
        images=[{"css": "img", "many": True}],
        translations=[{"css": "a", "many": True}],
        attachments=[{"css": "a[href]", "many": True}],
    )
)


def code(found: Reading | Refusal) -> str | None:
    return found.reason.code if isinstance(found, Refusal) else None


def text_page(inner: bytes) -> bytes:
    return b"<html lang=en><body><h1>A title of it</h1><div class=text>" + inner + b"</div></body></html>"


class TestHostile:
    @pytest.mark.parametrize("by", [BY, None], ids=["layout", "generic"])
    def test_two_hundred_thousand_nested_elements_are_refused(self, by: Source | None) -> None:
        assert code(extract(page(b"<html><body>" + b"<div>" * 200_000 + b"x"), by)) == "content.too_deep"

    def test_what_is_nested_less_deeply_is_read_whole(self) -> None:
        found = extract(page(text_page(b"<div>" * 1900 + PROSE[0].encode() + b"</div>" * 1900 + b"<p>After it.")), BY)
        assert isinstance(found, Reading)
        assert clean(found).body.paragraphs == (PROSE[0], "After it.")

    @pytest.mark.parametrize("by", [BY, None], ids=["layout", "generic"])
    def test_a_line_of_twenty_megabytes(self, by: Source | None) -> None:
        found = extract(page(text_page(b"<p>" + b"word " * 4_000_000 + b"</p>")), by)
        if by:
            assert isinstance(found, Reading)
            assert len(clean(found).body.text) == 20_000_000 - 1

    @pytest.mark.parametrize("by", [BY, None], ids=["layout", "generic"])
    def test_more_elements_than_any_page_has_are_refused(self, by: Source | None) -> None:
        assert code(extract(page(text_page(b"<p>a b" * 150_000)), by)) == "content.too_large"

    def test_nul_surrogates_and_overrides_do_no_harm(self) -> None:
        inner = b"<p>a\x00b &#0; &#xD800; \xed\xa0\x80 \xe2\x80\xaecba\xe2\x80\xac " + PROSE[0].encode() * 40
        found = extract(page(text_page(inner)), BY)
        assert isinstance(found, Reading)
        text = clean(found).body.text
        assert text.startswith("ab ")
        assert not set(text) & {"\x00", "\u202e", "\u202c"}
        text.encode()

    def test_entities_are_not_expanded(self) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        found = extract(page(bomb + text_page(b"<p>&b; &f; end of it</p>")), BY)
        assert isinstance(found, Reading)
        assert "lollol" not in found.body.text
        assert "root:" not in found.body.text

    @pytest.mark.parametrize(
        "odd",
        ["\u202e", "\x00", "(" * 515, "[" * 515, "%" * 515, "&" * 515, "\\1" * 515, "𝕬" * 515, "1/" * 515, "-" * 515],
    )
    def test_odd_strings_in_every_field(self, odd: str) -> None:
        html = article(odd + "x", (odd, *PROSE), date=odd, more=f'<a href="{odd}">{odd}</a><img src="{odd}">', lang=odd)
        for by in (BY, None):
            found = extract(page(html, url=URL + odd), by)
            if isinstance(found, Reading):
                assert clean(found).published is None


@settings(deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from(
        [None, "text/html", "text/html; charset=utf-16", "text/html; charset=windows-1251", "application/pdf"]
    ),
)
def test_any_bytes_end_in_a_reading_or_a_refusal(body: bytes, content_type: str | None) -> None:
    for by in (BY, None):
        found = extract(page(body, content_type=content_type), by)
        assert isinstance(found, (Reading, Refusal))
        if isinstance(found, Reading):
            once = clean(found)
            assert clean(once) == once
            assert clean(replace(found, blocks=None)) == once


MARKUP = st.lists(
    st.sampled_from(
        ["<h1>", "</h1>", "<h2>", "<p>", "</p>", "<p class=date>", "<div class=text>", "</div>", "<main>",
         "<aside>", "<ul>", "<li>", "<table>", "<tr>", "<td>", "</table>", "<a href='/x.pdf'>",
         "<a href=' javascript:x'>", "</a>", "<img src='/i.png'>", "<script>", "</script>", "8 November 2021",
         "31.02.2021", "(May 15, 2020)", "word ", "Stop", "---", "Search in archive", "Share", "\u00ad", "&nbsp;",
         "<br>", "<script type='application/ld+json'>{\"@type\":\"Article\"", "<title>", "</title>",
         "<base href='http://['>", "<link rel=canonical href='/'>", "<html lang=xx>", "<time datetime=x>", "<!--",
         "-->", PROSE[0]]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(MARKUP)
def test_any_markup_gives_clean_text_and_harmless_html_or_a_reason(html: str) -> None:
    for by in (BY, None):
        found = extract(page(html), by)
        if isinstance(found, Refusal):
            assert found.reason.sentence
            continue
        once = clean(found)
        assert clean(once) == once
        assert clean(replace(found, blocks=None)) == once, "its blocks say something else than its HTML"
        assert once.body.text == "\n\n".join(once.body.paragraphs)
        assert set(once.fields) <= {
            "title",
            "body",
            "published",
            "language",
            "attachments",
            "tags",
            "images",
            "translations",
        }
        assert ("published" in once.fields) == (once.published is not None)
        if once.body.html:
            root = etree.fromstring(f"<body>{once.body.html}</body>".encode(), etree.HTMLParser(encoding="utf-8"))
            assert not list(root.iter("script", "style", "img", "iframe", "form"))
            assert all(name in {"href", "start"} for element in root.iter() for name in element.attrib)
        to_line({"title": once.title, "body": once.body.model_dump()}).decode()


def test_the_same_page_reads_the_same_and_the_capture_date_is_no_field() -> None:
    first = extract(page(article()), source())
    assert first == extract(page(article()), source())
    later = Page(URL, article().encode(), (("content-type", "text/html"),), datetime(2030, 1, 1, tzinfo=UTC))
    assert extract(later, source()) == first


def test_slow_libraries_are_not_loaded_for_a_page_with_a_layout() -> None:
    program = (
        "import sys\n"
        "from tests.extract.pages import article, page, source\n"
        "from crawler.extract import clean, extract\n"
        "clean(extract(page(article()), source()))\n"
        "slow = ('trafilatura', 'dateparser', 'py3langid', 'numpy', 'charset_normalizer', 'scrapy')\n"
        "print([name for name in slow if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_selector_that_is_no_css_is_an_error_of_the_layout_and_no_refusal() -> None:
    from cssselect import SelectorError

    with pytest.raises(SelectorError):
        extract(page(document("<p>x")), source(layout(body="div[")))
