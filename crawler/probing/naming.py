"""The name of a ministry, as its pages agree on it."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from lxml import etree

from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_LONGEST: Final = 500  # characters of a title
_PARTED: Final = re.compile(r"\s+[|–—:·•«»›>-]\s+|\s*[|»«›]\s*|\s+::\s+")


def site_name(pages: Sequence[etree._Element]) -> tuple[str | None, str | None]:
    """What the site calls itself, by the trees of its pages, and what is doubtful about it: ``og:site_name``, else the
    part that the titles of several pages share, else the longest part of the only title there is.
    """
    for root in pages:
        for meta in root.iter("meta"):
            said = (meta.get("property") or meta.get("name") or "").lower() == "og:site_name"
            if said and (name := squeeze(meta.get("content") or "")):
                return name, None
    titles = list(dict.fromkeys(title for root in pages if (title := _title(root))))
    parts = Counter(part for title in titles for part in dict.fromkeys(_PARTED.split(title)) if len(part) > 3)
    shared = [(count, len(part), part) for part, count in parts.items() if count > 1]
    if shared:
        return max(shared)[2], None
    if not titles:
        return None, "the pages do not say who publishes them"
    return max(_PARTED.split(titles[0]), key=len), "it is part of one page's title; no other page confirms it"


def _title(root: etree._Element) -> str:
    return next((squeeze(text_of(item)[:_LONGEST]) for item in root.iter("title")), "")
