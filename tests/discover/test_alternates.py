"""Other languages of a page: by hreflang, header, switcher and form of address."""

import pytest
from lxml import etree

from crawler.discover.alternates import in_language, page_alternates, translations
from crawler.extract.tree import parse
from crawler.model.reading import Hint, Page
from tests.discover.pages import CAPTURED, source

URL = "https://mfa.example/en/news/7"


def found(html: str, *headers: tuple[str, str], url: str = URL) -> list[tuple[str, str, str]]:
    root = parse(html.encode())
    assert isinstance(root, etree._Element)
    given = page_alternates(root, Page(url, html.encode(), headers, CAPTURED))
    return [(alternate.language, alternate.url, alternate.sign) for alternate in given]


def test_hreflang_in_the_head_names_every_language_but_the_pages_own() -> None:
    html = (
        '<link rel=alternate hreflang=en href="/en/news/7"><link rel=alternate hreflang=fr href="/fr/news/7">'
        '<link rel=alternate hreflang=x-default href="/news/7"><link rel=alternate hreflang=zh_Hans href="/zh/news/7">'
        '<link rel=stylesheet hreflang=de href="/de/news/7">'
    )
    assert found(html) == [
        ("fr", "https://mfa.example/fr/news/7", "hreflang"),
        ("zh-Hans", "https://mfa.example/zh/news/7", "hreflang"),
    ]


def test_the_header_link_counts_as_the_head_does() -> None:
    header = (
        '<https://mfa.example/fr/news/7>; rel="alternate"; hreflang="fr", </news/8>; rel=next, '
        "</az>; rel=alternate; hreflang=az"
    )
    assert found("<p>x", ("link", header)) == [("fr", "https://mfa.example/fr/news/7", "header")]


@pytest.mark.parametrize(
    "switcher",
    [
        '<ul><li><a href="/fr/news/7">FR</a></li><li><a href="/ru/news/7">RU</a></li></ul>',
        '<div><a href="/fr/news/7">Français</a> | <a href="/ru/news/7">Русский</a></div>',
        '<p><a href="/fr/news/7" title="French"><img src=f.png></a><a href="/ru/news/7" title="Russian"></a></p>',
        '<select><option value="/fr/news/7">French</option><option value="/ru/news/7">по-русски</option></select>',
        '<div><a lang=fr href="/fr/news/7">Lire en français</a> <a lang=ru href="/ru/news/7">Читать</a></div>',
    ],
)
def test_a_switcher_is_known_by_the_names_of_its_links(switcher: str) -> None:
    assert found(f"<body>{switcher}<p>Text</p></body>") == [
        ("fr", "https://mfa.example/fr/news/7", "switcher"),
        ("ru", "https://mfa.example/ru/news/7", "switcher"),
    ]


def test_one_link_alone_is_a_switcher_only_where_it_says_so() -> None:
    assert found('<div class=lang-switch><span>EN</span><a href="/az/news/7">AZ</a></div>') == [
        ("az", "https://mfa.example/az/news/7", "switcher")
    ]
    assert not found('<div class=share><a href="/it/news/7">It</a></div><p><a href="/no">No</a></p>')


def test_a_switcher_that_leads_to_front_pages_has_no_translation_to_offer() -> None:
    assert not found(
        '<ul><li><a href="/fr">FR</a></li><li><a href="/ru/">RU</a><li><a href="/de/index.html">DE</a></ul>'
    )


def test_hreflang_goes_before_a_switcher() -> None:
    html = '<link rel=alternate hreflang=fr href="/f/7"><p><a href="/fr/x/7">FR</a><a href="/ru/x/7">RU</a>'
    assert found(html) == [
        ("fr", "https://mfa.example/f/7", "hreflang"),
        ("ru", "https://mfa.example/ru/x/7", "switcher"),
    ]


@pytest.mark.parametrize(
    ("url", "language", "expected"),
    [
        ("https://mfa.example/en/news/7", "fr", "https://mfa.example/fr/news/7"),
        ("https://mfa.example/index.php/en/news/7", "az", "https://mfa.example/index.php/az/news/7"),
        ("https://mfa.example/EN/news", "fr", "https://mfa.example/FR/news"),
        ("https://mfa.example/eng/news", "ru", "https://mfa.example/rus/news"),
        ("https://mfa.example/?cat=27&lang=en", "pt", "https://mfa.example/?cat=27&lang=pt"),
        ("https://en.mfa.example/news", "uk", "https://uk.mfa.example/news"),
        ("https://mfa.example/news_en.html", "de", "https://mfa.example/news_de.html"),
        ("https://mfa.example/news/7", "fr", None),
        ("https://mfa.example/entry/7", "fr", None),
        ("https://mfa.example/no1234.html", "fr", None),
    ],
)
def test_the_form_of_an_address_tells_its_other_languages(url: str, language: str, expected: str | None) -> None:
    assert in_language(url, language) == expected


def test_translations_are_asked_for_where_the_source_says_so_and_as_far_as_it_goes() -> None:
    html = (
        b'<link rel=alternate hreflang=fr-CH href="/fr/news/7"><link rel=alternate hreflang=ja href="/ja/news/7">'
        b'<link rel=alternate hreflang=en href="https://elsewhere.example/en/news/7">'
        b'<p><a href="/fr/about/7">FR</a> <a href="/en/about/7">EN</a></p>'
    )
    root = parse(html)
    assert isinstance(root, etree._Element)
    asking = {"url": "https://mfa.example/news", "items": "li", "urls": "/news/"}
    page = Page("https://mfa.example/en/news/7", html, (), CAPTURED)
    assert translations(root, page, source(asking)) == ()
    assert translations(root, page, source(asking, alternates=True)) == (
        ("https://mfa.example/fr/news/7", Hint(listing=page.url, language="fr-CH")),
    )
