"""Quirks of real pages' charsets, languages, numbers and kinds, each by its name, on pages of our own writing."""

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Hint, Page, Reading
from crawler.model.source import Source
from tests.extract.pages import PROSE, article, document, layout, page, paragraphs_html, source
from tests.extract.test_parts import RUSSIAN

HEADING = "Заявление Министерства иностранных дел"
BOTH = [pytest.param(None, id="generic"), pytest.param(source(), id="by layout")]


def read(captured: Page, by: Source | None = None) -> Reading:
    found = extract(captured, by)
    assert isinstance(found, Reading), found
    return clean(found)


@pytest.mark.parametrize("by", BOTH)
def test_windows_1251_bytes(by: Source | None) -> None:
    html = article(HEADING, RUSSIAN, lang="ru").replace("charset=utf-8", "charset=windows-1251")
    got = read(page(html.encode("cp1251"), content_type="text/html"), by)
    assert (got.charset, got.title, got.body.paragraphs, got.language) == ("windows-1251", HEADING, RUSSIAN, "ru")


@pytest.mark.parametrize("by", BOTH)
def test_a_page_that_declares_windows_1251_and_is_utf8(by: Source | None) -> None:
    html = article(HEADING, RUSSIAN, lang="ru").replace("charset=utf-8", "charset=windows-1251")
    got = read(page(html, content_type="text/html; charset=windows-1251"), by)
    assert (got.charset, got.body.paragraphs) == ("utf-8", RUSSIAN)
    assert "charset: declared as windows-1251, but the bytes are UTF-8" in got.warnings


@pytest.mark.parametrize("by", BOTH)
def test_soft_hyphens_all_through_a_title(by: Source | None) -> None:
    got = read(page(article("State­ment on the open­ing of the cross­ing")), by)
    assert got.title == "Statement on the opening of the crossing"
    assert got.kind == "statement"


@pytest.mark.parametrize("by", BOTH)
def test_mojibake_is_flagged_and_kept(by: Source | None) -> None:
    spoiled = tuple(text.encode().decode("cp1252", "replace") for text in ("Où l’été a été, né, ému", *PROSE))
    got = read(page(article(texts=spoiled)), by)
    assert got.body.paragraphs == spoiled
    assert any("looks like UTF-8 that was read as windows-1252" in note for note in got.warnings)


@pytest.mark.parametrize("by", BOTH)
def test_a_template_in_english_around_a_page_in_russian(by: Source | None) -> None:
    got = read(page(article(HEADING, RUSSIAN, lang="en"), url="https://www.mfa.example/en/news/statement"), by)
    assert got.language == "ru"
    assert "language: the page declares en, but the text is ru" in got.warnings


def test_a_slug_in_another_language_than_the_page() -> None:
    got = read(page(article(HEADING, RUSSIAN, lang="ru"), url="https://www.mfa.example/ru/news/birge-beyanat"))
    assert (got.language, got.kind, got.kind_raw) == ("ru", "statement", "Заявление")


@pytest.mark.parametrize("by", BOTH)
def test_two_languages_in_one_body(by: Source | None) -> None:
    got = read(page(article("Statement on the crossing (En/Ru)", (*PROSE, HEADING, *RUSSIAN))), by)
    assert [(part.first, part.last, part.language) for part in got.body.parts] == [(0, 2, "en"), (3, 5, "ru")]
    assert "body: holds 2 parts, in en and ru" in got.warnings


def test_one_page_with_two_statements() -> None:
    second = f"<h2>Statement on the second bridge</h2><p>9 November 2021</p>{paragraphs_html(PROSE)}"
    html = article(texts=("8 November 2021", *PROSE), more=second)
    got = read(page(html), source())
    assert [(part.first, part.last, part.title) for part in got.body.parts] == [
        (0, 2, "Statement on the opening of the crossing"),
        (3, 7, "Statement on the second bridge"),
    ]
    assert any(note.startswith("body: holds 2 statements") for note in got.warnings)


@pytest.mark.parametrize("by", BOTH)
def test_a_reference_number_in_the_title(by: Source | None) -> None:
    title = "No:438/23, Statement of the Ministry of Foreign Affairs"
    got = read(page(article(title)), by)
    assert (got.number, got.title, got.kind) == ("438/23", title, "statement")
    assert got.fields["number"] == "title"


def test_a_reference_number_in_the_slug_alone() -> None:
    by = source(numbers=[r"No:(?P<value>\d+/\d+)", r"/no(?P<number>\d{1,3})(?P<year>\d\d)$"])
    assert read(page(article(), url="https://www.mfa.example/en/news/no43823"), by).number == "438/23"
    assert read(page(article(), url="https://www.mfa.example/en/news/6857/view"), by).number is None


def test_a_layouts_own_number_comes_first() -> None:
    by = source(layout(number={"of": "title", "pattern": "(crossing)"}))
    got = read(page(article("No:1/22, The crossing")), by)
    assert (got.number, got.fields["number"]) == ("crossing", "title")


@pytest.mark.parametrize("by", BOTH)
def test_what_the_listing_calls_it(by: Source | None) -> None:
    hint = Hint("https://www.mfa.example/en/news", kind="Brifinq")
    got = read(page(article("On the opening of the crossing"), hint=hint), by)
    assert (got.kind, got.kind_raw, got.fields["kind"]) == ("briefing", "Brifinq", "listing")


def test_a_label_above_the_heading() -> None:
    above = "<div class=kicker>Pressemitteilung</div><h1>Zur Öffnung des Übergangs</h1>"
    body = f"<main>{above}<div>{paragraphs_html(PROSE)}</div></main>"
    got = read(page(document(body, title="Zur Öffnung des Übergangs | Amt")))
    assert (got.kind, got.kind_raw) == ("press_release", "Pressemitteilung")


@pytest.mark.parametrize("by", BOTH)
def test_the_author_of_the_meta_data_is_no_speaker(by: Source | None) -> None:
    said = '<script type="application/ld+json">{"@type":"NewsArticle","author":"A. Editor"}</script>'
    head = f'<meta name="author" content="webmaster">{said}'
    assert read(page(article(head=head)), by).speakers == ()


@pytest.mark.parametrize("by", BOTH)
def test_the_speaker_whom_the_title_names(by: Source | None) -> None:
    got = read(
        page(article("Statement by Minister of Foreign Affairs of Norland, V.Adam, at the Summit (May 15, 2020)")), by
    )
    assert got.speakers == ("Minister of Foreign Affairs of Norland, V.Adam",)
