"""Families of sites: recognised by their marks, and read without a layout of the source's own."""

import pytest

from crawler.extract import clean, extract
from crawler.extract.families import family_of
from crawler.extract.family_templates import FAMILIES
from crawler.extract.tree import parse, selector
from crawler.model.reading import Reading
from tests.extract.families import BODY, PAGES, TITLE, Written
from tests.extract.pages import PROSE, page, paragraphs_html

IDS = [f"{number}-{written.family}" for number, written in enumerate(PAGES)]


def recognised(html: str, headers: tuple[tuple[str, str], ...] = ()) -> str | None:
    root = parse(html.encode())
    assert not hasattr(root, "code"), root
    family = family_of(root, page(html, headers=headers))
    return family.name if family else None


@pytest.mark.parametrize("written", PAGES, ids=IDS)
class TestEveryFamily:
    def test_is_recognised(self, written: Written) -> None:
        assert recognised(written.html) == written.family

    def test_is_read_to_its_ends(self, written: Written) -> None:
        reading = extract(page(written.html), None)
        assert isinstance(reading, Reading), reading
        assert clean(reading).body.paragraphs[: len(PROSE)] == PROSE
        assert reading.layout == f"family.{written.family}"
        assert reading.title == TITLE

    def test_a_template_that_was_changed_is_read_all_the_same(self, written: Written) -> None:
        bare = f"<div>{BODY}</div>"
        html = f"<html><head><title>{TITLE}</title>{written.head}</head><body><h1>{TITLE}</h1>{bare}</body></html>"
        reading = extract(page(html), None)
        assert isinstance(reading, Reading), reading
        assert clean(reading).body.paragraphs == PROSE
        assert reading.layout is None


def test_every_selector_is_one() -> None:
    for family in FAMILIES:
        for field in (family.title, family.date, family.body, family.remove, family.kind, family.attachments):
            for css in field:
                assert selector(css)


def test_names_are_unique() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


def test_where_the_template_has_the_title_outweighs_the_ministrys_own_heading() -> None:
    title = "Visit of the Minister to the crossing"
    html = (
        "<html><head><title>Ministry of External Relations</title><meta name=generator content='TYPO3 CMS'></head>"
        "<body><h1>Service for the press</h1><div class='news news-single'><div class=header><h3 itemprop=headline>"
        f"{title}</h3></div><div class=news-text-wrap>{BODY}</div></div></body></html>"
    )
    reading = extract(page(html), None)
    assert isinstance(reading, Reading), reading
    assert reading.title == title


def test_dates_of_teasers_below_do_not_speak_for_the_template() -> None:
    teasers = "".join(
        f"<div class=asset-abstract><h4><a href=/-/{n}>Another statement, number {n}</a></h4>"
        "<div class=metadata-publish-date>28 October 2023</div></div>"
        for n in range(3)
    )
    html = (
        f"<html lang=en><head><title>{TITLE}</title><meta name=generator content='Liferay Portal'></head><body><main>"
        f"<div class=journal-content-article><div class=fecha>8 November 2021</div><h3>{TITLE}</h3>{BODY}</div>"
        f"<div>{teasers}</div></main></body></html>"
    )
    reading = extract(page(html), None)
    assert isinstance(reading, Reading), reading
    assert reading.published
    assert reading.published.date == "2021-11-08"


def test_a_short_message_above_teasers_is_a_statement() -> None:
    teasers = "".join(
        f"<article class=elementor-post><h3><a href=/{n}>Another statement, number {n}</a></h3></article>"
        for n in range(3)
    )
    said = "The Government and people of the Republic are deeply saddened by the loss of life in the mountains."
    html = (
        f"<html lang=en><head><title>{TITLE}</title><meta name=generator content='WordPress 6'>"
        f"<meta property=og:type content=article><meta property=og:title content='{TITLE}'></head><body>"
        f"<h2 class=entry-title>{TITLE}</h2><div class=entry-content><p>{said}</p></div><section>{teasers}</section>"
        "</body></html>"
    )
    reading = extract(page(html), None)
    assert isinstance(reading, Reading), reading
    assert reading.body.paragraphs == (said,)


def test_a_header_tells() -> None:
    assert recognised("<p>x</p>", (("x-generator", "Drupal 9 (https://www.drupal.org)"),)) == "drupal"
    assert recognised("<p>x</p>", (("link", '<https://a.example/wp-json/>; rel="https://api.w.org/"'),)) == "wordpress"


def test_the_generator_counts_for_more_than_paths() -> None:
    html = '<meta name=generator content="TYPO3 CMS"><script src="/wp-content/a.js"></script><p>x</p>'
    assert recognised(html) == "typo3"


def test_a_page_of_nobody() -> None:
    assert recognised("<h1>x</h1><p>We wrote about wp-content and Drupal.</p>") is None


def test_a_familys_selector_that_disagrees_with_everything_else_is_not_taken() -> None:
    other = paragraphs_html([f"{text} It is said again in other words." for text in PROSE])
    html = (
        f'<html><head><meta name="generator" content="WordPress 6.5"><title>{TITLE}</title></head><body><div'
        f' class="entry-content"><p>Subscribe to what we write, once a week, by mail.</p></div><h1>{TITLE}</h1>'
        f"<div>{BODY}{other}</div></body></html>"
    )
    reading = extract(page(html), None)
    assert isinstance(reading, Reading), reading
    assert reading.layout is None
    assert reading.body.paragraphs[: len(PROSE)] == PROSE
