"""One contender of the race of links: ``python -m tests.bench.works fill|ours|datasketch DIR COUNT``.

``fill`` makes the rows of so many statements as the archive would; the others are then asked for what says the same as
statements that are not among them, half of them edited copies, and tell what it took.
"""

import json
import random
import resource
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from crawler.archive.journal import keep_line
from crawler.archive.linking import link
from crawler.archive.marking import number_of
from crawler.catalogue.database import FILE, open_catalogue
from crawler.model.capture import Capture
from crawler.model.draft import Draft
from crawler.model.line import to_line
from crawler.model.statement import Body, Published
from crawler.works import marks_of, text_of
from tests.archive.world import a_draft

ASKED = 200  # statements that each contender is asked for
_CHUNK = 20_000
_FIRST = date(2006, 1, 1)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ov")]


def main() -> None:
    kind, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if kind == "fill":
        fill(folder, count)
        told: dict[str, Any] = {"bytes": (folder / FILE).stat().st_size}
    else:
        told = ours(folder, count) if kind == "ours" else datasketch(count)
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps(told))


def statement(number: int) -> dict[str, Any]:
    """The line of a statement: a sentence or two of a template, then words of its own, names of its ministry, a day."""
    dice = random.Random(number)
    ministry = dice.randrange(200)
    own = random.Random(-1 - ministry)
    names = [_word(own).capitalize() for _ in range(60)]
    template = [" ".join(_word(own) for _ in range(18)) for _ in range(12)]
    day = (_FIRST + timedelta(days=number * 7300 // 1_000_000 % 7300)).isoformat()
    text = [dice.choice(template)]
    for _ in range(dice.randrange(6, 14)):
        words = [_word(dice) if dice.random() < 0.8 else dice.choice(names) for _ in range(14)]
        text.append(" ".join(words))
    paragraphs = [f"On {day}, {'. '.join(text[:4])}.", f"{'. '.join(text[4:])}."]
    source = f"m{ministry:03}"
    return {
        "id": f"{source}-{number:020x}",
        "revision": 1,
        "source": source,
        "canonical_url": f"https://{source}.example/en/news/{number}",
        "site": f"{source}.example",
        "title": f"{dice.choice(names)} {_word(dice)}",
        "number": f"{dice.randrange(1, 500)}/{day[2:4]}",
        "kind": "statement",
        "language": "en",
        "published": {"date": day},
        "body": {"paragraphs": paragraphs},
        "translations": [],
        "digest": f"{number}",
        "first_seen": f"{day}T10:00:00.000000Z",
    }


def fill(folder: Path, count: int) -> None:
    """The rows that links are found by, in the order of their keys, as no crawl can write them: it only has to be
    done in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = open_catalogue(folder / FILE)
    driver: Any = catalogue.connection.connection.dbapi_connection
    numbers = iter(range(count))
    while some := [statement(number) for number in islice(numbers, _CHUNK)]:
        driver.executemany(
            "INSERT INTO statements (id, source, url, canonical_url, revision, current, digest, body_digest,"
            " first_seen, last_seen) VALUES (:id, :source, :canonical_url, :canonical_url, 1, 1, :digest, :digest,"
            " :first_seen, :first_seen)",
            ({name: value for name, value in one.items() if isinstance(value, str)} for one in some),
        )
        driver.executemany(
            "INSERT INTO lines VALUES (?,1,1,?)", ((one["id"], zlib.compress(to_line(one), 6)) for one in some)
        )
        driver.executemany("INSERT INTO texts VALUES (?,?)", ((number_of(one["id"]), one["id"]) for one in some))
        marks = sorted((mark, number_of(one["id"])) for one in some for mark in marks_of(text_of(one)))
        driver.executemany("INSERT INTO marks VALUES (?,?)", marks)
        catalogue.commit()
    catalogue.close()


def asked(count: int) -> Iterator[tuple[dict[str, Any], str | None]]:
    """New statements, and the id of the one that each is an edited copy of."""
    dice = random.Random(1)
    for number in range(ASKED):
        if number % 2:
            yield statement(count + number), None
            continue
        of = statement(dice.randrange(count))
        first, second = of["body"]["paragraphs"]
        text = [f"The ministry has published this. {first}", second.rpartition(". ")[0]]
        copy = {
            **of,
            "id": f"mirror-{number:020x}",
            "source": "mirror",
            "site": "mirror.example",
            "number": None,
            "canonical_url": f"https://mirror.example/{number}",
            "body": {"paragraphs": text},
            "digest": f"c{number}",
        }
        yield copy, of["id"]


def ours(folder: Path, count: int) -> dict[str, Any]:
    """What it takes to find the links of a new statement, and to keep it for those that come after it."""
    catalogue = open_catalogue(folder / FILE)
    took, found = [], 0
    for line, of in asked(count):
        draft = draft_of(line)
        start = time.perf_counter()
        linking = link(catalogue.connection, draft, latest=True)
        keep_line(catalogue.connection, line, to_line(line))
        took.append((time.perf_counter() - start) * 1e3)
        found += of is not None and of in {one.id for one in linking.links}
    catalogue.rollback()
    catalogue.close()
    return {"took": median(took), "longest": max(took), "found": found}


def datasketch(count: int) -> dict[str, Any]:
    """The same of MinHash LSH in memory, at its defaults (128 permutations) and J 0.5: candidates only."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

    def hashed(line: dict[str, Any]) -> Any:
        words = " ".join(line["body"]["paragraphs"]).lower().split()
        made = MinHash()
        made.update_batch([" ".join(words[n : n + 5]).encode() for n in range(max(1, len(words) - 4))])
        return made

    index = MinHashLSH(threshold=0.5)
    start = time.perf_counter()
    for number in range(count):
        line = statement(number)
        index.insert(line["id"], hashed(line), check_duplication=False)
    filled = time.perf_counter() - start
    took, found = [], 0
    for line, of in asked(count):
        start = time.perf_counter()
        made = hashed(line)
        known = index.query(made)
        index.insert(line["id"], made)
        took.append((time.perf_counter() - start) * 1e3)
        found += of in known
    return {"took": median(took), "longest": max(took), "found": found, "filled": filled}


def draft_of(line: dict[str, Any]) -> Draft:
    """The line as a page that was just read."""
    capture = Capture(
        warc="", offset=0, length=1, record_id="", payload_digest="", date=line["first_seen"], status=200, ip=None
    )
    draft = a_draft(line["canonical_url"], capture, source=line["source"])
    paragraphs = tuple(line["body"]["paragraphs"])
    body = Body(text="\n\n".join(paragraphs), paragraphs=paragraphs, html="")
    day = line["published"]["date"]
    published = Published(date=day, precision="day", raw=day, method="selector")
    reading = replace(draft.reading, body=body, published=published, number=line["number"], title=line["title"])
    return replace(draft, id=line["id"], site=line["site"], reading=reading)


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(1 + int(dice.paretovariate(1.6)) % 4))


if __name__ == "__main__":
    main()
