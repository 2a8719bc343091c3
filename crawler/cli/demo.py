"""``communique demo``: the whole job on small press sites of our own, served on loopback."""

import logging
import sys
import threading
from pathlib import Path

import click

from crawler.cli import exits
from crawler.cli.crawl import overrides
from crawler.cli.progress import progress
from crawler.configuration import Configuration
from crawler.demo import watching
from crawler.demo.fewest import fewest
from crawler.demo.plan import plan_world
from crawler.demo.play import SOURCE, connect_to, play, sources_dir
from crawler.demo.scoring import score
from crawler.demo.site import DemoSite
from crawler.demo.statements import MAIN
from crawler.demo.verdict import verdict
from crawler.model.clock import Clock
from crawler.model.run import Run
from crawler.schedule.crawling import Job, crawl
from crawler.sources import load_sources
from crawler.spiders.loader import spider_of

_ARCHIVE = Path("archives/demo")


@click.command("demo")
@click.option(
    "--archive",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to keep the demo's archive (default: archives/demo, or demo-2 and so on where there is one).",
)
@click.option(
    "--days", type=click.IntRange(min=20), metavar="N", help="Keep watch over so many simulated days instead."
)
@click.option("--seed", type=int, metavar="S", help="With --days: which world (default: 1); equal seeds, equal worlds.")
@click.option("--serve", is_flag=True, help="Only serve the made-up ministry, to try other commands on, until Ctrl-C.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="With --serve: on 127.0.0.1.")
def demo_command(archive: Path | None, days: int | None, seed: int | None, serve: bool, port: int) -> None:
    """Crawl a made-up ministry twice, before and after it edits its archive, and report what changed.

    With --days it is crawled twice a day while months of simulated time go by in a few minutes, and what the change
    log tells is held against what really happened there.
    """
    if serve and days is not None:
        raise click.UsageError("--serve only serves: it does not go with --days")
    if seed is not None and days is None:
        raise click.UsageError("--seed needs --days: how long to keep watch")
    if days is not None:
        _watch(_fresh(archive), days, 1 if seed is None else seed)
        return
    if serve:
        _serve(port)
        return
    path = _fresh(archive)
    found = Configuration(contact="demo@localhost", archive=path, min_free=0)
    sources = load_sources([sources_dir()])
    failed: list[int] = []

    def once(port: int) -> Run:
        click.echo(f"Crawling the demo site on 127.0.0.1:{port} …")
        settings = overrides(found, {"connect_to": connect_to(port)})
        with progress(quiet=False) as watch:
            crawled = crawl([Job(spider_of(sources, SOURCE), {"full": True})], settings, watch)
        if crawled.error is not None:
            raise crawled.error
        failed.append(exits.of_runs(crawled.runs))
        return crawled.runs[0]

    click.echo(play(once, path))
    sys.exit(next((code for code in failed if code in (exits.SOURCES_FAILED, exits.INTERRUPTED)), exits.OK))


def _watch(path: Path, days: int, seed: int) -> None:
    """Keep watch over a simulated world, and judge what was told. Exits with 1 where it is not the truth."""
    sources = load_sources([watching.watched_dir()])
    source = sources[watching.SOURCE]
    world = plan_world(seed, days, watching.promise(source))
    found = Configuration(contact="demo@localhost", archive=path, min_free=0)
    jobs = [Job(spider_of(sources, watching.SOURCE))]

    def once(port: int, clock: Clock) -> Run:
        crawled = crawl(jobs, {**overrides(found, {}), **watching.settings(port, clock)})
        if crawled.error is not None:
            raise crawled.error
        return crawled.runs[0]

    logging.getLogger("crawler").setLevel(logging.CRITICAL)  # the outages are part of the play
    with click.progressbar(length=len(list(watching.rounds(world))), label=f"{days} days", file=sys.stderr) as bar:
        watched = watching.watch(world, once, lambda _run, _moment: bar.update(1))
    judged = score(world.truths, world.origins, watching.changes_of(path))
    click.echo(verdict(path, world, watched, judged, fewest(world, source, watched.rounds)))
    sys.exit(exits.ERROR if judged.faults else exits.OK)


def _serve(port: int) -> None:
    """Serve the site until the process is told to end."""
    try:
        with DemoSite("before").serve(port) as site:
            click.echo(f"http://{MAIN}/ is served on 127.0.0.1:{site.port}; Ctrl-C ends it.")
            click.echo(f"Lead commands there with  --connect-to ::127.0.0.1:{site.port}")
            threading.Event().wait()
    except OSError as error:
        raise click.UsageError(f"--port {port}: {error.strerror}") from error
    except KeyboardInterrupt:
        click.echo("")


def _fresh(archive: Path | None) -> Path:
    if archive is not None:
        if archive.exists() and any(archive.iterdir()):
            raise click.UsageError(f"{archive} is not empty; the demo begins with an empty archive")
        return archive
    path = _ARCHIVE
    number = 1
    while path.exists():  # nothing is ever deleted: each demo gets a folder of its own
        number += 1
        path = _ARCHIVE.with_name(f"demo-{number}")
    return path
