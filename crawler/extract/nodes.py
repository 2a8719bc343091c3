"""The elements of a page in document order, with what several readers ask of each: one walk over the tree for all."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from lxml import etree

from crawler.extract.tree import select

_SIMPLE: Final = re.compile(r"(?=.)([a-z][a-z0-9]*)?([.#][A-Za-z_][\w-]*)?")
_GENERATIONS: Final = 2
_REMEMBERED: Final = 400  # characters of classes that many elements may have
BLANKS: Final = " \t\r\n"  # of HTML; others are kept for a reader


@dataclass(frozen=True)
class Nodes:
    """Each list has one entry for each element: what stands at the same place belongs together.

    What an element has not is empty. Texts of nothing but blanks are empty, too.
    """

    elements: list[etree._Element]
    places: dict[etree._Element, int]
    parents: list[int]  # place of the parent; -1: the first
    tags: list[str]
    given: list[Sequence[str]]  # names of the attributes
    classes: list[str]
    names: list[str]  # classes and id
    roles: list[str]
    texts: list[str]  # before the first child
    tails: list[str]  # after the element itself
    having: dict[str, list[int]]  # the elements that have one of a few attributes, by its name

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

    def elements_of(self, css: str) -> list[etree._Element]:
        """The elements that ``css`` matches, in order."""
        return [self.elements[place] for place in self.select(css)]

    @cached_property
    def ends(self) -> list[int]:
        """The place after the last descendant."""
        parents = self.parents
        found = list(range(1, len(parents) + 1))
        for place in range(len(parents) - 1, 0, -1):
            parent = parents[place]
            if found[place] > found[parent]:
                found[parent] = found[place]
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
        for place, (classes, names) in enumerate(zip(self.classes, self.names, strict=True)):
            if not names:
                continue
            for name in _dotted(classes) if len(classes) <= _REMEMBERED else _dotted.__wrapped__(classes):
                found[name].append(place)
            if len(names) > len(classes):
                found["#" + (self.elements[place].get("id") or "")].append(place)
        return found


@lru_cache(maxsize=16384)
def _dotted(classes: str) -> tuple[str, ...]:
    return tuple("." + name for name in dict.fromkeys(classes.split()))


def nodes_of(root: etree._Element) -> Nodes:
    """The elements from a page's root."""
    elements = list(root.iter(etree.Element))
    places = {item: place for place, item in enumerate(elements)}
    count = len(elements)
    parents, tags = [-1] * count, [""] * count
    given: list[Sequence[str]] = [()] * count
    classes, names, roles, texts, tails = [""] * count, [""] * count, [""] * count, [""] * count, [""] * count
    having: dict[str, list[int]] = {"hreflang": [], "property": [], "itemprop": []}
    for place, element in enumerate(elements):
        tags[place] = str(element.tag)
        around = element.getparent() if place else None
        if around is not None:
            parents[place] = places[around]
        text = element.text
        if text and not (text.isspace() and not text.strip(BLANKS)):
            texts[place] = text
        text = element.tail
        if text and not (text.isspace() and not text.strip(BLANKS)):
            tails[place] = text
        attributes = element.keys()
        if attributes:
            given[place] = attributes
            if "hreflang" in attributes:
                having["hreflang"].append(place)
            if "property" in attributes:
                having["property"].append(place)
            if "itemprop" in attributes:
                having["itemprop"].append(place)
            called = element.get("class") or "" if "class" in attributes else ""
            if called:
                classes[place] = names[place] = called
            if "id" in attributes and (identity := element.get("id")):
                names[place] = f"{called} {identity}" if called else identity
            if "role" in attributes:
                roles[place] = element.get("role") or ""
    return Nodes(elements, places, parents, tags, given, classes, names, roles, texts, tails, having)
