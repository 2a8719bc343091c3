"""Answers that are no pages of a statement by what they are: other formats, and a site's front page."""

import re
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract.addresses import absolute
from crawler.model.failure import Failure
from crawler.model.reading import Page

_HTML: Final = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain"})
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "compressed data"),
    (b"{\\rtf", "a rich text document"),
)
_FEED: Final = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.S
)
_JSON: Final = re.compile(rb"^(?:\{\s*[\"}]|\[\s*[\"{\[\]])")


def not_html(page: Page) -> Failure | None:
    """The body is of another format, whatever its header says; or its header says so and the body does not object."""
    head = page.body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return Failure("content.not_html", f"the page is {name}, not HTML")
    feed = _FEED.match(head)
    if feed:
        return Failure("content.not_html", f"the page is XML ({feed.group(1).decode()}), not HTML")
    media_type = (page.header("content-type") or "").partition(";")[0].strip().lower()
    if media_type and media_type not in _HTML and b"<html" not in head.lower():
        return Failure("content.not_html", f"the page is declared as {media_type}, not HTML")
    if _JSON.match(head) and b"<html" not in head.lower():
        return Failure("content.not_html", "the page is JSON, not HTML")
    return None


def front_page(page: Page, root: etree._Element) -> Failure | None:
    """A site's front page: asked for as such, or answered in place of a page that is gone."""
    if _is_front(page.url):
        return Failure("content.listing", "the address is a site's front page, not a statement")
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            canonical = absolute(link.get("href"), page.url)
            if canonical and _is_front(canonical) and urlsplit(canonical).hostname == urlsplit(page.url).hostname:
                return Failure("content.listing", f"the page names the front page {canonical} as its canonical address")
    return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    path = re.sub(r"/(?:index|default|home)\.\w+$", "/", parts.path)
    return not parts.query and re.fullmatch(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?", path) is not None
