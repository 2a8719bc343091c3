"""Who speaks."""

import pytest

from crawler.extract.people import speakers_in


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        (
            "Statement by H.E. Mr. Ivo Adam, Minister of Foreign Affairs of Norland, at the 76th session",
            "H.E. Mr. Ivo Adam, Minister of Foreign Affairs of Norland",
        ),
        (
            "Statement by Minister of Foreign Affairs of the Republic of Norland, V.Adam, at the Extraordinary Summit",
            "Minister of Foreign Affairs of the Republic of Norland, V.Adam",
        ),
        (
            "Statement by Ambassador John Adam, Permanent Representative to the United Nations, at the Council",
            "Ambassador John Adam, Permanent Representative to the United Nations",
        ),
        ("Remarks by President Adam at the opening", "President Adam"),
        ("Interview with Deputy Minister Eva Adam for the Daily", "Deputy Minister Eva Adam"),
        ("Rede von Außenministerin Eva Adam bei der Konferenz", "Außenministerin Eva Adam"),
        ("Discours de Mme Eva Adam, ministre de la Mer, à l’ouverture", "Mme Eva Adam, ministre de la Mer"),
        (
            "Выступление Министра иностранных дел Норландии С.В.Адамова на заседании",
            "Министра иностранных дел Норландии С.В.Адамова",
        ),
        ("Интервью Министра И.И.Адамова агентству", "Министра И.И.Адамова"),
    ],
)
def test_titles_that_name_a_person(title: str, speaker: str) -> None:
    assert speakers_in(title, ()) == (speaker,)


@pytest.mark.parametrize(
    "title",
    [
        "Statement by the Foreign Ministry on countermeasures",
        "Joint statement by the Ministers of Foreign Affairs of A and B",
        "Statement by the Press Service Department of the Ministry",
        "Statement by the Group of Seven",
        "Заявление МИД",
        "Declaration by the High Representative on behalf of the European Union",
        "Rede des Bundespräsidenten",
        "Statement by the Spokesperson on Belarus",
        "Minister Eva Adam meets John Smith",
        "",
    ],
)
def test_institutions_and_offices_without_a_name_are_no_speakers(title: str) -> None:
    assert speakers_in(title, ()) == ()


def test_a_label_in_the_text() -> None:
    assert speakers_in("On peace", ("Speaker: Lord Adam of Norland", "Text.")) == ("Lord Adam of Norland",)
    assert speakers_in("On peace", ("Text.", "Delivered by: H.E. Eva Adam")) == ("H.E. Eva Adam",)
    assert speakers_in("On peace", ("The speaker: nobody", "Text.")) == ()


def test_those_who_answer_in_a_record_of_questions() -> None:
    record = (
        "QUESTION: Why?",
        "MR ADAM: Because.",
        "QUESTION: When?",
        "MR ADAM: Soon.",
        "MODERATOR: Thanks.",
        "Note: end.",
    )
    assert speakers_in("Briefing", record) == ("MR ADAM",)
    russian = ("Вопрос: Почему?", "С.В.Адамов: Потому.", "Вопрос: Когда?", "С.В.Адамов: Скоро.")
    assert speakers_in("Брифинг", russian) == ("С.В.Адамов",)


def test_paragraphs_with_colons_and_no_questions_name_nobody() -> None:
    assert speakers_in("x", ("Place: here", "Place: there", "Time: noon", "Time: late")) == ()
