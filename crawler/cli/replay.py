"""``communique replay``: an archived page in the browser as it was, with its server out of reach."""

import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from crawler.archive.snapshot import read_snapshot
from crawler.cli import exits
from crawler.cli.options import archive_option, configuration
from crawler.exporters.selection import SelectionError, Wanted
from crawler.exporters.wacz import export_wacz
from crawler.replay import ReplayError
from crawler.replay.environment import pywb_python
from crawler.replay.find import Page, find_page, parse_moment, statement_of
from crawler.replay.pywb import pywb_replay
from crawler.replay.replayweb import replayweb
from crawler.replay.viewer import viewer_files

_LOOK = 0.5  # seconds between two looks whether the program still runs


def _moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return parse_moment(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a time like 2021-11-08 or 2021-11-08T09:30:00Z") from None


@click.command("replay")
@click.argument("what", required=False, metavar="[URL|ID|FILE.wacz]")
@archive_option
@click.option("--at", metavar="TIME", callback=_moment, help="The capture nearest to this time (UTC), not the newest.")
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="The page of this revision of a statement.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="On 127.0.0.1 (default: any free).")
@click.option("--no-browser", is_flag=True, help="Only say at what address it is shown.")
@click.option(
    "--engine",
    type=click.Choice(["pywb", "replayweb"]),
    help="pywb over the archive (the default), or ReplayWeb.page over a WACZ. Each is fetched once, into your cache.",
)
@click.pass_obj
def replay_command(
    folders: tuple[Path, ...],
    what: str | None,
    archive: Path | None,
    at: datetime | None,
    revision: int | None,
    port: int,
    no_browser: bool,
    engine: str | None,
) -> None:
    """Show an archived page in the browser, as it was captured; Ctrl-C ends it.

    Without URL or ID it shows the list of the statements; with a WACZ file the pages of that file.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it also cleans up when it ends before it serves
    try:
        if what is not None and what.endswith(".wacz") and "://" not in what:
            if engine == "pywb":
                raise click.UsageError("pywb shows archives; a WACZ file is shown by --engine replayweb")
            _package(Path(what), port, no_browser)
            return
        root = configuration(folders, archive).archive
        with read_snapshot(root) as connection:
            page = None if what is None else find_page(connection, what, at=at, revision=revision)
            ids = () if what is None or engine != "replayweb" else (statement_of(connection, what),)
        if engine == "replayweb":
            _exported(root, ids, page, port, no_browser)
        else:
            _archive(root, page, port, no_browser)
    except ReplayError as error:
        click.echo(f"communique: {error}", err=True)
        sys.exit(exits.ERROR)


def _archive(root: Path, page: Page | None, port: int, no_browser: bool) -> None:
    python = pywb_python(_tell)
    with _until_stopped() as wait, pywb_replay(python, root, port) as replay:
        click.echo(f"{replay.captures:,} captures of {root}" + _what(page))
        _open(replay.address if page is None else replay.at(page), no_browser)
        wait(replay.process.poll)


def _exported(root: Path, ids: tuple[str, ...], page: Page | None, port: int, no_browser: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="communique-replay-") as folder:
        package = Path(folder) / "archive.wacz"
        try:
            exported = export_wacz(root, package, Wanted(ids=ids))
        except SelectionError as error:
            raise ReplayError(str(error)) from error
        click.echo(f"{exported.selected.captures:,} captures of {root}" + _what(page))
        _package(package, port, no_browser, page)


def _package(path: Path, port: int, no_browser: bool, page: Page | None = None) -> None:
    if not path.is_file():
        raise click.UsageError(f"there is no file {path}")
    viewer = viewer_files(_tell)
    with _until_stopped() as wait, replayweb(viewer, path, page, port) as address:
        _open(address, no_browser)
        wait(lambda: None)


def _what(page: Page | None) -> str:
    return "" if page is None else f"\n{page.url}, captured {page.date}"


def _open(address: str, no_browser: bool) -> None:
    click.echo(f"{address}\nCtrl-C ends the replay.")
    sys.stdout.flush()  # a script may wait for the address
    if not no_browser and not webbrowser.open(address):
        click.echo("No browser was found: open the address in one.", err=True)


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)


@contextmanager
def _until_stopped() -> Iterator[Callable[[Callable[[], int | None]], None]]:
    """Gives what waits for Ctrl-C or SIGTERM; ``ReplayError`` where the program that it asks about ends before."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}

    def wait(ended: Callable[[], int | None]) -> None:
        while not stop.wait(_LOOK):
            if (code := ended()) is not None:
                raise ReplayError(f"the replay's program ended by itself, with code {code}")

    try:
        yield wait
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
