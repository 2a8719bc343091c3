"""The language of a statement."""

import pytest
from lxml import etree

from crawler.extract.language import detect, language_of, normal
from crawler.extract.tree import parse

TEXTS = {
    "az": "Azərbaycan Respublikasının Xarici İşlər Nazirliyi bu hadisə ilə əlaqədar bəyanat yaydı və sülhə çağırdı.",
    "en": "The Ministry of Foreign Affairs issued a statement on the incident and called on all to keep the peace.",
    "ru": "Министерство иностранных дел выступило с заявлением по поводу инцидента и призвало стороны к миру.",
    "be": "Міністэрства замежных спраў выступіла з заявай з нагоды інцыдэнту і заклікала бакі да міру і спакою.",
    "de": "Das Auswärtige Amt veröffentlichte eine Erklärung zu dem Vorfall und rief die Parteien zum Frieden auf.",
}
LANGUAGES = ("az", "en", "ru", "be", "de")


def root(html: str) -> etree._Element:
    tree = parse(html.encode())
    assert isinstance(tree, etree._Element)
    return tree


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_alone_tells_its_language(language: str) -> None:
    assert detect(TEXTS[language], ()) == language
    assert language_of(root("<p>x"), "https://x.example/1", TEXTS[language], LANGUAGES) == (language, "heuristic", None)


def test_too_little_text_tells_nothing() -> None:
    assert detect("OK 12.12.2021", ()) is None
    assert language_of(root("<p>x"), "https://x.example/1", "Hi", LANGUAGES) == (None, None, None)


def test_the_declaration_comes_before_the_address_and_the_text() -> None:
    assert language_of(root("<html lang=en-GB><p>x"), "https://x.example/1", TEXTS["az"], LANGUAGES) == (
        "en",
        "html",
        None,
    )
    assert language_of(root("<p>x"), "https://x.example/ru/1", TEXTS["az"], LANGUAGES) == ("ru", "url", None)
    assert language_of(root("<p>x"), "https://ru.x.example/1", TEXTS["az"], LANGUAGES) == ("ru", "url", None)
    meta = '<meta http-equiv="content-language" content="de-DE"><p>x'
    assert language_of(root(meta), "https://x.example/1", "", LANGUAGES) == ("de", "html", None)


def test_a_segment_that_is_no_language_of_the_source_is_none() -> None:
    assert language_of(root("<p>x"), "https://x.example/is/it/1", "", LANGUAGES)[0] is None


@pytest.mark.parametrize("language", ["az", "en"])
def test_where_declaration_and_address_contradict_each_other_the_text_decides(language: str) -> None:
    found, method, warning = language_of(
        root("<html lang=az><p>x"), "https://x.example/en/1", TEXTS[language], LANGUAGES
    )
    assert (found, method) == (language, "heuristic")
    assert warning == f"language: the page declares az, its address says en; read as {language}"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("sr-latn-RS", "sr-Latn"), ("zh-Hant", "zh-Hant"),
     ("english", None), ("", None), (None, None), ("e", None), ("{{lang}}", None)],
)  # fmt: skip
def test_codes(code: str | None, expected: str | None) -> None:
    assert normal(code) == expected
