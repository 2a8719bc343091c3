"""The trial of an import: which pages of a file would be read, without keeping anything."""

from collections.abc import Sequence
from typing import Final

from crawler.archive.stored import StoredResponse
from crawler.model.capture import Capture
from crawler.model.reading import Refusal
from crawler.rereading.candidates import Candidates
from crawler.rereading.import_report import ImportReport, Refused
from crawler.rereading.page import read_stored
from crawler.sources import Sources
from crawler.warc.foreign import read_foreign_at
from crawler.warc.foreign_answer import ForeignAnswer
from crawler.warc.incoming import Incoming
from crawler.warc.inventory import Item

PAGES: Final = ("text/html", "application/xhtml+xml", "application/pdf")


def read_trial(one: Incoming, sources: Sources, only: Sequence[str], report: ImportReport) -> None:
    """Read the candidates of one file by the form of their addresses alone, and count them in ``report``."""
    chosen = {name: Candidates(sources[name]) for name in sources if not only or name in only}
    for item in one.items():
        if item.type != "response" or item.status != 200 or item.truncated or item.media_type not in (*PAGES, None):
            continue
        owner = next((name for name, candidates in chosen.items() if candidates.source.site_of(item.url)), None)
        if owner is None:
            report.foreign += 1
            continue
        if not chosen[owner].admits(item.url):
            report.others += chosen[owner].listing_at(item.url) is None
            continue
        draft = read_stored(_stored(one, item), _capture(one, item), item.url, None, sources[owner])
        pages = report.pages_of(owner)
        if isinstance(draft, Refusal):
            code = draft.reason.code
            pages.refused[code] = pages.refused.get(code, 0) + 1
            report.refusals.append(Refused(url=item.url, code=code, sentence=draft.reason.sentence))
        else:
            pages.read += 1


def _stored(one: Incoming, item: Item) -> StoredResponse:
    answer = ForeignAnswer(read_foreign_at(one.file.fileno(), item.offset, item.length))
    headers = answer.headers()
    payload = b"".join(answer.payload())
    return StoredResponse(item.url, None if answer.head is None else answer.head.status, headers, payload)


def _capture(one: Incoming, item: Item) -> Capture:
    return Capture(
        warc=one.name,
        offset=item.offset,
        length=item.length,
        record_id=item.id or "",
        payload_digest=item.payload_digest,
        date=item.date,
        status=item.status,
        ip=item.ip,
        payload=None,
    )
