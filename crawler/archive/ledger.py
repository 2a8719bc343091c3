"""The completeness ledger: per source and period what was listed, and what became of it. Reads only."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, and_, exists, func, select

from crawler.archive.snapshot import read_snapshot
from crawler.archive.suppressed import suppressed_addresses
from crawler.catalogue.schema import lines, runs, statements, urls
from crawler.extract import Dating, read_date
from crawler.model.clock import Clock, utc_now
from crawler.model.run import Run
from crawler.watch.ledger import DateGap, NumberGap, date_gaps, number_gaps

Period = Literal["month", "year"]

_DIGITS: Final = {"month": 7, "year": 4}  # of 2026-03-17
_UNDATED: Final = "undated"


class Entry(BaseModel):
    """What became of the statements of one period of publication. Each is counted once."""

    model_config = ConfigDict(frozen=True)

    period: str = Field(description="2026-03 or 2026, as the statement states its date, else as its listing does")
    listed: int = Field(description="addresses that a listing has shown, or that are known otherwise")
    captured: int = Field(description="of these, those whose page was captured")
    extracted: int = Field(description="statements read")
    refused: int = Field(description="pages that are no statement, or that could not be read as one")
    failed: int = Field(description="addresses that gave no page")
    gone: int = Field(description="links to pages that were never there when they were asked for")
    waiting: int = Field(description="addresses that are still to be asked or read")
    withdrawn: int = Field(description="statements that their publisher took away later")

    @property
    def missing(self) -> int:
        """How many of those that are listed are no statements of the archive, for whatever reason."""
        return self.listed - self.extracted


class Crawls(BaseModel):
    """What the runs of one period did, added up. A statement that two runs list is counted twice."""

    model_config = ConfigDict(frozen=True)

    period: str
    runs: int
    ok: int
    listed: int
    captured: int
    extracted: int
    refused: int
    failed: int
    put_off: int
    left: int


class SourceLedger(BaseModel):
    """One source. ``counters`` are what its own listings said last of how many they hold."""

    model_config = ConfigDict(frozen=True)

    source: str
    counters: dict[str, int]
    published: list[Entry]
    crawled: list[Crawls]
    number_gaps: list[NumberGap]
    date_gaps: list[DateGap]


def read_ledger(
    root: Path, sources: tuple[str, ...] = (), *, period: Period = "month", clock: Clock = utc_now
) -> Iterator[SourceLedger]:
    """The ledger of each of these sources (none: of all that the archive knows), of one snapshot.

    ``ArchiveError`` where there is no archive, ``ArchiveDamaged`` where it cannot be read.
    """
    with read_snapshot(root) as connection:
        known = sorted(
            {
                *connection.execute(select(runs.c.source).distinct()).scalars(),
                *connection.execute(select(statements.c.source).distinct()).scalars(),
            }
        )
        for name in sources or known:
            yield _ledger(connection, name, period, clock())


def _ledger(connection: Connection, source: str, period: Period, now: datetime) -> SourceLedger:
    records = connection.execute(select(runs.c.record).where(runs.c.source == source)).scalars()
    crawls: dict[str, Counter[str]] = {}
    counters: dict[str, int] = {}
    for record in records:
        run = Run.model_validate_json(record)
        counters |= run.counters
        _add(crawls.setdefault(run.started[: _DIGITS[period]], Counter()), run)
    stated = select(statements.c.published).where(
        statements.c.source == source, func.length(statements.c.published) == 10
    )
    return SourceLedger(
        source=source,
        counters=counters,
        published=_published(connection, source, _DIGITS[period], now),
        crawled=[Crawls(period=name, **{key: crawls[name][key] for key in _SUMMED}) for name in sorted(crawls)],
        number_gaps=number_gaps(_numbers(connection, source)),
        date_gaps=date_gaps(map(date.fromisoformat, connection.execute(stated.distinct()).scalars())),
    )


_SUMMED: Final = ("runs", "ok", "listed", "captured", "extracted", "refused", "failed", "put_off", "left")


def _add(counts: Counter[str], run: Run) -> None:
    counts["runs"] += 1
    counts["ok"] += run.outcome == "ok" and not run.left
    for name in _SUMMED[2:]:
        counts[name] += getattr(run, name)


def _published(connection: Connection, source: str, digits: int, now: datetime) -> list[Entry]:
    counts: dict[str, Counter[str]] = {}
    when = func.coalesce(func.substr(statements.c.published, 1, digits), _UNDATED)
    known = select(when, func.count(), func.count(statements.c.withdrawn)).where(
        statements.c.source == source, statements.c.suppressed.is_(None)
    )
    for period, read, withdrawn in connection.execute(known.group_by(when)):
        period = period if len(period) >= digits else f"{period}, no month stated"
        entry = counts.setdefault(period, Counter())
        entry.update(listed=read, captured=read, extracted=read, withdrawn=withdrawn)
    hidden = suppressed_addresses(connection, source)
    for row in connection.execute(_unread(source)):
        if row.url in hidden:
            continue
        entry = counts.setdefault(_period(row.hint, digits, now), Counter())
        entry["listed"] += 1
        entry["captured"] += row.state in ("captured", "refused")
        entry[row.state if row.state in ("refused", "failed", "gone") else "waiting"] += 1
    names = ("listed", "captured", "extracted", "refused", "failed", "gone", "waiting", "withdrawn")
    return [Entry(period=period, **{name: counts[period][name] for name in names}) for period in sorted(counts)]


def _unread(source: str) -> Any:
    """Addresses of the queue at which no statement is known."""
    at_it = exists().where(statements.c.source == source, statements.c.url == urls.c.url)
    return select(urls.c.url, urls.c.state, urls.c.hint).where(
        and_(urls.c.source == source, urls.c.statement_id.is_(None), urls.c.state != "read", ~at_it)
    )


def _period(hint: str | None, digits: int, now: datetime) -> str:
    """When the listing says that it was published; what it says in no clear words is undated."""
    told: Mapping[str, Any] = json.loads(hint) if hint else {}
    if not told.get("date"):
        return _UNDATED
    languages = (told["language"],) if told.get("language") else ("en",)
    read, _ = read_date(told["date"], Dating(captured=now, languages=languages, order=told.get("order")), "listing")
    return read.date[:digits] if read is not None and len(read.date) >= digits else _UNDATED


def _numbers(connection: Connection, source: str) -> Iterator[tuple[str, str | None]]:
    """The number and date of each statement, as its newest line has them."""
    newest = (
        select(lines.c.data)
        .join(statements, and_(statements.c.id == lines.c.statement_id, statements.c.current == lines.c.revision))
        .where(statements.c.source == source, statements.c.suppressed.is_(None))
    )
    for data in connection.execute(newest).scalars():
        line = json.loads(zlib.decompress(data))
        if line["number"]:
            yield line["number"], line["published"] and line["published"]["date"]
