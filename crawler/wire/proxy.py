"""Proxies: an HTTP proxy that the operator named, and tunnels through it.

Every exchange goes through a tunnel (CONNECT, RFC 9110 §9.3.6), those of ``http`` addresses too. A request in absolute
form would be rewritten by the proxy, and its answer could be the proxy's own, from a cache or an error page: nothing
in it would say so. Through a tunnel what is sent is what the server received, and what comes is what it sent; what
proxy and crawler say to each other before (CONNECT, the password) belongs to no exchange and is in no record.
"""

import asyncio
import re
import socket
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.model.exchange import Head
from crawler.model.failure import Failure
from crawler.wire.failing import ConnectError, connect_failure
from crawler.wire.head import parse_head

_END: Final = re.compile(rb"\n\r?\n")
_MAX_HEAD: Final = 64 * 1024  # bytes of what a proxy may say before the tunnel is open
_LATER: Final = (408, 429)  # of the 4xx, those that another attempt may change
_HOST: Final = re.compile(r"[!-~]+")
_FORM: Final = "http://host:port or http://user:password@host:port"


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy. ``authorization`` is the value of ``Proxy-Authorization``, ``None`` without a user."""

    host: str
    port: int
    authorization: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str) -> "Proxy":
        """``http://user:password@host:port``; user and password percent-encoded, as in any URL, sent as UTF-8.

        Raises ``ValueError``, whose sentence does not repeat the address: it may hold a password.
        """
        try:
            parts = urlsplit(url.strip())
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise ValueError(f"the proxy's address is no URL; it looks like {_FORM}") from error
        if parts.scheme != "http":
            raise ValueError(
                f"the proxy's address does not begin with http://; only an HTTP proxy is spoken to: {_FORM}"
            )
        if not _HOST.fullmatch(host) or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError(f"the proxy's address is not of the form {_FORM}")
        if not port:
            raise ValueError(f"the proxy's address names no port: {_FORM}")
        return cls(host, port, _basic(parts.username, parts.password))

    @property
    def name(self) -> str:
        """``host:port``, as records and sentences call it; never with a password."""
        return _authority(self.host, self.port)


class Proxies:
    """Which hosts are reached through the proxy: all, but for ``direct``.

    ``direct``: host names (``example.org``, for the names under it as well) or addresses; ``*`` is every host.
    Raises ``ValueError`` for an entry that is none of these.
    """

    def __init__(self, proxy: Proxy | None = None, direct: Iterable[str] = ()) -> None:
        self._proxy = proxy
        self._direct = tuple(_direct(entry) for entry in direct)

    def of(self, host: str) -> Proxy | None:
        """The proxy for a URL's host (lower case, no brackets); ``None``: it is asked directly."""
        if self._proxy is None:
            return None
        own_way = any(entry in ("*", host) or host.endswith(f".{entry}") for entry in self._direct)
        return None if own_way else self._proxy


async def open_tunnel(sock: socket.socket, proxy: Proxy, host: str, port: int) -> None:
    """Make ``sock``, which is connected to ``proxy``, a tunnel to a server. The caller sets the deadline.

    Raises :class:`ConnectError`: ``net.proxy_denied`` where the proxy answers that it will not (4xx), ``net.proxy`` for
    any other answer, none, or bytes after it, which no server can have sent to someone who has not spoken.
    """
    server = _authority(host, port)
    try:
        await asyncio.get_running_loop().sock_sendall(sock, _connect_message(proxy, server))
        head, rest = await _answer(sock, proxy)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _failed(proxy, f"broke off while it was asked for {server}: {reason}") from error
    if not 200 <= head.status < 300:
        raise ConnectError(_refusal(proxy, server, head))
    if rest:
        raise _failed(proxy, f"sent bytes of its own into the tunnel to {server}")


def proxy_failure(error: OSError | ConnectError, proxy: Proxy) -> Failure:
    """The reason where the proxy itself could not be reached: ``net.proxy``."""
    reason = error.failure if isinstance(error, ConnectError) else connect_failure(error, proxy.name)
    return Failure("net.proxy", f"the proxy could not be reached: {reason.sentence}")


async def _answer(sock: socket.socket, proxy: Proxy) -> tuple[Head, bytes]:
    """The final head that the proxy answers, and what came after it."""
    loop = asyncio.get_running_loop()
    data = b""
    left = _MAX_HEAD
    while True:
        while (end := _END.search(data)) is None:
            if not b"HTTP/".startswith(data[:5].upper()) or left <= 0:
                raise _failed(proxy, "does not answer as an HTTP proxy does")
            more = await loop.sock_recv(sock, left)
            if not more:
                raise _failed(proxy, "closed the connection without an answer")
            left -= len(more)
            data += more
        head = parse_head(data[: end.end()])
        if head is None:
            raise _failed(proxy, "does not answer as an HTTP proxy does")
        data = data[end.end() :]
        if head.status >= 200:
            return head, data


def _refusal(proxy: Proxy, server: str, head: Head) -> Failure:
    said = f"{head.status} {_printable(head.reason)}".strip()
    if head.status == 407:
        remedy = "it wants a user and a password, which stand in its address: http://user:password@host:port"
        if proxy.authorization is not None:
            remedy = "it does not take the user and password of its address"
        return Failure("net.proxy_denied", f"the proxy {proxy.name} opens no tunnel to {server} ({said}): {remedy}")
    if 400 <= head.status < 500 and head.status not in _LATER:
        sentence = (
            f"the proxy {proxy.name} opens no tunnel to {server} ({said}): its rules must allow CONNECT to that port,"
            " since only a tunnel leaves the server's bytes as they are"
        )
        return Failure("net.proxy_denied", sentence)
    return Failure("net.proxy", f"the proxy {proxy.name} opened no tunnel to {server}: it answered {said}")


def _failed(proxy: Proxy, what: str) -> ConnectError:
    return ConnectError(Failure("net.proxy", f"the proxy {proxy.name} {what}"))


def _connect_message(proxy: Proxy, server: str) -> bytes:
    lines = [f"CONNECT {server} HTTP/1.1".encode("ascii"), f"Host: {server}".encode("ascii")]
    if proxy.authorization is not None:
        lines.append(b"Proxy-Authorization: " + proxy.authorization)
    return b"\r\n".join((*lines, b"", b""))


def _basic(user: str | None, password: str | None) -> bytes | None:
    """RFC 7617 §2 and §2.1."""
    if user is None:
        return None
    name, secret = unquote(user), unquote(password or "")
    if ":" in name or any(ord(char) < 32 or ord(char) == 127 for char in name + secret):
        raise ValueError("the proxy's user holds a colon, or user or password a control character (RFC 7617 §2)")
    return b"Basic " + b64encode(f"{name}:{secret}".encode())


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _printable(reason: bytes) -> str:
    return "".join(char if char.isprintable() else "?" for char in reason[:80].decode("latin-1"))


def _direct(entry: str) -> str:
    text = entry.strip().strip("[]").lower()
    name = text if text == "*" else text.removeprefix("*").strip(".")
    if not _HOST.fullmatch(name) or "/" in name or ("*" in name and text != "*"):
        raise ValueError(f"{entry!r} is no host name or address")
    return name
