"""The shared archive: every part of one process that names the same path uses the same open archive."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.archive.archive import Archive


@dataclass(slots=True)
class _Share:
    opening: asyncio.Task[Archive]
    users: int = 0


_open: dict[Path, _Share] = {}
_closing: dict[Path, asyncio.Task[None]] = {}


@asynccontextmanager
async def shared_archive(path: Path, **options: Any) -> AsyncIterator[Archive]:
    """The archive at ``path``, opened by the first who enters (with its ``options``, see :meth:`Archive.open`) and
    closed by the last who leaves. All of them are on one event loop. Raises what opening raises, for each of them.
    """
    key = path.resolve()  # noqa: ASYNC240 - a name, looked up once
    while (closing := _closing.get(key)) is not None:
        await asyncio.wait([closing])
    share = _open.get(key)
    if share is None:
        share = _open[key] = _Share(asyncio.ensure_future(Archive.open(path, **options)))
    share.users += 1
    try:
        yield await asyncio.shield(share.opening)
    finally:
        share.users -= 1
        if not share.users:
            _closing[key] = asyncio.ensure_future(_close(key))
            await asyncio.shield(_closing[key])


async def _close(key: Path) -> None:
    opening = _open.pop(key).opening
    try:
        await asyncio.wait([opening])
        if not opening.cancelled() and opening.exception() is None:
            await opening.result().close()
    finally:
        del _closing[key]
