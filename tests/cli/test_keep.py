"""Keeping and hiding by the command: backup, seal, audit, suppress, on a crawled archive of the demo."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.lock import Lock
from crawler.demo.play import sources_dir
from crawler.demo.site import DemoSite
from tests.cli.conftest import Command, Counter, Press, environment, lines


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of six pages of the demo, made once."""
    folder = tmp_path_factory.mktemp("crawled")
    counter = Counter()
    with DemoSite("before", today=counter).serve() as site:
        arguments = Press(site, counter).arguments(folder / "kept", "--limit", 6)
        ran = subprocess.run(
            [sys.executable, "-m", "crawler", *arguments],
            cwd=folder,
            env=environment(folder),
            capture_output=True,
            check=False,
        )
    assert ran.returncode in (0, 6), ran.stderr
    return folder / "kept"


@pytest.fixture
def archive(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "kept"))


def alone(archive: Path) -> dict[str, Any]:
    """A statement that nobody else repeats."""
    told = lines(archive)
    texts = [line["body"]["text"] for line in told]
    return next(line for line in told if texts.count(line["body"]["text"]) == 1)


def test_a_backup_verifies_and_the_second_copies_nothing(communique: Command, archive: Path, tmp_path: Path) -> None:
    first = communique("backup", tmp_path / "copy", "--archive", archive)
    assert first.returncode == 0, first.stderr
    assert "files copied" in first.stdout
    assert first.stderr == "", "progress is for a terminal"
    assert communique("verify", "--archive", tmp_path / "copy").returncode == 0
    assert lines(tmp_path / "copy") == lines(archive)
    second = communique("backup", tmp_path / "copy", "--archive", archive)
    assert "0 files copied, 0 added to" in second.stdout
    assert "0.0 MB written" in second.stdout


def test_a_crawl_goes_on_in_a_restored_backup(communique: Command, press: Press, archive: Path, tmp_path: Path) -> None:
    communique("backup", tmp_path / "copy", "--archive", archive)
    ran = communique(*press.arguments(tmp_path / "copy"))
    assert ran.returncode in (0, 6), ran.stderr
    assert len(lines(tmp_path / "copy")) > len(lines(archive))
    assert communique("verify", "--archive", tmp_path / "copy").returncode == 0
    refused = communique("backup", tmp_path / "copy", "--archive", archive)
    assert refused.returncode == 1
    assert "gone on with" in refused.stderr


