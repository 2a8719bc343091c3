"""The clock: injected wherever a time is needed, so that tests fix it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, aware UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """``2021-11-08T09:00:00.123456Z``: the one spelling of an instant in records, lines and tables.

    Raises ``ValueError`` for a moment without a time zone: read as local, it would be a falsehood.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
