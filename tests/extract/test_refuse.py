"""Pages that are no statements, and statements that only look like such pages."""

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from tests.extract.pages import PROSE, article, document, page, paragraphs_html, source

CLOUDFLARE = document(
    '<div class="main-wrapper"><noscript>Enable JavaScript and cookies to continue</noscript></div>'
    '<script>window._cf_chl_opt={cvId:"3"};</script>'
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/x"></script>',
    title="Just a moment...",
)
BLOCKED = document(
    "<h1>Sorry, you have been blocked</h1><p>You are unable to access mfa.example</p>"
    "<p>Cloudflare Ray ID: 7f1a2b3c4d5e6f70</p>",
    title="Attention Required! | Cloudflare",
)
AKAMAI = document(
    '<h1>Access Denied</h1>You don\'t have permission to access "http://www.mfa.example/" on this server.'
    "<p>Reference #18.2f</p>",
    title="Access Denied",
)
F5 = document(
    "The requested URL was rejected. Please consult with your administrator.<br>"
    "Your support ID is: 1234567890123456789",
    title="Request Rejected",
)
INCAPSULA = document('<iframe src="/_Incapsula_Resource?CWUDNSAI=9"></iframe>Request unsuccessful.')
ANUBIS = document(
    '<p>Loading...</p><script src="/.within.website/x/cmd/anubis/main.mjs"></script>',
    title="Making sure you're not a bot!",
)
JAVASCRIPT = "<html><body><script>function slowAES(){} document.cookie='x';location.reload()</script></body></html>"


def code(captured: Page, by: Source | None) -> str:
    found = extract(captured, by)
    assert isinstance(found, Refusal), found
    assert found.reason.sentence
    return found.reason.code


@pytest.mark.parametrize("by", [source(), None], ids=["layout", "generic"])
@pytest.mark.parametrize("wall", [CLOUDFLARE, BLOCKED, AKAMAI, F5, INCAPSULA, ANUBIS, JAVASCRIPT])
def test_a_wall_is_a_wall_and_no_failed_layout(wall: str, by: Source | None) -> None:
    assert code(page(wall), by) == "blocked.challenge"


def test_a_header_alone_names_a_challenge() -> None:
    assert code(page("<p>x</p>", headers=[("cf-mitigated", "challenge")]), source()) == "blocked.challenge"


@pytest.mark.parametrize("by", [source(), None], ids=["layout", "generic"])
def test_a_statement_about_cloudflare_and_captchas_is_a_statement(by: Source | None) -> None:
    texts = (
        "Access denied: the Ministry regrets that its site answered visitors with a captcha of Cloudflare this week.",
        "Visitors were asked to verify you are human; they read “checking your browser before accessing”, and waited. "
        "The Ministry's provider, DDoS-Guard, has since lifted the measure, which had been set up after an attack.",
        *PROSE * 4,
    )
    html = article("Attention required: our site and Cloudflare", texts, more="<script>var cf_chl_opt = 1;</script>")
    found = extract(page(html), by)
    assert isinstance(found, Reading), found
    assert found.title == "Attention required: our site and Cloudflare"


@pytest.mark.parametrize("by", [source(), None], ids=["layout", "generic"])
@pytest.mark.parametrize(
    "heading",
    ["Page not found", "404", "404 Not Found", "Error 404: page not found", "Oops! That page can't be found.",
     "The requested page could not be found.", "Страница не найдена", "Səhifə tapılmadı", "Seite nicht gefunden",
     "Página no encontrada"],
)  # fmt: skip
def test_a_page_that_says_it_does_not_exist(heading: str, by: Source | None) -> None:
    body = f"<main><h1>{heading}</h1><p>{PROSE[2]}</p></main>"
    assert code(page(document(body, title=f"{heading} | Ministry")), by) == "content.soft404"


@pytest.mark.parametrize(
    "title", ["404 million euros for the regions", "404/23, Statement of the Ministry", "Not found guilty: the verdict"]
)
def test_a_title_that_begins_like_a_missing_page_is_none(title: str) -> None:
    assert isinstance(extract(page(article(title)), source()), Reading)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "text/html"),
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"PK\x03\x04....", None),
        (b"\xd0\xcf\x11\xe0....", "application/msword"),
        (b"\x89PNG\r\n", "image/png"),
        (b"\x1f\x8b\x08....", None),
        (b'{"title": "<b>x</b>"}', "application/json"),
        (b'[{"a": 1}]', "text/html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "text/xml"),
        (b'<urlset xmlns="x"><url/></urlset>', None),
        (b"plain words", "application/octet-stream"),
    ],
)
def test_other_formats(body: bytes, content_type: str | None) -> None:
    for by in (source(), None):
        assert code(page(body, content_type=content_type), by) == "content.not_html"


def test_html_under_a_wrong_content_type_is_read() -> None:
    assert isinstance(extract(page(article(), content_type="application/octet-stream"), source()), Reading)
    assert isinstance(extract(page(article(), content_type=None), source()), Reading)
    assert isinstance(extract(page(article(), content_type="application/xhtml+xml"), source()), Reading)


@pytest.mark.parametrize(
    "body", [b"", b"  \n ", b"<!-- x -->", b"<html></html>", b"<html><body><script>x</script></body></html>"]
)
def test_nothing_at_all_is_empty(body: bytes) -> None:
    assert code(page(body), None) == "content.empty"


def test_bytes_that_are_no_text_are_no_text() -> None:
    garbage = b"<html>" + bytes(range(0x80, 0x100)) * 5 + b"\x81\x8d\x8f\x90\x9d" * 400
    assert code(page(garbage, content_type="text/html; charset=utf-8"), None) in {"content.charset", "content.empty"}


@pytest.mark.parametrize(
    "url", ["https://www.mfa.example/", "https://www.mfa.example/en", "https://www.mfa.example/index.html"]
)
def test_a_front_page_is_no_statement(url: str) -> None:
    assert code(page(article(), url=url), None) == "content.listing"


def test_a_front_page_in_place_of_a_statement_is_known_by_its_canonical_address() -> None:
    front = document(
        f"<h1>Ministry</h1>{paragraphs_html(PROSE)}", head='<link rel=canonical href="https://www.mfa.example/en">'
    )
    assert code(page(front), None) == "content.listing"
    assert code(page(front), source()) == "content.listing"


def listing(heading: str, count: int, teaser: str = "") -> str:
    items = "".join(
        f'<li><a href="/en/news/{number}">Statement of the Ministry on matter number {number}</a>'
        f" <span>8 May 2021</span>"
        f"{teaser}</li>"
        for number in range(count)
    )
    return document(f"<main><h1>{heading}</h1><ul>{items}</ul></main>", title=f"{heading} | Ministry")


@pytest.mark.parametrize(
    "html",
    [
        listing("Press releases", 20, f"<p>{PROSE[0]} {PROSE[1]}</p>"),
        listing("Statements & Speeches", 5),
        listing("What the Ministry says", 20),
        listing("What the Ministry says", 20, "<p>A teaser that is not long.</p>"),
    ],
)
def test_a_listing_is_no_statement(html: str) -> None:
    assert code(page(html), None) == "content.listing"


def test_a_statement_with_a_list_of_related_ones_is_a_statement() -> None:
    related = "".join(
        f'<li><a href="/en/news/{n}">Another statement of the Ministry, number {n}</a></li>' for n in range(20)
    )
    found = extract(page(article().replace("</main>", f"</main><ul>{related}</ul>")), None)
    assert isinstance(found, Reading)
    assert clean(found).body.paragraphs == PROSE
