"""``communique import``: WARC, ARC and WACZ files of other makers into the archive."""

import asyncio
import sys
from pathlib import Path

import click

from crawler.archive import Archive
from crawler.cli import exits
from crawler.cli.options import archive_option, configuration, known_sources, need_sources
from crawler.configuration import Configuration
from crawler.rereading.import_report import ImportReport, report_text
from crawler.rereading.imports import import_into, look_through_only
from crawler.sources import Sources


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE…", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@archive_option
@click.option(
    "--source", "only", multiple=True, metavar="ID", help="Read statements of this source alone (repeatable)."
)
@click.option("--keep-readable", is_flag=True, help="Of a damaged file, keep the records that are whole.")
@click.option("--dry-run", is_flag=True, help="Look through the files and say what would be read; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@click.pass_obj
def import_command(
    folders: tuple[Path, ...],
    files: tuple[Path, ...],
    archive: Path | None,
    only: tuple[str, ...],
    keep_readable: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in WARC, ARC and WACZ files that other programs made, byte for byte, and read the statements in them.

    A file that is not whole is refused with place and reason (exit 1), and nothing of it is kept; with --keep-readable
    its whole records are (exit 6). A file that the archive has already adds nothing.
    """
    found = configuration(folders, archive)
    sources = known_sources(found)
    need_sources(sources, only)
    try:
        if dry_run:
            report = look_through_only(files, sources, only=only, keep_readable=keep_readable, archive=found.archive)
        else:
            report = asyncio.run(_import(found, files, sources, only, keep_readable))
    except OSError as error:
        click.echo(f"communique: {error.filename or 'a file'} cannot be read: {error.strerror or error}", err=True)
        sys.exit(exits.ERROR)
    click.echo(report.model_dump_json() if as_json else report_text(report))
    sys.exit(_code(report))


async def _import(
    found: Configuration, files: tuple[Path, ...], sources: Sources, only: tuple[str, ...], keep_readable: bool
) -> ImportReport:
    async with await Archive.open(found.archive, operator=found.operator, min_free=found.min_free) as archive:
        return await import_into(
            archive,
            files,
            sources,
            only=only,
            keep_readable=keep_readable,
            tell=_tell if sys.stderr.isatty() else _mute,
        )


def _code(report: ImportReport) -> int:
    if any(one.outcome == "refused" for one in report.files):
        return exits.ERROR
    return exits.DEGRADED if any(one.left_out for one in report.files) else exits.OK


def _tell(sentence: str) -> None:
    click.echo(f"{sentence} …", err=True)


def _mute(_: str) -> None:
    """Nobody watches."""
