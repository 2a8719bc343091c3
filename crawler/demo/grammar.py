"""Texts of the simulated ministry, made from a vocabulary: each of another event, some in the very same form."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

_SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """What a page of the simulated press site says."""

    number: str
    kind: str
    date: date
    title: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...]  # the people in it
    annex: bool = False  # whether it links a document

    @property
    def annex_path(self) -> str:
        """Where the document lies, in whichever edition."""
        return f"/files/annex-{self.number.replace('/', '-')}.pdf"


def write_text(random: Random, number: str, day: date) -> Text:
    """A text of three to five paragraphs; equal for an equal state of ``random``."""
    words = vocabulary()
    form = random.choice(words["form"])
    people = random.sample(words["family"], 2)
    names = tuple(f"{random.choice(words['given'])} {name}" for name in people)
    countries, topics = random.sample(words["country"], 2), random.sample(words["topic"], 2)
    own = dict(zip("abxytu", (*names, *countries, *topics), strict=True))
    sentences = list(form["sentences"])
    if not form.get("fixed"):
        sentences = [sentences[0], *random.sample(sentences[1:], len(sentences) - 3)]
    written = [_filled(random, sentence, own) for sentence in sentences]
    return Text(number, form["kind"], day, _filled(random, form["title"], own), _paragraphs(random, written), names)


def sentence_of(random: Random, text: Text) -> str:
    """A further sentence for a text."""
    form = random.choice([form for form in vocabulary()["form"] if not form.get("fixed")])
    own = {"a": text.names[0], "b": text.names[1]}
    return _filled(random, random.choice(form["sentences"][2:]), own)


@cache
def vocabulary() -> dict[str, Any]:
    """The words, by what they are."""
    return tomllib.loads((files("crawler.demo") / "vocabulary.toml").read_text("utf-8"))


def _filled(random: Random, pattern: str, own: dict[str, str]) -> str:
    words = {"x": "country", "y": "country", "t": "topic", "u": "topic"}

    def value(match: re.Match[str]) -> str:
        slot = match.group(1)
        if slot in own:
            return own[slot]
        if slot == "n":
            return str(random.randint(12, 970))
        return str(random.choice(vocabulary()[words.get(slot, slot)]))

    filled = _SLOT.sub(value, pattern)
    return filled[0].upper() + filled[1:]


def _paragraphs(random: Random, sentences: list[str]) -> tuple[str, ...]:
    paragraphs: list[str] = []
    while sentences:
        size = min(random.randint(1, 3), len(sentences))
        paragraphs.append(" ".join(sentences[:size]))
        sentences = sentences[size:]
    return tuple(paragraphs)
