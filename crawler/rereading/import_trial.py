"""The trial of an import: which pages of a file would be read, without keeping anything."""

from collections.abc import Iterator, Sequence

from crawler.archive.page import page_of
from crawler.archive.stored import StoredResponse
from crawler.model.capture import Capture
from crawler.model.reading import Refusal, evidence_of
from crawler.rereading.candidates import Candidates, note_own_readings, owner_of
from crawler.rereading.import_report import LARGEST, PAGES, ImportReport, too_large
from crawler.rereading.page import read_stored
from crawler.sources import Sources
from crawler.warc.foreign import read_foreign_at
from crawler.warc.foreign_answer import ForeignAnswer
from crawler.warc.incoming import Incoming
from crawler.warc.inventory import Item
from crawler.wire.coding import CodingError


def read_trial(group: Sequence[Incoming], sources: Sources, only: Sequence[str], report: ImportReport) -> None:
    """Read the candidates of files that are open, and count them in ``report``."""
    candidates = [Candidates(sources[name]) for name in sources if not only or name in only]
    for one in group:
        note_own_readings(one.file.fileno(), one.size, candidates)
    _read_listings(group, candidates, report)
    for one, item in _pages(group):
        owner = owner_of(item.url, candidates)
        if owner is None:
            report.foreign += 1
        elif not owner.admits(item.url):
            report.others += owner.listing_at(item.url) is None
        else:
            evidence = evidence_of(owner.hint(item.url))
            stored = _stored(one, item)
            if stored is None:
                report.refused(owner.source.id, item.url, too_large(item.url))
                continue
            result = read_stored(stored, _capture(one, item), item.url, evidence, owner.source).result
            result = owner.judge(result, item.url)
            if isinstance(result, Refusal):
                report.refused(owner.source.id, item.url, result.reason)
            else:
                report.read(owner.source.id, None, 0)


def _read_listings(group: Sequence[Incoming], candidates: Sequence[Candidates], report: ImportReport) -> None:
    met: set[tuple[str, int]] = set()
    more = True
    while more:
        more = False
        for one, item in _pages(group):
            owner = owner_of(item.url, candidates)
            listing = None if owner is None else owner.listing_at(item.url)
            if owner is None or listing is None or (one.sha256, item.offset) in met:
                continue
            met.add((one.sha256, item.offset))
            stored = _stored(one, item)
            if stored is None:
                continue
            try:
                page = page_of(stored, item.url, _capture(one, item), None)
            except CodingError:
                continue
            read, further = owner.read_listing(page, listing)
            report.listings += read
            more = more or further


def _pages(group: Sequence[Incoming]) -> Iterator[tuple[Incoming, Item]]:
    for one in group:
        for item in one.items():
            whole = item.type == "response" and item.status == 200 and item.truncated is None
            if whole and item.media_type in (*PAGES, None):
                yield one, item


def _stored(one: Incoming, item: Item) -> StoredResponse | None:
    """The answer of an item; ``None`` where it is too large to be held."""
    answer = ForeignAnswer(read_foreign_at(one.file.fileno(), item.offset, item.length))
    headers = answer.headers()
    payload: list[bytes] = []
    size = 0
    for piece in answer.payload():
        payload.append(piece)
        size += len(piece)
        if size > LARGEST:
            return None
    status = None if answer.head is None else answer.head.status
    return StoredResponse(item.url, status, headers, b"".join(payload))


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
