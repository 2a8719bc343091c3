"""``communique reextract`` and ``verify --extract`` as processes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import crawler
from crawler.archive.lock import Lock
from crawler.archive.verify import verify
from crawler.demo.play import sources_dir
from tests.cli.conftest import Command, environment, lines


@pytest.fixture
def archive(demo_archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_archive, tmp_path / "archive"))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The demo's source, to be changed."""
    folder = tmp_path / "sources"
    folder.mkdir()
    shutil.copy(sources_dir() / "demo.toml", folder)
    return folder


def change(sources: Path, old: str, new: str) -> None:
    path = sources / "demo.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


BARE = ", pattern = '^No:(?P<value>\\d+/\\d+)$' }"


def test_nothing_changes_while_program_and_source_are_the_same(communique: Command, archive: Path) -> None:
    done = communique("--sources", sources_dir(), "reextract", "--archive", archive, "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["sources"]["demo"]
    assert (told["changed"], told["read"]["count"], told["unreadable"]["count"]) == (0, 0, 0)
    assert told["unchanged"] == len(lines(archive))


def test_a_changed_source_is_shown_then_committed_then_nothing_is_left(
    communique: Command, archive: Path, sources: Path
) -> None:
    change(sources, BARE, " }")
    command = ("--sources", sources, "reextract", "--archive", archive, "--jobs", 2)
    before = lines(archive)
    shown = communique(*command, "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "would change" in shown.stdout
    assert "      + No:" in shown.stdout
    assert "nothing was written: this was a dry run" in shown.stdout
    assert lines(archive) == before
    done = communique(*command)
    assert done.returncode == 0, done.stderr
    added = [line for line in lines(archive) if line not in before]
    assert {line["event"] for line in added} == {"reextracted"}
    assert f"{len(added):,} changed" in done.stdout
    again = communique(*command)
    assert (again.returncode, " 0 changed" in again.stdout) == (0, True)
    assert list(verify(archive)) == []
    checked = communique("--sources", sources, "verify", "--archive", archive, "--extract")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"sound, and {len(before)} statements were extracted again" in checked.stdout


def test_pages_that_would_be_refused_are_exit_6_and_stay(communique: Command, archive: Path, sources: Path) -> None:
    change(sources, 'body = ".newstext"', 'body = ".elsewhere"')
    before = lines(archive)
    done = communique("--sources", sources, "reextract", "--archive", archive)
    assert done.returncode == 6, done.stdout + done.stderr
    assert "refused now: layout.mismatch" in done.stdout
    assert lines(archive) == before
    checked = communique("--sources", sources, "verify", "--archive", archive, "--extract")
    assert checked.returncode == 0, checked.stdout
    assert "note: demo: " in checked.stderr
    assert "`communique reextract --source demo --dry-run` shows how" in checked.stderr


def test_beside_a_crawl_only_the_dry_run_works(communique: Command, archive: Path) -> None:
    lock = Lock(archive)
    command = ("--sources", sources_dir(), "reextract", "--archive", archive)
    try:
        assert communique(*command).returncode == 75
        assert communique(*command, "--dry-run").returncode == 0
    finally:
        lock.release()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--since", "2026-02-30"), "is not a day"),
        (("--since", "2026-02-02", "--until", "2026-02-01"), "is after --until"),
        (("--source", "nobody"), "no source 'nobody'"),
        (("--jobs", "0"), "--jobs"),
        (("--archive", "nowhere"), "there is no archive at nowhere"),
    ],
)
def test_wrong_usage_is_a_sentence(communique: Command, arguments: tuple[str, ...], sentence: str) -> None:
    done = communique("reextract", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_killed_workers_are_told_and_the_rest_is_done_by_the_next_run(
    communique: Command, archive: Path, sources: Path
) -> None:
    """Every worker ends as the system's memory killer ends one: at once, and without a word."""
    change(sources, BARE, " }")
    script = (
        "import os, signal\n"
        "from crawler.rereading import worker\n"
        "worker.Worker.read = lambda self, tasks: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    folder = archive.parent / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(script)
    command = [sys.executable, "-m", "crawler", "--sources", str(sources), "reextract", "--jobs", "2", "--archive"]
    done = subprocess.run(
        [*command, str(archive)],
        env=environment(archive.parent, PYTHONPATH=f"{folder}{os.pathsep}{Path(crawler.__file__).parent.parent}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "was ended from outside" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(verify(archive)) == []
    assert communique("--sources", sources, "reextract", "--archive", archive).returncode == 0
    assert any(line["event"] == "reextracted" for line in lines(archive))


def test_a_stop_is_exit_11_and_leaves_a_sound_archive(archive: Path, sources: Path) -> None:
    change(sources, BARE, " }")
    command = [sys.executable, "-m", "crawler", "--sources", str(sources), "reextract", "--archive", str(archive)]
    process = subprocess.Popen(
        command, env=environment(archive.parent), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    held = archive / "archive.lock"
    while process.poll() is None and held.read_text().strip() != str(process.pid):
        pass
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert process.returncode in (0, 11), told  # it may have been done before it heard
    assert "Traceback" not in told
    assert list(verify(archive)) == []
