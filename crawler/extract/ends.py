"""The ends of a text: labels and lines of metadata before its first sentence and after its last are cut."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from crawler.extract import afterwords, labels
from crawler.extract.blocks import Token
from crawler.extract.date_labels import is_pure, label_of
from crawler.extract.html import pruned
from crawler.extract.paragraphs import Paragraph, paragraphs
from crawler.extract.text import squeeze
from crawler.extract.tidy import statement_of

_HEADS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SHORT: Final = 120  # characters of a line in a block of contacts or links
_LINE: Final = 40
_FAR: Final = 15  # paragraphs among which the title may be repeated
_NEAR: Final = 5
_ABOVE: Final = 2  # lines above a date that are no labels: a section, an agency; more are a letterhead of the text
_NOTE: Final = 4  # paragraphs of a note on the author
_TABLE: Final = 2  # lines of metadata among others that make all of them metadata
_LISTED: Final = 3  # lines of a list that are labels
_STOPS: Final = (".", "!", "?", "。", "！", "？", ":", "：", "।", "؟")
_PROSE: Final = 200
_LABEL: Final = 160
_CREDITED: Final = 220  # characters of a caption with who took the picture
_MOSTLY: Final = 0.7
_SIGNS: Final = re.compile(r"[\W_]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBER: Final = re.compile(r"^\W*第?\s?\d+\s?[號号](?:\s?[-–]\s?\d+)?\W*$")  # of a document
_VALUE: Final = 25  # characters of a value in a table of metadata
_TINY: Final = 4  # characters
_FINAL: Final = 30  # characters of a link by itself that is no sentence
_PARTS: Final = re.compile(r"\s*[|｜•·\n]\s*|\s{2,}|\s[–—-]\s")
_TAGS: Final = re.compile(r"<[^>]*>")
_LINK: Final = re.compile(r"<a [^>]*>.*?</a>", re.S)


class Cut(NamedTuple):
    """The tokens that are left, and what was said in the others for editors ("For immediate release")."""

    tokens: list[Token]
    said: tuple[str, ...]


def without_ends(tokens: Sequence[Token], title: str | None) -> Cut:
    """The tokens from the first sentence to the last."""
    every = paragraphs(tokens)
    kept = statement_of(every, title, None)
    said = tuple(item.words for item in kept[:_FAR] if labels.is_release(item.words))
    first = _first(kept, tokens, title)
    first += _repeated_lead(kept[first : first + 2])
    kept = kept[: _before_comments(kept, first)]
    last = _last(kept, tokens, first)
    kept = [item for item in kept[first:last] if not labels.is_release(item.words)]
    left = {run for item in kept for run in item.runs}
    return Cut(pruned([token for place, token in enumerate(tokens) if token.kind != "run" or place in left]), said)


def without_labels(tokens: Sequence[Token]) -> list[Token]:
    """Without lines of metadata anywhere: what stands between a title and its text."""
    items = paragraphs(tokens)
    known = [len(item.words) < _TINY or is_label(item.words) for item in items]
    values = [  # of a label, in a table of them: an office, a number
        before and after and len(item.words) <= _VALUE and not item.words.endswith(_STOPS)
        for item, before, after in zip(items[1:], known, known[2:], strict=False)
    ]
    gone = {
        run
        for item, one, two in zip(items, known, [False, *values, False], strict=False)
        if one or two
        for run in item.runs
    }
    return pruned([token for place, token in enumerate(tokens) if place not in gone])


def without_date_lines(tokens: Sequence[Token]) -> list[Token]:
    """Without lines after the text that are nothing but a date: for where it is known when it was published."""
    items = paragraphs(tokens)
    end = len(items)
    while end > 1 and labels.is_date_line(items[end - 1].words):
        end -= 1
    gone = {run for item in items[end:] for run in item.runs}
    return pruned([token for place, token in enumerate(tokens) if place not in gone]) if gone else list(tokens)


def is_label(words: str) -> bool:
    """A line before a text that says no more than what the text is, when, by whom and where it was published."""
    if len(words) > _LABEL:
        return len(words) <= _CREDITED and labels.is_caption(words)
    if _is_label(words):
        return True
    pieces = [piece for piece in map(squeeze, _PARTS.split(words)) if piece]
    known = sum(_is_label(piece) or len(piece) < 3 for piece in pieces)
    if len(pieces) < 2 or known == len(pieces):
        return len(pieces) > 1
    is_table = "\n" in words and known >= _TABLE and 2 * known >= len(pieces)
    return is_table and not any(len(piece) > _LINE or piece.endswith((*_STOPS, ",")) for piece in pieces)


def _is_label(words: str) -> bool:
    return (
        labels.is_date_line(words)
        or labels.is_release(words)
        or labels.is_kind(words)
        or labels.is_byline(words)
        or labels.is_service(words)
        or labels.is_trail(words)
        or labels.is_contact(words)
        or (len(words) < _SHORT and labels.reaches(words))
        or labels.is_share(words)
        or labels.is_caption(words)
        or _NUMBER.match(words) is not None
        or (len(words) <= _LINE and label_of(words, "") == "published" and is_pure(words))
        or not _LETTER.search(words)
    )


def _first(items: list[Paragraph], tokens: Sequence[Token], title: str | None) -> int:
    start = _after_title(items, title)
    start += _links_above(items[start : start + _FAR], tokens)
    start += _above_date(items[start : start + _NEAR])
    while start < len(items):
        words = items[start].words
        if not is_label(words) and not (len(words) < _LINE and _is_link(items[start], tokens)):
            break
        start += 1
    return start if start < len(items) else 0


def _repeated_lead(items: list[Paragraph]) -> int:
    """1, where the first paragraph is the beginning of the second: a lead that was made of the text."""
    if len(items) < 2:
        return 0
    lead, text = (_bare(item.words) for item in items)
    return int(len(lead) >= _LINE and lead in text)


def _after_title(items: list[Paragraph], title: str | None) -> int:
    """Behind the title, where it is repeated below a letterhead."""
    wanted = _bare(title or "")
    if not wanted:
        return 0
    for place, item in enumerate(items[:_FAR]):
        if _bare(item.words) == wanted or _bare(item.words.partition("\n")[0]) == wanted:
            return place + 1
        if len(item.words) > _PROSE:
            break
    return 0


def _links_above(items: list[Paragraph], tokens: Sequence[Token]) -> int:
    """How many paragraphs are a box of links above the text, with its heading."""
    end = linked = 0
    for place, item in enumerate(items):
        if _is_link(item, tokens):
            linked += 1
            end = place + 1
        elif len(item.words) > _LINE:
            break
    return end if linked > 1 else 0


def _above_date(items: list[Paragraph]) -> int:
    """How many paragraphs end with a line of the date, below nothing but short ones (a section, an agency)."""
    above = 0
    for place, item in enumerate(items):
        if labels.is_date_line(item.words):
            return place + 1
        above += not is_label(item.words)
        if above > _ABOVE or len(item.words) > _LINE or item.words.endswith(_STOPS):
            return 0
    return 0


def _before_comments(items: list[Paragraph], first: int) -> int:
    """Before the words of readers, below a text."""
    said, lines = 0, [item.words for item in items]
    for place, line in enumerate(lines):
        if place >= first and said >= _PROSE and afterwords.comments_begin(lines, place):
            return place
        said += len(line) if place >= first else 0
    return len(items)


def _last(items: list[Paragraph], tokens: Sequence[Token], first: int) -> int:
    end = _before_block(items, tokens, first)
    while end > first + 1:
        if listed := _listed(items, first, end):
            end = _before_block(items[: end - listed], tokens, first)
            continue
        item = items[end - 1]
        words = item.words
        if not (
            tokens[item.runs[0]].tag in _HEADS
            or labels.is_service(words)
            or labels.is_end_mark(words)
            or labels.is_byline(words)
            or labels.is_related(words)
            or labels.is_channel(words)
            or afterwords.is_note(words)
            or labels.is_rights(words)
            or (len(words) < 60 and labels.reaches(words))
            or labels.is_share(words)
            or labels.is_caption(words)
            or (len(words) < _TINY and not _LETTER.search(words))
            or (_is_link(item, tokens) and (item.mark or len(words) < _FINAL))
            or (labels.is_related(words.partition("\n")[0]) and _linked(item, tokens) > _MOSTLY)
        ):
            break
        end = _before_block(items[: end - 1], tokens, first)
    return end


def _before_block(items: list[Paragraph], tokens: Sequence[Token], first: int) -> int:
    """Before the heading of contacts or of links to other texts, where nothing but short lines follows.

    A note on the author may hold longer ones.
    """
    end = len(items)
    for place in range(len(items) - 1, max(first, len(items) - _NOTE - 1), -1):
        if labels.is_author(items[place].words):
            end = place
    for place in range(end - 1, first, -1):
        item = items[place]
        if labels.is_related(item.words) or labels.is_contact(item.words):
            end = place
        elif any(len(line) > _SHORT for line in item.words.split("\n")) and not _is_link(item, tokens):
            break
    return end


def _listed(items: list[Paragraph], first: int, end: int) -> int:
    """How many paragraphs before ``end`` are one list of what the page offers and says of the text ("Print")."""
    start = end
    while start > first + 1 and items[start - 1].mark and len(items[start - 1].words) <= _LABEL:
        start -= 1
    known = sum(_is_label(item.words) for item in items[start:end])
    return end - start if known >= _LISTED and 3 * known >= end - start else 0


def _linked(item: Paragraph, tokens: Sequence[Token]) -> float:
    """The share of its text that stands in links."""
    text = sum(len(tokens[run].text) for run in item.runs)
    links = sum(len(_TAGS.sub("", link)) for run in item.runs for link in _LINK.findall(tokens[run].html))
    return links / max(text, 1)


def _is_link(item: Paragraph, tokens: Sequence[Token]) -> bool:
    """All of it is links."""
    html = "".join(tokens[run].html for run in item.runs)
    return "<a " in html and not re.search(r"\w", _TAGS.sub("", _LINK.sub("", html)))


def _bare(text: str) -> str:
    return _SIGNS.sub("", text.casefold())
