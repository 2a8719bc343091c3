"""Listings of every format: what each needs, what says nothing in it, and which placeholders are filled."""

from pathlib import Path

import pytest

from crawler.sources import SourceErrors, check_source, load_sources, read_source
from crawler.sources.describe import show_text
from tests.sources.writing import SOUND, write

BEFORE, _, REST = SOUND.partition("[[listings]]")
AFTER = "[[layouts]]" + REST.partition("[[layouts]]")[2]


def text(listing: str) -> str:
    return f"{BEFORE}[[listings]]\n{listing}\n\n{AFTER}"


def problems(folder: Path, listing: str) -> list[tuple[str, str]]:
    """The sentence of each problem, and the line that it stands on."""
    whole = text(listing)
    try:
        read_source(write(folder, whole))
    except SourceErrors as error:
        return [(each.message, whole.splitlines()[each.line - 1]) for each in error.errors]
    return []


SOUND_LISTINGS = {
    "html": 'url = "https://mfa.example/n"\nitems = "li"',
    "a hub": 'url = "https://mfa.example/n"\nitems = "li"\nhub = "p.years"',
    "years": 'url = "https://mfa.example/{year}"\nitems = "li"\nperiod = { unit = "year", first = 2001 }',
    "eras": 'url = "https://mfa.example/{era}/"\nitems = "li"\nperiod = { unit = "year", first = 2001 }',
    "months": 'url = "https://mfa.example/{yy}{mm}/{n}"\nitems = "li"\nperiod = { unit = "month", first = 2001 }\n'
    'pagination = { kind = "page" }',
    "months in a form": 'url = "https://mfa.example/s"\nitems = "li"\nmethod = "POST"\n'
    'form = { y = "{year}", m = "{month}" }\nperiod = { unit = "month", first = 2001 }',
    "web forms": 'url = "https://mfa.example/s"\nitems = "li"\nmethod = "POST"\npagination = { kind = "page" }\n'
    'form = { __VIEWSTATE = "{page:__VIEWSTATE}", arg = "Page${n}", lang = "{language}" }',
    "json": 'url = "https://mfa.example/api"\nformat = "json"\nitems = "hits.hits"\nlink = "_source.url"\n'
    'title = "_source.title | [0]"\npagination = { kind = "next", path = "paging.next" }',
    "json by POST": 'url = "https://mfa.example/api"\nformat = "json"\nitems = "@"\naddress = "https://mfa.example/{id}"\n'
    'method = "POST"\nsend = "json"\nform = { q = \'{"from": {n}, "sort": [{"date": "desc"}]}\' }\n'
    'pagination = { kind = "offset", step = 20 }',
    "feed": 'url = "https://mfa.example/rss"\nformat = "feed"',
    "sitemap": 'url = "https://mfa.example/sitemap.xml"\nformat = "sitemap"\nurls = "/news/"',
    "wordpress": 'url = "https://{host}/wp-json/wp/v2/posts?per_page=100"\nformat = "wordpress"',
    "plone": 'url = "https://mfa.example/@search?portal_type=News"\nformat = "plone"',
    "govuk": 'url = "https://mfa.example/api/search.json"\nformat = "govuk"',
}


@pytest.mark.parametrize("name", sorted(SOUND_LISTINGS))
def test_a_sound_listing_of_each_format_is_taken(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, SOUND_LISTINGS[name]) == []


