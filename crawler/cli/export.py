"""``communique export``: statements with their evidence as a WACZ package, or the archive as a BagIt bag."""

import json
import sys
from pathlib import Path

import click

from crawler.cli import exits
from crawler.cli.options import archive_option, configuration, day
from crawler.cli.sign import Signing, signing_options
from crawler.exporters.bagit import export_bagit
from crawler.exporters.selection import SelectionError, Wanted
from crawler.exporters.wacz import export_wacz
from crawler.warc.wacz import PackageError


@click.group("export")
def export_group() -> None:
    """Take statements and their evidence, or the whole archive, out of it as files that other programs read."""


@export_group.command("wacz")
@archive_option
@click.option("--source", "sources", multiple=True, metavar="ID", help="Only statements of this source (repeatable).")
@click.option("--id", "ids", multiple=True, metavar="ID", help="Only this statement (repeatable).")
@click.option("--from", "since", callback=day, metavar="DATE", help="Only what was seen on this day (UTC) or later.")
@click.option("--to", "until", callback=day, metavar="DATE", help="Only what was seen on this day (UTC) or earlier.")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="FILE.wacz",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The package; a file that exists is not replaced.",
)
@click.option("--sign", "signs", is_flag=True, help="Sign it, as `communique sign` does.")
@signing_options
@click.option("--json", "as_json", is_flag=True, help="What was written, as one JSON object.")
@click.pass_obj
def wacz_command(
    folders: tuple[Path, ...],
    /,
    archive: Path | None,
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    since: str | None,
    until: str | None,
    target: Path,
    signs: bool,
    signing: Signing,
    as_json: bool,
) -> None:
    """Write statements with all that proves them into one WACZ file, to be opened in ReplayWeb.page or pywb.

    It holds the statements' captures as they went over the wire, what the pages need to be seen, the documents that
    they link, and the record of what was read. The same selection gives the same file, byte for byte; only a signature
    differs. Nothing that is suppressed goes into it. Check it with `communique verify FILE.wacz`.
    """
    root = configuration(folders, archive).archive
    sign = signing.prepared() if signs else None
    try:
        done = export_wacz(root, target, Wanted(sources, ids, since, until), sign=sign)
    except FileExistsError as error:
        raise click.UsageError(f"{error}; name another with -o") from error
    except SelectionError as error:
        raise click.UsageError(str(error)) from error
    except PackageError as error:
        click.echo(f"communique: {target}: {error}", err=True)
        sys.exit(exits.ERROR)
    found = done.selected
    if as_json:
        told = {
            "file": str(target),
            "bytes": done.size,
            "digest": done.digest,
            "statements": found.statements,
            "revisions": found.revisions,
            "captures": found.captures,
            "first": found.first,
            "last": found.last,
            "left_out": found.left_out,
            "signed": signs,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(
        f"{target}: {found.statements:,} statements in {found.revisions:,} revisions, {found.captures:,} captures,"
        f" {done.size:,} bytes{', signed' if signs else ''}\n{done.digest}"
    )
    for sentence in found.left_out:
        click.echo(f"left out: {sentence}", err=True)


@export_group.command("bagit")
@archive_option
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The bag, a new folder.",
)
@click.option("--link", is_flag=True, help="Link the sealed WARC files instead of copying them (same file system).")
@click.option("--json", "as_json", is_flag=True, help="What was written, as one JSON object.")
@click.pass_obj
def bagit_command(folders: tuple[Path, ...], /, archive: Path | None, target: Path, link: bool, as_json: bool) -> None:
    """Put the whole archive into a BagIt bag (RFC 8493), for long-term storage.

    The bag holds every sealed WARC file with its index, all lines, and no catalogue: `communique rebuild` on a copy of
    its `data` folder makes that again. WARC files that still grow are left out and named; `communique seal` ends them
    first. It is a copy for keeping: suppressed statements are in it, with the decisions about them.
    """
    root = configuration(folders, archive).archive
    try:
        done = export_bagit(root, target, link=link)
    except FileExistsError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        told = {"folder": str(target), "files": done.files, "bytes": done.bytes, "growing": done.growing}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{target}: {done.files:,} files, {done.bytes:,} bytes")
    if done.growing:
        click.echo(f"left out, because they still grow ({len(done.growing)}); `communique seal` ends them:", err=True)
        for name in done.growing:
            click.echo(f"  {name}", err=True)
