"""``communique sources directory``: the world's foreign ministries, as a starting point for a probe."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Final

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.sources.directory import (
    ORIGINS,
    STATUSES,
    Ministry,
    directory_data,
    load_directory,
    select_entries,
)

_COLUMNS: Final = ("CODE", "STATE", "STATUS", "SOURCE", "AS OF", "LANGUAGES", "ADDRESS", "NOTE")


@click.command("directory")
@click.option("--country", "countries", multiple=True, metavar="XX", help="Only this country's (ISO code; repeatable).")
@click.option(
    "--status", "statuses", multiple=True, type=click.Choice(list(STATUSES)), help="Only of this status (repeatable)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON array, every field.")
def directory_command(countries: tuple[str, ...], statuses: tuple[str, ...], as_json: bool) -> None:
    """Foreign ministries, one a state: the address to probe, and how far it is known.

    verified: the named source is read by tests over real pages. drafted: the source is written from published facts,
    not seen live by us. listed: an address only; "communique probe URL" makes a source of it.
    """
    entries = load_directory()
    known = {entry.country for entry in entries}
    for country in countries:
        if country.upper() not in known:
            raise click.BadParameter(
                f"no entry has the code {country!r}; without --country all are listed", param_hint="--country"
            )
    chosen = select_entries(entries, countries, statuses)
    if as_json:
        click.echo(json.dumps(directory_data(chosen), ensure_ascii=False, indent=2))
    elif countries and chosen:
        click.echo("\n\n".join(_in_full(entry) for entry in chosen))
    else:
        _print_entries(chosen)


def _print_entries(entries: Sequence[Ministry]) -> None:
    """A row an entry: a table on a terminal, else plain columns of which nothing is cut."""
    rows = [_cells(entry) for entry in entries]
    if sys.stdout.isatty():
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for name in _COLUMNS:
            table.add_column(name, no_wrap=name not in {"ADDRESS", "NOTE"}, overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        Console(highlight=False).print(table)
    else:
        widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
        for row in (_COLUMNS, *rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            click.echo("  ".join(cells).rstrip())
    counts = Counter(entry.status for entry in entries)
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    click.echo(f"{len(entries)} entries" + (f": {told}" if told else ""))


def _cells(entry: Ministry) -> tuple[str, ...]:
    about = (entry.country, entry.state, entry.status, entry.source or "-", str(entry.as_of))
    return (*about, " ".join(entry.languages), entry.url, entry.note or "")


def _in_full(entry: Ministry) -> str:
    """Everything of one entry, a line a field."""
    name = f"{entry.ministry} ({entry.own_name})" if entry.own_name else entry.ministry
    lines = [
        f"{entry.country} {entry.state}: {name}",
        f"  address    {entry.url}",
        f"  known from {ORIGINS[entry.origin].replace('that year', str(entry.as_of))}",
        f"  languages  {', '.join(entry.languages)}",
        f"  time zone  {entry.timezone}",
        f"  status     {entry.status}: {STATUSES[entry.status]}",
        *([f"  source     {entry.source}"] if entry.source else []),
        *([f"  note       {entry.note}"] if entry.note else []),
        f"  next       communique {f'crawl {entry.source}' if entry.source else f'probe {entry.url!r}'}",
    ]
    return "\n".join(lines)
