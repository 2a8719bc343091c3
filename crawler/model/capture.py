"""A capture: where one response lies in the archive, and what proves it."""

from pydantic import BaseModel, ConfigDict, Field


class Capture(BaseModel):
    """One HTTP response as a WARC record.

    ``warc`` is relative to the archive and is the sealed name (while the file is being written its name on disk has
    ``.open`` after it). ``offset`` and ``length`` are the bounds of the gzip member, in bytes: those bytes decode
    alone to the record ``record_id``.
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
