"""Real captured listings: the items, their days and the way on are found by nobody's selector."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract.addresses import base_of
from crawler.extract.dates import Dating
from crawler.extract.reader import Tree, tree_of
from crawler.model.reading import Page
from crawler.probing.fields import fields_of
from crawler.probing.items import repeated
from crawler.probing.paging import following

CAPTURED = datetime(2026, 9, 1, tzinfo=UTC)

# file, address, language, items, days that are stated, first and last of them, address of the second page
LISTINGS = [
    ("mfa.gov.by/listing.html", "https://mfa.gov.by/en/press/statements/", "en", 5, 0, "", "",
     "/en/press/statements/2"),
    ("oag.ca.gov/listing_page_0.html", "https://oag.ca.gov/media/news", "en", 30, 30, "2025-01-02", "2024-12-11",
     "/media/news?page=1"),
    ("ag.ny.gov/listing_page_0.html", "https://ag.ny.gov/press-releases", "en", 25, 25, "2026-02-11", "2026-01-23",
     "/press-releases?page=1"),
    ("attorneygeneral.gov/listing_page_0.html", "https://www.attorneygeneral.gov/taking-action/", "en", 30, 30,
     "2026-02-11", "2026-01-13", "/taking-action/page/2/"),
    ("portal.ct.gov/listing_page_0.html", "https://portal.ct.gov/ag/press-releases", "en", 15, 15, "2026-02-10",
     "2026-01-06", "/ag/press-releases?page=2"),
    ("meti.go.jp/meti.html", "https://www.meti.go.jp/press/index.html", "ja", 20, 20, "2026-08-17", "2026-07-31", None),
    ("mofa.go.jp/mofa.html", "https://www.mofa.go.jp/mofaj/press/release/index.html", "ja", 121, 0, "", "", None),
]  # fmt: skip
REWRITTEN = (b"http://localhost/", b"https://mfa.gov.by/en/press/statements/")  # by the test suite that saved the page


@pytest.mark.parametrize("row", LISTINGS, ids=lambda row: row[0].partition("/")[0])
def test_a_real_listing_gives_its_items_their_days_and_its_second_page(shared: Path, row: tuple[object, ...]) -> None:
    file, url, language, items, dated, first, last, second = row
    assert isinstance(url, str)
    body = (shared / "pages" / str(file)).read_bytes().replace(*REWRITTEN)
    tree = tree_of(Page(url, body, (("content-type", "text/html"),), CAPTURED))
    assert isinstance(tree, Tree)
    base = base_of(tree.root, url)
    found = repeated(tree.root, url, base)[0]
    assert len(found.rows) == items
    days = [day.date for day in fields_of(found, Dating(CAPTURED, (str(language),))).days if day is not None]
    assert len(days) == min(int(str(dated)), 40)
    assert (days[:1], days[-1:]) == ([first] if dated else [], [last] if dated else [])
    ways = [way.second.partition(str(url).split("/")[2])[2] for way in following(tree.root, url, base)]
    assert ways[:1] == ([second] if second else [])
