"""Whether what was found on a page is a statement: a text under a title, and not a video, a listing or a search."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from crawler.extract import labels
from crawler.extract.blocks import Token
from crawler.extract.ends import is_label
from crawler.extract.lines import Line
from crawler.extract.listings import listing
from crawler.extract.main_text import MainText
from crawler.extract.outline import weight_of
from crawler.extract.searches import found_nothing
from crawler.extract.site_names import folded, is_general
from crawler.model.failure import Failure

_LITTLE: Final = 100  # characters that without a title are no statement
_DOCUMENTS: Final = 5  # more of them make a listing
_SENTENCE: Final = 40  # weight of a line that is a sentence if it ends as one
_PROSE: Final = 80  # … and of one that is a sentence however it ends: not all writing has stops
_SHORT: Final = 400  # weight of a text: a longer one without a sentence is a table, and may be a statement
_NEAR: Final = 5  # lines between a title and its text
_LINK: Final = 25  # weight of a link between them that is another title
_STOP: Final = re.compile(r"[.!?…。！？।။។։؟۔።;:][\"'”’»)\]」』]*$")


def no_statement(
    root: etree._Element,
    lines: Sequence[Line],
    where: range,
    place: int | None,
    title: str | None,
    text: Sequence[Token],
    found: MainText,
    *,
    is_article: bool,
) -> Failure | None:
    """Why it is none, or ``None``. ``text`` is what was found, ``where`` its lines, ``place`` the title's line;
    ``is_article``: the page says for machines that it is one text."""
    runs = [token.text for token in text if token.kind == "run"]
    length = sum(map(len, runs))
    if found.is_video:
        return Failure("content.video", "the page shows a video and has no text of its own")
    if found.documents and title and len(found.documents) <= _DOCUMENTS:
        return None
    is_short = _is_short_statement(lines, place, runs)
    if found.teasers and not is_short:
        return Failure(
            "content.listing", f"the page is a listing: {found.teasers} teasers, and little text beside them"
        )
    weight = sum(map(weight_of, runs))
    if weight < _SHORT and not is_short:
        empty = next((line.text for line in lines if not (line.frame or line.aside) and found_nothing(line.text)), None)
        if empty:
            return Failure("content.listing", f"the page is a search or a list that found nothing: {empty[:100]!r}")
    many = listing(root, lines, where, title, text, is_article=is_article, is_short=is_short)
    if many is None and (length == 0 or (title is None and length < _LITTLE)):
        return Failure("content.empty", "the page has no main text")
    if many is None and weight < _SHORT and not any(map(_is_said, (line for run in runs for line in run.split("\n")))):
        return Failure("content.empty", "the page's text has no sentence: it is a frame, a form or a table")
    return many


def _is_short_statement(lines: Sequence[Line], place: int | None, runs: Sequence[str]) -> bool:
    """A title, a date beside it, and directly below them the first sentence of the text: whatever else is shown."""
    if place is None or lines[place].is_link or is_general(lines[place].text) or not runs:
        return False
    first = folded(runs[0])
    is_dated = any(_is_date(line) for line in lines[max(place - 2, 0) : place])
    for line in lines[place + 1 : place + 1 + _NEAR]:
        if line.is_link and weight_of(line.text) >= _LINK:
            return False
        if _is_said(line.text) and folded(line.text).startswith(first[:_SENTENCE]):
            return is_dated
        is_dated = is_dated or _is_date(line)
    return False


def _is_date(line: Line) -> bool:
    return not line.is_link and (line.dated or labels.is_date_line(line.text))


def _is_said(line: str) -> bool:
    """A sentence of a text: no label, no claim of rights, no way to reach someone."""
    weight = weight_of(line)
    if weight < _SENTENCE or (weight < _PROSE and not _STOP.search(line)):
        return False
    return not (is_label(line) or labels.is_rights(line) or (labels.reaches(line) and weight < 2 * _PROSE))
