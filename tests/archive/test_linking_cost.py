"""What finding links costs: it depends on what says the same, not on how much is archived."""

from pathlib import Path
from typing import Any

import pytest

from crawler.archive import linking
from crawler.catalogue.database import FILE, open_catalogue
from crawler.works import judge
from tests.archive.desk import Desk
from tests.archive.test_linking import read
from tests.bench.works import asked, draft_of, fill
from tests.works.clusters import BRIDGE


def steps(folder: Path, count: int) -> tuple[int, int]:
    """Instructions of SQLite's machine for the links of some new statements, and how many copies were found."""
    fill(folder, count)
    catalogue = open_catalogue(folder / FILE)
    driver: Any = catalogue.connection.connection.dbapi_connection
    made = found = 0

    def count_them() -> int:
        nonlocal made
        made += 1
        return 0

    driver.set_progress_handler(count_them, 10)
    for line, of in list(asked(count))[:40]:
        links = linking.link(catalogue.connection, draft_of(line), latest=True).links
        found += of is not None and of in {link.id for link in links}
    driver.set_progress_handler(None, 0)
    catalogue.close()
    return made, found


def test_three_times_as_many_statements_cost_no_more_to_be_compared_with(tmp_path: Path) -> None:
    few, found = steps(tmp_path / "few", 1000)  # so many that each ministry has some of every template
    many, again = steps(tmp_path / "many", 3000)
    assert found == again == 20, "every edited copy"
    assert many < 1.25 * few


def test_a_text_on_hundreds_of_addresses_is_compared_with_a_few_of_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def counting(*texts: Any) -> Any:
        nonlocal compared
        compared += 1
        return judge(*texts)

    monkeypatch.setattr(linking, "judge", counting)
    for number in range(60):
        compared = 0
        links = read(desk, str(number), f"{BRIDGE} Number {number}.", host=f"mission{number}.example").links
        assert links == min(number, linking.MANY)
    assert compared <= 2 * linking.MANY
