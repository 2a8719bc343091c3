"""Sitemaps: index and list, plain or gzipped, as text, with news and languages; images and videos are left out.

Sources: the protocol of sitemaps.org 0.9 (also of Google's 0.84), Google's news and hreflang extensions. A sitemap's
``lastmod`` says when a page was changed, never when it was published; only a news sitemap says that.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from crawler.discover.addresses import absolute, key_of
from crawler.discover.item import Child, Item, Items, left_out
from crawler.discover.words import address, language, moment, words
from crawler.discover.xml_tree import XmlTree, name_of, not_xml, parse_xml, unpacked
from crawler.extract.charset import decode
from crawler.model.failure import Failure
from crawler.model.reading import Page

MOST: Final = 50_000  # addresses of one sitemap, as the protocol has it
MOST_CHILDREN: Final = 1_000  # sitemaps of one index

_NEWS: Final = re.compile(r"sitemap-news|^news:")
_XHTML: Final = re.compile(r"/xhtml$|^xhtml:")
_LINE: Final = re.compile(rb"^\s*https?://\S+\s*$", re.IGNORECASE)


def sitemap_items(page: Page) -> Items | Failure:
    """What a sitemap lists, or why it is none (or not to be trusted): addresses as ``items``, sitemaps as ``children``.

    ``children`` are in the order of their ``lastmod``, newest first, those without one last.
    """
    body = unpacked(page.body)
    if isinstance(body, Failure):
        return body
    if _is_text(body):
        return _text_sitemap(page, body)
    tree = parse_xml(page)
    if isinstance(tree, Failure):
        return tree
    _, root = name_of(tree.root)
    if root not in ("urlset", "sitemapindex"):
        return not_xml(page, "sitemap", root)
    notes = ["the sitemap is not well-formed XML: it was mended"] if tree.mended else []
    urls = list(_named(tree, "url"))
    maps = list(_named(tree, "sitemap"))
    children = [child for element in maps if (child := _child(element, page.url))]
    children.sort(key=lambda child: child.updated or "", reverse=True)  # ISO 8601, so that the newest comes first
    items = [item for element in urls[:MOST] if (item := _item(element, page.url))]
    return Items(
        items=tuple(items),
        met=len(urls),
        children=tuple(children[:MOST_CHILDREN]),
        notes=tuple(notes),
        left_out=left_out(len(urls), "addresses", MOST) or left_out(len(maps), "sitemaps", MOST_CHILDREN),
    )


def _named(tree: XmlTree, name: str) -> Iterator[etree._Element]:
    """The entries of a name; the last of a truncated document is left out."""
    found = [element for element in tree.root if name_of(element)[1] == name]
    if tree.mended and found and tree.utf8.rfind(b"<" + name.encode()) > tree.utf8.rfind(f"</{name}".encode()):
        found.pop()
    yield from found


def _item(element: etree._Element, base: str) -> Item | None:
    url: str | None = None
    said: dict[str, str | None] = {}
    alternates: list[tuple[str, str]] = []
    for child in element:
        space, name = name_of(child)
        if name == "loc" and url is None and not _foreign(space):
            url = address(child.text, base)
        elif name == "lastmod":
            said["updated"] = moment(child.text)
        elif name == "news" and _NEWS.search(space):
            said |= _news(child)
        elif name == "link" and _XHTML.search(space):
            code = (child.get("hreflang") or "").strip()
            other = address(child.get("href"), base)
            if other and (spoken := language(code)) and code.lower() != "x-default":
                alternates.append((spoken, other))
    if url is None:
        return None
    key = key_of(url)
    own = next((code for code, other in alternates if key_of(other) == key), None)
    return Item(
        url=url,
        title=said.get("title"),
        date=said.get("date"),
        updated=said.get("updated"),
        language=own or said.get("language"),
        alternates=tuple((code, other) for code, other in alternates if key_of(other) != key),
    )


def _news(element: etree._Element) -> dict[str, str | None]:
    said: dict[str, str | None] = {}
    for child in element.iter():
        _, name = name_of(child)
        if name == "title":
            said["title"] = words(child.text)
        elif name == "publication_date":
            said["date"] = moment(child.text)
        elif name == "language":
            said["language"] = language(child.text)
    return said


def _child(element: etree._Element, base: str) -> Child | None:
    said = {name_of(child)[1]: child.text for child in element}
    url = address(said.get("loc"), base)
    return Child(url, moment(said.get("lastmod"))) if url else None


def _foreign(space: str) -> bool:
    """Of an image or a video, whose address is no page's."""
    return "image" in space or "video" in space


def _is_text(body: bytes) -> bool:
    """Whether it is a list of addresses: the first line that says something is one."""
    first = next((line for line in body.lstrip(b"\xef\xbb\xbf")[:4096].splitlines() if line.strip()), b"")
    return _LINE.match(first) is not None


def _text_sitemap(page: Page, body: bytes) -> Items:
    lines = [line.strip() for line in decode(body, page.header("content-type")).utf8.decode().splitlines()]
    given = [line for line in lines if line]
    urls = [url for line in given[:MOST] if line.lower().startswith("http") and (url := absolute(page.url, line))]
    return Items(
        items=tuple(Item(url) for url in urls), met=len(given), left_out=left_out(len(given), "addresses", MOST)
    )
