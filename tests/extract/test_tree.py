"""The tree: selectors over one parse."""

import pytest
from cssselect import HTMLTranslator
from lxml import etree

from crawler.extract.tree import parse, select

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
