"""What a page and its style sheets declare that they need to be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.requisites import LARGEST, MOST, Requisite, page_requisites, style_requisites

URL = "https://mfa.example/en/a/page.html"


def of_page(html: str) -> str:
    return told(page_requisites(html.encode(), URL), "https://mfa.example")


def of_style(css: str) -> str:
    return told(style_requisites(css.encode(), "https://mfa.example/css/a.css"), "https://mfa.example/css/")


def told(found: tuple[Requisite, ...], place: str) -> str:
    return " ".join(f"{item.kind}:{item.url.removeprefix(place)}" for item in found)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<link rel=stylesheet href=/s.css>", "style:/s.css"),
        ("<link rel='alternate stylesheet' href=s.css>", "style:/en/a/s.css"),
        ("<link rel='SHORTCUT ICON' href=//cdn.example/i.ico>", "icon:https://cdn.example/i.ico"),
        ("<link rel=apple-touch-icon href=/i.png>", "icon:/i.png"),
        ("<link rel=preload as=font href=/f.woff2>", "font:/f.woff2"),
        ("<link rel=preload as=fetch href=/data.json>", ""),
        ("<link rel=canonical href=/x><link rel=next href=/y><link rel=alternate href=/z>", ""),
        ("<script src=/a.js></script><script>load('/b.js')</script>", "script:/a.js"),
        ("<img src=1.png alt=x>", "image:/en/a/1.png"),
        ("<img data-src=/lazy.jpg>", "image:/lazy.jpg"),
        (
            "<img srcset='/a.jpg 1x, /b.jpg 2x' src=/a.jpg>",
            "image:/a.jpg image:/b.jpg",
        ),
        (
            "<picture><source srcset='/w,1.webp 100w,/v.webp'><img src=/p.png></picture>",
            "image:/w,1.webp image:/v.webp image:/p.png",
        ),
        ("<video poster=/p.jpg src=/large.mp4><source src=/large.webm></video>", "image:/p.jpg"),
        ("<svg><use href='/sprite.svg#crest'/><use xlink:href='#here'/></svg>", "image:/sprite.svg"),
        ("<svg><image xlink:href=/map.png /></svg>", "image:/map.png"),
        ("<table background=/old.gif>", "image:/old.gif"),
        ("<input type=image src=/go.gif><input type=text src=/no.gif>", "image:/go.gif"),
        ("<p style=\"background: url('/b.png')\">", "image:/b.png"),
        ("<style>@import '/i.css'; p { background: url(/p.png) }</style>", "style:/i.css image:/p.png"),
        ("<base href=https://static.example/d/><img src=1.png>", "image:https://static.example/d/1.png"),
        ("<img src='/a b.png'><img src='/a%20b.png'>", "image:/a%20b.png"),
        ("<img src=https://user:pass@mfa.example/x.png>", "image:/x.png"),
        ("<img src=/x.png#part><img src=/x.png>", "image:/x.png"),
        ("<a href=/x.pdf>no requisite</a><iframe src=/frame></iframe>", ""),
    ],
)  # fmt: skip
def test_what_elements_declare(html: str, wanted: str) -> None:
    assert of_page(f"<html>{html}") == wanted


@pytest.mark.parametrize(
    "address",
    [
        "data:image/png;base64,AAAA", "file:///etc/passwd", "javascript:x()", "#top", "", " ", "blob:x", "mailto:a@b",
        "http://[", "http://", "http://a b/", "ftp://x/y",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_none(address: str) -> None:
    assert (
        of_page(f'<img src="{address}"><link rel=stylesheet href="{address}"><p style="background:url({address})">')
        == ""
    )


def test_the_query_is_sent_in_the_charset_of_the_page() -> None:
    html = '<meta charset=windows-1251><img src="/я.png?q=я">'.encode("windows-1251") + "текст".encode("windows-1251")
    assert [item.url for item in page_requisites(html, URL)] == ["https://mfa.example/%D1%8F.png?q=%FF"]


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        ("@import 'a.css'; @import url(b.css) print; @import url('c.css');", "style:a.css style:b.css style:c.css"),
        ("@font-face { src: local('x'), url(f.woff2) format('woff2'), url( 'g.woff' ) }", "font:f.woff2 font:g.woff"),
        ("@media print { @supports (display: grid) { p { background: url(p.png) } } }", "image:p.png"),
        ("p { x: image-set('a.png' 1x, url(b.png) 2x) }", "image:a.png image:b.png"),
        ("q { y: -webkit-image-set(url(c.png) 1x) }", "image:c.png"),
        ("p { background: src('s.png') }", "image:s.png"),
        ("/* url(no.png) */ p { content: 'url(no.png)'; x: \"@import 'no.css'\" }", ""),
        ("@namespace svg url(http://w3.example/svg); @charset 'utf-8'; p { x: url(y.png) }", "image:y.png"),
        ("p { background: url(data:image/svg;utf8,<svg>), url(#id), url(z.png) }", "image:z.png"),
        ("p { x: url(\"data:image/svg,fill='url(#a)'\"), url(z.png) }", "image:z.png"),
        ("p { background: URL(UP.png) } @IMPORT \"u.css\";", "image:UP.png style:u.css"),
        ("p { background: url(\\61 .png) }", "image:a.png"),
        ("p{background:url(a.png", "image:a.png"),
    ],
)  # fmt: skip
def test_what_style_sheets_name(css: str, wanted: str) -> None:
    assert of_style(css) == wanted


def test_blocks_nested_without_end_are_walked_without_the_stack() -> None:
    assert of_style("a{" * 10_000 + "b:url(x.png)") == "image:x.png"


def test_a_page_of_too_many_is_cut_and_a_sheet_too_large_is_not_searched() -> None:
    assert of_page("".join(f"<img src=/{n}.png>" for n in range(MOST + 50))).count("image:") == MOST
    assert style_requisites(b"p{background:url(a.png)}" + b" " * LARGEST, URL) == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_searched_without_an_error(data: bytes) -> None:
    marked = b"<style>@import '" + data + b"'</style><img srcset='" + data + b"'>" + data
    for item in (*page_requisites(marked, URL), *style_requisites(b"url(" + data, URL)):
        assert item.url.startswith(("http://", "https://"))
        assert item.url.isascii()
