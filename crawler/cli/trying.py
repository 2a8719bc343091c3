"""A source tried on its live site, on an archive or on saved pages: how the plan of a trial is walked through."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

import click

from crawler.archive.runs import ended
from crawler.archive.snapshot import read_snapshot
from crawler.cli.probe import kept_in, walked
from crawler.configuration import Configuration
from crawler.documents import HEAD, document_type, read_document
from crawler.extract import extract, read_document_page
from crawler.model.clock import utc_now
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.probing.asking import Plan
from crawler.probing.trial import Trial, try_source
from crawler.rereading.answers import Answering, from_archive, from_folder

_HABIT = 20  # earlier runs that a trial is compared with


def try_live(
    source: Source, statements: int, found: Configuration, archive: Path | None, network: dict[str, Any]
) -> Trial:
    """Ask the source's own site, with its own politeness."""
    if not source.listings:
        raise click.UsageError(f"{source.id} has no listing: there is nothing to ask for")
    plan = try_source(source, _today(source), statements=statements, reads=read_any)
    first = source.sites[0].host
    with kept_in(archive) as place:
        trial: Trial = walked(plan, f"https://{first}/", replace(found, archive=place), network, source.politeness)
    return trial


def try_stored(source: Source, statements: int, archive: Path | None, pages: Path | None) -> Trial:
    """Read what is stored. Raises ``ArchiveError`` where the archive cannot be read."""
    if pages is not None:
        return _walk(try_source(source, _today(source), statements=statements, reads=read_any), from_folder(pages))
    if archive is None:
        raise ValueError("there is nothing to read: neither an archive nor a folder of pages")
    with read_snapshot(archive) as connection:
        before = [run.layouts for run in ended(connection, source.id, _HABIT)]
        plan = try_source(source, _today(source), statements=statements, reads=read_any, before=before)
        return _walk(plan, from_archive(archive, connection))


def read_any(page: Page, source: Source) -> Reading | Refusal:
    """A page, or a document that is a statement by itself."""
    kind = document_type(page.body[:HEAD], page.header("content-type"))
    if kind is None:
        return extract(page, source)
    name = page.url.rpartition("/")[2] or page.url
    with NamedTemporaryFile() as file:
        file.write(page.body)
        file.flush()
        return read_document_page(page, read_document(Path(file.name), kind, name), source)


def _walk(plan: Plan[Trial], answering: Answering) -> Trial:
    asks = next(plan)
    while True:
        try:
            asks = plan.send(tuple(answering(ask) for ask in asks))
        except StopIteration as end:
            trial: Trial = end.value
            return trial


def _today(source: Source) -> date:
    now: datetime = utc_now()
    return now.astimezone(ZoneInfo(source.timezone)).date()
