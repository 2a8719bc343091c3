"""``communique capture``: keep these pages now."""

from pathlib import Path
from typing import Any

import click

from crawler.cli.crawl import finish, run
from crawler.cli.options import archive_option, configuration, known_sources, need_contact, network_options
from crawler.model.identity import canonical_url
from crawler.schedule.crawling import Job
from crawler.spiders.loader import spider_of
from crawler.spiders.loose import loose_spider


@click.command("capture")
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object on standard output.")
@network_options
@click.pass_obj
def capture_command(
    folders: tuple[Path, ...], /, urls: tuple[str, ...], archive: Path | None, as_json: bool, **network: Any
) -> None:
    """Keep these pages now; those of a source's sites are also read as statements."""
    found = configuration(folders, archive)
    sources = known_sources(found)
    need_contact(found)
    owned: dict[str, list[str]] = {}
    loose: list[str] = []
    for url in urls:
        try:
            canonical_url(url)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        name = next((name for name, source in sources.items() if source.site_of(url)), None)
        (loose if name is None else owned.setdefault(name, [])).append(url)
    jobs = [Job(spider_of(sources, n), {"urls": " ".join(some), "only_urls": True}) for n, some in owned.items()]
    if loose:
        jobs.append(Job(loose_spider(tuple(loose)), {"urls": " ".join(loose)}))
    finish(run(jobs, found, network, quiet=as_json), found, as_json=as_json)
