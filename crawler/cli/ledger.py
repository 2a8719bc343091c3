"""``communique ledger``: what was listed, period by period, and what became of it."""

import json
from pathlib import Path
from typing import Literal

import click

from crawler.archive.ledger import SourceLedger, read_ledger
from crawler.cli.options import archive_option, configuration

_SHOWN = 20  # gaps


@click.command("ledger")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@archive_option
@click.option("--period", type=click.Choice(["month", "year"]), default="month", help="Months (default) or years.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source.")
@click.pass_obj
def ledger_command(
    folders: tuple[Path, ...],
    sources: tuple[str, ...],
    archive: Path | None,
    period: Literal["month", "year"],
    as_json: bool,
) -> None:
    """Show how complete the archive is: per source and period of publication what was listed, captured and read, what
    was refused or failed, and where numbers or dates leave a gap.
    """
    path = configuration(folders, archive).archive
    known = False
    for ledger in read_ledger(path, sources, period=period):
        known = True
        if not ledger.crawled and not ledger.published:
            raise click.UsageError(f"the archive at {path} holds nothing of a source {ledger.source!r}")
        if as_json:
            told = ledger.model_dump(mode="json")
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            click.echo("\n".join(_text(ledger)))
    if not known and not as_json:
        click.echo(f"the archive at {path} holds nothing yet")


def _text(ledger: SourceLedger) -> list[str]:
    head = ("published", "listed", "captured", "read", "refused", "failed", "gone", "waiting", "withdrawn")
    lines = [ledger.source, _row(head)]
    for entry in ledger.published:
        row = (entry.listed, entry.captured, entry.extracted, entry.refused, entry.failed, entry.gone, entry.waiting)
        lines.append(_row((entry.period, *row, entry.withdrawn)))
    lines += [
        "",
        _row(("crawled", "runs", "well", "listed", "captured", "read", "refused", "failed", "put off", "left")),
    ]
    for of in ledger.crawled:
        done = (of.runs, of.ok, of.listed, of.captured, of.extracted, of.refused, of.failed, of.put_off, of.left)
        lines.append(_row((of.period, *done)))
    lines.append("")
    lines += [f"  {url} says that it holds {count:,}" for url, count in sorted(ledger.counters.items())]
    lines += [
        f"  number {_span(gap.first, gap.last)} of {gap.year} missing ({gap.numbering})" for gap in ledger.number_gaps
    ]
    for pause in ledger.date_gaps[-_SHOWN:]:
        lines.append(
            f"  nothing published from {pause.first} to {pause.last}: {pause.days} days, usually at most {pause.usual}"
        )
    return lines


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last} ({last - first + 1} numbers)"


def _row(cells: tuple[object, ...]) -> str:
    first, *rest = cells
    return f"  {first!s:<26}" + "".join(f"{cell if isinstance(cell, str) else f'{cell:,}':>10}" for cell in rest)
