"""``communique schedule``, as a person or a timer calls it."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.archive import Archive
from crawler.archive.lock import Lock
from crawler.archive.verify import verify
from crawler.cli import main
from crawler.demo.play import connect_to, sources_dir
from tests.cli.conftest import Command, Press, environment


def arguments(press: Press, what: str, archive: Path, *more: object) -> list[str]:
    mapping = [part for entry in connect_to(press.site.port) for part in ("--connect-to", entry)]
    network = mapping if what != "list" else []
    return ["--sources", str(sources_dir()), "schedule", what, "--archive", str(archive), *network, *map(str, more)]


def test_a_tick_crawls_what_is_due_and_the_list_says_when_it_is_next(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    archive = tmp_path / "kept"
    before = called(*arguments(press, "list", archive, "--json"))
    assert json.loads(before.stdout) == {
        "source": "demo",
        "last": None,
        "ended": None,
        "outcome": None,
        "next": json.loads(before.stdout)["next"],
        "due": True,
        "why": "never crawled",
    }
    first = communique(*arguments(press, "tick", archive, "--json"))
    assert first.returncode == 6, first.stderr  # the demo has a page that is refused
    assert json.loads(first.stdout)["totals"]["published"] == 34
    served = press.counter.served
    again = communique(*arguments(press, "tick", archive))
    assert again.returncode == 0, again.stderr
    assert again.stdout.startswith("next: demo, ")
    assert press.counter.served == served
    after = json.loads(called(*arguments(press, "list", archive, "--json")).stdout)
    assert (after["outcome"], after["due"]) == ("degraded", False)
    assert after["last"] < after["ended"] < after["next"]


def test_a_tick_beside_a_crawl_is_turned_away_and_says_so(tmp_path: Path) -> None:
    root = tmp_path / "kept"
    root.mkdir()
    lock = Lock(root)  # as a crawl holds it
    try:
        told = called("schedule", "tick", "by_mfa", "--archive", str(root))
    finally:
        lock.release()
    assert told.exit_code == 75, told.stderr
    assert f"is held by process {os.getpid()}" in told.stderr


def test_the_daemon_crawls_leaves_the_archive_free_and_ends_when_told(press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    with _daemon(press, archive, tmp_path) as daemon:
        try:
            assert daemon.stdout is not None
            said = iter(daemon.stdout.readline, "")
            assert next(line for line in said if line.startswith("Archive: "))  # the tick is over
            asyncio.run(_take(archive))
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(10) == 0
        finally:
            daemon.kill()


def test_the_daemon_told_to_end_in_mid_crawl_breaks_it_off_in_time(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    archive = tmp_path / "kept"
    with _daemon(press, archive, tmp_path, "--delay", 0.2) as daemon:
        try:
            assert press.counter.wait_for(4)
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(10) == 11
        finally:
            daemon.kill()
    assert list(verify(archive)) == []
    found = json.loads(called(*arguments(press, "list", archive, "--json")).stdout)
    assert (found["outcome"], found["why"]) == ("interrupted", "its last run was broken off")


def test_what_the_configuration_says_of_health_is_done_after_a_tick(communique: Command, tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text(
        'metrics = "told/communique.prom"\nmonitors = ["crawler.health.monitors.RunMonitors"]\n'
        '[alerts]\ncommand = ["/bin/sh", "-c", "echo \\"$0\\" >>told.txt", "{state} {source} {kind}"]\n'
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        port = taken.getsockname()[1]
        mapping = ("--connect-to", f"::127.0.0.1:{port}", "--delay", 0)
        ran = communique("--sources", sources_dir(), "schedule", "tick", *mapping)
    assert ran.returncode == 5, ran.stderr
    assert "monitor.failed" in ran.stdout
    assert (tmp_path / "told.txt").read_text() == "open demo unreachable\n"
    written = (tmp_path / "told" / "communique.prom").read_text()
    assert 'communique_needs_person{kind="unreachable",source="demo"} 1.0' in written
    status = called("status", "--metrics", "again.prom")
    assert status.exit_code == 6
    assert 'kind="unreachable",source="demo"' in (tmp_path / "again.prom").read_text()
    assert called("status", "--metrics", "told.txt/x").exit_code == 2


def test_install_writes_units_that_call_this_very_program(communique: Command, tmp_path: Path) -> None:
    made = communique("--sources", sources_dir(), "schedule", "install", "demo", "--archive", "a b", "--to", "units")
    assert made.returncode == 0, made.stderr
    names = ["units/communique.service", "units/communique.timer", "units/communique.cron"]
    assert made.stdout.splitlines() == names
    service = (tmp_path / "units" / "communique.service").read_text()
    assert f'"{sys.executable}" "-m" "crawler" "--sources" "{sources_dir()}" "schedule" "tick"' in service
    assert f'"--archive" "{tmp_path}/a b" "demo"' in service
    assert 'Environment="COMMUNIQUE_CONTACT=tests@example.org"' in service
    assert f"WorkingDirectory={tmp_path}\n" in service
    printed = called("--sources", str(sources_dir()), "schedule", "install", "demo", "--daemon")
    assert "Restart=on-failure" in printed.stdout


def test_install_puts_no_password_into_a_unit_that_everybody_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_PROXY", "http://user:geheim@proxy.example:3128")
    made = called("schedule", "install", "by_mfa")
    assert made.exit_code == 0, made.stderr
    assert "geheim" not in made.output
    assert "COMMUNIQUE_PROXY" in made.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tick", "zz_mfa"), "zz_mfa"),
        (("install", "by_mfa", "--name", "../x"), "../x"),
        (("install", "by_mfa", "--to", "/proc/none"), "/proc/none"),
    ],
    ids=["source", "name", "folder"],
)
def test_what_cannot_be_is_wrong_usage(words: tuple[str, ...], told: str) -> None:
    ran = called("schedule", *words)
    assert ran.exit_code == 2, ran.stderr
    assert told in ran.stderr


def test_no_contact_is_told_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMUNIQUE_CONTACT")
    assert called("schedule", "tick", "by_mfa").exit_code == 4


def test_without_a_source_of_ones_own_nothing_is_scheduled(tmp_path: Path) -> None:
    nothing = called("schedule", "tick")
    assert nothing.exit_code == 0
    assert "no source is scheduled" in nothing.stdout
    assert not (tmp_path / "archives").exists()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("COMMUNIQUE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COMMUNIQUE_CONTACT", "tests@example.org")


def called(*words: str) -> Result:
    """The command in this process: for what it refuses before anything is done."""
    return CliRunner().invoke(main, words, prog_name="communique")


async def _take(archive: Path) -> None:
    async with await Archive.open(archive, min_free=0):
        pass


def _daemon(press: Press, archive: Path, folder: Path, *more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "crawler", *arguments(press, "daemon", archive, *more)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
        env=environment(folder),
    )
