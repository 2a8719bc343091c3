"""A page read again: out of the archive, by the present extractor and the present definition of its source.

Re-extraction, import and ``verify --extract`` all read through here, and a crawl reads the same way, so the same bytes
give the same statement whoever reads them.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from crawler.archive.page import LIMIT, page_of
from crawler.archive.stored import StoredResponse, read_response
from crawler.documents import HEAD, document_type, read_document
from crawler.extract import clean, extract, read_document_page
from crawler.model.capture import Capture
from crawler.model.document import DocumentText
from crawler.model.draft import Draft, identify
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal, hint_of
from crawler.model.source import Source
from crawler.model.statement import Attachment, Evidence
from crawler.wire.coding import CodingError


def read_again(
    root: Path,
    capture: Capture,
    url: str,
    evidence: Evidence | None,
    source: Source,
    *,
    definition: str | None = None,
    aliases: tuple[str, ...] = (),
) -> Draft | Refusal:
    """The statement that a capture in the archive at ``root`` holds, or why it holds none.

    ``url`` is the address that answered (the record's own target where nothing else is known), ``aliases`` are those
    of redirects to it, ``evidence`` is what a listing said of it. ``definition`` is the SHA-256 of the TOML of
    ``source``. The layout is the one of the capture's date. Pure but for reading the file.

    Raises ``ArchiveDamaged`` where the record is not there or not whole, and ``ValueError`` for an address that is not
    one of http or https.
    """
    stored = read_response(root, capture)
    return read_stored(stored, capture, url, evidence, source, definition=definition, aliases=aliases).result


class Again(NamedTuple):
    """What a response says, or why it says nothing. ``made`` is the text of a document that had none yet."""

    result: Draft | Refusal
    made: DocumentText | None = None


def read_stored(
    stored: StoredResponse,
    capture: Capture,
    url: str,
    evidence: Evidence | None,
    source: Source,
    *,
    definition: str | None = None,
    aliases: tuple[str, ...] = (),
    known: Attachment | None = None,
) -> Again:
    """The same for a response that is at hand already. Pure.

    ``known`` is what is known of a statement that is a document: its text is the one that its conversion record holds.
    """
    failure = _no_page(stored.status)
    if failure is not None:
        return Again(Refusal(failure))
    hint = hint_of(evidence)
    try:
        page = page_of(stored, url, capture, hint, max(LIMIT, source.attachments.max_size))
    except CodingError as error:
        return Again(Refusal(error.failure))
    kind = document_type(page.body[:HEAD], page.header("content-type"))
    made: DocumentText | None = None
    if kind is not None:
        reading, made = _document(page, kind, capture, source, known)
    elif len(page.body) > LIMIT:  # a crawl is not handed so much
        large = f"the page has {len(page.body):,} bytes; at most {LIMIT:,} are read"
        return Again(Refusal(Failure("http.maxsize", large)))
    else:
        reading = extract(page, source)
    if isinstance(reading, Refusal):
        return Again(reading)
    draft = identify(
        source,
        url=url,
        aliases=aliases,
        capture=capture,
        reading=clean(reading),
        definition=definition,
        hint=hint,
    )
    return Again(draft, made)


def _document(
    page: Page, kind: str, capture: Capture, source: Source, known: Attachment | None
) -> tuple[Reading | Refusal, DocumentText | None]:
    """A statement that exists only as a document, with what its bytes are known by, and its text where that is new.

    What was read of it once is not lost because it cannot be read now: then it is refused.
    """
    read = read_document(page.body, kind, page.url.rpartition("/")[2] or page.url)
    kept = known.text if known is not None else None
    if kept is not None:
        if isinstance(read, Failure):
            return Refusal(read), None
        read = replace(read, text=kept)
    reading = read_document_page(page, read, source)
    if isinstance(reading, Refusal):
        return reading, None
    (itself,) = reading.attachments
    facts = {
        "media_type": kind,
        "size": len(page.body),
        "sha256": hashlib.sha256(page.body).hexdigest(),
        "capture": capture,
        "conversion": known.conversion if known is not None else None,
    }
    made = read if isinstance(read, DocumentText) and kept is None else None
    return replace(reading, attachments=(itself.model_copy(update=facts),)), made


def _no_page(status: int | None) -> Failure | None:
    """An answer that a crawl would not have read either."""
    if status == 200:
        return None
    if status is None:
        return Failure("http.garbage", "the answer is not HTTP")
    code = {404: "http.gone", 410: "http.gone"}.get(status, "http.status")
    return Failure("blocked.forbidden" if status in (401, 403, 451) else code, f"the server answered {status}")
