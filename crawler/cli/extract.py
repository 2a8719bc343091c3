"""``communique extract``: one saved page, read as a statement, without a network or an archive."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crawler.cli import exits
from crawler.cli.options import configuration, known_sources, need_sources
from crawler.documents import HEAD, document_type, read_document
from crawler.extract import clean, extract, read_document_page
from crawler.model.identity import canonical_url, text_digest
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source


@click.command("extract")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, metavar="URL", help="The address that the page was saved from.")
@click.option("--source", metavar="ID", help="Read it with this source's layouts (default: the generic reading).")
@click.option("--content-type", metavar="TYPE", help="The Content-Type header that it came with, if known.")
@click.pass_obj
def extract_command(
    folders: tuple[Path, ...], file: Path, url: str, source: str | None, content_type: str | None
) -> None:
    """Print the statement that a saved page or document (PDF, DOCX …) holds as one JSON object; exit 6 with the reason
    if it holds none.
    """
    sources = known_sources(configuration(folders, None))
    if source is not None:
        need_sources(sources, (source,))
    try:
        canonical = canonical_url(url)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    headers = (("content-type", content_type),) if content_type else ()
    # A file does not say when it was captured: the layout in force today is used, and no field depends on it.
    page = Page(url, file.read_bytes(), headers, datetime.now(UTC))
    reading = _read(page, file, sources[source] if source else None)
    if isinstance(reading, Refusal):
        click.echo(f"{file}: not read as a statement: {reading.reason.code}: {reading.reason.sentence}", err=True)
        sys.exit(exits.DEGRADED)
    click.echo(json.dumps(_printed(clean(reading), source, url, canonical), ensure_ascii=False, indent=2))


def _read(page: Page, file: Path, source: Source | None) -> Reading | Refusal:
    kind = document_type(page.body[:HEAD], page.header("content-type"))
    if kind is None:
        return extract(page, source)
    return read_document_page(page, read_document(file, kind, file.name), source)


def _printed(reading: Reading, source: str | None, url: str, canonical: str) -> dict[str, Any]:
    fields = {
        name: value.model_dump(mode="json") if hasattr(value, "model_dump") else value
        for name, value in ((name, getattr(reading, name)) for name in reading.__dataclass_fields__)
        if name != "blocks"  # the extractor's own
    }
    for name in ("translations", "attachments"):
        fields[name] = [item.model_dump(mode="json") for item in getattr(reading, name)]
    return {
        "source": source,
        "url": url,
        "canonical_url": canonical,
        **{name: value for name, value in fields.items() if name not in _EXTRACTION},
        "digest": text_digest((reading.title, reading.body.text)),
        "extraction": {name: fields[name] for name in _EXTRACTION},
    }


_EXTRACTION = ("layout", "charset", "fields", "warnings")
