"""A sink in memory: keeps every exchange with the bytes of its block."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from crawler.model.capture import Capture
from crawler.model.clock import stamp
from crawler.model.exchange import Exchange


@dataclass
class Kept:
    exchange: Exchange
    block: bytes | None
    capture: Capture | None


class MemorySink:
    """All that were built are in ``MemorySink.built``: Scrapy builds them by their path."""

    built: ClassVar[list["MemorySink"]] = []

    def __init__(self) -> None:
        self.kept: list[Kept] = []
        self.late_bytes: list[tuple[Capture, bytes]] = []
        MemorySink.built.append(self)

    async def store(self, exchange: Exchange) -> Capture | None:
        block = None if exchange.response is None else b"".join(exchange.response.chunks())
        capture = None
        if block is not None:
            assert exchange.response is not None
            assert exchange.response.size == len(block)
            assert exchange.block_digest == f"sha256:{hashlib.sha256(block).hexdigest()}"
            assert exchange.payload_digest is not None
            capture = Capture(
                warc="memory",
                offset=len(self.kept),
                length=1,
                record_id=f"<urn:memory:{len(self.kept)}>",
                payload_digest=exchange.payload_digest,
                date=stamp(exchange.started),
                status=exchange.head.status if exchange.head else None,
                ip=exchange.ip,
            )
        self.kept.append(Kept(exchange, block, capture))
        return capture

    async def late(self, capture: Capture, data: bytes) -> None:
        self.late_bytes.append((capture, data))

    def of(self, path: str) -> Kept:
        """The only exchange with that path."""
        [kept] = [kept for kept in self.kept if kept.exchange.url.endswith(path)]
        return kept
