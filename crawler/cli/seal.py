"""``communique seal``: end the WARC files that still grow."""

from pathlib import Path

import click

from crawler.archive.sealing import seal
from crawler.cli.options import archive_option, configuration


@click.command("seal")
@archive_option
@click.option("--source", "sources", multiple=True, metavar="ID", help="Only files of this source (repeatable).")
@click.pass_obj
def seal_command(folders: tuple[Path, ...], archive: Path | None, sources: tuple[str, ...]) -> None:
    """End the WARC files that still grow, with their lines in the manifest and their indexes.

    A crawl does it itself at its end; this is for an archive whose crawl was cut off and that is to be moved or handed
    on as it is. What a killed crawl left behind is put right first. Exit 75 while a crawl holds the archive.
    """
    root = configuration(folders, archive).archive
    names = seal(root, sources)
    for name in names:
        click.echo(name)
    if not names:
        click.echo(f"{root}: no file grows")
