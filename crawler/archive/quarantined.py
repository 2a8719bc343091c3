"""What was set aside: files of an archive that are no part of it any more, and may hold what was taken out of it."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from crawler.archive.places import QUARANTINE, REFUSED
from crawler.archive.walk import walk
from crawler.catalogue.database import FILE
from crawler.warc.build import as_uri


def left_aside(root: Path, statement_id: str, addresses: Collection[str]) -> list[str]:
    """The names of files that may hold something of a statement: pieces in the quarantine that name it or one of its
    addresses, and former catalogues.
    """
    needles = [json.dumps(statement_id).encode(), *(url.encode("utf-8", "replace") for url in addresses)]
    targets = {as_uri(url) for url in addresses}
    found = [
        path.relative_to(root).as_posix()
        for path in sorted((root / QUARANTINE).rglob("*"))
        if path.is_file()
        and path.relative_to(root).as_posix() != REFUSED
        and (_names(path, needles) or targets & set(_targets(path)))
    ]
    found += [path.name for path in sorted(root.glob(f"{FILE}.*")) if path.is_file()]
    return found


def _names(path: Path, needles: Collection[bytes]) -> bool:
    with path.open("rb") as file:
        return any(needle in line for line in file for needle in needles)


def _targets(path: Path) -> Iterator[str]:
    """The addresses of the records in a piece of a WARC file of ours, as far as it can be read."""
    for record in walk(path, path.stat().st_size, lambda offset, sentence: None):
        yield record.header("warc-target-uri") or ""
