"""``communique schedule``: crawl what is due, once or for ever, and what a timer needs to do it."""

import json
import os
import re
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from crawler.cli import exits
from crawler.cli.crawl import keep_log, overrides, reporter
from crawler.cli.options import (
    archive_option,
    configuration,
    known_sources,
    need_contact,
    need_sources,
    network_options,
)
from crawler.cli.progress import progress
from crawler.cli.summary import summary_json, summary_text
from crawler.configuration import SECRETS, Configuration
from crawler.model.clock import stamp, utc_now
from crawler.schedule.crawling import Crawled
from crawler.schedule.install import Setup, cron_line, units
from crawler.schedule.tick import Ticker, keep_watch, tick
from crawler.schedule.timetable import Row, timetable
from crawler.sources import Sources

_CARRIED = ("COMMUNIQUE_CONTACT", "COMMUNIQUE_ALERT_EMAIL", "COMMUNIQUE_ALERT_COMMAND", "COMMUNIQUE_TSA")


def _unit_name(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", value) is None:
        raise click.BadParameter(f"{value!r} is no name of a unit: letters, digits, '-', '_' and '.'")
    return value


@click.group("schedule")
def schedule_group() -> None:
    """Crawl each source when its schedule says so.

    Scheduled are the sources named; where none is, those of your own folders (--sources) and those that the archive
    has been crawled for.
    """


@schedule_group.command("tick")
@click.argument("ids", nargs=-1, metavar="[SOURCE]…")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object on standard output.")
@network_options
@click.pass_obj
def tick_command(
    folders: tuple[Path, ...], /, ids: tuple[str, ...], archive: Path | None, as_json: bool, **network: Any
) -> None:
    """Crawl the sources whose turn it is, several at once, and end. For a timer: see `schedule install`."""
    found, sources = _set_up(folders, archive, ids)
    keep_log(network)
    with progress(quiet=as_json) as watch:
        reports = reporter(found)
        ticker = Ticker(
            sources,
            ids,
            overrides(found, network),
            watch=watch,
            ended=reports.ended,
            idle=reports.idle,
            starved=reports.starved,
        )
        crawled = tick(ticker)
    code = _code(crawled)
    if crawled.error is not None:
        click.echo(f"communique: {crawled.error}", err=True)
    if as_json:
        click.echo(json.dumps(summary_json(crawled, found.archive, code), ensure_ascii=False))
    elif crawled.runs:
        click.echo(summary_text(crawled.runs, found.archive))
    else:
        click.echo(_nothing_due(timetable(found.archive, sources, ids, utc_now())))
    sys.exit(code)


@schedule_group.command("daemon")
@click.argument("ids", nargs=-1, metavar="[SOURCE]…")
@archive_option
@network_options
@click.pass_obj
def daemon_command(folders: tuple[Path, ...], /, ids: tuple[str, ...], archive: Path | None, **network: Any) -> None:
    """Crawl each source whenever its turn comes, until SIGTERM or Ctrl-C. Between two crawls the archive is free."""
    found, sources = _set_up(folders, archive, ids)
    say = _with_time(lambda text: click.echo(text, err=True))

    def after(crawled: Crawled) -> None:
        if crawled.error is not None:
            say(str(crawled.error))
        click.echo(summary_text(crawled.runs, found.archive))
        sys.stdout.flush()

    keep_log(network)
    say(_nothing_due(timetable(found.archive, sources, ids, utc_now())))
    reports = reporter(found)
    ticker = Ticker(
        sources, ids, overrides(found, network), ended=reports.ended, idle=reports.idle, starved=reports.starved
    )
    broken_off = keep_watch(ticker, say, after)
    sys.exit(exits.of_runs(broken_off))


@schedule_group.command("list")
@click.argument("ids", nargs=-1, metavar="[SOURCE]…")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@click.pass_obj
def list_command(folders: tuple[Path, ...], /, ids: tuple[str, ...], archive: Path | None, as_json: bool) -> None:
    """Show when each source was crawled last and will be next, and why then. Reads only."""
    found = configuration(folders, archive)
    sources = known_sources(found)
    need_sources(sources, ids)
    now = utc_now()
    rows = timetable(found.archive, sources, ids, now)
    if as_json:
        for row in rows:
            click.echo(json.dumps(_row_json(row, now), ensure_ascii=False))
    elif rows:
        click.echo("\n".join(_row_text(row, now) for row in rows))
    else:
        click.echo(_NONE, err=True)
    sys.exit(exits.OK)


@schedule_group.command("install")
@click.argument("ids", nargs=-1, metavar="[SOURCE]…")
@archive_option
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the files there, as ~/.config/systemd/user (default: print them).",
)
@click.option(
    "--name",
    default="communique",
    metavar="NAME",
    callback=_unit_name,
    help="Of the files, where more than one archive is kept (default: communique).",
)
@click.option("--daemon", is_flag=True, help="One service that keeps running, in place of a timer.")
@click.pass_obj
def install_command(
    folders: tuple[Path, ...],
    /,
    ids: tuple[str, ...],
    archive: Path | None,
    folder: Path | None,
    name: str,
    daemon: bool,
) -> None:
    """Give what a timer needs: systemd units and, as another way, a line for a crontab."""
    found, _ = _set_up(folders, archive, ids)
    try:
        setup = _setup(folders, found, ids)
        texts = units(setup, name, daemon=daemon)
        line = cron_line(setup, setup.folder / f"{name}.log")
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if secret := [each for each in SECRETS if os.environ.get(each)]:
        click.echo(
            f"note: {', '.join(secret)} may hold a password, and everybody can read unit files: write it into"
            " communique.toml, which only you need to be able to read",
            err=True,
        )
    if folder is None:
        for file, text in texts.items():
            click.echo(f"# {file}\n{text}")
        click.echo(f"# or, in a crontab:\n{line}", nl=False)
        return
    if not daemon:
        texts[f"{name}.cron"] = line
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
            click.echo(str(folder / file))
    except OSError as error:
        raise click.UsageError(f"{folder} cannot be written to: {error.strerror}") from error
    unit = f"{name}.service" if daemon else f"{name}.timer"
    click.echo(f"Then: systemctl --user daemon-reload && systemctl --user enable --now {unit}", err=True)


