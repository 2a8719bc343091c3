"""The items of a listing: repeated structure in a page, each with a link to something else, described by selectors."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract.addresses import absolute
from crawler.extract.text import squeeze
from crawler.extract.tree import elements_of, select
from crawler.probing.selectors import among, weight
from crawler.probing.words import PRESS

FEWEST: Final = 3  # items that make a listing
_MOST_SELECTORS: Final = 600  # tried on one page …
_EFFORT: Final = 6_000_000  # … and elements that are looked at in all: a huge page is tried with fewer
_MOST_ANCHORS: Final = 800  # whose surroundings suggest selectors
_MOST_JUDGED: Final = 2_000  # items of one selector
_LEVELS: Final = 7  # above a link, where its item may begin
_CHROME: Final = frozenset({"nav", "footer", "header", "aside", "select"})
_CHROME_NAMED: Final = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu\w*|footer|header|breadcrumbs?|sidebar|side|share|social|lang\w*|related"
    r"|tags?|pager|pagination|paging|toolbar|skip\w*|cookie\w*|sitemap|mega\w*|dropdown\w*|missions?|banner\w*|slider"
    r"|carousel|swiper\w*|marquee|ticker)(?:$|[\s_-])",
    re.IGNORECASE,
)
# A day in digits of any script, or a year beside letters: enough to tell a dated item from a menu's.
DATED: Final = re.compile(
    r"\d{1,4}\s?[./\-–年년]\s?\d{1,2}\s?[./\-–月월]\s?\d{1,4}|\b\d{1,2}(?:st|nd|rd|th|er|\.|º)?[\s,.-]+(?:de |of )?"
    r"[^\W\d_]{3,14}\.?[\s,.-]+(?:de |of )?\d{2,4}|[^\W\d_]{3,14}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|\d{4}[\s,.-]+(?:\w{1,3}\s)?[^\W\d_]{3,14}\.?[\s,.-]+\d{1,2}\b|\d{1,2}\s?月\s?\d{1,2}|\b\d{1,2}\s[^\W\d_]{3,14}\b"
)
_WIDE: Final = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it stands in the page: its element, its link, and the text of the link. ``url`` is absolute."""

    element: etree._Element
    anchor: etree._Element
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """Elements that ``css`` matches, each an item. ``score`` says how much they look like a listing of statements;
    ``dated`` is the share of them that show a date.
    """

    css: str
    rows: tuple[Row, ...]
    matched: int
    score: float
    dated: float


