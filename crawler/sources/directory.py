"""The directory of foreign ministries: one entry a state, a starting point for a probe.

``directory.tsv`` lists the members of the United Nations, the observers Holy See and Palestine, and beside them Taiwan,
Kosovo and the European Union's External Action Service. Addresses are facts that others published; most have not
been asked by us, and a site that has moved since is likely among two hundred.
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from crawler.model.source import Language, Zone

DIRECTORY: Final = Path(__file__).parent / "directory.tsv"

Status = Literal["verified", "drafted", "listed"]

STATUSES: Final[dict[Status, str]] = {
    "verified": "the named source is read by tests over real captured pages; the note says how far",
    "drafted": "the named source is written from published facts, nothing of it was seen",
    "listed": "an address only",
}

ORIGINS: Final = {
    "capture": "a captured page of that year",
    "directory": "a public project's directory of press listings, as it read them in that year",
    "references": "public references, looked up in that year",
}


class Ministry(BaseModel):
    """One entry. ``languages``: first that of the address, then others that the state or its ministry publishes in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2; XK and EU by usage")]
    state: Annotated[str, Field(min_length=1, description="English short name")]
    ministry: Annotated[str, Field(min_length=1, description="English name")]
    own_name: str | None = Field(description="name in the state's own language, where known")
    url: Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$", description="the best press address known")]
    languages: tuple[Language, ...] = Field(min_length=1)
    timezone: Zone = Field(description="of the capital")
    status: Status
    source: str | None = Field(description="id of the shipped source, where there is one")
    as_of: int = Field(ge=2000, le=2999, description="year of the address")
    origin: Literal["capture", "directory", "references"]
    note: str | None = Field(description="what to know before probing: needs a browser, PDFs, month first, front page")

    @property
    def host(self) -> str:
        """The address's host."""
        return urlsplit(self.url).hostname or ""


@cache
def load_directory(path: Path = DIRECTORY) -> tuple[Ministry, ...]:
    """Every entry, by state. Raises ``ValueError`` that names the line of an entry that is not sound."""
    with path.open(encoding="utf-8", newline="") as file:
        found = tuple(_entries(path, csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))
    return tuple(sorted(found, key=lambda entry: entry.state.casefold()))


def select_entries(
    entries: Sequence[Ministry], countries: Sequence[str] = (), statuses: Sequence[str] = ()
) -> list[Ministry]:
    """The entries of these countries and of these statuses; none named: of all."""
    wanted = {country.upper() for country in countries}
    return [
        entry
        for entry in entries
        if (not wanted or entry.country in wanted) and (not statuses or entry.status in statuses)
    ]


def directory_data(entries: Sequence[Ministry]) -> list[dict[str, Any]]:
    """One object an entry, every field."""
    return [entry.model_dump(mode="json") for entry in entries]


def _entries(path: Path, rows: Iterator[dict[str, Any]]) -> Iterator[Ministry]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        values: dict[str, Any] = {key: value or None for key, value in row.items() if key}
        values["languages"] = (row.get("languages") or "").split()
        try:
            entry = Ministry.model_validate(values)
        except ValueError as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
        if first := seen.get(entry.country):
            raise ValueError(f"{path.name}:{number}: the country {entry.country} is given twice, first in line {first}")
        seen[entry.country] = number
        yield entry
