"""Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, JSON Feed, and what is nearly one of these.

Sources: RSS 2.0 and 0.91 (rssboard.org), RDF Site Summary 1.0, RFC 4287, Atom 0.3 draft, JSON Feed 1.1, and the modules
Dublin Core, Content and Atom that feeds mix in.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from crawler.discover.item import Item, Items, left_out
from crawler.discover.json_text import parse_json
from crawler.discover.words import address, language, moment, summary, words
from crawler.discover.xml_tree import XmlTree, name_of, not_xml, parse_xml
from crawler.model.failure import Failure
from crawler.model.reading import Page

MOST: Final = 50_000  # items of one answer

_ITEM: Final = frozenset({"item", "entry"})
_ROOT: Final = frozenset({"rss", "rdf", "feed", "channel", "item", "entry", "items"})
_ATOM: Final = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "atom:"})
_CORE: Final = frozenset({"http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/", "dc:"})
_TERMS: Final = frozenset({"http://purl.org/dc/terms/", "dcterms:", "dct:"})
_BURNER: Final = frozenset({"http://rssnamespace.org/feedburner/ext/1.0", "feedburner:"})
_CONTENT: Final = frozenset({"http://purl.org/rss/1.0/modules/content/", "content:"})
_OF_RSS: Final = re.compile(
    r"|http://purl\.org/rss/1\.0/?|http://(my|channel)\.netscape\.com/.*|https?://backend\.userland\.com/.*"
    r"|https?://blogs?\.law\.harvard\.edu/.*|http://purl\.org/net/rss1\.1#|http://www\.rssboard\.org/.*"
)
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_WEB: Final = re.compile(r"^\s*https?://\S+\s*$", re.IGNORECASE)

# For each field, in order of weight, where it stands: the family of its namespace and its name.
_Names = tuple[tuple[str, str], ...]
_TITLE: Final[_Names] = (("", "title"), ("dc", "title"), ("dcterms", "title"))
_DATE: Final[_Names] = (
    ("", "pubdate"), ("", "published"), ("", "issued"), ("dcterms", "issued"), ("dc", "date"), ("dcterms", "date"),
    ("atom", "published"), ("", "date"), ("", "created"), ("dcterms", "created"), ("dcterms", "available"),
)  # fmt: skip
_UPDATED: Final[_Names] = (("", "updated"), ("", "modified"), ("dcterms", "modified"), ("atom", "updated"))
_KIND: Final[_Names] = (("dc", "type"), ("", "category"), ("dc", "subject"))
_SUMMARY: Final[_Names] = (
    ("", "summary"), ("", "description"), ("dc", "description"), ("dcterms", "abstract"), ("content", "encoded"),
    ("", "content"),
)  # fmt: skip
_LANGUAGES: Final[_Names] = (("dc", "language"), ("", "language"), ("dcterms", "language"))
_HTML_LINK: Final = ("", "text/html", "application/xhtml+xml")


def feed_items(page: Page) -> Items | Failure:
    """The items of a feed, or why it is none (or not to be trusted). A feed without items has none: no failure.

    A truncated feed gives the items that are whole.
    """
    if page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(page)
    tree = parse_xml(page)
    if isinstance(tree, Failure):
        return tree
    _, root = name_of(tree.root)
    if root not in _ROOT:
        return not_xml(page, "feed", root)
    elements = [element for element in tree.root.iter() if name_of(element)[1] in _ITEM and not _inside(element)]
    notes = []
    if tree.mended:
        notes.append("the feed is not well-formed XML: it was mended")
        if elements and _cut(tree, elements[-1]):
            elements.pop()
            notes.append("its last item is cut off, and left out")
    items = [item for element in elements[:MOST] if (item := _item(element, page.url))]
    whole = _channel(tree.root)
    return Items(
        items=tuple(items),
        met=len(elements),
        next=_following(whole, page.url),
        title=_text(whole, _TITLE),
        language=language(_text(whole, _LANGUAGES)) or language(tree.root.get(f"{_XML}lang")),
        notes=tuple(notes),
        left_out=left_out(len(elements), "items", MOST),
    )


def _item(element: etree._Element, url: str) -> Item | None:
    base = _base(element, url)
    link = _link(element, base)
    if link is None:
        return None
    return Item(
        url=link,
        title=_text(element, _TITLE),
        date=moment(_text(element, _DATE)),
        updated=moment(_text(element, _UPDATED)),
        kind=_kind(element),
        language=language(_text(element, _LANGUAGES)) or _spoken(element),
        summary=summary(_raw(element, _SUMMARY)),
        alternates=tuple(_alternates(element, base)),
    )


def _link(element: etree._Element, base: str) -> str | None:
    """The statement's address: a link, a permanent guid, what the item is about, or the file that it encloses."""
    for candidate in _addresses(element):
        if url := address(candidate, base):
            return url
    return None


