"""A monitor that fails counts in the run's outcome, in the archive and in the exit code."""

from pathlib import Path
from typing import Any

import pytest
from spidermon import Monitor, MonitorSuite

from crawler.archive.status import read_status
from crawler.cli import exits
from crawler.health.needs import needs
from crawler.model.run import Run
from tests.spiders.site import PressSite, Reply, listing, page, run, source

PAGES: dict[Any, Reply] = {"/news": listing("/a", "/b"), "/a": page("A"), "/b": page("B")}
ON = {"SPIDERMON_ENABLED": True, "SPIDERMON_ADD_FIELD_COVERAGE": True}


class Greedy(Monitor):  # type: ignore[misc]
    """Wants more than there is."""

    __test__ = False  # spidermon runs it

    def test_many(self) -> None:
        """It wants a thousand."""
        assert self.data.run.published > 1000, f"only {self.data.run.published} statements"

    def test_stats(self) -> None:
        """What spidermon itself has to offer is there too."""
        assert self.data.stats["spidermon_item_scraped_count"] == 2


class Broken(MonitorSuite):  # type: ignore[misc]
    """One that raises."""

    monitors = (Greedy,)

    def on_monitors_failed(self, result: Any) -> None:
        """As an action that its author has not thought through."""
        raise RuntimeError("no such table")


class GreedySuite(MonitorSuite):  # type: ignore[misc]
    """One that fails."""

    monitors = (Greedy,)


def crawl(root: Path, pages: dict[Any, Reply] = PAGES, **settings: Any) -> Run:
    with PressSite(pages).serve() as site:
        return run(site, root, source(), **settings).runs[0]


def test_a_failed_monitor_degrades_the_run_and_wants_a_person(tmp_path: Path) -> None:
    found = crawl(tmp_path / "kept", **ON, SPIDERMON_SPIDER_CLOSE_MONITORS=[f"{__name__}.GreedySuite"])
    assert (found.outcome, exits.of_runs([found])) == ("degraded", exits.DEGRADED)
    assert [(one.code, one.sentence) for one in found.problems] == [
        ("monitor.failed", "Greedy/test_many: AssertionError: only 2 statements")
    ]
    status = read_status(tmp_path / "kept", min_free=0)
    assert status.sources[0].last_run == found  # it is in the archive, too
    assert [need.kind for need in needs(status)] == ["degraded"]


def test_a_suite_that_raises_is_told_and_the_run_is_kept(tmp_path: Path) -> None:
    found = crawl(tmp_path / "kept", **ON, SPIDERMON_SPIDER_CLOSE_MONITORS=[f"{__name__}.Broken"])
    assert [one.sentence for one in found.problems] == ["Broken could not be run: RuntimeError: no such table"]
    assert read_status(tmp_path / "kept", min_free=0).sources[0].last_run == found


def test_an_expression_of_spidermon_counts_too(tmp_path: Path) -> None:
    suite = {"name": "Stats", "tests": [{"name": "items", "expression": "stats.get('item_scraped_count', 0) > 5"}]}
    found = crawl(tmp_path / "kept", **ON, SPIDERMON_SPIDER_CLOSE_EXPRESSION_MONITORS=[suite])
    assert [one.code for one in found.problems] == ["monitor.failed"]
    assert "items" in found.problems[0].sentence


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({f"/{n}": Reply(status=500) for n in range(5)}, ["5 of 12 pages were lost"]),
    ],
    ids=["well", "lost"],
)
def test_our_own_suite_is_silent_on_a_sound_run_and_names_what_is_wrong(
    changed: dict[Any, Reply], told: list[str], tmp_path: Path
) -> None:
    pages = {"/news": listing(*(f"/{n}" for n in range(12)))} | {f"/{n}": page(f"Number {n}") for n in range(12)}
    suites = ["crawler.health.monitors.RunMonitors"]
    found = crawl(tmp_path / "kept", pages | changed, **ON, SPIDERMON_SPIDER_CLOSE_MONITORS=suites, RETRY_ENABLED=False)
    said = [one.sentence.partition("AssertionError: ")[2] for one in found.problems if one.code == "monitor.failed"]
    assert said == told
    assert found.published == 12 - 5 * bool(told)


def test_our_own_suite_names_a_field_that_is_missing(tmp_path: Path) -> None:
    pages = {"/news": listing(*(f"/{n}" for n in range(12)))} | {f"/{n}": page(f"Number {n}") for n in range(12)}
    suites = ["crawler.health.monitors.RunMonitors"]
    found = crawl(
        tmp_path / "kept", pages, **ON, SPIDERMON_SPIDER_CLOSE_MONITORS=suites, MONITOR_LEAST_FILLED={"number": 0.5}
    )
    said = [one.sentence.partition("AssertionError: ")[2] for one in found.problems]
    assert said == ["0 of 12 pages have a number"]


def test_without_spidermon_enabled_nothing_of_it_runs(tmp_path: Path) -> None:
    found = crawl(tmp_path / "kept", SPIDERMON_SPIDER_CLOSE_MONITORS=[f"{__name__}.GreedySuite"])
    assert (found.outcome, found.problems) == ("ok", [])


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"SPIDERMON_SPIDER_CLOSE_MONITORS": ["no.such.Suite"]}, "no"),
        ({"SPIDERMON_ENGINE_STOP_MONITORS": [f"{__name__}.GreedySuite"]}, "SPIDERMON_ENGINE_STOP_MONITORS"),
    ],
    ids=["unknown", "too-late"],
)
def test_a_suite_that_cannot_run_fails_the_crawl_before_its_first_request(
    settings: dict[str, Any], told: str, tmp_path: Path
) -> None:
    found = crawl(tmp_path / "kept", **ON, **settings)
    assert found.outcome == "failed"
    assert told in (found.reason or "")
    assert found.exchanges == 0
