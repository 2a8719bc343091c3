"""A reading judged against what people found: each field right, wrong or null."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from tests.truth.index import EITHER, Truth

Verdict = Literal["right", "wrong", "null"]
FIELDS: Final = ("title", "date", "first", "last", "language", "items", "links", "titles", "dates", "refused")
LISTED: Final = frozenset({"listing", "feed", "sitemap", "api-listing"})
_UNSEEN: Final = dict.fromkeys([0x00AD, 0x200B, 0x200E, 0x200F, 0xFEFF])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader made of a page; ``None``: it gives no such field. A refusal is all ``None`` and says why.

    Of a list of items: how many there are, how many have a link and a title, how many state a date, and of how many of
    these the date is read.
    """

    title: str | None = None
    date: str | None = None
    text: str | None = None
    language: str | None = None
    items: int | None = None
    linked: int = 0
    titled: int = 0
    stated: int = 0
    dated: int = 0
    refused: str | None = None


class Judged(NamedTuple):
    """One verdict on a field, ``count`` times, and what was said."""

    field: str
    verdict: Verdict
    told: str
    count: int = 1


@dataclass(slots=True)
class Table:
    """Verdicts by site and field."""

    cells: dict[str, dict[str, Counter[Verdict]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    misses: list[str] = field(default_factory=list)

    def add(self, truth: Truth, answer: Answer) -> None:
        """Judges one page."""
        for name, verdict, told, count in judge(truth, answer):
            self.cells[truth.site][name][verdict] += count
            if verdict != "right" and count:
                self.misses.append(f"{truth.file}: {name} {verdict}: {told}")

    def total(self, name: str, verdict: Verdict) -> int:
        """Over all sites."""
        return sum(site[name][verdict] for site in self.cells.values())


def judge(truth: Truth, answer: Answer) -> Iterator[Judged]:
    """A verdict for every field that the truth has."""
    if truth.kind in LISTED:
        yield from _judge_items(truth, answer)
        return
    if truth.kind == "none":
        yield Judged("refused", "right" if answer.refused else "wrong", f"read as {answer.title!r}")
        return
    if truth.title is not None:
        yield Judged("title", _equal(answer.title, truth.title), _told(answer, answer.title, truth.title))
    if truth.date is not None:
        right = (answer.date or "")[:10] in truth.date.split(EITHER)
        verdict: Verdict = "right" if right else "wrong" if answer.date else "null"
        yield Judged("date", verdict, _told(answer, answer.date, truth.date or "none"))
    text = _words(answer.text or "")
    for name, words, stands in (("first", truth.first, text.startswith), ("last", truth.last, text.endswith)):
        if words is not None:
            right = any(stands(_words(one)) for one in words.split(EITHER))
            verdict = "right" if right else "wrong" if text else "null"
            end = (answer.text or "")[:80] if name == "first" else (answer.text or "")[-80:]
            yield Judged(name, verdict, _told(answer, end, words))
    if truth.language is not None:
        code = (answer.language or "").partition("-")[0]
        verdict = "right" if code == truth.language.partition("-")[0] else "wrong" if code else "null"
        yield Judged("language", verdict, _told(answer, answer.language, truth.language))


def _judge_items(truth: Truth, answer: Answer) -> Iterator[Judged]:
    """Items are counted one by one; a page that nobody can read a list from is rightly refused as a statement."""
    if answer.items is None:
        if truth.kind in {"listing", "api-listing"}:
            yield Judged("refused", "right" if answer.refused else "wrong", f"read as {answer.title!r}")
        else:
            yield Judged("items", "null", _told(answer, None, str(truth.items)))
        return
    found, true = answer.items, answer.items if truth.items is None else truth.items
    yield Judged("items", "right", "", min(found, true))
    yield Judged("items", "wrong", f"{found}, truly {true}", abs(found - true))
    for name, count, whole in (
        ("links", answer.linked, found),
        ("titles", answer.titled, found),
        ("dates", answer.dated, answer.stated),
    ):
        if name == "titles" and truth.kind == "sitemap":  # which has none
            continue
        yield Judged(name, "right", "", count)
        yield Judged(name, "null", f"{count} of {whole}", whole - count)


def _equal(said: str | None, true: str) -> Verdict:
    if said is None:
        return "null"
    return "right" if _words(said) in map(_words, true.split(EITHER)) else "wrong"


def _words(text: str) -> str:
    """Letters and digits alone: the truth's words are cut at tags, and quotation marks are lost in its table."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text.translate(_UNSEEN))).casefold()


def _told(answer: Answer, said: str | None, true: str) -> str:
    if answer.refused:
        return f"refused: {answer.refused}"
    return f"{said!r}, truly {true!r}"
