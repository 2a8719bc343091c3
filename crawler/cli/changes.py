"""``communique changes``: the change log, from any place on, and as it grows."""

import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Final

import click

from crawler.archive.changes import Wanted, follow_changes, read_changes, whole_log
from crawler.cli.options import archive_option, configuration
from crawler.model.change import CHANGE_KINDS, Change, ChangeKind
from crawler.model.line import to_line
from crawler.watch.telling import tell

_PAUSE: Final = 0.5  # seconds between two looks at whether the log has grown


@click.command("changes")
@archive_option
@click.option(
    "--after",
    type=click.IntRange(min=0),
    default=0,
    metavar="CURSOR",
    help="Only what comes after this change: the last one that you have dealt with.",
)
@click.option("--source", "sources", multiple=True, metavar="S", help="Only of this source (repeatable).")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(CHANGE_KINDS), help="Only of this kind (repeatable).")
@click.option("--follow", is_flag=True, help="Then wait for more, for ever; Ctrl-C ends it.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as in changes.jsonl.")
@click.pass_obj
def changes_command(
    folders: tuple[Path, ...],
    archive: Path | None,
    after: int,
    sources: tuple[str, ...],
    kinds: tuple[ChangeKind, ...],
    follow: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """Tell what became true, each change once, oldest first.

    Whoever keeps the cursor of the last change and asks --after it misses nothing and gets nothing twice, whatever
    happens to the crawl, to the reader or to the catalogue in between. May run beside a crawl.
    """
    root = configuration(folders, archive).archive
    end, known = whole_log(root)
    if after > end:
        click.echo(f"note: the log of {root} ends at {end}: the cursor {after} is of another archive", err=True)
    for source in sources:
        if source not in known:
            click.echo(f"note: the log of {root} holds no change of the source {source!r}", err=True)
    wanted = Wanted(sources, kinds)
    told: Iterator[Change] = (
        follow_changes(root, after, wanted, wait=_wait, limit=limit)
        if follow
        else read_changes(root, after, wanted, limit=limit)
    )
    for change in told:
        sys.stdout.buffer.write(to_line(change) if as_json else f"{_sentence(change)}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _sentence(change: Change) -> str:
    at = change.at[:16].replace("T", " ")
    told = f"{change.cursor}  {at}  {change.source}  {tell(change)}  {change.url}"
    return "".join(char if char.isprintable() else " " for char in told)  # a page's words move no cursor of ours


def _wait() -> bool:
    sleep(_PAUSE)
    return True
