"""Identity: canonical addresses, ids and digests. No clock, no counter: the same input gives the same id for ever."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Parameters that never choose what a page says: campaign marks and session ids.
_NOISE: Final = re.compile(
    r"^(utm_\w+|fbclid|gclid|yclid|mc_[ce]id|_ga|igshid|phpsessid|jsessionid|sid|sessionid|aspsessionid\w*)$",
    re.IGNORECASE,
)
_SESSION_PATH: Final = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """One spelling for one address, after RFC 3986 §6.2.2 and §6.2.3.

    Lower-case scheme and host (IDNA), no default port, user information, fragment, campaign mark or session id;
    percent-encoding normalised, query sorted. A trailing slash is kept: it may choose another page.

    Raises ``ValueError`` for anything but an http or https address with a host.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"not an http address: {url!r}")
    host = parts.hostname.rstrip(".").lower()
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    if parts.port is not None and parts.port != _PORTS[scheme]:
        host = f"{host}:{parts.port}"
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _NOISE.match(k)])
    path = _SESSION_PATH.sub("", parts.path) or "/"
    return str(canonicalize_url(urlunsplit((scheme, host, path, query, "")), keep_fragments=False))


def statement_id(source: str, canonical: str) -> str:
    """Id of the statement at a canonical address: source, a dash, 20 hex digits of the address's SHA-256.

    The scheme is left out: http and https of one address are one statement.
    """
    return f"{source}-{hashlib.sha256(canonical.split('://', 1)[1].encode()).hexdigest()[:20]}"


def text_digest(parts: Iterable[str | None]) -> str:
    """``sha256:<hex>`` of texts in order, each after NFC and with every run of blanks as one.

    Nothing else is folded: a changed capital or comma in a government's statement is a change.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(" ".join(unicodedata.normalize("NFC", part or "").split()).encode("utf-8", "replace"))
        digest.update(b"\x00")
    return f"sha256:{digest.hexdigest()}"
