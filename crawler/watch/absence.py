"""Absence: when a page that is not there any more is called withdrawn, and when to look again until it is.

One answer that says so proves little: servers are moved, restarted and misconfigured. So it takes several, over days,
each of them while another page of that host is there (which the crawl sees to: see :mod:`crawler.spiders.absences`).
"""

from datetime import datetime, timedelta

from crawler.model.source import Watch


def is_withdrawn(since: datetime, last: datetime, seen: int, watch: Watch) -> bool:
    """Whether ``seen`` answers that a page is gone, the first of them at ``since`` and the latest at ``last``, with no
    sight of the page between, are enough.
    """
    return seen >= watch.withdrawn_seen and last - since >= timedelta(days=watch.withdrawn_after)


def confirm_at(since: datetime, seen: int, watch: Watch) -> datetime:
    """When to look next at a page that was found gone ``seen`` times since ``since`` and is not called withdrawn yet.

    The looks that it takes are spread evenly over the days that it takes, so that no look is wasted and none is late.
    """
    part = min(seen, watch.withdrawn_seen - 1) / (watch.withdrawn_seen - 1)
    return since + timedelta(days=watch.withdrawn_after) * part
