"""Two languages in one body, two statements on one page."""

from html import escape

from crawler.extract import extract
from crawler.extract.blocks import Token
from crawler.extract.parts import parts_of
from crawler.extract.tidy import clean
from crawler.model.reading import Reading
from tests.extract.pages import PROSE, article, page, paragraphs_html, source

RUSSIAN = (
    "Министерство иностранных дел приветствует договорённость, достигнутую делегациями в столице во вторник, "
    "и благодарит"
    " посредников за терпение, с которым они собрали стороны за одним столом.",
    "Договорённость определяет, как будет открыт переход для путешественников и товаров, кто будет содержать "
    "дорогу и как"
    " разрешаются споры о пошлинах.",
)


def runs(*texts: str, heading: tuple[str, ...] = ()) -> list[Token]:
    return [Token("run", "h2" if text in heading else "p", text, escape(text)) for text in texts]


def test_a_body_in_one_language_has_no_parts() -> None:
    assert parts_of(runs(*PROSE), "en", "x") == ((), [])
    assert parts_of(runs(*RUSSIAN), "ru", "x") == ((), [])
    assert parts_of([], None, None) == ((), [])


def test_two_languages_are_told_apart_with_the_second_ones_heading() -> None:
    parts, notes = parts_of(runs(*PROSE, "Заявление Министерства иностранных дел", *RUSSIAN), "en", "Statement (En/Ru)")
    assert [(part.first, part.last, part.language) for part in parts] == [(0, 2, "en"), (3, 5, "ru")]
    assert notes == ["body: holds 2 parts, in en and ru"]


def test_two_languages_of_one_script() -> None:
    german = (
        "Das Ministerium begrüßt die Einigung, die die beiden Delegationen am Dienstag in der Hauptstadt "
        "erzielt haben, und"
        " dankt den Vermittlern für die Geduld, mit der sie die Parteien an einen Tisch gebracht haben.",
        "Die Einigung legt fest, wie der Übergang für Reisende und Güter geöffnet wird, und wer die Straße unterhält.",
    )
    parts, _ = parts_of(runs(*german, *PROSE), "de", "x")
    assert [(part.first, part.last, part.language) for part in parts] == [(0, 1, "de"), (2, 4, "en")]


def test_a_quotation_in_another_language_is_no_part() -> None:
    quoted = "«Мы приветствуем договорённость, достигнутую делегациями в столице», — сказал министр."
    assert parts_of(runs(*PROSE, quoted, *PROSE), "en", "x") == ((), [])
    assert parts_of(runs(*PROSE, quoted), "en", "x") == ((), [])


def test_two_statements_with_heading_and_date_are_told_apart() -> None:
    tokens = runs(
        "8 November 2021", *PROSE, "Statement on the second bridge", "9 November 2021", *PROSE,
        heading=("Statement on the second bridge",),
    )  # fmt: skip
    parts, notes = parts_of(tokens, "en", "Statement on the crossing")
    assert [(part.first, part.last, part.title) for part in parts] == [
        (0, 3, "Statement on the crossing"),
        (4, 8, "Statement on the second bridge"),
    ]
    assert notes == ["body: holds 2 statements: Statement on the crossing; Statement on the second bridge"]


def test_two_reference_numbers_are_two_statements() -> None:
    tokens = runs("No:1/21, On the bridge", *PROSE, "No:2/21, On the road", *PROSE)
    parts, _ = parts_of(tokens, "en", "Two statements")
    assert [(part.first, part.last, part.title) for part in parts] == [
        (0, 3, "No:1/21, On the bridge"),
        (4, 7, "No:2/21, On the road"),
    ]


def test_one_dated_heading_in_a_text_is_flagged_and_not_split() -> None:
    tokens = runs(*PROSE, "What happened", "9 November 2021", *PROSE, heading=("What happened",))
    parts, notes = parts_of(tokens, "en", "On the crossing")
    assert parts == ()
    assert notes == ["body: may hold 2 statements: On the crossing; What happened"]


def test_headings_without_dates_are_sections() -> None:
    assert parts_of(runs(*PROSE, "Background", *PROSE, heading=("Background",)), "en", "x") == ((), [])


def test_parts_move_with_the_paragraphs_when_boilerplate_is_taken_out() -> None:
    title = "Statement on the opening of the crossing"
    html = article(title, (title, "8 November 2021", *PROSE, "---"), more=paragraphs_html(RUSSIAN))
    read = extract(page(html), source())
    assert isinstance(read, Reading)
    assert [(part.first, part.last) for part in read.body.parts] == [(0, 5), (6, 7)]
    tidied = clean(read)
    assert len(tidied.body.paragraphs) == 5
    assert [(part.first, part.last, part.language) for part in tidied.body.parts] == [(0, 2, "en"), (3, 4, "ru")]
    assert clean(tidied) == tidied
