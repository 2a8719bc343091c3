"""Structure of a text: paragraphs, lists, tables; and the HTML that is written of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.extract.blocks import CONTAINERS, INLINE, PARAGRAPHS, Token, read_blocks
from crawler.extract.html import render, reread
from crawler.extract.paragraphs import paragraphs
from crawler.extract.tree import parse, select

BASE = "https://www.mfa.example/en/news/1"


def blocks(html: str) -> list[Token]:
    root = parse(f"<body>{html}</body>".encode())
    assert isinstance(root, etree._Element)
    return read_blocks([root], BASE)


def texts(html: str) -> list[str]:
    return [item.text for item in paragraphs(blocks(html))]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("One<p>Two</p>Three", ["One", "Two", "Three"]),
        ("<div>One<div>Two</div></div>", ["One", "Two"]),
        ("<p>a<br>b</p>", ["a\nb"]),
        ("<p>a<br><br>b<br>&nbsp;<br>c</p>", ["a", "b", "c"]),
        ("<p>&nbsp;</p><p>\u200b</p><p>x</p>", ["x"]),
        ("<p>a <b>b</b><i>c</i> d</p>", ["a bc d"]),
        ("<p>one\n   two\t three</p>", ["one two three"]),
        ("<ul><li>a<li>b</ul>", ["- a", "- b"]),
        ("<ol start=3><li>a<li>b</ol>", ["3. a", "4. b"]),
        ("<ul><li><p>a</p><p>more of a</p></li><li>b</li></ul>", ["- a", "more of a", "- b"]),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", ["- a", "- b"]),
        ("<h2>Head</h2>text", ["Head", "text"]),
        ("<blockquote><p>said</p></blockquote>", ["said"]),
        ("<table><tr><th>Year<th>Sum<tr><td>2021<td>5</table>", ["Year | Sum", "2021 | 5"]),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", ["a", "b", "c"]),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>", ["a", "b", "c"]),
        ("<td>a cell of a layout</td>", ["a cell of a layout"]),
        ("<dl><dt>Term<dd>What it means</dl>", ["Term", "What it means"]),
        ("<pre>a\n  b\n\nc</pre>", ["a\nb", "c"]),
        ("<script>x()</script><style>y</style><noscript>z</noscript><template>t</template>w", ["w"]),
        ("<p hidden>a</p><p style='display: none'>b</p><p>c</p>", ["c"]),
        (
            "<form><p>statement in a form</p><select><option>2021</select><button>Go</button></form>",
            ["statement in a form"],
        ),
        ("&lt;b&gt; &amp;amp;", ["<b> &amp;"]),
    ],
)
def test_paragraphs_of(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_what_is_skipped_leaves_what_follows_it() -> None:
    root = parse(b"<body><p>a <span class=ad>buy <b>now</b></span> b</p></body>")
    assert isinstance(root, etree._Element)
    read = read_blocks([root], BASE, frozenset(select(root, ".ad")))
    assert [item.text for item in paragraphs(read)] == ["a b"]


def test_html_keeps_structure_and_absolute_links_alone() -> None:
    html = render(
        blocks(
            '<div id=x class=y onclick="steal()"><p style="color:red">See '
            '<a href="/doc.pdf#page=2" onclick=x target=_blank>the <b>annex</b></a>, '
            '<a href="javascript:alert(1)">this</a> or <a href="mailto:x@y.z">write</a>.</p>'
            "<ul><li>a</li></ul><img src=x onerror=alert(1)><iframe src='//evil'></iframe></div>"
        )
    )
    assert html == (
        '<p>See <a href="https://www.mfa.example/doc.pdf">the <strong>annex</strong></a>, this or write.</p>\n'
        "<ul><li>a</li></ul>"
    )


def test_html_of_a_list_and_a_table_is_nested() -> None:
    assert render(blocks("<ol start=2><li>a<p>b<li>c</ol>")) == '<ol start="2"><li>a<p>b</p></li><li>c</li></ol>'
    assert render(blocks("<table><tbody><tr><td>a<td></table>")) == "<table><tr><td>a</td><td></td></tr></table>"


def test_empty_structure_leaves_no_trace() -> None:
    assert render(blocks("<ul><li></li></ul><table><tr><td>&nbsp;</table><p><b></b><a href='/x'> </a>")) == ""


ATOMS = st.sampled_from(
    [
        "text",
        "<",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;",
        "<p>",
        "</p>",
        "<ul>",
        "<ol start=4>",
        "<li>",
        "</li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<b>",
        "</b>",
        "<i>",
        "<a href='/x?a=1&b=\"'>",
        "<a href='javascript:alert(1)'>",
        "<a href=' java\nscript:x'>",
        "</a>",
        "<script>alert(1)</script>",
        "<script>",
        "<svg onload=alert(1)>",
        "<img src=x onerror=alert(1)>",
        "<br>",
        "<h2>",
        "</h2>",
        "<div onclick=x()>",
        "</div>",
        "<pre>",
        "\n",
        "&nbsp;",
        "\xad",
        "é",
        "<style>",
        "</style>",
        "<blockquote>",
        "<dl>",
        "<dd>",
        "<!--",
        "-->",
        "<iframe srcdoc='<script>'>",
        "<math>",
        "</math>",
        "\x00",
        "<body onload=x>",
        "<q>",
        "<sub>",
        "</pre>",
        "<base href='//evil'>",
        "<template>",
        "<title>",
        "<noscript>",
        "<p title='</p><script>'>",
    ]
)
PAGES = st.lists(ATOMS, max_size=30).map("".join)
ALLOWED = CONTAINERS | PARAGRAPHS | set(INLINE.values()) | {"br", "html", "body"}


@given(PAGES)
def test_html_written_is_read_back_the_same(page: str) -> None:
    read = blocks(page)
    html = render(read)
    again = reread(html)
    assert [item.text for item in paragraphs(again)] == [item.text for item in paragraphs(read)]
    assert render(again) == html


@given(st.one_of(PAGES, st.text(max_size=200)))
def test_no_page_gets_a_script_or_a_handler_into_the_html(page: str) -> None:
    html = render(blocks(page))
    if not html:
        return
    root = etree.fromstring(f"<body>{html}</body>".encode(), etree.HTMLParser(encoding="utf-8"))
    for element in root.iter():
        assert element.tag in ALLOWED
        for name, value in element.attrib.items():
            assert (element.tag, name) in {("a", "href"), ("ol", "start")}
            if name == "href":
                assert re.match(r"https?://", str(value))


@given(PAGES)
def test_every_paragraph_has_words(page: str) -> None:
    for item in paragraphs(blocks(page)):
        assert item.text.strip()
        assert item.text == item.text.strip()
