"""Tours: which pages of a listing a run asks for, and what is kept of that for the next run.

A listing is walked whole once, at its first crawl. From then on each run reads its front, as far as it shows what was
never met before, and a few pages further behind: the sweep (:mod:`crawler.watch.sweep`). What a run was killed or
failed in the middle of is caught up with by the next: the front reaches back to what was met before that began.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, Self

from crawler.archive import Archive, Links
from crawler.discover import Ask, Step, Walk
from crawler.discover.forms import carries
from crawler.model.clock import Clock, stamp
from crawler.model.failure import Failure
from crawler.model.source import Listing, Source
from crawler.watch.repeated import Listed, shares_of, unlike
from crawler.watch.sweep import Sweep, is_over, pages_due

_WALL: Final = "blocked."
_UNREACHABLE: Final = ("net.", "tls.", "robots.unreachable", "http.retry_after", _WALL)
_FAULT: Final = 500  # statuses from which on it is the server's
_REFUSED: Final = (401, 403, 429, 451)
_TRIES: Final = 3  # of a page of the sweep that does not answer, and of a first walk that is broken off


class Tour:
    """One listing in one run."""

    def __init__(
        self,
        archive: Archive,
        clock: Clock,
        source: Source,
        walk: Walk,
        kept: Sweep,
        *,
        bounded: bool,
        whole: bool,
    ) -> None:
        """Use :meth:`begin`."""
        self.walk = walk
        self._archive = archive
        self._clock = clock
        self._source = source
        self._kept = kept
        self._state: dict[str, Any] = json.loads(kept.pending)
        self._bounded = bounded  # by a day: what it has not read may be missing, and nothing is kept of it
        self._walks_whole = whole
        self._sweeping = False
        self._ask: Ask | None = None  # what is being asked
        self._left = 0  # pages that the sweep reads in this run
        self._read = 0
        self._lost = False
        self._cut = False
        self.down = False  # whether its host was seen to give nothing, and no page before or after
        self.whole = False  # whether it has come to its end, with every page read

    @classmethod
    async def begin(
        cls,
        archive: Archive,
        clock: Clock,
        source: Source,
        listing: Listing,
        start: Ask,
        today: date,
        *,
        since: date | None,
        full: bool,
    ) -> Self:
        """The tour as this run is to make it: ``full`` through all pages, or back to the day ``since``."""
        now = clock()
        kept = await archive.sweep(source.id, _name(listing))
        # A form's fields are good for one search: where a sweep cannot go on, it is made at once.
        at_once = kept is not None and carries(listing) and is_over(kept, source.watch, now)
        whole = full or since is not None or kept is None or kept.pages is None or at_once
        kept = kept or Sweep(_name(listing), begun=stamp(now))
        if since is None and kept.catching is None:
            kept = replace(kept, catching=stamp(now))
            await archive.keep_sweep(source.id, kept)
        maps = {url: (changed, read) for url, (changed, read) in json.loads(kept.pending).get("maps", {}).items()}
        walk = Walk(source, listing, start, today, since, front=not whole, maps=maps, again=source.watch.sweep)
        return cls(archive, clock, source, walk, kept, bounded=since is not None, whole=whole)

    @property
    def mark(self) -> str | None:
        """The walk that a page's links may be new in; none: this run's."""
        return f"sweep {self._kept.listing} {self._kept.begun}" if self._sweeping else None

    @property
    def since(self) -> str | None:
        """From when on what was met first is new at the front."""
        return self._kept.catching

    def unlike(self, ask: Ask, links: Sequence[Listed]) -> list[Listed]:
        """Those of a page's links that the queue has to hear of: at the front none that was there, with the same words,
        when the page was read before. All that was met since :attr:`since` is heard of again.
        """
        at, kept = (self._state.get("shown") or {}).get(ask.url, ("", ""))
        if self._walks_whole or self._sweeping or not _is_remembered(ask) or not self.since or at >= self.since:
            return list(links)
        return unlike(links, kept)

    async def take(self) -> Ask | None:
        """What is to be asked now; ``None`` where the tour is at its end, which is kept."""
        ask = self._ask = None if self._sweeping and self._left <= 0 else self.walk.take()
        if ask is None and not self._cut and not self._bounded:
            if self._walks_whole:
                await self._end_of_whole()
            elif self._sweeping:
                if not self._lost:
                    await self._keep_place()
            elif await self._end_of_front():
                return await self.take()
        elif ask is None:
            self.whole = not self._bounded and not self._cut and not self._lost
        return ask

    async def noted(self, step: Step, links: Links, status: int = 200) -> None:
        """A page answered with ``status``, and this is what the queue says of its links."""
        if step.problems and not step.read:
            walled = any(problem.code.startswith(_WALL) for problem in step.problems)
            self.down = not self._read and (status >= _FAULT or status in _REFUSED or walled)
            await self._page_lost()
            return
        self._read += 1
        self._remember(step)
        whole = self._walks_whole or self._sweeping
        self.walk.noted(step, links.new if whole else links.recent)
        if self._sweeping:
            self._left -= 1
            self._state.pop("tries", None)
            self._kept = replace(self._kept, read=self._kept.read + 1)
            await self._keep_place()

    def _remember(self, step: Step) -> None:
        """What a page showed; it is kept with the place of the tour, and so after the queue has heard of it."""
        if self._bounded or self._sweeping or self._ask is None or not _is_remembered(self._ask):
            return
        shown = dict(self._state.get("shown") or {})
        if kept := shares_of(step.links):
            shown[self._ask.url] = (stamp(self._clock()), kept)
        else:
            shown.pop(self._ask.url, None)
        self._state["shown"] = shown or None

    async def lost(self, ask: Ask, failure: Failure) -> None:
        """A page did not answer whole."""
        self.down = not self._read and failure.code.startswith(_UNREACHABLE)
        self.walk.lost(ask)
        await self._page_lost()

    async def _page_lost(self) -> None:
        self._lost = True
        if self._sweeping:
            await self._keep_loss()
        elif self._walks_whole and self._ask is not None:
            self.walk.pass_over(self._ask)

    def cut(self) -> None:
        """No further statement may be asked for in this run."""
        self._cut = True
        self.walk.end()

    async def _end_of_whole(self) -> None:
        """All pages were read, or as many as answer: where some do not in three runs, the others are all there are."""
        tries = self._state.get("tries", 0) + 1 if self._lost else 0
        self.whole = not self._lost
        if self._lost and tries < _TRIES and self._kept.pages is None:
            await self._keep(self._kept, tries=tries)
            return
        # The next run begins a sweep: else the last page would wait for one whole sweep, and for the end of another.
        # What is swept at once waits its days.
        days = 0.0 if carries(self.walk.listing) else self._source.watch.sweep
        begun = stamp(self._clock() - timedelta(days=days))
        read = max(self._read, 1)
        await self._keep(replace(self._kept, begun=begun, read=read, pages=read, catching=None), rest=None, tries=None)

    async def _end_of_front(self) -> bool:
        """The front is read; whether the sweep goes on now."""
        watch, now = self._source.watch, self._clock()
        over = self.walk.is_over
        self.whole = over and not self._lost
        kept = self._kept if self._lost else replace(self._kept, catching=None)
        rest = self._state.get("rest")
        if rest is None and is_over(kept, watch, now) and not self._lost:
            rest = None if over else self.walk.rest()
            pages = self._read if over else kept.pages
            await self._keep(replace(kept, begun=stamp(now), read=self._read, pages=pages), rest=rest)
            return False
        await self._keep(kept)
        if rest is None or self._lost or not (due := pages_due(kept, watch, now)):
            return False
        self._left = due
        self._sweeping = True
        self.walk.go_on(rest)
        return True

    async def _keep_place(self) -> None:
        if self.walk.is_over:
            await self._keep(replace(self._kept, pages=self._kept.read), rest=None)
            self._left = 0
        else:
            await self._keep(self._kept, rest=self.walk.rest())

    async def _keep_loss(self) -> None:
        """The page is asked again by the next run; where it fails too often, the sweep goes on behind it."""
        self._left = 0
        tries = self._state.get("tries", 0) + 1
        if tries < _TRIES:
            await self._keep(self._kept, tries=tries)
        elif self._ask is not None:
            self.walk.pass_over(self._ask)
            await self._keep(self._kept, rest=self.walk.rest(), tries=None)

    async def _keep(self, kept: Sweep, **state: Any) -> None:
        state = {**self._state, **state, "maps": self.walk.maps or self._state.get("maps")}
        self._state = {name: value for name, value in state.items() if value is not None}
        changed = replace(kept, pending=json.dumps(self._state, separators=(",", ":"), sort_keys=True))
        if changed != self._kept or self._kept.catching:
            await self._archive.keep_sweep(self._source.id, changed)
        self._kept = changed


def _is_remembered(ask: Ask) -> bool:
    """Whether a page may be known again by its address."""
    return ask.method == "GET" and not ask.form


def _name(listing: Listing) -> str:
    """Of a listing within its source: its address as it is written, for a year's or month's page is another soon."""
    if listing.method == "GET" and not listing.form:
        return listing.url
    return f"{listing.url} {hashlib.sha256(repr(sorted(listing.form.items())).encode()).hexdigest()[:16]}"