def repeated(root: etree._Element, url: str, base: str, hosts: Iterable[str] = ()) -> list[Repeated]:
    """What on a page looks like a listing, the most likely first. ``hosts``: links to others are not followed (those
    of the page's own host and of hosts under the same domain always are)."""
    page = _Page(root, url, base, frozenset(hosts))
    step = len(page.anchors) // _MOST_ANCHORS + 1
    candidates = dict.fromkeys(css for anchor in list(page.anchors)[::step] for css in page.around(anchor))
    most = max(60, min(_MOST_SELECTORS, _EFFORT // elements_of(root)))
    found: dict[frozenset[str], Repeated] = {}
    for css in list(candidates)[:most]:
        one = page.judged(css)
        if one is None:
            continue
        key = frozenset(row.url for row in one.rows)
        known = found.get(key)
        if known is None or (one.score, -weight(one.css)) > (known.score, -weight(known.css)):
            found[key] = one
    return sorted(found.values(), key=lambda one: -one.score)


def rows_of(root: etree._Element, url: str, base: str, css: str) -> tuple[Row, ...]:
    """The items that a selector finds on a page, those without a link left out."""
    page = _Page(root, url, base, frozenset())
    return tuple(row for element in select(root, css) if (row := page.row(element)[0]) is not None)


class _Page:
    def __init__(self, root: etree._Element, url: str, base: str, hosts: frozenset[str]) -> None:
        self.root = root
        self.itself = bare(url)
        self.domain = domain_of(urlsplit(url).hostname or "")
        self.hosts = hosts
        self.anchors: dict[etree._Element, tuple[str, str]] = {}
        for anchor in root.iter("a"):
            link = absolute(anchor.get("href"), base)
            if link and bare(link) != self.itself and self._ours(link):
                self.anchors[anchor] = (link, squeeze(" ".join(anchor.itertext())))
        self._texts: dict[etree._Element, str] = {}

    def _ours(self, link: str) -> bool:
        host = urlsplit(link).hostname or ""
        return domain_of(host) == self.domain or host in self.hosts

    def around(self, anchor: etree._Element) -> list[str]:
        """Selectors of everything that might be the item of a link."""
        found: list[str] = []
        element: etree._Element | None = anchor
        for _ in range(_LEVELS):
            if element is None or element.tag in {"body", "html"}:
                break
            found += [css for css in among(element, levels=3) if not css.startswith("#") or " " in css]
            element = element.getparent()
        return found

    def judged(self, css: str) -> Repeated | None:
        """How much the elements of a selector look like items; ``None``: not at all."""
        matched = select(self.root, css)
        elements = matched[:_MOST_JUDGED]
        if len(elements) < FEWEST:
            return None
        inside = set(elements)
        if any(parent in inside for element in elements for parent in element.iterancestors()):
            return None
        rows, addresses = [], []
        for element in elements:
            row, different = self.row(element)
            if row is not None:
                rows.append(row)
                addresses.append(different)
        if len(rows) < FEWEST or len({row.url for row in rows}) < max(FEWEST, 0.8 * len(rows)):
            return None
        dated = sum(bool(DATED.search(self._text(row.element))) for row in rows) / len(rows)
        if sum(addresses) / len(rows) > (6 if dated > 0.5 else 3):
            return None
        score = (
            math.log2(1 + min(len(rows), 60))
            * (0.15 + min(1.0, sum(_width(row) for row in rows) / len(rows) / 45))
            * (0.3 + dated)
            * (0.4 + alike([row.url for row in rows]))
            * (len(rows) / len(elements))
            / (sum(addresses) / len(rows)) ** 0.5
            * self._place(rows)
        )
        texts = sum(len(self._text(row.element)) > len(row.text) + 8 for row in rows) / len(rows)
        return Repeated(css, tuple(rows), len(matched), score * (1 + 0.15 * texts), dated)

    def row(self, element: etree._Element) -> tuple[Row | None, int]:
        """The item's chief link, and to how many addresses it links at all."""
        said: dict[str, tuple[float, etree._Element, str]] = {}
        for anchor in element.iter("a"):
            if anchor not in self.anchors:
                continue
            link, text = self.anchors[anchor]
            heading = any(
                parent.tag in {"h2", "h3", "h4", "h5"} for parent in anchor.iterancestors() if parent is not element
            )
            worth = len(text) + (40 if heading else 0) - (30 if text.casefold() in PRESS else 0)
            if link not in said or worth > said[link][0]:
                said[link] = (worth, anchor, text)
        if not said:
            return None, 0
        link, (_, anchor, text) = max(said.items(), key=lambda one: one[1][0])
        return Row(element, anchor, link, text), len(said)

    def _text(self, element: etree._Element) -> str:
        text = self._texts.get(element)
        if text is None:
            text = self._texts[element] = squeeze(" ".join(element.itertext()))[:2000]
        return text

    def _place(self, rows: Sequence[Row]) -> float:
        """Less for what stands in a menu, a footer or a box of related links."""
        first = rows[len(rows) // 2].element
        factor = 1.0
        for element in (first, *first.iterancestors()):
            if element.tag in {"body", "html"}:
                break
            if element.tag in _CHROME:
                factor *= 0.25
            elif _CHROME_NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                factor *= 0.45
        return max(factor, 0.02)


def _width(row: Row) -> float:
    """How long a title is, in Latin letters: an ideograph says as much as two or three."""
    return min(120.0, len(row.text) + 1.6 * len(_WIDE.findall(row.text)))


def alike(urls: Sequence[str]) -> float:
    """The share of addresses that have the commonest form."""
    return max(Counter(map(_form, urls)).values()) / len(urls) if urls else 0.0


def _form(url: str) -> str:
    parts = urlsplit(url)
    segments = parts.path.strip("/").split("/")
    shape = "/".join("9" if segment.isdigit() else "x" for segment in segments)
    ending = segments[-1].rpartition(".")[2] if "." in segments[-1] else ""
    keys = ",".join(sorted(item.partition("=")[0] for item in parts.query.split("&") if item))
    return f"{shape}.{ending}?{keys}"


def bare(url: str) -> str:
    """An address without scheme, fragment and last slash."""
    return url.partition("#")[0].partition("://")[2].rstrip("/")


_SECOND_LEVEL: Final = frozenset({
    "ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "go", "gv", "gub", "gc", "gen", "government", "int", "mil",
    "net", "nic", "or", "org", "parliament", "gos", "gok", "nom", "info", "admin", "admin.ch",
})  # fmt: skip


@lru_cache(maxsize=4096)
def domain_of(host: str) -> str:
    """The domain that one body has for itself: ``mfa.gov.by`` and ``www.mfa.gov.by`` are of one, ``gov.by`` of none."""
    labels = host.lower().rstrip(".").split(".")
    if all(label.isdigit() for label in labels):
        return host
    keep = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])
