"""The alignment: which sentences of two texts belong to each other, which are new, gone, or stand elsewhere."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from crawler.revisions.sentences import Sentence
from crawler.revisions.words import words

_ALIKE: Final = 0.4  # share of words from which on two sentences are one that was edited
_ELSEWHERE: Final = 0.6  # the same of sentences that do not stand in the same order
_SPLIT: Final = 0.5  # share of a sentence's words that another must hold to have been cut from it
_LARGE: Final = 1_000_000  # pairs of sentences beyond which frequent ones are no anchors: time stays linear
_PAIRED: Final = 40_000  # pairs of sentences of which each is looked at

Pair = tuple[Sequence[Sentence], Sequence[Sentence]]


class Alignment(NamedTuple):
    """``pairs`` are sentences before and after an edit (mostly one each; more where one was cut in two or two made
    one). ``moved`` say the same elsewhere. Everything in the order of the text.
    """

    pairs: list[Pair]
    removed: list[Sentence]
    added: list[Sentence]
    moved: list[tuple[Sentence, Sentence]]


def align(before: Sequence[Sentence], after: Sequence[Sentence]) -> Alignment:
    """Lay two texts beside each other. Sentences that say the same in the same order are in none of the lists."""
    blocks = list(_blocks(before, after))
    moved = _moved([one for old, _ in blocks for one in old], [one for _, new in blocks for one in new])
    pairs: list[Pair] = []
    removed: list[Sentence] = []
    added: list[Sentence] = []
    for every, others in blocks:
        old, new = _rest(every, [one for one, _ in moved]), _rest(others, [one for _, one in moved])
        matched = _matched(old, new)
        pairs += matched
        removed += _rest(old, [one for pair in matched for one in pair[0]])
        added += _rest(new, [one for pair in matched for one in pair[1]])
    further = _elsewhere(removed, added)
    removed = _rest(removed, [one for pair in further for one in pair[0]])
    added = _rest(added, [one for pair in further for one in pair[1]])
    pairs = sorted([*pairs, *further], key=lambda pair: pair[1][0].paragraph)
    return Alignment(pairs, removed, added, moved)


def _blocks(before: Sequence[Sentence], after: Sequence[Sentence]) -> Iterator[Pair]:
    """The stretches between what is the same."""
    olds, news = [one.key for one in before], [one.key for one in after]
    start = 0
    while start < min(len(olds), len(news)) and olds[start] == news[start]:
        start += 1
    end = 0
    while end < min(len(olds), len(news)) - start and olds[-1 - end] == news[-1 - end]:
        end += 1
    olds, news = olds[start : len(olds) - end], news[start : len(news) - end]
    matcher = SequenceMatcher(None, olds, news, autojunk=len(olds) * len(news) > _LARGE)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield before[start + i1 : start + i2], after[start + j1 : start + j2]


def _matched(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Pair]:
    """The pairs of a stretch, in order: those that have the most words in common."""
    if not old or not new or len(old) * len(new) > _PAIRED:
        return []
    olds, news = [_bag(one) for one in old], [_bag(one) for one in new]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in range(len(olds), -1, -1):
        for j in range(len(news), -1, -1):
            for di, dj in ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1)):
                if i + di > len(olds) or j + dj > len(news):
                    continue
                gain = _gain(olds[i : i + di], news[j : j + dj]) if di and dj else 0.0
                if step[i][j] == (0, 0) or best[i + di][j + dj] + gain > best[i][j]:
                    best[i][j], step[i][j] = best[i + di][j + dj] + gain, (di, dj)
    found: list[Pair] = []
    i = j = 0
    while step[i][j] != (0, 0):
        di, dj = step[i][j]
        if di and dj:
            found.append((old[i : i + di], new[j : j + dj]))
        i, j = i + di, j + dj
    return found


def _gain(olds: Sequence[Counter[str]], news: Sequence[Counter[str]]) -> float:
    """How many words it is worth to call these one sentence, edited; negative where they are not."""
    if len(olds) == len(news):
        return _weight(olds[0], news[0], _ALIKE)
    (whole,), parts = (olds, news) if len(olds) == 1 else (news, olds)
    if any((whole & part).total() < _SPLIT * part.total() for part in parts):
        return -1.0
    both = parts[0] + parts[1]
    return _weight(whole, both, _SPLIT)


def _weight(one: Counter[str], other: Counter[str], least: float) -> float:
    """Words in common, less the share of all of them that must be; never so little that a tie is left."""
    size = (one.total() + other.total()) / 2
    return (one & other).total() - least * size if size else 1.0


def _bag(sentence: Sentence) -> Counter[str]:
    return Counter(word.key.casefold() for word in words(sentence.text) if not word.is_sign)


def _moved(removed: Sequence[Sentence], added: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    waiting: dict[str, list[Sentence]] = {}
    for one in reversed(removed):
        waiting.setdefault(one.key, []).append(one)
    return [(waiting[one.key].pop(), one) for one in added if waiting.get(one.key)]


def _elsewhere(removed: Sequence[Sentence], added: Sequence[Sentence]) -> list[Pair]:
    """Sentences that were edited and stand elsewhere."""
    if not removed or not added or len(removed) * len(added) > _PAIRED:
        return []
    olds, news = [_bag(one) for one in removed], [_bag(one) for one in added]
    ranked = sorted(
        ((_share(one, other), i, j) for i, one in enumerate(olds) for j, other in enumerate(news)),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    found: list[Pair] = []
    for share, i, j in ranked:
        if share < _ELSEWHERE:
            break
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append(([removed[i]], [added[j]]))
    return found


def _share(one: Counter[str], other: Counter[str]) -> float:
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0


def _rest(every: Sequence[Sentence], taken: Sequence[Sentence]) -> list[Sentence]:
    gone = {id(one) for one in taken}
    return [one for one in every if id(one) not in gone]
