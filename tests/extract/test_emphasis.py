"""Titles of pages that are made by hand: emphasised, directly above the date or the text."""

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Reading
from tests.extract.pages import PROSE, document, page, paragraphs_html

MINISTRY = "Ministry of External Relations"
TITLE = "Minister receives the delegation of Solimar"


def title_of(body: str, *, name: str = MINISTRY) -> str | None:
    found = extract(page(document(body, title=name)), None)
    assert isinstance(found, Reading), found
    return clean(found).title


TEXT = paragraphs_html(PROSE)
MENU = "".join(f"<a href=/m{number}>Section number {number}</a><br>" for number in range(6))


@pytest.mark.parametrize(
    "shown",
    [
        f"<b>{TITLE}</b>",
        f"<p><strong>{TITLE}</strong></p>",
        f"<div><font size=4>{TITLE}</font></div>",
        f"<center>{TITLE}</center>",
        f"<p>{TITLE.upper()}</p>",
    ],
)
@pytest.mark.parametrize("date", ["<p>8 November 2021</p>", ""])
def test_where_all_pages_have_the_ministrys_name(shown: str, date: str) -> None:
    title = title_of(f"<table><tr><td>{MENU}</td><td>{shown}{date}{TEXT}</td></tr></table>")
    assert title is not None
    assert title.casefold() == TITLE.casefold()


def test_the_letterhead_is_none_though_it_is_as_bold() -> None:
    head = f"<table><tr><td><b>{MINISTRY}</b></td></tr><tr><td>{MENU}</td></tr></table>"
    assert title_of(f"{head}<div><b>{TITLE}</b></div><div>8 November 2021</div>{TEXT}") == TITLE


def test_a_bold_lead_below_the_date_is_none() -> None:
    lead = "<p><b>The two ministers spoke of the crossing, the roads and the tolls in the capital.</b></p>"
    assert title_of(f"<div><b>{TITLE}</b></div><div>8 November 2021</div>{lead}{TEXT}") == TITLE


def test_a_bold_crosshead_within_the_text_is_none() -> None:
    more = f"<p><b>Background of the agreement</b></p>{TEXT}"
    assert title_of(f"<div><b>{TITLE}</b></div><div>8 November 2021</div>{TEXT}{more}") == TITLE


def test_an_abbreviation_may_end_it() -> None:
    assert title_of(f"<div><b>{TITLE} Co. Ltd.</b></div><p>8 November 2021</p>{TEXT}") == f"{TITLE} Co. Ltd."


def test_what_the_page_calls_itself_for_machines_comes_first() -> None:
    head = f'<meta property="og:title" content="{TITLE}">'
    body = f"<div><b>Another line above the date</b></div><p>8 November 2021</p>{TEXT}"
    found = extract(page(document(body, title=MINISTRY, head=head)), None)
    assert isinstance(found, Reading)
    assert found.title == TITLE


def test_who_claims_the_rights_is_the_site_and_no_title() -> None:
    footer = f"<div>© 2024 {MINISTRY}. All rights reserved.</div>"
    assert title_of(f"<h1>{MINISTRY}</h1><div><b>{TITLE}</b></div><div>8 November 2021</div>{TEXT}{footer}") == TITLE


@pytest.mark.parametrize("separator", [": ", " - ", " | "])
def test_the_claimed_name_is_taken_off_a_title(separator: str) -> None:
    footer = f"<footer>© 2024 {MINISTRY}</footer>"
    html = f"<main><h3>{TITLE}</h3><p>8 November 2021</p>{TEXT}</main>{footer}"
    assert title_of(html, name=f"{TITLE}{separator}{MINISTRY}") == TITLE


def test_a_request_for_consent_is_no_title() -> None:
    assert title_of(f"<div><h2>We value your privacy</h2></div><div><b>{TITLE}</b></div>{TEXT}") == TITLE


def test_a_section_glued_to_the_name_is_taken_off() -> None:
    title = "部长会见索利马尔外长并就边境口岸问题交换意见"
    text = "两国代表团在首都达成协议，同意开放边境口岸，供旅客及货物通行，并将设立联合委员会监督落实情况。" * 3
    body = f"<div align=center>{title} 来源于：新闻司</div><p>{text}</p><p>{text}</p>"
    found = extract(page(document(body, title=f"{title} 新闻司_外交网", lang="zh")), None)
    assert isinstance(found, Reading)
    assert found.title == title
