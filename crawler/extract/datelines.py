"""Dates in a statement's own words: the dateline at its beginning, the date in its title, the sign-off at its end."""

import re
from collections.abc import Sequence
from typing import Final

from crawler.extract.date_labels import is_pure, label_of
from crawler.extract.dates import mentions, read_date
from crawler.extract.dating import Dating
from crawler.model.statement import Published

_WORDS: Final = 7  # words beside a date that has no label
_OPENING: Final = 110  # characters in which a dateline ends
_SIGNED: Final = 40
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]+")
_IN_BRACKETS: Final = re.compile(r"[(\[（]([^()\[\]（）]{6,60})[)\]）]\s*\.?\s*$")
_DASH: Final = re.compile(r"^[\s).,;\]）】」]{0,4}(?:[-–—―:：/|•]|电|電|讯|訊|$|\()")
_CLOSED: Final = re.compile(r"^\s?[)\]）]")
_PARTICLES: Final = frozenset({
    "de", "den", "der", "del", "da", "do", "di", "la", "le", "les", "el", "al", "a", "à", "en", "y", "e", "i", "г",
})  # fmt: skip
_LABELLED: Final = re.compile(r"^.*[^\W\d_]\s?[:：]")  # of something: a place has no colon
_PLACE: Final = re.compile(r"[.;!?。]\s+\S")


def dateline(paragraphs: Sequence[str], dating: Dating) -> Published | None:
    """The date with which the text begins: place, day, and then a dash, a bracket or the end of the paragraph.

    Where several paragraphs begin with dates, the text is a chronicle.
    """
    found: list[Published] = []
    for place, text in enumerate(paragraphs[:12][: len(paragraphs) - 1]):  # the last may be a sign-off
        if place < 5 or found:
            published = _opening(text, dating)
            if published:
                found.append(published)
    return found[0] if len({one.date for one in found}) == 1 else None


def _opening(text: str, dating: Dating) -> Published | None:
    opening = text[:_OPENING]
    if not _DIGIT.search(opening):
        return None
    found = mentions(opening, dating)
    if not found or (
        len(found) > 1 and found[1].start < _OPENING // 2 and found[1].published.date != found[0].published.date
    ):
        return None
    first = found[0]
    before, after = opening[: first.start], text[first.end : first.end + 30]
    words = _WORD.findall(before)
    said = sum(word[0].islower() and word.casefold() not in _PARTICLES for word in words)
    if len(words) > 8 or said > 1 or _PLACE.search(re.sub(r"\b\w\.", "", before)):
        return None
    label = label_of(before, "")
    if label not in {None, "published"} or (label is None and _LABELLED.search(before)):
        return None
    closed = before.rstrip().endswith(("(", "[", "（")) and _CLOSED.match(after)
    is_end = _DASH.match(after) and (_WORD.search(before) or not after.lstrip().startswith((":", "：")))
    return with_method(first.published, "body") if closed or is_end else None


def in_title(title: str | None, dating: Dating) -> Published | None:
    """A date in brackets at the title's end, or after its last comma or dash."""
    if not title or not _DIGIT.search(title):
        return None
    match = _IN_BRACKETS.search(title)
    text = match.group(1) if match else title[-45:]
    found = mentions(text, dating)
    if len(found) != 1 or not is_day(found[0].published):
        return None
    if match and len(_WORD.findall(text)) <= _WORDS:
        return with_method(found[0].published, "title")
    ends = not _WORD.search(text[found[0].end :])
    parted = re.search(r"[,–—:|-]\s*(?:\w+,?\s+)?$", text[: found[0].start]) is not None
    return with_method(found[0].published, "title") if ends and parted else None


def last_line(paragraphs: Sequence[str], dating: Dating) -> Published | None:
    """A last paragraph that is nothing but a date and a place."""
    if not paragraphs or not is_date_line(paragraphs[-1]) or label_of(paragraphs[-1], "") in {"changed", "other"}:
        return None
    label = _LABELLED.search(paragraphs[-1])
    if label and not is_pure(label.group()):
        return None
    published = read_date(paragraphs[-1], dating, "body")[0]
    return published if published and is_day(published) else None


def is_date_line(text: str, longest: int = _SIGNED) -> bool:
    """Whether a line may be a date and a place, and nothing else."""
    return len(text) <= longest and len(_WORD.findall(text)) <= _WORDS and _DIGIT.search(text) is not None


def is_day(published: Published) -> bool:
    """It says a day, not a month or a year alone."""
    return published.precision not in {"year", "month"}


def with_method(published: Published, method: str) -> Published:
    """The same, found otherwise."""
    return published.model_copy(update={"method": method})
