"""The pages of imported files: which are candidates, and what becomes of each in the archive."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from crawler.archive import Archive, ArchiveDamaged
from crawler.archive.page import page_of
from crawler.archive.places import warc_path
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.stored import open_payload, read_response
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import aliases, captures, statements
from crawler.model.capture import Capture
from crawler.model.draft import Draft
from crawler.model.identity import definition_digest
from crawler.model.reading import Refusal, evidence_of
from crawler.rereading.candidates import Candidates, note_own_readings, owner_of
from crawler.rereading.import_report import LARGEST, PAGES, ImportReport, too_large
from crawler.rereading.page import read_again
from crawler.sources import Sources
from crawler.wire.coding import CodingError

_ANSWERS: Final = ("response", "revisit")
_UNFOLDS: Final = 1032  # times its size at most, as deflate has it
_TOGETHER: Final = 200  # names of files in one question


class PageReader:
    """Reads what an import brought, in the order of the capture dates."""

    def __init__(
        self, archive: Archive, sources: Sources, only: Sequence[str], run_id: str, report: ImportReport
    ) -> None:
        self._archive = archive
        self._sources = sources
        self._run = run_id
        self._report = report
        self._candidates = [Candidates(sources[name]) for name in sources if not only or name in only]
        self._met: set[str] = set()  # listing pages that were read

    async def read(self, names: Sequence[str]) -> None:
        """Listing pages of the files ``names`` first, then every candidate."""
        groups = [names[start : start + _TOGETHER] for start in range(0, len(names), _TOGETHER)]
        await asyncio.to_thread(self._note_own_readings, names)
        while await asyncio.to_thread(self._read_listings, groups):
            pass  # one named a page that lies before it in time: it is read now
        for one in self._candidates:
            await self._archive.define(one.source.id, self._sources.definition(one.source.id))
        for some in groups:
            with read_catalogue(self._archive.path / FILE) as connection:
                for row in _rows(connection, some):
                    await self._page(connection, to_capture(row), row.url)

    def _note_own_readings(self, names: Sequence[str]) -> None:
        for name in names:
            with warc_path(self._archive.path, name).open("rb") as file:
                note_own_readings(file.fileno(), os.fstat(file.fileno()).st_size, self._candidates)

    def _read_listings(self, groups: Sequence[Sequence[str]]) -> bool:
        """Read the listing pages that were not read yet. Returns whether there may be more."""
        more = False
        for names in groups:
            with read_catalogue(self._archive.path / FILE) as connection:
                for row in _rows(connection, names):
                    owner = owner_of(row.url, self._candidates)
                    listing = None if owner is None else owner.listing_at(row.url)
                    if owner is None or listing is None or row.record_id in self._met:
                        continue
                    self._met.add(row.record_id)
                    capture = to_capture(row)
                    if not _fits(self._archive.path, capture):
                        continue
                    try:
                        page = page_of(read_response(self._archive.path, capture), row.url, capture, None)
                    except (CodingError, ArchiveDamaged):
                        continue
                    read, further = owner.read_listing(page, listing)
                    self._report.listings += read
                    more = more or further
        return more

    async def _page(self, connection: Connection, capture: Capture, url: str) -> None:
        owner = owner_of(url, self._candidates)
        if owner is None:
            self._report.foreign += 1
            return
        source = owner.source.id
        if not owner.admits(url) and not _known(connection, source, url):
            self._report.others += owner.listing_at(url) is None
            return
        result = owner.judge(await asyncio.to_thread(self._read_one, owner, capture, url), url)
        if isinstance(result, Refusal):
            self._report.refused(source, url, result.reason)
            hint = owner.hint(url)
            await self._archive.refuse(self._run, source, url, capture, result, hint=hint, settle=False)
        else:
            revised = await self._archive.revise(None, result, url)
            self._report.read(source, revised.outcome, revised.links)

    def _read_one(self, owner: Candidates, capture: Capture, url: str) -> Draft | Refusal:
        if not _fits(self._archive.path, capture):
            return Refusal(too_large(url))
        definition = definition_digest(self._sources.definition(owner.source.id))
        evidence = evidence_of(owner.hint(url))
        return read_again(self._archive.path, capture, url, evidence, owner.source, definition=definition)


def _fits(root: Path, capture: Capture) -> bool:
    """Whether the payload may be held in memory: a small record may unfold to a large one."""
    length = capture.length + (capture.payload.length if capture.payload is not None else 0)
    if length * _UNFOLDS <= LARGEST:
        return True
    size = 0
    for piece in open_payload(root, capture):
        size += len(piece)
        if size > LARGEST:
            return False
    return True


def _rows(connection: Connection, names: Sequence[str]) -> Any:
    """Whole HTML and PDF answers with 200, and revisits that are known to equal one, in the order of their dates."""
    revisit = captures.c.type == "revisit"
    holds = or_(captures.c.type == "response", captures.c.refers_to.is_not(None))
    answered = or_(
        captures.c.status == 200, revisit & captures.c.status.is_(None), revisit & (captures.c.status == 304)
    )
    media = or_(captures.c.media_type.in_(PAGES), captures.c.media_type.is_(None))
    return connection.execution_options(yield_per=500).execute(
        select_captures()
        .where(
            captures.c.file.in_(names),
            captures.c.type.in_(_ANSWERS),
            holds,
            answered,
            media,
            captures.c.truncated.is_(None),
        )
        .order_by(captures.c.date, captures.c.file, captures.c.offset)
    )


def _known(connection: Connection, source: str, url: str) -> bool:
    for table in (statements, aliases):
        here = select(table.c.url).where(table.c.source == source, table.c.url == url)
        if connection.execute(here).first() is not None:
            return True
    return False
