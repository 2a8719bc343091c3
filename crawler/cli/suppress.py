"""``communique suppress``: take a statement out of every output, for good."""

from pathlib import Path

import click

from crawler.archive.suppress import suppress
from crawler.cli.options import archive_option, configuration


@click.command("suppress")
@click.argument("statement_id", metavar="ID")
@archive_option
@click.option("--reason", required=True, metavar="TEXT", help="Why, and on whose demand: kept in decisions.jsonl.")
@click.option("--erase", is_flag=True, help="Take its records out of the WARC files too. There is no way back.")
@click.pass_obj
def suppress_command(
    folders: tuple[Path, ...], statement_id: str, archive: Path | None, reason: str, erase: bool
) -> None:
    """Keep the statement ID out of every output from now on: a legal demand.

    Its lines become tombstones that say nothing but which decision took them away, no index names its captures, and
    no crawl asks for it again. The decision and its reason stay in decisions.jsonl. The WARC files stay as they are,
    unless --erase. A call that was cut off is completed by another. Backups follow at the next `communique backup`.
    """
    click.echo(str(suppress(configuration(folders, archive).archive, statement_id, reason, erase=erase)))
