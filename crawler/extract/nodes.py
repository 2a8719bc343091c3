"""The elements of a page in document order, with what several readers ask of each: one walk over the tree for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

BLANKS: Final = " \t\r\n"  # of HTML; others are kept for a reader


@dataclass(frozen=True, slots=True)
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


def nodes_of(root: etree._Element) -> Nodes:
    """The elements from a page's root."""
    elements = list(root.iter(etree.Element))
    places = {item: place for place, item in enumerate(elements)}
    count = len(elements)
    parents, tags = [-1] * count, [""] * count
    given: list[Sequence[str]] = [()] * count
    classes, names, roles, texts, tails = [""] * count, [""] * count, [""] * count, [""] * count, [""] * count
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
            called = element.get("class") or "" if "class" in attributes else ""
            if called:
                classes[place] = names[place] = called
            if "id" in attributes and (identity := element.get("id")):
                names[place] = f"{called} {identity}" if called else identity
            if "role" in attributes:
                roles[place] = element.get("role") or ""
    return Nodes(elements, places, parents, tags, given, classes, names, roles, texts, tails)
