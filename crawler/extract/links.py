"""Links of a statement: documents, images, the same text in other languages, the page's canonical address."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from crawler.extract.addresses import absolute
from crawler.extract.nodes import Nodes
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of
from crawler.model.statement import Attachment, Translation

_ODF: Final = "application/vnd.oasis.opendocument."
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
DOCUMENTS: Final = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": f"{_OOXML}wordprocessingml.document",
    "odt": f"{_ODF}text",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OOXML}spreadsheetml.sheet",
    "ods": f"{_ODF}spreadsheet",
    "csv": "text/csv",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OOXML}presentationml.presentation",
    "odp": f"{_ODF}presentation",
    "epub": "application/epub+zip",
    "zip": "application/zip",
}
_EXTENSION: Final = re.compile(r"\.([a-z0-9]{2,5})$", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$", re.IGNORECASE)
_NAMES_LANGUAGES: Final = etree.XPath("boolean(descendant::*/@hreflang)")
# Of all links, by far the fewest: only of these the address is put together.
_MAY_BE_DOCUMENT: Final = re.compile(rf"\.(?:{'|'.join(DOCUMENTS)})", re.IGNORECASE)
_HOME: Final = re.compile(r"^/(?:[a-z]{2,3}(?:[-_][a-z]{2})?/?)?(?:index\.\w+)?$", re.IGNORECASE)


def media_type_of(url: str) -> str | None:
    """The media type of a document by its address's extension; ``None`` where that names no document."""
    match = _EXTENSION.search(urlsplit(url).path)
    return DOCUMENTS.get(match.group(1).lower()) if match else None


def attachments_of(links: Iterable[etree._Element], base: str, *, all_links: bool = False) -> tuple[Attachment, ...]:
    """Documents among links, each once; ``all_links``: whatever they are, as a source's rule has chosen them."""
    found: dict[str, Attachment] = {}
    for link in links:
        href = link.get("href") or ""
        if not all_links and not _MAY_BE_DOCUMENT.search(href):
            continue
        url = absolute(href, base)
        if url is None:
            continue
        media_type = media_type_of(url)
        if media_type is None and not all_links:
            continue
        name = squeeze(text_of(link)) or squeeze(link.get("title") or "") or _file_name(url)
        found.setdefault(url, Attachment(url=url, name=name, media_type=media_type))
    return tuple(found.values())


def links_in(elements: Iterable[etree._Element], skip: frozenset[etree._Element]) -> Iterator[etree._Element]:
    """The ``<a href>`` of elements, outside what is skipped."""
    yield from _inside(elements, "a", skip)


def images_in(elements: Iterable[etree._Element], skip: frozenset[etree._Element], base: str) -> tuple[str, ...]:
    """Addresses of the images shown in elements, each once, in order."""
    urls = (absolute(image.get("src"), base) for image in _inside(elements, "img", skip))
    return tuple(dict.fromkeys(url for url in urls if url))


def translations_of(
    links: Iterable[etree._Element], base: str, *, page: str, language: str | None
) -> tuple[Translation, ...]:
    """The page's counterparts by ``hreflang``: one address a language, neither this page nor a front page."""
    found: dict[str, Translation] = {}
    for link in links:
        code = (link.get("hreflang") or link.get("lang") or "").strip().replace("_", "-")
        url = absolute(link.get("href") or link.get("value"), base)
        if url is None or not _LANGUAGE.match(code) or code.lower() == "x-default":
            continue
        same_language = language is not None and code.partition("-")[0].lower() == language.partition("-")[0]
        if same_language or _bare(url) == _bare(page) or _HOME.match(urlsplit(url).path):
            continue
        found.setdefault(code.lower(), Translation(language=_spelled(code), url=url))
    return tuple(found.values())


def canonical_of(root: etree._Element, base: str) -> str | None:
    """What ``<link rel="canonical">`` says, absolute; unverified."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return absolute(link.get("href"), base)
    return None


def alternates_in(root: etree._Element, nodes: Nodes | None = None) -> Iterator[etree._Element]:
    """Links that name their language: ``<link rel="alternate" hreflang>`` and ``<a hreflang>``. ``nodes``: where the
    page was gone through already."""
    if nodes is not None:
        links: Iterable[etree._Element] = (nodes.elements[place] for place in nodes.having["hreflang"])
    else:
        links = root.iter("a", "link") if _NAMES_LANGUAGES(root) else ()
    for link in links:
        if link.get("hreflang") is not None and (
            link.tag == "a" or (link.tag == "link" and "alternate" in (link.get("rel") or "").lower())
        ):
            yield link


def _inside(elements: Iterable[etree._Element], tag: str, skip: frozenset[etree._Element]) -> Iterator[etree._Element]:
    for element in elements:
        for item in element.iter(tag):
            if not skip or not any(parent in skip for parent in (item, *item.iterancestors())):
                yield item


def _file_name(url: str) -> str | None:
    return squeeze(unquote(urlsplit(url).path.rpartition("/")[2])) or None


def _spelled(code: str) -> str:
    language, dash, region = code.partition("-")
    return language.lower() + dash + region


def _bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/")
