"""``communique sources``: which sources there are, what each says, whether it is sound, and what it reads."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from crawler.cli import exits
from crawler.cli.directory import directory_command
from crawler.cli.options import configuration, need_contact, need_sources, network_options
from crawler.cli.trying import try_live, try_stored
from crawler.probing.showing import trial_data, trial_text
from crawler.probing.trial import STATEMENTS, Trial
from crawler.sources import Sources, describe, load_sources, read_source


@click.group("sources")
def sources_group() -> None:
    """The ministries that can be crawled; each is one TOML file."""


sources_group.add_command(directory_command)


@sources_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def list_command(folders: tuple[Path, ...], as_json: bool) -> None:
    """A line a source."""
    sources = _sources(folders)
    _echo(describe.list_data(sources) if as_json else describe.list_text(sources))


@sources_group.command("show")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Everything its file says, as one JSON object.")
@click.pass_obj
def show_command(folders: tuple[Path, ...], source: str, as_json: bool) -> None:
    """One source: its sites, listings, layouts and politeness."""
    sources = _sources(folders)
    need_sources(sources, (source,))
    _echo(describe.show_data(sources[source]) if as_json else describe.show_text(sources, source))


@sources_group.command("check")
@click.argument("names", nargs=-1, metavar="[SOURCE|FILE]…")
@click.option("--live", is_flag=True, help="Then ask the source's site: its listings, and some statements.")
@click.option(
    "--archive",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Then read what this archive has of them; with --live: keep there what is fetched.",
)
@click.option(
    "--pages",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Then read pages saved in this folder (by a browser, or by wget as HOST/PATH).",
)
@click.option("--statements", type=click.IntRange(1, 40), default=STATEMENTS, show_default=True, metavar="N",
              help="How many statements are shown of each source.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@network_options
@click.pass_obj
def check_command(
    folders: tuple[Path, ...],
    /,
    names: tuple[str, ...],
    live: bool,
    archive: Path | None,
    pages: Path | None,
    statements: int,
    as_json: bool,
    **network: Any,
) -> None:
    """Check source files; exit 4 with file and line of every mistake.

    Nobody is asked, but with --live. With --live, --archive or --pages three statements are shown as a reader would see
    them, each field with how it was found; exit 6 where something was not read, or a field is filled less than before.
    """
    files = [read_source(Path(name)) for name in names if name.endswith(".toml")]
    sources = Sources({file.source.id: file for file in files}) if files else _sources(folders)
    ids = [name for name in names if not name.endswith(".toml")]
    if files and ids:
        raise click.UsageError("name source files or ids, not both")
    need_sources(sources, ids)
    if pages and (live or archive):
        raise click.UsageError("--pages is another place than --live or --archive: give one")
    if not (live or archive or pages):
        _echo(describe.check_data(sources, ids) if as_json else describe.check_text(sources, ids))
        return
    if not names:
        raise click.UsageError("name the sources that are to be tried")
    checked = describe.check_data(sources, ids)
    trials: list[Trial] = []
    for entry in checked:
        source = sources[entry["id"]]
        if live:
            found = configuration(folders, None)
            need_contact(found)
            trial = try_live(source, statements, found, archive, network)
        else:
            trial = try_stored(source, statements, archive, pages)
        trials.append(trial)
        if not as_json:
            click.echo(describe.check_text(sources, [source.id]))
            click.echo(trial_text(trial))
    if as_json:
        _echo([{**entry, **trial_data(trial)} for entry, trial in zip(checked, trials, strict=True)])
    if not all(trial.sound for trial in trials):
        sys.exit(exits.DEGRADED)


def _sources(folders: tuple[Path, ...]) -> Sources:
    return load_sources(list(configuration(folders, None).sources))


def _echo(said: object) -> None:
    click.echo(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, indent=2))
