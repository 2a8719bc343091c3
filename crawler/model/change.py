"""A change: one line of ``changes.jsonl``."""

from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

ChangeKind = Literal[
    "published", "revised", "withdrawn", "restored", "moved", "linked", "unlinked", "decided", "reextracted"
]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


class Change(BaseModel):
    """Something that became true of a statement. ``cursor`` only grows and is never given twice.

    ``data`` says what changed so that nothing else need be read. Captures are whole: file, offset, length, digest.

    * ``published``: ``revision`` 1, ``digest``, ``title``, ``language``, ``published``, ``capture``.
    * ``revised``: ``revision``, ``digest``, ``title``, ``capture``, and ``difference``
      (:class:`crawler.model.difference.Difference`), which names the revision before and the interval. A text that was
      found afterwards and is older than all that was known has no ``difference``: there is none before it.
    * ``withdrawn``: ``how`` (``answer``: 404 or 410; ``home``: a redirect to another page, whose own capture is named;
      ``soft``: a page that says it is not there; ``stated``: the publisher's own notice), ``interval``, ``seen`` (every
      such answer since then), ``revision`` (the last good reading), ``notice``.
    * ``restored``: ``revision``, ``interval``, ``withdrawn`` (since when it was).
    * ``moved``: ``from``, ``to``, ``interval``, ``capture``; ``into``: the statement that was there already.
    * ``linked``: ``linked``, ``url``, ``link``, ``evidence``, ``score``; ``unlinked``: the same, and ``why``.
    * ``decided``: ``decision`` (its number), ``what``, ``reason``.
    * ``reextracted``: ``revision``, ``reading``, ``digest``, ``fields``, ``capture``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cursor: int = Field(ge=1)
    kind: ChangeKind
    source: str
    id: str
    url: str
    at: str = Field(description="UTC, microseconds")
    data: dict[str, Any] = Field(default_factory=dict, description="what changed: revision, digest, linked id, capture")
