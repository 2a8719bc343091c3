"""The files that the demo's pages need to be seen: style sheets, a crest, an icon, waves."""

import struct
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

ASSETS_MODIFIED: Final = datetime(2024, 1, 15, 8, 0, tzinfo=UTC)

_FOAM: Final = (243, 247, 249)
_SEA: Final = (31, 95, 122)
_SAND: Final = (217, 199, 160)
_LIGHT: Final = (211, 226, 233)

Colour = tuple[int, int, int]


class Asset(NamedTuple):
    """A file and its media type."""

    body: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """All of them by their path on the sites."""
    folder = files("crawler.demo.assets")
    held = {
        "site.css": Asset((folder / "site.css").read_bytes(), "text/css; charset=utf-8"),
        "print.css": Asset((folder / "print.css").read_bytes(), "text/css; charset=utf-8"),
        "crest.svg": Asset((folder / "crest.svg").read_bytes(), "image/svg+xml"),
        "waves.png": Asset(make_png(48, 12, _wave), "image/png"),
        "icon.png": Asset(make_png(32, 32, _lighthouse), "image/png"),
    }
    return {f"/assets/{name}": asset for name, asset in held.items()}


def make_png(width: int, height: int, colour: Callable[[int, int], Colour]) -> bytes:
    """An image in true colour (PNG, ISO/IEC 15948 §5): signature, header, one deflated block of rows, end."""
    rows = b"".join(b"\x00" + bytes(part for x in range(width) for part in colour(x, y)) for y in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _wave(x: int, y: int) -> Colour:
    """Two rows of waves, one period of 24 pixels each."""
    crest = 4 + abs((x % 24) - 12) // 3
    return _LIGHT if y in (crest, crest + 4) else _FOAM


def _lighthouse(x: int, y: int) -> Colour:
    """A white tower on the sea, with its light."""
    if y >= 26:
        return _LIGHT
    if 13 <= x <= 18 and y >= 10:
        return (255, 255, 255)
    return _SAND if 12 <= x <= 19 and 6 <= y < 10 else _SEA
