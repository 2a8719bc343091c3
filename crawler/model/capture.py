"""A capture: where one response lies in the archive, and what proves it."""

from pydantic import BaseModel, ConfigDict, Field


class Place(BaseModel):
    """Where one WARC record lies. Read as the same fields of :class:`Capture`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    warc: str
    offset: int = Field(ge=0)
    length: int = Field(gt=0)
    record_id: str


class Capture(BaseModel):
    """One HTTP response as a WARC record: a ``response``, or a ``revisit`` that says it was the same as an earlier one.

    ``warc`` is relative to the archive and is the sealed name (while the file is being written its name on disk has
    ``.open`` after it). ``offset`` and ``length`` are the bounds of the gzip member, in bytes: those bytes decode
    alone to the record ``record_id``. In a segment of another maker that is not compressed by the record (``.warc``,
    ``.arc``) they are the bounds of the record itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    warc: str
    offset: int = Field(ge=0)
    length: int = Field(gt=0)
    record_id: str  # "<urn:uuid:…>", as in the record
    payload_digest: str  # "sha256:<hex>"
    date: str  # WARC-Date, UTC, microseconds: 2021-11-08T09:00:00.123456Z
    status: int | None  # None: the answer was not HTTP
    ip: str | None
    payload: Place | None = Field(None, description="of a revisit: the response that holds the bytes it was equal to")
