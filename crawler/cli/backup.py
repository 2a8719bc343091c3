"""``communique backup``: a second archive, up to date with the first."""

import sys
from pathlib import Path

import click

from crawler.archive.backup import backup
from crawler.cli import exits
from crawler.cli.looking import looking
from crawler.cli.options import archive_option, configuration


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@archive_option
@click.pass_obj
def backup_command(folders: tuple[Path, ...], folder: Path, archive: Path | None) -> None:
    """Copy the archive into DIR, or bring the backup there up to date, also while a crawl runs.

    DIR is an archive of its own then: `communique verify --archive DIR` checks it, and to restore it is to use it. Only
    what is new is copied. Exit 17 where a file of the archive is not what was sealed; a good copy of it is kept.
    """
    root = configuration(folders, archive).archive
    with looking() as look:
        report = backup(root, folder, told=look)
    click.echo(f"{report.target}: {report.copied:,} files copied, {report.grown:,} added to,", nl=False)
    click.echo(f" {report.skipped:,} there already, {report.bytes / 1e6:,.1f} MB written")
    for damage in report.damages:
        click.echo(f"{damage.file}, offset {damage.offset}: {damage.sentence}")
    if report.damages:
        click.echo(f"communique: {root}: {len(report.damages)} damaged files; their copies are no better", err=True)
        sys.exit(exits.DAMAGED)
