"""Edits of the simulated ministry: one of each class that a revision can have, and what it does to a text."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final, Literal

from crawler.demo.grammar import Text, sentence_of, vocabulary

EditClass = Literal["typo", "number", "name", "wording", "added", "removed", "title", "metadata"]

_NUMBER: Final = re.compile(r"\b\d{2,3}\b")
_WORD: Final = re.compile(r"(?<=\s)[a-z]{8,}(?=\s)")
_OTHER_WORDS: Final = (
    ("received", "was host to"), ("voiced", "did not hide"), ("spoke", "held consultations"), ("gathered", "come by"),
    ("told", "put it to"), ("affected", "hit hardest"), ("announced", "let it be known"), ("answered", "replied"),
    ("wished to know", "enquired"), ("discussed", "went over"), ("briefed", "gave an account to"), ("recalled", "said"),
    ("welcomed", "took note"), ("begin", "are to open"), ("expressed", "spoke of"), ("conveyed", "sent"),
)  # fmt: skip
_KINDS: Final = ("Press release", "Statement", "Briefing")


def edit(random: Random, text: Text, kind: EditClass) -> Text | None:
    """The text with one edit of a class; ``None`` where it has no place for it."""
    return _EDITS[kind](random, text)


def _number(random: Random, text: Text) -> Text | None:
    return _in_body(random, text, _NUMBER, lambda found: str(int(found) % 870 + random.randint(31, 99)))


def _typo(random: Random, text: Text) -> Text | None:
    def swapped(word: str) -> str:
        place = random.choice([n for n in range(2, len(word) - 2) if word[n] != word[n + 1]])
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    return _in_body(random, text, _WORD, swapped)


def _name(random: Random, text: Text) -> Text | None:
    """A person's family name is put right, at one place that does not begin a sentence."""
    for old in random.sample(text.names, len(text.names)):
        family = old.rpartition(" ")[2]
        other = random.choice([word for word in vocabulary()["family"] if word not in {family, *text.names}])
        place = re.compile(rf"(?<={re.escape(old[: -len(family)])}){family}")
        changed = _in_body(random, text, place, other)
        if changed is not None:
            return changed
    return None


def _wording(random: Random, text: Text) -> Text | None:
    for old, new in random.sample(_OTHER_WORDS, len(_OTHER_WORDS)):
        changed = _in_body(random, text, re.compile(rf"\b{old}\b"), new)
        if changed is not None:
            return changed
    return None


def _added(random: Random, text: Text) -> Text:
    place = random.randint(1, len(text.paragraphs))
    paragraph = sentence_of(random, text)
    return replace(text, paragraphs=(*text.paragraphs[:place], paragraph, *text.paragraphs[place:]))


def _removed(random: Random, text: Text) -> Text | None:
    if len(text.paragraphs) < 3:
        return None
    place = random.randrange(1, len(text.paragraphs))
    return replace(text, paragraphs=(*text.paragraphs[:place], *text.paragraphs[place + 1 :]))


def _title(random: Random, text: Text) -> Text:
    return replace(text, title=f"{text.title} ({random.choice(('corrected', 'updated', 'full text'))})")


def _metadata(random: Random, text: Text) -> Text:
    return replace(text, kind=random.choice([kind for kind in _KINDS if kind != text.kind]))


def _in_body(random: Random, text: Text, pattern: re.Pattern[str], change: str | Callable[[str], str]) -> Text | None:
    """One place of the body that the pattern finds, changed; a text is put in its place as it is."""
    found = [(n, match) for n, paragraph in enumerate(text.paragraphs) for match in pattern.finditer(paragraph)]
    if not found:
        return None
    place, match = random.choice(found)
    paragraph = text.paragraphs[place]
    edited = (
        paragraph[: match.start()]
        + (change if isinstance(change, str) else change(match.group()))
        + paragraph[match.end() :]
    )
    return replace(text, paragraphs=(*text.paragraphs[:place], edited, *text.paragraphs[place + 1 :]))


_EDITS: Final[dict[EditClass, Callable[[Random, Text], Text | None]]] = {
    "typo": _typo,
    "number": _number,
    "name": _name,
    "wording": _wording,
    "added": _added,
    "removed": _removed,
    "title": _title,
    "metadata": _metadata,
}
