"""The kind of a statement, from the words of listing, page, title and address."""

import unicodedata
from itertools import count

import pytest
from lxml import etree

from crawler.extract.kind_words import WORDS, phrases
from crawler.extract.kinds import Claims, kind_of, labels_near, of_label, of_title, sections_of
from crawler.extract.tree import parse
from crawler.model.kind import KINDS
from tests.extract.pages import document, source


def root(html: str) -> etree._Element:
    tree = parse(html.encode())
    assert isinstance(tree, etree._Element)
    return tree


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Press Releases", "press_release"),
        ("News Item", "news"),
        ("Media Release", "press_release"),
        ("Pressemitteilungen", "press_release"),
        ("Communiqués de presse", "press_release"),
        ("Bəyanatlar", "statement"),
        ("Mətbuat üçün açıqlama", "statement"),
        ("ŞƏRH", "comment"),
        ("Заявление", "statement"),
        ("Брифинг", "briefing"),
        ("Интервью", "interview"),
        ("Комментарий", "comment"),
        ("Пресс-релиз", "press_release"),
        ("Déclaration", "statement"),
        ("Discours", "speech"),
        ("Rede", "speech"),
        ("Comunicado", "press_release"),
        ("Discurso", "speech"),
        ("بيان", "statement"),
        ("كلمة", "speech"),
        ("بيان صحفي", "press_release"),
        ("声明", "statement"),
        ("讲话", "speech"),
        ("談話", "statement"),
        ("記者会見", "briefing"),
        ("会見記録", "briefing"),
        ("報道発表", "press_release"),
        ("보도자료", "press_release"),
        ("성명", "statement"),
        ("Açıklama", "statement"),
        ("Basın Açıklaması", "statement"),
        ("BASIN AÇIKLAMASI", "statement"),
        ("Заява", "statement"),
        ("Изявления", "statement"),
        ("Oświadczenie", "statement"),
        ("Δελτίο Τύπου", "press_release"),
        ("הודעה לעיתונות", "press_release"),
        ("Reisewarnung", "travel_advice"),
        ("Press release of 3 May", "press_release"),
        ("written statement", "statement"),
        ("Joint Statement", "joint_statement"),
        ("Mediacentre", None),
        ("", None),
        ("A sentence that is far too long to be the label of a press release, is it", None),
    ],
)
def test_labels(label: str, kind: str | None) -> None:
    assert of_label(label) == kind


@pytest.mark.parametrize(
    ("title", "kind", "raw"),
    [
        ("No:438/23, Statement of the Ministry of Foreign Affairs", "statement", "Statement"),
        ("Joint Statement by the Foreign Ministers of the Five", "joint_statement", "Joint Statement"),
        ("Remarks by the President at the opening", "speech", "Remarks by"),
        ("Заявление Министерства иностранных дел", "statement", "Заявление"),
        ("Выступление и ответы на вопросы СМИ Министра", "briefing", "Выступление и ответы на вопросы"),
        ("林外務大臣会見記録", "briefing", "会見記録"),
        ("情勢に関する外務大臣談話", "statement", "談話"),
        ("外交部发言人就某事答记者问", "comment", "答记者问"),
        ("외교부 대변인 성명", "statement", "성명"),
        ("No: 45, 3 Şubat 2022, Toplantı Hakkında Basın Açıklaması", "statement", "Açıklaması"),
        ("Xarici İşlər Nazirliyinin bəyanatı", "statement", "bəyanatı"),
        ("Nazirin KİV-in sualına cavabı", "comment", "sualına cavabı"),
        ("Rede von Ministerin Beispiel", "speech", "Rede von"),
        ("Foreign Ministry Spokesperson’s Remarks on the talks", "speech", "Remarks"),
        ("Six ministers: joint statement", "joint_statement", "joint statement"),
    ],
)
def test_titles_that_name_their_kind(title: str, kind: str, raw: str) -> None:
    assert of_title(title) == (kind, raw)


@pytest.mark.parametrize(
    "title",
    [
        "Minister meets the ambassador",
        "Comment on this page",
        "О встрече министра с послом",
        "News from the capital",
        "Entrevista del canciller con su homólogo",
        "Address to be changed",
        "The state of the union",
        "访问",
        "",
        "Speechless in the capital",
        "Statementis",
        "A letter that nobody wrote",
    ],
)
def test_titles_that_tell_nothing(title: str) -> None:
    assert of_title(title) is None


