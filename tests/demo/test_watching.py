"""Ninety simulated days: all that happens is told, once, rightly and in time, and it costs little more than it must.

**What is compared.** The world (:mod:`crawler.demo.world`) keeps its own ledger of what happened; the crawler knows
nothing of it and sees two web sites on loopback, at the times of a clock that is given to it. The judge
(:mod:`crawler.demo.scoring`, which has tests of its own) holds the change log against the ledger.

**What it may cost.** The fewest requests that could have known it are counted by :mod:`crawler.demo.fewest`: robots.txt
and the head of each listing at every run; the pages of a listing that hold something new; each other page once in the
days of the sweep; each statement once when it is found, and again when the longest pause that the policy allows at its
age is over; what confirms an absence. The crawler, which cannot know beforehand where something will happen, may make
1.3 times as many. Requests are counted at the server, whatever they were for.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator
from sqlalchemy import select

from crawler.archive.stored import open_response
from crawler.catalogue import schema
from crawler.catalogue.database import FILE, read_catalogue
from crawler.cli.crawl import overrides
from crawler.cli.demo import demo_command
from crawler.configuration import Configuration
from crawler.demo.fewest import fewest
from crawler.demo.plan import plan_world
from crawler.demo.scoring import score
from crawler.demo.watching import SOURCE, Watched, changes_of, promise, settings, watch, watched_dir
from crawler.demo.world import World
from crawler.model.capture import Capture
from crawler.model.change import Change
from crawler.model.clock import Clock, stamp
from crawler.model.run import Run
from crawler.schedule.crawling import Job, crawl
from crawler.sources import load_sources
from crawler.spiders.loader import spider_of
from tests.cli.conftest import environment

MOST = 1.3  # times the fewest


def watched(seed: int, days: int, archive: Path) -> tuple[World, Watched]:
    """The world of a seed, watched from its first day to its last."""
    sources = load_sources([watched_dir()])
    world = plan_world(seed, days, promise(sources[SOURCE]))
    found = Configuration(contact="tests@example.org", archive=archive, min_free=0)
    jobs = [Job(spider_of(sources, SOURCE))]

    def once(port: int, clock: Clock) -> Run:
        crawled = crawl(jobs, {**overrides(found, {}), **settings(port, clock)})
        assert crawled.error is None
        return crawled.runs[0]

    return world, watch(world, once)


def judge(world: World, seen: Watched, archive: Path) -> None:
    judged = score(world.truths, world.origins, changes_of(archive))
    told = "\n".join(f"{fault.what}: {fault.sentence}" for fault in judged.faults)
    assert not judged.faults, f"seed {world.seed}\n{judged.table()}\n{told}"
    least = fewest(world, load_sources([watched_dir()])[SOURCE], seen.rounds)
    ratio = len(seen.asked) / least.total
    print(f"\nseed {world.seed}\n{judged.table()}\n{len(seen.asked)} requests, {ratio:.2f} times the fewest: {least}")
    assert ratio <= MOST
    assert {run.outcome for run in seen.runs} <= {"ok", "degraded", "failed"}
    assert not any(problem.code == "internal.error" for run in seen.runs for problem in run.problems)
    proven(world, archive)
    in_its_time(world, seen, archive)


def proven(world: World, archive: Path) -> None:
    """Every capture that a change names lies in the archive as it says, and is of the statement that it is told of."""
    names = {change.id: world.origins[change.url] for change in changes_of(archive) if change.kind == "published"}
    count = 0
    for change in changes_of(archive):
        for capture in captures(change.data):
            with open_response(archive, capture) as found:
                own = world.origins.get(found.url) == names[change.id]
                assert own or led_there(archive, change, capture), (found.url, change)
                count += 1
    assert count >= len(names)


def led_there(archive: Path, change: Change, capture: Capture) -> bool:
    """Whether the capture is of a page that the statement's own address led to just then, which is captured too."""
    before = datetime.fromisoformat(capture.date) - timedelta(seconds=5)
    redirects = select(schema.captures.c.date).where(
        schema.captures.c.url == change.url,
        schema.captures.c.status.between(300, 399),
        schema.captures.c.status != 304,
        schema.captures.c.date.between(stamp(before), capture.date),
    )
    with read_catalogue(archive / FILE) as connection:
        return connection.execute(redirects).first() is not None


def in_its_time(world: World, seen: Watched, archive: Path) -> None:
    """No instant anywhere in the archive is of the computer's own clock."""
    first, last = stamp(world.start), stamp(seen.rounds[-1] + timedelta(hours=1))
    for file in archive.glob("warc/*/*/*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                assert first[:19] <= record.headers["WARC-Date"][:19] <= last[:19]
    for run in seen.runs:
        assert first <= run.started <= (run.finished or "") <= last
    for change in changes_of(archive):
        assert first <= change.at <= last


def captures(data: Any) -> Iterator[Capture]:
    """Those named anywhere in a change's data."""
    if isinstance(data, dict):
        if "record_id" in data:
            yield Capture.model_validate(data)
        else:
            for value in data.values():
                yield from captures(value)
    elif isinstance(data, list):
        for value in data:
            yield from captures(value)


def test_some_weeks_are_told_as_they_were(tmp_path: Path) -> None:
    world, seen = watched(11, 24, tmp_path / "archive")
    judge(world, seen, tmp_path / "archive")


@pytest.mark.prove
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_months_are_told_as_they_were(tmp_path: Path, seed: int) -> None:
    world, seen = watched(seed, 90, tmp_path / "archive")
    judge(world, seen, tmp_path / "archive")


@pytest.mark.prove
def test_the_command_watches_and_tells_truth_against_found(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "demo", "--days", "20", "--seed", "5", "--archive", "kept"],
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TRUTH AGAINST WHAT WAS TOLD" in done.stdout
    assert "Everything was told exactly once" in done.stdout
    first = json.loads((tmp_path / "kept" / "changes.jsonl").read_text().splitlines()[0])
    assert first["at"].startswith("2026-01-05T06:00")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--seed", "3"], "--seed needs --days"),
        (["--days", "3"], "3 is not in the range x>=20"),
        (["--days", "20", "--serve"], "--serve only serves"),
    ],
)
def test_what_does_not_go_together_is_told(arguments: list[str], why: str) -> None:
    done = CliRunner().invoke(demo_command, arguments)
    assert done.exit_code == 2
    assert why in done.output
