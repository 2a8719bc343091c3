"""The tree of a page: one parse, and compiled selectors over it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final

from cssselect import HTMLTranslator
from lxml import etree

from crawler.extract.text import squeeze
from crawler.model.failure import Failure

LARGEST: Final = 64 * 1024 * 1024  # bytes of UTF-8 that are parsed
MOST: Final = 100_000  # elements that are read; a long page of a ministry has some ten thousand
_SHORTEST: Final = 3  # bytes of an element: <p>
# Browsers put what follows an early </html> into the body, libxml2 into another tree: without the tags it is in ours.
_CLOSED_AT_ONCE: Final = re.compile(rb"(<html\b[^<>]*?)/\s*>", re.IGNORECASE)  # so is what follows <html/>
_LAST_TAGS: Final = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)

_UNSEEN: Final = frozenset({"html", "head", "body", "script", "noscript", "style", "link", "meta"})
_SILENT: Final = frozenset({"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas"})
_TITLE: Final = 5000  # characters of a title: what is longer is none, and takes long to be looked at
_TRANSLATOR: Final = HTMLTranslator()
_COUNT: Final = etree.XPath("count(descendant-or-self::*)")
_OF_CLASS: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?\.([a-zA-Z_][\w-]*)")  # the form of most layouts' selectors
_Simple = tuple[str, str, str]  # tag, "." or "#", name; what is not said is empty
_Named = dict[str, list[tuple[int, etree._Element]]]
# One that is the beginning of a selector, how it goes on, and with what.
_BEGINNING: Final = re.compile(
    r"(?P<tag>[a-zA-Z][a-zA-Z0-9]*)?(?:(?P<mark>[.#])(?P<name>[a-zA-Z_][\w-]*))?"
    r"(?:(?P<how> ?[>~] ?| )(?P<rest>[^\s,>~+][^,]*))?"
)
_AXES: Final = {"": "descendant::", ">": "child::", "~": "following-sibling::"}
_BLANKS: Final = re.compile(r"[ \t\r\n]+")


def parse(utf8: bytes) -> etree._Element | Failure:
    """The page's root element, or why there is none. ``utf8`` holds no NUL.

    libxml2 cuts a tree silently below 2,048 levels: that is reported, as a cut page must not pass for a whole one.
    """
    if len(utf8) > LARGEST:
        return Failure("content.too_large", f"the page has {len(utf8):,} bytes; at most {LARGEST:,} are read")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(utf8, parser)
        if root is not None and _goes_on(root):
            root = etree.fromstring(_LAST_TAGS.sub(b"", _CLOSED_AT_ONCE.sub(rb"\1>", utf8, count=1)), parser)
    except etree.XMLSyntaxError:  # nothing that could be an element
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return Failure("content.too_deep", "the page's elements are nested deeper than 2,048 levels")
    if root is None:
        return Failure("content.empty", "the page holds no element and no text")
    if len(utf8) > _SHORTEST * MOST and utf8.count(b"<") > MOST and (count := elements_of(root)) > MOST:
        return Failure("content.too_large", f"the page has {count:,} elements; at most {MOST:,} are read")
    return root


def _goes_on(root: etree._Element) -> bool:
    """Whether something that readers see stands in another tree, after an early end."""
    following = root.getnext()
    return following is not None and any(
        item.tag not in _UNSEEN or (item.tag == "html" and (item.text or "").strip()) for item in following.iter()
    )


def elements_of(root: etree._Element) -> int:
    """How many elements there are."""
    counted = _COUNT(root)
    return int(counted) if isinstance(counted, float) else 0


@lru_cache(maxsize=4096)
def selector(css: str) -> etree.XPath:
    """The selector, compiled once. Raises ``cssselect.SelectorError`` for what is not CSS."""
    return etree.XPath(_TRANSLATOR.css_to_xpath(css))


def select(root: etree._Element, css: str) -> list[etree._Element]:
    """The elements that ``css`` matches, in document order."""
    return _found(selector(css), root)


def _found(path: etree.XPath, start: etree._Element) -> list[etree._Element]:
    found = path(start)
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


class Lookup:
    """A page in which much is looked for: it is gone through once a tag, however many selectors ask for classes.

    Nothing may be changed in it meanwhile.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._known: dict[tuple[str, str], _Named] = {}

    def select(self, css: str) -> list[etree._Element]:
        """As :func:`select`."""
        if chain := _chain(css):
            *around, (tag, _, name) = chain
            found = self._simple(tag, ".", name)
            return [item for item in found if _stands_in(item, around)] if around else found
        way = _way(css)
        if way is None:
            return select(self.root, css)
        (tag, mark, name), rest = way
        found = self._simple(tag, mark, name)
        if rest is None or not found:
            return found
        return _found(rest, found[0]) if len(found) == 1 else select(self.root, css)

    def _simple(self, tag: str, mark: str, name: str) -> list[etree._Element]:
        """The elements of a tag, of a class or id, or of both."""
        if not mark:
            return list(self.root.iter(tag))
        named = self._known.get((tag, mark)) or self._walked(tag, mark)
        if mark == "#":
            return [item for _, item in named.get(name, ())]
        given = [text for text in named if name in text and name in _BLANKS.split(text)]
        placed = [pair for text in given for pair in named[text]]
        return [item for _, item in (sorted(placed, key=_place) if len(given) > 1 else placed)]

    def _walked(self, tag: str, mark: str) -> _Named:
        """The elements of a tag (empty: all) by their whole attribute, each with its place in the document."""
        found: _Named = defaultdict(list)
        attribute = "id" if mark == "#" else "class"
        for place, item in enumerate(self.root.iter(tag) if tag else self.root.iter()):
            if given := item.get(attribute):
                found[given].append((place, item))
        self._known[tag, mark] = found
        return found


