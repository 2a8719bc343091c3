"""``communique sources``: which sources there are, what each says, and whether it is sound."""

import json
from pathlib import Path

import click

from crawler.cli.options import configuration, need_sources
from crawler.sources import Sources, describe, load_sources, read_source


@click.group("sources")
def sources_group() -> None:
    """The ministries that can be crawled; each is one TOML file."""


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
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def check_command(folders: tuple[Path, ...], names: tuple[str, ...], as_json: bool) -> None:
    """Check source files without asking anybody; exit 4 with file and line of every mistake."""
    files = [read_source(Path(name)) for name in names if name.endswith(".toml")]
    sources = Sources({file.source.id: file for file in files}) if files else _sources(folders)
    ids = [name for name in names if not name.endswith(".toml")]
    if files and ids:
        raise click.UsageError("name source files or ids, not both")
    need_sources(sources, ids)
    _echo(describe.check_data(sources, ids) if as_json else describe.check_text(sources, ids))


def _sources(folders: tuple[Path, ...]) -> Sources:
    return load_sources(list(configuration(folders, None).sources))


def _echo(said: object) -> None:
    click.echo(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, indent=2))
