"""What a line stands in: a teaser among others, a table of data, a list. A date that stands there is not the page's."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree

from crawler.extract.text import squeeze
from crawler.extract.tree import beginning_of, text_of

_GENERATIONS: Final = 5  # between a date and the teaser that it stands in
_LONGEST: Final = 700  # characters of a teaser
_CELL: Final = 300  # … of a cell of data
_LETTERS: Final = 8  # of a link that is a title; where words are not parted, fewer
_FEW: Final = 4
_FOLLOWING: Final = 2  # teasers that make their neighbour one, though it holds prose
_ODD: Final = 1  # classes by which neighbours without one of their own may differ: "first", "odd"
_LETTER: Final = re.compile(r"[^\W\d_]")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# What looks like a day in any language; a box with more than two of them (one for a change) holds several teasers.
_DATE: Final = re.compile(
    r"\d{1,4}\s?([./-])\s?\d{1,2}\s?\1\s?\d{2,4}|\d{1,2}\D{1,16}(?:\d{4}|\d{2})(?!\d)|[^\W\d_]\W{1,2}\d{1,2}\W{1,3}\d{4}"
    r"|\d{2,4}\D{1,12}\d{1,2}"
)
_MOST: Final = 2
_CELLS: Final = frozenset({"td", "th"})
_LISTS: Final = frozenset({"ul", "ol"})


class Boxes:
    """The boxes of one page. Its title and its first sentence stand in none of them; but what seems its first sentence
    may be that of a teaser, where two more follow."""

    def __init__(self, title: etree._Element | None, sentence: etree._Element | None) -> None:
        self._titled = set(_chain(title))
        self._kept = self._titled | set(_chain(sentence))
        self._teasers: dict[etree._Element, bool] = {}
        self._tables: dict[etree._Element, bool] = {}

    def is_others(self, element: etree._Element) -> bool:
        """Whether it belongs to another text: by either of the two that follow."""
        return self.is_teaser(element) or self.is_of_another(element)

    def is_teaser(self, element: etree._Element) -> bool:
        """Whether it stands in one of several neighbours that each hold a date and the linked title of another text."""
        item = element
        for _ in range(_GENERATIONS):
            around = item.getparent()
            if around is None or item in self._titled:
                return False
            if item not in self._teasers:
                self._teasers[item] = self._is_one_of_several(item, around)
            if self._teasers[item]:
                return True
            item = around
        return False

    def is_of_another(self, element: etree._Element) -> bool:
        """Whether microdata say it of something that has a linked title of its own, and neither title nor text of the
        page."""
        for item in _chain(element):
            if item in self._kept:
                return False
            if "itemscope" in item.keys() or "typeof" in item.keys():  # noqa: SIM118 - an element is no mapping
                return bool(self._kept) and _title_in(item) != ""
        return False

    def data_row(self, element: etree._Element) -> etree._Element | None:
        """The row in which it stands, where its table holds data: several rows of several short cells."""
        row = table = None
        for item in (element, *element.iterancestors()):
            if item in self._kept:
                return None
            if item.tag == "tr" and row is None:
                row = item
            if item.tag == "table":
                table = item
                break
        if table is None or row is None:
            return None
        if table not in self._tables:
            self._tables[table] = _holds_data(table)
        return row if self._tables[table] else None

    def is_listed(self, element: etree._Element) -> bool:
        """Whether it stands in an item of a list that has several."""
        for item in (element, *element.iterancestors()):
            if item in self._kept:
                return False
            around = item.getparent()
            if item.tag == "li" and around is not None and around.tag in _LISTS:
                return sum(1 for one in around if one.tag == "li") > 1
        return False

    def _is_one_of_several(self, item: etree._Element, around: etree._Element) -> bool:
        alike = [one for one in around if one is not item and _is_alike(item, one) and one not in self._kept]
        if not alike or not _is_dated(item):
            return False
        title = _title_in(item) or self._title_beside(item)
        if not title:
            return False
        titles = (_title_in(one) or self._title_beside(one) for one in alike if _is_dated(one))
        needed = _FOLLOWING if item in self._kept else 1
        return len(list(islice((other for other in titles if other and other != title), needed))) == needed

    def _title_beside(self, item: etree._Element) -> str:
        """The linked title that stands beside the date, as dt and dd, or heading and line."""
        beside = (item.getnext(), item.getprevious())
        titles = (_title_in(one) for one in beside
                  if one is not None and one.tag != item.tag and one not in self._kept)  # fmt: skip
        return next(filter(None, titles), "")


def _chain(element: etree._Element | None) -> Iterator[etree._Element]:
    if element is not None:
        yield element
        yield from element.iterancestors()


def _is_alike(item: etree._Element, other: etree._Element) -> bool:
    """Of one tag, and of one class where they have any."""
    if item.tag != other.tag:
        return False
    mine, others = (set((one.get("class") or "").split()) for one in (item, other))
    return not mine.isdisjoint(others) if mine and others else not (mine and others) and len(mine | others) <= _ODD


def _title_in(item: etree._Element) -> str:
    """The first link in it that reads as a title; empty: none."""
    for link in item.iter("a"):
        if link.get("href"):
            text = squeeze(text_of(link))
            if len(_LETTER.findall(text)) >= (_FEW if _WIDE.search(text) else _LETTERS):
                return text
    return ""


def _is_dated(item: etree._Element) -> bool:
    text = squeeze(beginning_of(item, 2 * _LONGEST))  # with the blanks of the source
    return len(text) <= _LONGEST and 0 < len(_DATE.findall(text)) <= _MOST


def _holds_data(table: etree._Element) -> bool:
    if next((item for item in table.iter("table") if item is not table), None) is not None:
        return False
    rows = 0
    for row in table.iter("tr"):
        cells = [squeeze(text_of(cell)) for cell in row if cell.tag in _CELLS]
        if any(len(cell) > _CELL for cell in cells):
            return False
        rows += sum(bool(cell) for cell in cells) > 1
    return rows > 1
