"""Options that several commands share."""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.configuration import NO_CONTACT, Configuration, ConfigurationError, read_configuration
from crawler.sources import Sources, load_sources
from crawler.wire.address import AddressPolicy
from crawler.wire.mapping import ConnectTo
from crawler.wire.proxy import Proxies, Proxy

F = TypeVar("F", bound=Callable[..., Any])


def archive_option(command: F) -> F:
    """``--archive DIR``."""
    return click.option(
        "--archive",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="The archive (default: ./archives, or COMMUNIQUE_ARCHIVE).",
    )(command)


def network_options(command: F) -> F:
    """What a command that goes to the network takes."""
    for option in reversed(
        (
            click.option(
                "--connect-to",
                multiple=True,
                metavar="HOST1:PORT1:HOST2:PORT2",
                callback=_connect_to,
                help="As curl has it: connect to HOST2:PORT2 where HOST1:PORT1 is asked for; empty parts match all.",
            ),
            click.option(
                "--cacert",
                metavar="FILE",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help="A bundle of certificate authorities to trust instead of the system's.",
            ),
            click.option("--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Instead of the source's."),
            click.option(
                "--timeout",
                type=click.FloatRange(min=0, min_open=True),
                metavar="SECONDS",
                help="Deadline of one exchange, instead of the source's.",
            ),
            click.option(
                "--allow-address",
                multiple=True,
                metavar="ADDRESS",
                callback=_allow_address,
                help="A host, address or network that may be asked though it is not a public one (repeatable).",
            ),
            click.option(
                "--proxy",
                metavar="URL",
                callback=_proxy,
                help="Go through this HTTP proxy, http://user:password@host:port (or COMMUNIQUE_PROXY, which no list of"
                " processes shows). Without it none is used, whatever http_proxy says.",
            ),
            click.option(
                "--no-proxy",
                multiple=True,
                metavar="HOST",
                callback=_no_proxy,
                help="Ask this host, and those under it, without the proxy (repeatable; *: all).",
            ),
            click.option("--log", type=click.Path(dir_okay=False), metavar="FILE", help="Keep a detailed log there."),
        )
    ):
        command = option(command)
    return command


def _connect_to(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        ConnectTo(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value


def _proxy(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            Proxy.of(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
    return value


def _no_proxy(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        Proxies(None, value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value


def _allow_address(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        AddressPolicy(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value


def day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A calendar day as ``YYYY-MM-DD``."""
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007  # a calendar day has no zone
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day like 2021-11-08") from None


def configuration(sources: tuple[Path, ...], archive: Path | None) -> Configuration:
    """The configuration, with what the command line says over it."""
    found = read_configuration()
    return replace(found, archive=archive or found.archive, sources=(*found.sources, *sources))


def need_contact(found: Configuration) -> str:
    """The contact; raises :class:`ConfigurationError` where none is set."""
    if found.contact is None:
        raise ConfigurationError(NO_CONTACT)
    return found.contact


def known_sources(found: Configuration) -> Sources:
    """All sources; what an operator should know of them is said on standard error.

    Raises :class:`crawler.sources.SourceErrors`.
    """
    sources = load_sources(list(found.sources))
    for note in sources.notes:
        click.echo(f"note: {note}", err=True)
    return sources


def need_sources(sources: Sources, names: Iterable[str]) -> None:
    """Raises ``click.UsageError`` for the first name that no source has."""
    for name in names:
        if name not in sources:
            raise click.UsageError(f"no source {name!r}; there are: {', '.join(sources)}")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
