"""The readers that are compared: ours without and with layouts, and two well-known libraries."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler.extract import clean, extract
from crawler.model.reading import Page, Refusal
from crawler.model.source import Source
from tests.truth.index import Truth
from tests.truth.score import Answer


def read(page: Page, source: Source | None) -> Answer:
    """Ours."""
    found = extract(page, source)
    if isinstance(found, Refusal):
        return Answer(refused=f"{found.reason.code}: {found.reason.sentence}")
    found = clean(found)
    return Answer(found.title, found.published.date if found.published else None, found.body.text, found.language)


def source_for(url: str, sources: Mapping[str, Source]) -> Source | None:
    """The source that the address's host belongs to."""
    if not urlsplit(url).hostname:
        return None
    return next((source for source in sources.values() if source.site_of(url)), None)


def read_by_libraries(truth: Truth) -> Answer:
    """trafilatura for title, text and language, htmldate for the date: each as its manual says."""
    from htmldate import find_date
    from trafilatura import bare_extraction

    body = truth.path.read_bytes()
    try:
        found = bare_extraction(body, url=truth.url, with_metadata=True, include_comments=False)
    except Exception:  # noqa: BLE001 - whatever another's library raises on a page: it has no answer
        found = None
    try:
        date = find_date(body, original_date=True, url=truth.url, max_date=datetime.now(UTC).date().isoformat())
    except Exception:  # noqa: BLE001
        date = None
    if found is None:
        return Answer(date=date)
    fields = found.as_dict()
    return Answer(fields["title"], date, fields["text"], fields["language"])
