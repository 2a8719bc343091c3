"""The sink: where the wire hands what went over it. The archive is one; tests have their own."""

from typing import Protocol

from crawler.model.capture import Capture
from crawler.model.exchange import Exchange


class Sink(Protocol):
    """Keeps exchanges. The wire awaits ``store`` before anybody sees the answer, and closes the block afterwards."""

    async def store(self, exchange: Exchange) -> Capture | None:
        """Keep one exchange; the capture of its response, or ``None`` where there was no response."""

    async def late(self, capture: Capture, data: bytes) -> None:
        """Keep bytes that came over an idle connection after ``capture`` was whole. They belong to no exchange."""
