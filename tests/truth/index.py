"""The index of captured pages: what people found on each, and the page as it would have been captured."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crawler.model.reading import Page

CAPTURED: Final = datetime(2026, 11, 1, tzinfo=UTC)
EITHER: Final = " || "  # between two values that are both right
_UNDATED: Final = frozenset({"UNKNOWN", "NONE"})
_TYPES: Final = {".json": "application/json", ".xml": "application/xml", ".rss": "application/rss+xml", ".gz": ""}


@dataclass(frozen=True, slots=True)
class Truth:
    """One row. A value of ``None`` is not scored; ``date`` is the empty string where the page states none."""

    path: Path
    file: str
    url: str
    kind: str  # article, api, api-listing, feed, listing, sitemap, attachment, none
    site: str
    language: str | None
    title: str | None
    date: str | None
    first: str | None
    last: str | None
    items: int | None

    def page(self) -> Page:
        """The page; its header names no charset, as most of these were saved without one."""
        media_type = _TYPES.get(self.path.suffix, "text/html")
        headers = (("content-type", media_type),) if media_type else ()
        return Page(self.url, self.path.read_bytes(), headers, CAPTURED)


def read_index(folder: Path) -> list[Truth]:
    """The rows of ``folder/INDEX.tsv`` whose file is there."""
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        rows = [_truth(folder, row) for row in csv.DictReader(file, delimiter="\t")]
    return [row for row in rows if row.path.is_file()]


def _truth(folder: Path, row: dict[str, str]) -> Truth:
    def cell(name: str) -> str | None:
        return (row.get(name) or "").strip() or None

    def either(name: str, other: str) -> str | None:
        values = [value for value in (cell(name), cell(other)) if value]
        return EITHER.join(values) or None

    date = cell("date_iso")
    return Truth(
        path=folder / row["file"],
        file=row["file"],
        url=cell("original_url") or f"https://www.unknown.example/news/{row['file']}",
        kind=row["kind"],
        site=cell("site") or row["file"].partition("/")[0],
        language=cell("language"),
        title=cell("title"),
        date="" if date in _UNDATED else date,
        first=either("body_first10", "first_alt"),
        last=either("body_last10", "last_alt"),
        items=int(row["items"]) if (row.get("items") or "").isdecimal() else None,
    )
