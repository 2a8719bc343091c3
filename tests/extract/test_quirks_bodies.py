"""Quirks of bodies as ministries' sites have them, on pages of our own writing, without a layout."""

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Reading, Refusal
from tests.extract.pages import PROSE, document, page, paragraphs_html

TITLE = "Statement on the opening of the crossing"
MENU = "".join(f'<li><a href="/{number}">Section {number} of the ministry</a></li>' for number in range(12))
BODY = paragraphs_html(PROSE)


def read(body: str, *, title: str = TITLE, head: str = "", lang: str | None = "en") -> Reading:
    html = document(f"<div><ul>{MENU}</ul></div>{body}", title=f"{title} | Ministry", head=head, lang=lang)
    found = extract(page(html), None)
    assert isinstance(found, Reading), found
    return clean(found)


def refused(body: str, *, title: str = TITLE) -> str:
    found = extract(page(document(f"<div><ul>{MENU}</ul></div>{body}", title=f"{title} | Ministry")), None)
    assert isinstance(found, Refusal), found
    return found.reason.code


def test_the_missions_old_skin() -> None:
    """Date, title, paragraphs parted by empty ones, a rule, and the box of the archive."""
    parted = "<p>&nbsp;</p>".join(f"<p>{text}</p>" for text in PROSE)
    months = "".join(f"<span>{name}</span> " for name in ("January", "February", "March"))
    body = (
        f"<div><p>2021-11-08</p><h1>{TITLE}</h1>{parted}<p>&nbsp;</p><p>---</p><h3>Search in archive</h3>"
        f"<p>{months}</p></div>"
    )
    assert read(body).body.paragraphs == PROSE


def test_the_statement_is_only_a_document() -> None:
    reading = read(f'<main><h1>{TITLE}</h1><p><a href="/files/s.pdf">Statement, PDF, 200 KB</a></p></main>')
    assert [item.url for item in reading.attachments] == ["https://www.mfa.example/files/s.pdf"]
    assert any("may be the attached document" in note for note in reading.warnings)


def test_a_video_with_no_text_is_refused() -> None:
    video = '<iframe src="https://www.youtube.com/embed/abc"></iframe><p>Watch.</p>'
    assert refused(f"<main><h1>{TITLE}</h1>{video}</main>").startswith("content.")


def test_an_empty_body_is_refused() -> None:
    assert refused(f"<main><h1>{TITLE}</h1></main>").startswith("content.")


def test_a_letterhead_above_the_title() -> None:
    letterhead = (
        "<p>Republic of Examples<br>Ministry of Foreign Affairs</p><p>1 Square of the Crossing, 1000 Capital</p>"
        "<p>For media inquiries only, contact:<br>A. Person<br>press@mfa.example</p>"
    )
    title = f'<p style="text-align:center"><strong>{TITLE}</strong></p>'
    assert read(f"<main>{letterhead}{title}{BODY}</main>").body.paragraphs == PROSE


def test_the_title_repeated_in_the_body() -> None:
    body = f"<main><h1>{TITLE}</h1><div class=article-body><p><b>{TITLE.upper()}</b></p>{BODY}</div></main>"
    assert read(body).body.paragraphs == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "8 November 2021",
        "Monday, November 8, 2021 - 14:30",
        "08.11.2021",
        "Published: 8 November 2021",
        "Ort Hauptstadt Datum 08.11.2021",
        "FOR IMMEDIATE RELEASE",
        "Press Release No. 123/21",
        "Pressemitteilung Nr. 12/2021",
        "By Press Office",
        "Contact: (555) 555-0100, press@mfa.example",
        "Home > News > Statements",
        "Share this page",
        "Facebook Twitter WhatsApp",
        "Print",
        "A+ A-",
        "2021年11月8日 10:15 来源：外交部",
        "字号：[大] [中] [小] [打印]",
        "入力 2021.11.08",
        "Views: 1,234",
        "3 min read",
        "Published:",
        "Buy this photo",
        "Print this article Email this article",
        "Editor’s choice<br>Section: Transport<br>Date: 8 November 2021",
        "The delegations at the table. Photo: Press service",
        "The delegations at the table (Photo : Press service, all rights with the Ministry)",
    ],
)  # fmt: skip
def test_lines_above_the_text(line: str) -> None:
    assert read(f"<main><h1>{TITLE}</h1><div><p>{line}</p>{BODY}</div></main>").body.paragraphs == PROSE


