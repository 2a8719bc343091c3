"""Totals: how many items a listing says that it has altogether. Only what leaves no doubt; else nothing."""

import re
from collections.abc import Mapping
from typing import Any, Final

# Names that APIs have for it, lower case, without separators: Solr, Spring, Elasticsearch, DataTables, Algolia, Drupal.
_NAMES: Final = frozenset(
    {
        "total", "totalcount", "totalresults", "totalitems", "itemstotal", "totalrecords", "totalelements", "totalhits",
        "numfound", "nbhits", "recordstotal", "recordcount", "totalrows", "resultcount", "totalnum",
    }
)  # fmt: skip
_HOLDERS: Final = ("meta", "pagination", "paging", "pager", "page", "response", "result", "data", "hits", "info")
_MOST: Final = 10_000_000  # no ministry has said more
# "1–10 of 234" in the words of many languages; which of them it is does not matter, the numbers prove themselves.
_RANGE: Final = re.compile(
    r"(?<![\d.,/-])(\d{1,7})\s?(?:-|–|—|‒|−|to|à|bis|a|até|до|～|〜|~|至)\s?(\d{1,7})\s?"
    r"(?:\(?\s?(?:of|out of|from|von|de|sur|su|di|van|av|af|från|iz|od|z|ze|из|із|от|από|dintre|din|toplam|"
    r"من أصل|من)\s?(?:about\s|total\s)?)(\d[\d.,\u00a0\u202f ]{0,9}\d|\d)(?![\d/-])",
    re.IGNORECASE,
)


def total_in(data: Any, met: int) -> int | None:
    """The total that a JSON answer states beside its ``met`` items; ``None`` where none does, or two differ."""
    if not isinstance(data, Mapping):
        return None
    found = {*_named(data), *(one for name in _HOLDERS for one in _named(data.get(name)))}
    if not found and isinstance(data.get("results"), list) and "next" in data:  # Django REST framework
        found = {value for value in (_number(data.get("count")),) if value is not None}
    return _only(value for value in found if value >= met)


def total_on(text: str, met: int) -> int | None:
    """The total on a page that shows "21–30 of 234": the range must be of as many items as were met on it."""
    found = set[int]()
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        total = int(re.sub(r"\D", "", match[3]))
        if last - first + 1 == met and 1 <= first <= last <= total <= _MOST:
            found.add(total)
    return _only(found)


def total_of(stated: Any) -> int | None:
    """A total as a header or a known key of an answer states it."""
    return _number(stated)


def _named(data: Any) -> set[int]:
    if not isinstance(data, Mapping):
        return set()
    numbers = {
        _number(value.get("value") if isinstance(value, Mapping) else value)  # Elasticsearch: {"total": {"value": 3}}
        for name, value in data.items()
        if isinstance(name, str) and re.sub(r"[^a-z]", "", name.lower()) in _NAMES
    }
    return {number for number in numbers if number is not None}


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        return None
    return value


def _only(values: Any) -> int | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