_NONE = "no source is scheduled: name one, or put its file into a folder of your own (--sources)"


def _set_up(folders: tuple[Path, ...], archive: Path | None, ids: tuple[str, ...]) -> tuple[Configuration, Sources]:
    found = configuration(folders, archive)
    sources = known_sources(found)
    need_contact(found)
    need_sources(sources, ids)
    return found, sources


def _setup(folders: tuple[Path, ...], found: Configuration, ids: tuple[str, ...]) -> Setup:
    """The command as it is called now, with absolute paths: a timer has no working folder of its own."""
    own = [part for path in folders for part in ("--sources", str(path.absolute()))]
    environment = {name: os.environ[name] for name in _CARRIED if os.environ.get(name)}
    if named := os.environ.get("COMMUNIQUE_CONFIG"):
        environment["COMMUNIQUE_CONFIG"] = str(Path(named).absolute())
    if more := os.environ.get("COMMUNIQUE_SOURCES"):
        paths = [str(Path(part).expanduser().absolute()) for part in more.split(os.pathsep) if part.strip()]
        environment["COMMUNIQUE_SOURCES"] = os.pathsep.join(paths)
    return Setup(
        (sys.executable, "-m", "crawler", *own),
        ("--archive", str(found.archive.absolute()), *ids),
        Path.cwd(),
        environment,
    )


def _code(crawled: Crawled) -> int:
    code = exits.of_runs(crawled.runs)
    return code if crawled.error is None else exits.worst((code, crawled.error.exit_code))


def _nothing_due(rows: list[Row]) -> str:
    if not rows:
        return _NONE
    if rows[0].next.at is None:
        return "nothing is due, and nothing will be: see `communique schedule list`"
    return f"next: {rows[0].source.id}, {stamp(rows[0].next.at)[:16]}Z"


def _row_json(row: Row, now: datetime) -> dict[str, Any]:
    last, upcoming = row.last, row.next
    return {
        "source": row.source.id,
        "last": None if last is None else stamp(last.started),
        "ended": None if last is None or last.ended is None else stamp(last.ended),
        "outcome": None if last is None else last.outcome,
        "next": None if upcoming.at is None else stamp(upcoming.at),
        "due": upcoming.due(now),
        "why": upcoming.why,
    }


def _row_text(row: Row, now: datetime) -> str:
    last = "never" if row.last is None else f"{stamp(row.last.started)[:16]}Z {row.last.outcome}"
    coming = "never" if row.next.at is None else f"{stamp(row.next.at)[:16]}Z"
    return f"{row.source.id:<24} last {last:<30} next {'now' if row.next.due(now) else coming:<18} ({row.next.why})"


def _with_time(say: Callable[[str], None]) -> Callable[[str], None]:
    return lambda text: say(f"{stamp(utc_now())[:19]}Z {text}")
