"""``communique audit``: whether files still are what they were, and a log of it."""

import sys
from pathlib import Path

import click

from crawler.archive.audit import DAYS, audit
from crawler.cli import exits
from crawler.cli.looking import looking
from crawler.cli.options import archive_option, configuration


@click.command("audit")
@archive_option
@click.option("--all", "everything", is_flag=True, help="Every file, whenever it was checked last.")
@click.option(
    "--days",
    type=click.FloatRange(min=0),
    default=DAYS,
    show_default=True,
    help="Check what had no good check for so many days.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check, as in fixity.jsonl.")
@click.pass_obj
def audit_command(
    folders: tuple[Path, ...], archive: Path | None, everything: bool, days: float, as_json: bool
) -> None:
    """Hash files that were not checked for long against the digests they were sealed with, and log each look.

    Runs beside a crawl. The log is fixity.jsonl in the archive, one line a file and check. Names what changed and what
    is missing, and exits with 17 then. `communique verify` looks into the files; this looks whether they stayed.
    """
    root = configuration(folders, archive).archive
    checked = wrong = 0
    with looking() as look:
        for check, left in audit(root, everything=everything, days=days):
            checked += 1
            look(check.file, checked, checked + left)
            if as_json:
                click.echo(check.model_dump_json())
            if check.result != "ok":
                wrong += 1
                if not as_json:
                    click.echo(f"{check.file}: {check.result}: {check.sentence}")
    if not as_json:
        click.echo(f"{root}: {checked:,} files checked, {checked - wrong:,} as they were")
    if wrong:
        click.echo(f"communique: {root}: {wrong} files are not what they were", err=True)
        sys.exit(exits.DAMAGED)
