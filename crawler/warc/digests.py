"""Digests as other makers declare them: which algorithms, in which spelling, and whether bytes have one of them."""

import base64
import binascii
import hashlib
import re
from typing import Final

_SIZES: Final = {"md5": 16, "sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}
_LABELLED: Final = re.compile(r"([A-Za-z0-9-]+):([A-Za-z0-9+/=_-]+)")


def normal_digest(text: str | None) -> str | None:
    """``sha1:<hex>`` and the like, of a declared digest in hex or base32; ``None`` where it cannot be understood."""
    found = _LABELLED.fullmatch((text or "").strip())
    if found is None:
        return None
    name = found[1].lower().replace("-", "")
    size = _SIZES.get(name)
    if size is None:
        return None
    value = found[2]
    try:
        if len(value) == 2 * size:
            raw = bytes.fromhex(value)
        else:
            bare = value.rstrip("=").upper()
            raw = base64.b32decode(bare + "=" * (-len(bare) % 8))
    except (ValueError, binascii.Error):
        return None
    return f"{name}:{raw.hex()}" if len(raw) == size else None


class Hasher:
    """Hashes bytes by the algorithms that digests name, so that each of them can be asked whether it holds."""

    def __init__(self, *digests: str | None) -> None:
        """``digests`` as :func:`normal_digest` gives them."""
        names = {digest.partition(":")[0] for digest in digests if digest is not None}
        self._hashes = {name: hashlib.new(name, usedforsecurity=False) for name in names}

    def take(self, data: bytes) -> None:
        """More bytes."""
        for one in self._hashes.values():
            one.update(data)

    def holds(self, digest: str) -> bool:
        """Whether the bytes have it."""
        name = digest.partition(":")[0]
        return f"{name}:{self._hashes[name].hexdigest()}" == digest
