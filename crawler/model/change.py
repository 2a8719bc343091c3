"""A change: one line of ``changes.jsonl``."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Change(BaseModel):
    """Something that became true of a statement. ``cursor`` only grows and is never given twice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cursor: int = Field(ge=1)
    kind: Literal["published", "revised", "reextracted", "linked", "decided"]
    source: str
    id: str
    url: str
    at: str = Field(description="UTC, microseconds")
    data: dict[str, Any] = Field(default_factory=dict, description="what changed: revision, digest, linked id, capture")
