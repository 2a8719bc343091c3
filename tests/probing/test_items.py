"""The items of a listing, out of everything that is repeated on a page; and where they say title, date and kind."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from crawler.extract.dates import Dating
from crawler.extract.tree import parse
from crawler.probing.fields import fields_of, same_title
from crawler.probing.items import Repeated, alike, domain_of, repeated, rows_of

URL = "https://mfa.lundia.example/press"
NOW = datetime(2026, 4, 2, tzinfo=UTC)
TITLES = [f"Statement on the harbour of {place}" for place in ("Selm", "Orvane", "Quell", "Tarn", "Vell", "Brenn")]
DAYS = ["27.03.2026", "20.03.2026", "13.03.2026", "6.3.2026", "27.02.2026", "13.02.2026"]


def root_of(body: str) -> etree._Element:
    root = parse(f"<html lang=en><body>{body}</body></html>".encode())
    assert isinstance(root, etree._Element)
    return root


def best(body: str) -> Repeated:
    return repeated(root_of(body), URL, URL)[0]


def items(form: str) -> str:
    """The items in a form with {n}, {title} and {day}."""
    return "".join(
        form.format(n=n, title=title, day=day) for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
    )


MENU = (
    "<ul>"
    + "".join(f'<li><a href="/{word}">{word.title()} and more about it</a></li>' for word in "abcdefghijkl")
    + "</ul>"
)


@pytest.mark.parametrize(
    ("form", "around"),
    [
        ('<li class="n{n} release"><a href="/press/{n}">{title}</a><i>{day}</i></li>', "<ul>{}</ul>"),
        ('<tr><td>{day}</td><td><a href="/press/{n}">{title}</a></td></tr>', "<table>{}</table>"),
        ('<div class="row"><div class="col"><h3><a href="/press/{n}">{title}</a></h3><p>{day}</p></div></div>', "{}"),
        ('<a class="card" href="/press/{n}"><b>{title}</b><span>{day}</span></a>', "<div class=cards>{}</div>"),
        ('<p>{day} <a href="/press/{n}">{title}</a></p>', "<div id=text>{}</div>"),
        ('<article><time>{day}</time><h2><a href="/press/{n}">{title}</a></h2></article>', "<section>{}</section>"),
    ],
    ids=["list", "table", "grid", "cards", "paragraphs", "articles"],
)
def test_items_are_found_whole_beside_a_longer_menu(form: str, around: str) -> None:
    found = best(MENU + around.format(items(form)))
    assert [row.url for row in found.rows] == [f"https://mfa.lundia.example/press/{n}" for n in range(6)]
    assert found.dated == 1
    fields = fields_of(found, Dating(NOW, ("en",)))
    assert fields.date is not None
    assert next(day.date for day in fields.days if day) == "2026-03-27"


def test_a_selector_that_matches_something_else_too_is_worth_less() -> None:
    rows = items("<li><a href=/press/{n}>{title}</a> {day}</li>")
    body = f'<ul class="other">{MENU}</ul><ul class="releases">{rows}</ul>'
    assert {len(best(body).rows), best(body).matched} == {6}


def test_links_of_a_menu_alone_are_no_listing_worth_the_name() -> None:
    assert repeated(root_of(f"<nav>{MENU}</nav>"), URL, URL)[0].score < 1


def test_links_to_other_bodies_are_no_items() -> None:
    form = '<li><a href="https://other.example/{n}">{title}</a> {day}</li>'
    assert repeated(root_of(f"<ul>{items(form)}</ul>"), URL, URL) == []


def test_the_items_of_another_page_are_found_by_the_same_selector() -> None:
    found = best(f"<ul>{items('<li class=r><a href=/press/{n}>{title}</a> {day}</li>')}</ul>")
    other = root_of('<ul><li class=r><a href="/press/77">Another</a></li><li class=r>no link</li></ul>')
    assert [row.url for row in rows_of(other, URL, URL, found.css)] == ["https://mfa.lundia.example/press/77"]


def test_the_title_of_a_card_is_its_heading_and_not_all_its_text() -> None:
    form = '<a class="card" href="/press/{n}"><i>{day}</i><strong>{title}</strong><span>What was said</span></a>'
    fields = fields_of(best(items(form)), Dating(NOW, ("en",)))
    assert fields.title == "strong"


def test_what_pages_call_themselves_chooses_between_two_headings() -> None:
    form = '<li><h4 class="series">Series {n}</h4><h4 class="name">{title}</h4><a href="/press/{n}">On</a> {day}</li>'
    found = best(f"<ul>{items(form)}</ul>")
    titles = {row.url: title for row, title in zip(found.rows, TITLES, strict=True)}
    assert fields_of(found, Dating(NOW, ("en",)), titles).title == "h4.name"


def test_a_link_that_is_not_the_first_is_named() -> None:
    form = '<li><a class="theme" href="/themes/{n}">Theme</a><a class="more" href="/press/{n}">{title}</a> {day}</li>'
    assert fields_of(best(f"<ul>{items(form)}</ul>"), Dating(NOW, ("en",))).link == "a.more"


def test_words_that_name_kinds_are_the_kind_and_places_are_not() -> None:
    kinds = ["Statement", "Speech", "Statement", "Press release", "Statement", "Speech"]
    places = ["Selm", "Quell", "Selm", "Tarn", "Selm", "Quell"]
    rows = "".join(
        f'<li><em class="place">{place}</em><em class="label">{kind}</em><a href="/press/{n}">{title}</a> {day}</li>'
        for n, (title, day, kind, place) in enumerate(zip(TITLES, DAYS, kinds, places, strict=True))
    )
    assert fields_of(best(f"<ul>{rows}</ul>"), Dating(NOW, ("en",))).kind == "em.label"


def test_the_day_of_publication_goes_before_that_of_the_last_change() -> None:
    days = '<span class="updated">01.04.2026</span><span class="published-on">{day}</span>'
    form = f'<li><a href="/press/{{n}}">{{title}}</a>{days}</li>'
    assert fields_of(best(f"<ul>{items(form)}</ul>"), Dating(NOW, ("en",))).date == "span.published-on"


def test_month_first_is_known_by_the_days_of_all_items() -> None:
    rows = "".join(
        f'<li><a href="/press/{n}">{TITLES[n]}</a> <i>{day}</i></li>'
        for n, day in enumerate(("3/27/26", "3/20/26", "3/6/26", "2/5/26"))
    )
    days = fields_of(best(f"<ul>{rows}</ul>"), Dating(NOW, ("en",))).days
    assert [day.date for day in days if day] == ["2026-03-27", "2026-03-20", "2026-03-06", "2026-02-05"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Statement on Selm", "STATEMENT  on Selm.", True),
        ("Statement on the harbour of…", "Statement on the harbour of Selm", True),
        ("State…", "Statement on the harbour of Selm", False),
        ("Statement on Selm", "Statement on Selm and Tarn", False),
        (None, "Statement", False),
    ],
    ids=["case and marks", "cut", "cut too short", "longer", "none"],
)
def test_titles_are_the_same_but_for_marks_and_cuts(one: str | None, other: str, same: bool) -> None:
    assert same_title(one, other) is same


def test_a_domain_is_what_one_body_has_for_itself() -> None:
    assert domain_of("www.mfa.gov.by") == domain_of("mfa.gov.by") == "mfa.gov.by"
    assert domain_of("en.kremlin.example") == "kremlin.example"
    assert domain_of("127.0.0.1") == "127.0.0.1"


def test_addresses_of_one_form_are_alike() -> None:
    assert alike([f"https://x.example/news/{n}" for n in (1, 22, 3)]) == 1
    assert alike(["https://x.example/news/1", "https://x.example/about", "https://x.example/c.pdf"]) < 0.5
