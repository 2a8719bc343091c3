"""Open pages: the statements' pages that were asked for and are not read yet, so that one may wait for their end."""

import asyncio


class OpenPages:
    """A count that can be awaited. A page is closed once for each time that it was opened."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()

    def opened(self, count: int = 1) -> None:
        """So many pages are about to be asked for, or are being read."""
        self._count += count

    def closed(self) -> None:
        """One of them was read, whatever it gave."""
        self._count -= 1
        if not self._count:
            self._none.set()

    async def read_through(self) -> None:
        """Returns once none is left."""
        while self._count:
            self._none.clear()
            await self._none.wait()
