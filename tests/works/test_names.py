import pytest

from crawler.works.names import names_in, sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tovuz", "Товуз"),
        ("Elshan", "Elşən"),
        ("Azerbaijan", "Aserbaidschan"),
        ("Azerbaijan", "Azərbaycan"),
        ("Shusha", "Şuşa"),
        ("Schmidt", "Шмидт"),
        ("Petrović", "Петровић"),
        ("Ferreira", "Феррейра"),
        ("Athanasiou", "Αθανασίου"),
    ],
)
def test_one_name_sounds_alike_in_two_spellings(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(("one", "other"), [("Bayramov", "Mammadov"), ("Norway", "Finland"), ("Sofia", "Brussels")])
def test_two_names_do_not(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


def test_a_capital_that_only_begins_a_sentence_is_no_name() -> None:
    assert names_in("Nothing was said. Observers left Lugansko. “Never again,” said Berisov.") == (
        sound_of("Lugansko"),
        sound_of("Berisov"),
    )


def test_a_name_counts_where_it_begins_a_sentence_too_once_it_is_known_for_one() -> None:
    assert names_in("Lugansko burns. We saw Lugansko.") == (sound_of("Lugansko"),) * 2


def test_what_is_also_written_small_is_no_name() -> None:
    assert names_in("In the Interim the interim report of Dulcin") == (sound_of("Dulcin"),)


def test_institutions_and_months_are_no_evidence() -> None:
    assert names_in("by the Ministry of Foreign Affairs of the Republic on 3 March, said the Spokesperson") == ()


def test_scripts_without_capitals_give_none() -> None:
    assert names_in("外務省の報道官は東京で وزارة الخارجية") == ()
