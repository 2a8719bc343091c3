"""Identity: canonical addresses, ids and digests. No clock, no counter: the same input gives the same id for ever."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Parameters that never choose what a page says: campaign marks and session ids.
_NOISE: Final = re.compile(
    r"^(utm_\w+|fbclid|gclid|yclid|mc_[ce]id|_ga|igshid|phpsessid|jsessionid|aspsessionid\w*)=",
    re.IGNORECASE,
)
# These names also number stories (PHP-Nuke: ?name=News&sid=1234), so here the value must look like a session's.
_SESSION: Final = re.compile(r"^(sid|sessionid)=([0-9a-f]{16,}|[0-9a-z]{26,}|[0-9a-f-]{36})$", re.IGNORECASE)
_SESSION_PATH: Final = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*$")
_ROUNDS: Final = 10  # a percent sign that was encoded over and over shows anew each time


def canonical_url(url: str) -> str:
    """One spelling for one address, after RFC 3986 §6.2.2 and §6.2.3.

    Lower-case scheme and host (IDNA), no default port, user information, fragment, campaign mark or session id;
    percent-encoding normalised, query sorted. A trailing slash is kept: it may choose another page.

    Raises ``ValueError`` for anything but an http or https address with a host.
    """
    for _ in range(_ROUNDS):
        before, url = url, _normalised(url)
        if url == before:
            return url
    raise ValueError(f"an address without an end to its encoding: {url!r}")


def statement_id(source: str, canonical: str) -> str:
    """Id of the statement at a canonical address: source, a dash, 20 hex digits of the address's SHA-256.

    The scheme is left out: http and https of one address are one statement.
    """
    return f"{source}-{hashlib.sha256(canonical.split('://', 1)[1].encode()).hexdigest()[:20]}"


def is_one_address(one: str, other: str) -> bool:
    """Whether two canonical addresses are one, as ids have it: http or https."""
    return one.partition("://")[2] == other.partition("://")[2]


def text_digest(parts: Iterable[str | None]) -> str:
    """``sha256:<hex>`` of texts in order, each after NFC and with every run of blanks as one.

    Nothing else is folded: a changed capital or comma in a government's statement is a change. Each text goes in
    behind its length, so that no text can pass for two.
    """
    return _digest(_folded(part) for part in parts)


def statement_digests(title: str | None, body: str) -> tuple[str, str]:
    """``text_digest((title, body))`` and ``text_digest((body,))``, the long text folded once."""
    folded = _folded(body)
    return _digest((_folded(title), folded)), _digest((folded,))


@lru_cache(maxsize=1024)
def definition_digest(definition: str) -> str | None:
    """SHA-256, hex, of the TOML text that a source was loaded from; ``None`` where it was not loaded from one."""
    return hashlib.sha256(definition.encode()).hexdigest() if definition else None


def _folded(text: str | None) -> bytes:
    return " ".join(unicodedata.normalize("NFC", text or "").split()).encode("utf-8", "surrogatepass")


def _digest(texts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(len(text).to_bytes(8, "big"))
        digest.update(text)
    return f"sha256:{digest.hexdigest()}"


def _normalised(url: str) -> str:
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname or "\\" in parts.netloc:  # browsers end the host at a backslash
        raise ValueError(f"not an http address: {url!r}")
    host = _host(parts.hostname)
    if parts.port is not None and parts.port != _PORTS[scheme]:
        host = f"{host}:{parts.port}"
    plain = urlsplit(canonicalize_url(urlunsplit((scheme, host, parts.path or "/", parts.query, ""))))
    # Only now, as a name may be percent-encoded. The query stays as bytes: %E8 and %E9 are two addresses.
    query = "&".join(pair for pair in plain.query.split("&") if not _NOISE.match(pair) and not _SESSION.match(pair))
    return urlunsplit((scheme, host, _SESSION_PATH.sub("", plain.path) or "/", query, ""))


def _host(name: str) -> str:
    if ":" in name:
        return f"[{IPv6Address(name).compressed}]"
    host = unquote(name).lower()
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower()
    host = host.removesuffix(".")
    if not _HOST.match(host):
        raise ValueError(f"not a host: {name!r}")
    return host