def test_a_backup_while_a_crawl_runs_is_sound(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    with subprocess.Popen(
        [sys.executable, "-m", "crawler", *press.arguments(archive, "--delay", "0.05")],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as crawl:
        assert press.counter.wait_for(12)
        ran = communique("backup", tmp_path / "copy", "--archive", archive)
        crawl.send_signal(signal.SIGTERM)
        crawl.wait(60)
    assert ran.returncode == 0, ran.stderr
    assert communique("verify", "--archive", tmp_path / "copy").returncode == 0


def test_a_backup_into_the_archive_or_something_else_is_refused(
    communique: Command, archive: Path, tmp_path: Path
) -> None:
    for place in (archive / "copy", tmp_path):
        ran = communique("backup", place, "--archive", archive)
        assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)
        assert str(place) in ran.stderr
    assert communique("backup", tmp_path / "copy", "--archive", tmp_path / "nothing").returncode == 1


def test_a_flipped_bit_is_told_by_backup_and_audit(communique: Command, archive: Path, tmp_path: Path) -> None:
    path = next(archive.rglob("*.warc.gz"))
    data = bytearray(path.read_bytes())
    data[1000] ^= 4
    path.write_bytes(data)
    ran = communique("backup", tmp_path / "copy", "--archive", archive)
    assert ran.returncode == 17
    assert path.name in ran.stdout
    audited = communique("audit", "--archive", archive)
    assert audited.returncode == 17
    assert f"{path.relative_to(archive)}: changed: its SHA-256 is" in audited.stdout


def test_an_audit_is_kept_and_seen_in_the_status(communique: Command, archive: Path) -> None:
    assert "no file was ever audited" in communique("status", "--archive", archive).stdout
    first = communique("audit", "--json", "--archive", archive)
    assert (first.returncode, first.stderr) == (0, "")
    told = [json.loads(line) for line in first.stdout.splitlines()]
    assert told == [json.loads(line) for line in (archive / "fixity.jsonl").read_text().splitlines()]
    assert {check["result"] for check in told} == {"ok"}
    assert "0 files checked" in communique("audit", "--archive", archive).stdout
    assert f"{len(told)} files checked" in communique("audit", "--all", "--archive", archive).stdout
    assert "oldest check 0 days ago" in communique("status", "--archive", archive).stdout
    assert "properties" in communique("schema", "fixity").stdout


def test_seal_ends_what_a_killed_crawl_left(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    with subprocess.Popen(
        [sys.executable, "-m", "crawler", *press.arguments(archive, "--delay", "0.05")],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as crawl:
        assert press.counter.wait_for(12)
        deadline = time.monotonic() + 30
        while not list(archive.rglob("*.jsonl")) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(crawl.pid, signal.SIGKILL)
    assert list(archive.rglob("*.open"))
    ran = communique("seal", "--archive", archive)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("warc/demo/")
    assert not list(archive.rglob("*.open"))
    assert list(archive.rglob("*.cdxj"))
    assert communique("verify", "--archive", archive).returncode == 0
    assert "no file grows" in communique("seal", "--source", "demo", "--archive", archive).stdout


def test_seal_and_suppress_do_not_run_beside_a_crawl(communique: Command, archive: Path) -> None:
    lock = Lock(archive)
    name = lines(archive)[0]["id"]
    try:
        assert communique("seal", "--archive", archive).returncode == 75
        assert communique("suppress", name, "--reason", "x", "--archive", archive).returncode == 75
    finally:
        lock.release()


def test_the_next_crawl_and_a_new_extractor_leave_it_suppressed(
    communique: Command, press: Press, archive: Path
) -> None:
    gone = alone(archive)
    communique("suppress", gone["id"], "--reason", "court order 12/34", "--archive", archive)
    again = communique(*press.arguments(archive, "--full", "--limit", 12))
    assert again.returncode in (0, 6), again.stderr
    reread = communique("--sources", str(sources_dir()), "reextract", "--archive", archive)
    assert reread.returncode == 0, reread.stderr
    assert [line["event"] for line in lines(archive) if line["id"] == gone["id"]] == ["suppressed"]
    assert len(lines(archive)) > 6
    assert communique("verify", "--archive", archive).returncode == 0


@pytest.mark.parametrize("erase", [False, True])
def test_a_suppressed_statement_is_in_no_output(
    communique: Command, archive: Path, tmp_path: Path, erase: bool
) -> None:
    gone = alone(archive)
    ran = communique(
        "suppress", gone["id"], "--reason", "court order 12/34", *(["--erase"] if erase else []), "--archive", archive
    )
    assert ran.returncode == 0, ran.stderr
    assert "2 lines were taken away" in ran.stdout  # its own, and the change that tells of it
    assert ("erased: warc/" in ran.stdout) == erase
    assert communique("verify", "--archive", archive).returncode == 0
    assert communique("cdx", gone["url"], "--archive", archive).returncode == 1
    told = [path for path in archive.rglob("*.jsonl") if gone["body"]["text"][:60] in path.read_text()]
    assert told == []
    package = tmp_path / "all.wacz"
    exported = communique("export", "wacz", "--archive", archive, "-o", package)
    assert exported.returncode == 0, exported.stderr
    assert gone["url"].encode() not in package.read_bytes()
    assert communique("rebuild", "--archive", archive).returncode == 0
    assert communique("verify", "--archive", archive).returncode == 0
    assert "suppressed   1 statements" in communique("status", "--archive", archive).stdout


def test_the_schema_admits_every_line(communique: Command, archive: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    communique("suppress", lines(archive)[0]["id"], "--reason", "a demand", "--archive", archive)
    for kind, name in (
        ("statement", "statements/*/*.jsonl"),
        ("change", "changes.jsonl"),
        ("decision", "decisions.jsonl"),
    ):
        schema = json.loads(communique("schema", kind).stdout)
        rows = [json.loads(row) for path in archive.glob(name) for row in path.read_text().splitlines()]
        assert rows
        for row in rows:
            jsonschema.validate(row, schema)


def test_a_suppression_needs_a_statement_and_a_reason(communique: Command, archive: Path) -> None:
    unknown = communique("suppress", "demo-nothing", "--reason", "x", "--archive", archive)
    assert (unknown.returncode, "no statement 'demo-nothing'" in unknown.stderr) == (1, True)
    assert communique("suppress", "demo-nothing", "--archive", archive).returncode == 2
    empty = communique("suppress", lines(archive)[0]["id"], "--reason", " ", "--archive", archive)
    assert (empty.returncode, "needs a reason" in empty.stderr) == (1, True)
