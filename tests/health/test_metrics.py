"""What Prometheus reads is what the archive says, and never half of it."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.archive import Archive
from crawler.archive.status import Status, read_status
from crawler.health.metrics import metrics_text, write_metrics
from crawler.health.needs import Need, needs
from tests.spiders.site import PressSite, Reply, listing, page, run, source

PAGES: dict[Any, Reply] = {"/news": listing("/a", "/b"), "/a": page("A"), "/b": page("B")}


@pytest.fixture(scope="module")
def status(tmp_path_factory: pytest.TempPathFactory) -> Status:
    root = tmp_path_factory.mktemp("metrics") / "kept"
    with PressSite(PAGES).serve() as site:
        run(site, root, source())
    return read_status(root, min_free=0)


def values(text: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_the_metrics_are_what_the_status_says(status: Status) -> None:
    found = values(metrics_text(status, needs(status)))
    mine = (("source", "xx_press"),)
    assert found["communique_statements", mine] == 2
    assert found["communique_last_run_published", mine] == 2
    assert found["communique_archive_warc_bytes", ()] == status.bytes
    assert found["communique_last_run_outcome", (("outcome", "ok"), *mine)] == 1
    assert found["communique_last_run_outcome", (("outcome", "failed"), *mine)] == 0
    assert found["communique_field_filled_ratio", (("field", "title"), *mine)] == 1
    assert found["communique_needs", ()] == 0
    assert (
        found["communique_last_success_timestamp_seconds", mine] <= found["communique_looked_at_timestamp_seconds", ()]
    )


def test_what_needs_a_person_has_a_line_and_a_name_with_quotes_is_no_fault(status: Status) -> None:
    wanted = [Need("k", 'a"b\\c\nd', "blocked", "", None), Need("archive:disk", None, "disk", "", None)]
    found = values(metrics_text(status, wanted))
    assert found["communique_needs_person", (("kind", "blocked"), ("source", 'a"b\\c\nd'))] == 1
    assert found["communique_needs_person", (("kind", "disk"), ("source", ""))] == 1
    assert found["communique_needs", ()] == 2


def test_an_archive_without_a_source_has_metrics(tmp_path: Path) -> None:
    async def make() -> None:
        async with await Archive.open(tmp_path / "kept", min_free=0):
            pass

    asyncio.run(make())
    assert (
        values(metrics_text(read_status(tmp_path / "kept", min_free=0), ()))["communique_archive_statements", ()] == 0
    )


def test_a_reader_never_sees_half_a_file_and_nothing_else_is_left(status: Status, tmp_path: Path) -> None:
    path = tmp_path / "new" / "communique.prom"
    write_metrics(path, status, ())
    whole, seen, done = path.read_bytes(), set[bytes](), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(30):
            write_metrics(path, status, ())
    finally:
        done.set()
        reader.join()
    assert seen == {whole}
    assert [each.name for each in path.parent.iterdir()] == ["communique.prom"]
    assert path.stat().st_mode & 0o777 == 0o644
