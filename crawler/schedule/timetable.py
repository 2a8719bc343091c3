"""The timetable: for each source that is scheduled, its last run and its next."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from crawler.model.source import Source
from crawler.schedule.cadence import Next, Past, next_start
from crawler.schedule.history import read_history
from crawler.sources import Sources
from crawler.sources.loader import SHIPPED


class Row(NamedTuple):
    """One source. ``last``: none where it was never crawled."""

    source: Source
    last: Past | None
    next: Next


def timetable(root: Path, sources: Sources, named: Sequence[str], now: datetime) -> list[Row]:
    """The scheduled sources, those first whose run is due the longest or begins the soonest.

    Scheduled are those ``named``; where none is, those of the operator's own folders and those that the archive has
    runs of: nobody means to crawl all ministries of the world because their files were shipped.

    Raises what :func:`crawler.schedule.history.read_history` does.
    """
    history = read_history(root, {name for name, source in sources.items() if source.schedule.learn})
    rows = [_row(sources[name], history.get(name, ()), now) for name in scheduled(sources, named, history)]
    return sorted(rows, key=lambda row: (row.next.at is None, row.next.at or now, row.source.id))


def scheduled(sources: Sources, named: Sequence[str], history: Iterable[str]) -> list[str]:
    """The ids of the sources that are scheduled, each once."""
    if named:
        return list(dict.fromkeys(named))
    own = (name for name, file in sources.files.items() if file.path.parent != SHIPPED)
    return sorted({*own, *(name for name in history if name in sources)})


def _row(source: Source, past: Sequence[Past], now: datetime) -> Row:
    return Row(source, past[0] if past else None, next_start(source, past, now))
