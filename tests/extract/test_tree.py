"""The tree: selectors over one parse."""

import pytest
from cssselect import HTMLTranslator
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.extract.tree import Lookup, parse, select

PAGE = (
    b'<div class="a b"><p class=b>1<span class="c a">2</span></p><p class=" a ">3</p></div>'
    b'<div class=ab id=x><a class="a" href=y>4</a><em class=b-a>5</em></div>'
)


@pytest.mark.parametrize(
    "css", [".a", ".a .b", "p.a", ".b > .a", ".a, .b", "div .a", ".a.b", ".b-a", "#x .a", ".a:not(.b)", "*"]
)
def test_a_selector_finds_what_plain_css_finds_in_document_order(css: str) -> None:
    root = parse(PAGE)
    assert isinstance(root, etree._Element)
    assert select(root, css) == root.xpath(HTMLTranslator().css_to_xpath(css))


CLASSED = st.lists(
    st.sampled_from(
        ["<div class=a>", "<div id=x>", "<p id=x class=b>", "<p class='a b'>", "<span class=' b\ta '>",
         "<h1 class='ab a-b'>", "<i class='A'>", "</div>",
         "<b class='a\u00a0b'>", "<u class=''>", "</p>", "<section class='b a b'>", "<a href=/ class=a>", "text"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(
    CLASSED,
    st.sampled_from(
        [
            ".a",
            "p.a",
            ".b",
            ".a-b",
            "h1.ab",
            "div.b",
            ".A",
            "P.a",
            "a.a",
            ".a .b",
            "div.a p.b",
            ".b .a .a",
            "p.a, .b",
            "i",
            "#x",
            "div#x",
            "#x .a",
            "div#x > p",
            ".a > .b",
            ".a ~ p",
            "section > *",
            "p + p",
            "#x p.a, .b",
            "div:has(> p.a) .b",
            ".ab i:first-child",
        ]
    ),
)
def test_a_page_gone_through_once_gives_what_each_selector_gives(markup: str, css: str) -> None:
    root = parse(f"<body>{markup}</body>".encode())
    assert isinstance(root, etree._Element)
    assert Lookup(root).select(css) == select(root, css)


@pytest.mark.parametrize("end", ["</html>", "</body></html>", "</body></html><!-- end -->", "</BODY></HTML>"])
@pytest.mark.parametrize("more", ["<div><p>more</p></div>", "more"])
def test_what_follows_an_early_end_stays_in_the_tree(end: str, more: str) -> None:
    root = parse(f"<html><body><p>first</p>{end}{more}</body></html>".encode())
    assert isinstance(root, etree._Element)
    assert "".join(root.itertext()) == "firstmore"


@pytest.mark.parametrize("first", ['<html lang="de" />', "<html/>", "<HTML xml:lang=de / >"])
def test_a_page_whose_first_tag_closes_itself_is_read(first: str) -> None:
    root = parse(f"<!DOCTYPE html>{first}<head><title>t</title><body><p>text</p></body>".encode())
    assert isinstance(root, etree._Element)
    assert [item.tag for item in root.iter()] == ["html", "head", "title", "body", "p"]


def test_scripts_after_the_end_are_no_reason_to_parse_twice() -> None:
    root = parse(b"<html><body><p>first</p></body></html><script>x</script>")
    assert isinstance(root, etree._Element)
    assert [item.tag for item in root.iter()] == ["html", "body", "p"]
