"""A made page read and judged: the fields of :mod:`tests.truth.score`, and number, kind and refusal beside them."""

import unicodedata
from collections.abc import Iterator

from crawler.extract import clean, extract
from crawler.model.reading import Refusal
from tests.truth.made.corpus import Made
from tests.truth.score import Answer, Verdict, judge


def verdicts(made: Made) -> Iterator[tuple[str, Verdict, str]]:
    """Field, verdict and what was said."""
    read = extract(made.page, None)
    if made.codes:
        said = read.reason.code if isinstance(read, Refusal) else f"read as {read.title!r}: {read.body.text[:60]!r}"
        right = said in made.codes or (isinstance(read, Refusal) and said == "content.empty")
        yield "refusal", "right" if right else "wrong", f"{said}, truly {' or '.join(made.codes)}"
        return
    if isinstance(read, Refusal):
        yield from _judged(made, Answer(refused=f"{read.reason.code}: {read.reason.sentence}"))
        return
    read = clean(read)
    date = read.published.date if read.published else None
    noted = "; ".join(item for item in read.warnings if item.startswith(("published", "date", "title")))
    for name, verdict, told in _judged(made, Answer(read.title, date, read.body.text, read.language)):
        yield name, verdict, f"{told} [{noted}]" if name == "date" else told
    for name, true, value in (("number", made.number, read.number), ("kind", made.kind, read.kind)):
        if true is not None:
            yield name, "right" if value == true else "wrong" if value else "null", f"{value!r}, truly {true!r}"


def _judged(made: Made, answer: Answer) -> Iterator[tuple[str, Verdict, str]]:
    """As everywhere, but a title's signs count: what we wrote ourselves is known to the letter."""
    for name, verdict, told, *_ in judge(made.truth, answer):
        strict = name == "title" and verdict == "right" and _line(answer.title) != _line(made.truth.title)
        yield name, "wrong" if strict else verdict, told


def _line(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split()).casefold()
