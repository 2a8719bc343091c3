"""The comparison of a statement's last known reading with a new one."""

from collections.abc import Set

from crawler.model.difference import Difference, Interval, Moved
from crawler.model.draft import Draft
from crawler.model.statement import Statement


def compare(
    before: Statement, draft: Draft, interval: Interval, templates: Set[str] = frozenset()
) -> Difference | None:
    """What the ministry has changed; ``None``: nothing of the statement. Pure.

    ``templates`` are digests of paragraphs that are the page's and not the statement's
    (:func:`crawler.model.identity.text_digest` of one paragraph).
    """
    if before.digest == draft.digest:
        return None
    reading = draft.reading
    title = Moved(before=before.title, after=reading.title) if before.title != reading.title else None
    return Difference(
        since=before.revision,
        classes=("title",) if title else ("wording",),
        silent=True,
        interval=interval,
        title=title,
    )
