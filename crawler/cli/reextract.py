"""``communique reextract``: the present extractor over the whole archive, without a network."""

import signal
import sys
import time
from pathlib import Path
from types import FrameType

import click

from crawler.cli import exits
from crawler.cli.options import archive_option, configuration, day, known_sources, need_sources, processors
from crawler.rereading.reextract import Tell, Wanted, reextract, survey
from crawler.rereading.report import ReextractReport, report_text

_EVERY = 0.5  # seconds between two looks at the progress


@click.command("reextract")
@archive_option
@click.option("--source", "only", multiple=True, metavar="ID", help="Pages of this source alone (repeatable).")
@click.option("--since", metavar="YYYY-MM-DD", callback=day, help="Captures of this day (UTC) and after it.")
@click.option("--until", metavar="YYYY-MM-DD", callback=day, help="Captures of this day (UTC) and before it.")
@click.option("--dry-run", is_flag=True, help="Say what would change, field by field; write nothing.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that read (default: one a processor).")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@click.pass_obj
def reextract_command(
    folders: tuple[Path, ...],
    archive: Path | None,
    only: tuple[str, ...],
    since: str | None,
    until: str | None,
    dry_run: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Read every page of the archive again with the present extractor and sources, without a network.

    What reads differently becomes a new reading of the same revision (the earlier one stays), each page by the layout
    of its capture date. A page that would be refused now is told (exit 6), and its statement stays. Stopped, and run
    again, it does the rest.
    """
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is after --until {until}")
    found = configuration(folders, archive)
    sources = known_sources(found)
    need_sources(sources, only)
    if not found.archive.is_dir():
        raise click.UsageError(f"there is no archive at {found.archive}; --archive names another")
    wanted = Wanted(only, since, until)
    tell = _progress() if sys.stderr.isatty() and not as_json else _mute
    signal.signal(signal.SIGTERM, _interrupted)
    if dry_run:
        report = survey(found.archive, sources, wanted, jobs=jobs or processors(), tell=tell)
    else:
        report = reextract(
            found.archive,
            sources,
            wanted,
            jobs=jobs or processors(),
            tell=tell,
            operator=found.operator,
            min_free=found.min_free,
        )
    click.echo(report.model_dump_json() if as_json else report_text(report))
    sys.exit(_code(report))


def _code(report: ReextractReport) -> int:
    codes = [exits.DAMAGED] if report.damaged else []
    return exits.worst([*codes, exits.DEGRADED] if report.refused else codes)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _progress() -> Tell:
    started = last = time.monotonic()

    def tell(done: int, count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY or done == count:
            last = now
            end = "\n" if done == count else "\r"
            sys.stderr.write(f"{done:,} of {count:,} pages, {done / max(now - started, 0.001):,.0f} a second{end}")
            sys.stderr.flush()

    return tell


def _mute(_done: int, _count: int) -> None:
    """Nobody watches."""
