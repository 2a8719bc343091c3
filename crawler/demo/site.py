"""The demo's press site on loopback, which changes its state while it serves: two virtual hosts by Host header."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from crawler.demo.pages import Answer, Pages
from crawler.demo.server import serve
from crawler.demo.statements import State


def _today() -> date:
    return datetime.now(UTC).date()


class DemoSite:
    """The press site of Ardania. :meth:`become` changes its state while it serves.

    Pages carry ETag and Last-Modified and answer conditional requests with 304; they are gzipped for a client that
    accepts it; listings are chunked. ``today`` is the date in the header of every page.
    """

    def __init__(self, state: State, *, today: Callable[[], date] = _today) -> None:
        self._today = today
        self._pages = Pages(state, today)
        self._port: int | None = None

    @property
    def port(self) -> int:
        """The port on 127.0.0.1. Raises ``RuntimeError`` where the site is not being served."""
        if self._port is None:
            raise RuntimeError("the demo site is not being served")
        return self._port

    @property
    def pages(self) -> Pages:
        """What the site answers now."""
        return self._pages

    def become(self, state: State) -> None:
        """The ministry edits its archive: the next request sees the new state."""
        self._pages = Pages(state, self._today)

    @contextmanager
    def serve(self, port: int = 0) -> Iterator["DemoSite"]:
        """Serve until the context ends; then every connection is closed and the threads have ended.

        ``port`` is one of 127.0.0.1, 0 any that is free. Raises ``OSError`` where it is taken.
        """
        with serve(self._answer, port) as self._port:
            try:
                yield self
            finally:
                self._port = None

    def _answer(self, host: str, target: str) -> Answer:
        return self._pages.answer(host, target)
