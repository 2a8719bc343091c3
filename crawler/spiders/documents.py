"""Documents of a crawl: what was captured made known by size, digest and text, each payload converted once."""

import asyncio
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from scrapy.crawler import Crawler

from crawler.archive import ArchiveDamaged
from crawler.archive.document import StoredDocument, head_of, open_document
from crawler.documents import HEAD, document_type, read_document_async
from crawler.extract import read_document_page
from crawler.extract.links import media_type_of
from crawler.model.capture import Capture
from crawler.model.document import DocumentText
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.model.statement import Attachment
from crawler.spiders.run import run_of
from crawler.wire.coding import CodingError
from crawler.wire.crawl import wire_client


class StoppedError(Exception):
    """The crawl was told to stop while a document was being read."""


class Known(NamedTuple):
    """An attachment with what is known of it, and its text, or why there is none."""

    attachment: Attachment
    text: DocumentText | Failure


class Documents:
    """The documents of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    async def known(self, attachment: Attachment, capture: Capture, limit: int, *, titled: bool = False) -> Known:
        """An attachment completed by what ``capture`` answered for it: whole, and of at most ``limit`` bytes.

        A text that was made of the same bytes before is taken from its conversion record; a new one is kept as one.
        ``titled``: the document's own heading is needed, so it is read in any case. Raises :class:`StoppedError`, and
        ``OSError`` where there is no room for the document.
        """
        archive = run_of(self._crawler).archive
        expected = attachment.media_type or media_type_of(attachment.url)
        earlier = await archive.conversion_of(capture.payload_digest)
        with ExitStack() as stack:
            opened = open_document(archive.path, capture, limit, expected)
            try:
                document: StoredDocument = await asyncio.to_thread(stack.enter_context, opened)
            except (CodingError, ArchiveDamaged) as error:
                failure = getattr(error, "failure", None) or Failure("document.damaged", str(error))
                return Known(attachment.model_copy(update={"capture": capture}), failure)
            text: DocumentText | Failure
            if earlier is not None and not titled:
                text = DocumentText(earlier.text, earlier.reader)
            else:
                text = await self._read(document, attachment)
        conversion: str | None = None
        if isinstance(text, DocumentText):
            if earlier is not None:  # the text and the record that proves it are one
                text, conversion = replace(text, text=earlier.text, reader=earlier.reader), earlier.record_id
            else:
                conversion = await archive.convert(capture, text.text, text.reader)
        facts = {
            "capture": capture,
            "size": document.size,
            "sha256": document.sha256,
            "media_type": document.media_type or attachment.media_type,
            "text": text.text if isinstance(text, DocumentText) else None,
            "conversion": conversion,
        }
        return Known(attachment.model_copy(update=facts), text)

    async def statement(self, page: Page, capture: Capture, source: Source) -> Reading | Refusal | None:
        """What a page says that is a document and no HTML; ``None`` where it is none. Raises :class:`StoppedError`."""
        archive = run_of(self._crawler).archive
        limit = source.attachments.max_size
        head = page.body[:HEAD] or await self._head(archive.path, capture, limit)
        kind = document_type(head, page.header("content-type"))
        if kind is None:
            return None
        titled = not (page.hint and page.hint.title)
        try:
            known = await self.known(Attachment(url=page.url, media_type=kind), capture, limit, titled=titled)
        except OSError as error:
            run_of(self._crawler).no_room(f"cannot write a temporary file: {error.strerror}")
            raise StoppedError("there is no room for the document") from error
        reading = read_document_page(page, known.text, source)
        if isinstance(reading, Refusal):
            return reading
        (itself,) = reading.attachments
        return replace(reading, attachments=(known.attachment.model_copy(update={"name": itself.name}),))

    @staticmethod
    async def _head(root: Path, capture: Capture, limit: int) -> bytes:
        """Of a body too large to be handed on."""
        try:
            return await asyncio.to_thread(head_of, root, capture, limit)
        except (CodingError, ArchiveDamaged):
            return b""

    async def _read(self, document: StoredDocument, attachment: Attachment) -> DocumentText | Failure:
        name = attachment.url.rpartition("/")[2] or attachment.url
        reading = asyncio.ensure_future(read_document_async(document.file, document.media_type, name))
        stopped = asyncio.ensure_future(wire_client(self._crawler).stopped())
        try:
            await asyncio.wait({reading, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                raise StoppedError(f"the crawl was stopped while {attachment.url} was being read")
            return reading.result()
        finally:
            stopped.cancel()
            reading.cancel()
