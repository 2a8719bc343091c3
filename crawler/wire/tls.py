"""TLS: contexts, and what a connection's parameters are called in records."""

import re
import ssl
from functools import cache
from pathlib import Path
from typing import Final

_SUITE: Final = re.compile(
    r"(?:((?:ECDHE|DHE)-(?:RSA|ECDSA|DSS))-)?(AES|CAMELLIA|ARIA)(128|256)-(?:(GCM|CCM8?)-?)?(.*)"
)


@cache
def tls_context(cacert: Path | None, verify: bool) -> ssl.SSLContext:
    """A client's context. ``cacert``: the only authorities trusted, as curl's ``--cacert``; ``None``: the system's.

    ALPN offers ``http/1.1`` alone, since records hold HTTP/1. Raises ``OSError`` or ``ssl.SSLError`` (which is one)
    for a bundle that cannot be read.
    """
    context = ssl.create_default_context(cafile=None if cacert is None else str(cacert))
    context.set_alpn_protocols(["http/1.1"])
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def protocol_name(version: str | None) -> str:
    """``TLSv1.3`` as ``WARC-Protocol`` names it: ``tls/1.3``."""
    name = (version or "TLS").lower().replace("v", "/")
    return "tls/1.0" if name == "tls/1" else name


@cache
def suite_name(openssl: str) -> str | None:
    """IANA's name of a cipher suite that OpenSSL calls otherwise; ``None`` where it is not known."""
    if openssl.startswith("TLS_"):
        return openssl
    if match := re.fullmatch(r"((?:ECDHE|DHE)-(?:RSA|ECDSA))-CHACHA20-POLY1305", openssl):
        return f"TLS_{match[1].replace('-', '_')}_WITH_CHACHA20_POLY1305_SHA256"
    match = _SUITE.fullmatch(openssl)
    if not match:
        return None
    exchange, bulk, bits, mode, digest = match.groups()
    mode = {"CCM8": "CCM_8", None: "CBC"}.get(mode, mode)
    name = f"TLS_{(exchange or 'RSA').replace('-', '_')}_WITH_{bulk}_{bits}_{mode}"
    return f"{name}_{digest}" if digest else name
