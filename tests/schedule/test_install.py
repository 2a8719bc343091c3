"""What is given to systemd and cron is what they run, whatever is in its words."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.schedule.install import Setup, cron_line, units

NASTY = ("/opt/a b/python", "-m", "crawler", "--sources", "/s/100% $HOME \"x\" \\ ${PATH} 'y'")


def setup(command: tuple[str, ...] = NASTY, folder: str = "/srv/my folder 50%") -> Setup:
    return Setup(command, ("--archive", "/a/$x"), Path(folder), {"COMMUNIQUE_CONTACT": 'a "b" 100%@example.org'})


words = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1)


def systemd_words(value: str) -> list[str]:
    """ExecStart's value as systemd reads it: quotes and escapes (systemd.syntax), then % and $ (systemd.service)."""
    found: list[str] = []
    rest = value
    while rest := rest.lstrip(" "):
        assert rest[0] == '"'
        word, at = "", 1
        while rest[at] != '"':
            if rest[at] == "\\":
                assert rest[at + 1] in '"\\'
                at += 1
            word += rest[at]
            at += 1
        found.append(word)
        rest = rest[at + 1 :]
    for word in found:
        assert "%" not in word.replace("%%", "")  # else a specifier
    for word in found[1:]:
        assert "$" not in word.replace("$$", "")  # else a variable; in the first there are none
    first, *others = (word.replace("%%", "%") for word in found)
    return [first, *(word.replace("$$", "$") for word in others)]


@given(st.lists(words, min_size=1, max_size=4))
@example(list(NASTY))
def test_systemd_reads_back_the_words_that_were_meant(given_words: list[str]) -> None:
    text = units(setup(tuple(given_words)), "communique")["communique.service"]
    start = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    meant = [*given_words, "schedule", "tick", "--archive", "/a/$x"]
    assert systemd_words(start.removeprefix("ExecStart=")) == meant


@given(st.lists(words, min_size=1, max_size=4))
@example(list(NASTY))
def test_cron_reads_back_the_words_that_were_meant(given_words: list[str]) -> None:
    line = cron_line(setup(tuple(given_words)), Path("/var/log/my log"))
    assert line.startswith("*/5 * * * * ")
    assert line.count("\n") == 1
    command = line.removeprefix("*/5 * * * * ").rstrip("\n")
    assert "%" not in command.replace("\\%", "")  # else the command ends there
    said = shlex.split(command.replace("\\%", "%"))
    assert said[:2] == ["cd", "/srv/my folder 50%"]
    meant = ['COMMUNIQUE_CONTACT=a "b" 100%@example.org', *given_words, "schedule", "tick", "--archive", "/a/$x"]
    assert said[3:-2] == meant


def test_the_shell_of_cron_runs_what_was_meant(tmp_path: Path) -> None:
    script = tmp_path / "a b$c" / "tell 1%"
    script.parent.mkdir()
    script.write_text('#!/bin/sh\npwd\necho "$COMMUNIQUE_CONTACT"\nfor word in "$@"; do echo "$word"; done\n')
    script.chmod(0o755)
    log = tmp_path / "the log"
    line = cron_line(setup((str(script), *NASTY), str(script.parent)), log)
    subprocess.run(["/bin/sh", "-c", line.removeprefix("*/5 * * * * ").replace("\\%", "%")], check=True)
    assert log.read_text().splitlines() == [
        str(script.parent),
        'a "b" 100%@example.org',
        *NASTY,
        "schedule",
        "tick",
        "--archive",
        "/a/$x",
    ]


@pytest.mark.parametrize("daemon", [False, True], ids=["timer", "daemon"])
def test_systemd_finds_nothing_wrong_with_the_units(daemon: bool, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed: systemd's own check of the units is left out")
    program = tmp_path / "py 1% $x"
    program.symlink_to("/bin/true")
    for name, text in units(setup((str(program), *NASTY)), "communique", daemon=daemon).items():
        (tmp_path / name).write_text(text)
    files = sorted(map(str, tmp_path.glob("communique.*")))
    done = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    mine = [line for line in done.stderr.splitlines() if "communique" in line]
    assert (done.returncode, mine) == (0, []), done.stderr


def test_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match="line break"):
        setup(("python", "a\nExecStart=/bin/rm"))


def test_a_tick_that_met_another_crawl_or_a_sick_source_is_no_failure_of_the_unit() -> None:
    found = units(setup(), "communique")
    assert "SuccessExitStatus=5 6 11 75\n" in found["communique.service"]
    assert "Persistent=true\n" in found["communique.timer"]
    assert "[Install]" not in found["communique.service"]  # the timer starts it


def test_the_daemon_is_started_again_but_not_for_what_a_person_must_mend() -> None:
    text = units(setup(), "communique", daemon=True)["communique.service"]
    assert "Restart=on-failure\n" in text
    assert "RestartPreventExitStatus=1 2 4 17\n" in text
    assert text.endswith("WantedBy=multi-user.target\n")
