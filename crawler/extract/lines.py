"""The lines that a page shows, in order: what its readers see as one piece of text, and in what it stands.

One pass over the page's texts, which title, date and refusals share. Texts that no one sees are left out.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from crawler.extract.names import purpose_of
from crawler.extract.nodes import Nodes, nodes_of
from crawler.extract.text import squeeze

_SILENT: Final = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "head", "title", "select",
    "textarea", "datalist", "audio", "video", "embed", "applet", "dialog", "noframes",
})  # fmt: skip
_BLOCKS: Final = frozenset({
    "p", "div", "section", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tfoot",
    "tr", "td", "th", "dl", "dd", "dt", "article", "header", "main", "form", "body", "footer", "nav", "aside",
    "blockquote", "pre", "center", "figure", "figcaption", "address", "fieldset", "legend", "label", "button", "hr",
    "caption", "summary", "details",
})  # fmt: skip
_ENDS: Final = _BLOCKS | {"br"}
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FRAMES: Final = frozenset({"nav", "footer", "aside", "button", "label", "legend"})
_BOLD: Final = frozenset({"b", "strong", "th"})
_BARE: Final = frozenset(
    {"div", "p", "li", "ul", "ol", "br", "span", "td", "tr", "tbody", "table", "section", "em", "i"}
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_NEVER_FRAME: Final = frozenset({"html", "body", "main", "article"})
_LONGEST: Final = 2000  # characters of a line that anyone looks at
_NAMES: Final = 400  # … of an element's names
_METADATA: Final = 500  # … for a date
_PROSE: Final = 60  # characters of a line that is a text's


@dataclass(slots=True)
class Line:
    """One line. ``frame``: it stands in the page's frame (navigation, footer, share box); ``aside``: perhaps so;
    ``header``: in the page's head.

    ``level`` is 1 … 6 in a heading, else 0; ``linked`` counts the characters that stand in links; ``dated``: it stands
    in a ``<time>``, in part or as a whole. ``parted`` is the text with a blank between its elements: style sheets part
    what the source does not.
    """

    text: str
    element: etree._Element
    level: int
    linked: int
    bold: bool
    dated: bool
    parted: str = ""
    frame: bool = False
    aside: bool = False
    header: bool = False

    @property
    def is_link(self) -> bool:
        """Most of it is a link."""
        return self.linked * 2 > len(self.text)


class _Traits(NamedTuple):
    """What an element is by its tag and its names."""

    block: bool = False
    link: bool = False
    bold: bool = False
    time: bool = False
    article: bool = False
    level: int = 0
    frame: bool = False
    aside: bool = False
    inner: bool = False  # it is part of the frame, or of an article where it stands in one


class _Place(NamedTuple):
    """What an element's own text inherits from where it stands; the elements that make it frame, aside or header."""

    link: bool = False
    bold: bool = False
    time: bool = False
    level: int = 0
    article: bool = False
    frames: tuple[etree._Element, ...] = ()
    asides: tuple[etree._Element, ...] = ()
    headers: tuple[etree._Element, ...] = ()


_PLAIN: Final = _Traits()
_BLOCK: Final = _Traits(block=True)
_NOWHERE: Final = _Place()


def lines_of(root: etree._Element, nodes: Nodes | None = None) -> list[Line]:
    """The lines of a page's body, in the order of its source. ``nodes``: where the page was gone through already.

    What is called a frame and holds most of the page's text is none, whatever it is called.
    """
    reader = _Reader(nodes or nodes_of(root))
    reader.read()
    found = reader.lines
    prose: Counter[etree._Element] = Counter()
    every = 0
    for line, place in found:
        if (length := len(line.text)) >= _PROSE and not line.is_link:
            every += length
            for item in {*place.frames, *place.asides, *place.headers}:
                prose[item] += length
    wrong = {item for item, length in prose.items() if length * 2 > every}
    for line, (_, _, _, _, _, frames, asides, headers) in found:
        if frames:
            line.frame = not wrong.issuperset(frames)
        if asides:
            line.aside = not wrong.issuperset(asides)
        if headers:
            line.header = not wrong.issuperset(headers)
    return [line for line, _ in found]


