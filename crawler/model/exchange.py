"""An exchange: one request and what came back, as it went over the wire, before anything is interpreted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from crawler.model.failure import Failure


class Block(Protocol):
    """Bytes that may lie in memory or in a temporary file; readable more than once until closed."""

    @property
    def size(self) -> int:
        """Length in bytes."""

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the start, in pieces of at most 1 MiB."""

    def close(self) -> None:
        """Drop the bytes."""


@dataclass(frozen=True, slots=True)
class Head:
    """The parsed head of a final response. Names and values are the bytes received, blanks around values stripped."""

    version: bytes
    status: int
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    length: int  # of the head in the block, with its empty line

    def get(self, name: str) -> str | None:
        """First value of the header, latin-1 decoded; ``None`` where there is none."""
        wanted = name.lower().encode("ascii")
        for key, value in self.headers:
            if key.lower() == wanted:
                return value.decode("latin-1")
        return None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was sent and received for one request on one connection.

    ``response`` holds the final message exactly as received (head and body, transfer coding kept); ``None`` where no
    byte of one came. ``interim`` are the 1xx messages before it and ``surplus`` the bytes that came after its end.
    ``request`` is empty where nothing was sent (DNS, connect or TLS failure). Digests are ``sha256:<hex>``; the
    payload digest is of the transfer-decoded body (WARC 1.1 §5.9: payload of an HTTP response is the entity body).
    ``via`` names the proxy (``host:port``) that opened a tunnel to the server; ``ip`` is ``None`` then, since only the
    proxy knows it. What was said to the proxy itself is no part of the exchange.
    """

    url: str
    method: str
    source: str  # id of the source, "_loose" outside one
    request: bytes
    response: Block | None
    head: Head | None
    block_digest: str | None
    payload_digest: str | None
    interim: bytes
    surplus: bytes
    started: datetime  # aware UTC: first byte sent, or the attempt's start
    finished: datetime
    ip: str | None
    protocols: tuple[str, ...]  # ("http/1.1", "tls/1.3"), as WARC-Protocol names them
    cipher: str | None  # IANA name
    tls_verified: bool | None  # None without TLS
    truncated: Literal["length", "time", "disconnect"] | None
    failure: Failure | None
    via: str | None = None
