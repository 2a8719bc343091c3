"""``communique fixture``: statements of an archive kept as examples of how a source is to be read."""

import json
import sys
from pathlib import Path

import click

from crawler.cli import exits
from crawler.cli.options import archive_option, configuration, known_sources
from crawler.rereading.compare import shortened
from crawler.rereading.fixtures import Checked, FixtureError, accept_fixture, check_fixture, find_fixtures, save_fixture

_TO = click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("fixtures"),
    show_default=True,
    help="The folder of fixtures; each has a folder SOURCE/ID in it.",
)


@click.group("fixture")
def fixture_group() -> None:
    """Keep statements as examples, and see whether a source still reads them as it should."""


@fixture_group.command("save")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@archive_option
@_TO
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="This revision (default: the newest).")
@click.pass_obj
def save_command(
    folders: tuple[Path, ...], ids: tuple[str, ...], archive: Path | None, folder: Path, revision: int | None
) -> None:
    """Write statements' captures and what was read of them into a folder.

    Look at each statement.json and mend it by hand where it is wrong: it says how the page is to be read. Then change
    the source until `communique fixture check` agrees.
    """
    path = configuration(folders, archive).archive
    for name in ids:
        try:
            click.echo(save_fixture(path, name, folder, revision=revision))
        except FixtureError as error:
            raise click.UsageError(str(error)) from error


@fixture_group.command("check")
@click.argument("places", metavar="[FOLDER]…", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--accept", is_flag=True, help="Take what is read now as right, after you have looked at it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a fixture.")
@click.pass_obj
def check_command(folders: tuple[Path, ...], places: tuple[Path, ...], accept: bool, as_json: bool) -> None:
    """Read fixtures again by the present sources; exit 6 where one reads differently.

    Without a FOLDER those in ./fixtures are read.
    """
    sources = known_sources(configuration(folders, None))
    wrong = 0
    try:
        found = find_fixtures(places or (Path("fixtures"),))
        for checked in (check_fixture(one, sources) for one in found):
            if accept and checked.differences:
                accept_fixture(checked)
            wrong += not checked.right and not (accept and checked.differences)
            click.echo(_object(checked) if as_json else _text(checked, accepted=accept))
    except FixtureError as error:
        raise click.UsageError(str(error)) from error
    if not as_json:
        click.echo(f"{len(found) - wrong} of {len(found)} fixtures read as they should")
    if wrong:
        sys.exit(exits.DEGRADED)


def _text(checked: Checked, *, accepted: bool) -> str:
    if checked.right:
        return f"{checked.folder}: as it should be"
    if checked.reason is not None:
        return f"{checked.folder}: not read as a statement: {checked.reason}"
    lines = [f"{checked.folder}: {'accepted' if accepted else 'reads differently'}"]
    for name, values in sorted(checked.differences.items()):
        golden, now = shortened(*values)
        lines += [f"  {name}", f"    should be {golden}", f"    reads as  {now}"]
    return "\n".join(lines)


def _object(checked: Checked) -> str:
    return json.dumps(
        {
            "fixture": str(checked.folder),
            "id": checked.statement.id,
            "right": checked.right,
            "reason": checked.reason,
            "differences": {name: {"should": was, "reads": now} for name, (was, now) in checked.differences.items()},
        },
        ensure_ascii=False,
    )