class TestWeighing:
    def test_the_sources_own_mapping_comes_first(self) -> None:
        mapped = source(kinds={"statement": "comment"})
        assert kind_of(Claims(hint="Statement"), mapped).kind == "comment"

    def test_the_listing_weighs_more_than_the_title_and_a_label_more_than_the_address(self) -> None:
        claims = Claims(
            hint="Interview", labels=("Speech",), title="Statement on peace", url="https://x.example/briefings/1"
        )
        assert kind_of(claims, None)[:3] == ("interview", "Interview", "listing")
        assert kind_of(Claims(labels=("Speech",), url="https://x.example/statements/1"), None)[:3] == (
            "speech",
            "Speech",
            "label",
        )

    def test_news_gives_way_to_a_title_that_says_more(self) -> None:
        assert kind_of(Claims(hint="News", title="Statement on peace"), None)[:3] == ("statement", "Statement", "title")
        assert kind_of(Claims(hint="News", title="Minister travels"), None)[:3] == ("news", "News", "listing")

    def test_sections_count_less_than_the_title(self) -> None:
        found = kind_of(Claims(title="Statement on peace", sections=("Press releases",)), None)
        assert found.kind == "statement"
        assert kind_of(Claims(title="On peace", sections=("Press releases",)), None).kind == "press_release"

    @pytest.mark.parametrize(
        ("url", "kind"),
        [
            ("https://x.example/en/press-releases/2021/one.html", "press_release"),
            ("https://x.example/fr/communiques-de-presse/un", "press_release"),
            ("https://x.example/de/Reden/2021/eins.html", "speech"),
            ("https://x.example/en/news/one", None),
            ("https://x.example/statement", None),
        ],
    )
    def test_folders_of_the_address(self, url: str, kind: str | None) -> None:
        assert kind_of(Claims(url=url), None).kind == kind

    def test_what_is_not_known_is_kept_raw_and_reported(self) -> None:
        found = kind_of(Claims(hint="Depesche"), source())
        assert found == (None, "Depesche", "listing", ("kind: 'Depesche' is not among the kinds of xx_mfa",))

    def test_nothing_said_is_no_kind_and_no_warning(self) -> None:
        assert kind_of(Claims(title="On peace"), None) == (None, None, "", ())


class TestPage:
    def labels(self, html: str) -> list[str]:
        tree = root(html)
        return list(labels_near(tree, next(tree.iter("h1"), None)))

    def test_a_label_at_the_heading(self) -> None:
        html = document("<main><div><span class=kicker>Press release</span></div><h1>On peace</h1><p>Text.</p></main>")
        assert self.labels(html) == ["Press release"]

    def test_a_box_of_others_and_a_count_of_comments_are_no_label(self) -> None:
        box = "<aside>" + "<div><p><b>Speech</b> by another</p></div>" * 2 + "</aside>"
        html = document(f"<main><h1>On peace</h1><a>Comments (3)</a><a>Comments</a><p>Text.</p></main>{box}")
        assert self.labels(html) == []

    def test_the_class_that_a_system_gives_its_body_and_meta_data(self) -> None:
        head = '<html><head><meta name="DC.type" content="Speech"></head>'
        html = f'{head}<body class="page node-type-press-release"><h1>x</h1>'
        assert self.labels(html) == ["Speech", "press release"]

    def test_breadcrumbs_from_the_innermost(self) -> None:
        html = document("<ol class=breadcrumbs><li>Home<li>News<li>Press releases<li>On peace</ol><h1>On peace</h1>")
        assert list(sections_of(root(html))) == ["Press releases", "News"]


def test_the_words_are_lower_case_of_one_spelling_and_one_kind_each() -> None:
    seen: dict[str, str] = {}
    for kind, words in WORDS.items():
        assert kind in KINDS
        for phrase in (item.strip() for item in words.replace("\n", "").split("|")):
            assert phrase, kind
            assert phrase == phrase.lower() == unicodedata.normalize("NFC", phrase)
            assert seen.setdefault(phrase, kind) == kind, phrase
            scripts = {unicodedata.name(char).split()[0] for char in phrase if char.isalpha()}
            assert len(scripts - {"HIRAGANA", "KATAKANA", "CJK", "KATAKANA-HIRAGANA"}) <= 1, phrase
    assert seen == phrases()


def test_no_label_however_long_or_odd_is_a_crash() -> None:
    for size, odd in zip(count(1), ("\x00", "\u202e", "ß", "İ" * 9, "'" * 200, "\ud800", "x" * 10**6), strict=False):
        of_label(odd * size)
        of_title(odd * size)
        kind_of(Claims(hint=odd, labels=(odd,), title=odd, url="https://x.example/" + odd), None)


def test_a_transcript_is_one_though_its_section_is_called_press_releases() -> None:
    for title, kind in (
        ("Transcript of the weekly briefing by the Spokesperson", "transcript"),
        ("Remarks at the opening of the conference", "speech"),
        ("Minister receives the ambassador", "press_release"),
    ):
        assert kind_of(Claims(labels=("Press release",), title=title), None).kind == kind
