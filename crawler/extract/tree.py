"""The tree of a page: one parse, and compiled selectors over it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

from cssselect import HTMLTranslator
from lxml import etree

from crawler.model.failure import Failure

LARGEST: Final = 64 * 1024 * 1024  # bytes of UTF-8 that are parsed
MOST: Final = 100_000  # elements that are read; a long page of a ministry has some ten thousand
_SHORTEST: Final = 3  # bytes of an element: <p>
# Browsers put what follows an early </html> into the body, libxml2 into another tree: without the tags it is in ours.
_LAST_TAGS: Final = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)

_UNSEEN: Final = frozenset({"html", "head", "body", "script", "noscript", "style", "link", "meta"})
_SILENT: Final = frozenset({"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas"})
_TRANSLATOR: Final = HTMLTranslator()
# Elements by class alone: found from the attributes that there are, it takes half the time of asking every element.
_BY_CLASS: Final = re.compile(
    r"descendant-or-self::\*\[@class and contains\(concat\(' ', normalize-space\(@class\), ' '\), ' ([\w-]+) '\)\]"
)
_FROM_CLASS: Final = r"descendant-or-self::*/@class[contains(concat(' ', normalize-space(.), ' '), ' \1 ')]/.."
_COUNT: Final = etree.XPath("count(descendant-or-self::*)")
_OF_CLASS: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?\.([a-zA-Z_][\w-]*)")  # the form of most layouts' selectors
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
            root = etree.fromstring(_LAST_TAGS.sub(b"", utf8), parser)
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
    return etree.XPath(_BY_CLASS.sub(_FROM_CLASS, _TRANSLATOR.css_to_xpath(css)))


def select(root: etree._Element, css: str) -> list[etree._Element]:
    """The elements that ``css`` matches, in document order."""
    found = selector(css)(root)
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


class Lookup:
    """A page in which much is looked for: it is gone through once, however many selectors ask for a class.

    Nothing may be changed in it meanwhile.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root

    def select(self, css: str) -> list[etree._Element]:
        """As :func:`select`."""
        forms = [_OF_CLASS.fullmatch(part) for part in css.split(" ")]
        if not all(forms):
            return select(self.root, css)
        wanted = [((form.group(1) or "").lower(), form.group(2)) for form in forms if form]
        tag, name = wanted.pop()
        given = [text for text in self._classes if name in text and name in _BLANKS.split(text)]
        found = [
            item
            for text in given
            for item in self._classes[text]
            if (not tag or item.tag == tag) and (not wanted or _stands_in(item, wanted))
        ]
        if len(given) > 1 and len(found) > 1:  # in which order they stand is not noted
            return select(self.root, css)
        return found

    @cached_property
    def _classes(self) -> dict[str, list[etree._Element]]:
        """The elements by their whole attribute."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for item in self.root.iter():
            if given := item.get("class"):
                found[given].append(item)
        return found


def _stands_in(element: etree._Element, wanted: list[tuple[str, str]]) -> bool:
    """Whether the elements of those tags and classes are around it, outermost first."""
    left = len(wanted)
    for around in element.iterancestors():
        tag, name = wanted[left - 1]
        if (not tag or around.tag == tag) and name in _BLANKS.split(around.get("class") or ""):
            left -= 1
            if left == 0:
                return True
    return False


def text_of(element: etree._Element, skip: frozenset[etree._Element] = frozenset()) -> str:
    """The visible text of an element as it stands, blanks and all; ``skip`` and scripts in it are left out."""
    return "".join(_texts(element, skip))


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
