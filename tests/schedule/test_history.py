"""What the schedule knows of earlier runs is what the catalogue says."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.model.run import Run, Verdict
from crawler.schedule.history import LATEST, read_history
from tests.spiders.site import PressSite, listing, page, run, source

START = datetime(2026, 6, 1, tzinfo=UTC)


def keep(root: Path, *runs: Run, start: datetime = START) -> None:
    """Ends these runs, one an hour; the last one is left open where it says that it runs."""

    async def write() -> None:
        moment = [start]
        async with await Archive.open(root, min_free=0, clock=lambda: moment[0]) as archive:
            for one in runs:
                begun = (await archive.begin_run(source(), "")).run
                if one.outcome != "running":
                    told = {"id": begun.id, "started": begun.started, "finished": None}
                    await archive.end_run(one.model_copy(update=told))
                moment[0] += timedelta(hours=1)

    asyncio.run(write())


def made(outcome: str, reason: str = "", published: int = 0, *kinds: str) -> Run:
    verdicts = [Verdict(kind=kind, sentence="x") for kind in kinds]  # type: ignore[arg-type]
    return Run.model_validate(
        {"id": "", "source": "xx_press", "started": "", "outcome": outcome, "reason": reason, "published": published}
    ).model_copy(update={"verdicts": verdicts})


def test_the_runs_come_latest_first_with_what_the_cadence_asks_for(tmp_path: Path) -> None:
    keep(
        tmp_path / "kept",
        made("ok", published=3),
        made("degraded", "", 0, "silent"),
        made("degraded", "", 0, "blocked"),
        made("failed", "", 0, "unreachable"),
    )
    found = read_history(tmp_path / "kept")["xx_press"]
    assert [past.outcome for past in found] == ["failed", "degraded", "degraded", "ok"]
    assert [past.walled for past in found] == [True, True, False, False]
    assert [past.published for past in found] == [0, 0, 0, 3]
    assert [past.started for past in found] == [START + timedelta(hours=hour) for hour in (3, 2, 1, 0)]


def test_of_a_source_that_is_learned_from_more_is_read(tmp_path: Path) -> None:
    keep(tmp_path / "kept", *(made("ok") for _ in range(LATEST + 5)))
    assert len(read_history(tmp_path / "kept")["xx_press"]) == LATEST
    assert len(read_history(tmp_path / "kept", {"xx_press"})["xx_press"]) == LATEST + 5


def test_the_order_is_that_of_writing_where_the_clock_was_set_back(tmp_path: Path) -> None:
    keep(tmp_path / "kept", made("ok", published=1), start=START + timedelta(days=365))
    keep(tmp_path / "kept", made("ok", published=2))
    assert [past.published for past in read_history(tmp_path / "kept")["xx_press"]] == [2, 1]


@pytest.mark.parametrize(
    ("reason", "too_long"),
    [("stopped before its end (too long)", True), ("stopped before its end (shutdown)", False)],
    ids=["too-long", "stopped"],
)
def test_a_run_that_was_ended_for_its_length_is_told_from_one_that_was_stopped(
    tmp_path: Path, reason: str, too_long: bool
) -> None:
    keep(tmp_path / "kept", made("interrupted", reason))
    assert read_history(tmp_path / "kept")["xx_press"][0].too_long is too_long


def test_a_run_that_was_killed_was_heard_of_when_it_last_stored_something(tmp_path: Path) -> None:
    with PressSite({"/news": listing("/a"), "/a": page("A")}).serve() as site:
        run(site, tmp_path / "kept", source(), CLOCK=lambda: START)
    keep(tmp_path / "kept", made("running"), start=START + timedelta(hours=1))
    past = read_history(tmp_path / "kept")["xx_press"][0]
    assert (past.outcome, past.started, past.ended) == ("running", START + timedelta(hours=1), START)


def test_where_there_is_no_archive_there_is_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path / "none") == {}
