"""Dates that stand above groups of items: a day's heading holds for the items that follow it."""

from collections.abc import Sequence

from lxml import etree

from crawler.extract.text import squeeze
from crawler.extract.tree import select, text_of


def dates_above(root: etree._Element, items: Sequence[etree._Element], css: str | None) -> dict[etree._Element, str]:
    """The date above each item, where a listing's ``date`` selector matches between its items and in none of them.

    Only what lies within the smallest element that holds all items counts: a date in the page's head is today's. Items
    before the first heading get none, and none gets another item's own date.
    """
    if not css or len(items) < 2:
        return {}
    listed = set(items)
    inside = _common(items)
    headings = {match: text for match in select(root, css) if (text := squeeze(text_of(match)))}
    if not headings or inside is None:
        return {}
    for match in headings:
        if match in listed or any(parent in listed for parent in match.iterancestors()):
            return {}  # items say their dates themselves
    found: dict[etree._Element, str] = {}
    current: str | None = None
    for element in inside.iter():
        current = headings.get(element, current)
        if current and element in listed:
            found[element] = current
    return found


def _common(items: Sequence[etree._Element]) -> etree._Element | None:
    """The smallest element that holds the first item and the last."""
    above = set(items[0].iterancestors())
    return next((element for element in items[-1].iterancestors() if element in above), None)
