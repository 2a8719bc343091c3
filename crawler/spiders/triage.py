"""Triage of a run: what it found wanting is held against the archive's last good captures, before the run is judged."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from crawler.archive import Archive, ArchiveError
from crawler.archive.good import capture_at, left_open, well_read
from crawler.archive.rhythm import published_days
from crawler.archive.rows import capture_of
from crawler.archive.source_status import HABIT
from crawler.discover import is_page, starts
from crawler.extract.health import DOCUMENT, GENERIC, NONE, READ, Drift, as_failure, lately
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.reading import hint_of
from crawler.model.run import Problem, Run, Verdict
from crawler.model.source import Listing, Source
from crawler.model.statement import Statement
from crawler.spiders.pages import stored_page
from crawler.watch.habit import loses_its_first, loses_more
from crawler.watch.outcome import drifted
from crawler.watch.silence import silence
from crawler.watch.triage import Seen, cause_of, judge_listing, judge_page, still_holds

_MOST: Final = 3  # listings, and fields of pages, that are looked into: of a hundred the first tell as much
_SHRUNK: Final = 0.5  # share of what a site counted before
_ENOUGH: Final = 20  # that it counted before
_UNREAD: Final = ("content.", "layout.")
_NO_LAYOUT: Final = frozenset({GENERIC, DOCUMENT, NONE})


class _Wanting(NamedTuple):
    """A listing or a page that gave nothing, or less than it should. ``capture`` is of its answer."""

    url: str
    failure: Failure
    capture: Capture | None
    listing: Listing | None = None


class Triage:
    """One run's. It is told of listings and pages that were found wanting, and judges at the end.

    ``judge`` writes into the run: ``left``, ``verdicts``, and a problem for each field that its pages do not fill any
    more.
    """

    def __init__(self, archive: Archive, source: Source, run: Run) -> None:
        self._archive = archive
        self._source = source
        self._run = run
        self._listings: list[_Wanting] = []
        self._pages: list[_Wanting] = []
        self._drifts: list[Drift] = []
        self._before: Sequence[Run] = ()  # the latest runs of the source that ended, newest first

    def listing(self, url: str, failure: Failure, capture: Capture | None, listing: Listing | None) -> None:
        """A page of a listing gave nothing, or less than it should. ``capture`` is of its answer."""
        self._listings.append(_Wanting(url, failure, capture, listing))

    def page(self, url: str, failure: Failure, capture: Capture | None) -> None:
        """A statement's page failed or was refused."""
        self._pages.append(_Wanting(url, failure, capture))

    async def judge(self, now: datetime) -> None:
        """The run has asked for all that it was to ask for."""
        self._run.left = await self._archive.look(lambda connection: left_open(connection, self._source.id))
        self._before = await self._archive.ended_runs(self._source.id, HABIT)
        self._tell_drifts()
        self._run.verdicts = await self._verdicts(now)

    def _tell_drifts(self) -> None:
        """Compares what the run's pages filled with the source's habits, once."""
        if not self._run.layouts or drifted(self._run):
            return
        # What a run was told to be drift is not its habit, until nothing else has been seen for long.
        sound = [run for run in self._before if not drifted(run)] or self._before
        runs = [run.layouts for run in sound]
        for drift in lately(self._run.layouts, runs, self._source.expect):
            self._drifts.append(drift)
            failure = as_failure(drift)
            self._run.problems.append(Problem(url=drift.url, code=failure.code, sentence=failure.sentence))

    async def _verdicts(self, now: datetime) -> list[Verdict]:
        """Each kind once, the listings' first: what bars the way to them explains the rest."""
        found = [await self._of_listing(wanting) for wanting in self._listings[:_MOST]]
        if not any(verdict and verdict.kind in ("blocked", "unreachable") for verdict in found):
            found += await self._still()
            found.append(await self._of_pages())
            found += [await self._of_drift(drift) for drift in self._drifts[:_MOST]]
            found += self._of_counters()
        if not any(found) and self._run.listings_read and not self._run.published and not self._run.limited:
            found.append(await self._of_silence(now.date()))
        return list({verdict.kind: verdict for verdict in reversed(found) if verdict}.values())[::-1]

    async def _of_listing(self, wanting: _Wanting) -> Verdict | None:
        """Of one that never was read nothing is said but what its own reason says."""
        if wanting.listing is None:
            return None
        capture = wanting.capture
        if capture is None and cause_of(wanting.failure.code) is None:
            capture = await self._archive.look(self._answer_at(wanting.url))
        now = await self._seen(capture, None)
        good = await self._good_listing(wanting, now)
        if good is None and now is not None and now.status == 200 and cause_of(wanting.failure.code) != "blocked":
            return None
        return await asyncio.to_thread(judge_listing, wanting.failure, now, good, self._source, wanting.listing)

    async def _good_listing(self, wanting: _Wanting, now: Seen | None) -> Seen | None:
        """Its last answer in a run that read all listings. What a form was answered with is no other search's."""
        sound = next((run for run in self._before if _all_read(run)), None)
        if sound is None or wanting.listing is None or wanting.listing.method != "GET":
            return None
        urls = dict.fromkeys((wanting.url, *([now.page.url] if now else ())))
        until = min(sound.finished or sound.started, self._run.started)

        def latest(connection: Connection) -> Capture | None:
            places = (capture_at(connection, self._source.id, url, until=until) for url in urls)
            return next((place for place in places if place is not None), None)

        return await self._seen(await self._archive.look(latest), None)

    async def _of_pages(self) -> Verdict | None:
        """Of pages that failed or were refused, where they are more than chance explains. That no layout fits a page is
        told at once where one has always fitted.
        """
        unfit = all(wanting.failure.code.startswith("layout.") for wanting in self._pages)
        if not loses_more(self._run, self._before) and not (unfit and loses_its_first(self._run, self._before)):
            return None
        for kind in ("blocked", "unreachable"):
            mine = [wanting for wanting in self._pages if cause_of(wanting.failure.code) == kind]
            if mine and len(mine) * 2 >= len(self._pages):
                told = f"{len(mine):,} of {len(self._pages):,} pages that gave nothing: {mine[0].failure.sentence}"
                return Verdict.model_validate({"kind": kind, "sentence": told, "url": mine[0].url})
        refused = next((wanting for wanting in self._pages if wanting.failure.code.startswith(_UNREAD)), None)
        if refused is None:
            return None
        return await self._judged(READ, refused.failure, refused.url, refused.capture, None, None)

    async def _still(self) -> list[Verdict]:
        """What was said of pages by the last run that came to them, where this one has read none that could tell."""
        run = self._run
        last = next((one for one in self._before if one.listings_read), None)
        if last is None or run.published or run.revised or run.refused or run.layouts:
            return []
        said = []
        for verdict in last.verdicts:
            if verdict.kind not in ("site_changed", "reading_changed") or self._is_listing(verdict.url):
                continue  # listings are read, and judged, each time
            now, good = [await self._seen_at(record_id) for record_id in (verdict.now, verdict.good)]
            if now is None or good is None or await asyncio.to_thread(still_holds, now, good, self._source):
                said.append(verdict)
        if said:
            run.problems += [one for one in last.problems if one.code == "layout.drift"]
        return said

    def _is_listing(self, url: str | None) -> bool:
        today = datetime.fromisoformat(self._run.started).date()
        return url is not None and any(is_page(url, listing) for _, listing in starts(self._source, today))

    async def _seen_at(self, record_id: str | None) -> Seen | None:
        """The page of a record, with what its listing said of it where that is known."""
        if record_id is None:
            return None
        return await self._seen(await self._archive.look(lambda connection: capture_of(connection, record_id)), None)

    async def _of_drift(self, drift: Drift) -> Verdict | None:
        """Of a field that fewer pages fill than did."""
        missing = (
            self._run.layouts[drift.layout].missing.get(drift.field) if drift.layout in self._run.layouts else None
        )
        failure = Failure("layout.drift", missing.finding) if missing and missing.finding else None
        capture = await self._archive.look(self._answer_at(drift.url)) if drift.url else None
        layout = None if drift.layout in _NO_LAYOUT else drift.layout
        field = None if drift.field == READ else drift.field
        return await self._judged(drift.field, failure, drift.url, capture, field, layout)

    async def _judged(
        self,
        field: str,
        failure: Failure | None,
        url: str,
        capture: Capture | None,
        filled: str | None,
        layout: str | None,
    ) -> Verdict | None:
        """Against the last page that was read well; ``None`` where there is none that tells anything."""

        def last(connection: Connection) -> Statement | None:
            return well_read(
                connection, self._source.id, before=self._run.started, field=filled, layout=layout, url=url or None
            )

        line = await self._archive.look(last)
        good = await self._seen(line.capture, line) if line is not None else None
        if good is None:
            return None
        now = await self._seen(capture, None)
        return await asyncio.to_thread(judge_page, field, failure, now, good, self._source)

    def _of_counters(self) -> Iterator[Verdict]:
        """Of listings that say themselves that they hold far less than they said before."""
        for listing, count in self._run.counters.items():
            before = max((run.counters.get(listing, 0) for run in self._before), default=0)
            if before >= _ENOUGH and count < before * _SHRUNK:
                told = f"the listing {listing} says that it holds {count:,}; it said {before:,} before"
                yield Verdict(kind="emptied", sentence=told, url=listing)

    async def _of_silence(self, today: date) -> Verdict | None:
        def days(connection: Connection) -> list[date]:
            return published_days(connection, self._source.id, today)

        pause = silence(await self._archive.look(days), today)
        if pause is None or not pause.unusual:
            return None
        return Verdict(kind="silent", sentence=pause.sentence(), chance=pause.chance)

    def _answer_at(self, url: str) -> Callable[[Connection], Capture | None]:
        """What an address answered in this run."""
        return lambda connection: capture_at(connection, self._source.id, url, since=self._run.started)

    async def _seen(self, capture: Capture | None, line: Statement | None) -> Seen | None:
        """The page of a capture; ``None`` where it is not to be had: then nothing is told by it."""
        if capture is None:
            return None
        try:
            hint = hint_of(line.extraction.evidence) if line else None
            page, status = await stored_page(self._archive, capture, hint)
        except ArchiveError:
            return None
        if line is not None:
            page = replace(page, url=line.url)
        return Seen(page, status, capture.record_id, capture.date)


def _all_read(run: Run) -> bool:
    """Whether it read every listing. Runs of before 0.5 do not say how many, but how they ended."""
    if run.listings_failed or run.listings_doubted:
        return False
    return run.listings_read > 0 or run.outcome == "ok"
