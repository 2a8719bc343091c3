"""Rhythm: the days on which a source published, newest first, as its statements state them."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, text

_DAYS: Final = 200  # of publication: of late, for a ministry's rhythm changes with its minister
# From day to day through the index: it costs the same, however many statements there are. "~" stands behind every
# time of day that might follow a date.
_STEPS: Final = text(
    "WITH RECURSIVE step(day) AS ("
    " SELECT (SELECT max(published) FROM statements WHERE source = :source AND published < :today || '~')"
    " UNION ALL"
    " SELECT (SELECT max(published) FROM statements WHERE source = :source AND published < substr(step.day, 1, 10))"
    " FROM step WHERE step.day IS NOT NULL LIMIT :most"
    ") SELECT substr(day, 1, 10) FROM step WHERE length(day) >= 10"
)


def published_days(connection: Connection, source: str, today: date) -> list[date]:
    """At most 200 days, none later than ``today``. What is stated less precisely than to the day does not count."""
    found = connection.execute(_STEPS, {"source": source, "today": today.isoformat(), "most": _DAYS})
    return [date.fromisoformat(day) for day in found.scalars()]
