"""``communique cdx``: which captures of an address the archive holds."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from crawler.archive.cdx import cdx_line
from crawler.archive.snapshot import read_snapshot
from crawler.archive.suppressed import shown
from crawler.catalogue.schema import captures
from crawler.cli.options import archive_option, configuration, day
from crawler.replay.find import parse_moment
from crawler.warc.build import as_uri
from crawler.warc.cdxj import urlkey

_HEAD: Final = (
    "captured (UTC)       code  record    media type                payload sha256    address, file, offset, length"
)


@click.command("cdx")
@click.argument("url")
@archive_option
@click.option("--prefix", is_flag=True, help="All addresses that begin so.")
@click.option("--host", is_flag=True, help="All addresses of its host, and of the hosts below it.")
@click.option("--source", metavar="ID", help="Only what was captured for this source.")
@click.option("--from", "since", callback=day, metavar="DATE", help="Captured on this day (UTC) or later.")
@click.option("--to", "until", callback=day, metavar="DATE", help="Captured on this day (UTC) or earlier.")
@click.option(
    "--closest",
    metavar="TIME",
    help="Only the capture that is nearest in time: 2021-11-08, 2021-11-08T09:00:00Z or 20211108090000.",
)
@click.option("--json", "as_json", is_flag=True, help="CDXJ lines, as pywb and cdxj-indexer write them.")
@click.pass_obj
def cdx_command(
    folders: tuple[Path, ...],
    url: str,
    archive: Path | None,
    prefix: bool,
    host: bool,
    source: str | None,
    since: str | None,
    until: str | None,
    closest: str | None,
    as_json: bool,
) -> None:
    """List the captures of URL, oldest first: when, what the server answered, and where the record lies.

    Also what a crawl has just written is listed. Addresses are compared as replay tools compare them: without
    www., letter case and the order of the query do not count. Exits with 1 where there is no capture.
    """
    if prefix and host:
        raise click.UsageError("--prefix and --host exclude each other")
    moment = _moment(closest)
    path = configuration(folders, archive).archive
    question = _question(url, prefix=prefix, host=host)
    for condition in (
        captures.c.source == source if source else None,
        captures.c.date >= since if since else None,
        captures.c.date < f"{until}U" if until else None,  # "T" comes before "U": the whole day
    ):
        if condition is not None:
            question = question.where(condition)
    with read_snapshot(path) as connection:
        found = False
        for row in _rows(connection, question.where(shown(connection)), moment):
            if not found and not as_json:
                click.echo(_HEAD)
            found = True
            click.echo(cdx_line(row).text() if as_json else _text(row), nl=not as_json)
    if not found:
        click.echo(f"communique: no capture of {url} in {path}", err=True)
        raise click.exceptions.Exit(1)


def _text(row: Row[Any]) -> str:
    when = f"{row.date[:10]} {row.date[11:19]}"
    status = "-" if row.status is None else str(row.status)
    digest = row.payload_digest.removeprefix("sha256:")[:16]
    return (
        f"{when:19}  {status:4}  {row.type:8}  {row.media_type or '-':24}  {digest:16}"
        f"  {row.url} {row.file} {row.offset} {row.length}"
    )


def _question(url: str, *, prefix: bool, host: bool) -> Select[Any]:
    question = select(captures).order_by(captures.c.urlkey, captures.c.date, captures.c.file, captures.c.offset)
    key = urlkey(_uri(url))
    if host:
        name, _, _ = key.partition(")")
        return question.where(or_(*(_begins(f"{name}{mark}") for mark in "),:")))
    return question.where(_begins(key) if prefix else captures.c.urlkey == key)


def _begins(start: str) -> ColumnElement[bool]:
    """That the key begins so, as a range of the index."""
    return and_(captures.c.urlkey >= start, captures.c.urlkey < start[:-1] + chr(ord(start[-1]) + 1))


def _uri(url: str) -> str:
    try:
        return as_uri(url)
    except ValueError:  # "example.org/page": taken for http, as the key takes it
        return as_uri(f"http://{url}")


def _rows(connection: Connection, question: Select[Any], closest: datetime | None) -> Iterable[Row[Any]]:
    rows = connection.execution_options(yield_per=1000).execute(question)
    if closest is None:
        return rows
    nearest = min(rows, key=lambda row: abs(datetime.fromisoformat(row.date) - closest), default=None)
    return () if nearest is None else (nearest,)


def _moment(text: str | None) -> datetime | None:
    try:
        return None if text is None else parse_moment(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no time like 2021-11-08T09:00:00Z", param_hint="--closest") from None
