"""The main text of a page without a layout: from the statement's first sentence to its last."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from crawler.extract.charset import Decoded, decode
from crawler.extract.families import family_of
from crawler.extract.main_text import MainText, main_text
from crawler.extract.paragraphs import paragraphs
from crawler.extract.text import squeeze
from crawler.extract.tree import parse
from tests.extract.pages import PROSE, URL, document, page, paragraphs_html

TITLE = "Statement on the opening of the crossing"
LINKS = "".join(f'<li><a href="/{number}">A page of the ministry, number {number}</a></li>' for number in range(20))
MENU = f"<ul>{LINKS}</ul>"
BODY = paragraphs_html(PROSE)


def tree_of(body: str, head: str = "") -> tuple[etree._Element, Decoded]:
    decoded = decode(document(body, title=TITLE, head=head).encode(), "text/html; charset=utf-8")
    root = parse(decoded.utf8)
    assert isinstance(root, etree._Element), root
    return root, decoded


def found(body: str, *, title: str | None = TITLE, head: str = "") -> MainText:
    root, decoded = tree_of(body, head)
    heading = next((item for item in root.iter("h1", "h2") if "".join(item.itertext()).strip() == title), None)
    return main_text(root, decoded, page(b""), URL, title, heading, family_of(root, page(b"")))


def text(body: str, *, title: str | None = TITLE) -> tuple[str, ...]:
    return tuple(item.text for item in paragraphs(found(body, title=title).tokens))


class TestWhereTheTextStands:
    def test_a_main_element(self) -> None:
        assert text(f"<nav>{MENU}</nav><main><h1>{TITLE}</h1>{BODY}</main><footer>{MENU}</footer>") == PROSE

    def test_divs_without_a_name(self) -> None:
        assert (
            text(f"<div>{MENU}</div><div><div><h1>{TITLE}</h1><div>{BODY}</div></div></div><div>{MENU}</div>") == PROSE
        )

    def test_deeply_nested_divs(self) -> None:
        assert text("<div>" * 60 + f"<h1>{TITLE}</h1>{BODY}" + "</div>" * 60) == PROSE

    def test_tables_used_for_layout(self) -> None:
        body = (
            f"<table><tr><td width=150>{MENU}</td><td><table><tr><td><font size=4><b>{TITLE}</b></font></td></tr>"
            f"<tr><td>{BODY}</td></tr></table></td></tr></table>"
        )
        assert text(body) == PROSE

    def test_a_form_around_the_whole_page(self) -> None:
        body = (
            f"<form id=aspnetForm method=post><input type=hidden name=__VIEWSTATE value=x><div>{MENU}</div>"
            f"<div id=ctl00_Main><h1>{TITLE}</h1>{BODY}</div></form>"
        )
        assert text(body) == PROSE

    def test_columns_that_are_items_of_a_list(self) -> None:
        body = f"<ul class=columns><li><div><h1>{TITLE}</h1><div>{BODY}</div></div></li><li>{MENU}</li></ul>"
        assert text(body) == PROSE

    def test_lines_parted_by_breaks(self) -> None:
        soup = "<br><br>".join(PROSE)
        assert text(f"<div>{MENU}</div><div><h1>{TITLE}</h1><div>{soup}</div></div>") == PROSE

    def test_text_directly_beside_elements(self) -> None:
        body = f"<div>{MENU}</div><div><h1>{TITLE}</h1>{PROSE[0]}<span><p>{PROSE[1]}</p></span><p>{PROSE[2]}</p></div>"
        assert text(body) == PROSE

    def test_paragraphs_parted_by_empty_ones(self) -> None:
        parted = "<p>&nbsp;</p>".join(f"<p>{item}</p>" for item in PROSE)
        assert text(f"<div>{MENU}</div><div><h1>{TITLE}</h1>{parted}</div>") == PROSE

    def test_a_body_split_over_containers(self) -> None:
        parts = "".join(f"<div class=row><div class=col><p>{item}</p></div></div>" for item in PROSE)
        assert text(f"<div>{MENU}</div><div><h1>{TITLE}</h1>{parts}</div>") == PROSE

    def test_what_follows_an_early_end_of_the_document(self) -> None:
        body = f"<div class=header>{MENU}</div></body></html><div><h1>{TITLE}</h1>{BODY}</div></body></html>"
        assert text(body) == PROSE

    def test_without_any_title(self) -> None:
        assert text(f"<nav>{MENU}</nav><div>{BODY}</div><footer>{MENU}</footer>", title=None) == PROSE

    def test_a_title_that_is_a_marked_line_of_a_paragraph(self) -> None:
        head = (
            f'<p style="text-align: center"><strong>{TITLE}</strong><br><em>With a line below that says more</em></p>'
        )
        letterhead = "<p>The Ministry<br>1 Square of the Crossing<br>press@mfa.example</p>"
        assert text(f"<main>{letterhead}{head}{BODY}</main>") == PROSE

    def test_the_title_shown_by_a_container_that_holds_the_text(self) -> None:
        root, decoded = tree_of(f"<div id=box>{TITLE}{BODY}</div>")
        box = root.find(".//div[@id='box']")
        assert (
            tuple(item.text for item in paragraphs(main_text(root, decoded, page(b""), URL, TITLE, box, None).tokens))
            == PROSE
        )


class TestWhatIsLeftOut:
    def test_a_column_longer_than_the_text(self) -> None:
        aside = "".join(f"<p>{PROSE[number % 3]} Number {number}.</p>" for number in range(12))
        body = f"<article><h1>{TITLE}</h1>{BODY}</article><div class=sidebar-right>{aside}</div>"
        assert text(body) == PROSE

    def test_comments_longer_than_the_text(self) -> None:
        comments = "".join(
            f"<div><b>Reader</b><p>{PROSE[number % 3]} I say {number}.</p></div>" for number in range(12)
        )
        assert text(f"<div><h1>{TITLE}</h1><div>{BODY}</div><div id=comments>{comments}</div></div>") == PROSE

    def test_teasers_of_other_statements(self) -> None:
        teasers = "".join(
            f'<div class=item><h3><a href="/{number}">Another statement of the ministry {number}</a></h3>'
            f"<p>It begins like this, says something of its matter, and goes on elsewhere, {number}.</p></div>"
            for number in range(4)
        )
        assert text(f"<div><h1>{TITLE}</h1><div>{BODY}</div><div>{teasers}</div></div>") == PROSE

    def test_teasers_above_the_title(self) -> None:
        slides = "".join(f"<div class=teaser><p>{PROSE[0]} Slide {number}.</p></div>" for number in range(4))
        assert text(f"<div>{slides}</div><div><h1>{TITLE}</h1>{BODY}</div>") == PROSE

    def test_a_banner_about_cookies(self) -> None:
        banner = "<div id=cookie-banner><p>We use cookies, and some that we need, to make this better.</p></div>"
        assert text(f"{banner}<div><h1>{TITLE}</h1>{BODY}</div>{banner}") == PROSE

    def test_captions_of_pictures(self) -> None:
        caption = "<figcaption>The two ministers shake hands in front of the gate.</figcaption>"
        figure = f"<figure><img src=a.jpg>{caption}</figure>"
        assert text(f"<main><h1>{TITLE}</h1>{figure}{BODY}</main>") == PROSE

    def test_what_is_hidden(self) -> None:
        hidden = f"<div style='display: none'><p>{PROSE[0]} Hidden.</p></div><div hidden><p>{PROSE[1]} Too.</p></div>"
        assert text(f"<main><h1>{TITLE}</h1>{hidden}{BODY}</main>") == PROSE

    @pytest.mark.parametrize("name", ["print", "related-wrapper", "sidebar", "widget", "cookie", "comments", "footer"])
    def test_a_name_that_deceives(self, name: str) -> None:
        assert text(f"<div class='{name}'><h1>{TITLE}</h1>{BODY}</div>") == PROSE

    @pytest.mark.parametrize("name", ["print", "related-wrapper", "sidebar", "widget", "cookie", "comments", "footer"])
    def test_a_name_that_deceives_where_no_title_is_shown(self, name: str) -> None:
        assert text(f"<div>{MENU}</div><div class='{name}'>{BODY}</div>", title=None) == PROSE

    def test_a_body_name_on_something_small_is_not_believed(self) -> None:
        small = "<div class=article-body><p>Follow us, all of you, wherever you are.</p></div>"
        assert text(f"<div>{small}<h1>{TITLE}</h1>{BODY}</div>") == PROSE


class TestWhatIsKept:
    def test_the_lead(self) -> None:
        lead = "The crossing between the two countries will be opened to travellers and goods within a month."
        above = f"<h1>{TITLE}</h1><p class=lead>{lead}</p><p class=date>8 November 2021</p>"
        assert text(f"<main>{above}<div class=article-body>{BODY}</div></main>") == (lead, *PROSE)

    def test_a_lead_that_only_repeats_the_beginning(self) -> None:
        lead = PROSE[0].partition(",")[0]
        body = f"<main><h1>{TITLE}</h1><p class=lead>{lead}</p><div class=article-body>{BODY}</div></main>"
        assert text(body) == PROSE

    def test_a_lead_that_is_a_list(self) -> None:
        items = ["The crossing opens within a month", "A joint commission settles disputes about tolls"]
        listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
        body = f"<main><h1>{TITLE}</h1><div class=chapo>{listed}</div><div class=article-body>{BODY}</div></main>"
        assert text(body) == (*(f"- {item}" for item in items), *PROSE)

    def test_lists_tables_quotations_in_order(self) -> None:
        rest = (
            "<ul><li>The first thing that was agreed upon.</li><li>The second one.</li></ul>"
            "<table><tr><th>Year</th><th>Travellers</th></tr><tr><td>2020</td><td>1,200</td></tr></table>"
            "<blockquote><p>“We have waited long for this day,” the Minister said.</p></blockquote>"
        )
        assert text(f"<main><h1>{TITLE}</h1>{BODY}{rest}<p>{PROSE[0]} Again.</p></main>") == (
            *PROSE,
            "- The first thing that was agreed upon.",
            "- The second one.",
            "Year | Travellers",
            "2020 | 1,200",
            "“We have waited long for this day,” the Minister said.",
            f"{PROSE[0]} Again.",
        )

    def test_questions_and_answers(self) -> None:
        talk = "".join(f"<p><b>Question:</b> What of point {n}?</p><p><b>Answer:</b> {PROSE[n]}</p>" for n in range(3))
        read = text(f"<main><h1>{TITLE}</h1>{talk}</main>")
        assert read == tuple(
            line for n in range(3) for line in (f"Question: What of point {n}?", f"Answer: {PROSE[n]}")
        )

    def test_a_list_of_definitions(self) -> None:
        terms = "<dl>" + "".join(f"<dt>Point {n} of the agreement</dt><dd>{PROSE[n]}</dd>" for n in range(3)) + "</dl>"
        assert text(f"<div>{MENU}</div><div><h1>{TITLE}</h1>{terms}</div>") == tuple(
            line for n in range(3) for line in (f"Point {n} of the agreement", PROSE[n])
        )

    def test_an_accordion(self) -> None:
        panels = "".join(f"<div><h3>Part {n}</h3><div role=tabpanel><p>{PROSE[n]}</p></div></div>" for n in range(3))
        assert text(f"<main><h1>{TITLE}</h1><div role=tablist>{panels}</div></main>") == tuple(
            line for n in range(3) for line in (f"Part {n}", PROSE[n])
        )

    @pytest.mark.parametrize(
        ("language", "lines"),
        [
            ("ja", ["外務省は、両国の代表団が首都で合意に達したことを歓迎する。",
                    "合意には、通行の再開と関税の扱いが定められている。"]),
            ("zh", ["外交部欢迎双方代表团在首都达成协议，并感谢调解人的耐心。",
                    "协议规定了口岸如何对旅客和货物开放，以及如何解决争端。"]),
            ("th", ["กระทรวงยินดีกับข้อตกลงที่คณะผู้แทนทั้งสองบรรลุในเมืองหลวงเมื่อวันอังคาร",
                    "ข้อตกลงกำหนดวิธีเปิดด่านและการระงับข้อพิพาทเรื่องค่าผ่านทาง"]),
            ("ar", ["ترحب الوزارة بالاتفاق الذي توصل إليه الوفدان في العاصمة يوم الثلاثاء.",
                    "ويحدد الاتفاق كيفية فتح المعبر أمام المسافرين والبضائع."]),
            ("he", ["המשרד מברך על ההסכם שאליו הגיעו שתי המשלחות בבירה ביום שלישי.",
                    "ההסכם קובע כיצד ייפתח המעבר לנוסעים ולסחורות."]),
            ("ko", ["외교부는 양국 대표단이 수도에서 합의에 도달한 것을 환영한다.",
                    "합의는 통행 재개와 관세 처리 방법을 정하고 있다."]),
        ],
    )  # fmt: skip
    def test_other_scripts(self, language: str, lines: list[str]) -> None:
        body = "".join(f"<p>{line}</p>" for line in lines)
        assert text(f"<div>{MENU}</div><div dir=auto lang={language}><h1>{TITLE}</h1>{body}</div>") == tuple(lines)


class TestInsteadOfText:
    def test_a_document(self) -> None:
        body = f'<main><h1>{TITLE}</h1><p><a href="/files/statement.pdf">Statement (PDF, 200 KB)</a></p></main>'
        read = found(body)
        assert [link.get("href") for link in read.documents] == ["/files/statement.pdf"]

    def test_documents_of_the_frame_do_not_count(self) -> None:
        read = found(f'<main><h1>{TITLE}</h1></main><footer><a href="/files/privacy.pdf">Privacy</a></footer>')
        assert not read.documents

    def test_a_video(self) -> None:
        body = f'<main><h1>{TITLE}</h1><iframe src="https://www.youtube.com/embed/x"></iframe></main>'
        assert found(body).is_video

    def test_a_video_beside_a_text_is_none(self) -> None:
        body = f'<main><h1>{TITLE}</h1><iframe src="https://www.youtube.com/embed/x"></iframe>{BODY}</main>'
        assert not found(body).is_video

    def test_nothing(self) -> None:
        read = found("<div></div>", title=None)
        assert (read.tokens, read.documents, read.is_video) == ([], (), False)


def test_for_immediate_release_is_kept_as_a_warning() -> None:
    read = found(f"<main><h1>{TITLE}</h1><p>FOR IMMEDIATE RELEASE</p>{BODY}</main>")
    assert tuple(item.text for item in paragraphs(read.tokens)) == PROSE
    assert read.warnings == ("body: left out 'FOR IMMEDIATE RELEASE'",)


def test_the_tree_is_not_changed() -> None:
    root, decoded = tree_of(f"<nav>{MENU}</nav><main><h1>{TITLE}</h1>{BODY}</main>")
    before = etree.tostring(root)
    main_text(root, decoded, page(b""), URL, TITLE, root.find(".//h1"), None)
    assert etree.tostring(root) == before


SENTENCE = st.text(st.characters(categories=("Lu", "Ll", "Nd"), include_characters=" ,"), min_size=1, max_size=120)


@given(st.lists(SENTENCE, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_paragraph_of_a_plain_article_is_lost_or_moved(sentences: list[str]) -> None:
    texts = [f"Of point {n} the ministry says this, as it must: {item} so it is." for n, item in enumerate(sentences)]
    body = "".join(f"<p>{escape(item)}</p>" for item in texts)
    expected = tuple(map(squeeze, texts))
    assert text(f"<nav>{MENU}</nav><main><h1>{TITLE}</h1>{body}</main>") == expected


@given(st.text(st.sampled_from("abcdefghij<>/=\"' \n&;-"), max_size=300), st.text(max_size=30))
@settings(max_examples=80, deadline=None)
def test_any_page_and_title_end_in_an_answer(body: str, title: str) -> None:
    root, decoded = tree_of(f"<p>{body}</p>")
    assert isinstance(main_text(root, decoded, page(b""), URL, title or None, None, None), MainText)
