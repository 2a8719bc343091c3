"""Selectors: each that is offered matches its element, and none hangs on what changes from page to page."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.extract.tree import parse, select
from crawler.probing.selectors import among, stable_classes, stable_id, weight, within

TAGS = st.sampled_from(["div", "ul", "li", "p", "span", "a", "table", "tr", "td", "article", "time", "h2", "section"])
NAMES = st.sampled_from(["news", "item", "news-item", "col-md-4", "odd", "date", "css-1x8ab2", "row", "post-123", ""])
TREES = st.recursive(
    st.tuples(TAGS, NAMES, st.just(())),
    lambda inner: st.tuples(TAGS, NAMES, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)


def built(tree: tuple[str, str, tuple[object, ...]]) -> etree._Element:
    tag, name, children = tree
    element = etree.Element(tag)
    if name:
        element.set("class", name)
    element.text = "x"
    for child in children:
        element.append(built(child))  # type: ignore[arg-type]
    return element


@given(TREES)
def test_every_selector_of_an_element_matches_it(tree: tuple[str, str, tuple[object, ...]]) -> None:
    body = etree.SubElement(etree.Element("html"), "body")
    body.append(built(tree))
    for element in body.iter():
        for css in among(element):
            assert element in select(body, css), css


@given(TREES)
def test_every_selector_within_an_item_matches_the_element(tree: tuple[str, str, tuple[object, ...]]) -> None:
    item = built(tree)
    etree.SubElement(etree.Element("html"), "body").append(item)
    for element in item.iter():
        for css in within(item, element):
            assert element in select(item, css), css


def test_names_that_a_build_or_an_item_makes_are_not_used() -> None:
    root = parse(
        b'<ul><li class="views-row-3 odd first css-1q2w3e post-4711 news-item active item">x</li>'
        b'<li id="node-4711">x</li><li id="content">x</li></ul>'
    )
    assert not isinstance(root, tuple)
    first, second, third = root.iter("li")  # type: ignore[union-attr]
    assert stable_classes(first) == ["news-item", "item"]
    assert (stable_id(second), stable_id(third)) == (None, "content")


def test_what_says_what_a_thing_is_goes_before_how_it_is_laid_out() -> None:
    assert weight("div.press-release") < weight("div.col-md-4")
    assert weight("time.date") < weight("div.row > time")
    assert weight("li.release") < weight("div > ul > li")
