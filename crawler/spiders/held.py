"""Held pages: what a run finds changed of known statements is judged in the end, when all pages were looked at.

Only then can the doing of a relaunch be told from an edit (:mod:`crawler.revisions.relaunch`). A held page stays
captured and unread: where the run is killed it is read from the archive at the next start, and held again. In memory
there is nothing of it but what has changed; it is read once more when its turn comes.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace

from crawler.archive import ArchiveDamaged
from crawler.archive.revising import last_line
from crawler.archive.stored import read_response
from crawler.extract import clean, extract, tree_of
from crawler.model.draft import Draft, identify
from crawler.model.reading import Reading, Refusal
from crawler.model.source import Source
from crawler.model.statement import EXTRACTOR_VERSION, Statement
from crawler.rereading.compare import as_the_same, differences
from crawler.rereading.page import read_stored
from crawler.revisions import Changed, Group, doubtful, relaunched
from crawler.spiders.documents import Documents, StoppedError
from crawler.spiders.found import Found
from crawler.spiders.pages import stored_page
from crawler.spiders.run import ArchiveRun


class Held:
    """The held pages of one run."""

    def __init__(self, book: ArchiveRun, source: Source, documents: Documents) -> None:
        self._book = book
        self._source = source
        self._documents = documents
        self._pages: dict[str, tuple[Found, Changed]] = {}  # by the id of the statement
        self._looked: Counter[Group] = Counter()
        self._met: set[str] = set()

    async def keeps(self, found: Found) -> bool:
        """Whether what was found is held: its statement is known, and says something else. Then it is given back by
        :meth:`released`, and by nothing else.
        """
        if not await self._book.is_known(found.asked, found.url, *found.aliases):
            return False
        site = self._source.site_of(found.url)
        group = Group(site.host if site else "", found.reading.language)
        if found.url not in self._met:  # a run that was resumed, or a former address, may bring it twice
            self._met.add(found.url)
            self._looked[group] += 1
        if found.capture.payload is not None:  # the bytes of an earlier capture: nothing is new of them
            return False
        draft = identify(
            found.source,
            url=found.url,
            aliases=found.aliases,
            capture=found.capture,
            reading=clean(found.reading),
            definition=found.definition,
            hint=found.hint,
        )
        changed = await self._book.archive.weigh(draft, found.asked)
        if changed is not None and await self._reads_anew(changed.id, found.definition):
            changed = await self._book.archive.weigh(draft, found.asked)
        if changed is None:
            return False
        light = replace(found.reading, body=found.reading.body.model_copy(update=_EMPTY), blocks=None)
        self._pages[changed.id] = replace(found, reading=light), replace(changed, group=group)
        return True

    async def _reads_anew(self, statement_id: str, definition: str | None) -> bool:
        """Whether the statement's last line, where another program or definition has written it, reads otherwise now:
        then it is kept as read anew, and what is left of the difference is the ministry's doing and not ours.
        """
        archive = self._book.archive
        before = await archive.look(lambda connection: last_line(connection, statement_id))
        if before is None or (before.extraction.version, before.extraction.definition) == (
            EXTRACTOR_VERSION,
            definition,
        ):
            return False
        try:
            again = await asyncio.to_thread(self._again, before, definition)
        except (ArchiveDamaged, ValueError):  # `verify` tells; what was read of it then is all that is known
            return False
        if isinstance(again, Refusal):
            return False
        again = as_the_same(before, again)
        otherwise = differences(before, again)
        return bool(otherwise) and await archive.reextract(again, before, sorted(otherwise)) is not None

    def _again(self, before: Statement, definition: str | None) -> Draft | Refusal:
        """What the capture of a line says now, as a re-extraction reads it: the text of a document stays."""
        itself = next((item for item in before.attachments if item.capture == before.capture), None)
        stored = read_response(self._book.archive.path, before.capture)
        evidence = before.extraction.evidence
        return read_stored(
            stored,
            before.capture,
            before.url,
            evidence,
            self._source,
            definition=definition,
            aliases=before.also_at,
            known=itself,
        ).result

    async def witness(self) -> str | None:
        """The address of a known statement that is to be looked at, too, so that a relaunch can be told from an edit;
        ``None``: none is needed, or there is none.
        """
        for group in doubtful([changed for _, changed in self._pages.values()], self._looked):
            for found, changed in self._pages.values():
                if changed.group == group and (url := await self._book.witness(found.url, group.language)) is not None:
                    return url
        return None

    async def released(self) -> AsyncIterator[Found]:
        """Every held page, read once more, after it was kept in the archive what is the doing of a relaunch."""
        pages, self._pages = self._pages, {}
        templates = relaunched([changed for _, changed in pages.values()], self._looked)
        if templates:
            await self._book.relaunched(sorted(templates))
        for found, _ in pages.values():
            reading = await self._read_again(found)
            if reading is not None:
                yield replace(found, reading=reading)

    async def _read_again(self, found: Found) -> Reading | None:
        page, _ = await stored_page(self._book.archive, found.capture, found.hint)
        page = replace(page, url=found.url)
        try:
            document = await self._documents.statement(page, found.capture, self._source)
        except StoppedError:  # it stays unread, and is read from the archive at the next start
            return None
        reading = document or extract(page, self._source, tree_of(page))
        return reading if isinstance(reading, Reading) else None


_EMPTY = {"text": "", "paragraphs": (), "html": "", "parts": ()}
