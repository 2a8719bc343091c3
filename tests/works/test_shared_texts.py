"""Real statements: every copy is found, no hard negative joined, and no translation that is none."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from crawler.works import Text, judge, marks_of, marks_sought


class Sample:
    """One real statement, and what is known of it."""

    def __init__(self, row: dict[str, str]) -> None:
        self.cluster = row["cluster"]
        self.relation = row["relation"]
        date = row["date"] or ""
        self.text = Text(
            id=row["id"],
            source=row["site"],
            url=row["url"] or f"https://{row['site']}/{row['id']}",
            site=row["site"],
            title=row["title"] or None,
            number=row["reference_no"],
            kind=None,
            language=row["language"].partition("+")[0] if row["language"] else None,
            published=date if len(date) == 10 else None,
            paragraphs=tuple(part for part in row["text"].split("\n") if part.strip()),
            translations=(),
            digest=row["id"],
            first_seen=row["id"],
        )
        self.marks = marks_of(self.text)
        self.sought = marks_sought(self.text)


@pytest.fixture(scope="module")
def samples(shared: Path) -> list[Sample]:
    path = shared / "texts" / "statements.jsonl"
    if not path.is_file():
        pytest.skip("the real texts (shared/texts/statements.jsonl) are not here")
    return [Sample(json.loads(line)) for line in path.read_text().splitlines()]


def is_copy(sample: Sample) -> bool:
    """Whether it is the ministry's wording: as issued, as republished, or a little edited."""
    relation = sample.relation
    return ("canonical" in relation or "verbatim" in relation or "edited" in relation) and "translation" not in relation


def test_copies_are_found_hard_negatives_stay_apart_and_translations_are_precise(
    samples: list[Sample], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong: list[tuple[str, str, str]] = []
    lost: list[tuple[str, str]] = []
    copies = translations = others = 0
    for one, other in combinations(samples, 2):
        verdict = judge(one.text, other.text)
        if one.cluster != other.cluster:
            wrong += [(one.text.id, other.text.id, verdict.evidence)] if verdict else []
            continue
        found = verdict is not None and one.sought & other.marks and other.sought & one.marks
        if is_copy(one) and is_copy(other) and one.text.tongue == other.text.tongue:
            copies += 1
            lost += [] if found and verdict and verdict.kind == "copy" else [(one.text.id, other.text.id)]
        else:
            others += 1
            translations += bool(found)
    assert copies >= 3, "there are copies among them"
    assert lost == [], "copies that are not found"
    assert wrong == [], "links of what does not say the same"
    assert translations / others >= 0.7
    with capsys.disabled():
        print(f" [{copies} of {copies} copies; translations: precision 1.0, recall {translations}/{others}]", end="")
