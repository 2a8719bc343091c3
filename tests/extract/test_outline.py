"""The outline of a page."""

import pytest
from lxml import etree

from crawler.extract.family_templates import FAMILIES
from crawler.extract.outline import Outline, outline_of
from crawler.extract.tree import parse, select
from tests.extract.families import PAGES
from tests.extract.pages import PROSE


def outline(html: str) -> Outline:
    root = parse(html.encode())
    assert isinstance(root, etree._Element), root
    found = outline_of(root)
    assert found is not None
    return found


def test_text_links_and_prose_are_counted_where_they_stand() -> None:
    found = outline(f"<body><div><p>{PROSE[0]} <a href=/a>{PROSE[1]}</a></p></div><p>Short</p></body>")
    paragraph = found.tags.index("p")
    assert found.own[paragraph] == len(PROSE[0]) + 1 + len(PROSE[1])
    assert found.linked[paragraph] == len(PROSE[1])
    assert found.text[0] == found.own[paragraph] + len("Short")
    assert found.prose[found.tags.index("p", paragraph + 1)] == 0


def test_the_places_of_descendants_follow_their_element() -> None:
    found = outline("<body><div><p>a<b>c</b></p></div><p>d</p></body>")
    div = found.tags.index("div")
    assert found.tags[div : found.ends[div]] == ["div", "p", "b"]


@pytest.mark.parametrize("silent", ["script", "style", "nav", "select", "noscript"])
def test_what_shows_no_text(silent: str) -> None:
    found = outline(f"<body><{silent}>{PROSE[0]}</{silent}><p>{PROSE[1]}</p></body>")
    assert found.text[0] == len(PROSE[1])


def test_every_familys_selector_finds_what_a_walk_finds() -> None:
    for written in PAGES:
        found = outline(written.html)
        for family in FAMILIES:
            for css in (*family.title, *family.date, *family.body, *family.remove, *family.kind, *family.attachments):
                walked = [found.nodes.places[item] for item in select(found.elements[0], css)]
                assert found.select(css) == sorted(walked), css
