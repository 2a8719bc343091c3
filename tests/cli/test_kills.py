"""The real command, killed: what was committed stays, and after resuming the ids equal a clean run's."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.archive.verify import verify
from tests.cli.conftest import Command, Press, environment, ids


def test_sampled_kills_lose_nothing(communique: Command, press: Press, tmp_path: Path) -> None:
    kill_and_resume(communique, press, tmp_path, kills=6, seed=random.randrange(2**32))


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_two_hundred_kills_lose_nothing(communique: Command, press: Press, tmp_path: Path) -> None:
    kill_and_resume(communique, press, tmp_path, kills=200, seed=1)


def kill_and_resume(communique: Command, press: Press, folder: Path, *, kills: int, seed: int) -> None:
    """Crawls one archive after another to its end, killing the process on the way, until ``kills`` were made."""
    chance = random.Random(seed)
    communique(*press.arguments(folder / "clean"))
    wanted = ids(folder / "clean")
    assert wanted
    made = number = 0
    while made < kills:
        number += 1
        archive = folder / f"killed-{number}"
        before: dict[Path, bytes] = {}
        while made < kills:
            pages = chance.choice((0, 1, 2, 3, 5, 8, 13, 21, 34, 45))
            if not killed(press, archive, pages, chance.uniform(0, 0.6)):
                break
            made += 1
            place = f"seed {seed}, archive {number}, kill {made}"
            if (archive / "catalogue.sqlite").exists():  # else it was killed before there was an archive
                assert list(verify(archive)) == [], place
            before = unchanged(archive, before, place)
        ran = communique(*press.arguments(archive))
        assert ran.returncode in (0, 6), ran.stdout + ran.stderr  # 0: the last of them had come to its end
        assert ids(archive) == wanted, f"seed {seed}, archive {number}"
        assert list(verify(archive)) == []


def killed(press: Press, archive: Path, pages: int, late: float) -> bool:
    """One crawl, killed ``late`` seconds after the site has made ``pages`` more; false where it ended before that."""
    start = press.counter.served
    crawl = subprocess.Popen(
        [sys.executable, "-m", "crawler", *press.arguments(archive)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(archive.parent),
        cwd=archive.parent,
    )
    deadline = time.monotonic() + 30
    while crawl.poll() is None and press.counter.served < start + pages and time.monotonic() < deadline:
        press.counter.wait_for(start + pages, 0.05)
    try:
        crawl.wait(late)
    except subprocess.TimeoutExpired:
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
    return crawl.returncode == -signal.SIGKILL


def unchanged(archive: Path, before: dict[Path, bytes], place: str) -> dict[Path, bytes]:
    """What the JSON Lines files hold now; all that they held at the kill before must still be there, in place."""
    now = {path: path.read_bytes() for path in archive.glob("**/*.jsonl")}
    for path, held in before.items():
        whole = held[: held.rfind(b"\n") + 1]  # a torn last line was never committed to a reader
        assert now[path].startswith(whole), f"{place}: {path.name} lost lines that stood there before"
    return now
