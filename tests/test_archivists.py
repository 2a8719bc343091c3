"""The archivists' manual tells the truth: its checks run on an archive, its commands and its files exist."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from crawler.archive import places
from crawler.cli.main import main
from tests.cli.conftest import demo_archive

__all__ = ["demo_archive"]

MANUAL = (Path(__file__).resolve().parent.parent / "docs" / "archivists.md").read_text(encoding="utf-8")
CHECKS = MANUAL.partition("## Check an archive without this program")[2]
BLOCKS = [
    "\n".join(line[4:] for line in block.splitlines()) for block in re.findall(r"(?:^    .+\n)+", CHECKS, re.MULTILINE)
]


def run(script: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-euc", script], cwd=folder, capture_output=True, check=False)


def test_the_sealed_files_are_checked_with_coreutils(demo_archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archives"
    shutil.copytree(demo_archive, copy)
    done = run(BLOCKS[0], tmp_path)
    assert (done.returncode, done.stdout.count(b": OK\n")) == (0, 2), done.stderr
    segment = next((copy / "warc").rglob("*.warc.gz"))
    segment.write_bytes(segment.read_bytes()[:-1] + b"x")
    assert run(BLOCKS[0], tmp_path).returncode == 1


@pytest.mark.skipif(shutil.which("jq") is None, reason="the program jq is not here")
def test_one_statement_is_proven_with_jq_and_coreutils(demo_archive: Path) -> None:
    lines = next((demo_archive / places.STATEMENTS).rglob("*.jsonl"))
    script = BLOCKS[1].replace("statements/by_mfa/2026-11.jsonl", lines.relative_to(demo_archive).as_posix())
    done = run(script, demo_archive)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"WARC/1.1\r\nWARC-Type: ")


@pytest.mark.parametrize("told", sorted(set(re.findall(r"`communique ([a-z][^`]*)`", MANUAL))))
def test_every_command_of_the_manual_exists(told: str) -> None:
    command: click.Command = main
    words = shlex.split(told)
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None, told
        command = found
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known, told


def test_the_manual_names_the_files_by_their_names() -> None:
    for name in (places.MANIFEST, "decisions.jsonl", "fixity.jsonl", "warc/_imported"):
        assert f"`{name}`" in MANUAL
