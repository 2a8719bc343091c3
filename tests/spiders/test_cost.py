"""What a run costs over an archive that nothing has changed in: it does not grow with what is archived."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.spiders.enlarged import enlarge
from tests.spiders.site import PressSite
from tests.spiders.test_watching import Office

_READ = 25  # statements that are really crawled
_DUE = 3


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that was crawled: of its statements three are of today, the others of long ago."""
    with PressSite({}).serve() as site:
        office = Office(site, tmp_path_factory.mktemp("cost") / "archive")
        office.per_page = 10
        day, office.now = office.now, office.now - timedelta(days=400)
        office.publish(*range(_READ - _DUE))
        office.now = day
        office.publish(*range(_READ - _DUE, _READ))
        office.crawl()
        yield office


class Steps:
    """Counts the steps of SQLite's machine, in hundreds, of every database that is opened while it counts."""

    def __init__(self) -> None:
        self.hundreds = 0

    @contextmanager
    def counting(self) -> Iterator["Steps"]:
        def more() -> int:
            self.hundreds += 1
            return 0

        def opened(connection: sqlite3.Connection, _record: Any) -> None:
            connection.set_progress_handler(more, 100)

        event.listen(Engine, "connect", opened)
        try:
            yield self
        finally:
            event.remove(Engine, "connect", opened)


def cost(crawled: Office, folder: Path, count: int) -> tuple[list[str], int]:
    """What a run over so many statements asks for, and the steps that its database takes."""
    office = Office(crawled.site, folder / str(count))
    office.numbers, office.days, office.per_page = crawled.numbers, crawled.days, crawled.per_page
    office.now = crawled.now
    shutil.copytree(crawled.archive, office.archive)
    enlarge(office.archive, count)
    before = lines(office.archive)
    with Steps().counting() as steps:
        run_, asked = office.crawl(timedelta(hours=4))
    assert lines(office.archive) == before, "no line is written"
    assert (run_.outcome, run_.looked, run_.unchanged, run_.published) == ("ok", _DUE, _DUE, 0)
    return asked, steps.hundreds


def lines(archive: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in archive.rglob("*.jsonl")}


@pytest.mark.parametrize("counts", [(1_000, 10_000)], ids=["1,000 and 10,000"])
def test_a_run_over_what_did_not_change_costs_its_listing_and_its_due_looks_however_large_the_archive(
    crawled: Office, tmp_path: Path, counts: tuple[int, int]
) -> None:
    small, large = (cost(crawled, tmp_path, count) for count in counts)
    assert sorted(small[0]) == sorted(large[0]) == ["/news", *sorted(f"/s/{n}" for n in range(_READ - _DUE, _READ))]
    assert small[1] > 0
    assert large[1] < small[1] * 1.25, "trees grow a level deeper, and that is all"
