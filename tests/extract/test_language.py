"""The language of a statement."""

import pytest
from lxml import etree

from crawler.extract.language import detect, in_path, language_of, normal
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


def test_declaration_and_address_hold_where_the_text_agrees_or_leaves_doubt() -> None:
    said = language_of(root("<html lang=en-GB><p>x"), "https://x.example/1", TEXTS["en"], LANGUAGES)
    assert said == ("en", "html", None)
    assert language_of(root("<html lang=az><p>x"), "https://x.example/1", "Hi", LANGUAGES) == ("az", "html", None)
    assert language_of(root("<p>x"), "https://x.example/ru/1", TEXTS["ru"], LANGUAGES) == ("ru", "url", None)
    assert language_of(root("<p>x"), "https://ru.x.example/1", "OK", LANGUAGES) == ("ru", "url", None)
    meta = '<meta http-equiv="content-language" content="de-DE"><p>x'
    assert language_of(root(meta), "https://x.example/1", "", LANGUAGES) == ("de", "html", None)


def test_a_text_that_leaves_no_doubt_weighs_more_than_a_template() -> None:
    page = root("<html lang=en><p>x")
    assert language_of(page, "https://x.example/1", TEXTS["ru"], LANGUAGES) == (
        "ru",
        "heuristic",
        "language: the page declares en, but the text is ru",
    )
    assert language_of(root("<p>x"), "https://x.example/ru/1", TEXTS["az"], LANGUAGES) == (
        "az",
        "heuristic",
        "language: its address says ru, but the text is az",
    )


def test_a_declared_language_that_no_text_is_known_by_is_believed() -> None:
    assert language_of(root("<html lang=oc><p>x"), "https://x.example/1", TEXTS["de"], ())[:2] == ("oc", "html")


@pytest.mark.parametrize(
    ("declared", "kept"), [("nn", "nn"), ("nb", "nb"), ("no", "no"), ("sr-Latn", "sr-Latn"), ("bs", "bs")]
)
def test_languages_that_a_text_hardly_tells_apart_are_as_declared(declared: str, kept: str) -> None:
    texts = {
        "n": "Utenriksdepartementet har i dag gitt en uttalelse om saken og oppfordrer alle partene til å "
        "holde freden i landet.",
        "s": "Ministarstvo je danas izdalo saopćenje o tome i pozvalo sve strane da se ne udaljavaju od "
        "dogovora koji je bio.",
    }
    text = texts["n" if declared.startswith("n") else "s"]
    assert language_of(root(f"<html lang={declared}><p>x"), "https://x.example/1", text, ())[0] == kept


def test_chinese_of_a_source_with_both_scripts() -> None:
    both = ("zh-Hans", "zh-Hant", "en")
    assert detect("外交部发言人今天就有关问题发表谈话，表示将继续推动双方关系的发展。", both) == "zh-Hans"
    assert detect("外交部發言人今天就有關問題發表談話，表示將繼續推動雙方關係的發展。", both) == "zh-Hant"
    assert detect("外交部发言人今天就有关问题发表谈话，表示将继续推动双方关系的发展。", ()) == "zh"


def test_without_a_source_only_usual_names_of_languages_are_read_from_an_address() -> None:
    assert in_path("https://x.example/en/news/1", ()) == "en"
    assert in_path("https://x.example/index.php/ua/news/1", ()) == "uk"
    assert in_path("https://ru.x.example/news/1", ()) == "ru"
    assert in_path("https://x.example/it/support", ()) is None
    assert in_path("https://x.example/news/en/1", ()) is None


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
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("sr-latn-RS", "sr-Latn"),
        ("zh-Hant", "zh-Hant"),
        ("jp", "ja"),
        ("ua", "uk"),
        ("iw", "he"),
        ("eng", "en"),
        ("nb", "nb"),
        ("english", None),
        ("", None),
        (None, None),
        ("e", None),
        ("{{lang}}", None),
    ],
)
def test_codes(code: str | None, expected: str | None) -> None:
    assert normal(code) == expected