def _addresses(element: etree._Element) -> Iterator[str]:
    children = [(_family(child), child) for child in element]
    yield from (child.text or "" for (space, name), child in children if (space, name) == ("burner", "origlink"))
    other = []
    for (space, name), child in children:
        if name != "link" or space not in ("", "atom"):
            continue
        href = child.get("href")
        if href is None and space == "":
            # HTML's parser, and feeds that were written with it in mind, put the address behind an empty <link/>.
            text = _content(child) or (child.tail or "")
            if text.strip():
                yield text
        elif href and (child.get("rel") or "alternate").lower() in ("alternate", ""):
            if (child.get("type") or "").partition(";")[0].strip().lower() in _HTML_LINK and not child.get("hreflang"):
                yield href
            else:
                other.append(href)
    yield from other
    for (space, name), child in children:
        if (space, name) == ("", "guid") and (child.get("isPermaLink") or "true").lower() != "false":
            yield _web(child)
    yield element.get(f"{_RDF}about") or ""
    for wanted in (("", "guid"), ("", "id"), ("dc", "identifier")):
        yield from (_web(child) for named, child in children if named == wanted)
    for (space, name), child in children:
        enclosed = name == "enclosure" or (
            name == "link" and (child.get("rel") or "").lower() in ("enclosure", "related")
        )
        if space in ("", "atom") and enclosed:
            yield child.get("url") or child.get("href") or ""


def _alternates(element: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    for child in element:
        space, name = _family(child)
        code, url = language(child.get("hreflang")), address(child.get("href"), base)
        if (
            name == "link"
            and space in ("", "atom")
            and (child.get("rel") or "alternate") == "alternate"
            and code
            and url
        ):
            yield code, url


def _kind(element: etree._Element) -> str | None:
    """The first category in words; Atom's stands in an attribute."""
    for wanted in _KIND:
        for child in element:
            if _family(child) == wanted:
                found = words(child.get("label")) or words(_content(child)) or words(child.get("term"))
                if found:
                    return found
    return None


def _raw(element: etree._Element, names: _Names) -> str | None:
    found: dict[tuple[str, str], str] = {}
    for child in element:
        family = _family(child)
        if family in names and family not in found and (text := _content(child)).strip():
            found[family] = text
    return next((found[name] for name in names if name in found), None)


def _text(element: etree._Element, names: _Names) -> str | None:
    return words(_raw(element, names))


def _family(child: etree._Element) -> tuple[str, str]:
    """The family of an element's namespace, "" for a feed's own, and its local name."""
    space, name = name_of(child)
    if space in _CORE:
        return "dc", name
    if space in _TERMS:
        return "dcterms", name
    if space in _BURNER:
        return "burner", name
    if space in _CONTENT:
        return "content", name
    if _OF_RSS.fullmatch(space):
        return "", name
    if space in _ATOM:
        parent = child.getparent()
        return ("" if parent is not None and name_of(parent)[0] in _ATOM else "atom"), name
    return space, name


def _content(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _web(element: etree._Element) -> str:
    text = _content(element)
    return text if _WEB.match(text) else ""


def _base(element: etree._Element, url: str) -> str:
    bases = [item.get(f"{_XML}base") for item in (element, *element.iterancestors())]
    for given in reversed([base for base in bases if base]):
        url = address(given, url) or url
    return url


def _spoken(element: etree._Element) -> str | None:
    return language(element.get(f"{_XML}lang"))


def _channel(root: etree._Element) -> etree._Element:
    return next((item for item in root.iter() if name_of(item)[1] == "channel"), root)


def _following(whole: etree._Element, url: str) -> str | None:
    """A paged feed's next page (RFC 5005 §3)."""
    for child in whole:
        space, name = _family(child)
        if name == "link" and space in ("", "atom") and (child.get("rel") or "").lower() == "next":
            return address(child.get("href"), _base(child, url))
    return None


def _inside(element: etree._Element) -> bool:
    return any(name_of(parent)[1] in _ITEM for parent in element.iterancestors())


def _cut(tree: XmlTree, last: etree._Element) -> bool:
    """Whether the end of the last item is missing in the bytes."""
    name = re.escape(name_of(last)[1].encode())
    marks = list(re.finditer(rb"<(/?)(?:[\w.-]+:)?%s[\s>/]" % name, tree.utf8, re.IGNORECASE))
    return bool(marks) and not marks[-1].group(1)


def _json_feed(page: Page) -> Items | Failure:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    data = parse_json(page)
    if isinstance(data, Failure):
        return data
    given = data.get("items") if isinstance(data, dict) else None
    if not isinstance(given, list):
        return Failure("listing.empty", f"{page.url} is no feed: it has no list of items")
    items = []
    for entry in given[:MOST]:
        if not isinstance(entry, dict):
            continue
        if url := _json_url(entry, page.url):
            items.append(
                Item(
                    url=url,
                    title=words(entry.get("title")),
                    date=moment(entry.get("date_published")),
                    updated=moment(entry.get("date_modified")),
                    kind=words(entry.get("tags")),
                    language=language(entry.get("language")),
                    summary=summary(entry.get("summary") or entry.get("content_text") or entry.get("content_html")),
                )
            )
    return Items(
        items=tuple(items),
        met=len(given),
        next=address(data.get("next_url"), page.url) if isinstance(data.get("next_url"), str) else None,
        title=words(data.get("title")),
        language=language(data.get("language")),
        left_out=left_out(len(given), "items", MOST),
    )


def _json_url(entry: dict[str, Any], base: str) -> str | None:
    """An item's address; its id need be none, and counts where it is a whole one."""
    named = [entry.get("url"), entry.get("external_url")]
    identity = entry.get("id")
    if isinstance(identity, str) and _WEB.match(identity):
        named.append(identity)
    return next((url for value in named if isinstance(value, str) and (url := address(value, base))), None)
