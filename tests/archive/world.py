"""A small world to archive: exchanges, drafts, a clock and ids that are the same at every run."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive.batch import Origin
from crawler.archive.core import Core
from crawler.archive.lock import Lock
from crawler.archive.opening import open_core
from crawler.catalogue.database import Catalogue, open_catalogue
from crawler.model.capture import Capture
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange, Head
from crawler.model.failure import Failure
from crawler.model.identity import canonical_url, statement_id, text_digest
from crawler.model.reading import Reading
from crawler.model.source import Source
from crawler.model.statement import Body, Published
from crawler.warc.disk import Disk, RealDisk
from crawler.wire.framing import split_message

# Tables that a rebuild does not make again from the files: the queue, and what is about the disk or the operator.
UNTOLD = frozenset(("urls", "visits", "sweeps", "incidents", "outbox", "projections", "meta"))
LONG = "The ministry states in the strongest terms that it has stated this before. " * 5


class Bytes:
    """A block in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @property
    def size(self) -> int:
        return len(self.data)

    def chunks(self) -> Iterator[bytes]:
        yield self.data

    def close(self) -> None:
        self.data = b""


@dataclass
class Ticking:
    """A clock that goes on by a second at each look."""

    now: datetime = field(default_factory=lambda: datetime(2021, 11, 8, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Counting:
    """Ids in order, unlike those of another ``start``."""

    count: int = 0

    def __call__(self) -> str:
        self.count += 1
        return f"<urn:uuid:00000000-0000-4000-8000-{self.count:012x}>"


def a_source(name: str = "by_mfa") -> Source:
    host = f"{name.replace('_', '-')}.example"
    return Source.model_validate(
        {
            "id": name,
            "name": "A ministry",
            "country": "BY",
            "languages": ["en"],
            "timezone": "Europe/Minsk",
            "sites": [{"host": host}],
        }
    )


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def an_exchange(
    url: str,
    body: bytes = b"<html><p>a statement</p></html>",
    *,
    source: str = "by_mfa",
    status: str = "200 OK",
    headers: tuple[str, ...] = ('ETag: "1"',),
    when: datetime | None = None,
    failure: Failure | None = None,
    chunked: bool = False,
    asked: tuple[str, ...] = (),
) -> Exchange:
    """An answered exchange over http; with ``failure`` one that got no answer. ``asked`` are further request headers.

    A 204 and a 304 have no body, whatever ``body`` is.
    """
    request = "\r\n".join([f"GET {url} HTTP/1.1", "Host: host", *asked, "", ""]).encode()
    if status.startswith(("204", "304")):
        body, chunked = b"", False
    when = when or datetime(2021, 11, 8, 9, 30, tzinfo=UTC)
    block: bytes | None = None
    head: Head | None = None
    payload = body
    if failure is None:
        framing = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
        framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body
        lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", *headers, framing]
        lines = lines[:-1] if status.startswith(("204", "304")) else lines
        block = "\r\n".join(lines).encode() + b"\r\n\r\n" + framed
        head = split_message([block]).head
    return Exchange(
        url=url,
        method="GET",
        source=source,
        request=request,
        response=None if block is None else Bytes(block),
        head=head,
        block_digest=None if block is None else digest(block),
        payload_digest=None if block is None else digest(payload),
        interim=b"",
        surplus=b"",
        started=when,
        finished=when,
        ip="192.0.2.1",
        protocols=("http/1.1",),
        cipher=None,
        tls_verified=None,
        truncated=None,
        failure=failure,
    )


def a_draft(
    url: str,
    capture: Capture,
    *,
    title: str | None = "Statement",
    text: str = LONG,
    source: str = "by_mfa",
    also_at: tuple[str, ...] = (),
) -> Draft:
    reading = Reading(
        title=title,
        number="No:1/21",
        kind="statement",
        kind_raw="Statement",
        language="en",
        published=Published(
            date="2021-11-08", time=None, timezone=None, precision="day", raw="8.11.21", method="selector"
        ),
        updated=None,
        body=Body(text=text, paragraphs=(text,), html=f"<p>{text}</p>"),
        speakers=(),
        tags=(),
        translations=(),
        attachments=(),
        images=(),
        canonical=None,
        charset="utf-8",
        layout="first",
        fields={"title": "selector"},
        warnings=(),
    )
    canonical = canonical_url(url)
    return Draft(
        id=statement_id(source, canonical),
        source=source,
        ministry="A ministry",
        country="BY",
        site="host",
        url=url,
        canonical_url=canonical,
        also_at=also_at,
        reading=reading,
        capture=capture,
        digest=text_digest([title, text]),
        body_digest=text_digest([text]),
    )


def open_world(
    root: Path,
    *,
    disk: Disk | None = None,
    clock: Callable[[], datetime] | None = None,
    new_id: Callable[[], str] | None = None,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
) -> tuple[Core, Lock]:
    """An open core whose files are the same at every run."""
    return open_core(
        root,
        clock=clock or Ticking(),
        disk=disk or RealDisk(),
        new_id=new_id or Counting(),
        origin=Origin("test-machine", "somebody <a@b.example>", "communique/test"),
        min_free=0,
        catalogue=catalogue,
    )
