"""The lines that a page shows, in order: what its readers see as one piece of text, and in what it stands.

One pass over the page's texts, which title, date and refusals share. Texts that no one sees are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from crawler.extract.names import purpose_of
from crawler.extract.text import squeeze

_TEXTS: Final = etree.XPath("//body//text()[normalize-space()]")
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
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_NEVER_FRAME: Final = frozenset({"html", "body", "main", "article"})
_LONGEST: Final = 2000  # characters of a line that anyone looks at
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
    silent: bool = False
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

    block: etree._Element
    silent: bool = False
    link: bool = False
    bold: bool = False
    time: bool = False
    level: int = 0
    article: bool = False
    frames: tuple[etree._Element, ...] = ()
    asides: tuple[etree._Element, ...] = ()
    headers: tuple[etree._Element, ...] = ()


_PLAIN: Final = _Traits()


def lines_of(root: etree._Element) -> list[Line]:
    """The lines of a page's body, in the order of its source.

    What is called a frame and holds most of the page's text is none, whatever it is called.
    """
    found = list(_lines(root))
    prose: Counter[etree._Element] = Counter()
    every = 0
    for line, place in found:
        if (length := len(line.text)) >= _PROSE and not line.is_link:
            every += length
            for item in {*place.frames, *place.asides, *place.headers}:
                prose[item] += length
    wrong = {item for item, length in prose.items() if length * 2 > every}
    for line, place in found:
        line.frame, line.aside, line.header = (
            any(item not in wrong for item in items) if wrong else bool(items)
            for items in (place.frames, place.asides, place.headers)
        )
    return [line for line, _ in found]


def _lines(root: etree._Element) -> Iterator[tuple[Line, _Place]]:
    places: dict[etree._Element, _Place] = {}
    line: Line | None = None
    around: _Place | None = None
    texts: list[str] = []
    found = _TEXTS(root)
    for piece in found if isinstance(found, list) else ():
        holder = piece.getparent()
        if holder is None:
            continue
        after = piece.is_tail
        parent = holder.getparent() if after else holder
        if parent is None:
            continue
        place = places.get(parent) or _place(parent, places)
        if place.silent:
            continue
        broken = after and holder.tag in _ENDS
        if line is not None and around is not None and (broken or place.block is not line.element):
            if _ended(line, texts):
                yield line, around
            line = None
        text = str(piece)
        if line is None:
            line = Line("", place.block, place.level, 0, place.bold, place.time)
            around = place
            texts = []
        line.bold &= place.bold
        line.dated |= place.time
        line.level = line.level or place.level
        if place.link:
            line.linked += len(text.strip())
        texts.append(text)
    if line is not None and around is not None and _ended(line, texts):
        yield line, around


def _ended(line: Line, texts: list[str]) -> bool:
    line.text = line.parted = squeeze("".join(texts)[:_LONGEST])
    if len(texts) > 1 and len(line.text) < _METADATA:
        line.parted = squeeze(" ".join(texts))
    return bool(line.text)


def _place(element: etree._Element, places: dict[etree._Element, _Place]) -> _Place:
    """The place of an element: its parent's, and what it adds."""
    chain: list[etree._Element] = []
    item: etree._Element | None = element
    while item is not None and item not in places:
        chain.append(item)
        item = item.getparent()
    around = places[item] if item is not None else _Place(chain[-1])
    for inner in reversed(chain):
        around = _within(inner, around)
        places[inner] = around
    return around


def _within(element: etree._Element, around: _Place) -> _Place:
    if around.silent:
        return around
    named = role = None
    if given := element.keys():
        named = element.get("class")
        if number := element.get("id"):
            named = f"{named} {number}" if named else number
        role = element.get("role")
        if "hidden" in given or ("style" in given and _HIDDEN.search(element.get("style") or "")):
            return _Place(around.block, silent=True)
    traits = _traits(str(element.tag), named, role, "href" in given)
    if traits is _PLAIN:
        return around
    if traits.silent:
        return _Place(around.block, silent=True)
    block, _, link, bold, time, level, article, frames, asides, headers = around
    if traits.frame and not (traits.inner and article):
        frames = (*frames, element)
    if traits.aside:
        asides = (*asides, element)
    if traits.inner and element.tag == "header" and not article:
        headers = (*headers, element)
    return _Place(
        element if traits.block else block,
        False,
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
def _traits(tag: str, named: str | None, role: str | None, has_address: bool) -> _Traits:
    frame, aside = tag in _FRAMES, False
    if (named or role) and tag not in _NEVER_FRAME:
        purpose = purpose_of(named or "", role or "")
        if purpose == "frame":
            frame = frame or _DATE_NAME.search(named or "") is None
        elif purpose == "side":
            frame = frame or _OWN_FOOTER.search(named or "") is None
        elif purpose == "hidden":
            frame, aside = frame or tag in _HEADINGS, True
        else:
            aside = purpose == "aside"
    traits = _Traits(
        tag in _BLOCKS,
        tag in _SILENT,
        tag == "a" and has_address,
        tag in _BOLD,
        tag == "time",
        tag == "article",
        _HEADINGS.get(tag, 0),
        frame,
        aside,
        tag in {"header", "footer"},
    )
    return _PLAIN if traits == _PLAIN else traits


_OWN_FOOTER: Final = re.compile(r"(?:entry|post|article|node|news|item)[-_ ]?footer", re.IGNORECASE)
# Boxes of metadata are no part of a text, but they are where its date stands.
_DATE_NAME: Final = re.compile(
    r"(?<![a-z])(?:\w*date|datum|fecha|data|publi[sc]\w*|posted\w*|time|byline|dateline|submitted|created)(?![a-z])"
    r"|(?<![a-z])(?:(?:entry|post|article|news|item|page|content)[-_ ]?)?meta(?:[-_ ]?(?:data|info))?(?![a-z])",
    re.IGNORECASE,
)
