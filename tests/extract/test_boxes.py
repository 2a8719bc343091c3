"""What a line stands in: teasers, tables of data, lists."""

import pytest
from lxml import etree, html

from crawler.extract.boxes import Boxes


def page(body: str) -> etree._Element:
    return html.document_fromstring(f"<html><body>{body}</body></html>")


def at(root: etree._Element, css: str) -> etree._Element:
    return root.cssselect(css)[0]


HEAD = "<div id=page><h1>Statement on the crossing</h1><p id=text>The Ministry welcomes the agreement.</p>"
RUN = "<div class='item first'><a href=/1>First other statement</a><i id=d>1 May 2021</i></div>"
NEXT = "<div class=item><a href=/2>Second other statement</a><i>2 May 2021</i></div>"


@pytest.mark.parametrize(
    ("after", "is_teaser"),
    [
        (RUN + NEXT, True),
        (RUN, False),
        (RUN + "<div class=item><a href=/2>Second other statement</a></div>", False),
        (RUN + NEXT.replace("Second", "First"), False),
        (RUN + "<div class=tags><a href=/t>Foreign policy</a> 12.05.2021</div>", False),
        ("<p id=d>1 May 2021</p><p><a href=/c>Press releases</a></p>", False),
        ("<dl><dt id=d>1 May 2021</dt><dd><a href=/1>First statement</a></dd>"
         "<dt>2 May 2021</dt><dd><a href=/2>Other statement</a></dd></dl>", True),
        ("<dl><dt>Published</dt><dd id=d>1 May 2021</dd><dt>Section</dt><dd><a href=/s>Press releases</a></dd></dl>",
         False),
    ],
)  # fmt: skip
def test_a_run_of_dated_links_is_of_others(after: str, is_teaser: bool) -> None:
    root = page(HEAD + after + "</div>")
    assert Boxes(at(root, "h1"), at(root, "#text")).is_teaser(at(root, "#d")) is is_teaser


def test_title_and_text_stand_in_no_teaser() -> None:
    own = "<div class=item><h1><a href=/me>Statement on it</a></h1><i id=d>1 May 2021</i></div>"
    root = page(own + NEXT + NEXT.replace("/2>Second", "/3>Third"))
    assert not Boxes(at(root, "h1"), None).is_teaser(at(root, "#d"))
    assert Boxes(None, None).is_teaser(at(root, "#d"))


def test_rows_of_data_and_of_layout() -> None:
    data = "<table><tr><td>Election</td><td id=d>1 May 2021</td></tr><tr><td>Other</td><td>2 May 2021</td></tr></table>"
    root = page(HEAD + data)
    row = Boxes(at(root, "h1"), at(root, "#text")).data_row(at(root, "#d"))
    assert row is at(root, "tr")
    for layout in (
        "<table><tr><td id=d>1 May 2021</td></tr><tr><td>Text</td></tr></table>",
        f"<table><tr><td id=d>1 May 2021</td><td>x</td></tr><tr><td>{'words ' * 60}</td><td>x</td></tr></table>",
        "<table><tr><td id=d>1 May</td><td>x</td></tr>"
        "<tr><td><table><tr><td>y</td></tr></table></td><td>x</td></tr></table>",
        "<p id=d>1 May 2021</p>",
    ):
        root = page(HEAD + layout)
        assert Boxes(at(root, "h1"), at(root, "#text")).data_row(at(root, "#d")) is None
    root = page(data.replace("Other", "<h1>Statement</h1>"))
    assert Boxes(at(root, "h1"), None).data_row(at(root, "#d")) is None


def test_items_of_lists() -> None:
    for items, is_listed in (("<li><b id=d>1 May 2021</b></li><li>b</li>", True), ("<li id=d>1 May 2021</li>", False)):
        root = page(f"{HEAD}<ul>{items}</ul>")
        assert Boxes(at(root, "h1"), at(root, "#text")).is_listed(at(root, "#d")) is is_listed
