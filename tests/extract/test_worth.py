"""What is a statement, be it ever so short, and what is none."""

import pytest

from crawler.extract import extract
from crawler.model.reading import Reading, Refusal
from tests.extract.pages import document, page

SHORT = (
    "The Minister conveyed her condolences to the people of Solimar after the earthquake. She offered the help of the"
    " civil protection."
)
TEASERS = "<div class=news-list>" + "".join(
    f"<div class=item><span>{day} May 2024</span> <a href=/n{day}>The Ministry reports on matter number {day}</a></div>"
    for day in range(11, 16)
) + "</div>"  # fmt: skip
FOOTER = "<div>© 2024 Ministry of External Relations. All rights reserved.</div>"


def code(html: str) -> str | None:
    found = extract(page(html), None)
    return found.reason.code if isinstance(found, Refusal) else None


def test_two_sentences_under_a_title_and_a_date_outweigh_teasers() -> None:
    html = f"<div><h2>Message of condolence</h2><p>8 May 2024</p><p>{SHORT}</p></div>{TEASERS}{FOOTER}"
    found = extract(page(document(html, title="Message of condolence - Ministry")), None)
    assert isinstance(found, Reading), found
    assert (found.title, found.body.text) == ("Message of condolence", SHORT)


@pytest.mark.parametrize(
    "head",
    [
        f"<h2>News</h2><p>8 May 2024</p><p>{SHORT}</p>",  # by its name
        f"<h2>Relations with Solimar</h2><p>{SHORT}</p>",  # undated
    ],
)
def test_an_introduction_to_a_listing_is_no_statement(head: str) -> None:
    assert code(document(f"<div>{head}</div>{TEASERS}", title="Ministry of External Relations")) == "content.listing"


def test_a_teaser_is_no_statement() -> None:
    first = (
        f"<h2>Relations with Solimar</h2><p>8 May 2024</p><a href=/n1>Minister sends her condolences</a><p>{SHORT}</p>"
    )
    assert code(document(f"<div>{first}</div>{TEASERS}", title="Relations with Solimar")) == "content.listing"


@pytest.mark.parametrize(
    "body",
    [
        FOOTER,
        "<p>12 Embassy Road<br>P.O. Box 100<br>Telephone: 555 0123</p>",
        "<table><tr><td>2</td><td>3 Reception</td></tr><tr><td>9 Conference</td><td>10</td></tr></table>",
        "<h2>Water</h2><h3>Water Committee</h3><p>Agenda</p><h2>Roads</h2><h3>Roads Committee</h3><p>Agenda</p>",
    ],
)
def test_a_text_without_a_sentence_is_none(body: str) -> None:
    assert code(document(f"<main><h1>Calendar of the house</h1>{body}</main>", title="Calendar of the house")) in {
        "content.empty",
        "content.listing",
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("th", "กระทรวงการต่างประเทศยินดีต่อความตกลงที่คณะผู้แทนทั้งสองฝ่ายบรรลุร่วมกันเกี่ยวกับการเปิดจุดผ่านแดน"),
        ("zh", "外交部对两国代表团就开放边境口岸达成协议表示欢迎，并呼吁各方落实协议。"),
        ("km", "ក្រសួងកិច្ចការបរទេសសូមស្វាគមន៍ចំពោះកិច្ចព្រមព្រៀងដែលគណៈប្រតិភូទាំងពីរបានឈានដល់ស្តីពីការបើកច្រកព្រំដែន"),
    ],
)
def test_a_sentence_is_one_in_writing_without_blanks_and_stops(language: str, text: str) -> None:
    html = document(f"<main><h1>{text[:20]}</h1><p>{text}</p></main>", title=text[:20], lang=language)
    assert isinstance(extract(page(html), None), Reading)


def test_templates_that_nobody_filled() -> None:
    rows = "".join(f"<p>{{{{ item.title{number} }}}} – {{{{ item.summary | translate }}}}</p>" for number in range(30))
    assert code(document(f"<main><h1>{{{{ page.title }}}}</h1>{rows}</main>", title="Ministry")) == "content.browser"


def test_a_service_with_many_forms_is_no_listing() -> None:
    forms = "".join(f"<li><a href=/f{number}>Application form number {number}</a></li>" for number in range(16))
    more = (
        "<p>The apostille confirms the signature on a document and the capacity of the official who signed it, and is"
        " asked for in person or by post at the consular section of the Ministry.</p>"
    ) * 4
    html = document(
        f"<main><h1>Apostille of documents</h1>{more}<ul>{forms}</ul>{more}</main>", title="Apostille of documents"
    )
    assert isinstance(extract(page(html), None), Reading)


def test_a_forums_index_is_one_though_its_first_topic_is_long() -> None:
    rows = "".join(
        f"<p><a href=/t{number}>The topic number {number} that readers talk of</a></p><p>{number} answers</p>"
        for number in range(20)
    )
    html = f"<main><h1>The forum of the city's people</h1><p>{SHORT} {SHORT}</p>{rows}</main>"
    assert code(document(html, title="The forum of the city's people")) == "content.listing"
