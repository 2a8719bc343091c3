"""What a page links: press pages in any language, feeds, APIs, the same page in other languages."""

import pytest

from crawler.probing.front import code_of, links_of
from tests.probing.test_items import root_of

URL = "https://mfa.lundia.example/"


def links(body: str, head: str = "") -> object:
    root = root_of(body)
    if head:
        for element in root_of(head).iter("link"):
            root.append(element)
    return links_of(root, URL, URL, (head + body).encode())


@pytest.mark.parametrize(
    ("telling", "other"),
    [
        ("Press releases", "News"),
        ("Press releases", "About us"),
        ("Pressemitteilungen", "Aktuelles"),
        ("Communiqués de presse", "Actualités"),
        ("Заявления", "Новости"),
        ("Bəyanatlar", "Xəbərlər"),
        ("البيانات الصحفية", "الأخبار"),
        ("بیانیه ها", "اخبار"),
        ("报道", "最新消息"),
        ("報道発表", "お知らせ"),
        ("보도자료", "뉴스"),
        ("Siaran Pers", "Berita"),
        ("Δελτία Τύπου", "Νέα"),
        ("განცხადებები", "სიახლეები"),
        ("News", "Careers"),
        ("All press releases", "Presse"),
        ("Statements & speeches", "Events"),
    ],
)  # fmt: skip
def test_the_word_that_names_statements_goes_first_in_every_language(telling: str, other: str) -> None:
    found = links_of(root_of(f'<a href="/o">{other}</a><a href="/t">{telling}</a>'), URL, URL, b"")
    assert found.press[0].url == "https://mfa.lundia.example/t"


def test_an_address_that_names_the_press_counts_where_the_words_are_unknown() -> None:
    found = links_of(root_of('<a href="/x">Qwerty</a><a href="/en/press-releases">Qwerty</a>'), URL, URL, b"")
    assert [link.url for link in found.press] == ["https://mfa.lundia.example/en/press-releases"]


def test_feeds_are_those_declared_and_those_linked_but_not_of_comments() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/atom+xml"'
        ' href="/comments/feed/"><link rel="alternate" type="text/html" hreflang="fr" href="/fr">'
    )
    found = links('<a href="/rss.xml">RSS</a><a href="https://other.example/feed">x</a>', head)
    assert found.feeds == ("https://mfa.lundia.example/feed/", "https://mfa.lundia.example/rss.xml")  # type: ignore[attr-defined]


def test_apis_are_known_by_what_their_systems_write() -> None:
    head = '<link rel="https://api.w.org/" href="https://mfa.lundia.example/wp-json/">'
    assert links("", head).wordpress == "https://mfa.lundia.example/wp-json/"  # type: ignore[attr-defined]
    assert links('<img src="/wp-content/a.png">').wordpress == "https://mfa.lundia.example/wp-json/"  # type: ignore[attr-defined]
    plone = '<img src="https://mfa.lundia.example/site/++plone++x/a.png">'
    assert links(plone).plone == "https://mfa.lundia.example/site"  # type: ignore[attr-defined]
    assert links('<img src="/++resource++x/a.png">').plone == "https://mfa.lundia.example"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "languages"),
    [
        ('<a hreflang="en" href="/en">x</a><a hreflang="fr" href="/fr">y</a>', {"en": "/en", "fr": "/fr"}),
        ('<a href="/de">Deutsch</a><a href="/ru">Русский</a>', {"de": "/de", "ru": "/ru"}),
        ('<a href="/az">AZ</a><a href="/en">EN</a>', {"az": "/az", "en": "/en"}),
        ('<a href="/ua">UA</a><a href="/en">EN</a>', {"uk": "/ua", "en": "/en"}),
        ('<a href="/fr/"><img alt="Français"></a>', {"fr": "/fr/"}),
        ('<a href="/no">No</a>', {"no": "/no"}),
        ('<a href="/vote">no</a>', {}),
    ],
    ids=["hreflang", "names", "codes", "a country's code", "flag", "one in its address", "a word that is none"],
)
def test_other_languages_are_found_by_what_their_links_are_called(body: str, languages: dict[str, str]) -> None:
    found = links_of(root_of(body), URL, URL, b"").languages
    assert found == {code: f"https://mfa.lundia.example{path}" for code, path in languages.items()}


def test_codes_of_switchers_are_languages() -> None:
    assert [code_of(text) for text in ("EN", "ua", "jp", "rus", "xx", "de")] == ["en", "uk", "ja", "ru", None, "de"]