_place: Final = itemgetter(0)


@lru_cache(maxsize=4096)
def _chain(css: str) -> list[_Simple] | None:
    """The parts of a selector that is nothing but tags with classes, one within the other."""
    forms = [_OF_CLASS.fullmatch(part) for part in css.split(" ")]
    return [((form[1] or "").lower(), ".", form[2]) for form in forms if form] if all(forms) else None


@lru_cache(maxsize=4096)
def _way(css: str) -> tuple[_Simple, etree.XPath | None] | None:
    """What a selector begins with, if that is found without a walk, and the way on from there."""
    form = _BEGINNING.fullmatch(css)
    if form is None or not (form["tag"] or form["mark"]):
        return None
    first = ((form["tag"] or "").lower(), form["mark"] or "", form["name"] or "")
    if not form["rest"]:
        return first, None
    return first, etree.XPath(_TRANSLATOR.css_to_xpath(form["rest"], prefix=_AXES[form["how"].strip()]))


def _stands_in(element: etree._Element, wanted: Sequence[_Simple]) -> bool:
    """Whether the elements of those tags and classes are around it, outermost first."""
    left = len(wanted)
    tag, _, name = wanted[-1]
    for around in element.iterancestors():
        given = around.get("class")
        if given and name in given and (not tag or around.tag == tag) and name in _BLANKS.split(given):
            left -= 1
            if left == 0:
                return True
            tag, _, name = wanted[left - 1]
    return False


def title_of(root: etree._Element) -> str:
    """What the page's ``<title>`` says, blanks collapsed; of a very long one the beginning."""
    return next((squeeze(text_of(item)[:_TITLE]) for item in root.iter("title")), "")


def text_of(element: etree._Element, skip: frozenset[etree._Element] = frozenset()) -> str:
    """The visible text of an element as it stands, blanks and all; ``skip`` and scripts in it are left out."""
    if not len(element):
        return element.text or ""
    if not skip and next(element.iter("br", *_SILENT), None) is None:  # nothing in it that is read otherwise
        return "".join(element.itertext())
    return "".join(_texts(element, skip))


def beginning_of(element: etree._Element, most: int) -> str:
    """The visible text of an element, up to the piece with which it has more than ``most`` characters."""
    found: list[str] = []
    length = 0
    for piece in _texts(element, frozenset()):
        found.append(piece)
        length += len(piece.strip())
        if length > most:
            break
    return "".join(found)


def _texts(element: etree._Element, skip: frozenset[etree._Element]) -> Iterator[str]:
    hidden: etree._Element | None = None
    for event, item in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if hidden is None and item is not element and (item.tag in _SILENT or item in skip):
                hidden = item
            if hidden is None:
                if item.tag == "br":
                    yield " "
                if item.text:
                    yield item.text
        else:
            if hidden is item:
                hidden = None
            if hidden is None and item is not element and item.tail:
                yield item.tail
