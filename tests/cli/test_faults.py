"""What goes wrong for an operator: each fault has its exit code and a sentence, and no traceback."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Press, environment, ids


def told(ran: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert ran.returncode == code, ran.stdout + ran.stderr
    for word in words:
        assert word in ran.stderr + ran.stdout
    assert "Traceback" not in ran.stderr + ran.stdout


def test_a_typo_in_a_source_is_told_with_file_line_and_nearest_key(communique: Command, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "xx_mfa.toml").write_text(
        'id = "xx_mfa"\nname = "X"\ncountry = "XX"\nlanguages = ["en"]\ntimezone = "UTC"\n'
        '[politeness]\ndelai = 1.0\n[[sites]]\nhost = "mfa.example"\n'
    )
    told(communique("--sources", folder, "crawl", "xx_mfa"), 4, "xx_mfa.toml:7", "delai", "delay")


def test_no_contact_is_told_before_the_first_request(communique: Command) -> None:
    told(communique("crawl", "by_mfa", COMMUNIQUE_CONTACT=""), 4, "COMMUNIQUE_CONTACT")


def test_an_unknown_source_is_wrong_usage(communique: Command) -> None:
    told(communique("crawl", "zz_mfa"), 2, "zz_mfa", "by_mfa")


def test_an_address_of_no_source_is_wrong_usage(communique: Command) -> None:
    told(communique("crawl", "--url", "https://nobody.example/x"), 2, "nobody.example", "capture")


def test_an_unreachable_host_fails_its_source(communique: Command, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        port = taken.getsockname()[1]
        ran = communique(
            "crawl", "us_ny_oag", "--archive", tmp_path / "kept", "--delay", 0, "--connect-to", f"::127.0.0.1:{port}"
        )
    told(ran, 5, "us_ny_oag: failed", "robots.unreachable")


def test_a_second_crawl_beside_the_first_is_turned_away(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    first = subprocess.Popen(
        [sys.executable, "-m", "crawler", *press.arguments(archive, "--delay", 0.2)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
        env=environment(tmp_path),
    )
    try:
        assert press.counter.wait_for(2)
        told(communique(*press.arguments(archive)), 75, "another")
    finally:
        first.terminate()
        first.wait(20)


def test_a_read_only_archive_is_told_before_the_first_request(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    archive = tmp_path / "kept"
    archive.mkdir()
    archive.chmod(0o500)
    if os.geteuid() == 0:  # root may write in any folder but those of the kernel
        archive = Path("/sys/kept")
    told(communique(*press.arguments(archive)), 3, str(archive), "cannot be written")
    assert press.counter.served == 0


def test_an_archive_where_a_file_stands_is_told_before_the_first_request(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text("not a folder")
    ran = communique(*press.arguments(tmp_path / "kept" / "below"))
    told(ran, 3, "kept")
    assert press.counter.served == 0


def test_too_little_free_space_is_told_before_the_first_request(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    (tmp_path / "communique.toml").write_text("min_free_gib = 1000000\n")
    told(communique(*press.arguments(tmp_path / "kept")), 3, "free")
    assert press.counter.served == 0


def test_storage_that_fails_on_the_way_ends_the_crawl_and_loses_nothing(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    clean, archive = tmp_path / "clean", tmp_path / "kept"
    communique(*press.arguments(clean))

    def small() -> None:  # a file may not grow beyond this: the disk is full for it, in the middle of the crawl
        resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000))

    full = subprocess.run(
        [sys.executable, "-m", "crawler", *press.arguments(archive)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=environment(tmp_path),
        preexec_fn=small,  # no thread of this test holds a lock that the child needs
        check=False,
    )
    told(full, 3, str(archive), "cannot be written")
    assert communique("verify", "--archive", archive).returncode == 0
    communique(*press.arguments(archive))
    assert ids(archive) == ids(clean)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_crawl_consistent_and_the_next_goes_on(
    communique: Command, press: Press, tmp_path: Path, number: signal.Signals
) -> None:
    clean, archive = tmp_path / "clean", tmp_path / "kept"
    communique(*press.arguments(clean))
    already = press.counter.served
    crawl = subprocess.Popen(
        [sys.executable, "-m", "crawler", *press.arguments(archive, "--delay", 0.6)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment(tmp_path),
    )
    assert press.counter.wait_for(already + 8)
    begun = time.monotonic()
    crawl.send_signal(number)
    crawl.send_signal(number)
    out, err = crawl.communicate(timeout=20)
    assert time.monotonic() - begun < 10
    assert crawl.returncode == 11, out + err
    assert "Traceback" not in out + err
    assert communique("verify", "--archive", archive).returncode == 0
    assert set(ids(archive)) < set(ids(clean))
    communique(*press.arguments(archive))
    assert ids(archive) == ids(clean)


def test_a_host_that_never_answers_does_not_hold_up_a_signal(communique: Command, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        crawl = subprocess.Popen(
            [
                *(sys.executable, "-m", "crawler", "crawl", "us_ny_oag"),
                *("--archive", str(tmp_path / "kept"), "--connect-to", f"::127.0.0.1:{port}"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment(tmp_path),
        )
        silent.settimeout(30)
        connection, _ = silent.accept()
        begun = time.monotonic()
        crawl.send_signal(signal.SIGTERM)
        crawl.communicate(timeout=20)
        connection.close()
    assert time.monotonic() - begun < 10
    assert crawl.returncode == 11
