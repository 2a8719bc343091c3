"""Families of sites: content management systems whose default templates most ministries use, recognised by their marks.

What a family says of title, date and body are strong voices in the weighing, never blind rules: templates are changed.
"""

from typing import Final

from lxml import etree

from crawler.extract.family_templates import FAMILIES, Family
from crawler.extract.nodes import Nodes, nodes_of
from crawler.model.reading import Page

_ASSETS: Final = etree.XPath("//link/@href | //script/@src", smart_strings=False)


def family_of(root: etree._Element, page: Page, nodes: Nodes | None = None) -> Family | None:
    """The family whose mark the page bears: its generator's name, else a header, else the classes and paths in it.

    Where the classes and paths of several are found, the family of which there are most. ``nodes``: where the page was
    gone through already.
    """
    generators = [
        (meta.get("content") or "").lower()
        for meta in root.iter("meta")
        if (meta.get("name") or "").lower() == "generator"
    ]
    for family in FAMILIES:
        if any(mark in said for said in generators for mark in family.generator):
            return family
    headers = "\n".join(f"{name}: {value}" for name, value in page.headers).lower()
    for family in FAMILIES:
        if any(mark in headers for mark in family.headers):
            return family
    paths = "\n".join(_texts(_ASSETS(root)))
    classes = set(" ".join(set((nodes or nodes_of(root)).classes)).split())
    counted = [
        (sum(mark in paths for mark in family.paths) + sum(name in classes for name in family.classes), family)
        for family in FAMILIES
    ]
    most, best = max(counted, key=lambda one: one[0])
    return best if most else None


def _texts(found: object) -> list[str]:
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


__all__ = ["Family", "family_of"]
