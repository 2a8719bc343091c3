"""``communique status``, ``verify`` and ``rebuild``: what an archive holds, whether it is sound, and mending it."""

import json
import sys
from pathlib import Path

import click

from crawler.archive.rebuild import rebuild
from crawler.archive.status import read_status, status_text
from crawler.archive.verify import verify
from crawler.cli import exits
from crawler.cli.options import archive_option, configuration


@click.command("status")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_obj
def status_command(folders: tuple[Path, ...], archive: Path | None, as_json: bool) -> None:
    """Show what the archive holds and how each source's last crawl ended."""
    path = _existing(folders, archive)
    status = read_status(path)
    click.echo(status.model_dump_json() if as_json else status_text(status))


@click.command("verify")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a damage.")
@click.pass_obj
def verify_command(folders: tuple[Path, ...], archive: Path | None, as_json: bool) -> None:
    """Check every file of the archive against every other; exit 17 and name file and place of whatever is wrong."""
    path = _existing(folders, archive)
    found = 0
    for damage in verify(path):
        found += 1
        if as_json:
            click.echo(json.dumps({"file": damage.file, "offset": damage.offset, "sentence": damage.sentence}))
        else:
            click.echo(f"{damage.file}, offset {damage.offset}: {damage.sentence}")
    if found:
        click.echo(f"communique: {path}: {found} damaged places", err=True)
        sys.exit(exits.DAMAGED)
    if not as_json:
        click.echo(f"{path}: sound")


@click.command("rebuild")
@archive_option
@click.pass_obj
def rebuild_command(folders: tuple[Path, ...], archive: Path | None) -> None:
    """Make the catalogue again from the WARC and JSON Lines files alone; the old one is kept beside it."""
    click.echo(str(rebuild(_existing(folders, archive))))


def _existing(folders: tuple[Path, ...], archive: Path | None) -> Path:
    path = configuration(folders, archive).archive
    if not path.is_dir():
        raise click.UsageError(f"there is no archive at {path}; --archive names another")
    return path
