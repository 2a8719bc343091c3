"""Moves, as a crawl meets them: pages to which the address of a known statement led, and known texts at new addresses.

A text that is known at another address of the same site is not published once more before its old address was asked in
this run: where that redirects to the new one, the statement has moved; where it answers, this is a copy. What waits for
such an answer is captured and unread: where the run ends before, it is read from the archive at the next start.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from crawler.archive.moving import knows_statements
from crawler.extract import clean
from crawler.model.source import Source
from crawler.spiders.absences import Absence
from crawler.spiders.found import Found, draft_of
from crawler.spiders.run import ArchiveRun


class Turn(NamedTuple):
    """What is to be done with what was found: it goes on (``found``), or it waits for the answer of an address that is
    to be asked now (``ask``); neither: it waits for one that was asked, or is no statement of its own.
    """

    found: Found | None = None
    ask: str | None = None


class Moves:
    """Those of one run."""

    def __init__(self, book: ArchiveRun, source: Source) -> None:
        self._book = book
        self._source = source
        self._open: set[str] = set()  # asked, and not answered yet
        self._led: dict[str, str] = {}  # an address that was asked, and where it answered
        self._waiting: defaultdict[str, list[Found]] = defaultdict(list)  # by the address whose answer is waited for
        self._knows: bool | None = None

    def asked(self, urls: Iterable[str]) -> None:
        """These are about to be asked for."""
        self._open.update(urls)

    def answers(self, asked: str, url: str) -> None:
        """What was asked answers at ``url``, and is about to be read."""
        self._led[asked] = url

    def settled(self, asked: str) -> list[Found]:
        """An answer was read, or there is none. Returns what has waited for it, to take its turn again."""
        self._open.discard(asked)
        return self._waiting.pop(asked, [])

    async def turn(self, found: Found) -> Turn:
        """Whether what was found may go on."""
        if not found.aliases and not await self._has_earlier():
            return Turn(found)
        draft = draft_of(replace(found, reading=clean(found.reading)))
        origins = await self._book.archive.origins(draft, found.asked)
        if origins.departed is not None:
            led_to = tuple(url for url in (*found.aliases, *draft.also_at) if url != found.url)
            sentence = f"it leads to {found.url}, which says something else"
            await self._book.absences.missing(Absence(found.asked, led_to, found.capture, "home", sentence))
            return Turn()
        site = self._source.site_of(found.url)
        for url in origins.former:
            if self._source.site_of(url) is not site:
                continue
            if self._led.get(url) == found.url:  # it has moved here, and is being judged as that
                return Turn()
            if url in self._open or not self._book.was_asked(url):
                self._waiting[url].append(found)
                return Turn(ask=None if url in self._open else url)
        return Turn(found)

    async def _has_earlier(self) -> bool:
        """Whether anything of the source was known before this run."""
        if self._knows is None:
            question = partial(knows_statements, source=self._source.id, before=self._book.run.started)
            self._knows = await self._book.archive.look(question)
        return self._knows
