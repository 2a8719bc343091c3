"""The outline of a page: how much text stands in each element, how much of it in links, and how much reads as prose.

One pass over the tree, which it does not change.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from lxml import etree

from crawler.extract.blocks import INLINE
from crawler.extract.names import Purpose, purpose_of
from crawler.extract.nodes import Nodes, nodes_of
from crawler.extract.tree import select

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
_SIMPLE: Final = re.compile(r"(?=.)([a-z][a-z0-9]*)?([.#][A-Za-z_][\w-]*)?")
_GENERATIONS: Final = 2
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
    places: dict[etree._Element, int]

    def place_of(self, element: etree._Element | None) -> int | None:
        """Where the element stands."""
        return None if element is None else self.places.get(element)

    def select(self, css: str) -> list[int]:
        """The places of the elements that ``css`` matches, in order. Classes, ids and tags alone need no walk."""
        parts = css.split(" ")
        if len(parts) > _GENERATIONS or not all(_SIMPLE.fullmatch(part) for part in parts):
            return sorted(self.places[item] for item in select(self.elements[0], css) if item in self.places)
        found = self._simple(parts[-1])
        if found and len(parts) > 1:
            around = self._simple(parts[0])
            return [place for place in found if any(one < place < self.ends[one] for one in around)]
        return found

    def _simple(self, css: str) -> list[int]:
        form = _SIMPLE.fullmatch(css)
        tag, name = (form.group(1), form.group(2)) if form else (None, None)
        if name is None:
            return [place for place, one in enumerate(self.tags) if one == tag]
        found = self._named.get(name, [])
        return [place for place in found if self.tags[place] == tag] if tag else found

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        """Places by class (``.name``) and id (``#name``)."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, element in enumerate(self.elements):
            if names := self.names[place] or element.get("class"):
                for name in _dotted(names):
                    found[name].append(place)
            if identity := element.get("id"):
                found["#" + identity].append(place)
        return found

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
    ends = list(range(1, count + 1))
    for place in range(count - 1, 0, -1):
        parent = parents[place]
        if ends[place] > ends[parent]:
            ends[parent] = ends[place]
        if text_length[place]:
            total[parent] += total[place]
            links[parent] += links[place]
            text_length[parent] += text_length[place]
    return Outline(
        elements, tags, names, parents, ends, silent, purposes, landmarks, own, linked, prose, total, links,
        text_length, nodes.places,
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _dotted(names: str) -> tuple[str, ...]:
    return tuple("." + name for name in names.split())


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
