"""A decision of a person: one line of ``decisions.jsonl``; and the line that stands where it took one away."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from crawler.model.statement import SCHEMA, Statement


class Decision(BaseModel):
    """Something that a person decided, and why. Decisions are numbered in order; none is ever taken back or changed.

    ``suppress``: the statement is kept out of every output; ``data`` holds what the catalogue needs to know of it: its
    addresses, when it was seen, and which of its lines were taken away. ``erase``: records about it were taken out of
    WARC files; ``data`` names the files with their digests before and after. ``confirm`` and ``split``: this statement
    and the one that ``data["other"]`` names say the same (``data["link"]``: how), or do not, whatever is found.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    kind: Literal["suppress", "erase", "confirm", "split"]
    id: str = Field(description="the statement's")
    at: str = Field(description="UTC, microseconds")
    reason: str
    data: dict[str, Any]


class Suppressed(BaseModel):
    """In the place of a statement's line that a decision took away. It holds nothing of what was said."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["communique-statement/1"] = Field(SCHEMA, alias="schema")
    id: str
    revision: int = Field(ge=1)
    reading: int = Field(ge=1)
    event: Literal["suppressed"] = "suppressed"
    source: str
    at: str = Field(description="when it was decided, UTC, microseconds")
    decision: int = Field(ge=1, description="the number of the decision in decisions.jsonl")


LINE: Final[TypeAdapter[Statement | Suppressed]] = TypeAdapter(Statement | Suppressed)

_EVENT: Final = b'"event":"suppressed"'


def read_line(data: bytes) -> Statement | Suppressed:
    """A line of ``statements/*.jsonl``. Raises pydantic's ``ValidationError`` (a ``ValueError``) where it is none."""
    # The text of a statement may hold the same letters, but escaped: a quote within a string is never bare.
    if _EVENT in data:
        return Suppressed.model_validate_json(data)
    return Statement.model_validate_json(data)