@pytest.mark.parametrize(
    "lines",
    [
        ["# # #"],
        ["-ENDS-"],
        ["- 30 -"],
        ["(END)"],
        ["Share on Facebook"],
        ["Поделиться в социальных сетях"],
        ["Back to the list"],
        ["Zurück zur Übersicht", "Nach oben"],
        ["Tags: crossing, agreement, tolls"],
        ["Last updated: 9 November 2021"],
        ["© Ministry of Foreign Affairs. All rights reserved."],
        ["Pressekontakt:", "Ministerium, Pressestelle<br>Tel.: 0228-999582-5777<br>presse@mfa.example"],
        ["Media contact", "A. Person, Press Officer", "+49 30 1234 567", "press@mfa.example"],
        ["（责任编辑：张三）"],
        ["分享让更多人看到"],
        ["お問い合わせ先", "外務省 報道課", "電話 03-3580-3311"],
        ["اشتراک گذاری نسخه چاپی"],
        ["分享 友善列印"],
        ["শেয়ার করুন প্রিন্ট"],
        ["Ulashish Chop etish"],
        ["Teilen auf Facebook: 0Teilen auf Twitter: 0 WhatsApp"],
        ["Read more: Delegations agree on the opening of the crossing"],
        ["See more by the press service on the Ministry’s pages."],
        ["A lire aussi :", "L’accord de novembre en dix questions"],
        ["此前报道：两国代表团就开放口岸达成一致", "点击进入专题："],
        ["Нашли ошибку?", "Выделите её и нажмите Ctrl+Enter."],
        ["Suggested citation: Press service, Statement on the opening of the crossing, 2021"],
        ["This work is licensed under a Creative Commons Attribution 4.0 licence."],
        ["The opinions expressed here are those of the authors alone and do not reflect those of the Ministry: views"
         " expressed by guests do not represent it."],
        ["Мнение автора может не совпадать с точкой зрения редакции."],
        ["Have something to say? Let us know in the comments section."],
        ["Follow us on Twitter", "Receive the Ministry’s updates"],
        ["12小时前", "举报"],
        ["Ads by Google"],
        ["3 Kommentare", "Anna sagt:", "Endlich! Ich habe lange darauf gewartet, dass dieser Übergang geöffnet wird."],
        ["Comments", "A reader, 9 November 2021 10:15", "At last. I have waited long for this crossing to be opened."],
    ],
    ids=lambda lines: lines[0],
)  # fmt: skip
def test_lines_below_the_text(lines: list[str]) -> None:
    below = "".join(f"<p>{line}</p>" for line in lines)
    assert read(f"<main><h1>{TITLE}</h1><div>{BODY}{below}</div></main>").body.paragraphs == PROSE


def test_a_list_of_what_the_page_offers_below() -> None:
    lines = ("Date 08.11.2021", "Author Press service", "Keywords: crossing", "Print this page", "Permalink /n/1")
    below = f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    assert read(f"<main><h1>{TITLE}</h1><div>{BODY}{below}</div></main>").body.paragraphs == PROSE


def test_a_list_at_the_end_of_a_statement_is_kept() -> None:
    lines = ("the opening of the crossing", "the repair of the road", "the share of tolls")
    below = f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    kept = read(f"<main><h1>{TITLE}</h1><div>{BODY}{below}</div></main>").body.paragraphs
    assert kept == (*PROSE, *(f"- {line}" for line in lines))


@pytest.mark.parametrize(
    "picture",
    [
        '<div><img src=a.jpg alt="The two delegations at the table"><p>The two delegations at the table on Tuesday.'
        " Press service</p></div>",
        "<div class=news-image><img src=a.jpg><p>The two delegations at the table, and the mediators.</p></div>",
        "<div><img src=a.jpg><span>The delegations at the table (Photo: Press service)</span></div>",
    ],
    ids=["described", "called-a-picture", "credited"],
)
@pytest.mark.parametrize("place", [0, 1])
def test_the_caption_of_a_picture_is_no_text(picture: str, place: int) -> None:
    blocks = [f"<p>{text}</p>" for text in PROSE]
    blocks.insert(place, picture)
    assert read(f"<main><h1>{TITLE}</h1><div>{''.join(blocks)}</div></main>").body.paragraphs == PROSE


def test_a_paragraph_that_begins_with_a_picture_is_kept() -> None:
    first, *rest = PROSE
    body = f'<p><img src=a.jpg alt="The crossing">{first}</p>{paragraphs_html(rest)}'
    assert read(f"<main><h1>{TITLE}</h1><div class=article-body>{body}</div></main>").body.paragraphs == PROSE


