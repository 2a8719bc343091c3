"""The README tells the truth: its source reads a page, its commands exist, its transcript is what the demo prints."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import get_args

import click
import pytest

from crawler.cli.main import main
from crawler.configuration import read_configuration
from crawler.demo.statements import MAIN, load_press
from crawler.model.change import CHANGE_KINDS
from crawler.model.difference import Class
from crawler.model.source import Schedule, Watch
from tests.cli.conftest import Command, Press, communique, lines, press

__all__ = ["communique", "press"]

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
WATCH = (Path(__file__).resolve().parent.parent / "docs" / "watch.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README + WATCH, re.DOTALL)
    for line in block.splitlines()
]


def block(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("communique")])
def test_every_command_and_option_exists(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "archives", "mine/fixtures"):
        (tmp_path / name).mkdir()
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


def test_a_stranger_adds_a_ministry_as_the_readme_says(communique: Command, press: Press, tmp_path: Path) -> None:
    ask, check, crawl = (
        shlex.split(line.removeprefix("$ communique ").replace("::127.0.0.1:8094", f"::127.0.0.1:{press.site.port}"))
        for line in (block("probe") + block("checked")).splitlines()
        if line.startswith("$ ")
    )
    assert "communique demo --serve --port 8094" in README
    probed = communique(*ask)
    assert probed.returncode == 6, probed.stderr
    said_in_order(probed.stdout, block("probe"))
    source = tmp_path / "mine" / "xa_mfa.toml"
    drafted = source.read_text()
    assert re.findall(r"^(\w+) = .*# LOOK", drafted, re.MULTILINE) == ["country", "timezone"]
    source.write_text(drafted.replace('"ZZ"', '"XA"').replace('"UTC"', '"Etc/GMT-1"'))
    checked = communique(*check)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    said_in_order(checked.stdout, block("checked").partition("\n$ communique --sources")[0])
    assert communique(*crawl).returncode in (0, 6)  # the demo has a walled page and a dead link
    on_the_site = [one for one in load_press("before").releases if one.host == MAIN and not one.walled]
    read = {line["url"] for line in lines(tmp_path / "archives")}
    assert read == {one.url for one in on_the_site if "/drafts/" not in one.url}


def said_in_order(printed: str, told: str) -> None:
    """Every line that is told was printed, in that order; what was left out between them does not matter."""
    left = iter(printed.splitlines())
    for line in told.splitlines():
        if not line.startswith("$ "):
            assert line in left, f"{line!r} was not printed there:\n{printed}"


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


def test_the_watch_and_the_schedule_of_the_manual_are_a_sources(tmp_path: Path) -> None:
    tables = [tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", WATCH, re.DOTALL)]
    [watch] = [table["watch"] for table in tables if "watch" in table]
    [schedule] = [table["schedule"] for table in tables if "schedule" in table]
    assert Watch.model_validate(watch) == Watch()  # it says that these are the defaults
    assert Schedule.model_validate(schedule).model_dump(mode="json", exclude_defaults=True).keys() <= schedule.keys()
    [alerts] = [text for text in re.findall(r"```toml\n(.*?)```", WATCH, re.DOTALL) if "[alerts]" in text]
    (tmp_path / "communique.toml").write_text(alerts)
    assert read_configuration({}, tmp_path).alerts.email == ("watch@example.org",)


def test_the_manual_tells_every_kind_of_change_and_every_class() -> None:
    told = {
        kind
        for row in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", WATCH, re.MULTILINE)
        for kind in re.findall(r"\w+", row)
    }
    assert told == set(CHANGE_KINDS)
    assert all(f"`{name}`" in WATCH for name in get_args(Class))


def test_the_readme_names_every_exit_code(communique: Command) -> None:
    told = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", README, re.MULTILINE) for code in row.split(",")}
    helped = {int(code) for code in re.findall(r"^ +(\d+)  ", communique("--help").stdout, re.MULTILINE)}
    assert told == helped
