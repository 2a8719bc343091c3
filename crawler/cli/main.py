"""The command and what is common to all of its parts: configuration, errors as sentences, exit codes."""

import logging
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from crawler import __version__
from crawler.archive import ArchiveError
from crawler.cli import exits
from crawler.configuration import ConfigurationError
from crawler.sources import SourceErrors

_COMMANDS = {
    "crawl": ("crawl", "crawl_command"),
    "schedule": ("schedule", "schedule_group"),
    "capture": ("capture", "capture_command"),
    "import": ("import_", "import_command"),
    "extract": ("extract", "extract_command"),
    "reextract": ("reextract", "reextract_command"),
    "probe": ("probe", "probe_command"),
    "sources": ("sources", "sources_group"),
    "fixture": ("fixture", "fixture_group"),
    "changes": ("changes", "changes_command"),
    "status": ("archive", "status_command"),
    "ledger": ("ledger", "ledger_command"),
    "verify": ("archive", "verify_command"),
    "rebuild": ("archive", "rebuild_command"),
    "backup": ("backup", "backup_command"),
    "seal": ("seal", "seal_command"),
    "audit": ("audit", "audit_command"),
    "suppress": ("suppress", "suppress_command"),
    "history": ("history", "history_command"),
    "diff": ("history", "diff_command"),
    "works": ("works", "works_group"),
    "schema": ("schema", "schema_command"),
    "cdx": ("cdx", "cdx_command"),
    "export": ("export", "export_group"),
    "sign": ("sign", "sign_command"),
    "replay": ("replay", "replay_command"),
    "demo": ("demo", "demo_command"),
}
_CODES = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in sorted(exits.MEANINGS.items()))


class _Command(click.Group):
    """A group whose errors are one sentence each, with the exit code that scripts rely on.

    A command's module is imported when it is called: `communique schema` need not wait for Scrapy.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"crawler.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SourceErrors as errors:
            click.echo(str(errors), err=True)
            ctx.exit(exits.CONFIGURATION)
        except ConfigurationError as error:
            click.echo(f"communique: {error}", err=True)
            ctx.exit(exits.CONFIGURATION)
        except ArchiveError as error:
            click.echo(f"communique: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("communique: interrupted", err=True)
            ctx.exit(exits.INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()  # the reader of our output has gone: nobody is there to be told
            ctx.exit(exits.ERROR)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(f"\nExit codes:\n{_CODES}\n")


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="communique")
@click.option(
    "--sources",
    "sources",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of further source files (repeatable; also COMMUNIQUE_SOURCES).",
)
@click.pass_context
def main(ctx: click.Context, sources: tuple[Path, ...]) -> None:
    """Archive what ministries say: byte-exact WARC files, clean statements as JSON Lines, every revision proven."""
    logging.getLogger().addHandler(logging.NullHandler())  # people get sentences; --log FILE keeps the details
    ctx.obj = sources
