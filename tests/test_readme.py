"""The README tells the truth: its source reads a page, its commands exist, its transcript is what the demo prints."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from crawler.cli.main import main
from crawler.configuration import read_configuration
from tests.cli.conftest import Command, communique

__all__ = ["communique"]

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]


def block(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("communique")])
def test_every_command_and_option_exists(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    for name in ("saved.html", "by_mfa.wacz", "crawl.wacz", "old.warc.gz"):
        (tmp_path / name).touch()
    command: click.Command = main
    arguments = shlex.split(line)[1:]
    context = None
    while True:
        context = command.make_context(command.name or "communique", list(arguments), parent=context)
        if not isinstance(command, click.Group):
            break
        name, found, arguments = command.resolve_command(context, [*context._protected_args, *context.args])
        assert name
        assert found
        command = found


def test_the_transcript_is_what_the_demo_prints(communique: Command, tmp_path: Path) -> None:
    printed = communique("demo", "--archive", tmp_path / "demo").stdout
    said = set(printed.splitlines())
    for line in block("transcript").splitlines():
        # The size of what was received hangs on compression, which differs between versions of zlib.
        steady = re.sub(r"\([\d.]+ kB\)", "(…)", line)
        assert steady in {re.sub(r"\([\d.]+ kB\)", "(…)", one) for one in said}, line


def test_the_source_of_the_readme_is_sound_and_reads_a_page(communique: Command, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "xx_mfa.toml").write_text(block("source"))
    page = tmp_path / "saved.html"
    page.write_text(
        "<!doctype html><html lang=en><body><h1>No:7/26, Statement on the reed beds</h1>"
        "<p class=published>8 November 2026</p><div class=text><p>The reed beds of the estuary are now protected."
        " The ministry thanks everybody who took part in three years of talks.</p></div></body></html>"
    )
    checked = communique("--sources", "mine", "sources", "check", "xx_mfa")
    assert (checked.returncode, checked.stdout[:13]) == (0, "xx_mfa: sound"), checked.stdout + checked.stderr
    url = "https://mfa.example/en/press/1"
    read = communique("--sources", "mine", "extract", page, "--url", url, "--source", "xx_mfa")
    assert read.returncode == 0, read.stderr
    assert '"date": "2026-11-08"' in read.stdout
    assert '"number": "7/26"' in read.stdout


def test_the_configuration_of_the_readme_is_read(tmp_path: Path) -> None:
    text = next(text for text in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if text.startswith("contact"))
    (tmp_path / "communique.toml").write_text(text)
    found = read_configuration({}, tmp_path)
    assert found.contact == tomllib.loads(text)["contact"]
    assert found.archive == Path("/srv/communique")


def test_the_readme_names_every_exit_code(communique: Command) -> None:
    told = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", README, re.MULTILINE) for code in row.split(",")}
    helped = {int(code) for code in re.findall(r"^ +(\d+)  ", communique("--help").stdout, re.MULTILINE)}
    assert told == helped
