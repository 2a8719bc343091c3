"""Pages that are no statements, and why: pages that do not exist, listings, front pages, other formats.

Each check asks for more than a word: a statement may speak of pages not found or of the news.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract.addresses import absolute
from crawler.extract.blocks import Token
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of
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

_NOT_FOUND: Final = re.compile(
    "^(?:"
    + "|".join(
        (
            r"(?:error|erreur|ошибка|xəta|fehler|seite)?[\s:-]*404[\s:.|–—-]*"
            r"(?:(?:error|page|file|not found|oops|seite|страница|ошибка|səhifə|xəta|erreur|página)\b.{0,60})?",
            "(?:the )?(?:requested )?page (?:was |is |could )?not (?:be )?found.{0,40}",
            "(?:the )?(?:requested )?page (?:does(?:n['’]t| not) exist|is unavailable).{0,40}",
            r"(?:file|document|content) not found.{0,40}",
            "not found",
            "oops.{0,40}",
            "(?:запрашиваемая )?страница не найдена.{0,40}",
            "старонка не знойдзена.{0,40}",
            "сторінку не знайдено.{0,40}",
            "səhifə tapılmadı.{0,40}",
            "sayfa bulunamadı.{0,40}",
            "seite (?:wurde )?nicht gefunden.{0,40}",
            "page (?:introuvable|non trouvée).{0,40}",
            "página no encontrada.{0,40}",
            "página não encontrada.{0,40}",
            "pagina non trovata.{0,40}",
            "الصفحة غير موجودة.{0,40}",
            "ページが見つかりません.{0,40}",
            "页面不存在.{0,40}",
        )
    )
    + ")$",
    re.IGNORECASE,
)
_NOT_FOUND_LENGTH: Final = 1200

_LISTING_TITLE: Final = re.compile(
    r"^(?:all |latest |recent |our |media |press )?(?:"
    + "|".join(
        (
            "news(?:room| releases?)?",
            "press(?: releases?| room| service| cent(?:er|re))?",
            "releases",
            "media(?: releases?| cent(?:er|re)| room)?",
            "statements?(?: (?:&|and) speeches)?",
            "speeches(?: (?:&|and) statements)?",
            "archives?",
            "search(?: results)?",
            "events",
            "announcements",
            "publications",
            "site ?map",
            "новости|архив|пресс-служба|заявления|навіны|xəbərlər|bəyanatlar|arxiv|haberler",
            "pressemitteilungen|aktuelles|presse|actualités|communiqués(?: de presse)?",
            "noticias|notícias|comunicados(?: de prensa)?",
            "報道発表|ニュースリリース|新着情報|プレスリリース|新闻|보도자료",
        )
    )
    + ")$",
    re.IGNORECASE,
)
_ANCHOR: Final = re.compile(r"<a [^>]*>(.*?)</a>")
_FRAME: Final = frozenset({"nav", "header", "footer"})
_LINKED: Final = 0.45  # share of a text that stands in links: beyond it, it is a list of links
_FEW: Final = 8  # links that make a list
_PROSE: Final = 200  # characters: a statement has one paragraph of that length; a list of teasers has none
_PROSE_CJK: Final = 60
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


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


def is_not_found(title: str | None, length: int) -> bool:
    """A page under a status of success that says it does not exist: by its title, and a text of few characters."""
    return title is not None and length < _NOT_FOUND_LENGTH and _NOT_FOUND.match(title.strip(" !.")) is not None


def not_found(root: etree._Element, length: int) -> Failure | None:
    """The same of a page that no layout has read: by its first heading or its title."""
    heading = next((squeeze(text_of(item)) for item in root.iter("h1")), "")
    for said in (heading, re.split(r"\s[|–—-]\s", _title(root))[0]):
        if said and is_not_found(said, length):
            return Failure("content.soft404", f"the page says that it does not exist: {said[:100]!r}")
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


def list_of_links(root: etree._Element, title: str | None, runs: Sequence[Token]) -> Failure | None:
    """A listing in disguise: it is called one, or its text is links, or it is teasers among many links."""
    first = re.split(r"\s*[|｜«»·–—]\s*|\s-\s", title or "")[0]
    if _LISTING_TITLE.match(first):
        return Failure("content.listing", f"the page is a listing: it is called {first!r}")
    texts = [token.text for token in runs if token.kind == "run"]
    every = sum(map(len, texts))
    linked = sum(len(squeeze(re.sub(r"<[^>]*>", "", part))) for token in runs for part in _ANCHOR.findall(token.html))
    if linked > every * _LINKED:
        return Failure("content.listing", "the page is a listing: most of its text stands in links")
    prose = _PROSE_CJK if len(_CJK.findall("".join(texts))) * 2 > every else _PROSE
    if max(map(len, texts), default=0) < prose and (count := _headlines(root)) >= _FEW:
        return Failure("content.listing", f"the page is a listing: {count} long links and no paragraph of a statement")
    return None


def _headlines(root: etree._Element) -> int:
    """Distinct links with a sentence for a text, outside the page's frame."""
    found = set()
    for link in root.iter("a"):
        if len(squeeze("".join(link.itertext()))) >= 25 and not any(up.tag in _FRAME for up in link.iterancestors()):
            found.add(link.get("href"))
    return len(found)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    path = re.sub(r"/(?:index|default|home)\.\w+$", "/", parts.path)
    return not parts.query and re.fullmatch(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?", path) is not None


def _title(root: etree._Element) -> str:
    return next((squeeze(text_of(item)) for item in root.iter("title")), "")
