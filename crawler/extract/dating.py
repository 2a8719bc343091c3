"""What is known beside a text when its date is read, and the words for why there is none."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

Order = Literal["DMY", "MDY", "YMD"]

EARLIEST: Final = 1900
_AHEAD: Final = timedelta(hours=14)  # the earliest time zone: there it may be tomorrow already


@dataclass(frozen=True, slots=True)
class Dating:
    """What is known beside the text: languages of month names, the page's first; order of numbers (``None``: as
    language and country have it, where they leave no doubt); own formats (strptime); the zone that local times are in;
    when the page was captured; the year, where address or listing say it and the text may omit it; and the country
    (ISO 3166-1 alpha-2) of who writes."""

    captured: datetime
    languages: tuple[str, ...] = ("en",)
    order: Order | None = None
    formats: tuple[str, ...] = ()
    timezone: str | None = None
    year: int | None = None
    country: str | None = None

    @property
    def last(self) -> date:
        """The last day that a page so captured can have seen."""
        return (self.captured.astimezone(UTC) + _AHEAD).date()


class DoubtError(ValueError):
    """Why a text that looks like a date is not read as one."""


def possible(year: int, month: int, day: int, dating: Dating, earliest: int = EARLIEST) -> date:
    """The day, where there can be such a one. Raises :class:`DoubtError` otherwise."""
    try:
        stated = date(year, month, day)
    except ValueError as error:
        raise DoubtError("is an impossible date") from error
    if year < earliest:
        raise DoubtError(f"is before {earliest}")
    if stated > dating.last:
        raise DoubtError("lies after the capture")
    return stated
