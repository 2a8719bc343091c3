"""The pages of imported files: which are candidates, and what becomes of each in the archive."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select

from crawler.archive import Archive, ArchiveDamaged
from crawler.archive.page import page_of
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.stored import read_response
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import aliases, captures, statements
from crawler.discover import ListingPage, read_listing
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.identity import definition_digest
from crawler.model.reading import Hint, Refusal, evidence_of
from crawler.model.source import Listing
from crawler.rereading.candidates import Candidates, key_of
from crawler.rereading.import_report import ImportReport, Refused
from crawler.rereading.import_trial import PAGES
from crawler.rereading.page import read_again
from crawler.sources import Sources
from crawler.wire.coding import CodingError

_ANSWERS: Final = ("response", "revisit")
_TOGETHER: Final = 200  # names of files in one question


class PageReader:
    """Reads what an import brought, in the order of the capture dates."""

    def __init__(
        self, archive: Archive, sources: Sources, only: Sequence[str], run_id: str, report: ImportReport
    ) -> None:
        self.sources = [name for name in sources if not only or name in only]
        self._archive = archive
        self._all = sources
        self._run = run_id
        self._report = report
        self._candidates = {name: Candidates(sources[name]) for name in self.sources}
        self._hints: dict[tuple[str, str], Hint] = {}
        self._listings: set[str] = set()  # listing pages that were read

    async def read(self, names: Sequence[str]) -> None:
        """Listing pages of the files ``names``, then every candidate."""
        groups = [names[start : start + _TOGETHER] for start in range(0, len(names), _TOGETHER)]
        while await asyncio.to_thread(self._read_listings, groups):
            pass  # a listing page named one that lies before it in time: it is read now
        for some in groups:
            with read_catalogue(self._archive.path / FILE) as connection:
                for row in _rows(connection, some):
                    await self._page(connection, row)

    def _read_listings(self, groups: Sequence[Sequence[str]]) -> bool:
        """Read the listing pages that were not read yet. Returns whether there may be more."""
        more = False
        for names in groups:
            with read_catalogue(self._archive.path / FILE) as connection:
                for row in _rows(connection, names):
                    for source, candidates in self._candidates.items():
                        if row.record_id in self._listings or candidates.source.site_of(row.url) is None:
                            continue
                        listing = candidates.listing_at(row.url)
                        if listing is not None:
                            self._listings.add(row.record_id)
                            more = self._listing(source, candidates, listing, row) or more
        return more

    def _listing(self, source: str, candidates: Candidates, listing: Listing, row: Row[Any]) -> bool:
        """Note what a listing page links and says. Returns whether it named a further page that was not known."""
        capture = to_capture(row)
        try:
            stored = read_response(self._archive.path, capture)
            page = page_of(stored, row.url, capture, None)
        except (CodingError, ArchiveDamaged):
            return False
        found = read_listing(page, candidates.source, listing) if stored.status == 200 else None
        if not isinstance(found, ListingPage):
            return False
        self._report.listings += 1
        candidates.link(url for url, _ in found.links)
        for url, hint in found.links:
            if (key := key_of(url)) is not None:
                self._hints.setdefault((source, key), hint)
        return found.next is not None and candidates.follow(found.next, listing)

    async def _page(self, connection: Connection, row: Row[Any]) -> None:
        owner = next((name for name, one in self._candidates.items() if one.source.site_of(row.url)), None)
        if owner is None:
            self._report.foreign += 1
            return
        candidates = self._candidates[owner]
        if not candidates.admits(row.url) and not _known(connection, owner, row.url):
            self._report.others += candidates.listing_at(row.url) is None
            return
        capture = to_capture(row)
        hint = self._hints.get((owner, key_of(row.url) or ""))
        pages = self._report.pages_of(owner)
        result = await asyncio.to_thread(self._read_one, owner, capture, row.url, hint)
        if not isinstance(result, Refusal) and result.reading.layout is None and not candidates.stated and hint is None:
            result = Refusal(Failure("layout.none", f"no layout of {owner} fits {row.url}"))
        if isinstance(result, Refusal):
            code = result.reason.code
            pages.refused[code] = pages.refused.get(code, 0) + 1
            self._report.refusals.append(Refused(url=row.url, code=code, sentence=result.reason.sentence))
            await self._archive.refuse(self._run, owner, row.url, capture, result, hint=hint, settle=False)
            return
        revised = await self._archive.revise(None, result, row.url)
        pages.read += 1
        pages.linked += revised.links
        setattr(pages, revised.outcome, getattr(pages, revised.outcome) + 1)

    def _read_one(self, owner: str, capture: Capture, url: str, hint: Hint | None) -> Any:
        return read_again(
            self._archive.path,
            capture,
            url,
            evidence_of(hint),
            self._all[owner],
            definition=definition_digest(self._all.definition(owner)),
        )


def _rows(connection: Connection, names: Sequence[str]) -> Any:
    """Whole HTML and PDF answers with 200, and revisits that are known to equal one, in the order of their dates."""
    holds = or_(captures.c.type == "response", captures.c.refers_to.is_not(None))
    status = or_(captures.c.status == 200, (captures.c.type == "revisit") & captures.c.status.is_(None))
    confirmed = (captures.c.type == "revisit") & (captures.c.status == 304)
    media = or_(captures.c.media_type.in_(PAGES), captures.c.media_type.is_(None))
    whole = or_(captures.c.truncated.is_(None), captures.c.type == "revisit")
    return connection.execution_options(yield_per=500).execute(
        select_captures()
        .where(captures.c.file.in_(names), captures.c.type.in_(_ANSWERS), holds, or_(status, confirmed), media, whole)
        .order_by(captures.c.date, captures.c.file, captures.c.offset)
    )


def _known(connection: Connection, source: str, url: str) -> bool:
    for table in (statements, aliases):
        here = select(table.c.url).where(table.c.source == source, table.c.url == url)
        if connection.execute(here).first() is not None:
            return True
    return False
