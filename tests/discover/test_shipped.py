"""The shipped sources whose listings are not captured: read from pages of our own writing in their form."""

from datetime import date

from crawler.discover import ListingPage, older_than, read_listing
from crawler.model.reading import Page
from crawler.sources import load_sources
from tests.discover.pages import CAPTURED, first_pages, nexts

SOURCES = load_sources()

MAIN = """<!doctype html><html lang="en"><body><nav><a href="/en/news">News</a></nav>
<div class="section_content"><h1>News</h1></div>
<div class="section_content">
  <a href="https://www.mfa.gov.az/en/news/no43823" class="section_newsIn_item"><img src="1.jpg">
    <div class="section_newsIn_item_content">
      <div class="section_newsIn_item_content_information"><span>Press release</span><span>17 July 2022</span></div>
      <div class="section_newsIn_item_content--header">No:438/23, An example of a statement</div></div></a>
  <a href="/en/news/6857/view" class="section_newsIn_item">
    <div class="section_newsIn_item_content">
      <div class="section_newsIn_item_content_information"><span>News</span><span>16 July 2022</span></div>
      <div class="section_newsIn_item_content--header">An example of a visit</div></div></a>
  <a href="https://t.me/example" class="section_newsIn_item">Follow us</a>
</div><ul class="pagination"><li><a href="?page=2">2</a></li></ul></body></html>"""

ARCHIVE = """<div class="section_content">
  <a href="/en/news/no15820-example" class="section_archive_item"><div class="section_archive_item_content">
    <div class="section_archive_item_content_information">
      <span class="section_archive_item_content_information--date">12 July 2020</span></div>
    <div class="section_archive_item_content--header">No:158/20, Another example</div></div></a></div>"""

OLD_SKIN = """<html><body><table><tr><td><a href="/en/news">News</a>
<a href="/en/content/3/embassy">Embassy</a></td></tr></table>
<p><a href="/index.php/en/news/3056/no25620-an-example"><img src="a.jpg"></a>
<a href="/index.php/en/news/3056/no25620-an-example">No:256/20, An example</a></p>
<p><a href="/en/news/3057/another-example">Another example</a></p>
<a href="/en/news/909">More of this section</a> <a href="/en/news?page=2">2</a>
<a href="https://www.mfa.gov.az/en/news/no43823">On the ministry's site</a></body></html>"""

NEW_SKIN = """<main><div class="card">
<a href="https://london.mfa.gov.az/en/news/an-example-of-a-statement"><h4>An example</h4></a></div>
<div class="card"><a href="/en/news/numunə-bəyanat"><h4>Nümunə</h4></a></div></main>"""

EUROPE = """<div><article class="ep-m_product"><div class="ep-p_text">
<a href="https://www.europarl.europa.eu/news/en/press-room/20221014IPR43206/an-example"><img src="a.jpg"></a>
<a href="https://www.europarl.europa.eu/news/en/press-room/20221014IPR43206/an-example">
<h3>An example of a release</h3></a></div></article>
<article class="ep-m_product">
<a href="https://www.europarl.europa.eu/news/en/agenda/briefing/2022-10-17/0"><h3>Agenda</h3></a></article>
</div>"""


def read(source_id: str, start: str, body: str) -> ListingPage:
    source = SOURCES[source_id]
    listing = dict(first_pages(source))[start]
    found = read_listing(
        Page(start, body.encode(), (("content-type", "text/html; charset=utf-8"),), CAPTURED), source, listing
    )
    assert isinstance(found, ListingPage), found
    return found


def test_main_site_of_azerbaijan_gives_kind_title_and_date() -> None:
    found = read("az_mfa", "https://www.mfa.gov.az/en/news", MAIN)
    assert [(url, hint.kind, hint.title, hint.date) for url, hint in found.links] == [
        (
            "https://www.mfa.gov.az/en/news/no43823",
            "Press release",
            "No:438/23, An example of a statement",
            "17 July 2022",
        ),
        ("https://www.mfa.gov.az/en/news/6857/view", "News", "An example of a visit", "16 July 2022"),
    ]
    assert found.items == 3
    assert nexts(found) == ["https://www.mfa.gov.az/en/news?page=2"]
    listing = dict(first_pages(SOURCES["az_mfa"]))["https://www.mfa.gov.az/en/news"]
    ages = [older_than(hint, listing, SOURCES["az_mfa"], date(2022, 7, 17)) for _, hint in found.links]
    assert ages == [False, True]


def test_archive_of_azerbaijan_gives_title_and_date() -> None:
    found = read("az_mfa", "https://www.mfa.gov.az/en/category/statements", ARCHIVE)
    assert [(url, hint.title, hint.date) for url, hint in found.links] == [
        ("https://www.mfa.gov.az/en/news/no15820-example", "No:158/20, Another example", "12 July 2020")
    ]
    assert nexts(found) == ["https://www.mfa.gov.az/en/category/statements?page=2"]


def test_mission_in_its_old_skin_gives_statements_and_no_sections() -> None:
    found = read("az_mfa", "https://sofia.mfa.gov.az/en/news", OLD_SKIN)
    assert [(url, hint.title, hint.date) for url, hint in found.links] == [
        ("https://sofia.mfa.gov.az/index.php/en/news/3056/no25620-an-example", "No:256/20, An example", None),
        ("https://sofia.mfa.gov.az/en/news/3057/another-example", "Another example", None),
        ("https://www.mfa.gov.az/en/news/no43823", "On the ministry's site", None),
    ]


def test_mission_in_its_new_skin_gives_slugs() -> None:
    found = read("az_mfa", "https://london.mfa.gov.az/en/news", NEW_SKIN)
    assert [(url, hint.title) for url, hint in found.links] == [
        ("https://london.mfa.gov.az/en/news/an-example-of-a-statement", "An example"),
        ("https://london.mfa.gov.az/en/news/numun%C9%99-b%C9%99yanat", "Nümunə"),
    ]


def test_each_mission_of_azerbaijan_is_asked_in_its_own_languages() -> None:
    starts = [url for url, _ in first_pages(SOURCES["az_mfa"])]
    assert "https://sofia.mfa.gov.az/az/news" in starts
    assert "https://berlin.mfa.gov.az/de/news" in starts
    assert "https://www.mfa.gov.az/de/news" not in starts
    missions = [site for site in SOURCES["az_mfa"].sites if site.role == "mission"]
    assert len([url for url in starts if "//www." not in url]) == sum(len(site.languages) for site in missions)
    assert len([url for url in starts if "//www." in url]) == 6


def test_european_parliament_gives_releases_and_no_agendas() -> None:
    found = read("eu_parliament_press", "https://www.europarl.europa.eu/news/en/page/0", EUROPE)
    assert [(url, hint.title) for url, hint in found.links] == [
        ("https://www.europarl.europa.eu/news/en/press-room/20221014IPR43206/an-example", "An example of a release")
    ]
    assert found.items == 2
    assert nexts(found) == ["https://www.europarl.europa.eu/news/en/page/1"]
