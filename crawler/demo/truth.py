"""The truth of the simulated world: what happened there, when, and by when a watcher must have told it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

# The kinds of the change log that the world brings forth. The other two tell what people and we ourselves did.
TOLD: Final = ("published", "revised", "withdrawn", "restored", "moved", "linked", "unlinked")


@dataclass(frozen=True, slots=True)
class Truth:
    """One thing that happened and that the change log must tell exactly once.

    ``origin`` is the first address of the statement, its name in the ledger; ``url`` the one it had at the moment
    (of a move: the new one). ``due`` is when a watcher that keeps the policy's promise knows it at the latest.
    """

    kind: str
    at: datetime
    due: datetime
    origin: str
    url: str
    class_: str | None = None  # revised: the class of the edit
    dated: bool = False  # revised: whether the stated date moved with it
    how: str | None = None  # withdrawn: what answers in its place; linked: verbatim or edited
    other: str | None = None  # linked: the origin of the original


@dataclass(frozen=True, slots=True)
class Nothing:
    """One thing that happened and of which nothing may be told: an outage, a wall, a relaunch, a page saved anew."""

    kind: str
    at: datetime
    until: datetime
    url: str | None = None
