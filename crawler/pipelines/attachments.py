"""Attachments (150): the documents that a statement links are fetched, and known by digest and text.

A statement is published whatever becomes of its documents: what could not be fetched or read is null, and a warning
says why. Where the crawl is stopped before they came, the page stays unread and is read from the archive next time.
"""

import asyncio
from collections import OrderedDict
from dataclasses import replace
from typing import Final, NamedTuple, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http.request import NO_CALLBACK

from crawler.model.capture import Capture
from crawler.model.document import DocumentText
from crawler.model.failure import Failure
from crawler.model.source import Source
from crawler.model.statement import Attachment
from crawler.spiders.documents import Documents, Known, StoppedError
from crawler.spiders.found import Found
from crawler.spiders.run import run_of
from crawler.wire.refusal import WireError
from crawler.wire.request import Limits
from crawler.wire.spool import SpoolError

_REMEMBERED: Final = 20_000  # addresses whose document is not asked for again in this run


class _Facts(NamedTuple):
    """What is remembered of a document: everything but its text."""

    attachment: Attachment
    missing: Failure | None  # why it is not there, or has no text
    failed: bool  # it is not there


class AttachmentsPipeline:
    """Asks for each document once a run: conditionally, by robots.txt and gate, within the source's limits."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._documents = Documents(crawler)
        self._asked: OrderedDict[str, asyncio.Task[_Facts]] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy asks for it."""
        return cls(crawler)

    async def process_item(self, item: Found) -> Found:
        """The item with all that is known of its attachments."""
        if all(attachment.capture for attachment in item.reading.attachments):
            return item
        known: list[Attachment] = []
        warnings: list[str] = []
        for attachment in item.reading.attachments:
            try:
                facts = await self._facts(attachment, item.source)
            except StoppedError as error:
                raise DropItem(f"{item.url} is read at the next start: {error}") from error
            known.append(await self._completed(attachment, facts))
            if facts.missing:
                warnings.append(f"attachments: {facts.missing.code} {attachment.url}: {facts.missing.sentence}")
        reading = item.reading
        return replace(
            item, reading=replace(reading, attachments=tuple(known), warnings=(*reading.warnings, *warnings))
        )

    async def _facts(self, attachment: Attachment, source: Source) -> _Facts:
        task = self._asked.get(attachment.url)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._asked[attachment.url] = asyncio.ensure_future(self._ask(attachment, source))
            while len(self._asked) > _REMEMBERED and next(iter(self._asked.values())).done():
                self._asked.popitem(last=False)
        return await asyncio.shield(task)

    async def _completed(self, attachment: Attachment, facts: _Facts) -> Attachment:
        """This statement's link to the document, with the document's facts. Its name stays what this page calls it."""
        found = facts.attachment
        text: str | None = None
        if found.conversion is not None and found.capture is not None:
            made = await run_of(self._crawler).archive.conversion_of(found.capture.payload_digest)
            text = made.text if made else None
        return found.model_copy(update={"url": attachment.url, "name": attachment.name, "text": text})

    async def _ask(self, attachment: Attachment, source: Source) -> _Facts:
        book = run_of(self._crawler)
        try:
            fetched = await self._fetched(attachment, source)
        except OSError as error:
            book.no_room(f"cannot write a temporary file: {error.strerror}")
            raise StoppedError("there is no room for its documents") from error
        if isinstance(fetched, Failure):
            book.attachment(attachment.url, fetched)
            return _Facts(attachment, fetched, failed=True)
        book.attachment(attachment.url, None)
        missing = None if isinstance(fetched.text, DocumentText) else fetched.text
        return _Facts(fetched.attachment.model_copy(update={"text": None}), missing, failed=False)

    async def _fetched(self, attachment: Attachment, source: Source) -> Known | Failure:
        limits = Limits(source.attachments.timeout, source.attachments.max_size, copy=0)
        try:
            meta = {"conditional": True, "anywhere": True, "limits": limits}
            request = Request(attachment.url, callback=NO_CALLBACK, dont_filter=True, meta=meta)
            engine = self._crawler.engine
            if engine is None or not engine.running:  # one that stops takes no request any more
                raise StoppedError("the crawl was stopped before its documents came")
            response = await engine.download_async(request)
        except WireError as error:
            if error.failure.code == "net.stopped":
                raise StoppedError("the crawl was stopped before its documents came") from error
            return error.failure
        except SpoolError as error:
            run_of(self._crawler).no_room(str(error))
            raise StoppedError("there is no room for its documents") from error
        except ValueError as error:
            return Failure("address.invalid", f"{attachment.url} cannot be asked for: {error}")
        capture: Capture | None = response.meta.get("capture")
        if response.status != 200 or capture is None:
            code = "http.gone" if response.status in (404, 410) else "http.status"
            return Failure(code, f"the server answered {response.status}")
        return await self._documents.known(attachment, capture, source.attachments.max_size)
