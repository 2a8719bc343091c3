"""The timeline of a statement: which of its texts a capture shows, whenever it comes to be known.

A revision is one text over an interval of capture dates. Two of them are apart, or one lies within the other: a text
that was seen before and after another one. The text at an instant is that of the innermost interval around it, and no
interval ever says otherwise than what was observed.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Seen(NamedTuple):
    """A known revision: the digest of its newest reading, and the first and last capture date that showed it."""

    revision: int
    digest: str
    start: str
    end: str


def revision_at(
    known: Iterable[Seen], date: str, digest: str, alike: Callable[[Seen], bool] = lambda _: False
) -> int | None:
    """The revision that a capture of ``date`` with a text of ``digest`` shows; ``None``: it is a new one. ``alike``
    says whether one of another digest says the same: it is asked of the few that the date leaves.

    Outside every interval the one before or after is prolonged, as nothing was observed between. Within the interval
    of another text nothing is: what was observed there on the other side of ``date`` is not known any more.
    """
    seen = list(known)
    around = [item for item in seen if item.start <= date <= item.end]
    shortest = sorted(around, key=lambda one: (one.end, -one.revision))
    for item in sorted(shortest, key=lambda one: one.start, reverse=True):  # the innermost first
        if item.digest == digest or alike(item):
            return item.revision
        if date not in (item.start, item.end):  # at one of its ends another text may have been seen at the same instant
            return None
    if around:
        return None
    former = max((item for item in seen if item.end < date), key=lambda one: (one.end, one.revision), default=None)
    after = min((item for item in seen if item.start > date), key=lambda one: (one.start, -one.revision), default=None)
    beside = [item for item in (former, after) if item is not None]
    same = next((item.revision for item in beside if item.digest == digest), None)
    return same if same is not None else next((item.revision for item in beside if alike(item)), None)


def before(known: Iterable[Seen], date: str) -> Seen | None:
    """The revision that was shown last before an instant; ``None``: nothing was known then."""
    earlier = [item for item in known if item.start < date]
    around = [item for item in earlier if item.end >= date]
    if around:
        return max(around, key=lambda item: (item.start, item.revision))  # the innermost
    return max(earlier, key=lambda item: (item.end, item.revision), default=None)
