"""Links of a statement."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.extract import extract
from crawler.extract.addresses import absolute, base_of
from crawler.extract.links import media_type_of
from crawler.extract.text import plain
from crawler.extract.tree import parse
from crawler.model.reading import Reading
from tests.extract.pages import URL, article, layout, page, source


def read(html: str, url: str = URL, **more: object) -> Reading:
    found = extract(page(html, url=url), source(layout(**more)))
    assert isinstance(found, Reading)
    return found


def test_documents_in_the_body_are_attachments_each_once() -> None:
    more = (
        '<p><a href="/files/annex%20one.pdf#page=3">the <b>annex</b></a> <a href="/files/annex%20one.pdf">again</a>'
        ' <a href="../d.docx?v=2"></a> <a href="https://other.example/x.ODT" title="A text">&nbsp;</a>'
        ' <a href="/page">page</a> <a href="javascript:void(0)">x</a> <a href="mailto:a@b.c">y</a> <a>z</a></p>'
    )
    found = [(item.url, item.name, item.media_type) for item in read(article(more=more)).attachments]
    assert found == [
        ("https://www.mfa.example/files/annex%20one.pdf", "the annex", "application/pdf"),
        (
            "https://www.mfa.example/en/d.docx?v=2",
            "d.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("https://other.example/x.ODT", "A text", "application/vnd.oasis.opendocument.text"),
    ]


def test_documents_of_the_frame_are_none_unless_a_rule_selects_them() -> None:
    html = article().replace("</main>", '</main><aside><a class=dl href="/get?id=7">Download</a></aside>')
    assert read(html).attachments == ()
    found = read(html, attachments=[{"css": "aside a.dl", "many": True}]).attachments
    assert [(item.url, item.name, item.media_type) for item in found] == [
        ("https://www.mfa.example/get?id=7", "Download", None)
    ]


def test_documents_in_removed_elements_are_none() -> None:
    assert read(article(more='<div class=ad><a href="/x.pdf">x</a></div>'), remove=".ad").attachments == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a.pdf", "application/pdf"),
        ("https://x.example/a.PDF?x=1", "application/pdf"),
        ("https://x.example/a.pdf/view", None),
        ("https://x.example/a?f=b.pdf", None),
        ("https://x.example/a.html", None),
        ("https://x.example/", None),
    ],
)
def test_media_types(url: str, expected: str | None) -> None:
    assert media_type_of(url) == expected


def test_translations_are_other_languages_and_no_front_pages() -> None:
    head = (
        '<link rel=alternate hreflang=en href="/en/news/statement-1"><link rel=alternate hreflang=ru href="/ru/news/z">'
        '<link rel=alternate hreflang=x-default href="/news/1"><link rel=alternate hreflang=az href="/az">'
        '<link rel=alternate hreflang=pt-BR href="/pt/news/d">'
        '<link rel=alternate type="application/rss+xml" href="/rss">'
        '<link rel=alternate hreflang=de href="javascript:x">'
    )
    found = read(article(head=head)).translations
    assert [(item.language, item.url, item.id) for item in found] == [
        ("ru", "https://www.mfa.example/ru/news/z", None),
        ("pt-BR", "https://www.mfa.example/pt/news/d", None),
    ]


def test_a_language_switch_named_by_a_rule_gives_translations() -> None:
    switch = (
        '<ul class=lang><li><a lang=az href="/az/news/b">AZ</a><li><a lang=en href="/en/news/statement-1">EN</a></ul>'
    )
    reading = read(article().replace("<main>", switch + "<main>"), translations=[{"css": "ul.lang a", "many": True}])
    assert [(item.language, item.url) for item in reading.translations] == [("az", "https://www.mfa.example/az/news/b")]
    assert reading.fields["translations"] == "selector"


def test_images_and_canonical_address() -> None:
    more = '<img src="/i/1.jpg"><img src="/i/1.jpg"><img src="data:image/gif;base64,AA"><img>'
    reading = read(article(more=more, head='<link rel="canonical" href="/en/news/statement">'))
    assert reading.images == ("https://www.mfa.example/i/1.jpg",)
    assert reading.canonical == "https://www.mfa.example/en/news/statement"
    assert read(article()).canonical is None


def test_base_href_is_what_links_are_relative_to() -> None:
    reading = read(article(more='<a href="a.pdf">x</a>', head='<base href="https://cdn.mfa.example/f/">'))
    assert [item.url for item in reading.attachments] == ["https://cdn.mfa.example/f/a.pdf"]
    root = parse(b"<base href='javascript:x'><p>x</p>")
    assert isinstance(root, etree._Element)
    assert base_of(root, URL) == URL


@pytest.mark.parametrize(
    "href",
    [None, "", " ", "#top", "http://[", "http://x:port/", "javascript:alert(1)", " java\nscript:alert(1)",
     "data:text/html,x", "mailto:x@y.z", "tel:1", "ftp://x/y", "https://", "//"],
)  # fmt: skip
def test_what_is_no_http_address(href: str | None) -> None:
    assert absolute(href, URL) is None


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("b", "https://www.mfa.example/en/news/b"),
        ("?page=2", URL + "?page=2"),
        ("//x.example/y", "https://x.example/y"),
        (" /a b.pdf ", "https://www.mfa.example/a%20b.pdf"),
        ("/a#b", "https://www.mfa.example/a"),
    ],
)
def test_addresses_are_made_absolute(href: str, expected: str) -> None:
    assert absolute(href, URL) == expected


HREFS = st.lists(
    st.sampled_from([*"/.?#;=&%a0:@~ ", "..", "//", "a/b", "x.y", "?q=1", "%2F", "\u00fc", "\t"]), max_size=9
).map("".join)
BASES = [
    "http://a.example/x/y?z",
    "https://A.Example:8080/",
    "http://u:p@h/a;b/c",
    "HTTP://h",
    "http://[::1]/x",
    "http://h:0/",
]


@given(HREFS, st.sampled_from(BASES))
def test_a_link_within_its_host_is_joined_as_any_other(href: str, base: str) -> None:
    read = plain(f"/{href}".translate(dict.fromkeys(map(ord, "\t\n\r")))).strip()
    found = absolute(f"/{href}", base)
    if found is not None:
        assert found == urljoin(base, read).partition("#")[0].replace(" ", "%20")
