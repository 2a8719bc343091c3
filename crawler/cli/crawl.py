"""``communique crawl``: ask the sources, keep everything, read the statements."""

import asyncio
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from scrapy.utils.log import configure_logging

from crawler import __version__
from crawler.archive import StorageFailed
from crawler.cli import exits
from crawler.cli.options import (
    archive_option,
    configuration,
    day,
    known_sources,
    need_contact,
    need_sources,
    network_options,
)
from crawler.cli.progress import progress
from crawler.cli.summary import page_text, summary_json, summary_text
from crawler.configuration import Configuration, user_agent
from crawler.health.channels import channels_of
from crawler.health.reporter import Reporter
from crawler.schedule.crawling import Crawled, Job, crawl
from crawler.schedule.tick import without_minimum
from crawler.sources import Sources
from crawler.spiders.loader import spider_of


@click.command("crawl")
@click.argument("ids", nargs=-1, metavar="[SOURCE]…")
@click.option("--all", "everything", is_flag=True, help="Every source there is.")
@click.option("--url", "urls", multiple=True, metavar="URL", help="A further address of one of the sources' sites.")
@archive_option
@click.option("--since", callback=day, metavar="DATE", help="Follow listings back to this day (2021-11-08).")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Ask for at most N statements a source.")
@click.option("--full", is_flag=True, help="Walk every listing to its end, and ask for every statement, in whole.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object on standard output.")
@network_options
@click.pass_obj
def crawl_command(
    folders: tuple[Path, ...],
    /,
    ids: tuple[str, ...],
    everything: bool,
    urls: tuple[str, ...],
    archive: Path | None,
    since: str | None,
    limit: int | None,
    full: bool,
    as_json: bool,
    **network: Any,
) -> None:
    """Crawl sources into the archive. With --url alone, only those addresses are read again."""
    found = configuration(folders, archive)
    sources = known_sources(found)
    need_contact(found)
    jobs = plan(sources, ids, everything, urls, {"since": since, "limit": limit, "full": full})
    crawled = run(jobs, found, {**network, "full": full}, quiet=as_json)
    finish(crawled, found, as_json=as_json, page=len(urls) == 1 and not ids and not everything)


def plan(
    sources: Sources,
    ids: Sequence[str],
    everything: bool,
    urls: Sequence[str],
    arguments: Mapping[str, Any],
) -> list[Job]:
    """One job a source. Raises ``click.UsageError`` for what fits no source."""
    need_sources(sources, ids)
    chosen = list(sources) if everything else list(dict.fromkeys(ids))
    extra: dict[str, list[str]] = {}
    for url in urls:
        extra.setdefault(owner(sources, url, chosen), []).append(url)
    if not chosen and not urls:
        raise click.UsageError("name a source, or --all, or --url; `communique sources list` shows them")
    if outside := [name for name in extra if chosen and name not in chosen]:
        raise click.UsageError(f"--url {extra[outside[0]][0]} belongs to {outside[0]}, which is not being crawled")
    return [
        Job(
            spider_of(sources, name),
            {**arguments, "urls": " ".join(extra.get(name, ())), "only_urls": not chosen},
        )
        for name in (chosen or extra)
    ]


def owner(sources: Sources, url: str, preferred: Sequence[str] = ()) -> str:
    """The source one of whose sites has the address's host."""
    names = [name for name, source in sources.items() if source.site_of(url)]
    if not names:
        raise click.UsageError(f"{url} is on no source's site; `communique capture` keeps it without one")
    return next((name for name in names if name in preferred), names[0])


def run(jobs: Sequence[Job], found: Configuration, network: Mapping[str, Any], *, quiet: bool) -> Crawled:
    """Crawls the jobs, with progress on standard error."""
    keep_log(network)
    settings, reports = overrides(found, network), reporter(found)
    try:
        with progress(quiet=quiet) as watch:
            return crawl(jobs, settings, watch, reports.ended)
    except StorageFailed:
        asyncio.run(reports.starved(lambda: without_minimum(settings)))
        raise


def reporter(found: Configuration) -> Reporter:
    """Who is told of each run that ends."""
    return Reporter(
        found.archive,
        channels_of(found.alerts),
        found.metrics,
        min_free=found.min_free,
        say=lambda text: click.echo(f"communique: {text}", err=True),
    )


def keep_log(network: Mapping[str, Any]) -> None:
    """A detailed log where ``--log`` asks for one."""
    if network.get("log"):
        configure_logging({"LOG_FILE": network["log"], "LOG_LEVEL": "DEBUG"})
        logging.captureWarnings(True)


def overrides(found: Configuration, network: Mapping[str, Any]) -> dict[str, Any]:
    """Scrapy settings for what configuration and command line say."""
    contact = need_contact(found)
    settings: dict[str, Any] = {
        "CONTACT": contact,
        "OPERATOR": found.operator,
        "USER_AGENT": user_agent(__version__, contact),
        "ARCHIVE_DIR": str(found.archive),
        "ARCHIVE_MIN_FREE": found.min_free,
        "SOURCES_DIRS": [str(path) for path in found.sources],
        "WIRE_CONNECT_TO": list(network.get("connect_to") or ()),
        "WIRE_ALLOW_ADDRESS": list(network.get("allow_address") or ()),
        "WIRE_PROXY": network.get("proxy") or found.proxy,
        "WIRE_NO_PROXY": [*found.no_proxy, *(network.get("no_proxy") or ())],
    }
    if network.get("full"):
        settings["CONDITIONAL_REQUESTS"] = False
    if found.monitors:
        settings |= {"SPIDERMON_ENABLED": True, "SPIDERMON_SPIDER_CLOSE_MONITORS": list(found.monitors)}
    if network.get("cacert"):
        settings["WIRE_CACERT"] = str(network["cacert"])
    for name, setting in (("delay", "WIRE_DELAY"), ("timeout", "WIRE_TIMEOUT")):
        if network.get(name) is not None:
            settings[setting] = network[name]
    return settings


def finish(crawled: Crawled, found: Configuration, *, as_json: bool, page: bool = False) -> None:
    """Says what came of a crawl, and exits with its code."""
    code = exits.of_runs(crawled.runs)
    if crawled.error is not None:
        code = exits.worst((code, crawled.error.exit_code))
        click.echo(f"communique: {crawled.error}", err=True)
    if as_json:
        click.echo(json.dumps(summary_json(crawled, found.archive, code), ensure_ascii=False))
    else:
        if page and crawled.last is not None:
            click.echo(page_text(*crawled.last))
        click.echo(summary_text(crawled.runs, found.archive))
    sys.exit(code)
