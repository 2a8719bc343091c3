"""``communique probe``: from a ministry's address to a source file and a report."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import click

from crawler.archive import ArchiveError
from crawler.cli import exits
from crawler.cli.crawl import run
from crawler.cli.options import configuration, need_contact, network_options
from crawler.configuration import Alerts, Configuration
from crawler.model.source import Politeness
from crawler.probing.asking import Plan
from crawler.probing.findings import Findings
from crawler.probing.probe import STATEMENTS, probe
from crawler.probing.report import report_data, report_text, sure
from crawler.schedule.crawling import Job
from crawler.spiders.probe import probe_spider
from crawler.wire.robots import PRODUCT


@click.command("probe")
@click.argument("url", metavar="URL")
@click.option("--id", "name", metavar="NAME", help="The source's id (default: made from the address).")
@click.option(
    "--write",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the source file there; its name must be the id and '.toml'. Without it, it is printed.",
)
@click.option("--json", "as_json", is_flag=True, help="The report, with the source in it, as one JSON object.")
@click.option(
    "--archive",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep what is fetched in this archive (default: in a temporary one, deleted at the end).",
)
@click.option(
    "--pages", type=click.IntRange(3, 40), default=STATEMENTS, show_default=True, metavar="N",
    help="How many statements are read as a sample.",
)  # fmt: skip
@network_options
@click.pass_obj
def probe_command(
    folders: tuple[Path, ...],
    /,
    url: str,
    name: str | None,
    write: Path | None,
    as_json: bool,
    archive: Path | None,
    pages: int,
    **network: Any,
) -> None:
    """Look at a ministry's site and draft a source file for it.

    URL is its front page or, better, the page that lists its statements. About 30 pages are asked for, robots.txt is
    obeyed. Exit 0: the draft is sure; 6: a person should look at what the report names; 5: nothing could be drafted.
    """
    named = named_as(name, write)
    _check_url(url)
    if write is not None and write.exists():
        raise click.UsageError(f"{write} exists: delete it, or give another name")
    found = configuration(folders, None)
    need_contact(found)
    with kept_in(archive) as place:
        findings = walked(
            probe(url, name=named, statements=pages, product=PRODUCT), url, replace(found, archive=place), network
        )
    _tell(findings, write, as_json=as_json)
    if findings.source is None:
        sys.exit(exits.SOURCES_FAILED)
    sys.exit(exits.OK if sure(findings) else exits.DEGRADED)


def walked(
    plan: Plan[Any], url: str, found: Configuration, network: dict[str, Any], politeness: Politeness | None = None
) -> Any:
    """What a plan comes to, walked through over the network. Exits where it was interrupted or the archive failed."""
    spider = probe_spider(plan, url, politeness)
    alone = replace(found, alerts=Alerts(), metrics=None, monitors=())  # a trial is nobody's incident
    crawled = run([Job(spider)], alone, network, quiet=True)
    if crawled.error is not None:
        raise crawled.error
    if spider.broken:
        raise spider.broken[0]
    if spider.result:
        return spider.result[0]
    reasons = [run.reason or "" for run in crawled.runs]
    problems = [problem.sentence for run in crawled.runs for problem in run.problems]
    if any(run.outcome == "interrupted" for run in crawled.runs):
        click.echo("communique: interrupted; nothing was drafted", err=True)
        sys.exit(exits.INTERRUPTED)
    raise ArchiveError("; ".join([*problems, *reasons]) or "the probe ended before its end")


@contextmanager
def kept_in(archive: Path | None) -> Iterator[Path]:
    """The archive that was named, or a temporary one, of which it is told."""
    if archive is not None:
        yield archive
        return
    with TemporaryDirectory(prefix="communique-probe-") as folder:
        click.echo("What is fetched is kept in a temporary archive only; --archive DIR keeps it.", err=True)
        yield Path(folder) / "archive"


def named_as(name: str | None, write: Path | None) -> str | None:
    """The id: as told, or as the file is called. Raises ``click.UsageError`` where the two contradict each other."""
    if write is not None and write.suffix != ".toml":
        raise click.UsageError(f"--write {write}: a source file's name is its id and '.toml'")
    stem = write.stem if write is not None else None
    if name and stem and name != stem:
        raise click.UsageError(f"--write {write}: the file of the source '{name}' is called {name}.toml")
    chosen = name or stem
    if chosen and not re.fullmatch(r"[a-z][a-z0-9_]{1,40}", chosen):
        raise click.UsageError(f"{chosen!r} cannot be an id: lower-case letters, digits and '_', a letter first")
    return chosen


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.UsageError(f"{url} is no http or https address")


def _tell(findings: Findings, write: Path | None, *, as_json: bool) -> None:
    if write is not None and findings.source is not None:
        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(findings.source, encoding="utf-8")
    if as_json:
        click.echo(json.dumps(report_data(findings), ensure_ascii=False, indent=2))
        return
    click.echo(report_text(findings))
    if findings.source is None:
        return
    if write is None:
        click.echo(f"\n{findings.source}", nl=False)
    else:
        click.echo(f"WRITTEN  {write}")
