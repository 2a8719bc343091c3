"""``communique status``, ``verify`` and ``rebuild``: what an archive holds, whether it is sound, and mending it."""

import json
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import click

from crawler.archive.rebuild import rebuild
from crawler.archive.status import Status, read_status, status_text
from crawler.archive.verify import verify
from crawler.cli import exits
from crawler.cli.options import archive_option, configuration, known_sources, processors
from crawler.cli.package import verify_package
from crawler.cli.sign import tsa_cert_option
from crawler.health.metrics import write_metrics
from crawler.health.needs import Need, needs
from crawler.rereading.check import ExtractCheck


@click.command("status")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option(
    "--metrics",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write it for Prometheus, as a text file of the node exporter (communique.prom).",
)
@click.pass_obj
def status_command(folders: tuple[Path, ...], archive: Path | None, as_json: bool, metrics: Path | None) -> None:
    """Show what the archive holds, how each source is doing, and what needs a person.

    Exits with 6 where something does.
    """
    path = _existing(folders, archive)
    status = read_status(path, min_free=configuration(folders, archive).min_free)
    wanted = needs(status)
    if metrics is not None:
        _write_metrics(metrics, status, wanted)
    if as_json:
        told = status.model_dump(mode="json") | {"needs": [need._asdict() for need in wanted]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(status_text(status))
        for need in wanted:
            click.echo(f"needs a person: {need.source or 'the archive'}: {need.kind}: {need.sentence}")
    if wanted:
        sys.exit(exits.DEGRADED)


def _write_metrics(path: Path, status: Status, wanted: Sequence[Need]) -> None:
    try:
        write_metrics(path, status, wanted)
    except OSError as error:
        raise click.UsageError(f"--metrics {path} cannot be written: {error.strerror}") from error
    except ImportError as error:
        raise click.UsageError(str(error)) from error


@click.command("verify")
@click.argument(
    "package", required=False, metavar="[FILE.wacz]", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@archive_option
@tsa_cert_option
@click.option("--extract", "extracting", is_flag=True, help="Also extract every statement again from its bytes.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that do it (default: one a processor)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a damage.")
@click.pass_obj
def verify_command(
    folders: tuple[Path, ...],
    package: Path | None,
    archive: Path | None,
    tsa_cert: Path | None,
    extracting: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Check every file of the archive against every other, or one package, of whatever maker, with its signature.

    Asks nobody over the network. Exits with 17 and names file and place of whatever is wrong.
    """
    if package is not None:
        if archive is not None or extracting:
            raise click.UsageError("name a package or an archive: a package is judged by itself")
        verify_package(package, tsa_cert, as_json=as_json)
        return
    path = _existing(folders, archive)
    found = 0
    again: ExtractCheck | None = None
    if extracting:
        again = ExtractCheck(path, known_sources(configuration(folders, archive)), jobs=jobs or processors())
    for damage in chain(verify(path), again.damages() if again else ()):
        found += 1
        if as_json:
            click.echo(json.dumps({"file": damage.file, "offset": damage.offset, "sentence": damage.sentence}))
        else:
            click.echo(f"{damage.file}, offset {damage.offset}: {damage.sentence}")
    for note in again.notes if again else ():
        click.echo(f"note: {note}", err=True)
    if found:
        click.echo(f"communique: {path}: {found} damaged places", err=True)
        sys.exit(exits.DAMAGED)
    if not as_json:
        told = f", and {again.statements:,} statements were extracted again" if again else ""
        click.echo(f"{path}: sound{told}")


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
