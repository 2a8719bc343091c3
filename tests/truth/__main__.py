"""``make truth``: how much of real pages is read right, per site and field, beside two well-known libraries.

``python -m tests.truth [FOLDER]``: FOLDER holds pages and an INDEX.tsv; without it the captured pages beside the
project are read.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table as Drawn

from crawler.extract import extract
from crawler.sources import load_sources
from tests.conftest import SHARED
from tests.truth.index import Truth, read_index
from tests.truth.listings import read_items
from tests.truth.readers import read, read_by_libraries, source_for
from tests.truth.score import FIELDS, LISTED, Answer, Table

_READ: Final = frozenset({"article", "api", "none"})
_ROUNDS: Final = 3


def main() -> int:
    """Prints the tables; 1 where there is nothing to read."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "pages"
    if not (folder / "INDEX.tsv").is_file():
        print(f"no pages with ground truth in {folder}: nothing is measured", file=sys.stderr)
        return 1
    console = Console(width=None if sys.stdout.isatty() else 110)
    rows = read_index(folder)
    sources = load_sources()
    articles = [row for row in rows if row.kind in _READ]
    listings = [row for row in rows if row.kind in LISTED]

    def generic(row: Truth) -> Answer:
        return read(row.page(), None)

    def by_layout(row: Truth) -> Answer:
        return read(row.page(), source_for(row.url, sources))

    tables = {
        "generic: no source's layout": _table(articles, generic),
        "with layouts": _table([row for row in articles if source_for(row.url, sources)], by_layout),
        "trafilatura and htmldate": _table([row for row in articles if row.kind == "article"], read_by_libraries),
        "listings, feeds and answers, without a source": _table(listings, lambda row: read_items(row, None)),
        "listings, feeds and answers, by their sources": _table(
            [row for row in listings if source_for(row.url, sources)], lambda row: read_items(row, sources)
        ),
    }
    for name, table in tables.items():
        console.print(_drawn(name, table))
        for miss in table.misses:
            console.print(f"  {miss}", style="dim", markup=False, soft_wrap=True)
    _print_speed(console, articles, sources)
    return 0


def _table(rows: list[Truth], reader: Callable[[Truth], Answer]) -> Table:
    table = Table()
    for row in rows:
        table.add(row, reader(row))
    return table


def _drawn(name: str, table: Table) -> Drawn:
    drawn = Drawn(title=f"{name} (right/wrong/null)", title_justify="left")
    drawn.add_column("site")
    fields = [item for item in FIELDS if any(table.total(item, verdict) for verdict in ("right", "wrong", "null"))]
    for item in fields:
        drawn.add_column(item, justify="right")
    for site in sorted(table.cells):
        counts = table.cells[site]
        drawn.add_row(site, *(_counts(*(counts[item][v] for v in ("right", "wrong", "null"))) for item in fields))
    drawn.add_section()
    drawn.add_row("all", *(_counts(*(table.total(item, v) for v in ("right", "wrong", "null"))) for item in fields))
    return drawn


def _counts(right: int, wrong: int, null: int) -> str:
    return f"{right}/{wrong}/{null}" if right + wrong + null else ""


def _print_speed(console: Console, articles: list[Truth], sources: dict[str, object]) -> None:
    """Pages a second of processor time, the best of some rounds, scaled to pages of 80 KB."""
    pages = [row.page() for row in articles if row.kind == "article"]
    known = [page for page in pages if source_for(page.url, sources)]  # type: ignore[arg-type]
    for name, chosen, with_source in (("generic", pages, False), ("with layouts", known, True)):
        if not chosen:
            continue
        best = min(_seconds(chosen, sources if with_source else {}) for _ in range(_ROUNDS))
        size = sum(len(page.body) for page in chosen)
        console.print(
            f"{name}: {len(chosen) / best:,.0f} pages a second and core, of {size / len(chosen) / 1000:,.0f} KB each:"
            f" {size / best / 80_000:,.0f} of 80 KB"
        )
    started = time.process_time()
    for row in articles:
        if row.kind == "article":
            read_by_libraries(row)
    console.print(f"trafilatura and htmldate: {len(pages) / (time.process_time() - started):,.0f} pages a second")


def _seconds(pages: list[object], sources: dict[str, object]) -> float:
    started = time.process_time()
    for page in pages:
        extract(page, source_for(page.url, sources) if sources else None)  # type: ignore[arg-type, attr-defined]
    return time.process_time() - started


if __name__ == "__main__":
    raise SystemExit(main())
