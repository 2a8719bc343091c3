"""``python -m tests.truth.made [NAME …]``: reads the corpus and prints what is not read as it is written."""

import sys
from collections import Counter

from tests.truth.made.corpus import Made, nothing, statement
from tests.truth.made.pages import NOTHING, STATEMENTS
from tests.truth.made.verdicts import verdicts


def main(names: list[str]) -> None:
    """Prints misses, then right, null and wrong of each field."""
    made: list[Made] = [statement(row) for row in STATEMENTS] + [nothing(row) for row in NOTHING]
    counts: dict[str, Counter[str]] = {}
    for item in made:
        if names and not any(name in item.truth.file for name in names):
            continue
        for field, verdict, told in verdicts(item):
            counts.setdefault(field, Counter())[verdict] += 1
            if verdict != "right":
                print(f"{item.truth.file}: {field} {verdict}: {told}")
    for field, count in counts.items():
        print(f"{field:10} {dict(count)}")


main(sys.argv[1:])
