"""What a page says of itself for machines: JSON-LD, ``<meta>``, microdata and RDFa."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract.json_ld import is_article, is_page, objects_of, site_names_of, string
from crawler.extract.nodes import Nodes, nodes_of
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

# Names under which systems give the date of publication, and nothing else.
_DATES: Final = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time",
    "og:article:published", "dcterms.issued", "dc.date.issued", "dc.issued", "dc.date.published", "dcterms.published",
    "citation_publication_date", "citation_online_date", "datepublished", "date.published", "date_published",
    "pubdate", "pub_date", "publishdate", "publish-date", "publish_date", "published", "published_time", "publishedat",
    "published_at", "publication_date", "publication-date", "publicationdate", "date.publication", "bt:pubdate",
    "article:publicationdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "displaydate",
    "prism.publicationdate", "rnews:datepublished", "release_date", "releasedate", "dateissued", "date.issued",
    "govuk:first-published-at",
)  # fmt: skip
# … and those where many systems put the time of creation or of the last change: alone they prove nothing.
_WEAK_DATES: Final = (
    "dc.date", "dcterms.date", "date", "dc.date.created", "dcterms.created", "dc.created", "citation_date",
    "creation_date", "creationdate", "created", "dcterms.available", "dc.date.available",
)  # fmt: skip
# When the page was changed last, as the system has it.
_UPDATED: Final = (
    "article:modified_time", "article:modified", "og:article:modified_time", "og:modified_time", "og:updated_time",
    "dcterms.modified", "dc.modified", "dc.date.modified", "dc.date.updated", "datemodified", "date.modified",
    "date_modified", "last-modified", "last_modified", "lastmodified", "lastmod", "modified", "modified_time",
    "last-updated", "last_updated", "lastupdated", "updated_time", "revised", "govuk:updated-at",
)  # fmt: skip
_TITLES: Final = (
    "og:title", "dcterms.title", "dc.title", "twitter:title", "citation_title", "articletitle", "headline", "title",
    "parsely-title", "sailthru.title", "dable:title", "dc.title.main",
)  # fmt: skip
_SITE_NAMES: Final = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "dcterms.publisher", "dc.publisher", "sitename",
    "author", "dc.creator", "dcterms.creator", "publisher", "copyright", "siteowner",
)  # fmt: skip
_PUBLISHED: Final = frozenset({"datepublished", "dcterms:issued", "dc:issued", "schema:datepublished", "pubdate"})
_CREATED: Final = frozenset({"datecreated", "dc:date", "dc:created", "dcterms:created", "schema:datecreated"})
_MODIFIED: Final = frozenset({"datemodified", "dcterms:modified", "dc:modified", "schema:datemodified"})
_HEADLINES: Final = frozenset({"headline", "schema:headline"})


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of the page about itself, and where: ``json-ld``, ``meta`` or ``microdata``, in its element."""

    text: str
    method: str
    element: etree._Element | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Markup:
    """Everything the page says, in order of weight. ``weak``: dates that may be the creation's or the change's."""

    titles: tuple[Said, ...]
    dates: tuple[Said, ...]
    weak: tuple[Said, ...]
    updated: tuple[Said, ...]
    site_names: tuple[str, ...]
    is_article: bool  # JSON-LD says that it is one; og:type says so of any page


def read_markup(root: etree._Element, url: str = "", nodes: Nodes | None = None) -> Markup:
    """Read it. Never raises: JSON-LD that is not JSON is passed over. ``nodes``: where the page was gone through
    already."""
    metas = _metas(root)
    objects = objects_of(root)
    articles = _about_this([item for item in objects if is_article(item)], url)
    properties = list(_properties(nodes or nodes_of(root)))
    titles = [Said(text, "json-ld") for item in articles if (text := string(item.get("headline")))]
    titles += [
        Said(text, "json-ld") for item in articles if not item.get("headline") and (text := string(item.get("name")))
    ]
    titles += [Said(metas[name], "meta") for name in _TITLES if name in metas]
    titles += [Said(text, "microdata") for name, text, item in properties if name in _HEADLINES and item.get("content")]
    dates = [Said(text, "json-ld") for item in articles if (text := string(item.get("datePublished")))]
    dates += [Said(metas[name], "meta") for name in _DATES if name in metas]
    dates += [Said(text, "microdata", item) for name, text, item in properties if name in _PUBLISHED]
    weak = [Said(metas[name], "meta") for name in _WEAK_DATES if name in metas]
    weak += [Said(text, "json-ld") for item in objects if is_page(item) and (text := string(item.get("datePublished")))]
    weak += [Said(text, "json-ld") for item in articles if (text := string(item.get("dateCreated")))]
    weak += [Said(text, "microdata", item) for name, text, item in properties if name in _CREATED]
    updated = [Said(text, "json-ld") for item in articles if (text := string(item.get("dateModified")))]
    updated += [Said(metas[name], "meta") for name in _UPDATED if name in metas]
    updated += [Said(text, "microdata", item) for name, text, item in properties if name in _MODIFIED]
    names = [metas[name] for name in _SITE_NAMES if name in metas]
    names += site_names_of(objects)
    return Markup(tuple(titles), tuple(dates), tuple(weak), tuple(updated), tuple(names), bool(articles))


def said_modified(root: etree._Element) -> list[Said]:
    """What the page's ``<meta>`` elements say of its last change, and its ``<time itemprop=dateModified>``."""
    metas = _metas(root)
    found = [Said(metas[name], "meta") for name in _UPDATED if name in metas]
    times = [item for item in root.iter("time") if (item.get("itemprop") or "").lower() in _MODIFIED]
    return found + [Said(squeeze(item.get("datetime") or text_of(item)), "microdata", item) for item in times]


def _about_this(articles: list[dict[str, Any]], url: str) -> list[dict[str, Any]]:
    """Of several articles those that are this page, where some say so: others are teasers."""
    if len(articles) < 2:
        return articles
    path = urlsplit(url).path.rstrip("/")
    here = [item for item in articles if any(urlsplit(one).path.rstrip("/") == path for one in _addresses(item))]
    return here or articles


def _addresses(item: dict[str, Any]) -> Iterator[str]:
    page = item.get("mainEntityOfPage")
    for value in (item.get("url"), item.get("@id"), page, page.get("@id") if isinstance(page, dict) else None):
        if isinstance(value, str) and value.startswith(("http", "/")):
            yield value.partition("#")[0]


def _metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or _http(meta)
        content = squeeze(meta.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _http(meta: etree._Element) -> str | None:
    name = meta.get("http-equiv")
    return name if name and name.strip().lower() == "last-modified" else None


def _properties(nodes: Nodes) -> Iterator[tuple[str, str, etree._Element]]:
    """Microdata and RDFa in the page's text: each property's name, value and element."""
    body = nodes.tags.index("body") if "body" in nodes.tags else 0
    wanted = _PUBLISHED | _CREATED | _MODIFIED | _HEADLINES
    for place in sorted({*nodes.having["itemprop"], *nodes.having["property"]}):
        element = nodes.elements[place]
        if not body < place < nodes.ends[body] or element.tag == "meta":
            continue
        for name in f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split():
            if name in wanted:
                stated = element.get("content") or element.get("datetime") or text_of(element)
                if text := squeeze(stated):
                    yield name, text, element
                break
