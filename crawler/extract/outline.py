"""The outline of a page: how much text stands in each element, how much of it in links, and how much reads as prose.

One pass over the tree, which it does not change.
"""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from crawler.extract.blocks import INLINE
from crawler.extract.names import Purpose, purpose_of
from crawler.extract.nodes import Nodes, nodes_of

# No text of a page stands in these; `label` and `legend` belong to forms, captions to pictures.
_SILENT: Final = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "head", "nav", "select",
    "button", "textarea", "datalist", "audio", "video", "embed", "applet", "map", "dialog", "label", "legend",
    "figcaption", "input", "img", "meta", "link", "noframes",
})  # fmt: skip
_LANDMARKS: Final = frozenset({"main", "article"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FLOWING: Final = frozenset(INLINE) | {
    "span", "br", "font", "u", "small", "big", "abbr", "acronym", "time", "mark", "strike", "tt", "kbd", "var", "samp",
    "bdi", "bdo", "ruby", "rb", "rt", "rp", "nobr", "wbr", "dfn", "data", "o:p", "st1:place", "center",
}  # fmt: skip
_WIDE: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STOP: Final = re.compile(r"[.!?…:;。！？；：।۔؟؛।։፡።,،、，]")
_PROSE: Final = 80  # characters that are prose without a stop; with one, fewer
_SENTENCE: Final = 25


@dataclass
class Outline:
    """Elements in document order, each list with one entry for each: what stands at the same place belongs together."""

    elements: list[etree._Element]
    tags: list[str]
    names: list[str]  # classes, as they are written
    parents: list[int]  # place of the parent; -1: the first
    ends: list[int]  # place after the last descendant
    silent: list[bool]  # it or an ancestor shows no text that counts
    purposes: list[Purpose]
    landmarks: list[int]  # places of main and article elements, by tag, role or microdata
    own: list[int]  # characters directly in it, or in what flows in its lines
    linked: list[int]  # … of which in links
    prose: list[int]  # the weight of its own text, where it reads as prose
    total: list[int]  # prose in it and its descendants
    links: list[int]  # characters in links, descendants too
    text: list[int]  # characters, descendants too
    nodes: Nodes

    def place_of(self, element: etree._Element | None) -> int | None:
        """Where the element stands."""
        return None if element is None else self.nodes.places.get(element)

    def select(self, css: str) -> list[int]:
        """The places of the elements that ``css`` matches, in order."""
        return self.nodes.select(css)

    def within(self, place: int, around: int) -> bool:
        """Whether one is the other, or in it."""
        return around <= place < self.ends[around]


def outline_of(root: etree._Element, nodes: Nodes | None = None) -> Outline | None:
    """The outline of a page, from its root: what follows an early ``</body>`` stands beside the body.

    ``nodes``: where the page was gone through already.
    """
    nodes = nodes or nodes_of(root)
    elements, parents, tags = nodes.elements, nodes.parents, nodes.tags
    count = len(elements)
    if not count:
        return None
    names = [""] * count
    silent = [False] * count
    in_link = [False] * count
    blocks = [0] * count  # place of the element whose lines it flows in
    purposes: list[Purpose] = ["none"] * count
    landmarks: list[int] = []
    pieces: dict[int, list[str]] = {}
    linked = [0] * count
    rows = zip(tags, parents, nodes.given, nodes.texts, nodes.tails, strict=True)
    for place, (tag, parent, given, text, tail) in enumerate(rows):
        if place and silent[parent]:
            silent[place] = True
            continue
        flows = tag in _FLOWING and place > 0
        blocks[place] = block = blocks[parent] if flows else place
        if flows:
            in_link[place] = is_link = in_link[parent] or (tag == "a" and "href" in given)
        else:
            in_link[place] = is_link = place > 0 and in_link[parent]
            if given and place and ("hidden" in given or ("style" in given and _is_hidden(elements[place]))):
                silent[place] = True
        if tag in _SILENT:
            silent[place] = True
        if not silent[place]:
            if not flows and (given or tag in _LANDMARKS):
                names[place] = nodes.classes[place]
                purposes[place], is_landmark = _named(nodes, place)
                if is_landmark:
                    landmarks.append(place)
            if text and not text.isspace():
                pieces.setdefault(block, []).append(text)
                if is_link:
                    linked[block] += len(text.strip())
        if tail and place and not tail.isspace():
            block = blocks[parent]
            pieces.setdefault(block, []).append(tail)
            if in_link[parent]:
                linked[block] += len(tail.strip())
    own = [0] * count
    prose = [0] * count
    for place, texts in pieces.items():
        own[place], prose[place] = _weighed("".join(texts), linked[place], tags[place])
    total, links, text_length = prose.copy(), linked.copy(), own.copy()
    for place in range(count - 1, 0, -1):
        if text_length[place]:
            parent = parents[place]
            total[parent] += total[place]
            links[parent] += links[place]
            text_length[parent] += text_length[place]
    return Outline(
        elements, tags, names, parents, nodes.ends, silent, purposes, landmarks, own, linked, prose, total, links,
        text_length, nodes,
    )  # fmt: skip


def _weighed(text: str, linked: int, tag: str) -> tuple[int, int]:
    """Characters, and how much prose they are."""
    length = len(text.strip())
    free = length - linked
    if free < 12 or linked > free or tag in _HEADINGS:
        return length, 0
    weight = free if text.isascii() else free + len(_WIDE.findall(text))
    if weight >= _PROSE or (weight >= _SENTENCE and _STOP.search(text)):
        return length, weight
    return length, 0


def weight_of(text: str) -> int:
    """Characters, where one of a script that writes words in few of them counts as two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _named(nodes: Nodes, place: int) -> tuple[Purpose, bool]:
    """The purpose of an element, and whether it is a landmark."""
    tag, role, names = nodes.tags[place], nodes.roles[place], nodes.names[place]
    if "itemprop" in nodes.given[place] and nodes.elements[place].get("itemprop") == "articleBody":
        return "body", True
    is_landmark = tag in _LANDMARKS or role in _LANDMARKS
    return (purpose_of(names, role) if names or role else "none"), is_landmark


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return style is not None and "none" in style and "display:none" in style.replace(" ", "").lower()