@pytest.mark.parametrize(
    ("listing", "message", "line"),
    [
        (
            'url = "https://mfa.example/n"',
            "a listing of format 'html' needs 'items', the CSS of one item",
            "[[listings]]",
        ),
        ('url = "https://mfa.example/n"\nitems = "li["', "'li[' is not a CSS selector", 'items = "li["'),
        ('url = "https://mfa.example/n"\nitems = "li"\nhub = "p["', "'p[' is not a CSS selector", 'hub = "p["'),
        (
            'url = "https://mfa.example/n"\nitems = "li"\naddress = "/{id}"',
            "'address' says nothing in a listing of format 'html'",
            'address = "/{id}"',
        ),
        (
            'url = "https://mfa.example/n"\nformat = "json"\nlink = "url"',
            "a listing of format 'json' needs 'items', the JMESPath of the list of items",
            "[[listings]]",
        ),
        (
            'url = "https://mfa.example/n"\nformat = "json"\nitems = "hits"',
            "a listing of format 'json' needs 'link'",
            "[[listings]]",
        ),
        (
            'url = "https://mfa.example/n"\nformat = "json"\nlink = "url"\nitems = "hits[?"',
            "'hits[?' is not a JMESPath",
            'items = "hits[?"',
        ),
        (
            'url = "https://mfa.example/n"\nformat = "feed"\nitems = "item"',
            "'items' says nothing in a listing of format 'feed'",
            'items = "item"',
        ),
        (
            'url = "https://mfa.example/n"\nformat = "feed"\nmethod = "POST"',
            "a listing of format 'feed' is never asked for by POST",
            'method = "POST"',
        ),
        ('url = "https://mfa.example/n"\nitems = "li"\nsend = "json"', "'send' says nothing without", 'send = "json"'),
        (
            'url = "https://mfa.example/{year}"\nitems = "li"',
            "'{year}' needs a period, as in period = { unit = 'year', first = 2010 }",
            'url = "https://mfa.example/{year}"',
        ),
        (
            'url = "https://mfa.example/{mm}"\nitems = "li"\nperiod = { unit = "year", first = 2001 }',
            "'{mm}' needs a period of unit 'month'",
            'url = "https://mfa.example/{mm}"',
        ),
        (
            'url = "https://mfa.example/n"\nitems = "li"\nperiod = { unit = "year", first = 2001 }',
            "a period needs its place in the listing's url or form: one of {year}, {yy}, {month}, {mm}, {era}",
            'period = { unit = "year", first = 2001 }',
        ),
        (
            'url = "https://mfa.example/{year}"\nitems = "li"\nperiod = { unit = "month", first = 2001 }',
            "a period of unit 'month' needs",
            'period = { unit = "month", first = 2001 }',
        ),
        (
            'url = "https://mfa.example/n"\nitems = "li"\nform = { q = "{yaer}" }',
            "unknown placeholder '{yaer}'",
            'form = { q = "{yaer}" }',
        ),
        (
            'url = "https://mfa.example/n"\nitems = "li"\nform = { p = "{n}" }',
            "'{n}' in a listing's form needs a pagination",
            'form = { p = "{n}" }',
        ),
        (
            'url = "https://mfa.example/s.xml"\nformat = "sitemap"\npagination = { kind = "page" }',
            "a listing of format 'sitemap' has no pagination",
            'pagination = { kind = "page" }',
        ),
        (
            'url = "https://mfa.example/n"\nformat = "json"\nitems = "@"\nlink = "u"\npagination = { kind = "next" }',
            "a pagination of kind 'next' needs 'path', the JMESPath of the following page's address",
            'pagination = { kind = "next" }',
        ),
        (
            'url = "https://mfa.example/n"\nformat = "feed"\npagination = { kind = "next", css = "a" }',
            "'css' says nothing in [listings.pagination] of a listing of format 'feed'",
            'pagination = { kind = "next", css = "a" }',
        ),
        (
            'url = "https://mfa.example/n"\nformat = "xml"',
            "'format' in [[listings]] should be",
            'format = "xml"',
        ),
    ],
)
def test_what_does_not_fit_a_format_is_placed(tmp_path: Path, listing: str, message: str, line: str) -> None:
    found = problems(tmp_path, listing)
    assert [text for text, _ in found if message in text], found
    assert (next(text for text, _ in found if message in text), line) in found


@pytest.mark.parametrize(
    ("name", "remarks"),
    [
        ("feed", ["names no urls"]),
        ("wordpress", ["names no urls"]),
        ("sitemap", ["gives no date, and no listing does"]),
        ("years", ["gives no date: --since", "names no urls"]),
        ("web forms", ["gives no date: --since", "names no urls", "carries fields of its page into the search"]),
    ],
)
def test_a_format_is_not_blamed_for_what_it_does_by_itself(tmp_path: Path, name: str, remarks: list[str]) -> None:
    whole = (
        text(SOUND_LISTINGS[name]).replace('date = "time"\n', "") if name == "sitemap" else text(SOUND_LISTINGS[name])
    )
    found = [remark.sentence for remark in check_source(read_source(write(tmp_path, whole)).source)]
    assert len(found) == len(remarks), found
    assert all(part in sentence for part, sentence in zip(remarks, found, strict=True)), found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("html", "https://mfa.example/n (html), one page, without dates"),
        ("a hub", "https://mfa.example/n (html), one page, of each part that its hub names, without dates"),
        ("months", "https://mfa.example/{yy}{mm}/{n} (html), page by page, for each month back to 2001, without dates"),
        ("json by POST", "https://mfa.example/api (json, by POST), page by page, without dates"),
        ("json", "https://mfa.example/api (json), from next to next, without dates"),
        ("feed", "https://mfa.example/rss (feed), one page, with dates"),
        ("sitemap", "https://mfa.example/sitemap.xml (sitemap), whole, without dates"),
        ("plone", "https://mfa.example/@search?portal_type=News (plone), page by page, with dates"),
    ],
)
def test_a_listing_is_told_in_words(tmp_path: Path, name: str, said: str) -> None:
    write(tmp_path, text(SOUND_LISTINGS[name]))
    assert f"    {said}\n" in show_text(load_sources([tmp_path]), "xx_mfa")
