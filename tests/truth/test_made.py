"""The generic reading of pages of our own writing: most read whole, none given a date that it does not state."""

import re
import unicodedata
from collections import Counter
from functools import cache
from html import unescape
from typing import Final

import pytest

from tests.truth.index import EITHER
from tests.truth.made.corpus import Made, Row, crossed, nothing, statement
from tests.truth.made.pages import NOTHING, STATEMENTS
from tests.truth.made.verdicts import verdicts
from tests.truth.score import Verdict

PAGES: Final = {made.truth.file: made for made in (*map(statement, STATEMENTS), *map(nothing, NOTHING))}

# Misses that are still open, at most, of each field: none.
MOST: Final[dict[str, int]] = {}

# False dates that are still open, and why: none.
FALSE: Final[dict[str, str]] = {}

# The same over every text in every skeleton: at most so many false dates, at least such a share right.
MOST_FALSE: Final = 0
SHARES: Final = {"title": 0.995, "date": 0.96, "first": 0.995, "last": 0.995, "language": 0.995, "kind": 1, "number": 1}


@cache
def judged(name: str) -> tuple[tuple[str, Verdict, str], ...]:
    return tuple(verdicts(PAGES[name]))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(row.name, marks=pytest.mark.xfail(reason=FALSE[row.name], strict=True))
        if row.name in FALSE
        else row.name
        for row in STATEMENTS
    ],
)
def test_no_page_is_given_a_date_that_it_does_not_state(name: str) -> None:
    told = [said for field, verdict, said in judged(name) if (field, verdict) == ("date", "wrong")]
    assert not told


def test_misses_of_each_field_do_not_grow() -> None:
    misses: Counter[str] = Counter()
    told: list[str] = []
    for name in PAGES:
        for field, verdict, said in judged(name):
            if verdict != "right" and (field, verdict) != ("date", "wrong"):
                misses[field] += 1
                told.append(f"{name}: {field} {verdict}: {said}")
    assert all(misses[field] <= MOST.get(field, 0) for field in misses), "\n".join(told)


@pytest.mark.prove
def test_every_text_is_read_in_every_skeleton() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    false: list[str] = []
    for made in crossed():
        for field, verdict, said in verdicts(made):
            counts[field, verdict] += 1
            if (field, verdict) == ("date", "wrong"):
                false.append(f"{made.truth.file}: {said}")
    assert len(false) <= MOST_FALSE, "\n".join(false)
    for field, least in SHARES.items():
        assert counts[field, "right"] >= least * sum(counts[field, verdict] for verdict in ("right", "wrong", "null"))


def test_the_corpus_is_as_wide_as_it_says() -> None:
    languages = {made.truth.language for made in PAGES.values() if not made.codes}
    assert len(STATEMENTS) >= 70
    assert len(NOTHING) >= 20
    assert len(languages) >= 45
    assert len(PAGES) == len(STATEMENTS) + len(NOTHING)


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row.name)
def test_a_page_holds_what_its_truth_says(row: Row) -> None:
    made = PAGES[row.name]
    shown = _letters(_source(made))
    for words in (made.truth.title, made.truth.first, made.truth.last):
        assert words is not None
        assert all(_letters(one) in shown for one in words.split(EITHER))


def _source(made: Made) -> str:
    charset = "windows-1251" if b"windows-1251" in made.page.body[:400] else "utf-8"
    return unescape(re.sub(r"<[^>]+>", "", made.page.body.decode(charset)))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).casefold()