class _Reader:
    """One pass over a page's elements."""

    def __init__(self, nodes: Nodes) -> None:
        self.lines: list[tuple[Line, _Place]] = []
        self._nodes = nodes
        self._kept: list[_Place | None] = []  # of each element: what its texts inherit; None: no one sees them
        self._blocks: list[int] = []  # … and the place of the element whose text they are; -1: none that is shown
        self._line: Line | None = None
        self._block = -1
        self._texts: list[str] = []

    def read(self) -> None:
        """The lines of the body."""
        nodes, kept, blocks = self._nodes, self._kept, self._blocks
        open_: list[int] = []
        for place, (parent, tag, text) in enumerate(zip(nodes.parents, nodes.tags, nodes.texts, strict=True)):
            while open_ and open_[-1] != parent:
                self._after(open_.pop())
            open_.append(place)
            around = kept[parent] if place else _NOWHERE
            if around is None or tag in _SILENT:
                inner = None
            elif tag in _BARE and not nodes.given[place] and not around.bold:
                inner = around  # a third of all elements
            else:
                inner = _within(nodes, place, around)
            kept.append(inner)
            block = place if tag == "body" else blocks[parent] if place else -1
            if block >= 0 and tag in _BLOCKS:
                block = place
            blocks.append(block)
            if text and inner is not None and block >= 0:
                self._said(text, block, inner)
        while open_:
            self._after(open_.pop())
        self._end()

    def _after(self, place: int) -> None:
        """The text after an element."""
        text = self._nodes.tails[place]
        parent = self._nodes.parents[place]
        if text and parent >= 0 and (inner := self._kept[parent]) is not None and self._blocks[parent] >= 0:
            if self._nodes.tags[place] in _ENDS:
                self._end()
            self._said(text, self._blocks[parent], inner)

    def _said(self, text: str, block: int, place: _Place) -> None:
        """A text that stands there: a new line's, where another block holds it than the text before."""
        line = self._line
        if line is None or block != self._block:
            self._end()
            self._block = block
            line = self._line = Line("", self._nodes.elements[block], place.level, 0, place.bold, place.time)
            self.lines.append((line, place))
        else:
            line.bold &= place.bold
            line.dated |= place.time
            line.level = line.level or place.level
        if place.link:
            line.linked += len(text.strip())
        self._texts.append(text)

    def _end(self) -> None:
        line, texts = self._line, self._texts
        if line is None:
            return
        text = texts[0] if len(texts) == 1 else "".join(texts)
        line.text = line.parted = squeeze(text[:_LONGEST])
        if not line.text:
            self.lines.pop()
        elif len(texts) > 1 and len(line.text) < _METADATA:
            line.parted = squeeze(" ".join(texts))
        self._line = None
        self._texts = []


def _within(nodes: Nodes, place: int, around: _Place) -> _Place | None:
    """What its texts inherit from an element that stands there; ``None``: no one sees them."""
    tag, given, named = nodes.tags[place], nodes.given[place], nodes.names[place]
    if given and ("hidden" in given or ("style" in given and _HIDDEN.search(nodes.elements[place].get("style") or ""))):
        return None
    traits = _traits(tag, named[:_NAMES], nodes.roles[place], "href" in given)
    if traits is _PLAIN or (traits is _BLOCK and not around.bold):
        return around
    element = nodes.elements[place]
    link, bold, time, level, article, frames, asides, headers = around
    if traits.frame and not (traits.inner and article):
        frames = (*frames, element)
    if traits.aside:
        asides = (*asides, element)
    if traits.inner and tag == "header" and not article:
        headers = (*headers, element)
    return _Place(
        link or traits.link,
        traits.bold or (bold and not traits.block),
        time or traits.time,
        traits.level or level,
        article or traits.article,
        frames,
        asides,
        headers,
    )


@lru_cache(maxsize=8192)
def _traits(tag: str, named: str, role: str, has_address: bool) -> _Traits:
    frame, aside = tag in _FRAMES, False
    if (named or role) and tag not in _NEVER_FRAME:
        purpose = purpose_of(named, role)
        if purpose == "frame":
            frame = frame or _DATE_NAME.search(named) is None
        elif purpose == "side":
            frame = frame or _OWN_FOOTER.search(named) is None
        elif purpose == "hidden":
            frame, aside = frame or tag in _HEADINGS, True
        else:
            aside = purpose == "aside"
    traits = _Traits(
        tag in _BLOCKS,
        tag == "a" and has_address,
        tag in _BOLD,
        tag == "time",
        tag == "article",
        _HEADINGS.get(tag, 0),
        frame,
        aside,
        tag in {"header", "footer"},
    )
    return next((one for one in (_PLAIN, _BLOCK) if traits == one), traits)


_OWN_FOOTER: Final = re.compile(r"(?:entry|post|article|node|news|item)[-_ ]?footer", re.IGNORECASE)
# Boxes of metadata are no part of a text, but they are where its date stands.
_DATE_NAME: Final = re.compile(
    r"(?<![a-z])(?:\w*date|datum|fecha|data|publi[sc]\w*|posted\w*|time|byline|dateline|submitted|created)(?![a-z])"
    r"|(?<![a-z])(?:(?:entry|post|article|news|item|page|content)[-_ ]?)?meta(?:[-_ ]?(?:data|info))?(?![a-z])",
    re.IGNORECASE,
)
