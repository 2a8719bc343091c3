"""Exchanges, ids and segments of our own making for the tests of this room."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from crawler.model.capture import Place
from crawler.model.exchange import Block, Exchange
from crawler.model.failure import Failure
from crawler.warc.build import Earlier, conversion_record, exchange_records, warcinfo_record
from crawler.warc.disk import RealDisk
from crawler.warc.record import Record, encode
from crawler.warc.segment import Segment, segment_name
from crawler.wire.framing import Framer

MOMENT = datetime(2021, 11, 8, 9, 0, 0, 123456, tzinfo=UTC)
NAME = segment_name("az_mfa", MOMENT, 1, "here")
URL = "https://sofia.mfa.gov.az/en/news/1"
REQUEST = b"GET /en/news/1 HTTP/1.1\r\nHost: sofia.mfa.gov.az\r\nUser-Agent: t\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>hello</p>"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n<p>he\r\n7\r\nllo</p>\r\n0\r\nX-T: 1\r\n\r\n"
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
GARBAGE = b"SSH-2.0-OpenSSH_9.2\r\n"
Truncated = Literal["length", "time", "disconnect"]


class Bytes:
    """A block in memory, handed out in pieces."""

    def __init__(self, data: bytes, piece: int = 1000) -> None:
        self.data = data
        self.piece = piece

    @property
    def size(self) -> int:
        return len(self.data)

    def chunks(self) -> Iterator[bytes]:
        for start in range(0, len(self.data), self.piece):
            yield self.data[start : start + self.piece]

    def close(self) -> None:
        self.data = b""


def sha(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def ids() -> Callable[[], str]:
    """Ids 1, 2, 3 …: the same in every run."""
    count = 0

    def new_id() -> str:
        nonlocal count
        count += 1
        return f"<urn:uuid:{UUID(int=count)}>"

    return new_id


def exchange(
    response: bytes | None = PLAIN,
    *,
    url: str = URL,
    request: bytes = REQUEST,
    method: str = "GET",
    interim: bytes = b"",
    surplus: bytes = b"",
    truncated: Truncated | None = None,
    failure: Failure | None = None,
    tls_verified: bool | None = True,
    block: Block | None = None,
) -> Exchange:
    """An exchange whose digests and head are those of ``response``."""
    payload: list[bytes] = []
    framer = Framer(method, lambda _: None, payload.append)
    framer.feed(response or b"")
    framer.eof()
    return Exchange(
        url=url,
        method=method,
        source="az_mfa",
        request=request,
        response=None if response is None else block or Bytes(response),
        head=framer.head,
        block_digest=None if response is None else sha(response),
        payload_digest=None if response is None else sha(b"".join(payload)),
        interim=interim,
        surplus=surplus,
        started=MOMENT,
        finished=MOMENT.replace(second=1),
        ip="192.0.2.7",
        protocols=("http/1.1", "tls/1.3"),
        cipher="TLS_AES_256_GCM_SHA384",
        tls_verified=tls_verified,
        truncated=truncated,
        failure=failure,
    )


def earlier(record: Record, payload: bytes = b"<p>hello</p>", offset: int = 700) -> Earlier:
    """A response as what an answer may be a revisit of."""
    values = dict(record.headers)
    place = Place(warc=NAME, offset=offset, length=300, record_id=record.id)
    return Earlier(place, values["WARC-Target-URI"], values["WARC-Date"], sha(payload))


def write_revisits(root: Path) -> Path:
    """A sealed segment: an answer, the same again at another address, a 304 to it, and text of it."""
    new_id = ids()
    first = warcinfo(new_id)
    segment = Segment.create(RealDisk(), root, NAME, first)
    original = exchange_records(exchange(), warcinfo_id=first.id, new_id=new_id)
    known = earlier(original[1])
    append(segment, original)
    for one in (exchange(CHUNKED, url=f"{URL}?again", surplus=b"more"), exchange(UNCHANGED)):
        append(segment, exchange_records(one, warcinfo_id=first.id, new_id=new_id, earlier=known))
    text = conversion_record(
        "hello",
        reader="a reader 1.0",
        target_uri=URL,
        refers_to=original[1].id,
        date=MOMENT,
        warcinfo_id=first.id,
        id=new_id(),
    )
    append(segment, [text])
    segment.seal()
    return root / NAME


def warcinfo(new_id: Callable[[], str], name: str = NAME) -> Record:
    return warcinfo_record(
        id=new_id(),
        date=MOMENT,
        filename=name,
        source="az_mfa",
        definition='id = "az_mfa"\nname = "Ministry"\n',
        operator="A Library",
        user_agent="Communique/0 (+mailto:a@example.org)",
    )


def write_segment(root: Path, exchanges: list[Exchange], *, name: str = NAME, seal: bool = True) -> Path:
    """A segment of these exchanges; returns where it lies."""
    new_id = ids()
    first = warcinfo(new_id, name)
    segment = Segment.create(RealDisk(), root, name, first)
    for one in exchanges:
        append(segment, exchange_records(one, warcinfo_id=first.id, new_id=new_id))
    if not seal:
        segment.close()
        return segment.path
    segment.seal()
    return root / name


def append(segment: Segment, records: list[Record]) -> list[tuple[int, int]]:
    members = [encode(record) for record in records]
    try:
        return segment.append(members)
    finally:
        for member in members:
            member.close()
