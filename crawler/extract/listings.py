"""Listings that pass for a statement: pages of many statements, by their name and by what they are made of."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from crawler.extract.blocks import Token
from crawler.extract.lines import Line
from crawler.extract.searches import is_search
from crawler.extract.site_names import folded, is_general
from crawler.extract.text import squeeze
from crawler.extract.tree import title_of
from crawler.model.failure import Failure

_ANCHOR: Final = re.compile(r"<a [^>]*>(.*?)</a>")
_TAG: Final = re.compile(r"<[^>]*>")
_LINKED: Final = 0.45  # share of a text that stands in links: beyond it, it is a list of links
_FEW: Final = 8  # links that make a list
_FEWEST: Final = 3  # … under a listing's name
_HEADLINE: Final = 25  # characters of a link that names a statement; half as many where writing needs few
_PROSE: Final = 200  # characters: a statement has one paragraph of that length; a list of teasers has none
_TEXT: Final = 900  # characters of unlinked paragraphs: so much is a text, whatever stands beside it
_STORY: Final = 250  # … beside which links say nothing
_UNTITLED: Final = 400  # … that without a title of its own and under a listing's name is none
_SENTENCE: Final = 60
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def listing(
    root: etree._Element,
    lines: Sequence[Line],
    text: range,
    title: str | None,
    tokens: Sequence[Token],
    *,
    is_article: bool = False,
    is_short: bool = False,
) -> Failure | None:
    """Why the page is a listing, or ``None``. ``tokens`` are what was taken for its text, ``text`` their lines;
    ``is_article``: the page says for machines that it is one; ``is_short``: it looks like a short one."""
    runs = [token for token in tokens if token.kind == "run"]
    anchors = [[squeeze(_TAG.sub("", part)) for part in _ANCHOR.findall(token.html)] for token in runs]
    every, linked = sum(_length(token.text) for token in runs), sum(_length(one) for found in anchors for one in found)
    prose = _prose(runs)
    if searched := _search_name(root, lines):
        return Failure("content.listing", f"the page is a search: it is called {searched!r}")
    named = None if is_short else _general_name(root, lines)
    headlines = _headlines(lines)
    many = headlines >= _FEWEST
    most = max(_UNTITLED if title is None else _PROSE, headlines * _SENTENCE if many else 0)
    if named and ((title is None and many) or prose < most):
        return Failure("content.listing", f"the page is a listing: it is called {named!r}")
    headings = sum(line.level > 1 and not line.frame for line in lines)
    if headings >= _FEW and prose < headings * _PROSE and is_general(title_of(root)):
        return Failure("content.listing", f"the page is a hub: called as its site is, it has {headings} headings")
    if (is_article or is_short) and title:
        return None
    if sum(map(len, anchors)) >= _FEWEST and linked > every * _LINKED:
        return Failure("content.listing", "the page is a listing: most of its text stands in links")
    items = [
        place
        for place, (token, found) in enumerate(zip(runs, anchors, strict=True))
        if len(found) == 1 and _length(found[0]) >= max(_HEADLINE, 0.8 * _length(token.text))
    ]
    alone = sum(place + 1 not in items for place in items)  # with something of its own below it
    is_list = len(items) >= _FEW and len(items) * 4 >= len(runs) and _prose(runs[: items[0]]) < _STORY
    is_long = len(items) >= 2 * _FEW and items[0] < _FEWEST and 2 * alone > len(items) and prose < len(items) * _PROSE
    if is_long or (is_list and (2 * alone > len(items) or prose < 2 * _STORY)):
        return Failure(
            "content.listing", f"the page is a listing: {len(items)} links stand in its text, each by itself"
        )
    if prose >= _STORY:
        headlines = _headlines(lines[text.start : text.stop])  # those beside a text say nothing of it
    longest = max((_length(token.text) for token in runs), default=0)
    if longest < _PROSE and prose < _TEXT and headlines >= _FEW:
        return Failure(
            "content.listing", f"the page is a listing: {headlines} long links and no paragraph of a statement"
        )
    return None


def _general_name(root: etree._Element, lines: Sequence[Line]) -> str | None:
    """The name that pages of many sites have, where both the page's title and its heading are such ones."""
    title = title_of(root)
    parts = re.split(r"\s*[|｜«»·–—（(]\s*|\s-\s", title)
    if title and not is_general(parts[0]) and not is_general(title):
        return None
    known = set(map(folded, parts[1:]))
    headings = [line.text for line in lines if line.level == 1 and folded(line.text) not in known]
    if headings and not any(map(is_general, headings)):
        return None
    return parts[0] or next(iter(headings), None)


def _search_name(root: etree._Element, lines: Sequence[Line]) -> str | None:
    """The name of a search, where the page's title is one and its heading is no other."""
    title = title_of(root)
    headings = [line.text for line in lines if line.level == 1 and not line.frame]
    return title if is_search(title) and (not headings or any(map(is_search, headings))) else None


def _headlines(lines: Sequence[Line]) -> int:
    """Different links with a sentence for a text, outside the page's frame."""
    return len({line.text for line in lines if line.is_link and not line.frame and _length(line.text) >= _HEADLINE})


def _prose(runs: Sequence[Token]) -> int:
    """Characters of paragraphs without a link."""
    return sum(_length(token.text) for token in runs if _length(token.text) >= _SENTENCE and "<a " not in token.html)


def _length(text: str) -> int:
    return len(text) + len(_WIDE.findall(text)) if not text.isascii() else len(text)
