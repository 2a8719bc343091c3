"""Edits: the places of a body that read otherwise, each with its class."""

from collections.abc import Iterable, Iterator, Sequence, Set
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from crawler.model.difference import Edit
from crawler.revisions.alignment import Pair, align
from crawler.revisions.classes import Usage, kind_of
from crawler.revisions.sentences import Sentence, sentences
from crawler.revisions.words import Word, folded, visible, words

_CONTEXT: Final = 6  # words before a place that are told with it
_GAP: Final = 2  # words between two places that are told as one, where both are long
_LONG: Final = 6  # words of both together
_LARGE: Final = 1_000_000  # pairs of words in one sentence beyond which frequent ones are no anchors


def edits(
    before: Sequence[str],
    after: Sequence[str],
    language: str | None,
    left_out: tuple[Set[int], Set[int]] = (frozenset(), frozenset()),
) -> tuple[Edit, ...]:
    """What became of the paragraphs ``before``, in the order of the later text; none: they say the same.

    Paragraphs that are cut or joined otherwise, blanks, quotes and dashes are no edits. ``left_out`` are the places of
    paragraphs that are not looked at. What stands elsewhere and says the same is one edit of class ``wording`` whose
    ``before`` and ``after`` are equal. The time is about linear in the length; 100 KB of which every sentence differs
    take a second or two.
    """
    olds, news = sentences(before, left_out[0]), sentences(after, left_out[1])
    if [one.key for one in olds] == [one.key for one in news]:
        return ()
    if folded(" ".join(one.text for one in olds)) == folded(" ".join(one.text for one in news)):
        return ()
    found = align(olds, news)
    usage = _usage(olds, news, language)
    told = [edit for pair in found.pairs for edit in _within(pair, news, usage)]
    told += _whole(found.removed, olds, "removed")
    told += _whole(found.added, news, "added")
    told += _elsewhere(found.moved, news)
    return tuple(sorted(told, key=lambda edit: edit.paragraph))


def shown(text: str, start: int, end: int) -> str:
    """A stretch of a text, at most from its first sign to its last."""
    return text[start:end].strip()


def _within(pair: Pair, news: Sequence[Sentence], usage: Usage) -> Iterator[Edit]:
    """The edits of a sentence that is there before and after."""
    old, new = (" ".join(one.text for one in side) for side in pair)
    olds, more = words(old), words(new)
    initial = frozenset(_initial(pair[0], olds) | _initial(pair[1], more))
    for i1, i2, j1, j2 in places([word.key for word in olds], [word.key for word in more]):
        before, after = olds[i1:i2], more[j1:j2]
        beside = more[j1 - 1 : j1] or olds[i1 - 1 : i1] if min(i1, j1) else []
        yield Edit(
            class_="typo" if _repeats(before, after, beside) else kind_of(before, after, usage, initial),
            paragraph=pair[1][0].paragraph,
            before=_cut(old, before),
            after=_cut(new, after),
            context=_cut(new, more[max(0, j1 - _CONTEXT) : j1]) or _before(pair[1][0], news),
        )


def places(olds: Sequence[str], news: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where two sequences of words differ: ``olds[i1:i2]`` became ``news[j1:j2]``."""
    start = 0
    while start < min(len(olds), len(news)) and olds[start] == news[start]:
        start += 1
    end = 0
    while end < min(len(olds), len(news)) - start and olds[-1 - end] == news[-1 - end]:
        end += 1
    olds, news = olds[start : len(olds) - end], news[start : len(news) - end]
    matcher = SequenceMatcher(None, olds, news, autojunk=len(olds) * len(news) > _LARGE)
    found: list[tuple[int, int, int, int]] = []
    for tag, *bounds in matcher.get_opcodes():
        if tag == "equal":
            continue
        i1, i2, j1, j2 = (bound + start for bound in bounds)
        if found:
            h1, h2, k1, k2 = found[-1]
            if i1 - h2 <= _GAP and min(h2 - h1 + k2 - k1, i2 - i1 + j2 - j1) >= _LONG:
                found[-1] = (h1, i2, k1, j2)
                continue
        found.append((i1, i2, j1, j2))
    return found


def _whole(gone: Sequence[Sentence], every: Sequence[Sentence], kind: str) -> Iterator[Edit]:
    """Whole sentences more or less: those in a row of one paragraph are one edit."""
    order = {id(one): place for place, one in enumerate(every)}
    for (paragraph, _), group in groupby(
        enumerate(gone), key=lambda item: (item[1].paragraph, order[id(item[1])] - item[0])
    ):
        run = [one for _, one in group]
        text = " ".join(one.text for one in run)
        yield Edit.model_validate(
            {
                "class": kind,
                "paragraph": paragraph,
                "before": text if kind == "removed" else "",
                "after": text if kind == "added" else "",
                "context": _before(run[0], every),
            }
        )


def _elsewhere(moved: Sequence[tuple[Sentence, Sentence]], news: Sequence[Sentence]) -> Iterator[Edit]:
    for paragraph, group in groupby(moved, key=lambda pair: pair[1].paragraph):
        run = [new for _, new in group]
        text = " ".join(one.text for one in run)
        yield Edit(class_="wording", paragraph=paragraph, before=text, after=text, context=_before(run[0], news))


def _repeats(before: Sequence[Word], after: Sequence[Word], beside: Sequence[Word]) -> bool:
    """Whether nothing but a word that stands twice in a row was taken away, or put in."""
    keys = [word.key.casefold() for word in (*before, *after)]
    return len(keys) == 1 and [word.key.casefold() for word in beside] == keys and keys[0].isalpha()


def _initial(run: Sequence[Sentence], found: Sequence[Word]) -> set[Word]:
    """The first word of each sentence."""
    starts: list[int] = []
    length = 0
    for one in run:
        starts.append(length)
        length += len(one.text) + 1
    first = (next((word for word in found if word.start >= start and not word.is_sign), None) for start in starts)
    return {word for word in first if word is not None}


def _cut(text: str, run: Sequence[Word]) -> str:
    return text[run[0].start : run[-1].end] if run else ""


def _before(one: Sentence, every: Sequence[Sentence]) -> str:
    """The last words before a sentence, in its paragraph or the one before."""
    place = next(place for place, other in enumerate(every) if other is one)
    if place == 0:
        return ""
    text = every[place - 1].text
    return _cut(text, words(text)[-_CONTEXT:])


def _usage(olds: Sequence[Sentence], news: Sequence[Sentence], language: str | None) -> Usage:
    same = {one.key for one in olds} & {one.key for one in news}
    elsewhere: set[str] = set()
    names: set[str] = set()
    common: set[str] = set()
    for one in _once((*olds, *news)):
        found = [word for word in words(one.text) if not word.is_sign]
        if one.key in same:
            elsewhere.update(word.key.casefold() for word in found)
        names.update(word.key for word in found[1:] if word.key[0].isupper())
        common.update(word.key.casefold() for word in found if word.key[0].islower())
    return Usage(language or "und", frozenset(elsewhere), frozenset(names), frozenset(common))


def _once(every: Iterable[Sentence]) -> Iterator[Sentence]:
    seen: set[str] = set()
    for one in every:
        if one.key not in seen:
            seen.add(one.key)
            yield one


__all__ = ["edits", "places", "visible"]
