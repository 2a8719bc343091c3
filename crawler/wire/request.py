"""A request: what is asked, and the bytes that ask it."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from crawler.model.source import LOOSE

ACCEPT_ENCODING: Final = b"gzip, deflate, br, zstd"  # what crawler.wire.coding takes off again
_PORTS: Final = {"http": 80, "https": 443}
_TOKEN: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2
_BREAKS: Final = re.compile(rb"[\r\n\0]")
_BODIED: Final = ("POST", "PUT", "PATCH")  # RFC 9110 §8.6: these say so where there is no body
# Ours to say: they would contradict the bytes that follow. A proxy's password is none of the server's business.
_OURS: Final = (b"host", b"content-length", b"transfer-encoding", b"proxy-authorization")


@dataclass(frozen=True, slots=True)
class Limits:
    """``timeout``: seconds for one exchange, from looking up the name to the last byte. ``max_size``: bytes of an
    answer, and of what it unfolds to. ``copy``: bytes of body that are handed on; of a larger one none are."""

    timeout: float = 60.0
    max_size: int = 64 * 1024 * 1024
    copy: int = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One request. ``headers`` are sent in order, after ``Host``; ``source`` is the id of the source it is for."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    source: str = LOOSE
    limits: Limits | None = None  # None: the client's


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: ``host`` in lower case without brackets, ``path`` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> "Target":
        """Raises ``ValueError`` for anything but an http or https address with a host that can be sent as it is."""
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        host = (parts.hostname or "").rstrip(".")
        if scheme not in _PORTS or not host:
            raise ValueError(f"not an http address: {url!r}")
        if not host.isascii():
            try:
                host = host.encode("idna").decode("ascii")
            except UnicodeError as error:
                raise ValueError(f"not a host name: {host!r}") from error
        path = (parts.path or "/") + (f"?{parts.query}" if "?" in url.partition("#")[0] else "")
        if not path.isascii() or re.search(r"[\x00-\x20\x7f]", path + host):
            raise ValueError(f"an address must be percent-encoded to be sent: {url!r}")
        return cls(scheme, host, parts.port or _PORTS[scheme], path)

    @property
    def authority(self) -> str:
        """Value of ``Host``: without the scheme's own port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def request_bytes(request: WireRequest, target: Target) -> bytes:
    """The message as it is sent: ``Host`` first, the headers as given, then what is due and was not given.

    Raises ``ValueError`` for a method or header that would break the message.
    """
    method = request.method.encode("ascii", "replace")
    if not _TOKEN.fullmatch(method):
        raise ValueError(f"not a method: {request.method!r}")
    for name, value in request.headers:
        if not _TOKEN.fullmatch(name) or _BREAKS.search(value):
            raise ValueError(f"a header that would break the request: {name!r}: {value!r}")
    given = {name.lower(): value for name, value in request.headers}
    host = given.get(b"host", target.authority.encode("ascii"))
    lines = [b"%s %s HTTP/1.1" % (method, target.path.encode("ascii")), b"Host: " + host]
    lines += [b"%s: %s" % (name, value) for name, value in request.headers if name.lower() not in _OURS]
    if b"accept-encoding" not in given:
        lines.append(b"Accept-Encoding: " + ACCEPT_ENCODING)
    if request.body or request.method in _BODIED:
        lines.append(b"Content-Length: %d" % len(request.body))
    lines += (b"", request.body)
    return b"\r\n".join(lines)
