"""The main text of a page without a layout: where the statement stands, from its first sentence to its last.

Several voices are weighed: what elements are called, the landmarks of HTML, the place of the title, the recognised
family, and how much prose stands where. None is believed alone: an element that is called the article's body and holds
little of the page's prose is not taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from crawler.extract.blocks import Token, read_blocks
from crawler.extract.charset import Decoded
from crawler.extract.ends import without_ends, without_labels
from crawler.extract.families import Family
from crawler.extract.html import reread
from crawler.extract.nodes import Nodes
from crawler.extract.outline import Outline, outline_of, weight_of
from crawler.extract.search import Found, Search
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of
from crawler.model.reading import Page

_SHORT: Final = 200  # characters: with fewer, the statement may be something else on the page
_NOTHING: Final = 40  # characters that are no text
_PROSE: Final = 200  # characters of a paragraph that a statement has and a list of teasers has not
_TAKEN: Final = "body: our own search found no text; trafilatura's was taken"
_AFFORDABLE: Final = 5_000  # elements of a page that trafilatura is asked about
_LABEL: Final = 60  # characters of a link that is no headline
_DOCUMENT: Final = re.compile(r"\.(?:pdf|docx?|odt|rtf)(?:[?#]|$)", re.IGNORECASE)
_VIDEO: Final = re.compile(r"youtu\.?be|vimeo|dailymotion|rutube|/embed/|player", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MainText:
    """The statement's blocks, how they were found, and the element that holds them (``None``: there are none).

    ``links`` stand in the text, or where the family has its attachments. ``family`` is the recognised family where its
    template says where the text stands. Where there is little text or none, ``documents`` are the links to documents
    that stand in its place, ``is_video`` says that a video does, and ``teasers`` counts those of other texts: of a
    listing in disguise.
    """

    tokens: list[Token]
    method: str
    warnings: tuple[str, ...]
    element: etree._Element | None
    family: str | None = None
    links: tuple[etree._Element, ...] = ()
    documents: tuple[etree._Element, ...] = ()
    is_video: bool = False
    teasers: int = 0


def main_text(
    root: etree._Element,
    decoded: Decoded,
    page: Page,
    base: str,
    title: str | None,
    heading: etree._Element | None,
    family: Family | None,
    nodes: Nodes | None = None,
) -> MainText:
    """The page's main text. ``heading`` is the element that shows ``title``, where one does; ``nodes``: where the page
    was gone through already."""
    outline = outline_of(root, nodes)
    if outline is None:
        return MainText([], "heuristic", (), None)
    search = Search(outline, title, heading, family)
    found = search.found()
    lead = without_labels(read_blocks(found.before, base, found.skip))
    cut = without_ends([*lead, *read_blocks(found.elements, base, found.skip)], title)
    length = sum(weight_of(token.text) for token in cut.tokens)
    is_short = length < _SHORT
    documents = _documents(found, title) if is_short and search.head is not None else ()
    is_video = is_short and not documents and _shows_video(found.region)
    is_said = found.family is not None and length >= _NOTHING and _says_article(root)
    teasers = search.teasers if is_short and not is_said else 0
    if length < _NOTHING and not teasers and not documents and not is_video and _says_article(root):
        other = _second_voice(outline, page.url, decoded, base, title)
        if other:
            return MainText(other, "trafilatura", (_TAKEN,), found.elements[0])
    return MainText(
        tokens=cut.tokens,
        method="heuristic",
        warnings=tuple(f"body: left out {said!r}" for said in cut.said),
        element=found.elements[0] if found.elements else None,
        family=found.family,
        links=tuple(found.links),
        documents=documents,
        is_video=is_video,
        teasers=teasers,
    )


def _second_voice(outline: Outline, url: str, decoded: Decoded, base: str, title: str | None) -> list[Token]:
    """What trafilatura takes for the text of a page on which ours finds none, where it has a paragraph of a statement.

    Asked seldom: it takes ten times as long, and where ours finds little rather than nothing it reads listings.
    """
    if outline.total[0] < _PROSE or len(outline.elements) > _AFFORDABLE:
        return []
    from trafilatura import extract  # slow to import

    html = extract(
        decoded.utf8.decode("utf-8", "replace"),
        url=url,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
    )
    tokens = without_ends(reread(html or "", base), title).tokens
    return tokens if any(len(token.text) >= _PROSE and "<a " not in token.html for token in tokens) else []


def _says_article(root: etree._Element) -> bool:
    """Whether the page says for machines that it is one text."""
    return any(
        (meta.get("property") or "").lower() == "og:type" and (meta.get("content") or "").lower() == "article"
        for meta in root.iter("meta")
    )


def _documents(found: Found, title: str | None) -> tuple[etree._Element, ...]:
    """Links to documents in the statement's part of the page, without what is left out there.

    One with a headline of its own leads to another statement: that page is a listing.
    """
    return tuple(
        link
        for link in found.region.iter("a")
        if _DOCUMENT.search(link.get("href") or "")
        and _may_be_this(squeeze(text_of(link)), title or "")
        and not any(parent in found.skip for parent in _upwards(link))
    )


def _may_be_this(name: str, title: str) -> bool:
    words, known = set(name.casefold().split()), set(title.casefold().split())
    return len(name) <= _LABEL or 2 * len(words & known) >= len(words)


def _upwards(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _shows_video(region: etree._Element) -> bool:
    return any(
        item.tag == "video" or _VIDEO.search(item.get("src") or item.get("data-src") or "")
        for item in region.iter("video", "iframe", "embed")
    )