def test_the_letterhead_of_a_judgment_is_kept() -> None:
    lines = ("SUPREME COURT", "In the name of the people", "Judgment", "File: I ZR 16/21", "Given on 8 November 2021")
    head = "".join(f'<p style="text-align:center">{line}</p>' for line in lines)
    title = f'<p style="text-align:center"><strong>{TITLE}</strong></p>'
    assert read(f"<main>{title}<div>{head}{BODY}</div></main>").body.paragraphs == (*lines, *PROSE)


def test_a_sub_headline_in_italics_below_a_centred_title_is_left_out() -> None:
    title = f'<p style="text-align:center"><strong>{TITLE}</strong></p>'
    below = '<p style="text-align:center"><em>The road will be open to travellers and goods</em></p>'
    assert read(f"<main>{title}{below}{BODY}</main>").body.paragraphs == PROSE


def test_links_to_other_texts_below() -> None:
    links = "<h3>Related news</h3><ul>" + "".join(
        f'<li><a href="/{n}">Another statement, {n}</a></li>' for n in range(3)
    )
    assert read(f"<main><h1>{TITLE}</h1><div>{BODY}{links}</ul></div></main>").body.paragraphs == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "The full text of the agreement is found here.",
        "Notes to editors: the crossing was closed in 1993, and has been so ever since.",
        "“We have waited long for this day,” said the Minister.",
        "Those present: Austria, Belgium, Bulgaria, Croatia, Cyprus and Czechia.",
        "Long live the friendship of our peoples!",
        "Thank you.",
        "These comments are offensive and inappropriate, and the Ministry rejects them.",
        "We welcome comments on the draft guidelines until 5 December.",
        "Find out more about the crossing on the Ministry’s pages.",
        "The views of both governments are expressed in the agreement.",
        "The discussion is now closed.",
    ],
)
def test_last_sentences_that_are_kept(line: str) -> None:
    assert read(f"<main><h1>{TITLE}</h1><div>{BODY}<p>{line}</p></div></main>").body.paragraphs == (*PROSE, line)


@pytest.mark.parametrize(
    "line",
    [
        "Dear Prime Minister,",
        "Excellencies, Ladies and Gentlemen,",
        "I.",
        "Question: What was agreed on 8 November 2021?",
        "On 8 November 2021, the delegations met.",
        "CAPITAL – The Minister said today that the crossing will open.",
    ],
)
def test_first_sentences_that_are_kept(line: str) -> None:
    assert read(f"<main><h1>{TITLE}</h1><div><p>{line}</p>{BODY}</div></main>").body.paragraphs == (line, *PROSE)


def test_redirect_laden_query_junk_on_every_link() -> None:
    link = '<a href="/out?url=https%3A%2F%2Fa.example&utm_source=x&amp;sid=1">the agreement</a>'
    reading = read(f"<main><h1>{TITLE}</h1><div>{BODY}<p>It can be read in {link}, which is public.</p></div></main>")
    assert reading.body.paragraphs[-1] == "It can be read in the agreement, which is public."


def test_two_languages_in_one_body_are_both_kept_in_order() -> None:
    russian = (
        "Министерство иностранных дел приветствует соглашение, достигнутое делегациями в столице во вторник.",
        "Соглашение определяет, как пункт пропуска будет открыт для путешественников и товаров.",
    )
    reading = read(f"<main><h1>{TITLE}</h1><div>{BODY}{paragraphs_html(russian)}</div></main>")
    assert reading.body.paragraphs == (*PROSE, *russian)


def test_web_forms_and_tables_together() -> None:
    body = (
        f'<form method=post action="./news.aspx?id=5"><table width=100%><tr><td><ul>{MENU}</ul></td><td><span'
        f" id=ctl00_lblTitle><b>{TITLE}</b></span><br><span id=ctl00_lblDate>08.11.2021</span><br><br><span"
        f" id=ctl00_lblText>{'<br><br>'.join(PROSE)}</span></td></tr></table></form>"
    )
    assert read(body).body.paragraphs == PROSE


def test_non_breaking_blanks_do_not_make_paragraphs() -> None:
    body = "".join(f"<p>&nbsp;&nbsp;{text}&nbsp;</p><div>&nbsp;</div>" for text in PROSE)
    assert read(f"<div><h1>{TITLE}</h1><div>{body}</div></div>").body.paragraphs == PROSE
