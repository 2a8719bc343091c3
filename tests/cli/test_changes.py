"""The change log by the command: whole, from any cursor on, chosen, followed, and as sentences."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.model.change import CHANGE_KINDS
from tests.archive.play import play
from tests.cli.conftest import Command, environment


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("played") / "archive"
    play(root)
    return root


@contextmanager
def following(archive: Path, folder: Path, *more: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "crawler", "changes", "--follow", "--archive", str(archive), *more]
    with subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_as_json_it_is_the_file_line_by_line(communique: Command, archive: Path) -> None:
    ran = communique("changes", "--json", "--archive", archive)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (archive / "changes.jsonl").read_text()
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert all({"cursor", "kind", "source", "id", "url", "at", "data"} == change.keys() for change in told)
    assert [change["cursor"] for change in told] == list(range(1, len(told) + 1))


def test_it_goes_on_after_a_cursor_and_can_be_chosen_from(communique: Command, archive: Path) -> None:
    told = [json.loads(line) for line in (archive / "changes.jsonl").read_text().splitlines()]
    ran = communique("changes", "--json", "--archive", archive, "--after", 3, "--limit", 4)
    assert [json.loads(line)["cursor"] for line in ran.stdout.splitlines()] == [4, 5, 6, 7]
    chosen = ("--source", "us_oag", "--kind", "published", "--kind", "moved")
    ran = communique("changes", "--json", "--archive", archive, *chosen)
    assert [json.loads(line) for line in ran.stdout.splitlines()] == [
        change for change in told if change["source"] == "us_oag" and change["kind"] in ("published", "moved")
    ]


def test_for_people_each_change_is_a_sentence_with_its_cursor_date_source_and_address(
    communique: Command, archive: Path
) -> None:
    ran = communique("changes", "--archive", archive, "--source", "by_mfa")
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("1  2021-11-08 09:00  by_mfa  published “Statement 1” (en, dated 2021-11-08)  http://")
    assert any("revised “Statement 1”: revision 2 after 1, added, silently, between" in line for line in lines)
    assert any("  withdrawn between 2021-11-08 09:00 and 2021-11-12 09:00 UTC (the server" in line for line in lines)
    assert any("  moved from http://by-mfa.example/1 to http://by-mfa.example/9, between" in line for line in lines)


def test_whoever_is_at_the_end_gets_nothing_and_a_cursor_beyond_it_is_noted(communique: Command, archive: Path) -> None:
    end = len((archive / "changes.jsonl").read_text().splitlines())
    ran = communique("changes", "--json", "--archive", archive, "--after", end)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    ran = communique("changes", "--json", "--archive", archive, "--after", end + 1)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert f"ends at {end}: the cursor {end + 1} is of another archive" in ran.stderr


def test_a_source_that_is_not_in_the_log_is_noted(communique: Command, archive: Path) -> None:
    ran = communique("changes", "--archive", archive, "--source", "by_mfs")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "no change of the source 'by_mfs'" in ran.stderr


@pytest.mark.parametrize(
    "wrong", [("--kind", "deleted"), ("--after", "-1"), ("--limit", "0"), ("--after", "x")], ids=" ".join
)
def test_what_cannot_be_is_refused_with_the_choices(communique: Command, archive: Path, wrong: tuple[str, str]) -> None:
    ran = communique("changes", "--archive", archive, *wrong)
    assert (ran.returncode, "Traceback" in ran.stderr) == (2, False)
    if wrong[0] == "--kind":
        assert all(kind in ran.stderr for kind in CHANGE_KINDS)


def test_where_there_is_no_archive_it_says_so(communique: Command, tmp_path: Path) -> None:
    for more in ((), ("--follow",)):
        ran = communique("changes", "--archive", tmp_path / "nowhere", *more)
        assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)
        assert "there is no archive" in ran.stderr


def test_whoever_follows_gets_what_is_crawled_next_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    play(root, sites={("us_oag", 1): {"a": "Said at once. " * 30}})
    with following(root, tmp_path, "--json") as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["url"] == "http://us-oag.example/a"
        play(
            root,
            sites={("us_oag", 2): {"a": "Said at once. " * 30, "c": "Said later, of something else. " * 30}},
            start=30,
        )
        assert json.loads(process.stdout.readline())["url"] == "http://us-oag.example/c"
        os.kill(process.pid, signal.SIGINT)
        left, said = process.communicate(timeout=60)
    assert (process.returncode, left, said) == (11, b"", b"communique: interrupted\n")


def test_a_reader_whose_own_reader_has_gone_ends_quietly(archive: Path, tmp_path: Path) -> None:
    with following(archive, tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(60) == 1
